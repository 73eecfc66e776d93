"""A random walk over one referral: people of the cast try moves, legal and not, with what is needed or without it.

Everything goes through the real actions as the role that serves. ``seen_from_above`` reads past row security in the
same transaction, so that what was not meant to change is seen as well.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.db import connection, transaction

from alongside.casework.due import actions as due_actions
from alongside.casework.due.models import Due
from alongside.casework.keys.middleware import looking
from alongside.casework.organisation.models import Staff
from alongside.casework.owners import actions as owners
from alongside.casework.referrals import actions, facts, queries
from alongside.casework.referrals.models import Record, Referral
from alongside.casework.rules import closure, journey
from alongside.casework.rules.gateway import FACT
from alongside.casework.triage import gateway
from alongside.casework.triage.forms import Gateway
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed
from alongside.design.forms import DateField
from tests import cast
from tests.casework import panel_walker
from tests.casework.gateway import GATEWAY
from tests.casework.trained import renew_trainings

HERE = [person for person in cast.CASEWORK if person is not cast.WELSH_INTAKE]
ONWARD = ("screening", "gathering", "panel", "adopted", "consented", "in_support", "exited")
OWN = (cast.CASE_MANAGER, cast.SUPERVISOR, cast.CHAIR, cast.DEPUTY, cast.COORDINATOR, cast.INTAKE)
OWNED: set[str] = set()
"""What the walks of a run did about whose a referral is."""
REFUSED = (NotAllowed, queries.NotFound)


@contextmanager
def seen_from_above() -> Iterator[None]:
    """Read as the administrator that this connection signed in as; then serve again."""
    with connection.cursor() as cursor:
        cursor.execute("RESET SESSION AUTHORIZATION")
    try:
        yield
    finally:
        serve()


def serve() -> None:
    """Be the role that serves, as a connection of its own would be: session_user too."""
    with connection.cursor() as cursor:
        cursor.execute("SET SESSION AUTHORIZATION casework_web")


@dataclass(frozen=True)
class Step:
    """What somebody tried, and whether it was refused."""

    person: cast.Person
    tried: str
    refusal: str | None

    def __str__(self) -> str:
        return f"{self.person.name}: {self.tried}: {self.refusal or 'done'}"


@dataclass
class Walker:
    """One walk of a referral that waits to be read. The same seed takes the same steps."""

    case: UUID
    chance: random.Random
    stage: str = "received"
    steps: list[Step] = field(default_factory=list)
    signed: tuple[cast.Person, journey.Move, str] | None = None

    def step(self) -> Step:
        """Take one step and return it."""
        weights = [10, 3, 2, 2, 82, 1] if self.stage == "panel" else [70, 8, 6, 4, 4, 8]
        kind = self.chance.choices(["move", "wander", "due", "time", "panel", "own"], weights)[0]
        self.steps.append(getattr(self, f"_{kind}")())
        with seen_from_above():
            self.stage = Referral.objects.values_list("stage", flat=True).get(pk=self.case)
        return self.steps[-1]

    def _move(self) -> Step:
        """Somebody who may makes a move of this stage, now and then without all that it needs."""
        if self.signed:
            (person, move, code), self.signed = self.signed, None
            return self._try(person, move, code, {})
        if self.stage == "screening" and self.chance.random() < self._still_to_assess():
            return self._assess()
        possible = [move for move in journey.MOVES.values() if self.stage in move.leaves]
        if not possible:
            return self._wander()
        move = self.chance.choices(possible, [_weight(move) for move in possible])[0]
        person = self.chance.choice([person for person in HERE if set(person.roles) & set(move.made_by)])
        code = self.chance.choice(move.closes_with) if move.closes_with else ""
        if move.second_by and self.chance.random() < (0.9 if move.second_signature == closure.ALWAYS else 0.5):
            return self._have_it_signed(person, move, code)
        return self._try(person, move, code)

    def _still_to_assess(self) -> float:
        """Return how likely somebody writes the gateway assessment next: mostly once."""
        with seen_from_above():
            return 0.05 if Record.objects.filter(case=self.case, fact=FACT).exists() else 0.8

    def _assess(self) -> Step:
        """Somebody writes the gateway assessment, one time in ten as it comes; the case manager more often."""
        person = self.chance.choice([cast.CASE_MANAGER] * 4 + [cast.SUPERVISOR, cast.COORDINATOR])
        answers = self._answers(Gateway.base_fields) | (GATEWAY if self.chance.random() < 0.9 else {})
        with acting(person) as somebody:
            try:
                gateway.write(self.case, answers, by=somebody)
            except REFUSED as refusal:
                return Step(person, "gateway", _sentence(refusal))
        return Step(person, "gateway", None)

    def _wander(self) -> Step:
        """Anybody tries anything."""
        move = self.chance.choice(list(journey.MOVES.values()))
        return self._try(self.chance.choice(HERE), move, self.chance.choice([*move.closes_with, "", "PLP", "NO-CODE"]))

    def _due(self) -> Step:
        """Somebody completes the first thing that they see is due, or has its date moved."""
        person = self.chance.choice([cast.CHAIR, cast.DEPUTY, cast.CASE_MANAGER, cast.COORDINATOR, cast.TOM])
        with acting(person) as somebody:
            row = Due.objects.visible_to(somebody.pk).open().filter(case_id=self.case).first()
            if row is None:
                return Step(person, "completes nothing", None)
            try:
                if self.chance.random() < 0.3:
                    due_actions.move(row.id, row.due_on + timedelta(days=7), "because", by=somebody)
                else:
                    due_actions.complete(row.id, "looked at", by=somebody)
            except REFUSED as refusal:
                return Step(person, f"due {row.kind}", _sentence(refusal))
        return Step(person, f"due {row.kind}", None)

    def _panel(self) -> Step:
        """Somebody tries something at a panel, the chairs more often than others."""
        with seen_from_above():
            next_thing = panel_walker.next_thing(self.case)
        word = next_thing if self.chance.random() < 0.85 else self.chance.choice(panel_walker.TRIES)
        among = panel_walker.PEOPLE[:2] if self.chance.random() < 0.85 else panel_walker.PEOPLE
        person = self.chance.choice(among)
        with acting(person) as somebody:
            try:
                with transaction.atomic():
                    panel_walker.attempt(word, self.case, somebody, self.chance)
            except REFUSED as refusal:
                return Step(person, f"panel: {word}", _sentence(refusal))
        return Step(person, f"panel: {word}", None)

    def _own(self) -> Step:
        """Somebody takes the referral up, offers it to a colleague, answers an offer or takes it back."""
        word = self.chance.choice(["take up", "offer", "accept", "refuse", "withdraw"])
        person, colleague = self.chance.sample(OWN, 2)
        if word in ("accept", "refuse"):
            with seen_from_above():
                asked = Referral.objects.select_related("offered_owner").get(pk=self.case).offered_owner
            person = next((each for each in OWN if asked and each.email == asked.email), person)
        with acting(person) as somebody:
            try:
                if word == "take up":
                    owners.take_up(self.case, by=somebody)
                elif word == "offer":
                    owners.offer(self.case, Staff.objects.get(email=colleague.email), "because", by=somebody)
                elif word == "withdraw":
                    owners.withdraw(self.case, by=somebody)
                else:
                    owners.answer(self.case, accepts=word == "accept", reason="because", by=somebody)
            except REFUSED as refusal:
                return Step(person, word, _sentence(refusal))
        OWNED.add(word)
        return Step(person, word, None)

    def _time(self) -> Step:
        days = self.chance.choice([1, 8, 30, 100])
        clock.shift(timedelta(days=days))
        renew_trainings()
        return Step(cast.INTAKE, f"{days} days pass", None)

    def _try(
        self, person: cast.Person, move: journey.Move, code: str, records: dict[str, dict[str, Any]] | None = None
    ) -> Step:
        records = self._records(person, move, code) if records is None else records
        with acting(person) as somebody:
            try:
                actions.record_and_move(self.case, move.word, records, by=somebody, reason="because", closure_code=code)
            except REFUSED as refusal:
                return Step(person, move.word, _sentence(refusal))
        return Step(person, move.word, None)

    def _have_it_signed(self, person: cast.Person, move: journey.Move, code: str) -> Step:
        """Ask for a second signature, which a colleague gives; the next step may use it."""
        colleague = self.chance.choice([each for each in HERE if set(each.roles) & set(move.second_by)])
        try:
            with transaction.atomic():
                with acting(person) as somebody:
                    actions.record_all(self.case, move.word, self._records(person, move, code), by=somebody)
                    asked = actions.ask_to_sign(self.case, move.word, by=somebody, closure_code=code)
                with acting(colleague) as other:
                    actions.countersign(self.case, asked.id, by=other)
        except REFUSED as refusal:
            return Step(person, f"signature for {move.word}", _sentence(refusal))
        self.signed = (person, move, code)
        return Step(colleague, f"signs {move.word}", None)

    def _may_write(self, person: cast.Person, fact: str) -> bool:
        """Say whether somebody writes what a move needs, one time in twenty though the rule says that they do not."""
        kind = facts.recordable(fact)
        rules = kind.written_by if kind else ()
        return not rules or not set(rules).isdisjoint(person.roles) or self.chance.random() < 0.05

    def _records(self, person: cast.Person, move: journey.Move, code: str) -> dict[str, dict[str, Any]]:
        """Return what a move and its code need, one time in five with something left out."""
        needed = [
            *(fact for fact in move.needs if fact != FACT and self._may_write(person, fact)),
            *(closure.CODES[code].needs if code in closure.CODES else ()),
        ]
        if self.chance.random() < 0.5:
            needed += closure.EASED_BY.get(move.second_signature, ())
        if needed and self.chance.random() < 0.2:
            needed.remove(self.chance.choice(needed))
        kinds = {fact: facts.recordable(fact) for fact in dict.fromkeys(needed)}
        return {fact: self._answers(kind.form.base_fields) for fact, kind in kinds.items() if kind}

    def _answers(self, fields: dict[str, forms.Field]) -> dict[str, Any]:
        return {name: self._answer(name, asked) for name, asked in fields.items()}

    def _answer(self, name: str, asked: forms.Field) -> Any:
        if isinstance(asked, DateField):
            return clock.today()
        if isinstance(asked, forms.ChoiceField):
            return self.chance.choice([word for word, _ in asked.choices])  # type: ignore[union-attr]
        return f"what is said of {name}"


def _weight(move: journey.Move) -> int:
    """Many moves close, hold or go back, so they are taken less: a walk should come far."""
    if move.enters in ("closed", "not_wanted", journey.APART):
        return 1
    return 20 if move.enters in ONWARD else 8


@contextmanager
def acting(person: cast.Person) -> Iterator[Staff]:
    somebody = Staff.objects.select_related("agency__area").get(email=person.email)
    with looking(somebody.pk):
        yield somebody


def _sentence(refusal: Exception) -> str:
    return str(refusal) or "sees no such referral"
