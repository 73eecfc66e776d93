"""Who may learn who told us, and how two custodians open it together.

Source: R-07 (by the promise that was given), R-43 (two people), domain page 2.4 (believed malicious) and 10. The matrix
of `who_may_see` says by which right each role sees "who told us"; this file says the rest.
"""

from datetime import datetime, timedelta

from alongside.casework.rules.who_may_see import Looking, reason_against_seeing
from alongside.commons.words import _

# The posts that get a named reporter's own key at once, and those that get it when a referral is opened.
AT_ONCE = ("intake",)
WHEN_OPENED = ("case_manager",)

ASKING_LASTS = timedelta(hours=24)
"""A choice of ours: long enough for a second custodian who sleeps, short enough that both still know why."""

MOST_WRONG = 5
WRONG_WITHIN = timedelta(minutes=15)
"""A choice of ours: five wrong pass phrases of a custodian within that time, and they wait. A phrase of five words is
typed wrong twice in a hurry; 480 guesses a day of whoever sits at a custodian's screen find none."""
TOLD_FOR = timedelta(days=7)
"""How long the other custodians read that it happened; then the tries are gone."""

PROMISES = {
    "anonymous": _("Nothing was asked and nothing is held: nobody can find out who told us."),
    "in_confidence": _("Who told us is locked. Two custodians open it together, each with a reason; nobody alone can."),
    "named": _(
        "Who told us is kept apart under a key of its own. Intake and, once a referral is opened, the case manager"
        " may open it with a reason. The panel, the provider and the person never do."
    ),
}
"""What each promise means to whoever reads the concern."""

OPENERS = {
    "intake": _("Intake"),
    "case_manager": _("Case manager"),
    "custodians": _("Two custodians"),
}
"""Who opens, as it is counted."""

GROUNDS = {
    "life": _("A life is in danger"),
    "child": _("A child has to be protected"),
    "reach": _("To reach whoever told us, or keep them safe"),
    "ask": _("To ask what only they know"),
    "law": _("A court or a law requires it"),
    "other": _("Another ground"),
}
"""Classes of grounds for opening, as they are counted. The reason itself is in words, under the reporter's key."""


def counted_opener(roles: tuple[str, ...]) -> str:
    """Under which of ``OPENERS`` somebody counts who opens alone. Raises ValueError for who opens nothing."""
    for role in OPENERS:
        if role in roles:
            return role
    raise ValueError("This person opens nothing.")


def reason_against_opening(
    *, roles: tuple[str, ...], stage: str, promise: str, restricted: bool, reason: str
) -> str | None:
    """Say why somebody with the reporter's key cannot open it alone, or None if they can.

    `roles` are those that they hold in the case's area, `restricted` says that it was closed as believed malicious.
    """
    if promise == "in_confidence":
        return _("This was told in confidence. Two custodians open it together; ask one of them, with the number.")
    looking = Looking(granted=True, promise=promise, restricted=restricted)
    against = [reason_against_seeing(role, stage, "reporter", looking) for role in roles]
    if not against:
        return _("Who told us is not shown to you.")
    if None not in against:
        if restricted:
            return _("It was closed as believed malicious: who told us is opened by two custodians only.")
        return next(sentence for sentence in against if sentence)
    return None if reason.strip() else _("Write why you have to know who told us.")


def reason_against_second(*, first: str, second: str, asked_at: datetime, now: datetime, reason: str) -> str | None:
    """Say why this second custodian cannot open now, or None. `first` and `second` identify two members of staff."""
    if first == second:
        return _("The second custodian has to be somebody else.")
    if now > asked_at + ASKING_LASTS:
        return _("This was asked more than 24 hours ago. The first custodian has to ask again.")
    return None if reason.strip() else _("Write why it has to be opened, in your own words.")


def minutes_to_wait(tries: list[datetime], now: datetime) -> int:
    """Return how many minutes a custodian has to wait after these wrong tries, 0 where they may try again."""
    recent = sorted(at for at in tries if now - at < WRONG_WITHIN)
    if len(recent) < MOST_WRONG:
        return 0
    left = recent[-MOST_WRONG] + WRONG_WITHIN - now
    return -(-left // timedelta(minutes=1))
