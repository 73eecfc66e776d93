"""The blank copy as a PDF that a screen reader can read (PDF/UA-1), made from the same table as the pages."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from . import fields
from .fields import Field, Section

SOURCE = Path(__file__).with_name("blank.typ")


def pdf() -> bytes:
    """The file in the language of this request: made once for each language, for it holds our own words alone."""
    return _made((get_language() or "en").partition("-")[0])


@cache
def _made(language: str) -> bytes:
    said = json.dumps({"language": language, **_words()})
    made = typst.Compiler(SOURCE, ignore_system_fonts=True).compile(
        format="pdf", sys_inputs={"said": said}, pdf_standards=["ua-1"]
    )
    assert isinstance(made, bytes)
    return made


def _words() -> dict[str, Any]:
    return {
        "title": _("Questions for professionals"),
        "lead": _("To prepare with. Fill it in by hand or on the website; please do not send it by e-mail."),
        "sections": [
            {"title": str(one.title), "lead": str(one.lead), "fields": [_field(one, each) for each in one.fields]}
            for one in fields.SECTIONS
        ],
    }


def _field(section: Section, one: Field) -> dict[str, Any]:
    marked = not (one.required or one.when)
    return {
        "label": _("%(question)s (optional)") % {"question": one.label} if marked else str(one.label),
        "hint": fields.said_with(section, one),
        "prompts": [str(prompt) for prompt in one.prompts],
        "choices": [str(words) for _value, words in one.choices],
        "lines": one.rows if one.kind == fields.WORDS else 0 if one.choices or one.kind == fields.TICK else 1,
        "tick": one.kind == fields.TICK,
    }
