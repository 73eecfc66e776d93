"""What the directory's page shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from alongside.commons import calendars, clock

from . import rules
from .models import For, Nation, Service, Weekday, Zone


@dataclass(frozen=True)
class Entry:
    """A service, and whether it answers now."""

    service: Service
    state: rules.Answering | rules.Closed | None
    asked_at: datetime

    @property
    def is_open(self) -> bool:
        return isinstance(self.state, rules.Answering)

    @property
    def says(self) -> str | None:
        """“Open now, until 17:00”, “opens at 09:00 tomorrow”, by the service's own clock; None where not known."""
        match self.state:
            case rules.Answering(until=None):
                return _("Open now, day and night")
            case rules.Answering(until=datetime() as moment):
                return _("Open now, until %(time)s") % {"time": _hour(moment)} + self._clock
            case rules.Closed(opens_at=datetime() as moment):
                return (
                    _("Closed now, opens at %(time)s %(day)s")
                    % {
                        "time": _hour(moment),
                        "day": self._day(moment),
                    }
                    + self._clock
                )
            case rules.Closed(opens_at=None):
                return _("Closed now")
        return None

    @property
    def hours_in_words(self) -> list[str]:
        """The hours, days with the same ones together: “Monday to Friday, 09:00 to 15:00”."""
        return hours_in_words(self.service)

    @property
    def _clock(self) -> str:
        """Which clock, where it is another than the reader's is likely to be."""
        return "" if self.service.zone == Zone.LONDON else f" ({self.service.get_zone_display()})"

    def _day(self, moment: datetime) -> str:
        day, today = moment.date(), self.asked_at.astimezone(moment.tzinfo).date()
        if day == today:
            return _("today")
        return _("tomorrow") if day == today + timedelta(days=1) else str(Weekday(day.weekday()).label)


def services(now: datetime) -> list[tuple[str, list[Entry]]]:
    """The fresh entries by what they are for, in order; groups with nobody in them are left out."""
    fresh = Service.objects.fresh(now.astimezone(clock.LONDON).date()).prefetch_related("opening")
    entries = [entry(service, now) for service in fresh]
    groups = [(str(what.label), [one for one in entries if one.service.what_for == what]) for what in For]
    return [(words, found) for words, found in groups if found]


def first_to_call(now: datetime) -> Entry | None:
    """The help line that a campaign page names: the first fresh one with a number, for those who are worried."""
    fresh = Service.objects.fresh(now.astimezone(clock.LONDON).date()).exclude(number="")
    found = fresh.filter(what_for=For.WORRY).prefetch_related("opening").first()
    return entry(found, now) if found else None


def entry(service: Service, now: datetime) -> Entry:
    return Entry(service, rules.state_at(now, service.hours, bank_holidays_of(service.nation)), now)


def bank_holidays_of(nation: str) -> Callable[[date], bool]:
    """Whether a day is a bank holiday where a service sits; a service for all nations keeps those of England."""
    kept = {
        Nation.SCOTLAND.value: calendars.Nation.SCOTLAND,
        Nation.NORTHERN_IRELAND.value: calendars.Nation.NORTHERN_IRELAND,
    }.get(nation, calendars.Nation.ENGLAND_AND_WALES)
    return lambda day: day in calendars.bank_holidays(day.year, kept)


def hours_in_words(service: Service) -> list[str]:
    rows: dict[int, str] = {}
    for row in service.opening.all():
        span = _("%(opens)s to %(closes)s") % {"opens": _hour(row.opens), "closes": _hour(row.closes)}
        rows[row.weekday] = f"{rows[row.weekday]}, {span}" if row.weekday in rows else span
    own = "" if service.zone == Zone.LONDON else f" ({service.get_zone_display()})"
    return [f"{_days(first, last)}, {span}{own}" for first, last, span in _runs(rows)]


def _runs(rows: dict[int, str]) -> list[tuple[int, int, str]]:
    runs: list[tuple[int, int, str]] = []
    for day, span in sorted(rows.items()):
        if runs and runs[-1][1] == day - 1 and runs[-1][2] == span and day != rules.BANK_HOLIDAY:
            runs[-1] = (runs[-1][0], day, span)
        else:
            runs.append((day, day, span))
    return runs


def _days(first: int, last: int) -> str:
    if (first, last) == (0, 6):
        return _("Every day")
    if first == last:
        return str(Weekday(first).label)
    return _("%(first)s to %(last)s") % {"first": Weekday(first).label, "last": Weekday(last).label}


def _hour(moment: datetime | time) -> str:
    return moment.strftime("%H:%M")
