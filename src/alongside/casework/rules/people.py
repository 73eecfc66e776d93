"""Who may ask whether a person was referred before, how often, and what they are shown.

Source: R-02, R-03 (reasoned, limited, logged, reviewed monthly), R-04 (history at a glance), domain page F10 and F11.
"""

from datetime import timedelta

from alongside.commons.words import _

ASKS = ("intake", "case_manager", "police_supervisor", "coordinator")
"""Who reads a referral when it is new: they look, and say same or not the same."""

WRITES = ("intake", "case_manager", "coordinator")
"""Who writes down names, other names and the day of birth."""

REVIEWS = ("dpo", "chair", "deputy_chair", "director")
"""Who reads each month who looked, when, for which referral and how much was shown (R-03)."""

AT_MOST = ((10, timedelta(hours=1)), (40, timedelta(days=1)))
"""Look-ups of one person. A choice of ours: a busy reader needs three in an hour, a curious one many."""

MOST_SHOWN = 5

NOT_FILED = ("ADVICE-ONLY",)
"""Closed with these, no name is filed: advice is given without an index of names (domain page 2.4; R-23)."""

LANGUAGES = {"en": _("English"), "cy": _("Welsh")}
"""In which notices and letters to a person are written (Welsh Language (Wales) Measure 2011). Asked once, and kept."""
FIRST_LANGUAGE = "en"


def reason_against_asking(
    *, roles: tuple[str, ...], closed: bool, written: bool, lately: tuple[int, ...], reason: str
) -> str | None:
    """Say why somebody cannot look for earlier referrals now, or None. `lately` counts by the periods of AT_MOST."""
    if not set(ASKS) & set(roles):
        return _("Looking for earlier referrals is for those who read it first: intake, case manager, coordinator.")
    if closed:
        return _("This referral is closed. A look-up needs an open one that it is for.")
    if not written:
        return _("Write down first what the person is called.")
    if not reason.strip():
        return _("Write why you look. It is kept with your name, and read every month.")
    if any(count >= most for count, (most, _period) in zip(lately, AT_MOST, strict=True)):
        return _("You have looked many times. Try again later, or ask a colleague: everybody has the same limit.")
    return None


def reason_against_deciding(*, roles: tuple[str, ...], reason: str) -> str | None:
    """Say why somebody cannot say same or not the same, or take it back, or None."""
    if not set(ASKS) & set(roles):
        return _("Whether this is the same person is said by intake, case manager or coordinator.")
    if not reason.strip():
        return _("Write why: what agrees, what does not, and whom you asked.")
    return None
