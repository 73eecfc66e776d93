"""The duty roster: when somebody reads what is shared, who, where the gaps are, and who hears of danger and when.

Hours are those of the clock on the wall: 9:00 stays 9:00 when the clocks change. Moments that leave this module are
aware and in UTC. Source: issue “Sharing a concern”, point 5; R-09 (each open item has an owner), R-28.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from alongside.casework.rules.roles import named
from alongside.commons.calendars import Nation, bank_holidays
from alongside.commons.words import _

LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)

READER = "intake"
"""The role whose holders can be on duty: the one that reads concerns first."""

KEEPERS = ("coordinator", "manager")
"""Who keeps an area's roster: its coordinator, or an administration manager of the area."""

PUBLISHED_DAYS = 14
"""How far ahead the public half is told when somebody reads."""

WARNED_DAYS = 7
"""An area in whose next days nobody reads is reported by the doctor."""

LONGEST_TURN_DAYS = 366

OUT_OF_HOURS = {
    "nobody": _("Nobody reads outside the hours"),
    "area": _("Another area reads, in its own hours"),
    "line": _("Nobody reads, but a telephone line answers"),
}
"""What holds when nobody of the area reads: stored word and label."""

WEEKDAYS = (
    _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"),
)  # fmt: skip


@dataclass(frozen=True)
class Hours:
    """Recurring hours of reading on one day of the week (0 is Monday), in local time.

    `closes` at or before `opens` means the next day; midnight ends the day. On bank holidays of the area's nation
    nobody reads unless `holidays` says so.
    """

    weekday: int
    opens: time
    closes: time
    holidays: bool = False


@dataclass(frozen=True)
class Turn:
    """Days on which somebody is on duty, or away, the last one included. Hours belong to the day they begin on."""

    who: UUID
    from_on: date
    until_on: date

    def covers(self, day: date) -> bool:
        return self.from_on <= day <= self.until_on


@dataclass(frozen=True)
class Roster:
    """All that one area has arranged; `holds` are the periods in which people hold the post that reads."""

    nation: Nation
    hours: Sequence[Hours] = ()
    turns: Sequence[Turn] = ()
    away: Sequence[Turn] = ()
    holds: Sequence[Turn] = ()


@dataclass(frozen=True)
class Reading:
    """From when until when (aware, UTC) somebody reads, and who; nobody in `who` is a gap in the hours."""

    from_at: datetime
    until_at: datetime
    who: frozenset[UUID] = field(default_factory=frozenset)

    @property
    def day(self) -> date:
        """The day in London on which it begins."""
        return self.from_at.astimezone(LONDON).date()


# ------------------------------------------------------------------------------------------------------- when and who


def moments(day: date, hours: Hours) -> tuple[datetime, datetime]:
    """When these hours begin and end on one day, in UTC.

    Of a time that the clock shows twice the first opens and the second closes, so that no hour of the night on which
    clocks go back falls out; a time that the clock leaves out is the moment at which it leaps.
    """
    end = day if hours.opens < hours.closes else day + DAY
    return _utc(day, hours.opens, fold=0), _utc(end, hours.closes, fold=1)


def _utc(day: date, at: time, *, fold: int) -> datetime:
    local = datetime.combine(day, at, LONDON).replace(fold=fold)
    moment = local.astimezone(UTC)
    if moment.astimezone(LONDON).replace(tzinfo=None) == local.replace(tzinfo=None):
        return moment
    # The clock never shows this time. Both readings of it lie around the leap, which is at a full hour.
    return max(
        datetime.combine(day, at, LONDON).replace(fold=each).astimezone(UTC) for each in (0, 1)
    ).replace(minute=0, second=0, microsecond=0)  # fmt: skip


def readings(roster: Roster, from_on: date, until_on: date) -> list[Reading]:
    """The hours of reading that begin on these days, in order, with who is on duty; gaps have nobody."""
    found = []
    for ahead in range((until_on - from_on).days + 1):
        day = from_on + DAY * ahead
        who = on_duty(roster, day)
        found += [Reading(*moments(day, hours), who) for hours in hours_on(roster, day)]
    return sorted(found, key=lambda reading: (reading.from_at, reading.until_at))


def hours_on(roster: Roster, day: date) -> list[Hours]:
    """The hours of reading of one day; bank holidays have those that are kept on them."""
    holiday = day in bank_holidays(day.year, roster.nation)
    return [row for row in roster.hours if row.weekday == day.weekday() and (row.holidays or not holiday)]


def on_duty(roster: Roster, day: date) -> frozenset[UUID]:
    """Who is on duty on a day: whose turn it is, who is not away and who still holds the post that reads."""
    here = {turn.who for turn in roster.turns if turn.covers(day)}
    away = {leave.who for leave in roster.away if leave.covers(day)}
    return frozenset(here & {held.who for held in roster.holds if held.covers(day)} - away)


def reading_at(roster: Roster, moment: datetime) -> frozenset[UUID]:
    """Who reads at a moment by this roster: nobody outside the hours and in gaps."""
    day = moment.astimezone(LONDON).date()
    around = readings(roster, day - DAY, day)
    return frozenset().union(*(each.who for each in around if each.from_at <= moment < each.until_at))


def gaps(found: Iterable[Reading], after: datetime) -> list[Reading]:
    """Hours in which somebody should read and nobody is on duty, from a moment on."""
    return [reading for reading in found if not reading.who and reading.until_at > after]


def in_which_somebody_reads(found: Iterable[Reading]) -> list[tuple[datetime, datetime]]:
    """The spans in which somebody reads, in order; those that meet become one."""
    spans: list[tuple[datetime, datetime]] = []
    for each in sorted((each.from_at, each.until_at) for each in found if each.who):
        if spans and each[0] <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], each[1]))
        else:
            spans.append(each)
    return spans


# ------------------------------------------------------------------------------------------- what may be put in there


def reason_against_keeping(roles: Iterable[str], area: str) -> str | None:
    """Say why somebody with these roles in the area may not change its roster, or None."""
    if set(roles) & set(KEEPERS):
        return None
    return _("The roster of {area} is kept by {roles}.").format(area=area, roles=named(KEEPERS))


def reason_against_hours(new: Hours, others: Iterable[Hours]) -> str | None:
    """Say why these hours cannot be added to those of the area, or None: no time is twice in one day."""
    if new.opens == new.closes:
        return _("Hours that begin and end at the same time would be a whole day or nothing. Write two other times.")
    for other in others:
        if other.weekday == new.weekday and _overlap(new, other):
            return _("These hours overlap with others on the same day. Take those away first.")
    return None


def _overlap(one: Hours, other: Hours) -> bool:
    return one.opens < _end(other) and other.opens < _end(one)


def _end(hours: Hours) -> time:
    return hours.closes if hours.opens < hours.closes else time.max


def reason_against_turn(new: Turn, *, name: str, area: str, held: Iterable[Turn], today: date) -> str | None:
    """Say why somebody cannot have this turn, or None; `held` are their periods in the post that reads in the area."""
    if new.until_on < new.from_on:
        return _("The last day is before the first day.")
    if new.until_on < today:
        return _("These days are past.")
    if (new.until_on - new.from_on).days >= LONGEST_TURN_DAYS:
        return _("A turn is a year at most, so that somebody looks at it again.")
    days = [new.from_on + DAY * ahead for ahead in range((new.until_on - new.from_on).days + 1)]
    held = [turn for turn in held if turn.who == new.who]
    if not all(any(turn.covers(day) for turn in held) for day in days):
        return _("{name} does not hold the post that reads {area}'s concerns on all of these days.").format(
            name=name, area=area
        )
    return None


# -------------------------------------------------------------------------------------------------- could hurt someone


@dataclass(frozen=True)
class Step:
    """Who hears that somebody could be hurt: a stored word, the label, the roles where it is not the roster."""

    word: str
    label: str
    roles: tuple[str, ...] = ()


STEPS = (
    Step("on_duty", _("whoever is on duty")),
    Step("cover", _("the area that covers")),
    Step("leads", _("the coordinator and the chair"), ("coordinator", "chair", "deputy_chair")),
)
"""In this order, each once. A step that has nobody is passed over at once."""

STEP_WORDS = tuple(step.word for step in STEPS)
ANSWERED_WITHIN = timedelta(minutes=15)
"""How long one step is waited for before the next one hears (issue “Sharing a concern”, point 5)."""


def steps_after(word: str) -> tuple[Step, ...]:
    """The steps that come after this one; all of them before the first (an empty word)."""
    return STEPS[STEP_WORDS.index(word) + 1 :] if word else STEPS


def is_late(told_at: datetime, now: datetime) -> bool:
    """Has a step had its 15 minutes?"""
    return now >= told_at + ANSWERED_WITHIN
