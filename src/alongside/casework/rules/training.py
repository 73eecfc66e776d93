"""The training gate: who takes new decisions, who is warned, and what somebody whose training lapsed can still do.

Source: R-30; issue 4 ("What must hold"). Administration holds the dates with their evidence; every decision asks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from alongside.commons.words import _

TRAINING = {
    "prevent": _("Prevent"),
    "data_protection": _("Data protection"),
    "safeguarding": _("Safeguarding"),
}
"""The three trainings that have to be current before somebody decides (R-30)."""

WARNED_DAYS = (60, 14)
"""How many days before a training lapses its holder is told, once each."""

STILL_OPEN = ("hand_over", "consent_withdrawn")
"""Moves that somebody makes whose training has lapsed: handing over, and what the person decided themselves. Telling
999 or social care asks nobody's training either."""

STILL_RECORDED = ("receiving_area_accepted", "consent_withdrawal_recorded")
"""What they record for a move of their own, because it needs it; for those above they record all that it asks."""

CAN_STILL = _("You can still hand over, record a withdrawal of consent and tell 999 or social care.")


@dataclass(frozen=True)
class Standing:
    """One training of somebody: its last day, or None where none is held."""

    word: str
    label: str
    until_on: date | None
    is_current: bool


def standings(known: Mapping[str, date], today: date) -> tuple[Standing, ...]:
    """How the three stand. `known` are last days by word; a training counts on its last day."""
    return tuple(
        Standing(word, label, known.get(word), word in known and known[word] >= today)
        for word, label in TRAINING.items()
    )


def reason_against_deciding(known: Mapping[str, date], today: date) -> str | None:
    """Say what lapsed, since when and what can still be done, or None: all three are current."""
    lapsed = [each for each in standings(known, today) if not each.is_current]
    if not lapsed:
        return None
    said = " ".join(_in_words(each) for each in lapsed)
    return " ".join((said, _("Until a manager has entered the new date you take no new decision."), CAN_STILL))


def _in_words(lapsed: Standing) -> str:
    if lapsed.until_on is None:
        return _("No training is held for you: {training}.").format(training=lapsed.label)
    day = f"{lapsed.until_on.day} {lapsed.until_on:%B %Y}"
    return _("Your training lapsed: {training}, last day {day}.").format(training=lapsed.label, day=day)


def warning_due(until_on: date, today: date, told: int) -> int | None:
    """Which of `WARNED_DAYS` is to be told today, or None. `told` is the last that was told of this date, 0 if none."""
    left = (until_on - today).days
    due = [days for days in WARNED_DAYS if 0 <= left <= days]
    if not due or (told and min(due) >= told):
        return None
    return min(due)
