"""Sharing a concern: no cookie, no session, nothing stored before Send, and then only what is sealed.

Everything that is asked stands in one document, one question at a time, so that the browser's Back goes from question
to question, and nothing that is typed leaves the browser before Send (docs/decisions/0012). The whole way has one
address, so that an address says nothing about how far somebody got or what they answered.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from alongside.commons import clock
from alongside.commons.envelope.contents import closes_on
from alongside.design import languages
from alongside.public.help.models import For
from alongside.site import tokens
from alongside.site.bounds import Bound

from . import actions, duty, files, forms, intake_keys, queries, questions, queue, speaking
from .models import Area
from .sensitive import sensitive

log = logging.getLogger("alongside.concerns")

# A neutral page that nobody has to explain (GOV.UK pattern "Exit a page quickly").
ELSEWHERE: Final = "https://www.bbc.co.uk/weather"
FILES_FROM_ONE_SOURCE = Bound("files", 120, timedelta(hours=1))
REMOVE: Final = "remove-"


@sensitive
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    return _begin(request)


@sensitive
@require_safe
def safety(request: HttpRequest) -> HttpResponse:
    return render(request, "concerns/safety.html")


@sensitive
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: HttpRequest) -> HttpResponse:
    """Take what a button sent: the place, a file, or everything."""
    if request.method != "POST":
        return redirect("concern_start")
    files.receive_in_memory(request)
    sent = tokens.receive(request, actions.PURPOSE)
    try:
        if sent.data.get("go", "") == "place" or "area_code" not in sent.data:
            return _place(request, sent)
        return _told(request, sent, Way.of(sent))
    except DatabaseError:
        log.error("the database did not answer while somebody was sharing a concern")
        return _begin(request, problem=_not_now(), status=503)


@sensitive
@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Go somewhere neutral, and ask the browser to forget what it holds of this site: when it is asked from here."""
    response = HttpResponseRedirect(ELSEWHERE)
    if request.headers.get("Sec-Fetch-Site", "none") in ("same-origin", "none"):
        response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


@dataclass(frozen=True)
class Way:
    """Which way somebody goes: through which door, for which place, and what of it is on the page already."""

    door: str
    area: str
    advice: bool = False
    token: str = ""
    added: list[files.Added] = field(default_factory=list)
    forgotten: bool = False

    @classmethod
    def of(cls, sent: tokens.Sent) -> Way:
        """Read it from a form; a token that was refused is replaced, so that the same page can be sent again."""
        door, added = sent.data.get("door", ""), files.opened(sent.data.get("files", ""))
        return cls(
            door=door if door in questions.ASKED else questions.SOMEBODY,
            area=sent.data.get("area_code", ""),
            advice=sent.data.get("advice") == "yes",
            token=tokens.new(actions.PURPOSE) if sent.problem else str(sent.data[tokens.FIELD]),
            added=added or [],
            forgotten=added is None,
        )

    def form(self, data: Any = None, *, initial: Any = None) -> forms.Telling:
        confidence = bool(intake_keys.custodians())
        return forms.Telling(data, door=self.door, advice=self.advice, confidence=confidence, initial=initial)


def _begin(request: HttpRequest, *, problem: str = "", status: int = 200, **more: Any) -> HttpResponse:
    """The first document: what this is, danger, the doors, and a place for each of them."""
    try:
        areas, by_postcode = queries.areas(), bool(queries.postcode_areas())
    except DatabaseError:
        areas, by_postcode, problem, status = [], False, _not_now(), 503
    ways = (*questions.ASKED, "advice")
    page = {
        "token": tokens.new(actions.PURPOSE),
        "places": {way: forms.Place(areas=areas, by_postcode=by_postcode, auto_id=f"{way}_%s") for way in ways},
        "danger": queries.lines(For.DANGER, For.REPORT),
        "helpline": queries.helpline(),
        "unplaced": _unplaced(),
        "professionals": languages.nearest("professional_start", "professionals/"),
        "problem": problem,
        **more,
    }
    return render(request, "concerns/begin.html", page, status=status)


def _place(request: HttpRequest, sent: tokens.Sent) -> HttpResponse:
    """Where: on to the questions, or to the own way of a place that takes no part."""
    way = Way.of(sent)
    if sent.problem:
        return _begin(request, problem=sent.problem, status=sent.status)
    name = "advice" if way.advice else way.door
    by_postcode = bool(queries.postcode_areas())
    form = forms.Place(sent.data, areas=queries.areas(), by_postcode=by_postcode, auto_id=f"{name}_%s")
    if form.is_valid() and (area := _area_in(form)) is not None:
        return _ask(request, Way(way.door, area, way.advice, way.token))
    return _begin(request, asked_again=name, wrong=form, status=422)


def _area_in(form: forms.Place) -> str | None:
    """The code of the area that was chosen or typed; None, with an error on the form, for an unknown postcode."""
    if chosen := form.cleaned_data["area"]:
        return str(chosen)
    if found := queries.area_of_postcode(form.cleaned_data["postcode"]):
        return str(found.code)
    form.add_error("postcode", _("We do not know this postcode. Choose a place from the list, or “I am not sure”."))
    return None


def _told(request: HttpRequest, sent: tokens.Sent, way: Way) -> HttpResponse:
    """Everything that was typed is in this form; whatever happens, the page that answers holds it again."""
    go = sent.data.get("go", "")
    if sent.problem:
        return _ask(request, way, typed=sent.data, problem=sent.problem, status=sent.status)
    if go == "add" or go.startswith(REMOVE):
        return _with_files(request, sent, way)
    if go == "send" and files.FIELD in request.FILES and not way.forgotten:
        return _with_files(request, sent, way, problem=files.added_instead())
    if go != "send":
        return _ask(request, way, typed=sent.data)
    if way.forgotten:
        return _ask(request, way, typed=sent.data, problem=_files_forgotten(), status=403)
    return _send(request, sent, way)


def _with_files(request: HttpRequest, sent: tokens.Sent, way: Way, **shown: Any) -> HttpResponse:
    """Add the chosen file, or take one off the list. What Send finds chosen is added first: nothing is left behind."""
    go = sent.data.get("go", "")
    try:
        if go.startswith(REMOVE):
            added = files.without(go.removeprefix(REMOVE), way.added)
        elif not FILES_FROM_ONE_SOURCE.allows(request):
            raise files.NotTaken(_("A lot was sent from your connection just now. Wait a few minutes, then add it."))
        else:
            added = files.add(request, way.added)
    except files.NotTaken as why:
        return _ask(request, way, typed=sent.data, file_problem=str(why), status=422)
    except (DatabaseError, intake_keys.NoKeyNow):
        log.error("a file could not be sealed and posted")
        return _ask(request, way, typed=sent.data, file_problem=_not_now(), status=503)
    return _ask(request, Way(way.door, way.area, way.advice, way.token, added), typed=sent.data, **shown)


def _send(request: HttpRequest, sent: tokens.Sent, way: Way) -> HttpResponse:
    """Seal and post it, or say in one sentence why not."""
    form = way.form(sent.data)
    if not form.is_valid():
        return _ask(request, way, form=form, status=422)
    if (area := queries.area_called(way.area)) and not area.covered:
        return _not_covered(request, way, area)
    if area is None and way.area != forms.NOT_SURE:
        return _begin(request, problem=_("Choose the place again, please."), status=422)
    try:
        sealed = actions.post_concern(
            {**forms.concern_of(form.cleaned_data), **_way_told(way)},
            nonce=sent.nonce,
            more=forms.more_of(form.cleaned_data),
            identity=forms.identity_of(form.cleaned_data),
            parts=tuple(UUID(one.id) for one in way.added),
            later=queue.is_later(request, sent),
        )
    except (DatabaseError, intake_keys.NoKeyNow) as why:
        log.error("a concern could not be sealed and posted: %s", type(why).__name__)
        return _ask(request, way, typed=sent.data, problem=_not_now(), status=503)
    return _receipt(request, way, sealed.receipt)


def _way_told(way: Way) -> dict[str, str]:
    return {"kind_of_door": way.door, "area": way.area, "advice_first": "yes" if way.advice else ""}


def _ask(
    request: HttpRequest, way: Way, *, typed: Any = None, form: Any = None, status: int = 200, **more: Any
) -> HttpResponse:
    """The second document: who reads it and when, then every question; with what was typed, unjudged."""
    if (area := _area(way)) and not area.covered:
        return _not_covered(request, way, area)
    if form is None:
        form = way.form(initial=typed)
    page = {
        "way": way,
        "form": form,
        "steps": form.asked,
        "fields_of": questions.fields_of,
        "files": files.close(way.added),
        "work_bits": settings.WORK_BITS,
        "area": area,
        "problem": "",
        **_reading(way, area),
        **more,
    }
    return render(request, "concerns/tell.html", page, status=status)


def _not_covered(request: HttpRequest, way: Way, area: Area) -> HttpResponse:
    page = {"area": area, "way": way, "helpline": queries.helpline(), "danger": queries.lines(For.DANGER)}
    return render(request, "concerns/not_covered.html", page)


def _receipt(request: HttpRequest, way: Way, receipt: str) -> HttpResponse:
    page = {
        "way": way,
        "receipt": receipt,
        "spelled": speaking.spelled(receipt),
        "until": closes_on(clock.now()),
        **_reading(way, _area(way)),
    }
    return render(request, "concerns/sent.html", page)


def _reading(way: Way, area: Area | None) -> dict[str, Any]:
    """Who reads it and when, and whom to ring."""
    return {
        "reading": duty.reading(way.area, clock.now()),
        "unplaced": None if area else _unplaced(),
        "helpline": queries.helpline(),
        "danger": queries.lines(For.DANGER),
    }


def _area(way: Way) -> Area | None:
    try:
        return queries.area_called(way.area)
    except DatabaseError:
        return None


def _unplaced() -> Area | None:
    try:
        return queries.area_that_reads_unplaced()
    except DatabaseError:
        return None


def _not_now() -> str:
    return _(
        "We cannot take this just now. Nothing you wrote is lost: it is all on this page."
        " Try again in a few minutes, or telephone."
    )


def _files_forgotten() -> str:
    return _(
        "This page was open for more than six hours, so the files you added have been forgotten for your safety."
        " What you wrote is still here. Add the files again if you want to, then send it."
    )
