"""The door of whoever is under 18: about them or about somebody else, and whose age is whose."""

from __future__ import annotations

import pytest

from alongside.commons.envelope.contents import Concern
from alongside.public.concerns import oneself, questions
from tests.public.concerns.way import Arrived, Visitor


def told_by_a_child(visitor: Visitor, **typed: str) -> Concern:
    arrived = Arrived()
    visitor.go_to_questions("under_18").press("send", worry="Something happened.", **typed)
    assert "We have received it" in visitor.says
    return arrived.concern()


def test_a_childs_own_age_never_becomes_that_of_the_grown_brother_they_tell_of(committed: Visitor) -> None:
    told = told_by_a_child(committed, about="somebody_else", called="Danny", teller_age_band="11_15")
    assert (told.called, told.age_band) == ("Danny", "")
    assert told.more == {"about": "somebody_else", "teller_age_band": "11_15"}


def test_what_a_child_says_of_the_others_age_is_the_others(committed: Visitor) -> None:
    told = told_by_a_child(committed, about="somebody_else", called="Danny", age_band="21_30", teller_age_band="11_15")
    assert told.age_band == "21_30"
    assert told.more["teller_age_band"] == "11_15"


def test_a_child_who_tells_of_themselves_gives_the_persons_age_with_their_own(committed: Visitor) -> None:
    told = told_by_a_child(committed, about="me", called="Sam", teller_age_band="16_17", age_band="31_40")
    assert (told.called, told.age_band, told.more) == ("Sam", "16_17", {"about": "me"})


def test_a_child_who_does_not_say_whom_it_is_about_leaves_the_persons_age_unknown(committed: Visitor) -> None:
    told = told_by_a_child(committed, called="Danny", teller_age_band="11_15")
    assert (told.called, told.age_band, told.more) == ("Danny", "", {"teller_age_band": "11_15"})


@pytest.mark.parametrize("word", ["me", " Me. ", "“me”", "MYSELF", "It’s me", "fi", "أنا", "میں"])
def test_me_is_nobodys_name_and_says_that_it_is_about_whoever_wrote_it(committed: Visitor, word: str) -> None:
    told = told_by_a_child(committed, called=word, teller_age_band="11_15")
    assert (told.called, told.age_band, told.more) == ("", "11_15", {"about": "me"})


@pytest.mark.parametrize("name", ["Mia", "Fiona", "Mehmet", "my brother", "Me’ira"])
def test_a_name_that_begins_like_me_stays_a_name(name: str) -> None:
    assert not oneself.means_oneself(name)


def test_me_is_no_name_at_the_door_of_whoever_tells_of_themselves_either(committed: Visitor) -> None:
    arrived = Arrived()
    committed.go_to_questions("myself").press("send", worry="I want to leave.", called="me", age_band="18_20")
    told = arrived.concern()
    assert (told.called, told.age_band, dict(told.more)) == ("", "18_20", {})


def test_a_child_chooses_their_own_age_among_childrens_and_the_others_among_all(visitor: Visitor) -> None:
    visitor.go_to_questions("under_18")
    offered = {
        name: {one["value"] for one in visitor.page.select(f"[name={name}]")}
        for name in ("age_band", "teller_age_band")
    }
    assert offered["teller_age_band"] == {"10_and_under", "11_15", "16_17", "not_recorded"}
    assert offered["age_band"] >= {"11_15", "41_50", "not_recorded"}


def test_each_door_asks_what_the_domain_gives_it() -> None:
    """Domain page 3.3, column P: how to find them, needs, whether the person knows, whether to hear from us."""
    asked = {door: set(questions.ASKED[door]) for door in questions.ASKED}
    everybody = {"worry", "hurt", "find_them", "needs", "going_well", "communication", "told_them", "feedback", "files"}
    for door in ("somebody", "under_18", "gone"):
        assert everybody <= asked[door], door
    assert max(len(steps) for steps in questions.ASKED.values()) == 14
