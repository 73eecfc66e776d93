"""A translator's signature stands for exactly the words that they read."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from alongside.commons.refusals import NotAllowed
from alongside.design import messages, signatures

DANGER, ASIDE = "public/concerns/templates/concerns/danger.html", "public/help/views.py"
CALL = "Call 999 now"


@pytest.fixture(autouse=True)
def own_catalogues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "PACKAGE", tmp_path)
    signatures.stands.cache_clear()
    write_words({CALL: "Ffoniwch 999 nawr", "Where?": "Ble?"}, {"Aside": ""})


@pytest.fixture(autouse=True, scope="module")
def forget_afterwards() -> object:
    yield
    signatures.stands.cache_clear()


def write_words(safety: dict[str, str], others: dict[str, str]) -> None:
    """Write a small Welsh catalogue."""
    catalogue = Catalog("cy")
    for place, words in ((DANGER, safety), (ASIDE, others)):
        for word, translation in words.items():
            catalogue.add(word, translation, locations=[(place, 0)])
    path = messages.po_file("public", "cy")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue)
    signatures.stands.cache_clear()


def test_a_language_that_nobody_signed_does_not_stand() -> None:
    assert not signatures.stands("cy")
    assert not signatures.stands("ar")
    assert not signatures.stands("no such language")


def test_a_signature_names_the_translator_and_the_day_and_stands() -> None:
    path = signatures.sign("cy", "Nia Rowlands", "2026-11-22")
    signed = json.loads(path.read_text())
    assert (signed["translator"], signed["signed_on"]) == ("Nia Rowlands", "2026-11-22")
    assert signatures.stands("cy")


@pytest.mark.parametrize(
    "changed",
    [
        {CALL: "Ffoniwch 999 yfory", "Where?": "Ble?"},
        {CALL: "Ffoniwch 999 nawr", "Where?": "Ble?", "A new word": "Gair newydd"},
        {CALL: "Ffoniwch 999 nawr"},
        {CALL: "Ffoniwch 999 nawr", "Where?": ""},
        {"Call 999": "Ffoniwch 999 nawr", "Where?": "Ble?"},
    ],
    ids=["another translation", "a new word", "a word gone", "a translation gone", "the English changed"],
)
def test_a_signature_is_void_when_a_safety_word_is_not_as_signed(changed: dict[str, str]) -> None:
    signatures.sign("cy", "Nia Rowlands", "2026-11-22")
    write_words(changed, {"Aside": ""})
    assert not signatures.stands("cy")


def test_a_word_elsewhere_may_change_under_a_signature() -> None:
    signatures.sign("cy", "Nia Rowlands", "2026-11-22")
    write_words({CALL: "Ffoniwch 999 nawr", "Where?": "Ble?"}, {"Aside": "O'r neilltu", "More": "Mwy"})
    assert signatures.stands("cy")


def test_what_changed_since_is_named_so_that_only_that_is_read_again() -> None:
    signatures.sign("cy", "Nia Rowlands", "2026-11-22")
    write_words({CALL: "Ffoniwch 999 yfory", "Where?": "Ble?"}, {})
    found = signatures.status("cy")
    assert (found.not_as_signed, found.withdrawn, found.words) == ([CALL], 1, 2)


def test_nothing_is_signed_while_a_word_has_no_translation_or_nobody_signs() -> None:
    with pytest.raises(NotAllowed, match="own name"):
        signatures.sign("cy", "  ", "2026-11-22")
    with pytest.raises(NotAllowed, match="no translation to sign"):
        signatures.sign("de", "Nia Rowlands", "2026-11-22")
    write_words({CALL: ""}, {})
    with pytest.raises(NotAllowed, match="no translation yet"):
        signatures.sign("cy", "Nia Rowlands", "2026-11-22")


def test_one_signature_cannot_be_carried_to_another_language() -> None:
    path = signatures.sign("cy", "Nia Rowlands", "2026-11-22")
    shutil.copytree(path.parent, signatures.signed_file("ar").parent)
    assert not signatures.stands("ar")
