"""Answer whoever told us, through their receipt. Apart from actions.py: no page imports what opens envelopes."""

from __future__ import annotations

import base64
import json
import uuid
from uuid import UUID

from django.db import transaction

from alongside.casework.audit import actions as audit
from alongside.casework.organisation.models import Staff
from alongside.casework.outgoing import actions as outgoing
from alongside.casework.referrals import queries
from alongside.casework.referrals.models import Concern
from alongside.commons import clock
from alongside.commons.envelope import contents
from alongside.commons.envelope.receipt import seal_reply
from alongside.commons.refusals import NotAllowed

from .models import Answer


@transaction.atomic
def reply(referral_id: UUID, words: str, *, by: Staff) -> None:
    """Answer whoever told us, sealed so that only their receipt opens it; our own copy is sealed under the case key.

    Raises queries.NotFound, and NotAllowed when there is no receipt to answer to.
    """
    seen = queries.find(by, referral_id, lock=True)
    told = seen.referral.concerns.exclude(reply_to=None).order_by("received_at").first()
    if told is None:
        raise NotAllowed("This concern came without a receipt, so there is nobody to answer.")
    sentence = contents.tidied(words)
    if not sentence:
        raise NotAllowed("Write the reply first.")
    place = json.loads(told.opened(seen.key, "reply_to"))
    reply_to = contents.ReplyTo(place["locator"], base64.b64decode(place["public_key"]))
    said = contents.Reply(words=sentence, written_at=clock.now(), signed_as=by.name)
    closes = contents.closes_on(told.received_at)
    outgoing.send_reply(seal_reply(said, reply_to, id=uuid.uuid4(), closes_on=closes))
    kept = Answer(case=seen.referral, made_by=by, made_at=said.written_at)
    kept.seal(seen.key, words=sentence)
    kept.save(force_insert=True)
    audit.note("replied", [seen.referral.id], by=by.pk)


def can_be_answered(concern: Concern) -> bool:
    return concern.reply_to is not None
