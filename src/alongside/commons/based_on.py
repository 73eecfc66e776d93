"""What a page was drawn from travels with its form, so that who comes second is told before anything is replaced."""

from __future__ import annotations

from alongside.commons import canonical

from .refusals import NotAllowed

KEY = b"what a page was drawn from"


def mark_of(*stands: object) -> str:
    """Return a short mark of how something stands: texts, numbers, and lists of them. Other values, other mark."""
    return canonical.keyed_hash(KEY, "based_on", repr(stands).encode())[:12].hex()


def refuse_older(based_on: str | None, now: str, told: str) -> None:
    """Refuse what rests on an older state than now, with a sentence that says what changed. None rests on nothing.

    Raises NotAllowed. The page that is shown again rests on what stands now, so the second press goes through.
    """
    if based_on is not None and based_on != now:
        raise NotAllowed(told)
