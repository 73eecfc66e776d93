"""Write a disclosure down, and beside it what comes after. Rows are never changed (R-16)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.casework.audit import actions as audit
from alongside.casework.keys.actions import case_key, posts_that_see
from alongside.casework.organisation.models import Agency, Post, Staff
from alongside.casework.referrals import ownership
from alongside.casework.referrals.actions import tell_holders
from alongside.casework.referrals.models import Referral
from alongside.casework.referrals.queries import NotFound, find
from alongside.casework.rules import disclosures as rules
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed

from . import addresses, queries
from .models import After, Disclosure


def record(
    case_id: UUID,
    *,
    recipient: str,
    recipient_kind: str,
    fields: Iterable[str],
    purpose: str,
    legal_basis: str,
    necessity: str,
    authorised_by: Staff | None,
    until: date | None = None,
    route: str = "here",
    agency: Agency | None = None,
    act: str = "by_hand",
    of_act: UUID | None = None,
) -> Disclosure:
    """Write one disclosure into the register, in the caller's transaction and under the caller's leaf.

    Args:
        recipient: by name: a body, or a person and whom they work for.
        recipient_kind: a word of rules.RECIPIENTS.
        fields: words of rules.FIELDS, or what was told in plain words.
        legal_basis: a word of rules.BASES.
        authorised_by: who decided on it; None where the area's standing arrangement did.
        until: the last day of its life; None as long as the case is kept.
        route: a word of rules.ROUTES.
        agency: the recipient, where it is a body with posts here.
        act: a word of rules.ACTS, and ``of_act`` the id of the row that is the act: at most one a recipient.

    Raises referrals.queries.NotFound for whoever does not see the case, and NotAllowed for a word of no list.
    """
    key = case_key(case_id)
    if key is None:
        raise NotFound
    return add(
        Disclosure(
            case_id=case_id, act=act, of_act=of_act, recipient_kind=recipient_kind, agency=agency,
            legal_basis=legal_basis, route=route, authorised_by=authorised_by, expires_on=until,
        ),
        key, recipient=recipient, fields=fields, purpose=purpose, necessity=necessity,
    )  # fmt: skip


def add(
    row: Disclosure, key: bytes, *, recipient: str, fields: Iterable[str], purpose: str, necessity: str
) -> Disclosure:
    """Seal and save a row whose codes are set. Raises NotAllowed for a word of no list, or for what is left out."""
    _refuse_what_is_on_no_list(row)
    if not (recipient.strip() and purpose.strip() and necessity.strip()):
        raise NotAllowed(_("A disclosure says to whom, what for, and why no less would do."))
    row.at = clock.now()
    said = {"fields": list(fields), "purpose": purpose.strip(), "necessity": necessity.strip()}
    row.seal(key, recipient=recipient.strip(), said=json.dumps(said, ensure_ascii=False))
    if row.agency_id is None:
        addresses.seal(row, recipient.strip())
    row.save(force_insert=True)
    return row


def _refuse_what_is_on_no_list(row: Disclosure) -> None:
    lists = (
        (row.act, rules.ACTS), (row.recipient_kind, rules.RECIPIENTS), (row.legal_basis, rules.BASES),
        (row.route, rules.ROUTES),
    )  # fmt: skip
    for word, codes in lists:
        if word not in codes:
            raise NotAllowed(_("The register has no code “%(word)s”.") % {"word": word})


def by_act(
    referral: Referral, key: bytes, word: str, *, of_act: UUID, recipient: str, kind: str, by: Staff | None,
    agency: Agency | None = None, fields: Iterable[str] = (), until: date | None = None,
) -> Disclosure:  # fmt: skip
    """Write what an act of the software disclosed, in the words of its rule (rules/disclosures.ACTS)."""
    act = rules.ACTS[word]
    row = Disclosure(
        case=referral, act=word, of_act=of_act, recipient_kind=kind, agency=agency, legal_basis=act.legal_basis,
        route=act.route, authorised_by=by, expires_on=until,
    )  # fmt: skip
    told = tuple(fields) or act.fields
    return add(row, key, recipient=recipient, fields=told, purpose=act.purpose, necessity=act.necessity)


def to_agency(
    referral: Referral, key: bytes, word: str, agency: Agency, *, of_act: UUID, by: Staff | None,
    until: date | None = None,
) -> Disclosure:  # fmt: skip
    """Write that an act disclosed to a body with posts here."""
    return by_act(
        referral, key, word, of_act=of_act, recipient=agency.name, kind=agency.kind, agency=agency, by=by, until=until
    )


def end(rows: Iterable[Disclosure], key: bytes, *, by: Staff | None, words: str = "") -> None:
    """Note that the life of disclosures has ended; the caller has the leaf."""
    for row in rows:
        _after(row, key, "ended", by=by, words=words)


def set_until(rows: Iterable[Disclosure], key: bytes, until: date, *, by: Staff | None) -> None:
    """Note the last day of disclosures, where it was not known when they were made; the caller has the leaf."""
    for row in rows:
        after = After(case_id=row.case_id, disclosure=row, kind="until", until=until, at=clock.now(), by=by)
        after.seal(key, words="")
        after.save(force_insert=True)


def _after(row: Disclosure, key: bytes, kind: str, *, by: Staff | None, why: str = "", words: str = "") -> After:
    after = After(case_id=row.case_id, disclosure=row, kind=kind, why=why, at=clock.now(), by=by)
    after.seal(key, words=words.strip())
    after.save(force_insert=True)
    return after


@transaction.atomic
def write_down(case_id: UUID, said: dict[str, object], *, by: Staff) -> Disclosure:
    """Write down what somebody told by telephone, letter or in person. Raises NotFound and NotAllowed."""
    seen = find(by, case_id, lock=True)
    if refusal := rules.reason_against_writing(roles=seen.roles):
        raise NotAllowed(_(refusal))
    ownership.refuse_new_decisions(by)
    until = said.get("until")
    row = record(
        case_id, recipient=str(said["recipient"]), recipient_kind=str(said["recipient_kind"]),
        fields=[line.strip() for line in str(said["parts"]).splitlines() if line.strip()],
        purpose=str(said["purpose"]), legal_basis=str(said["legal_basis"]), necessity=str(said["necessity"]),
        authorised_by=by, until=until if isinstance(until, date) else None, route=str(said["route"]),
    )  # fmt: skip
    audit.note("wrote a disclosure down", [case_id, row.id], by=by.pk)
    return row


@transaction.atomic
def correct(case_id: UUID, disclosure_id: UUID, words: str, *, by: Staff) -> After:
    """Put a correction beside a row. Raises NotFound and NotAllowed."""
    row, key = _to_write(case_id, disclosure_id, by)
    if not words.strip():
        raise NotAllowed(_("Write what was wrong, and what is true."))
    after = _after(row, key, "corrected", by=by, words=words)
    audit.note("corrected a disclosure", [case_id, row.id], by=by.pk)
    return after


def _to_write(case_id: UUID, disclosure_id: UUID, by: Staff) -> tuple[Disclosure, bytes]:
    seen = find(by, case_id, lock=True)
    if refusal := rules.reason_against_writing(roles=seen.roles):
        raise NotAllowed(_(refusal))
    ownership.refuse_new_decisions(by)
    return queries.row_of(seen, disclosure_id), seen.key


@transaction.atomic
def recall(case_id: UUID, disclosure_id: UUID, why: str, words: str, *, by: Staff) -> After:
    """Recall what one recipient has: they are asked to delete or correct it, and to answer.

    Raises NotFound and NotAllowed.
    """
    seen = find(by, case_id, lock=True)
    row = queries.row_of(seen, disclosure_id)
    is_live = row in queries.live(seen.referral)
    refusal = rules.reason_against_recalling(
        roles=seen.roles, live=is_live, recalled=not queries.not_recalled([row]), why=why
    )
    if refusal:
        raise NotAllowed(_(refusal))
    ownership.refuse_new_decisions(by)
    after = _after(row, seen.key, "recalled", by=by, why=why, words=words)
    _tell(row)
    audit.note("recalled a disclosure", [case_id, row.id], by=by.pk)
    return after


def recall_all(referral: Referral, key: bytes, why: str, *, by: Staff | None, acts: Iterable[str]) -> int:
    """Recall what every recipient of these acts has who is still inside its life; the caller has the leaf.

    Returns how many.
    """
    rows = [row for row in queries.not_recalled(queries.live(referral)) if row.act in set(acts)]
    for row in rows:
        _after(row, key, "recalled", by=by, why=why)
        _tell(row)
    return len(rows)


def _tell(row: Disclosure) -> None:
    """Tell the holders of an agency's posts that still read the case; to everybody else a person takes the message."""
    for post in Post.objects.filter(pk__in=posts_that_see(row.case_id), agency=row.agency_id):
        tell_holders(post, f"/disclosures/{row.case_id}/")


@transaction.atomic
def answer(case_id: UUID, disclosure_id: UUID, words: str, *, by: Staff) -> After:
    """Note what a recipient answered to a recall. Raises NotFound and NotAllowed."""
    row, key = _to_write(case_id, disclosure_id, by)
    kinds = set(row.after.values_list("kind", flat=True))
    if refusal := rules.reason_against_answering(kinds=kinds, words=words):
        raise NotAllowed(_(refusal))
    after = _after(row, key, "answered", by=by, words=words)
    audit.note("a recall was answered", [case_id, row.id], by=by.pk)
    return after


def answer_gone(row: Disclosure, words: str, *, by: Staff) -> None:
    """Note an answer where the case's key is gone; the caller has the leaf. Raises NotAllowed."""
    kinds = set(row.after.values_list("kind", flat=True))
    if refusal := rules.reason_against_answering(kinds=kinds, words=words):
        raise NotAllowed(_(refusal))
    after = After(case_id=row.case_id, disclosure=row, kind="answered", at=clock.now(), by=by)
    addresses.seal_answer(after, words.strip())
    after.save(force_insert=True)
