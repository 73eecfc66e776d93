"""Add a document to a case, put a new version beside it, withdraw it with a reason. Nothing is edited."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.casework.audit import actions as audit
from alongside.casework.organisation.models import Staff
from alongside.casework.referrals import ownership
from alongside.casework.referrals.queries import NotFound, Seen, find, sees
from alongside.casework.rules import documents as rules
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed

from .checking import Chosen, Clean, cleaned
from .models import CaseDocument


@dataclass(frozen=True)
class About:
    """What is known of a document: a word of rules.TYPES, why the case needs it, its day, from whom, whose it is."""

    type: str
    purpose: str
    dated_on: date | None
    source: str
    controller: str


def add(referral_id: UUID, chosen: Chosen, about: About, *, by: Staff, replaces: UUID | None = None) -> CaseDocument:
    """Have a file looked at and keep what came of it. Raises queries.NotFound and NotAllowed.

    Args:
        replaces: the document of which this is the new version; it stays beside it.
    """
    # Looking takes up to a minute, so nobody waits for the case meanwhile; who may not add costs no look.
    _may_add(find(by, referral_id))
    clean = cleaned(chosen)
    return _keep(referral_id, clean, about, by, replaces)


@transaction.atomic
def _keep(referral_id: UUID, clean: Clean, about: About, by: Staff, replaces: UUID | None) -> CaseDocument:
    seen = _may_add(find(by, referral_id, lock=True))
    before = _standing(seen, replaces) if replaces else None
    row = CaseDocument(case=seen.referral, replaces=before, added_by=by, added_at=clock.now())
    said = {**asdict(about), "dated_on": about.dated_on.isoformat() if about.dated_on else ""}
    row.put(
        seen.key, clean.content,
        {**said, "name": clean.named.name, "kind": clean.kind, "mislabelled": clean.named.mislabelled},
    )  # fmt: skip
    row.save(force_insert=True)
    audit.note("added a document", [seen.referral.id, row.id], by=by.pk)
    return row


@transaction.atomic
def withdraw(referral_id: UUID, document_id: UUID, why: str, *, delete: bool, by: Staff) -> CaseDocument:
    """Withdraw a document with a reason; its file stays to be read, or is deleted at once.

    Raises queries.NotFound and NotAllowed.
    """
    seen = _may_add(find(by, referral_id, lock=True))
    row = CaseDocument.objects.filter(case=seen.referral, pk=document_id).defer("content").first()
    if row is None:
        raise NotFound
    if row.withdrawn_at:
        raise NotAllowed(_("A colleague was first: it is withdrawn already."))
    if not why.strip():
        raise NotAllowed(_("Write why it is withdrawn: whoever reads the case later has to know."))
    row.seal(seen.key, why_withdrawn=why.strip())
    row.withdrawn_by, row.withdrawn_at = by, clock.now()
    row.save(update_fields=["withdrawn_by", "withdrawn_at", "why_withdrawn"])
    if delete:
        CaseDocument.objects.filter(pk=row.pk).update(content=None)
    audit.note("deleted a document" if delete else "withdrew a document", [seen.referral.id, row.id], by=by.pk)
    return row


def reason_against(seen: Seen) -> str | None:
    """Say why whoever is looking adds nothing now, or None."""
    refusal = rules.reason_against_adding(stage=seen.referral.stage, roles=seen.roles)
    refusal = _(refusal) if refusal else ownership.reason_not_theirs(seen)
    return refusal or ownership.reason_against_new_decisions(seen.staff)


def _may_add(seen: Seen) -> Seen:
    if rules.READ_WITH not in sees(seen):
        raise NotFound
    if refusal := reason_against(seen):
        raise NotAllowed(refusal)
    return seen


def _standing(seen: Seen, document_id: UUID) -> CaseDocument:
    """Return a document that a new version can stand beside. Raises queries.NotFound and NotAllowed."""
    rows = CaseDocument.objects.filter(case=seen.referral, pk=document_id).defer("content")
    row = rows.select_related("replaced_by").first()
    if row is None:
        raise NotFound
    if row.withdrawn_at:
        raise NotAllowed(_("It was withdrawn. Add the other one as a document of its own."))
    if hasattr(row, "replaced_by"):
        raise NotAllowed(_("A colleague was first: there is a newer version already. Look at that one."))
    return row
