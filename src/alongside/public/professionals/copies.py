"""What a professional sent, for their own safeguarding file: text, or one page that needs nothing else to be shown.

No PDF: the fonts that come with it lack letters that names have, and a copy must not lose one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from alongside.design.jinja import local_time

from . import forms, journey


def as_text(tasks: Sequence[forms.Task], sent_at: str) -> str:
    """Lines of plain text."""
    return "\r\n".join(_lines(tasks, sent_at)) + "\r\n"


def as_page(tasks: Sequence[forms.Task], sent_at: str) -> str:
    """A page of its own: no address, no script, no style."""
    told = [(task.section.title, journey.answered(task)) for task in tasks]
    return render_to_string("professionals/copy.html", {"told": told, "sent": _when(sent_at)})


def _lines(tasks: Sequence[forms.Task], sent_at: str) -> Iterator[str]:
    yield from (_("What I sent"), _when(sent_at), "")
    for task in tasks:
        yield from (str(task.section.title).upper(), "")
        for row in journey.answered(task):
            yield from (str(row.question), *(row.answer or _("Left open")).splitlines(), "")


def _when(sent_at: str) -> str:
    try:
        return str(local_time(datetime.fromisoformat(sent_at)))
    except ValueError:
        return ""
