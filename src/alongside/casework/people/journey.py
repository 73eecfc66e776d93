"""What the journey asks: whether this is the person's first referral (R-04)."""

from __future__ import annotations

import json

from alongside.casework.referrals import facts, parts
from alongside.casework.referrals.models import History, Referral
from alongside.casework.rules import people as rules

from . import queries
from . import register as register_of
from .births import Birth
from .matching import Described
from .models import Named
from .names import words_of


def register() -> None:
    facts.known("first_referral", _is_first)
    facts.effect("file_the_name", _file)
    parts.when_looked_at(queries.note_reading)


def _file(referral: Referral, history: History, key: bytes) -> None:
    """File the name that was told, where nobody wrote one: a later referral of the person has to find this one."""
    if history.closure_code in rules.NOT_FILED:
        return
    told = json.loads(referral.opened(key, "person") or "{}").get("called", "")
    described = Described((told,), Birth(), "")
    if words_of(told) and not Named.objects.filter(case=referral).exists():
        row = Named(case=referral, number=1, written_by=history.made_by, written_at=history.made_at)
        row.seal(key, said=json.dumps({"described": register_of.to_json(described), "unsure": True, "language": ""}))
        row.save(force_insert=True)
        register_of.file(referral.id, described)


def _is_first(referral: Referral, key: bytes) -> bool:
    """Say that somebody looked here for what the person is called, and no earlier referral is held to be of them.

    It is known, never claimed: nobody's word takes the place of the look-up (R-04). What names nobody is a first one by
    nature until it is opened: there is nobody to look for (docs/decisions/0016).
    """
    if queries.has_earlier(referral):
        return False
    return queries.looked_and_none(referral) or queries.nobody_to_look_for(referral, key)
