"""Whatever is known, tried and signed in whatever order, the rules alone let nobody into an illegal stage.

No database: moves, roles, facts, signatures and codes as `casework/rules` has them. Random walks through the real
actions, which are slower and fewer, are in tests/casework/test_random_journeys.py.
"""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.conftest import LONG

from alongside.casework.rules import closure, journey, who_may_see
from alongside.casework.rules.closure import CODES, reason_against_closing, reason_against_second
from alongside.casework.rules.journey import FACTS, MOVES, STAGES, Move, countersigners, moves_from, reason_against
from alongside.casework.rules.roles import ROLES

WALKS = 2_000 if LONG else 200
STEPS = 40
EACH_ROLE_TWICE = [(f"{role} {number}", role) for role in ROLES for number in (1, 2)]
PEOPLE = st.sampled_from(EACH_ROLE_TWICE)
MAIN_WAY = ("screening", "gathering", "panel", "adopted", "consented", "in_support", "exited")
CAME_TO: set[str] = set()


class Journey(RuleBasedStateMachine):
    """One referral, about which facts become true and untrue, and what everybody tries with it."""

    def __init__(self) -> None:
        super().__init__()
        self.stage = "received"
        self.apart = False
        self.facts: set[str] = set()
        self.sees = {"intake"}
        self.signed: tuple[str, str, str] | None = None
        self.code = ""
        self.made: list[tuple[Move, frozenset[str]]] = []

    @initialize(known=st.sets(st.sampled_from(("known_adult", "first_referral"))))
    def is_told(self, known: set[str]) -> None:
        self.facts |= known

    @rule(fact=st.sampled_from([fact for fact in FACTS if fact != "second_signed"]), true=st.booleans())
    def something_becomes_known(self, fact: str, true: bool) -> None:
        (self.facts.add if true else self.facts.discard)(fact)

    @rule(person=PEOPLE, move=st.sampled_from(list(MOVES.values())), code=st.sampled_from(sorted(CODES)))
    def somebody_tries_anything(self, person: tuple[str, str], move: Move, code: str) -> None:
        self._try(person, move, code)

    @rule(data=st.data(), complete=st.lists(st.booleans(), min_size=1, max_size=4))
    def what_is_next_is_done(self, data: st.DataObject, complete: list[bool]) -> None:
        for has_what_it_needs in complete:
            self._next(data, has_what_it_needs)
            self.somebody_who_sees_it_has_the_turn()

    def _next(self, data: st.DataObject, complete: bool) -> None:
        """Let somebody who may make a move of this stage, onward more often than to the end, complete or not."""
        here = [move for move in MOVES.values() if self.stage in move.leaves]
        onward = [move for move in here if move.enters in MAIN_WAY[self._along() :]] or here
        move = data.draw(st.sampled_from(onward if data.draw(st.integers(0, 9)) else here))
        code = data.draw(st.sampled_from(move.closes_with or ("",)))
        if complete:
            self.facts |= {*move.needs, *(CODES[code].needs if code else ())}
        person = data.draw(PEOPLE.filter(lambda each: each[1] in move.made_by))
        if complete and countersigners(move, frozenset(self.facts)):
            self._sign(person, data.draw(PEOPLE.filter(lambda each: each[1] in move.second_by)), move)
        self._try(person, move, code)

    def _along(self) -> int:
        """Return how many stages of the main way are behind."""
        return MAIN_WAY.index(self.stage) + 1 if self.stage in MAIN_WAY else 0

    @precondition(lambda self: any(countersigners(move, frozenset(self.facts)) for move in self._here()))
    @rule(first=PEOPLE, second=PEOPLE, data=st.data())
    def somebody_signs_second(self, first: tuple[str, str], second: tuple[str, str], data: st.DataObject) -> None:
        facts = frozenset(self.facts)
        self._sign(
            first, second, data.draw(st.sampled_from([each for each in self._here() if countersigners(each, facts)]))
        )

    def _sign(self, first: tuple[str, str], second: tuple[str, str], move: Move) -> None:
        by = countersigners(move, frozenset(self.facts))
        refusal = reason_against_second(first=first[0], second=second[0], role=second[1], countersigners=by)
        if refusal is None:
            assert first[0] != second[0]
            assert second[1] in move.second_by
            self.signed = (first[0], move.word, second[0])

    def _here(self) -> list[Move]:
        return [move for move in MOVES.values() if self.stage in move.leaves]

    def _try(self, person: tuple[str, str], move: Move, code: str) -> None:
        name, role = person
        if self.apart and role not in self.sees:
            return
        signed = self.signed is not None and self.signed[:2] == (name, move.word)
        facts = frozenset(self.facts | ({"second_signed"} if signed else set()))
        if reason_against(move, stage=self.stage, role=role, facts=facts) is not None:
            return
        if move.closes_with and reason_against_closing(
            code, allowed=move.closes_with, facts=facts, reason="a reason", answers=None
        ):
            return
        self._is_legal(role, move, code, facts)
        self._make(move, code, facts)

    def _is_legal(self, role: str, move: Move, code: str, facts: frozenset[str]) -> None:
        """What must hold of a move that nothing speaks against, said again here in other words than the rules'."""
        assert self.stage in move.leaves
        assert role in move.made_by
        assert facts.issuperset(move.needs)
        if move.enters == "closed":
            assert code in move.closes_with or not move.closes_with
        if move.enters == "in_support" and self.stage != "in_support":
            assert "live_consent" in facts
        if self.stage == "received" and move.enters == "closed" and move.closes_with and not move.of_many:
            by_two = "second_signed" in facts or move.second_signature == closure.NEVER
            assert by_two or {"known_adult", "first_referral"} <= facts or code == "LINKED"

    def _make(self, move: Move, code: str, facts: frozenset[str]) -> None:
        self.stage, self.signed = move.enters, None
        self.apart = journey.is_apart_after(move, before=self.apart)
        shown = who_may_see.shares_with(move, apart=self.apart)
        self.sees = (self.sees | set(shown)) - set(who_may_see.ends_on(move))
        if "keys_to_the_two" in move.causes:
            self.sees = {journey.NAMED}
        elif "keys_to_intake" in move.causes:
            self.sees = {"intake"}
        self.code = code if move.enters == "closed" else ""
        self.made.append((move, facts))
        CAME_TO.add(self.stage)

    @invariant()
    def the_stage_is_one_of_the_journey(self) -> None:
        assert self.stage in STAGES

    @invariant()
    def somebody_who_sees_it_has_the_turn(self) -> None:
        """R-09: no case is without an owner, and its owner can go on with it."""
        at = STAGES[self.stage]
        if at.final:
            return
        owners = set(at.turn) & self.sees
        assert owners, f"nobody whose turn “{self.stage}” is sees the case"
        assert any(moves_from(self.stage, role) for role in owners), f"who owns “{self.stage}” can do nothing"

    @invariant()
    def whoever_sees_it_was_shown_it_by_a_move(self) -> None:
        shown = {"intake"}.union(*(move.shares_with for move, _facts in self.made))
        assert self.sees <= shown or self.apart

    @invariant()
    def what_is_about_staff_or_their_kin_is_with_the_two_and_nobody_else(self) -> None:
        assert self.apart == (self.sees == {journey.NAMED})
        assert self.apart or self.stage != "apart"
        if self.apart:
            for role in set(ROLES) - {journey.NAMED}:
                of_a_case = who_may_see.OF_A_CASE[role]
                assert {who_may_see.right_of(role, self.stage, data, apart=True) for data in of_a_case} == {"none"}

    @invariant()
    def the_provider_sees_it_in_support_alone(self) -> None:
        if self.stage != "in_support":
            assert "provider" not in self.sees

    @invariant()
    def before_it_is_opened_intake_alone_reads_it(self) -> None:
        if self.stage == "received" and not self.made:
            assert self.sees == {"intake"}

    @invariant()
    def what_the_police_own_shows_others_no_more_than_that_it_is_there(self) -> None:
        if self.stage == "police_owned":
            others = self.sees - {"case_manager", "police_supervisor"}
            rights = {who_may_see.right_of(role, self.stage, "concern") for role in others}
            assert rights <= {"none"}

    @invariant()
    def support_rests_on_a_consent(self) -> None:
        if self.stage in ("consented", "in_support"):
            entered = [facts for move, facts in self.made if move.enters == "consented"]
            assert entered, f"“{self.stage}” without a move that recorded consent"
            assert "live_consent" in entered[-1]


TestJourney = Journey.TestCase
TestJourney.settings = settings(max_examples=WALKS, stateful_step_count=STEPS)


def test_the_walks_came_to_every_stage() -> None:
    """A walk that is always refused would hold everything and show nothing. Few of 200 go beside the main way."""
    if CAME_TO:
        assert set(STAGES) - CAME_TO <= (set() if LONG else {"held", "police_owned", "not_wanted"})


def test_from_every_stage_there_is_a_way_to_the_end() -> None:
    reached, before = {"closed"}, set[str]()
    while reached != before:
        before = set(reached)
        reached |= {stage for move in MOVES.values() if move.enters in reached for stage in move.leaves}
    assert reached == set(journey.STAGES)
