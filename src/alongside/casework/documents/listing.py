"""Staff's documents of a case, for whoever may read what the assessment rests on: lists, one file, what it told."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils.translation import gettext as _

from alongside.casework.audit import actions as audit
from alongside.casework.keys import vault
from alongside.casework.referrals.queries import NotFound, Seen, sees, text_of
from alongside.casework.referrals.timeline import Moment
from alongside.casework.rules import documents as rules

from . import adding
from .kinds import KINDS, Kind
from .models import CaseDocument
from .queries import in_bytes

log = logging.getLogger("alongside.documents")
A_PAGE = 10
ON_THE_CASE = 3
"""So many stand on the page of the case; the others are a step away."""


@dataclass(frozen=True)
class Act:
    """Somebody replaced or withdrew it: who, when, and why where it was withdrawn."""

    by: str
    at: datetime
    why: str = ""


@dataclass(frozen=True)
class Shown:
    """One version of a document. `there`: its file can be opened; `kind` is none where what is said does not open."""

    id: UUID
    name: str
    kind: Kind | None
    size: str
    type: str
    type_word: str
    purpose: str
    dated_on: date | None
    source: str
    controller: str
    mislabelled: bool
    added: Act
    replaced: Act | None
    withdrawn: Act | None
    there: bool
    earlier: tuple[Shown, ...] = ()


def may_read(seen: Seen) -> bool:
    return rules.READ_WITH in sees(seen)


def of_case(seen: Seen) -> dict[str, Any]:
    """Return the part of a referral's page: the newest documents, how many there are, and whether one may be added."""
    if not may_read(seen):
        return {"reads": False}
    heads = _heads(seen)
    shown = [_shown(seen, *row) for row in heads[:ON_THE_CASE]]
    return {"reads": True, "shown": shown, "count": len(heads), "may_add": adding.reason_against(seen) is None}


def page(seen: Seen, number: str | None, *, everything: bool = False) -> Page[Any]:
    """Return a page of documents, newest first, each with its earlier versions. Raises NotFound."""
    if not may_read(seen):
        raise NotFound
    heads = _heads(seen)
    found: Page[Any] = Paginator(heads, max(len(heads), 1) if everything else A_PAGE).get_page(number)
    found.object_list = [_shown(seen, *row) for row in found.object_list]
    return found


def one(seen: Seen, document_id: UUID) -> Shown:
    """Return one version. Raises NotFound."""
    row = _rows(seen).filter(pk=document_id).first() if may_read(seen) else None
    if row is None:
        raise NotFound
    return _shown(seen, row)


def opened(seen: Seen, document_id: UUID) -> tuple[Shown, bytes]:
    """Return a document and its file, and note the reading. Raises NotFound, also where it does not open."""
    shown = one(seen, document_id)
    row = CaseDocument.objects.get(pk=document_id)
    if row.content is None or shown.kind is None:
        raise NotFound
    try:
        content = row.take(seen.key)
    except vault.DoesNotOpen:
        log.error("the content of document %s does not open", row.pk)
        raise NotFound from None
    audit.note("opened a document", [seen.referral.id, row.pk], by=seen.staff.pk)
    return shown, content


def story(seen: Seen) -> Iterator[Moment]:
    """Tell when documents were added, replaced and withdrawn; not what they hold."""
    for row in _rows(seen) if may_read(seen) else ():
        what = _("New version of a document") if row.replaces_id else _("Document added")
        said, by = _said(row, seen.key), row.added_by
        yield Moment(row.added_at, what, by.name if by else "", note=_type(said), href=_href(seen))
        if row.withdrawn_at and row.withdrawn_by:
            yield Moment(
                row.withdrawn_at, _("Document withdrawn"), row.withdrawn_by.name, note=_type(said),
                words=text_of(row, seen.key, "why_withdrawn"),
            )  # fmt: skip


def _href(seen: Seen) -> str:
    return f"/files/{seen.referral.id}/"


def _rows(seen: Seen) -> Any:
    rows = CaseDocument.objects.filter(case=seen.referral).select_related("added_by", "withdrawn_by")
    return rows.annotate(there=ExpressionWrapper(Q(content__isnull=False), BooleanField())).defer("content")


def _heads(seen: Seen) -> list[tuple[CaseDocument, CaseDocument | None, list[CaseDocument]]]:
    """Return the newest version of each document, newest first: row, nothing that replaced it, its earlier ones."""
    rows = {row.pk: row for row in _rows(seen)}
    replaced = {row.replaces_id for row in rows.values()}
    heads = [row for row in reversed(rows.values()) if row.pk not in replaced]
    return [(row, None, list(_before(row, rows))) for row in heads]


def _before(row: CaseDocument, rows: dict[UUID, CaseDocument]) -> Iterator[CaseDocument]:
    while row.replaces_id:
        row = rows[row.replaces_id]
        yield row


def _shown(
    seen: Seen, row: CaseDocument, newer: CaseDocument | None = None, earlier: Iterable[CaseDocument] = ()
) -> Shown:
    said, by = _said(row, seen.key), row.added_by
    before = list(earlier)
    return Shown(
        id=row.pk, name=said.get("name", ""), kind=KINDS.get(said.get("kind", "")), size=in_bytes(row.size),
        type=_type(said), type_word=said.get("type", ""), purpose=said.get("purpose", ""),
        dated_on=_day(said.get("dated_on", "")), source=said.get("source", ""), controller=said.get("controller", ""),
        mislabelled=bool(said.get("mislabelled")), added=Act(by.name if by else "", row.added_at),
        replaced=Act(newer.added_by.name if newer.added_by else "", newer.added_at) if newer else None,
        withdrawn=_withdrawn(seen, row), there=bool(getattr(row, "there", True)),
        earlier=tuple(_shown(seen, each, after) for each, after in zip(before, [row, *before], strict=False)),
    )  # fmt: skip


def _withdrawn(seen: Seen, row: CaseDocument) -> Act | None:
    if row.withdrawn_at is None or row.withdrawn_by is None:
        return None
    return Act(row.withdrawn_by.name, row.withdrawn_at, text_of(row, seen.key, "why_withdrawn"))


def _said(row: CaseDocument, key: bytes) -> dict[str, Any]:
    text = text_of(row, key, "said")
    try:
        return dict(json.loads(text or "{}"))
    except ValueError:
        return {"name": text}


def _type(said: dict[str, Any]) -> str:
    return rules.TYPES.get(said.get("type", ""), "")


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
