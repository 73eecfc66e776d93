"""Emergency access: who may open a case that nobody gave them, who answers, how long it lasts, who hears of it.

Source: R-43 and R-25; issue 4 ("What must hold"). The times and the roles stand in the database functions too
(`access/migrations`): a change here takes a migration there, and a test compares the two.
"""

from datetime import datetime, timedelta

from alongside.casework.rules.roles import named
from alongside.commons.words import _

MAY_ASK = ("intake", "case_manager", "police_supervisor", "chair", "deputy_chair", "coordinator")
"""Who may ask. They read what their role reads at the stage of the case, and nothing that it does not."""

COUNTERSIGNS = ("chair", "deputy_chair", "police_supervisor")
"""Who is on call for an answer, in the area of the case; never who asked."""

ALARMED = ("chair", "deputy_chair", "dpo")
"""Who hears of an opening that nobody answered, in the area of the case, besides everybody who has the case."""

READS_THE_REASONS = (*COUNTERSIGNS, "dpo", "director")
"""Which posts of the area read who asked, why, and how it was justified."""

ANSWER_WITHIN = timedelta(minutes=10)
OPEN_FOR = timedelta(hours=1)
ASKING_LASTS = timedelta(hours=1)
"""Asked longer ago than this, it opens nothing: nobody keeps an asking in store."""

AFTER_A_REFUSAL = timedelta(hours=24)
"""For so long whoever was refused does not ask for the same case again."""

MOST_REFERENCES = 5
REFERENCES_WITHIN = timedelta(hours=1)
MOST_UNANSWERED = 2
UNANSWERED_WITHIN = timedelta(hours=24)
"""Choices of ours: five references typed in an hour, two openings in a day that nobody answered."""

HOW = {
    "countersigned": _("Somebody on call agreed"),
    "unanswered": _("Nobody answered within 10 minutes"),
}
"""How it came to be opened, as it is counted and published."""


def reason_against_opening(
    *, asked_at: datetime, now: datetime, agreed: bool, refused: bool, opened: bool
) -> str | None:
    """Say why an asking does not open the case now, or None if it does."""
    if refused:
        return _("Whoever is on call said no. That ends it.")
    if opened:
        return _("It was opened once already. If you need it again, ask again.")
    if now >= asked_at + ASKING_LASTS:
        return _("This was asked more than an hour ago. If you still need it, ask again.")
    if not agreed and now < asked_at + ANSWER_WITHIN:
        return _("Nobody has answered yet. Without an answer it can be opened 10 minutes after you asked.")
    return None


def reason_against_answering(
    *, asked_at: datetime, now: datetime, own: bool, on_call: bool, answered: bool
) -> str | None:
    """Say why somebody does not answer an asking now, or None if they may."""
    if own:
        return _("Nobody answers their own request.")
    if not on_call:
        return _("This is answered by {roles} of the area.").format(roles=named(COUNTERSIGNS))
    if answered or now >= asked_at + ASKING_LASTS:
        return _("There is nothing to answer any more: it was answered or opened, or it is too old.")
    return None
