"""The queue of concerns to read: what comes first and why, and which concerns may be closed together unread.

Nothing is weighed here: the order follows from what whoever told us ticked, from when it came, and from how it was
sent. Source: issue “Sharing a concern”, point 5 and Abuse; domain page 2.5.
"""

from datetime import datetime, timedelta

from alongside.commons.words import _

MANY = 5
"""As few as five in the same words can be closed together; fewer are read one by one."""

TAKEN_BACK_WITHIN = timedelta(days=30)
"""How long what was closed together can be opened again, and how long the mark of the same words is kept."""

NEVER_UNREAD_CHANNELS = ("professional", "machine", "telephone", "webchat")
"""A person stands behind each of these: it is read by itself, whatever its words."""

FIRST = _("Comes first: somebody could be hurt")
LATER = _("Comes after the others: very many came from one source")
IN_ORDER = _("In the order in which it came")


def why_here(*, hurt: bool, later: bool) -> str:
    """Why a concern stands where it stands, in words."""
    if hurt:
        return FIRST
    return LATER if later else IN_ORDER


def may_stand_for_others(*, channel: str, hurt: str, door: str, age_band: str, promise: str, files: int) -> bool:
    """May this concern be closed because another one in the same words was read?

    Never where danger was told or cannot be ruled out, about a child or from one, about oneself, from somebody who
    says who they are, with a file, or where a person sent it in the course of their work.
    """
    return (
        channel not in NEVER_UNREAD_CHANNELS
        and hurt in ("", "no")
        and door == "somebody"
        and (not age_band or _is_of_age(age_band))
        and promise == "anonymous"
        and not files
    )


def _is_of_age(band: str) -> bool:
    """Does an age band of the code lists begin at 18 or later?"""
    first = band.partition("_")[0]
    return first.isdecimal() and int(first) >= 18


def can_still_be_taken_back(closed_at: datetime, now: datetime) -> bool:
    return now < closed_at + TAKEN_BACK_WITHIN
