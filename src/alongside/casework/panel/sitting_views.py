"""The meeting itself: one screen for each item, actions, and the minutes."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from alongside.casework.assessment import needs
from alongside.casework.organisation.models import Staff
from alongside.casework.rules import panel as rules
from alongside.commons.refusals import NotAllowed

from . import forms, minutes, minutes_pdf, pack, queries, sitting
from .drafts import Saved
from .models import Action, Item, Meeting
from .queries import Row, SeenItem
from .screen import ItemScreen
from .typed import written_in
from .views import _form_page, _item, _meeting, _number, tell_of_saving


@require_safe
@never_cache
def sit(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Go to the first item that is not decided, or back to the meeting."""
    row = _meeting(request, meeting_id)
    return _to_next(row, queries.agenda(row, request.user), None)  # type: ignore[arg-type]


def _to_next(meeting: Meeting, items: list[Row], after: UUID | None) -> HttpResponse:
    place = next((number for number, row in enumerate(items, start=1) if row.id == after), 0)
    waiting = [row for row in (*items[place:], *items[:place]) if not row.outcome and row.id != after]
    return redirect("panel_sit", meeting.id, waiting[0].id) if waiting else redirect("panel_meeting", meeting.id)


@require_http_methods(["GET", "POST"])
@never_cache
def screen(request: HttpRequest, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    """One item on the chair's screen. Whatever is pressed, what was typed is saved first."""
    row, seen = _meeting(request, meeting_id), _item(request, item_id)
    if seen.item.meeting_id != row.id or not set(seen.roles) & set(rules.PREPARES) or not queries.may_read(seen):
        raise Http404
    if request.method == "POST":
        return _pressed(request, row, seen)
    latest = queries.newest(seen, "screen")
    return _page(request, row, seen, ItemScreen(seen, latest.written), latest.number)


def _page(request: HttpRequest, row: Meeting, seen: SeenItem, shown: ItemScreen, number: int) -> HttpResponse:
    """Draw the screen. ``number`` is the saving that its boxes are based on."""
    return render(request, "panel/sit.html", _shown(request, row, seen, shown) | {"number": number})


def _shown(request: HttpRequest, row: Meeting, seen: SeenItem, shown: ItemScreen) -> dict[str, object]:
    return {
        "meeting": row,
        "seen": seen,
        "screen": shown,
        "items": queries.agenda(row, seen.staff),
        "sections": [(part.label, seen.paper[part.word]) for part in rules.PAPER if seen.paper.get(part.word)],
        "lacking": queries.lacking(seen),
        "actions": queries.actions_of(seen),
        "savings": queries.savings(seen, "screen"),
        "outcome": rules.ENDINGS.get(seen.item.outcome, ""),
        "chairs": bool(set(seen.roles) & set(rules.CHAIRS)),
        "decision": queries.decision_of(seen),
        "takes_notes": sitting.takes_notes(seen),
        "needs": needs.of(queries.case_of(seen)),
        "late": [(name, at, shown.in_words(written)) for name, at, written in sitting.late(seen)],
        "not_saved": shown.in_words(written_in(request.POST)) if request.method == "POST" else [],
    }


def _pressed(request: HttpRequest, row: Meeting, seen: SeenItem) -> HttpResponse:
    """Save, then do what was pressed; the screen comes back with what is wrong where that could not be done."""
    pressed, typed, number = next((word for word in DOES if word in request.POST), "save"), request.POST, 0
    shown = ItemScreen(seen, {}, typed)
    try:
        saved = sitting.save(seen.item.id, written_in(typed), based_on=_number(request), by=seen.staff)
        if saved.late or (saved.both and pressed != "save"):
            return _save(request, row, seen, shown, saved)
        number, shown = saved.number, _with_what_others_saved(seen, typed, saved)
        if answer := DOES[pressed](request, row, seen, shown, saved):
            return answer
    except NotAllowed as refusal:
        shown.general.is_valid()
        shown.general.add_error(None, str(refusal))
    return _page(request, row, seen, shown, number or _number(request))


def _with_what_others_saved(seen: SeenItem, typed: QueryDict, saved: Saved) -> ItemScreen:
    """Return the screen as it was sent, with what others changed since: it is what stands in the newest saving."""
    together = typed.copy()
    for name, text in saved.written.items():
        together[name] = text
    return ItemScreen(seen, {}, together)


def _save(request: HttpRequest, row: Meeting, seen: SeenItem, shown: ItemScreen, saved: Saved) -> HttpResponse:
    tell_of_saving(request, saved, shown.in_words(saved.instead))
    if saved.late:
        words = _(
            "A colleague decided this item while you were typing. What you typed stands below, and decides nothing."
        )
        messages.warning(request, words)
    return redirect("panel_sit", row.id, seen.item.id)


def _next(request: HttpRequest, row: Meeting, seen: SeenItem, shown: ItemScreen, saved: Saved) -> HttpResponse:
    return _to_next(row, queries.agenda(row, seen.staff), seen.item.id)


def _decide(request: HttpRequest, row: Meeting, seen: SeenItem, shown: ItemScreen, saved: Saved) -> HttpResponse | None:
    if not shown.decide:
        raise NotAllowed(_("Choose what the panel decided."))
    if not shown.is_valid():
        return None
    code = request.POST.get("closure_code", "")
    sitting.decide(
        seen.item.id, shown.decide, shown.decision.cleaned_data, shown.records, votes=shown.votes, by=seen.staff,
        closure_code=code,
    )  # fmt: skip
    messages.success(request, _("Decided: %(outcome)s.") % {"outcome": _(rules.OUTCOMES[shown.decide].label)})
    return redirect("panel_sit", row.id, seen.item.id)


def _sign(request: HttpRequest, row: Meeting, seen: SeenItem, shown: ItemScreen, saved: Saved) -> HttpResponse | None:
    if not shown.decide or not shown.is_valid():
        return None
    sitting.ask_to_sign(
        seen.item.id, shown.decide, shown.decision.cleaned_data, shown.records, by=seen.staff,
        closure_code=request.POST.get("closure_code", ""),
    )  # fmt: skip
    messages.success(request, _("A second signature was asked for. You can finish this when it is given."))
    return redirect("panel_sit", row.id, seen.item.id)


def _act(request: HttpRequest, row: Meeting, seen: SeenItem, shown: ItemScreen, saved: Saved) -> HttpResponse | None:
    if not shown.action.is_valid():
        return None
    said = shown.action.cleaned_data
    sitting.add_action(seen.item.id, said["what"], shown.owner, said["due_on"], by=seen.staff)
    messages.success(request, _("The action is given; its owner is told."))
    return redirect("panel_sit", row.id, seen.item.id)


DOES = {"save": _save, "show": _save, "next": _next, "decide_now": _decide, "sign": _sign, "act": _act}


@require_http_methods(["GET", "POST"])
@never_cache
def action(request: HttpRequest, action_id: UUID) -> HttpResponse:
    """One action, for its owner and the chair: say what came of it."""
    row = Action.objects.filter(pk=action_id).first()
    if row is None:
        raise Http404
    seen = _item(request, row.item_id)
    form = forms.Outcome(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            sitting.complete(action_id, form.cleaned_data["outcome"], by=seen.staff)
            messages.success(request, _("Done. It stands with the item."))
            return redirect("panel")
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    to_do = queries.to_do(row, seen.key)
    return _form_page(request, form, to_do.what, _("It is done"), "panel_item", row.item_id, caption=seen.called)


@require_http_methods(["GET", "POST"])
@never_cache
def read_minutes(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The minutes of the items that one sees; the chair signs them here."""
    row = _meeting(request, meeting_id)
    if request.method == "POST":
        try:
            minutes.sign(meeting_id, by=request.user)  # type: ignore[arg-type]
            messages.success(request, _("Signed. Members can read their items for 14 more days."))
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
        return redirect("panel_minutes", meeting_id)
    staff: Staff = request.user  # type: ignore[assignment]
    pages = minutes.read(row, staff)
    roles = set(queries.roles_in(row.area, staff.pk))
    shown = {
        "meeting": row,
        "pages": [(page, minutes_pdf.lines(page)) for page in pages],
        "to_sign": bool(roles & set(rules.CHAIRS)) and any(page.signed_at is None for page in pages),
        "may_sign": row.status in rules.COMES_AFTER["signed"],
        "chairs": bool(roles & set(rules.CHAIRS)),
    }
    return render(request, "panel/minutes.html", shown)


@require_safe
@never_cache
def pdf(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The same minutes as a tagged PDF."""
    row = _meeting(request, meeting_id)
    pages = minutes.read(row, request.user)  # type: ignore[arg-type]
    return _file(request, "minutes.pdf", lambda: minutes_pdf.pdf(row, pages), f"/panel/{meeting_id}/minutes/")


@require_safe
@never_cache
def papers_pdf(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Every paper of a meeting that whoever asks reads, as one tagged PDF; with none to read it is not there."""
    row = _meeting(request, meeting_id)
    papers = pack.read(row, request.user)  # type: ignore[arg-type]
    if not papers:
        raise Http404
    return _file(request, "papers.pdf", lambda: pack.pdf(row, papers), f"/panel/{meeting_id}/")


def _file(request: HttpRequest, name: str, make: Callable[[], bytes], back: str) -> HttpResponse:
    try:
        made = make()
    except NotAllowed as refusal:
        return render(request, "design/refusal.html", {"refusal": str(refusal), "back_href": back}, status=409)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@require_http_methods(["GET", "POST"])
@never_cache
def correct(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Write a correction beside signed minutes."""
    seen = _item(request, item_id)
    item: Item = seen.item
    if item.meeting_id is None:
        raise Http404
    form = forms.Correct(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            minutes.correct(item_id, form.cleaned_data["text"], by=seen.staff)
            messages.success(request, _("The correction stands beside the minutes."))
            return redirect("panel_minutes", item.meeting_id)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    title = _("Correct the minutes of this item")
    return _form_page(request, form, title, _("Add the correction"), "panel_minutes", item.meeting_id)
