"""What is done about each need of the newest version: an action, or why there is none (R-12).

An answer is a record of the case (``referrals.models.Record``), beside all that a move asks for: only added to, sealed,
gone with the case. Each names its need by the id that the need keeps from version to version.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.casework.audit import actions as audit
from alongside.casework.organisation.models import Staff
from alongside.casework.referrals import actions as referrals
from alongside.casework.referrals import ownership
from alongside.casework.referrals.models import Referral
from alongside.casework.referrals.queries import Seen, find, text_of
from alongside.casework.rules import assessment as rules
from alongside.commons.refusals import NotAllowed

from . import content, queries
from .models import Version

FACT = "every_need_answered"
NONE = "none"
"""Where an action's id stands otherwise: there is none, and why is said."""

OFFERS: list[Callable[[Seen], list[tuple[str, str]]]] = []
"""The actions of other rooms that can answer a need, id and words; each registers itself when its app is ready."""


@dataclass(frozen=True)
class Answer:
    """One answer to a need. ``action``: its id, or NONE; ``done``: the action in words; ``why``: why there is none."""

    id: str
    action: str
    done: str
    why: str
    by: str
    at: datetime

    @property
    def in_words(self) -> str:
        return _("No action: %(why)s") % {"why": self.why} if self.action == NONE else self.done


@dataclass(frozen=True)
class Answered:
    """A need with its answer, none where nobody gave one, and the answers that stood before."""

    need: rules.Need
    now: Answer | None
    before: tuple[Answer, ...]


@dataclass(frozen=True)
class Said:
    """What somebody says of a need: an action's id, NONE, or "" for nothing yet; why; the answer that they had read."""

    action: str
    why: str
    read: str


def of(seen: Seen) -> list[Answered]:
    """Return the needs of the newest version, one by one; none to who may not read the assessment."""
    return _answered(seen.referral, seen.key) or [] if queries.may_read(seen) else []


def lines(seen: Seen) -> str:
    """Return each need with what is done about it, a line each, as a panel's paper begins with them."""
    rows = [(row.need.what, row.now.in_words if row.now else _("not answered yet")) for row in of(seen)]
    return "\n".join(f"{what} ({answer})" for what, answer in rows)


def all_answered(referral: Referral, key: bytes) -> bool:
    """Say whether each need has an answer; where no assessment was agreed, whether one was recorded in words."""
    rows = _answered(referral, key)
    if rows is None:
        return referral.records.filter(fact=FACT, made_at__gte=referral.entered_at).exists()
    return all(row.now for row in rows)


def first_open(referral: Referral, key: bytes) -> str | None:
    """Say which need is the first without an answer, or None: also where no assessment was agreed."""
    waiting = [row.need.what for row in _answered(referral, key) or () if row.now is None]
    if not waiting:
        return None
    return _("This need has no action, and no reason for none: “%(what)s”. Answer it on the page of needs.") % {
        "what": waiting[0]
    }


def _answered(referral: Referral, key: bytes) -> list[Answered] | None:
    """Return the needs with their answers; None where no version was agreed."""
    version = Version.objects.filter(case=referral).select_related("saving").last()
    if version is None:
        return None
    answers = _answers(referral, key)
    needs = content.read(queries.written_in(version.saving, key)).needs
    return [_one(need, answers.get(need.id, [])) for need in needs]


def _one(need: rules.Need, answers: list[Answer]) -> Answered:
    return Answered(need, answers[-1] if answers else None, tuple(answers[-2::-1]))


def _answers(referral: Referral, key: bytes) -> dict[str, list[Answer]]:
    """Return all answers by the id of their need, the oldest first."""
    found: dict[str, list[Answer]] = {}
    for row in referral.records.filter(fact=FACT).select_related("made_by").order_by("made_at", "id"):
        said = _json(text_of(row, key, "answers"))
        if need := said.get("need"):
            action, done, why = (said.get(name, "") for name in ("action", "done", "why"))
            answer = Answer(str(row.id), action, done, why, row.made_by.name, row.made_at)
            found.setdefault(need, []).append(answer)
    return found


def _json(text: str) -> dict[str, str]:
    try:
        return dict(json.loads(text or "{}"))
    except ValueError:
        return {}


def offered(seen: Seen) -> list[tuple[str, str]]:
    """Return the actions that can answer a need, id and words."""
    return [each for offers in OFFERS for each in offers(seen)]


def reason_against_answering(seen: Seen) -> str | None:
    """Say why whoever is looking cannot answer needs now, or None."""
    refusal = rules.reason_against_answering(roles=seen.roles, stage=seen.referral.stage)
    return (_(refusal) if refusal else None) or ownership.reason_against_deciding(seen)


@transaction.atomic
def answer(referral_id: UUID, said: Mapping[str, Said], *, by: Staff) -> list[Answered]:
    """Record what is done about needs, by their ids. What was not changed since it was read is left as it stands.

    Returns the needs that somebody else had answered meanwhile: theirs stays below mine. Raises queries.NotFound and
    NotAllowed.
    """
    seen = find(by, referral_id, lock=True)
    if refusal := reason_against_answering(seen):
        raise NotAllowed(refusal)
    actions = dict(offered(seen))
    changed = [row for row in of(seen) if row.need.id in said and _is_new(row, said[row.need.id])]
    for row in changed:
        _keep(seen, row.need, said[row.need.id], actions)
    if changed:
        audit.note("answered needs", [seen.referral.id], by=by.pk)
    return [row for row in changed if row.now and row.now.id != said[row.need.id].read]


def _is_new(row: Answered, said: Said) -> bool:
    """Say whether something is said that neither stands now nor stood when it was read."""
    known = [each for each in (row.now, *row.before) if each]
    stood = [each for each in known if each is row.now or each.id == said.read]
    return bool(said.action) and (said.action, said.why.strip()) not in {(each.action, each.why) for each in stood}


def _keep(seen: Seen, need: rules.Need, said: Said, actions: Mapping[str, str]) -> None:
    why = said.why.strip()
    if said.action != NONE and said.action not in actions:
        raise NotAllowed(_("Choose one of the actions, or none with the reason."))
    if said.action == NONE and not why:
        raise NotAllowed(_("Write why nothing is done about this need: “%(what)s”") % {"what": need.what})
    role = next(role for role in seen.roles if role in rules.ANSWERS_NEEDS)
    kept = {"what": need.what, "done": actions.get(said.action, ""), "why": why, "need": need.id, "action": said.action}
    referrals.keep_record(seen, FACT, {name: text for name, text in kept.items() if text}, role)
