"""What pages ask of the register: every disclosure of a case with what came after it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from alongside.casework.referrals.models import Referral
from alongside.casework.referrals.queries import NotFound, Seen, sees, text_of
from alongside.casework.rules import disclosures as rules
from alongside.commons import clock

from . import addresses
from .models import After, Disclosure


@dataclass(frozen=True)
class Later:
    """Something that came after a disclosure, in words."""

    kind: str
    label: str
    why: str
    at: datetime
    by: str
    words: str


@dataclass(frozen=True)
class Line:
    """One disclosure, in words."""

    id: UUID
    at: datetime
    what_happened: str
    recipient: str
    recipient_kind: str
    fields: list[str]
    purpose: str
    legal_basis: str
    necessity: str
    authorised_by: str
    route: str
    expires_on: date | None
    after: list[Later]
    live: bool
    waits_for_answer: bool
    message: str


@dataclass(frozen=True)
class Gone:
    """A recall that waits for its answer, of a case that is gone: all that is left to say to whom, and under what."""

    id: UUID
    reference: str
    recipient: str
    message: str


def waiting_of_gone(references: Mapping[UUID, str]) -> list[Gone]:
    """Return the recalls of destroyed cases that nobody has answered, by cases' ids and references."""
    recalled = After.objects.filter(case_id__in=references, kind="recalled").select_related("disclosure__agency")
    answered = set(
        After.objects.filter(case_id__in=references, kind="answered").values_list("disclosure_id", flat=True)
    )
    waits = {after.disclosure_id: after for after in recalled if after.disclosure_id not in answered}
    return [_gone(after, references[after.case_id]) for after in waits.values()]


def _gone(after: After, reference: str) -> Gone:
    row = after.disclosure
    recipient = row.agency.name if row.agency else addresses.opened(row)
    return Gone(row.id, reference, recipient, _in_words(row, after, reference))


def may_read(seen: Seen) -> bool:
    """Say whether whoever is looking reads the register: their page shows the referral, and they work on it."""
    return "referral" in sees(seen) and bool(set(rules.READS) & set(seen.roles))


def on_the_page(seen: Seen) -> dict[str, Any]:
    """Return how many disclosures there are, for the link on the case's page."""
    if not may_read(seen):
        return {"shown": False}
    return {"shown": True, "count": Disclosure.objects.filter(case=seen.referral).count()}


def register(seen: Seen) -> list[Line]:
    """Return every disclosure of a case, newest first. Raises NotFound for who does not read the register."""
    if not may_read(seen):
        raise NotFound
    rows = Disclosure.objects.filter(case=seen.referral).select_related("authorised_by", "case")
    after = _after_by_row(seen.referral)
    return [_line(row, after.get(row.id, []), seen.key) for row in rows.order_by("-at", "-id")]


def row_of(seen: Seen, disclosure_id: UUID) -> Disclosure:
    """Return one row of the register. Raises NotFound."""
    row = Disclosure.objects.filter(case=seen.referral, pk=disclosure_id).first()
    if row is None or not may_read(seen):
        raise NotFound
    return row


def line_of(seen: Seen, disclosure_id: UUID) -> Line:
    row = row_of(seen, disclosure_id)
    return _line(row, list(row.after.select_related("by")), seen.key)


def live(referral: Referral) -> list[Disclosure]:
    """Return the disclosures of a case whose recipients are still inside their life."""
    ended = _after_by_row(referral)
    rows = Disclosure.objects.filter(case=referral).select_related("agency")
    return [row for row in rows if _is_live(row, ended.get(row.id, []))]


def not_recalled(rows: Iterable[Disclosure]) -> list[Disclosure]:
    """Return those of several rows that nobody has recalled yet."""
    rows = list(rows)
    recalled = set(After.objects.filter(disclosure__in=rows, kind="recalled").values_list("disclosure_id", flat=True))
    return [row for row in rows if row.id not in recalled]


def of_the_act(referral: Referral, word: str, of_act: UUID) -> list[Disclosure]:
    """Return what one act disclosed that is inside its life and whose last day is not set."""
    set_already = After.objects.filter(case=referral, kind="until").values("disclosure_id")
    rows = Disclosure.objects.filter(case=referral, act=word, of_act=of_act).exclude(pk__in=set_already)
    inside = {row.id for row in live(referral)}
    return [row for row in rows if row.id in inside]


def agencies_inside(referral: Referral) -> set[UUID]:
    """Return the agencies that have a disclosure of this case inside its life."""
    return {row.agency_id for row in live(referral) if row.agency_id}


def _after_by_row(referral: Referral) -> dict[UUID, list[After]]:
    found: dict[UUID, list[After]] = {}
    for after in After.objects.filter(case=referral).select_related("by"):
        found.setdefault(after.disclosure_id, []).append(after)
    return found


def _is_live(row: Disclosure, after: list[After]) -> bool:
    ended = next((each.at.astimezone(clock.LONDON).date() for each in after if each.kind == "ended"), None)
    return rules.in_life(_expires_on(row, after), ended, today=clock.today())


def _expires_on(row: Disclosure, after: list[After]) -> date | None:
    """Return the last day of a disclosure: what was set last, else what it was made with."""
    return next((each.until for each in reversed(after) if each.kind == "until"), row.expires_on)


def _line(row: Disclosure, after: list[After], key: bytes) -> Line:
    said = _said(row, key)
    kinds = [each.kind for each in after]
    return Line(
        id=row.id,
        at=row.at,
        what_happened=rules.ACTS[row.act].label,
        recipient=text_of(row, key, "recipient"),
        recipient_kind=rules.RECIPIENTS[row.recipient_kind],
        fields=[_(rules.FIELDS.get(word, word)) for word in said.get("fields", [])],
        purpose=said.get("purpose", ""),
        legal_basis=rules.BASES[row.legal_basis],
        necessity=said.get("necessity", ""),
        authorised_by=row.authorised_by.name if row.authorised_by else "",
        route=rules.ROUTES[row.route],
        expires_on=_expires_on(row, after),
        after=[_later(each, key) for each in after],
        live=_is_live(row, after),
        waits_for_answer="recalled" in kinds and "answered" not in kinds,
        message=_message(row, after),
    )


def _message(row: Disclosure, after: list[After]) -> str:
    """Return what a recall says to the recipient: never what the information was; nothing where none was made."""
    recalled = next((each for each in after if each.kind == "recalled"), None)
    if recalled is None:
        return ""
    return _in_words(row, recalled, row.case.reference)


def _in_words(row: Disclosure, recalled: After, reference: str) -> str:
    day = row.at.astimezone(clock.LONDON).strftime("%d/%m/%Y")
    return _(rules.MESSAGE).format(day=day, reference=reference, why=_(rules.WHY_RECALLED[recalled.why]))


def _said(row: Disclosure, key: bytes) -> dict[str, Any]:
    text = text_of(row, key, "said")
    try:
        return dict(json.loads(text))
    except ValueError:
        return {"purpose": text}


def _later(row: After, key: bytes) -> Later:
    return Later(
        kind=row.kind,
        label=rules.AFTER[row.kind],
        why=rules.WHY_RECALLED.get(row.why, ""),
        at=row.at,
        by=row.by.name if row.by else "",
        words=text_of(row, key, "words"),
    )
