"""The pack: every paper of a meeting that somebody reads, as one PDF that a screen reader can read (PDF/UA-1).

It holds what the pages of their items show them, and nothing else: it is made anew for each reader, each time.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from alongside.casework.audit import actions as audit
from alongside.casework.organisation.models import Staff
from alongside.casework.referrals import parts
from alongside.casework.rules import panel as rules
from alongside.commons import clock

from . import minutes_pdf, queries
from .models import Item, Meeting


@dataclass(frozen=True)
class Paper:
    """One paper as somebody reads it: whom it is about, why it came, and its sections, label and text."""

    title: str
    why: str
    sections: list[tuple[str, str]]


def papers_of(meeting: Meeting, staff: Staff) -> QuerySet[Item]:
    """Return the items of a meeting whose papers are out and whose key somebody holds."""
    found: QuerySet[Item] = Item.objects.visible_to(staff).filter(meeting=meeting).exclude(papers_out_at=None)
    return found


def read(meeting: Meeting, staff: Staff) -> list[Paper]:
    """Return the papers of a meeting that somebody reads now, in the agenda's order, and note the reading."""
    seen = [(item.of_case, _paper(staff, item.id)) for item in papers_of(meeting, staff)]
    shown = [(case, paper) for case, paper in seen if paper is not None]
    if shown:
        audit.note("read papers", [case for case, _paper in shown], by=staff.pk)
    return [paper for _case, paper in shown]


def _paper(staff: Staff, item_id: UUID) -> Paper | None:
    seen = queries.find(staff, item_id)
    if not queries.may_read(seen):
        return None
    written = seen.paper
    sections = [(row.label, written[row.word]) for row in rules.PAPER if written.get(row.word)]
    sections += parts.in_pack(seen.item.of_case, staff, seen.arranged.get("contributions") or ())
    return Paper(f"{seen.called}, {seen.arranged.get('reference', '')}", rules.WHY[seen.item.why], sections)


def pdf(meeting: Meeting, papers: list[Paper]) -> bytes:
    """Make the file. Raises NotAllowed when a name has letters that the typeface lacks: none is ever left out."""
    when = date_format(meeting.starts_at.astimezone(clock.LONDON), "j F Y, H:i")
    return minutes_pdf.made_of(
        {
            "language": (get_language() or "en").partition("-")[0],
            "title": _("Papers of the panel"),
            "lead": f"{meeting.area.name}, {when}",
            "items": [_item(paper) for paper in papers],
            "headings": {},
        }
    )


def _item(paper: Paper) -> dict[str, object]:
    lines = [(_("Why it came"), _(paper.why)), *((_(label), text) for label, text in paper.sections)]
    return {"title": paper.title, "lines": lines, "there": [], "actions": [], "corrections": []}
