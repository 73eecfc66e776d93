"""Deconfliction holds: asked every week, after 28 days the director's to confirm or to end (R-29); nothing marked.

The clocks are in `timescales` (`hold_still_needed`, `hold_longest`). A hold never ends by itself: a person lifts it.
"""

import re
from collections.abc import Iterable
from datetime import date

from alongside.casework.rules.roles import named
from alongside.commons.words import _

ANSWERS = ("director",)
"""Who says whether a hold that has lasted 28 days goes on. They read who asked for it, since when and why: no case."""

MARKED = re.compile(r"\b(TOP SECRET|SECRET|STRAP[ -]?[1-3]|UK EYES ONLY)\b")
"""Markings above OFFICIAL-SENSITIVE, as they are written: in capitals."""


def reason_against_answering(*, roles: Iterable[str], answer_by: date, today: date, over: bool, why: str) -> str | None:
    """Say why somebody does not say now whether a hold goes on, or None if they may."""
    if set(roles).isdisjoint(ANSWERS):
        return _("This is for {roles}.").format(roles=named(ANSWERS))
    if over or today < answer_by:
        return _("There is nothing to say about this hold now.")
    return None if why.strip() else _("Write why.")


def reason_against_keeping(*texts: object) -> str | None:
    """Say why texts cannot be kept here, or None: what is marked above OFFICIAL-SENSITIVE belongs elsewhere."""
    if any(MARKED.search(text) for text in texts if isinstance(text, str)):
        return _(
            "Nothing marked above OFFICIAL-SENSITIVE is entered here. Write that the matter is held elsewhere, by whom"
            " and since when."
        )
    return None
