"""A panel's meetings and items, for those who prepare and those who read. The meeting itself: sitting_views.py."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.casework.assessment import queries as assessments
from alongside.casework.organisation.models import Staff
from alongside.casework.referrals import parts
from alongside.casework.referrals.paging import far_page
from alongside.casework.rules import panel as rules
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed
from alongside.design.forms import Form

from . import agenda, beside, forms, invitation, meetings, pack, papers, queries, seats
from .drafts import Saved
from .fields import from_draft
from .models import Booking, Guest, Meeting

PAST_ON_A_PAGE = 12


@require_safe
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """The meetings of one's areas, one's items and actions, and items to which one is a guest."""
    shown = {
        "meetings": list(queries.meetings(request.user).exclude(status="signed")),  # type: ignore[arg-type]
        "past": far_page(_past(request.user), PAST_ON_A_PAGE, request.GET.get("page")),  # type: ignore[arg-type]
        "items": queries.my_items(request.user),  # type: ignore[arg-type]
        "actions": queries.my_actions(request.user),  # type: ignore[arg-type]
        "guesting": queries.my_guesting(request.user),  # type: ignore[arg-type]
        "plans": queries.areas(request.user),  # type: ignore[arg-type]
        "statuses": rules.STATUSES,
    }
    return render(request, "panel/home.html", shown)


def _past(staff: Staff) -> QuerySet[Meeting]:
    return queries.meetings(staff).filter(status="signed").order_by("-starts_at", "id")


@require_http_methods(["GET", "POST"])
@never_cache
def plan(request: HttpRequest, area_code: str) -> HttpResponse:
    """Plan a meeting."""
    area = queries.areas(request.user).filter(code=area_code).first()  # type: ignore[arg-type]
    if area is None:
        raise Http404
    form = forms.Plan(request.POST if request.method == "POST" else None, chairs=queries.chairs(area))
    if request.method == "POST" and form.is_valid():
        try:
            meeting = meetings.plan(area, form.cleaned_data, by=request.user)  # type: ignore[arg-type]
            messages.success(request, _("The meeting is planned, and everybody is invited."))
            return redirect("panel_meeting", meeting.id)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    return _form_page(request, form, _("Plan a panel"), _("Plan it and invite everybody"), "panel")


@require_http_methods(["GET", "POST"])
@never_cache
def change(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Change when, where, and who chairs: a page for who convenes panels."""
    row = _meeting(request, meeting_id)
    staff: Staff = request.user  # type: ignore[assignment]
    if not set(queries.roles_in(row.area, staff.pk)) & set(rules.CONVENES):
        raise Http404
    here = row.starts_at.astimezone(ZoneInfo(row.zone))
    now_so = {
        "day": here.date(), "time": here.strftime("%H:%M"), "zone": row.zone, "place": row.place, "link": row.link,
        "chair": str(row.chair_id), "urgent": row.urgent,
    }  # fmt: skip
    form = forms.Plan(
        request.POST if request.method == "POST" else None, chairs=queries.chairs(row.area), initial=now_so
    )
    if request.method == "POST" and form.is_valid():
        try:
            meetings.change(meeting_id, form.cleaned_data, by=staff, based_on=_number(request))
            messages.success(request, _("Changed; everybody gets the new date."))
            return redirect("panel_meeting", meeting_id)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    title, button = _("Change the meeting"), _("Change it and tell everybody")
    row.refresh_from_db(fields=["edition"])
    return _form_page(request, form, title, button, "panel_meeting", row.id, hidden={"based_on": row.edition})


@require_safe
@never_cache
def meeting(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """One meeting: when and where, who comes, what is booked, and the items that one sees."""
    row = _meeting(request, meeting_id)
    staff: Staff = request.user  # type: ignore[assignment]
    roles = set(queries.roles_in(row.area, staff.pk))
    shown = {
        "meeting": row,
        "local": row.starts_at.astimezone(ZoneInfo(row.zone)),
        "status": rules.STATUSES[row.status],
        "items": queries.agenda(row, staff),
        "references": queries.references(row) if roles & set(rules.CONVENES) else [],
        "has_papers": pack.papers_of(row, staff).exists(),
        "seats": row.attendances.select_related("staff", "post__agency"),
        "answers": rules.ANSWERS,
        "recorded": queries.recorded(row),
        "services": [(word, rules.SERVICES[word]) for word in rules.REPRESENTED],
        "mine": row.attendances.filter(staff=staff).first(),
        "bookings": row.bookings.all(),
        "kinds": rules.BOOKINGS,
        "book": forms.Book(),
        "late": forms.WhyLate(),
        "papers_due_on": rules.papers_due_on(row.starts_at, row.zone, row.area.nation),
        "is_late": clock.today() > rules.papers_due_on(row.starts_at, row.zone, row.area.nation),
        "convenes": bool(roles & set(rules.CONVENES)),
        "prepares": bool(roles & set(rules.PREPARES)),
        "chairs": bool(roles & set(rules.CHAIRS)),
    }
    return render(request, "panel/meeting.html", shown)


@require_POST
@never_cache
def act(request: HttpRequest, meeting_id: UUID, word: str) -> HttpResponse:
    """One press on the page of a meeting: answer, build the agenda, papers out, book, open, close, cancel."""
    row = _meeting(request, meeting_id)
    does = PRESSED.get(word)
    if does is None:
        raise Http404
    try:
        messages.success(request, does(request, row))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("panel_meeting", meeting_id)


def _answer(request: HttpRequest, row: Meeting) -> str:
    meetings.answer(row.id, request.POST.get("answer", ""), by=request.user)  # type: ignore[arg-type]
    return _("Thank you. The chair sees it.")


def _agenda(request: HttpRequest, row: Meeting) -> str:
    added = agenda.build(row.id, by=request.user)  # type: ignore[arg-type]
    return _("The agenda is up to date. Added: %(count)s.") % {"count": added}


def _typed(form: Form) -> dict[str, Any]:
    """What a form of the meeting's page says; its first sentence against it otherwise. Raises NotAllowed."""
    if not form.is_valid():
        raise NotAllowed(next(iter(form.errors.values()))[0])
    return form.cleaned_data


def _papers(request: HttpRequest, row: Meeting) -> str:
    sent = papers.put_out(row.id, _typed(forms.WhyLate(request.POST))["why_late"], by=request.user)  # type: ignore[arg-type]
    return _("Papers are out. Items: %(count)s.") % {"count": sent}


def _book(request: HttpRequest, row: Meeting) -> str:
    said = _typed(forms.Book(request.POST))
    meetings.ask_for(row.id, said["kind"], said["what"], by=request.user)  # type: ignore[arg-type]
    return _("Asked for. Who plans the meeting books it.")


def _booked(request: HttpRequest, row: Meeting) -> str:
    booking = Booking.objects.filter(meeting=row, pk=_uuid(request.POST.get("booking", ""))).first()
    if booking is None:
        raise Http404
    meetings.booked(booking.id, row.id, by=request.user)  # type: ignore[arg-type]
    return _("Booked.")


def _open(request: HttpRequest, row: Meeting) -> str:
    meetings.open_(row.id, by=request.user)  # type: ignore[arg-type]
    return _("The meeting is open. Say who is there, then take the first item.")


def _there(request: HttpRequest, row: Meeting) -> str:
    present = {_uuid(value) for value in request.POST.getlist("present")}
    chosen = [(word, request.POST.get(f"for-{word}", "")) for word in rules.REPRESENTED]
    meetings.record_attendance(
        row.id, present, by=request.user, based_on=request.POST.get("based_on"),  # type: ignore[arg-type]
        represents={_uuid(seat): word for word, seat in chosen if seat},
    )  # fmt: skip
    return _("It is recorded who is there.")


def _close(request: HttpRequest, row: Meeting) -> str:
    meetings.close(row.id, by=request.user)  # type: ignore[arg-type]
    return _("The meeting is closed. The minutes are made; read and sign them.")


def _cancel(request: HttpRequest, row: Meeting) -> str:
    meetings.cancel(row.id, by=request.user)  # type: ignore[arg-type]
    return _("Called off. Everybody is told; its items go on to the next panel.")


PRESSED: dict[str, Callable[[HttpRequest, Meeting], str]] = {
    "answer": _answer, "agenda": _agenda, "papers": _papers, "book": _book, "booked": _booked, "open": _open,
    "there": _there, "close": _close, "cancel": _cancel,
}  # fmt: skip


@require_safe
@never_cache
def calendar(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The meeting as a calendar's entry, in the language of the page."""
    response = HttpResponse(invitation.calendar(_meeting(request, meeting_id)), content_type=invitation.TYPE)
    response["Content-Disposition"] = 'attachment; filename="meeting.ics"'
    return response


@require_safe
@never_cache
def item(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """One item for whoever reads it: its paper, what was decided, what one has to do."""
    seen = _item(request, item_id)
    may_read = queries.may_read(seen)
    shown = {
        "seen": seen,
        "sections": [(row.label, seen.paper.get(row.word, "")) for row in rules.PAPER] if may_read else [],
        "why": rules.WHY[seen.item.why],
        "outcome": rules.ENDINGS.get(seen.item.outcome, ""),
        "actions": queries.actions_of(seen, mine_alone=not seen.keeps),
        "prepares": bool(set(seen.roles) & set(rules.PREPARES)) and may_read,
        "chairs": bool(set(seen.roles) & set(rules.CHAIRS)),
        "away": seen.item.conflicts.select_related("staff"),
        "guests": [(row, row.opened(seen.key, "name")) for row in seen.item.guests.all()] if seen.keeps else [],
        "guest_form": forms.AskGuest(),
        "who": list(seats.who_sees(seen)) if seen.keeps else [],
        "others": queries.other_meetings(seen),
        "decision": queries.decision_of(seen) if may_read else [],
        "parts": parts.of_item(seen.item.of_case, seen.staff) if may_read else [],
    }
    return render(request, "panel/item.html", shown)


@require_http_methods(["GET", "POST"])
@never_cache
def paper(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Compose the paper of an item, from the case; nothing that somebody else typed meanwhile is lost."""
    seen = _item(request, item_id)
    if not (set(seen.roles) & set(rules.PREPARES) and queries.may_read(seen)):
        raise Http404
    latest, offered = queries.newest(seen, "paper"), parts.offered_to_pack(seen.item.of_case)
    number = latest.number
    if request.method == "POST":
        form, number = forms.Paper(request.POST, offered=offered), _number(request)
        if form.is_valid() and _save_paper(request, seen, form):
            return redirect("panel_paper", item_id)
    else:
        form = forms.Paper(offered=offered)
        form.initial = from_draft(form, latest.written if latest.number else papers.to_begin_with(seen))
        form.initial |= beside.read(latest.written)
    shown = {
        "seen": seen, "form": form, "number": number, "saved": latest.number, "by": latest.by,
        "savings": queries.savings(seen, "paper"), "seats": seats.members(seen.item, seen.key),
        "assessment": assessments.latest(queries.case_of(seen)), "case": seen.item.of_case,
    }  # fmt: skip
    return render(request, "panel/paper.html", shown)


def _save_paper(request: HttpRequest, seen: queries.SeenItem, form: forms.Paper) -> bool:
    said = dict(form.cleaned_data)
    asked = {name: said.pop(name) for name in beside.NAMES if name in said}
    try:
        saved = papers.save(seen.item.id, said, based_on=_number(request), by=seen.staff, quorum=asked)
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return False
    tell_of_saving(request, saved)
    return True


def tell_of_saving(request: HttpRequest, saved: Saved, instead: Iterable[tuple[str, str]] = ()) -> None:
    """Say that it is saved, and who else had typed meanwhile; ``instead``: what they had answered where one can be."""
    for question, answer in instead:
        words = _("%(who)s had answered “%(question)s” with “%(answer)s”. Your answer stands there now; settle it.")
        messages.warning(request, words % {"who": saved.other, "question": question, "answer": answer})
    if set(saved.both) - set(saved.instead):
        words = _("Saved. %(who)s changed the same field while you were typing: both texts stand there, yours first.")
        messages.warning(request, words % {"who": saved.other})
    elif saved.other:
        messages.info(request, _("Saved, with what %(who)s saved while you were typing.") % {"who": saved.other})
    else:
        messages.success(request, _("Saved."))


@require_safe
@never_cache
def preview(request: HttpRequest, item_id: UUID, staff_id: UUID) -> HttpResponse:
    """Exactly what one member will see of an item."""
    seen = _item(request, item_id)
    if not (set(seen.roles) & set(rules.PREPARES) and queries.may_read(seen)):
        raise Http404
    member = Staff.objects.filter(pk=staff_id).first()
    if member is None:
        raise Http404
    sees = papers.preview(seen, member)
    sections = [(row.label, sees["sees"].get(row.word, "")) for row in rules.PAPER if sees["sees"].get(row.word)]
    return render(
        request, "panel/preview.html",
        {"seen": seen, "member": member, "sections": sections, "why_not": sees["why_not"]},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@never_cache
def conflict(request: HttpRequest, item_id: UUID, staff_id: UUID) -> HttpResponse:
    """Declare a conflict: one's own, or, for who prepares, somebody else's."""
    seen = _item(request, item_id)
    who = Staff.objects.select_related("agency").filter(pk=staff_id).first()
    if who is None:
        raise Http404
    form = forms.WhyAway(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            seats.declare_conflict(item_id, who, form.cleaned_data["why"], by=seen.staff)
            messages.success(request, _("Recorded. This item is closed to %(name)s from now on.") % {"name": who.name})
            return redirect("panel")
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    title = _("%(name)s takes no part in this item") % {"name": who.name}
    return _form_page(request, form, title, _("Record the conflict"), "panel_item", item_id)


@require_POST
@never_cache
def move(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Put an item on another meeting, an urgent one for example."""
    _item(request, item_id)
    try:
        agenda.move_to(item_id, _uuid(request.POST.get("meeting", "")), by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("It comes to that meeting now."))
    except queries.NotFound as nothing:
        raise Http404 from nothing
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("panel_item", item_id)


@require_POST
@never_cache
def guest(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Invite a guest to one item, or let one in."""
    seen = _item(request, item_id)
    form = forms.AskGuest(request.POST)
    try:
        if "let_in" in request.POST:
            of_item = Guest.objects.filter(item=seen.item, pk=_uuid(request.POST["let_in"])).first()
            if of_item is None:
                raise Http404
            seats.let_in(of_item.id, by=seen.staff, signed_on_paper="on_paper" in request.POST)
            messages.success(request, _("The guest is let in to this item, until the day after the meeting."))
        elif form.is_valid():
            email = form.cleaned_data["email"]
            account = Staff.objects.filter(email__iexact=email, is_active=True).first() if email else None
            if email and account is None:
                raise NotAllowed(_("Nobody signs in here with this address."))
            seats.invite_guest(item_id, form.cleaned_data["name"], by=seen.staff, account=account)
            messages.success(request, _("Invited, to this item alone."))
        else:
            messages.error(request, _("Write the e-mail address like name@example.com, or leave it out."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("panel_item", item_id)


@require_http_methods(["GET", "POST"])
@never_cache
def accept(request: HttpRequest, guest_id: UUID) -> HttpResponse:
    """A guest's page: the statement of confidentiality, before there is anything to read."""
    row = Guest.objects.filter(pk=guest_id, staff=request.user).select_related("asked_by").first()  # type: ignore[misc]
    if row is None:
        raise Http404
    if row.let_in_at is not None:
        return redirect("panel_item", row.item_id)
    if request.method == "POST":
        seats.accept_statement(guest_id, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("Thank you. The chair lets you in; a mail says when."))
        return redirect("panel")
    return render(request, "panel/guest.html", {"row": row, "statement": rules.STATEMENT})


def _form_page(
    request: HttpRequest, form: Any, title: str, button: str, back: str, *arguments: Any, **more: Any
) -> HttpResponse:
    shown = {"form": form, "title": title, "button": button, "back": reverse(back, args=arguments), "caption": ""}
    return render(request, "panel/form.html", shown | more)


def _meeting(request: HttpRequest, meeting_id: UUID) -> Meeting:
    try:
        return queries.meeting(request.user, meeting_id)  # type: ignore[arg-type]
    except queries.NotFound as nothing:
        raise Http404 from nothing


def _item(request: HttpRequest, item_id: UUID) -> queries.SeenItem:
    try:
        return queries.look(request.user, item_id)  # type: ignore[arg-type]
    except queries.NotFound as nothing:
        raise Http404 from nothing


def _number(request: HttpRequest) -> int:
    said = request.POST.get("based_on", "0")
    return int(said) if said.isdecimal() and len(said) < 7 else 0


def _uuid(text: str) -> UUID:
    """Return the id that a form sent; whoever sends none that can be one asks for something that is not there."""
    try:
        return UUID(text)
    except ValueError as nothing:
        raise Http404 from nothing
