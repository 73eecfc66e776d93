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

MARKED = re.compile(r"\b(TOP[ -]SECRET|SECRET|STRAP[ -]?[1-3]|UK EYES ONLY)\b")
"""Markings above OFFICIAL-SENSITIVE, as they are written: in capitals."""

BESIDE = frozenset({
    "UK", "EYES", "ONLY", "NATO", "COSMIC", "EU", "REL", "TO", "MARKED", "CLASSIFIED", "OFFICIAL", "SENSITIVE",
})  # fmt: skip
"""What stands beside a marking on its own line. In a line typed all in capitals, SECRET among other words is a word."""


def reason_against_answering(*, roles: Iterable[str], answer_by: date, today: date, over: bool, why: str) -> str | None:
    """Say why somebody does not say now whether a hold goes on, or None if they may."""
    if set(roles).isdisjoint(ANSWERS):
        return _("This is for {roles}.").format(roles=named(ANSWERS))
    if over or today < answer_by:
        return _("There is nothing to say about this hold now.")
    return None if why.strip() else _("Write why.")


def reason_against_keeping(*texts: object) -> str | None:
    """Say why texts cannot be kept here, or None: what is marked above OFFICIAL-SENSITIVE belongs elsewhere."""
    if any(_is_marked(line) for text in texts if isinstance(text, str) for line in text.splitlines()):
        return _(
            "Nothing marked above OFFICIAL-SENSITIVE is entered here. Write that the matter is held elsewhere, by whom"
            " and since when."
        )
    return None


def _is_marked(line: str) -> bool:
    """Whether a line carries a marking; "it is a secret" does not, nor does a whole sentence typed in capitals."""
    found = set(MARKED.findall(line))
    if found != {"SECRET"}:
        return bool(found)
    beside = re.findall(r"[^\W\d_]{2,}", MARKED.sub(" ", line))
    return not beside or any(word != word.upper() for word in beside) or BESIDE.issuperset(beside)
