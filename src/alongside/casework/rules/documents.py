"""Documents that staff add to a case: which types there are, who adds one, at which stage, and who reads it.

Source: R-14 (F18: documents that were typed into notes stayed when the case went), domain page 9 (`document`) and 10.
What a partner contributes is no document of the case: it has readers of its own (rules/agencies).
"""

from collections.abc import Iterable

from alongside.casework.rules.who_may_see import right_of
from alongside.commons.words import _

TYPES = {
    "report": _("report or assessment by somebody else"),
    "letter": _("letter or message"),
    "statement": _("what somebody said, written down or recorded"),
    "picture": _("picture"),
    "from_records": _("extract from records"),
    "court": _("order or paper of a court"),
    "agreement": _("signed consent or agreement"),
    "note": _("note of a meeting outside the panel"),
    "other": _("something else; its purpose says what"),
}

TAKEN_AT = ("screening", "held", "gathering", "panel", "adopted", "consented", "in_support", "not_wanted", "exited")
"""From the opening to the end. What comes with a concern before that are its files; of a case that a police
investigation owns only status and dates are kept."""

READ_WITH = "assessment"
"""The row of the matrix that a document is read with: it is what an assessment rests on."""

_OF_THE_CASE = ("referral", "assessment", "plan", "decision")


def adds(role: str, stage: str) -> bool:
    """Whether a role adds documents at a stage: one that writes in the case, beyond what is its own alone."""
    if stage not in TAKEN_AT:
        return False
    return any(right_of(role, stage, data) in ("write", "own_steps") for data in _OF_THE_CASE)


def reason_against_adding(*, stage: str, roles: Iterable[str]) -> str | None:
    """Say why no document can be added, replaced or withdrawn now by somebody in these roles, or None."""
    if stage not in TAKEN_AT:
        return _(
            "Documents are added from the day a referral is opened until it is closed, and not while a police"
            " investigation owns it."
        )
    if not any(adds(role, stage) for role in roles):
        return _("Documents are added by those who write in the case: intake, the police and the chair.")
    return None
