"""Every text typed into casework is asked whether it is marked above OFFICIAL-SENSITIVE; the words come back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.forms.utils import ErrorDict
from django.test import Client
from django.urls import get_resolver

from alongside.design import forms
from tests import cast

MARKED = "TOP SECRET: what the agency sent about the quay."
REFUSED = "Nothing marked above OFFICIAL-SENSITIVE is entered here."
NO_WORDS = {
    "kind", "answer", "area", "until", "both", "previewed", "booking", "meeting", "let_in", "based_on", "closure_code",
    "present", "sealed", "end",
}  # fmt: skip
"""What a view takes from a form's data itself: words of a choice, ids, numbers, a copy of what a form has cleaned."""


def every_form() -> Iterator[type[Any]]:
    """The forms of casework: all that its pages have imported."""
    assert get_resolver().url_patterns
    waiting = [forms.Form, forms.ModelForm]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.startswith("alongside.casework."):
            yield kind


def texts_of(kind: type[Any]) -> list[str]:
    fields = kind.base_fields.items()
    return [
        name
        for name, field in fields
        if type(field) in (forms.CharField, forms.LongTextField) and not isinstance(field.widget, forms.PasswordInput)
    ]


def refused_in(kind: type[Any], name: str) -> list[str]:
    """What a form says of one marked text; without its own beginning, which needs rows of a case."""
    form = kind.__new__(kind)
    forms.Form.__init__(form, {name: "SECRET"})
    form._errors, form.cleaned_data = ErrorDict(), {}
    form._clean_fields()
    return [str(sentence) for sentence in form.errors.get(name, [])]


def test_every_text_of_every_form_is_asked() -> None:
    asked = [(kind, name) for kind in every_form() for name in texts_of(kind)]
    assert len(asked) > 90
    kept = [f"{kind.__qualname__}.{name}" for kind, name in asked if not refused_in(kind, name)]
    assert kept == []


def test_no_view_takes_words_past_a_form() -> None:
    taken = {
        name
        for path in Path("src/alongside/casework").glob("*/*.py")
        for name in re.findall(r"""POST(?:\.get|\.getlist)?[(\[]["'](\w+)""", path.read_text(encoding="utf-8"))
    }
    assert taken - NO_WORDS == set()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "field"),
    [("/triage/{}/emergency/", "what"), ("/people/{}/names/", "names"), ("/intake/{}/pass/", "reason")],
)
def test_the_page_says_so_and_has_the_words_still(
    signed_in: Callable[[cast.Person], Client], opened: UUID, address: str, field: str
) -> None:
    answer = signed_in(cast.INTAKE).post(address.format(opened), {field: MARKED})
    page = unescape(answer.content.decode())
    assert REFUSED in page
    assert MARKED in page
