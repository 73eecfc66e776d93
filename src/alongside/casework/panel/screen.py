"""The chair's screen of one item: discussion, what the chosen decision asks, an action. All of it is one HTML form."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any
from uuid import UUID

from alongside.casework.referrals.forms import Asked, MovePage
from alongside.casework.rules import closure, journey
from alongside.casework.rules import panel as rules
from alongside.design import forms

from . import queries, seats
from .fields import from_draft
from .forms import Decision, GiveAction, Screen
from .queries import SeenItem
from .typed import ACTION, DECISION, in_words


class ItemScreen:
    """Every form of the screen, bound to what was sent, or filled with what was saved last."""

    def __init__(self, seen: SeenItem, written: Mapping[str, str], data: Mapping[str, str] | None = None) -> None:
        self.seen = seen
        self.decide = self._chosen((data or written).get("decide", ""))
        self.general = _filled(Screen, written, data)
        self.decision = _filled(Decision, written, data, DECISION)
        self.action = self._action(written, data)
        self.move = journey.MOVES.get(rules.OUTCOMES[self.decide].move) if self.decide else None
        self.asked: list[Asked] = []
        self.code: Any = None
        if self.move:
            self.asked, self.code = self._of_move(self.move, written, data)

    def _action(self, written: Mapping[str, str], data: Mapping[str, str] | None) -> GiveAction:
        """Return the boxes of an action: checked where it is to be given, and as they were typed where it waits."""
        form = GiveAction(data if data and "act" in data else None, prefix=ACTION, owners=self.owners)
        form.initial = from_draft(form, data or written, ACTION)
        return form

    def _chosen(self, word: str) -> str:
        return word if word in rules.MADE_BY_KIND[self.seen.item.why] else ""

    @property
    def outcomes(self) -> list[tuple[str, str]]:
        return [(word, rules.OUTCOMES[word].label) for word in rules.MADE_BY_KIND[self.seen.item.why]]

    def _of_move(
        self, move: journey.Move, written: Mapping[str, str], data: Mapping[str, str] | None
    ) -> tuple[list[Asked], Any]:
        page = MovePage(queries.case_of(self.seen), move, data)
        asked = [row for row in page.asked if row.fact != DECISION]
        for row in asked:
            row.form.initial = from_draft(row.form, written, row.fact)
        page.reason.initial = dict(written)
        return asked, page.reason["closure_code"] if "closure_code" in page.reason.fields else None

    @property
    def second_signature(self) -> bool:
        """Whether this decision may need a second signature (R-04, R-08)."""
        return self.move is not None and self.move.second_signature != closure.NEVER

    @cached_property
    def owners(self) -> list[tuple[str, str]]:
        meeting = self.seen.item.meeting
        assert meeting is not None
        rows = meeting.attendances.select_related("staff", "post__agency")
        there = [row for row in rows if seats.may_act(self.seen, row)]
        return [(f"{row.post_id} {row.staff_id}", f"{row.staff.name}, {row.post.agency.name}") for row in there]

    def is_valid(self) -> bool:
        """Say whether everything is answered that the decision asks; all that is wrong shows at once."""
        return all([self.general.is_valid(), self.decision.is_valid(), *(row.is_valid() for row in self.asked)])

    @property
    def errors(self) -> str:
        shown = [self.general, self.decision, self.action, *(row.form for row in self.asked)]
        return forms.error_summary(*(form for form in shown if form.is_bound and form.errors))

    @property
    def records(self) -> dict[str, dict[str, Any]]:
        return {row.fact: row.form.cleaned_data for row in self.asked if row.form.is_bound}

    @property
    def votes(self) -> tuple[int, int]:
        said = self.general.cleaned_data
        return said["votes_for"] or 0, said["votes_against"] or 0

    def in_words(self, written: Mapping[str, str]) -> list[tuple[str, str]]:
        """Return what was typed as question and answer."""
        return in_words(written, dict(self.owners))

    @property
    def owner(self) -> tuple[UUID, UUID]:
        post, staff = self.action.cleaned_data["owner"].split()
        return UUID(post), UUID(staff)


def _filled(
    kind: type[forms.Form], written: Mapping[str, str], data: Mapping[str, str] | None, prefix: str | None = None
) -> forms.Form:
    form = kind(data, prefix=prefix)
    form.initial = from_draft(form, written, prefix)
    return form
