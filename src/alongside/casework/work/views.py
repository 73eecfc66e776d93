"""My work: what is mine and what is due, across all steps."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from alongside.casework.access.queries import may_ask, waiting_for
from alongside.casework.agencies.queries import overdue_for, to_answer
from alongside.casework.organisation.models import Staff
from alongside.casework.owners.queries import offered_to
from alongside.casework.panel import convening
from alongside.casework.panel.queries import my_actions
from alongside.casework.referrals import lists, ownership, queries, signing
from alongside.casework.referrals.paging import far_page
from alongside.casework.reporters.queries import is_custodian, waiting_for_second
from alongside.casework.reviews.queries import due_for
from alongside.casework.rules import journey
from alongside.casework.triage.holds import waiting_for as long_holds

A_PAGE = 25


@require_safe
@never_cache
def work(request: HttpRequest) -> HttpResponse:
    """What waits: referrals as one wishes to see them, what is due, signatures that colleagues ask for."""
    staff = request.user
    wish = lists.wish_of(request.GET)
    pages = far_page(lists.listed(staff, wish), A_PAGE, request.GET.get("page"))  # type: ignore[arg-type]
    shown = {
        "rows": queries.rows(staff, list(pages)),  # type: ignore[arg-type]
        "pages": pages,
        "wish": wish,
        "choices": _choices(staff, wish),  # type: ignore[arg-type]
        "due": due_for(staff),  # type: ignore[arg-type]
        "together": waiting_for_second(staff),  # type: ignore[arg-type]
        "is_custodian": is_custodian(staff),  # type: ignore[arg-type]
        "actions": my_actions(staff),  # type: ignore[arg-type]
        "convenes": convening.waiting_for(staff),  # type: ignore[arg-type]
        "questions": to_answer(staff),  # type: ignore[arg-type]
        "late_answers": overdue_for(staff),  # type: ignore[arg-type]
        "untrained": ownership.reason_against_new_decisions(staff),  # type: ignore[arg-type]
        "warnings": ownership.warnings(staff),  # type: ignore[arg-type]
        "long_holds": long_holds(staff),  # type: ignore[arg-type]
        "may_ask": may_ask(staff),  # type: ignore[arg-type]
        "emergencies": waiting_for(staff),  # type: ignore[arg-type]
        "offered": offered_to(staff),  # type: ignore[arg-type]
        "to_sign": signing.asked_to_sign(staff),  # type: ignore[arg-type]
    }
    return render(request, "work/work.html", shown)


def _choices(staff: Staff, wish: lists.Wish) -> list[tuple[str, str, list[dict[str, object]]]]:
    """Return what one can ask of the list: name, question, and answers as the component takes them."""
    any_one = {"": _("Any")}
    asked = [
        ("show", _("Show"), lists.SHOWS, wish.show),
        ("stage", _("Stage"), any_one | {word: stage.label for word, stage in journey.STAGES.items()}, wish.stage),
        ("area", _("Area"), any_one | {area.code: area.name for area in lists.areas_of(staff)}, wish.area),
        ("sort", _("In which order"), lists.SORTS, wish.sort),
    ]
    return [
        (name, question, [{"value": word, "text": _(label), "selected": word == now} for word, label in words.items()])
        for name, question, words, now in asked
    ]
