"""Consent to take part in support: what is agreed to, by whom, and until when.

Source: domain page 5.1, 5.2, 2.6 (turning 18) and R-37. Consent here is the agreement to take part in a voluntary
programme; it is never the legal basis of a referral, a check or a disclosure that would be made anyway (domain page
6.4). A refusal is neutral: it changes nothing for a later offer, and there is no field that could hold it against
anybody.
"""

from dataclasses import dataclass
from datetime import date

from alongside.casework.rules.timescales import add_months, turns_18_on
from alongside.commons.words import _


@dataclass(frozen=True)
class Word:
    """A stored word with its label and what it means."""

    word: str
    label: str
    means: str = ""


def _by_word(*rows: Word) -> dict[str, Word]:
    return {row.word: row for row in rows}


# Scopes are separate and none is ticked beforehand (domain page 5.2).
SCOPES = _by_word(
    Word("take_part", _("to take part in support"), _("Without it no support starts.")),
    Word("share_with_agency", _("to share with a named agency"), _("Only where sharing is truly optional.")),
    Word("provider", _("to meet a named intervention provider"), _("One consent for each provider.")),
    Word("contact_family", _("to contact the family"), _("Says whom, and what about.")),
    Word("research", _("to be asked about research"), _("Has no effect on support.")),
)

STATUSES = _by_word(
    Word("offered", _("offered"), _("Asked; there is no answer yet.")),
    Word("given", _("given"), _("Agreed to, for this scope and this text.")),
    Word("refused", _("not wanted"), _("The person's choice; nothing adverse follows.")),
    Word("withdrawn", _("withdrawn"), _("Sharing that rested on it stops the same day.")),
    Word("expired", _("run out"), _("After 12 months at most, or on the 18th birthday.")),
    Word("superseded", _("replaced"), _("A newer record stands: the text or the recipients changed.")),
)

PARENTAL = ("parent_a", "parent_b", "guardian", "authority")
GIVERS = _by_word(
    Word("self", _("the person"), _("From the 18th birthday nobody else, but for a deputy.")),
    Word("parent_a", _("a parent"), _("For somebody under 18.")),
    Word("parent_b", _("the other parent"), _("For somebody under 18.")),
    Word("guardian", _("a guardian"), _("For somebody under 18.")),
    Word("authority", _("the local authority with parental responsibility"), _("For somebody under 18.")),
    Word("deputy", _("a deputy or attorney"), _("For an adult who cannot decide this (Mental Capacity Act 2005).")),
)

LONGEST_MONTHS = 12


@dataclass(frozen=True)
class Consent:
    """What the checks need to know of a consent record. Days are local calendar days.

    `parents_disagree` is true while a disagreement between parents is with the chair; `text_current` is False when the
    recipients changed after this text was signed.
    """

    scope: str
    status: str
    by: str
    given_on: date | None = None
    withdrawn_on: date | None = None
    born_on: date | None = None
    parents_disagree: bool = False
    text_current: bool = True


@dataclass(frozen=True)
class Asked:
    """Who is asked for consent, and what has to be written down with the answer."""

    givers: tuple[str, ...]
    sentence: str
    capacity_note: bool
    child_view: bool


def expires_on(given_on: date, born_on: date | None) -> date:
    """The first day on which a consent no longer counts: 12 months after it was given, or the 18th birthday if sooner.

    Where no date of birth is known, 12 months.
    """
    longest = add_months(given_on, LONGEST_MONTHS)
    if born_on is None or turns_18_on(born_on) <= given_on:
        return longest
    return min(longest, turns_18_on(born_on))


def reason_not_live(record: Consent, today: date) -> str | None:
    """Say why nothing may rest on this consent today, or None if it is live."""
    if record.status != "given" or record.given_on is None or record.given_on > today:
        return _("There is no consent: its status is “{status}”.").format(status=STATUSES[record.status].label)
    if record.withdrawn_on is not None and record.withdrawn_on <= today:
        return _("Consent was withdrawn.")
    if record.by in PARENTAL and record.born_on is not None and turns_18_on(record.born_on) <= today:
        return _("The person is 18 now and is asked in their own right; a parent's consent has ended.")
    if today >= expires_on(record.given_on, record.born_on):
        return _("The consent has run out and has to be asked for again.")
    if record.parents_disagree:
        return _("Parents disagree; the chair has to settle it first.")
    if not record.text_current:
        return _("Who receives information has changed since; the new text has to be agreed to.")
    return None


def is_live(record: Consent, today: date) -> bool:
    """May support or optional sharing rest on this consent today?"""
    return reason_not_live(record, today) is None


def who_is_asked(age: int | None) -> Asked:
    """Who is asked, by age in years. An age that nobody knows (None) is treated as a child's (domain page 5.1, 5.2)."""
    if age is not None and age >= 18:
        return Asked(("self", "deputy"), _("The person is asked."), capacity_note=False, child_view=False)
    if age is not None and age >= 16:
        return Asked(
            PARENTAL,
            _("A parent or guardian is asked, and the young person; write down their understanding and own words."),
            capacity_note=True,
            child_view=True,
        )
    return Asked(
        PARENTAL,
        _("A parent or guardian is asked; write down the child's own words and understanding (Gillick)."),
        capacity_note=True,
        child_view=True,
    )
