import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.commons.envelope import contents, receipt
from alongside.commons.envelope.contents import Box, Message, Reply
from alongside.commons.envelope.keys import WillNotOpen
from alongside.commons.envelope.padding import padded
from alongside.commons.envelope.receipt import ALPHABET
from alongside.commons.refusals import BadInput

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
RECEIPT = receipt.made_from(b"fifteen bytes!!")
KEY = receipt.stretch(RECEIPT)
REPLY = Reply("SECRET answer", AT)
UNTIL = date(2027, 5, 22)
SEALED = receipt.seal_reply(REPLY, KEY.reply_to(), id=UUID(int=3), closes_on=UNTIL)
RECEIPTS = st.binary(min_size=15, max_size=15).map(receipt.made_from)


@settings(max_examples=100, derandomize=True)
@given(RECEIPTS)
def test_a_receipt_is_six_groups_of_four_and_is_read_as_it_was_shown(made):
    shown = made.shown()
    assert [len(group) for group in shown.split("-")] == [4] * 6
    assert set(shown) <= set(ALPHABET) | {"-"}
    assert receipt.parse(shown) == made


@settings(max_examples=50, derandomize=True)
@given(RECEIPTS, st.randoms(use_true_random=False))
def test_reading_forgives_case_spaces_dashes_and_mistaken_letters(made, random):
    between = ["", " ", "\u2013", "\u00a0", "\u2011", "\t"]
    like = {"0": "0oO", "1": "1iIlL"}
    typed = "".join(
        random.choice(between) + random.choice(like.get(letter, letter + letter.lower())) for letter in made.shown()
    )
    assert receipt.parse(typed) == made


@settings(max_examples=60, derandomize=True)
@given(RECEIPTS, st.data())
def test_one_wrong_letter_anywhere_is_told_and_its_place_is_named(made, data):
    text = made.shown().replace("-", "")
    at = data.draw(st.integers(0, 23))
    wrong = data.draw(st.sampled_from(ALPHABET.replace(text[at], "")))
    with pytest.raises(receipt.Mistyped, match="not as they are on your receipt") as refused:
        receipt.parse(text[:at] + wrong + text[at + 1 :])
    assert (refused.value.place, refused.value.group, refused.value.in_group) == (at, at // 4 + 1, at % 4 + 1)


@settings(max_examples=200, derandomize=True)
@given(RECEIPTS, st.data())
def test_two_wrong_letters_anywhere_are_told(made, data):
    text = list(made.shown().replace("-", ""))
    for at in data.draw(st.lists(st.integers(0, 23), min_size=2, max_size=2, unique=True)):
        text[at] = data.draw(st.sampled_from(ALPHABET.replace(text[at], "")))
    with pytest.raises(receipt.Mistyped):
        receipt.parse("".join(text))


@settings(max_examples=60, derandomize=True)
@given(RECEIPTS, st.integers(0, 23), st.integers(0, 23))
def test_two_letters_that_changed_places_are_told(made, one, two):
    text = list(made.shown().replace("-", ""))
    if text[one] == text[two]:
        return
    text[one], text[two] = text[two], text[one]
    with pytest.raises(BadInput, match="not as they are"):
        receipt.parse("".join(text))


@pytest.mark.parametrize("typed", ["", "ABC", "0" * 23, "0" * 25, "U" * 24, "0000-" * 5 + "000!", "é" * 24, "\x00"])
def test_what_is_no_receipt_is_told_without_repeating_it(typed):
    with pytest.raises(BadInput) as refused:
        receipt.parse(typed)
    assert not typed or typed not in str(refused.value)


def test_the_check_characters_are_not_part_of_what_is_stored():
    assert len(RECEIPT.locator) == 6
    assert len(RECEIPT.secret) == 16
    changed = replace(RECEIPT, secret="0" * 16)
    assert changed.locator == RECEIPT.locator
    assert changed.shown()[8] != RECEIPT.shown()[8] or changed.shown()[:9] != RECEIPT.shown()[:9]


def test_a_new_receipt_is_another_each_time_and_uses_all_letters():
    made = [receipt.new() for _ in range(200)]
    assert len({each.locator for each in made}) == 200
    assert set("".join(each.secret for each in made)) == set(ALPHABET)


def test_a_form_sent_twice_makes_one_receipt():
    assert receipt.made_from(b"x" * 32) == receipt.made_from(b"x" * 32)
    with pytest.raises(ValueError, match="15 bytes"):
        receipt.made_from(b"x" * 14)


def test_a_receipt_and_its_key_do_not_show_their_secrets():
    assert RECEIPT.secret not in repr(RECEIPT)
    assert repr(KEY.private_key.seed) not in repr(KEY)


def test_the_receipt_opens_its_reply():
    assert receipt.open_reply(SEALED, KEY) == REPLY
    assert b"SECRET" not in SEALED.sealed


@pytest.mark.parametrize(
    ("sealed", "key"),
    [
        (SEALED, receipt.stretch(replace(RECEIPT, secret="0" * 16))),
        (SEALED, receipt.stretch(replace(RECEIPT, locator="000000"))),
        (replace(SEALED, id=UUID(int=4)), KEY),
        (replace(SEALED, locator="000000"), KEY),
        (replace(SEALED, sealed=bytes(len(SEALED.sealed))), KEY),
    ],
    ids=["another secret", "another locator", "another id", "moved", "altered"],
)
def test_nothing_else_opens_it(sealed, key):
    with pytest.raises(WillNotOpen) as refused:
        receipt.open_reply(sealed, key)
    assert "SECRET" not in str(refused.value)


@pytest.mark.parametrize("plaintext", [padded(b"SECRET"), bytes(4096), None], ids=["no JSON", "no padding", "message"])
def test_what_opens_but_is_no_reply_is_refused_without_its_contents(plaintext):
    if plaintext is None:
        plaintext = padded(contents.to_bytes(Message(UUID(int=1), "more", AT, KEY.reply_to(), "SECRET")))
    info = receipt.info(id=SEALED.id, locator=SEALED.locator)
    forged = replace(SEALED, sealed=KEY.private_key.public().seal(plaintext, info))
    with pytest.raises(WillNotOpen) as refused:
        receipt.open_reply(forged, KEY)
    assert "SECRET" not in str(refused.value)


def test_a_box_opens_as_a_reply_does():
    box = Box(UUID(int=1), AT, area="northbridge")
    sealed = receipt.seal_reply(box, KEY.reply_to(), id=UUID(int=8), closes_on=UNTIL)
    assert receipt.open_reply(sealed, KEY) == box


def test_a_mark_tells_whose_it_is_and_only_the_token_explains_it():
    other = receipt.stretch(receipt.new()).reply_to()
    assert SEALED.mark == KEY.reply_to().mark() == hashlib.sha256(KEY.reply_to().token()).digest()
    assert other.mark() != SEALED.mark
    assert SEALED.mark not in (KEY.reply_to().public_key, KEY.reply_to().token())


def test_a_sealed_reply_of_another_length_or_place_cannot_be_made():
    with pytest.raises(ValueError, match="length"):
        replace(SEALED, sealed=b"x")
    with pytest.raises(ValueError, match="locator"):
        replace(SEALED, locator="nowhere")
    with pytest.raises(ValueError, match="mark"):
        replace(SEALED, mark=b"")
