"""The desk of a call handler: the card, three questions, five fields, a receipt to read out."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from alongside.casework.organisation.models import Area, Staff
from alongside.casework.organisation.queries import areas_of
from alongside.casework.rules import calls
from alongside.commons import clock, installation
from alongside.commons.envelope.contents import closes_on
from alongside.commons.envelope.key_list import NoKeyNow
from alongside.commons.envelope.receipt import ALPHABET, Receipt
from alongside.commons.refusals import NotAllowed
from alongside.site import tokens

from . import actions, briefings, forms, queries

DIGITS = "zero one two three four five six seven eight nine"
LETTERS = (
    "Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel Juliett Kilo Mike November Papa Quebec Romeo Sierra Tango Victor"
    " Whiskey X-ray Yankee Zulu"
)
SPELLED = dict(zip(ALPHABET, [*DIGITS.split(), *LETTERS.split()], strict=True))
"""How a receipt is read out: the spelling alphabet of the telephone (ITU/NATO); a receipt has no I, L, O or U."""


@require_safe
@never_cache
def desk(request: HttpRequest) -> HttpResponse:
    """The card, the questions and an empty note. Reading the card is not asked first: a caller comes before it."""
    try:
        actions.refuse("take_call", _staff(request))
    except NotAllowed as refusal:
        return render(request, "design/refusal.html", {"refusal": str(refusal), "back_href": "/"}, status=403)
    return _desk(request, forms.Note(areas=_areas(), initial={"area": _own_area(request)}))


@csrf_exempt
@require_POST
@never_cache
def send(request: HttpRequest) -> HttpResponse:
    """Seal the note and show the receipt once. Whatever is in the way, what was typed stands in the page again.

    Signing in again changes the CSRF cookie and would refuse a page left open; so this form has the guards of the
    public one (site/tokens), and can be sent again as it stands after signing in in another tab.
    """
    sent = tokens.receive(request, actions.PURPOSE)
    form = forms.Note(sent.data, areas=_areas())
    if sent.problem:
        return _desk(request, form, problem=sent.problem, status=sent.status)
    if not form.is_valid():
        return _desk(request, form, token=str(sent.data[tokens.FIELD]), status=422)
    try:
        receipt = actions.take_call(form.cleaned_data, nonce=sent.nonce, by=_staff(request))
    except NotAllowed as refusal:
        return render(request, "design/refusal.html", {"refusal": str(refusal), "back_href": "/"}, status=403)
    except NoKeyNow:
        return _desk(request, form, token=str(sent.data[tokens.FIELD]), problem=_cannot_seal(), status=503)
    return _taken(request, receipt)


@require_POST
@never_cache
def read(request: HttpRequest, briefing_id: UUID) -> HttpResponse:
    """“I have read this card.”"""
    try:
        briefings.mark_read(briefing_id, by=_staff(request))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Noted: you have read this version."))
    return redirect("desk")


@require_safe
@never_cache
def card(request: HttpRequest, briefing_id: UUID) -> HttpResponse:
    """One card alone, for reading in peace and for paper."""
    found = queries.card_for(_staff(request), briefing_id)
    if found is None:
        refusal = _("This card is not for a line that you answer.")
        return render(request, "design/refusal.html", {"refusal": refusal, "back_href": "/"}, status=404)
    numbers = queries.desk_of(_staff(request)).numbers
    return render(request, "desk/card.html", {"briefing": found, "numbers": numbers, "calls": calls, **_public()})


def _desk(
    request: HttpRequest, form: forms.Note, *, token: str = "", problem: str = "", status: int = 200
) -> HttpResponse:
    shown = {
        "form": form,
        "desk": queries.desk_of(_staff(request)),
        "calls": calls,
        "token": token or tokens.new(actions.PURPOSE),
        "problem": problem,
        **_public(),
    }
    return render(request, "desk/desk.html", shown, status=status)


def _taken(request: HttpRequest, receipt: Receipt) -> HttpResponse:
    """The receipt, by group and spelled: shown here, once, and nowhere else."""
    groups = [(group, [SPELLED[letter] for letter in group]) for group in receipt.shown().split("-")]
    shown = {"groups": groups, "calls": calls, "until": closes_on(clock.now())}
    return render(request, "desk/taken.html", {**shown, **_public()})


def _public() -> dict[str, str]:
    """Where the public site is; nothing is fetched from it, a handler opens it."""
    address = installation.address("public")
    return {"public_address": address, "return_address": f"{address}/share-a-concern/return/"}


def _cannot_seal() -> str:
    return _(
        "The note cannot be sealed now, so nothing was sent. It is still here: press Send again in a minute. If the"
        " caller cannot wait, put them through to a number on the card."
    )


def _areas() -> list[Area]:
    return list(Area.objects.all())


def _own_area(request: HttpRequest) -> str:
    codes = areas_of(_staff(request).pk, [calls.HANDLER], on=clock.today())
    return min(codes, default="")


def _staff(request: HttpRequest) -> Staff:
    return cast(Staff, request.user)
