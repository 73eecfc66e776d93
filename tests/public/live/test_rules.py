"""The table of a question's states, written out once as a moderator signed it, and compared move by move."""

from __future__ import annotations

import itertools

import pytest

from alongside.public.live import rules

GROUPS = ("moderators", "panellists", "producers", "editors", "safeguarding leads")

# move: who, from which states, in which event, into what
SIGNED = """
let_through   moderators   held               announced open         put
decline       moderators   held put           announced open ended   declined
pass_to_lead  moderators   held put declined  announced open ended   -
answer        panellists   put                open                   answered
"""


def signed_moves() -> set[tuple[str, str, str, str]]:
    """Every (move, group, state, event) that the table allows."""
    allowed = set()
    for line in SIGNED.strip().splitlines():
        words = line.split()
        states = [word for word in words[2:] if word in rules.STATES and word != words[-1]]
        events = [word for word in words if word in rules.EVENT_STATES]
        allowed |= {(words[0], words[1], state, event) for state in states for event in events}
    return allowed


EVERYTHING = list(itertools.product(rules.MOVES, GROUPS, rules.STATES, rules.EVENT_STATES))


@pytest.mark.parametrize(("move", "group", "state", "event"), EVERYTHING)
def test_a_question_moves_as_the_signed_table_says(move: str, group: str, state: str, event: str) -> None:
    reason = rules.reason_against(rules.MOVES[move], state=state, event=event, groups={group})
    assert (reason is None) == ((move, group, state, event) in signed_moves())
    assert reason is None or reason.endswith(".")


def test_each_move_leads_where_the_signed_table_says() -> None:
    said = {line.split()[0]: line.split()[-1] for line in SIGNED.strip().splitlines()}
    assert {name: move.enters or "-" for name, move in rules.MOVES.items()} == said


def test_somebody_without_a_group_can_do_nothing() -> None:
    for move, state, event in itertools.product(rules.MOVES.values(), rules.STATES, rules.EVENT_STATES):
        assert rules.reason_against(move, state=state, event=event, groups=frozenset())


def test_an_event_is_opened_once_and_ended_once_and_only_by_a_producer() -> None:
    allowed = {
        (turn.name, group, event)
        for turn, group, event in itertools.product(rules.TURNS.values(), GROUPS, rules.EVENT_STATES)
        if rules.reason_against_turn(turn, event=event, groups={group}) is None
    }
    assert allowed == {("open", "producers", "announced"), ("end", "producers", "open")}


def test_questions_are_taken_before_an_event_and_during_it_but_not_after() -> None:
    assert [event for event in rules.EVENT_STATES if rules.reason_against_asking(event) is None] == [
        "announced",
        "open",
    ]
