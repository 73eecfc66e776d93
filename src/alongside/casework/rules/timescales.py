"""The clocks: how long each step may take, from when, and who hears of it when it is late.

Source: domain page 2.5. Every default can be changed by an area; `mark` says where ours comes from ("design": a
proposal of the domain page; "background": believed right, not seen in a source; "published": found in a public
source). A clock never acts: it makes something due, and says in words that it is late. Working days are those of the
nation where the area is.
"""

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from alongside.casework.rules.roles import named
from alongside.commons.calendars import Nation, add_working_days, is_working_day, working_days_between
from alongside.commons.words import _

WORKING_DAYS = "working_days"
DAYS = "days"
MONTHS = "months"

UNITS = {
    WORKING_DAYS: (_("1 working day"), _("{length} working days")),
    DAYS: (_("1 day"), _("{length} days")),
    MONTHS: (_("1 month"), _("{length} months")),
}


@dataclass(frozen=True)
class Clock:
    """One row of `CLOCKS`: `length` in `unit`, counted from the event named in `starts`; `tells` hears when it is late.

    `pauses` is False for clocks that run on while a referral is on hold.
    """

    word: str
    label: str
    length: int
    unit: str
    starts: str
    tells: tuple[str, ...]
    mark: str
    source: str
    pauses: bool = True

    @property
    def duration(self) -> str:
        """The length in words: "5 working days"."""
        one, several = UNITS[self.unit]
        return one if self.length == 1 else several.format(length=self.length)


CLOCKS = {
    clock.word: clock
    for clock in (
        Clock(
            "acknowledge",
            _("first answer by a person"),
            1,
            WORKING_DAYS,
            _("a concern arrives; the automatic answer is immediate"),
            ("coordinator",),
            "design",
            "domain page 2.5, 11",
        ),
        Clock(
            "unplaced",
            _("the right area for a concern that names none"),
            1,
            WORKING_DAYS,
            _("a concern arrives from somebody who does not know where the person lives"),
            ("coordinator",),
            "design",
            "issue “Sharing a concern”, point 1",
        ),
        Clock(
            "offer_answer",
            _("answer to a concern that one area offers to another"),
            1,
            WORKING_DAYS,
            _("it is offered"),
            ("intake", "coordinator"),
            "design",
            "R-36; domain page 2.6",
        ),
        Clock(
            "owner_answer",
            _("answer to a referral that somebody offers to a colleague by name"),
            2,
            WORKING_DAYS,
            _("it is offered"),
            ("police_supervisor", "coordinator"),
            "design",
            "R-09 (handed over by acceptance only)",
        ),
        Clock(
            "deconfliction",
            _("deconfliction answer"),
            2,
            WORKING_DAYS,
            _("a referral is opened"),
            ("police_supervisor",),
            "design",
            "domain page 2.5",
        ),
        Clock(
            "gateway",
            _("gateway assessment"),
            5,
            WORKING_DAYS,
            _("a referral is opened"),
            ("coordinator",),
            "background",
            "domain page 2.2, stage 3; 2.5 (to be verified)",
        ),
        Clock(
            "partner_request",
            _("answer of a partner"),
            10,
            WORKING_DAYS,
            _("a partner is asked"),
            ("coordinator", "chair"),
            "design",
            "domain page 2.5",
        ),
        Clock(
            "partner_request_urgent",
            _("answer of a partner, urgent"),
            2,
            WORKING_DAYS,
            _("a partner is asked, urgently"),
            ("coordinator", "chair"),
            "design",
            "domain page 2.5",
        ),
        Clock(
            "to_panel",
            _("section 36 decision to panel"),
            20,
            WORKING_DAYS,
            _("it is referred to the panel; the next monthly panel if that is sooner"),
            ("chair",),
            "design",
            "domain page 2.5",
        ),
        Clock(
            "panel_papers",
            _("papers out before the panel"),
            3,
            WORKING_DAYS,
            _("counted back from the day of the meeting; late papers need the chair"),
            ("chair",),
            "design",
            "domain page 2.8",
            pauses=False,
        ),
        Clock(
            "panel_minutes",
            _("minutes of the panel signed"),
            10,
            WORKING_DAYS,
            _("the meeting; members see their items until 14 days after the signature"),
            ("chair",),
            "design",
            "a choice of ours; R-25 needs a day",
            pauses=False,
        ),
        Clock(
            "consent_conversation",
            _("conversation about consent"),
            10,
            WORKING_DAYS,
            _("the panel adopts"),
            ("chair",),
            "design",
            "domain page 2.5",
        ),
        Clock(
            "first_session",
            _("first session of support"),
            20,
            WORKING_DAYS,
            _("support is commissioned"),
            ("chair", "police_supervisor"),
            "design",
            "domain page 2.5",
        ),
        Clock(
            "panel_look",
            _("look at the case at panel"),
            1,
            MONTHS,
            _("the last panel that looked"),
            ("chair",),
            "background",
            "domain page 2.5",
        ),
        Clock(
            "reassessment",
            _("full reassessment"),
            3,
            MONTHS,
            _("the last assessment"),
            ("chair",),
            "background",
            "domain page 2.2, stage 9; R-10",
        ),
        Clock(
            "review_6m",
            _("review 6 months after exit"),
            6,
            MONTHS,
            _("support ended"),
            ("chair", "director"),
            "published",
            "domain page 2.2, stage 11; R-10",
            pauses=False,
        ),
        Clock(
            "review_12m",
            _("review 12 months after exit"),
            12,
            MONTHS,
            _("support ended"),
            ("chair", "director"),
            "published",
            "domain page 2.2, stage 11; R-10",
            pauses=False,
        ),
        Clock(
            "referrer_feedback",
            _("answer to whoever told us"),
            10,
            WORKING_DAYS,
            _("each step that can be told"),
            ("coordinator",),
            "design",
            "domain page 2.5; R-13",
        ),
        Clock(
            "closing",
            _("closing a case in which support is not wanted"),
            10,
            WORKING_DAYS,
            _("the person's answer is recorded; what it ends has ended then"),
            ("chair",),
            "design",
            "a choice of ours; domain page 2.3 (closing)",
        ),
        Clock(
            "hold_still_needed",
            _("is the hold still needed?"),
            7,
            DAYS,
            _("it was put on hold, or somebody last said so"),
            ("police_supervisor",),
            "design",
            "R-29",
            pauses=False,
        ),
        Clock(
            "hold_longest",
            _("longest hold before the director hears"),
            28,
            DAYS,
            _("it was put on hold"),
            ("director",),
            "design",
            "R-29",
            pauses=False,
        ),
        Clock(
            "telling_deferred",
            _("ask again whether the person can be told"),
            30,
            DAYS,
            _("telling was put off"),
            ("chair",),
            "design",
            "domain page 5.5; R-18",
            pauses=False,
        ),
        Clock(
            "rights_request",
            _("answer to a request for access"),
            1,
            MONTHS,
            _("the request and proof of identity are there"),
            ("dpo",),
            "published",
            "domain page 5.5",
            pauses=False,
        ),
        Clock(
            "emergency_justified",
            _("reason for an emergency access"),
            1,
            WORKING_DAYS,
            _("a case is opened in an emergency"),
            ("director",),
            "design",
            "issue “From triage to the panel's decision”; R-43",
            pauses=False,
        ),
        Clock(
            "complaint_acknowledged",
            _("acknowledgement of a complaint"),
            30,
            DAYS,
            _("the complaint arrives"),
            ("dpo",),
            "published",
            "domain page 5.3 (Data (Use and Access) Act 2025)",
            pauses=False,
        ),
    )
}

APPEARS_BEFORE_DAYS = 30  # domain page 2.5: a review after exit appears 30 days before its date.


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later; the last day of that month where it has no such day."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month0 + 1)[1]
    return date(year, month0 + 1, min(day.day, last))


def turns_18_on(born_on: date) -> date:
    """The 18th birthday. Whoever was born on 29 February turns 18 on 1 March (background: UK practice)."""
    if (born_on.month, born_on.day) == (2, 29):
        return date(born_on.year + 18, 3, 1)
    return born_on.replace(year=born_on.year + 18)


def age_on(day: date, born_on: date) -> int:
    """Age in completed years. Born on 29 February: a year older on 1 March of a common year."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def moved_on(day: date, length: int, unit: str, nation: str) -> date:
    """`day` moved on by so many working days, days or months. ValueError for a nation without a calendar."""
    if unit == WORKING_DAYS:
        return add_working_days(day, length, Nation(nation))
    if unit == DAYS:
        return day + timedelta(days=length)
    return add_months(day, length)


def counted_back(day: date, length: int, nation: str) -> date:
    """The latest working day that lies `length` working days before `day`. ValueError for an unknown nation."""
    found, passed = day, 0
    while passed < length:
        found -= timedelta(days=1)
        passed += is_working_day(found, Nation(nation))
    return found


def due_on(clock: Clock, from_: date, nation: str, lengths: Mapping[str, int] | None = None) -> date:
    """The day by which it is due. Counting starts the day after `from_`.

    `nation` is a word of `commons.calendars.Nation`, `lengths` an area's own lengths by clock word.
    """
    length = (lengths or {}).get(clock.word, clock.length)
    return moved_on(from_, length, clock.unit, nation)


def days_on_hold(from_: date, until: date, unit: str, nation: str) -> int:
    """Days after `from_` up to and with `until`; working days only for a clock that counts these."""
    if unit == WORKING_DAYS:
        return working_days_between(from_, until, Nation(nation))
    return max((until - from_).days, 0)


def due_after_holds(
    clock: Clock,
    from_: date,
    nation: str,
    holds: Iterable[tuple[date, date | None]],
    today: date,
    lengths: Mapping[str, int] | None = None,
) -> date:
    """The day by which it is due when it was on hold meanwhile: later by as many days as the holds lasted.

    `holds` are (put on hold, lifted or None while it lasts); holds do not overlap. A hold after the due day changes
    nothing.
    """
    due = due_on(clock, from_, nation, lengths)
    unit = WORKING_DAYS if clock.unit == WORKING_DAYS else DAYS
    for start, end in sorted(holds, key=lambda hold: hold[0]):
        if clock.pauses and start < due:
            paused = days_on_hold(max(start, from_), end or today, unit, nation)
            due = moved_on(due, paused, unit, nation)
    return due


def overdue_in_words(due: date, today: date) -> str:
    """How it stands, in words: never a colour, never a number alone."""
    days = (today - due).days
    if days < 0:
        return _("due in {days} days").format(days=-days) if days < -1 else _("due tomorrow")
    if days == 0:
        return _("due today")
    return _("1 day overdue") if days == 1 else _("{days} days overdue").format(days=days)


def appears_on(due: date) -> date:
    """The day on which a review after exit appears among what is due."""
    return due - timedelta(days=APPEARS_BEFORE_DAYS)


def late_sentence(clock: Clock, due: date, today: date) -> str:
    """One sentence for the due list: what it is, how it stands, and who hears of it once it is late."""
    sentence = f"{clock.label[0].upper()}{clock.label[1:]}: {overdue_in_words(due, today)}."
    if today <= due:
        return sentence
    return (
        sentence
        + " "
        + _("This is told to {roles}.").format(roles=_(", then ").join(named((role,)) for role in clock.tells))
    )
