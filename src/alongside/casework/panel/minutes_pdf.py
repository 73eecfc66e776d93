"""Minutes as a PDF that a screen reader can read (PDF/UA-1). The same minutes give the same bytes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from alongside.commons import clock
from alongside.commons.refusals import NotAllowed

from .minutes import Page
from .models import Meeting

SOURCE = Path(__file__).with_name("minutes.typ")


def pdf(meeting: Meeting, pages: list[Page]) -> bytes:
    """Make the file. Raises NotAllowed when a name has letters that the typeface lacks: none is ever left out."""
    return made_of(_words(meeting, pages))


def made_of(words: dict[str, Any]) -> bytes:
    """Make a file of the words that minutes.typ reads; the papers of a meeting have the same shape (pack.py)."""
    said = json.dumps(words, ensure_ascii=False, sort_keys=True)
    try:
        made = typst.Compiler(SOURCE, ignore_system_fonts=True).compile(
            format="pdf", sys_inputs={"said": said}, pdf_standards=["ua-1"]
        )
    except typst.TypstError as refused:
        raise NotAllowed(
            _("These words have letters that the PDF's typeface lacks. Print the page instead: it has them all.")
        ) from refused
    assert isinstance(made, bytes)
    return made


def _words(meeting: Meeting, pages: list[Page]) -> dict[str, Any]:
    when = date_format(meeting.starts_at.astimezone(clock.LONDON), "j F Y, H:i")
    return {
        "language": (get_language() or "en").partition("-")[0],
        "title": _("Minutes of the panel"),
        "lead": f"{meeting.area.name}, {when}",
        "items": [_item(page) for page in pages],
        "headings": {
            "there": _("There were"), "actions": _("Actions"), "corrections": _("Corrections"), "what": _("What"),
            "owner": _("Who"), "due": _("By when"),
        },
    }  # fmt: skip


def _item(page: Page) -> dict[str, Any]:
    content = page.content
    return {
        "title": f"{content['called']}, {content['reference']}",
        "lines": [line for line in lines(page) if line[1]],
        "there": [", ".join([name, _(role), agency]) for name, role, agency in content["there"]],
        "actions": content["actions"],
        "corrections": [f"{text} ({by})" for text, by, _at in page.corrections],
    }


def lines(page: Page) -> list[tuple[str, str]]:
    """Return the minutes of one item as heading and text, for the PDF and for the page."""
    content = page.content
    return [
        (_("Why it came"), _(content["why"])),
        (_("Apologies"), ", ".join(content["apologies"])),
        (_("Took no part, with a conflict"), ", ".join(content["away"])),
        (_("Guests for this item"), ", ".join(content["guests"])),
        (_("The paper was late because"), content["late"]),
        (_("Discussion"), content["note"]),
        (_("Decision"), ", ".join(_(part) for part in (content["outcome"], content["how"]) if part)),
        *((_(label), text) for label, text in content["decision"]),
        (_("Signed"), _signed(page)),
    ]


def _signed(page: Page) -> str:
    if page.signed_at is None:
        return _("not yet: this is a draft")
    when = date_format(page.signed_at.astimezone(clock.LONDON), "j F Y, H:i")
    return f"{page.signed_by}, {_(page.signed_as)}, {when}"
