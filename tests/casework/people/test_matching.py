"""What brings two descriptions together, and what the matcher gives away: a set and nothing else."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.casework.people import births, marks
from alongside.casework.people.births import Birth
from alongside.casework.people.matching import Described, agreement, candidates, may_be_same
from alongside.casework.people.names import words_of
from tests.casework.people.in_memory import Register

BORN = births.on(date(2009, 3, 4))

THE_SAME_NAME = [
    ("محمد الهاشمي", "Mohamed al-Hashimi"),
    ("عبد الرحمن حسن", "Abdulrahman Hassan"),
    ("王小明", "Xiaoming Wang"),
    ("Wong Siu Ming", "Wang Xiaoming"),
    ("Hsieh Ch'iu", "Xie Qiu"),
    ("Md Rahim Uddin", "Mohammed Roheem Ud-Din"),
    ("Cabdiraxmaan Xasan", "Abdirahman Hassan"),
    ("Łukasz Wójcik", "Lukash Voychik"),
    ("Agnieszka Kowalska", "Agnieszka Kowalski"),
    ("Işıl Şahin", "Isil Shahin"),
    ("Ọmọ́lará Àjàyí", "Omolara Ajayi"),
    ("Babatúndé Adéwálé", "Tunde Adewale"),
    ("Angharad ferch Dafydd", "Angarad Davyth"),
    ("Katherine O'Brien", "Kate O Brien"),
    ("Сергей Иванов", "Sergei Ivanov"),
    ("Kaur, Jasprit", "Jaspreet Kaur"),
    ("Abubakar Salim", "Abu Bakr Saleem"),
]


@pytest.mark.parametrize(("one", "other"), THE_SAME_NAME)
def test_one_name_in_two_writings_is_known_again(one: str, other: str) -> None:
    asked, entry = Described((one,), BORN), Described((other,), BORN)
    assert may_be_same(asked, entry, uncommon, register_size=100_000)
    assert may_be_same(entry, asked, uncommon, register_size=100_000)


@pytest.mark.parametrize(
    "other",
    [
        Birth(2009, 4, 3),
        Birth(2008, 3, 4),
        Birth(2011, 3, 4),
        Birth(2009, 3, 14),
        Birth(2009),
        Birth(2010, within=2),
        births.of_age(17, today=date(2026, 11, 22)),
        births.UNKNOWN,
    ],
)
def test_an_uncertain_day_of_birth_does_not_hide_a_name_that_agrees(other: Birth) -> None:
    asked, entry = Described(("Gethin Craddock",), BORN), Described(("Gethin Cradock",), other)
    assert may_be_same(asked, entry, uncommon, register_size=5000)


@pytest.mark.parametrize(
    ("name", "born"),
    [
        ("Gethin Craddock", Birth(1961, 7, 21)),
        ("Carys Craddock", Birth(2011, 8, 30)),
        ("Carys Craddock", births.UNKNOWN),
        ("Ffion Meredith", BORN),
    ],
)
def test_a_father_a_sister_and_a_stranger_with_the_same_birthday_are_not_shown(name: str, born: Birth) -> None:
    assert not may_be_same(
        Described(("Gethin Craddock",), BORN), Described((name,), born), uncommon, register_size=5000
    )


def test_an_alias_is_enough() -> None:
    entry = Described(("Faarax Samatar Rooble", "Gaab Rooble"), BORN)
    assert may_be_same(Described(("Gaab Roble",), BORN), entry, uncommon, register_size=100_000)


def test_common_names_alone_bring_nobody_up() -> None:
    register = Register([Described(("Mohammed Khan",), Birth(1980 + number % 40, 1, 1)) for number in range(1000)])
    assert register.look_up(Described(("Mohammed Khan",))) == frozenset()


def uncommon(word: int, sort: str) -> float:
    """A register in which no word is common."""
    return {marks.SPELT: 0.01, marks.HEARD: 0.01, marks.NEAR: 0.02, marks.PART: 0.03}[sort]


NAMES = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60)


@given(NAMES, NAMES)
def test_any_text_can_be_compared_and_both_ways_alike(one: str, other: str) -> None:
    for word in words_of(one):
        for another in words_of(other):
            assert agreement(word, another) == agreement(another, word)
            shared = {sort for sort, found in marks.of_word(word).by_sort()
                      if found & dict(marks.of_word(another).by_sort())[sort]}  # fmt: skip
            if word.plain == another.plain:
                assert shared >= {marks.SPELT, marks.HEARD, marks.NEAR}


@given(st.randoms(use_true_random=False), st.integers(0, 9))
def test_at_most_five_are_shown_as_a_set_whatever_order_they_came_in(chance: object, many: int) -> None:
    entries = [(number, Described(("Gethin Craddock",), BORN)) for number in range(many)]
    chance.shuffle(entries)  # type: ignore[attr-defined]
    found, more = candidates(Described(("Gethin Cradock",), BORN), entries, uncommon, register_size=5000)
    assert isinstance(found, frozenset)
    assert len(found) == min(many, 5)
    assert more == (many > 5)
