"""What was answered through receipts and what came back, for the referral's page and intake's own."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from alongside.casework.keys import vault
from alongside.casework.organisation.models import Staff
from alongside.casework.referrals import inbox, told
from alongside.casework.referrals.models import Referral
from alongside.casework.referrals.queries import Seen, sees, text_of, told_in
from alongside.casework.referrals.timeline import Moment
from alongside.casework.referrals.told import in_words
from alongside.casework.rules.closure import LIVES_ON
from alongside.commons import clock

from .kinds import ACTS, ANSWERS
from .links import said_in
from .models import Answer, Link, Message

log = logging.getLogger("alongside.intake")


@dataclass(frozen=True)
class Came:
    """One thing that a returning person did: what kind, their own words, and the answers of a form sent again."""

    id: UUID
    act: str
    label: str
    at: datetime
    words: str
    answers: list[tuple[str, str]]
    waits: bool
    hurt_told: bool
    handled_by: str


def came_back(seen: Seen) -> dict[str, Any]:
    """Return what came with the receipt since, newest first; nothing to who may not read what was told."""
    if "concern" not in sees(seen):
        return {"messages": []}
    rows = Message.objects.filter(case=seen.referral).select_related("handled_by").order_by("-received_at", "-id")
    return {"messages": [_came(seen, row) for row in rows]}


def _came(seen: Seen, row: Message) -> Came:
    said = _said(seen, row)
    return Came(
        id=row.id, act=row.act, label=ACTS[row.act], at=row.received_at, words=said.get("words", ""),
        answers=_labelled(said.get("answers", {})), waits=row.handled_at is None, hurt_told=row.hurt_told,
        handled_by=row.handled_by.name if row.handled_by else "",
    )  # fmt: skip


def _labelled(answers: dict[str, Any]) -> list[tuple[str, str]]:
    return [(label, in_words(name, str(answers[name]))) for name, label in ANSWERS.items() if answers.get(name)]


def _said(seen: Seen, row: Message) -> dict[str, Any]:
    try:
        return dict(json.loads(inbox.take_out(seen.referral, seen.key, bytes(row.said), row.cell)))
    except vault.DoesNotOpen:
        log.error("message %s does not open", row.id)
        return {"words": _("This does not open: it was altered, or belongs elsewhere.")}


def waiting_messages(staff: Staff) -> list[Message]:
    """Return what returning people did and nobody has dealt with: withdrawals first, then what has waited longest."""
    mine = Message.objects.filter(handled_at=None, case__in=Referral.objects.visible_to(staff.pk))
    rows = mine.select_related("case").defer("said").order_by("received_at")
    return sorted(rows, key=lambda row: (row.act != "withdrawal", not row.hurt_told))


def replies(seen: Seen) -> dict[str, Any]:
    """Return every reply so far, oldest first; nothing to who may not read what was told."""
    if "concern" not in sees(seen):
        return {"sent": []}
    rows = Answer.objects.filter(case=seen.referral).select_related("made_by")
    return {
        "sent": [{"by": row.made_by.name, "at": row.made_at, "words": row.opened(seen.key, "words")} for row in rows]
    }


def story(seen: Seen) -> list[Moment]:
    """Return what went to whoever told us and what came back, as it stands in the story of the case."""
    if "concern" not in sees(seen):
        return []
    came = Message.objects.filter(case=seen.referral).only("act", "received_at")
    sent = Answer.objects.filter(case=seen.referral).select_related("made_by").defer("words", "as_sent")
    return [
        *(Moment(row.received_at, _("With the receipt: %(what)s") % {"what": _(ACTS[row.act])}, href="#came-back")
          for row in came),
        *(Moment(row.made_at, _("Whoever told us was answered"), row.made_by.name, href="#replies") for row in sent),
    ]  # fmt: skip


def languages_of(seen: Seen) -> list[str]:
    """Return the language in which they told us, then English: what our words to them may be in."""
    found = [each.language for each in told_in(seen) if each.language]
    return list(dict.fromkeys([*found[:1], "en"]))


@dataclass(frozen=True)
class Professional:
    """Somebody who told us as a professional: the id of their concern, which is their line's, and what they wish."""

    concern: UUID
    language: str
    wants_none: bool


def professionals(seen: Seen) -> list[Professional]:
    """Return who may be told the class of how it ended: who told us here, or in a concern that was linked here.

    Nobody where this concern was itself linked: its teller is told by whoever has the other referral.
    """
    if seen.referral.closure_code == LIVES_ON:
        return []
    own = [(row.id, _json(text_of(row, seen.key, "told"))) for row in seen.referral.concerns.all()]
    links = Link.objects.filter(case=seen.referral, undone_at=None)
    linked = [(UUID(each["id"]), each["said"]) for row in links for each in said_in(row, seen).get("concerns", [])]
    return [
        Professional(id, said.get("language", "en"), said.get("feedback") == "no")
        for id, said in [*own, *linked]
        if told.read(said, clock.now()).by_professional
    ]


def _json(text: str) -> dict[str, Any]:
    try:
        return dict(json.loads(text or "{}"))
    except ValueError:
        return {}
