"""A question to somebody without an account: a single-use link, and a code that is told by telephone.

Casework calls out and nothing calls in, so the question waits on the public half, sealed to a key that only link and
code together make; it is sent as a reply is. The answer comes as a message does, and is sealed to this question's own
inbox, whose private half lies under the key of the contribution that it becomes.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.casework.audit import actions as audit
from alongside.casework.keys import vault
from alongside.casework.keys.actions import give
from alongside.casework.organisation.models import Staff
from alongside.casework.referrals import inbox, lines
from alongside.casework.referrals.actions import tell_holders
from alongside.casework.referrals.queries import find as find_case
from alongside.casework.rules import agencies as rules
from alongside.commons import canonical, clock, installation
from alongside.commons.envelope import contents, one_question, receipt
from alongside.commons.envelope.limits import LIMITS
from alongside.commons.refusals import NotAllowed

from . import actions
from .answering import end_of
from .closing import send
from .models import Contribution, Link, Request, Said
from .queries import SeenRequest, arrived_at, opened_by

log = logging.getLogger("alongside.agencies")
ON_ITS_WAY = timedelta(days=1)
"""How long after its last day an answer is taken that was sent in time."""


class Made(NamedTuple):
    """What is shown once, and kept nowhere: the address that is sent, and the code that is told by telephone."""

    request: Request
    address: str
    code: str


@transaction.atomic
def ask(referral_id: UUID, whom: str, asked: Mapping[str, Any], *, by: Staff) -> Made:
    """Ask somebody who has no account here. Raises queries.NotFound and NotAllowed.

    Args:
        whom: who it is and of which organisation, as it stands on the case.
        asked: as ``actions.ask`` takes it.
    """
    if not whom.strip():
        raise NotAllowed(_("Say whom you ask, and of which organisation."))
    seen = find_case(by, referral_id, lock=True)
    request = actions.begin(seen, asked, to_post=None, whom=whom.strip())
    link, code = receipt.new(), one_question.new_code()
    _keep(request, opened_by(seen, request), one_question.key_of(link, code).reply_to())
    address = f"{installation.address('public')}/one-question/{link.shown()}/"
    return Made(request, address, code)


def _keep(request: Request, key: bytes, reply_to: contents.ReplyTo) -> None:
    """Make the link with the key of the contribution to come, and send the question."""
    pair, its_key = inbox.new(), vault.new_key()
    link = Link(
        request=request, of_case=request.of_case, area=request.area, asker=request.asker,
        person=lines.person(reply_to), inbox_key=pair.public().raw, closes_on=request.due_on,
        until=rules.seen_until(request.due_on), made_at=clock.now(),
    )  # fmt: skip
    give(link.id, its_key, request.asker, ends_at=end_of(link.until))
    link.seal(its_key, inbox=inbox.written(pair))
    link.seal(key, place=json.dumps(lines.written(reply_to)))
    link.save(force_insert=True)
    send(link, reply_to, contents.Box(concern=link.id, sent_at=clock.now()))
    words = _words(SeenRequest(request, key, request.asked_by))
    signed_as = f"{request.asked_by.name}, {request.asker}"
    send(
        link, reply_to,
        contents.Reply(state="question", words=words, written_at=clock.now(), signed_as=signed_as[:200]),
    )  # fmt: skip


def _words(seen: SeenRequest) -> str:
    """Return what the page says, with what can be answered: the public half knows no rules of casework."""
    asked = seen.asked
    words = canonical.encode({
        **{name: asked[name] for name in ("about", "question", "necessity")}, "basis": seen.basis,
        "fields": seen.fields,
        "kinds": [
            {"word": kind.word, "label": kind.label, "words": kind.needs_words, "ground": kind.needs_ground}
            for kind in rules.KINDS.values()
        ],
        "grounds": [{"word": word, "label": label} for word, label in rules.GROUNDS.items()],
    }).decode()  # fmt: skip
    if len(words) > LIMITS["reply"]["words"]:
        raise NotAllowed(_("This is too long for one question to somebody without an account. Shorten it."))
    return words


def take_in(told: contents.Message, envelope_id: UUID) -> bool:
    """Take an answer in, for the intake worker: sealed at once, once. False where it answers no question of ours."""
    found = Link.objects.defer("place", "inbox", "made_at").filter(person=lines.person(told.reply_to)).order_by("id")
    known = found.first()
    if known is None:
        return False
    # The lock is on what is still open: row-level security shows the worker nothing else to change.
    link = found.select_for_update(of=("self",)).first()
    late = told.sent_at > end_of(known.closes_on) or clock.now() > end_of(known.closes_on) + ON_ITS_WAY
    if link is None or link.used_at or link.revoked_at or late:
        log.info("an answer to question %s came after it was closed", known.request_id)
        audit.note("refused an answer to a closed question", [known.of_case, known.request_id], by=None)
        return True
    now = clock.now()
    row = Contribution(
        id=link.id, request_id=link.request_id, of_case=link.of_case, area_id=link.area_id, regime="uk_gdpr",
        given_at=now, until=link.until,
    )  # fmt: skip
    row.save(force_insert=True)
    said = Said(contribution=row, number=1, made_at=now)
    said.arrived = inbox.put_in(bytes(link.inbox_key), told.words.encode(), arrived_at(said.id))
    said.save(force_insert=True)
    link.used_at = now
    link.save(update_fields=["used_at"])
    actions.end_due(link.request_id)
    tell_holders(link.asker, f"/agencies/{link.request_id}/")
    audit.note("received an answer", [link.of_case, link.request_id, link.id], by=None)
    return True
