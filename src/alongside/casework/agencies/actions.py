"""Ask a partner, withdraw a question, hand it over to another post."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from alongside.casework.audit import actions as audit
from alongside.casework.disclosures import actions as disclosures
from alongside.casework.due import actions as due
from alongside.casework.due.kinds import KINDS as DUE_KINDS
from alongside.casework.keys import vault
from alongside.casework.keys.actions import case_key, give, seen_by, take_back
from alongside.casework.organisation.models import Post, Staff
from alongside.casework.referrals import ownership
from alongside.casework.referrals.actions import tell_holders
from alongside.casework.referrals.models import History, Referral
from alongside.casework.referrals.queries import Seen
from alongside.casework.referrals.queries import find as find_case
from alongside.casework.rules import agencies as rules
from alongside.casework.rules import disclosures as registered
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed

from . import closing, queries
from .models import Contribution, Request

DUE = DUE_KINDS["partner_answer"]
ASKED = ("about", "question", "necessity", "fields", "basis")


@transaction.atomic
def ask(referral_id: UUID, to_post: Post, asked: Mapping[str, Any], *, by: Staff) -> Request:
    """Ask a partner of the area. Its post gets the question, alone, under a key of its own.

    Args:
        asked: ``about``, ``question``, ``necessity``, ``fields``, ``basis``, ``urgent``, and ``due_on`` or nothing.

    Raises queries.NotFound and NotAllowed.
    """
    seen = find_case(by, referral_id, lock=True)
    if not queries.partners(seen).filter(pk=to_post.pk).exists():
        raise NotAllowed(_("Choose a partner of this area; a colleague in your own agency is asked directly."))
    return begin(seen, asked, to_post=to_post)


def begin(seen: Seen, asked: Mapping[str, Any], *, to_post: Post | None, whom: str = "") -> Request:
    """Ask, where it may be asked; the caller has locked the case. Raises NotAllowed."""
    asker = queries.asker_post(seen)
    nation = seen.referral.area.nation
    due_on = asked.get("due_on") or rules.answer_due_on(clock.today(), nation, urgent=asked["urgent"])
    _refuse(seen, asked, due_on)
    if asker is None:
        raise NotAllowed(_("Partners are asked by whoever owns the case now, or by the case manager."))
    return make(seen, asked, asker, due_on, to_post=to_post, whom=whom)


def make(
    seen: Seen, asked: Mapping[str, Any], asker: Post, due_on: date, *, to_post: Post | None, whom: str = ""
) -> Request:
    """Keep a question that may be asked, give it to who asks and who is asked, and tell them."""
    request = Request(
        of_case=seen.referral.id, area=seen.referral.area, to_post=to_post, asker=asker, asked_by=seen.staff,
        asked_at=clock.now(), due_on=due_on, urgent=asked["urgent"],
    )  # fmt: skip
    key = vault.new_key()
    for post in (asker, *([to_post] if to_post else [])):
        give(request.id, key, post)
    said = {**{name: asked[name] for name in ASKED}, "whom": whom}
    request.seal(key, said=json.dumps(said, ensure_ascii=False))
    request.seal(seen.key, opens=base64.b64encode(key).decode("ascii"))
    request.save(force_insert=True)
    _disclose(request, said)
    due.make(DUE, seen.referral, None, due_on=due_on, about=request.id)
    audit.note("asked a partner", [seen.referral.id, request.id], by=seen.staff.pk)
    if to_post:
        tell_holders(to_post, f"/agencies/{request.id}/")
    return request


def _disclose(request: Request, said: Mapping[str, Any]) -> None:
    """Write into the register what the question tells whoever is asked."""
    agency = request.to_post.agency if request.to_post else None
    disclosures.record(
        request.of_case, recipient=agency.name if agency else said["whom"], agency=agency,
        recipient_kind=agency.kind if agency else "professional", fields=["question"], purpose=said["question"],
        legal_basis=said["basis"], necessity=said["necessity"], authorised_by=request.asked_by,
        route="here" if agency else "link", act="question", of_act=request.id,
    )  # fmt: skip


def _refuse(seen: Seen, asked: Mapping[str, Any], due_on: date) -> None:
    refusal = ownership.reason_against_deciding(seen) or rules.reason_against_asking(
        stage=seen.referral.stage, roles=seen.roles, question=asked["question"], necessity=asked["necessity"],
        fields=asked["fields"], due=due_on, today=clock.today(),
    )  # fmt: skip
    if refusal:
        raise NotAllowed(refusal)


@transaction.atomic
def withdraw(request_id: UUID, why: str, *, by: Staff) -> Request:
    """Withdraw a question that nobody has answered; whoever was asked no longer reads it.

    Raises queries.NotFound and NotAllowed.
    """
    seen = _asked_by(request_id, by)
    if not why.strip():
        raise NotAllowed(_("Write why it is withdrawn: the partner is told that it is, and the case keeps why."))
    if Contribution.objects.filter(request=seen.request).exists():
        raise NotAllowed(_("It is answered already."))
    _end(seen.request, seen.key, why.strip(), by)
    _take_from_partner(seen.request)
    audit.note("withdrew a question to a partner", [seen.request.of_case, seen.request.id], by=by.pk)
    return seen.request


def _asked_by(request_id: UUID, by: Staff) -> queries.SeenRequest:
    """Return a question for a holder of the post that asked it. Raises queries.NotFound and NotAllowed."""
    seen = queries.find(by, request_id, lock=True)
    if not seen.asks:
        raise NotAllowed(_("This is for whoever asked: %(post)s.") % {"post": seen.request.asker})
    if seen.request.ended_at is not None:
        raise NotAllowed(_("This question was withdrawn, or is no longer needed."))
    return seen


def _end(request: Request, key: bytes, why: str, by: Staff) -> None:
    request.seal(key, why_ended=why)
    request.ended_at, request.ended_by = clock.now(), by
    request.save(update_fields=["ended_at", "ended_by", "why_ended"])
    end_due(request.id)
    closing.close(request, key)
    if request.to_post:
        tell_holders(request.to_post, "/agencies/")


def _take_from_partner(request: Request) -> None:
    if request.to_post and case_key(request.id) is not None:
        take_back(request.id, request.to_post)


def end_due(request_id: UUID) -> None:
    """End what waits for an answer. A function of the database does it, for partners do not come to the case."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.agencies_end_due(%s)", [request_id])


@transaction.atomic
def hand_over(request_id: UUID, to: Post, *, by: Staff) -> Request:
    """Hand a question to another post that sees its case, and what its answers let the asker read with it.

    Raises queries.NotFound and NotAllowed.
    """
    seen = _asked_by(request_id, by)
    if not queries.successors(seen).filter(pk=to.pk).exists():
        raise NotAllowed(_("Hand it over to a post that sees the case."))
    before = seen.request.asker
    given = seen.request.contributions.values_list("id", flat=True)
    for thing in (*given, *seen.request.links.filter(used_at=None).values_list("id", flat=True)):
        _hand_reading(thing, before, to)
    seen.request.links.update(asker=to)
    _disclose_on(seen.request, before, to, by)
    give(seen.request.id, seen.key, to)
    seen.request.asker = to
    seen.request.save(update_fields=["asker"])
    if to.pk != before.pk:
        take_back(seen.request.id, before)
    tell_holders(to, f"/agencies/{seen.request.id}/")
    audit.note("handed over a question to a partner", [seen.request.of_case, seen.request.id, to.pk], by=by.pk)
    return seen.request


def _disclose_on(request: Request, before: Post, to: Post, by: Staff) -> None:
    """Write into the register that another body reads contributions from now on."""
    if to.agency_id == before.agency_id or not request.contributions.exists():
        return
    act = registered.ACTS["handed_on"]
    disclosures.record(
        request.of_case, recipient=to.agency.name, agency=to.agency, recipient_kind=to.agency.kind, fields=act.fields,
        purpose=act.purpose, legal_basis=act.legal_basis, necessity=act.necessity, authorised_by=by,
        until=max(row.until for row in request.contributions.all()), act=act.word, of_act=request.id,
    )  # fmt: skip


def _hand_reading(thing: UUID, before: Post, to: Post) -> None:
    """Let another post read what the asker's post reads, as long as it does; whom the agency named beside stays."""
    key = case_key(thing)
    until = seen_by(thing)
    if key is None or before.pk not in until:
        return
    give(thing, key, to, ends_at=max(until[before.pk], until.get(to.pk, until[before.pk])))
    take_back(thing, before)


def after_a_move(referral: Referral, history: History, key: bytes) -> None:
    """End what nobody has answered where a case comes to a stage at which partners are not asked."""
    if referral.stage in rules.ASKS_AT or history.made_by is None:
        return
    seen = Seen(referral, key, history.made_by, ())
    why = _("The case came to “%(stage)s”.") % {"stage": referral.at.label}
    for request in queries.unanswered().filter(of_case=referral.id):
        _end(request, queries.opened_by(seen, request), why, history.made_by)
        _take_from_partner(request)
