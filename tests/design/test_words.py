"""No word that people read escapes the translators, and the catalogues can be made and compiled."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from alongside.design import messages

from . import unmarked

PACKAGE = messages.PACKAGE

# Words that are the same in every language, or that translators must not touch. Each with its reason.
ALLOWED = {
    "Cymraeg",  # a language is named in itself
    "English",
    "999",
    "Translated by machine, not yet checked by a translator.",  # said in English too, beside its translation
}


def forgotten(path: Path, find: Callable[[str], list[str]]) -> list[str]:
    found = find(path.read_text(encoding="utf-8"))
    name = path.relative_to(PACKAGE)
    return [f"{name}:{line}" for line in found if line.split(": ", 1)[1].strip('"') not in ALLOWED]


def test_no_template_holds_words_outside_gettext() -> None:
    found = [line for path in unmarked.templates(PACKAGE) for line in forgotten(path, unmarked.in_template)]
    assert not found, "Wrap these in _( ):\n" + "\n".join(found)


def test_no_form_holds_words_outside_gettext() -> None:
    found = [line for path in unmarked.forms(PACKAGE) for line in forgotten(path, unmarked.in_python)]
    assert not found, "Wrap these in gettext_lazy( ):\n" + "\n".join(found)


def test_no_label_says_optional_itself_because_the_form_does() -> None:
    said_twice = re.compile(r"label=_\([^)]*\(optional\)")
    assert [str(path) for path in unmarked.forms(PACKAGE) if said_twice.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    "source",
    [
        "<p>Tell us</p>",
        '<img alt="A picture">',
        '<a aria-label="Change {{ what }}">{{ what }}</a>',
        '<input placeholder="Search">',
        '{{ govukButton({"text": "Send"}) }}',
        '{{ govukButton({"text": "Send" if ready else _("Wait")}) }}',
        '{{ govukButton({"html": "<b>Send</b>"}) }}',
        '{{ govukRadios({"fieldset": {"legend": {"text": "Who are you?"}}}) }}',
        '{{ form.worry.as_field_group(label="Your worry") }}',
        '{{ nothing_here("No case waits for you.") }}',
        '{% set title = "My work today" %}',
        "{% if a %}yes{% endif %}",
    ],
)
def test_the_finder_finds_words_that_were_forgotten_in_a_template(source: str) -> None:
    assert unmarked.in_template(source)


@pytest.mark.parametrize(
    "source",
    [
        '<p class="govuk-body">{{ _("Tell us") }}</p>',
        "{% trans %}Tell us{% endtrans %}",
        '{# A comment #}{{ url("page_of_case", 1) }}',
        '{{ govukButton({"text": _("Send"), "classes": "govuk-button--secondary", "html": words}) }}',
        '<img alt="">&nbsp;– {{ number }}',
        '<script type="module" src="{{ static("design/start.js") }}"></script>',
        '{{ facts({"rows": [{"key": {"text": _("Name")}}]}) }}',
        '{{ _("Page %(number)s of %(last)s", number=1, last=2) }}',
    ],
)
def test_the_finder_lets_marked_words_and_code_pass(source: str) -> None:
    assert unmarked.in_template(source) == []


def test_the_finder_finds_words_that_were_forgotten_in_a_form() -> None:
    source = """
a = CharField(label="Your worry", help_text=_("In your words"), error_messages={"required": "Tell us"})
b = ChoiceField(choices=[("a", "A parent"), ("b", _("Other"))])
raise ValidationError(f"The day {day} is past")
"""
    assert [line.split(": ")[0] for line in unmarked.in_python(source)] == ["2", "2", "3", "4"]


@pytest.mark.parametrize("folder", messages.CATALOGUES)
def test_the_words_of_each_room_can_be_extracted(folder: str) -> None:
    catalogue = messages.extract(messages.CATALOGUES[folder])
    if folder == "design":
        places = {Path(place).parts[0] for word in catalogue for place, _line in word.locations}
        ids = {word.id for word in catalogue}
        assert "design" in places
        assert {"Skip to main content", "Sign in", "Fill in “%(label)s”"} <= ids


def test_a_translation_is_kept_when_the_words_are_extracted_again(tmp_path: Path) -> None:
    path = tmp_path / "cy.po"
    template = messages.extract(("design",))
    messages._update(path, "cy", template)
    path.write_text(path.read_text().replace('msgid "Back"\nmsgstr ""', 'msgid "Back"\nmsgstr "Yn ôl"'))
    messages._update(path, "cy", template)
    found = read_po(BytesIO(path.read_bytes()), locale="cy").get("Back")
    assert found is not None
    assert found.string == "Yn ôl"


def test_catalogues_compile_without_gettext(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shutil.copytree(PACKAGE / "design" / "locale", tmp_path / "design" / "locale")
    monkeypatch.setattr(messages, "PACKAGE", tmp_path)
    compiled = {path.relative_to(tmp_path / "design" / "locale").as_posix() for path in messages.compile_all()}
    assert compiled == {f"{code}/LC_MESSAGES/django.mo" for code in messages.LANGUAGES["design"]}
