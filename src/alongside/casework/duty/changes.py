"""The changes of a roster that have a form: for each its title, its form, what stands in it first, what it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from alongside.casework.organisation.models import Area, Staff
from alongside.commons import clock
from alongside.design import forms as design

from . import actions, forms, week
from .models import Change, Turn


@dataclass(frozen=True)
class Asked:
    """What is to be changed: a roster, and the turn where it is about one; `day` is one that a link proposes."""

    area: Area
    turn: Turn | None = None
    day: str = ""

    @property
    def of_turn(self) -> Turn:
        if self.turn is None:
            raise ValueError("This change is about a turn.")
        return self.turn


@dataclass(frozen=True)
class Kind:
    """One change. `do` takes what is asked, the cleaned answers and who asks."""

    title: Callable[[Asked], str]
    form: type[forms.OfArea]
    first: Callable[[Asked], dict[str, Any]]
    do: Callable[[Asked, dict[str, Any], Staff], Change]

    def ask(self, asked: Asked, request: HttpRequest) -> design.Form:
        """The form, empty or as it was posted."""
        more = {"turn": asked.turn} if self.form in (forms.HandOver, forms.Swap) else {}
        posted = request.POST if request.method == "POST" else None
        return self.form(posted, area=asked.area, initial=self.first(asked), **more)


def _days_asked(asked: Asked) -> dict[str, Any]:
    """The day that a link proposes, such as that of a gap; else the coming week."""
    try:
        day = date.fromisoformat(asked.day)
    except ValueError:
        return forms.a_week_from(clock.today())
    return {"from_on": day, "until_on": day}


def _days_of(asked: Asked) -> dict[str, Any]:
    return {"from_on": asked.of_turn.from_on, "until_on": asked.of_turn.until_on}


def _arranged(asked: Asked) -> dict[str, Any]:
    now = week.duties([asked.area.pk])[asked.area.pk].arrangement
    return {name: getattr(now, name) for name in forms.Arranged.base_fields} if now else {"out_of_hours": "nobody"}


def _name(asked: Asked) -> dict[str, str]:
    return {"name": asked.of_turn.staff.name}


KINDS: dict[str, Kind] = {
    "hours": Kind(
        lambda _asked: _("Add hours of reading"), forms.Hours, lambda _asked: {"weekdays": range(5)},
        lambda asked, said, by: actions.add_hours(asked.area, **said, by=by),
    ),
    "turn": Kind(
        lambda _asked: _("Put somebody on duty"), forms.Days, _days_asked,
        lambda asked, said, by: actions.add_turn(asked.area, **said, by=by),
    ),
    "leave": Kind(
        lambda _asked: _("Somebody is away"), forms.Days, _days_asked,
        lambda asked, said, by: actions.add_leave(asked.area, **said, by=by),
    ),
    "out_of_hours": Kind(
        lambda _asked: _("Outside the hours"), forms.Arranged, _arranged,
        lambda asked, said, by: actions.arrange(asked.area, **said, by=by),
    ),
    "change": Kind(
        lambda _asked: _("Change this turn"), forms.Days,
        lambda asked: {"staff": asked.of_turn.staff_id, **_days_of(asked)},
        lambda asked, said, by: actions.change_turn(asked.of_turn.pk, **said, by=by),
    ),
    "hand_over": Kind(
        lambda asked: _("Somebody else takes days of %(name)s's turn") % _name(asked), forms.HandOver, _days_of,
        lambda asked, said, by: actions.hand_over(
            asked.of_turn.pk, said["staff"], said["from_on"], said["until_on"], by=by
        ),
    ),
    "swap": Kind(
        lambda asked: _("Swap %(name)s's turn") % _name(asked), forms.Swap, lambda _asked: {},
        lambda asked, said, by: actions.swap(asked.of_turn.pk, said["other"].pk, by=by),
    ),
}  # fmt: skip
