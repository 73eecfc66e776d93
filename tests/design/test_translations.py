"""Nobody on the way of a concern meets a sentence that is left in English, or one whose numbers and names got lost."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message

from alongside.design import messages, signatures

# What stands around the pages of the way: their frame, its errors, dates, and pages for what goes wrong.
AROUND = (
    "commons/code_lists.py",
    "commons/exchange.py",
    "design/components.py",
    "design/fields.py",
    "design/jinja.py",
    "design/templates/400.html",
    "design/templates/404.html",
    "design/templates/500.html",
    "design/templates/design/_languages.html",
    "design/templates/design/_unsigned_translation.html",
    "design/templates/design/error_summary.html",
    "design/templates/design/layout.html",
    "design/templates/design/parts.html",
    "public/help/queries.py",
    "public/pages/templates/pages/_footer.html",
)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%?\{\w*\}|\$\{\w+\}")
LATIN_NAMES = {"Alongside"}
LANGUAGES = sorted(signatures.SAFETY)
LETTERS = {
    "cy": re.compile("[a-zâêîôûŵŷ]", re.I),
    "ar": re.compile("[\u0600-\u06ff]"),
    "ur": re.compile("[\u0600-\u06ff]"),
}


@cache
def said(folder: str) -> Catalog:
    return messages.extract(messages.CATALOGUES[folder])


def on_the_way(language: str) -> list[tuple[Message, Message | None]]:
    """Each word of the way as the code says it now, with its entry in the catalogue."""
    found = []
    for folder in ("design", "public"):
        catalogue = messages.read(messages.po_file(folder, language), language)
        for word in said(folder):
            if word.id and any(
                place.startswith((*signatures.SAFETY[language], *AROUND)) for place, _ in word.locations
            ):
                found.append((word, catalogue.get(_first(word.id), word.context)))
    return found


def _first(text: Any) -> str:
    return text if isinstance(text, str) else text[0]


def _forms(text: Any) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_on_the_way_has_a_translation(language: str) -> None:
    missing = [_first(word.id) for word, entry in on_the_way(language) if not (entry and signatures.translated(entry))]
    assert not missing, f"{len(missing)} words are missing in {language}:\n" + "\n".join(missing)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_translation_keeps_what_is_put_in_and_nothing_else(language: str) -> None:
    wrong = []
    for word, entry in on_the_way(language):
        wanted = {frozenset(PLACEHOLDER.findall(form)) for form in _forms(word.id)}
        given = {frozenset(PLACEHOLDER.findall(form)) for form in _forms(entry.string if entry else "")}
        if given != wanted:
            wrong.append(_first(word.id))
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_to_ring_or_press_is_the_same_in_the_translation(language: str) -> None:
    wrong = [
        _first(word.id)
        for word, entry in on_the_way(language)
        for form in _forms(entry.string if entry else "")
        if isinstance(word.id, str) and re.findall(r"\d+", form) != re.findall(r"\d+", word.id)
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", ["ar", "ur"])
def test_a_translation_is_written_in_the_script_of_its_language(language: str) -> None:
    left = [
        _first(word.id)
        for word, entry in on_the_way(language)
        if word.context is None
        and _first(word.id) not in LATIN_NAMES
        and re.search("[a-z]{2}", PLACEHOLDER.sub("", _first(word.id)))
        for form in _forms(entry.string if entry else "")
        if not LETTERS[language].search(form)
    ]
    assert not left, "\n".join(left)


@pytest.mark.parametrize(("language", "forms"), [("cy", 5), ("ar", 6), ("ur", 2)])
def test_counts_have_all_plural_forms_of_the_language(language: str, forms: int) -> None:
    counted = [entry for word, entry in on_the_way(language) if not isinstance(word.id, str)]
    assert counted
    assert {len(entry.string) for entry in counted if entry} == {forms}


def test_nobody_has_signed_a_translation_that_a_machine_made() -> None:
    assert not [language for language in LANGUAGES if signatures.signed_file(language).exists()]
