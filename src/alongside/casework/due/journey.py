"""What falls due because of a move, by the words of rules/journey."""

from __future__ import annotations

from functools import partial

from alongside.casework.referrals import facts
from alongside.casework.referrals.models import History, Referral

from . import actions
from .kinds import KINDS, Kind


def register() -> None:
    for kind in (each for each in KINDS.values() if each.effect):
        facts.effect(kind.effect, partial(_make, kind))
    facts.known("review_6m_done", partial(_is_done, "review_6m"))
    facts.known("review_12m_done", partial(_is_done, "review_12m"))
    facts.after_each_move(_end_what_it_leaves)


def _make(kind: Kind, referral: Referral, history: History, key: bytes) -> None:
    actions.make(kind, referral, history)


def _is_done(kind: str, referral: Referral, key: bytes) -> bool:
    """Say whether the newest review of a kind is completed: a second exit makes new ones."""
    newest = referral.due.filter(kind=kind).order_by("-first_due_on").first()
    return newest is not None and newest.done_at is not None


def _end_what_it_leaves(referral: Referral, history: History, key: bytes) -> None:
    actions.end_what_a_move_leaves(referral)
