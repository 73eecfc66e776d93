"""Take a call: the handler's note becomes a sealed concern; the caller gets a receipt that nobody here can repeat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.casework.audit import actions as audit
from alongside.casework.organisation.models import Staff
from alongside.casework.organisation.queries import roles_of
from alongside.casework.outgoing import actions as outgoing
from alongside.casework.rules import calls
from alongside.commons import clock
from alongside.commons.envelope import receipt as receipts
from alongside.commons.envelope.contents import Box, Concern, closes_on
from alongside.commons.refusals import NotAllowed
from alongside.site import tokens

from . import letterbox

PURPOSE = "desk note"
DOOR, CHANNEL = "somebody", "telephone"


@transaction.atomic
def take_call(answers: Mapping[str, str], *, nonce: str, by: Staff) -> receipts.Receipt:
    """Seal a note and return the receipt to read out. The same token makes the same receipt, and with the same answers
    the same envelope; so a Send repeated after a lost connection is one concern.

    Raises NotAllowed, and key_list.NoKeyNow when there is no key to seal to; then nothing was sent.
    """
    refuse("take_call", by)
    receipt = receipts.made_from(tokens.made_from(nonce, f"{PURPOSE} receipt", {}))
    concern_id = tokens.id_from(nonce, PURPOSE, answers)
    now, reply_to = clock.now(), receipts.stretch(receipt).reply_to()
    said: dict[str, Any] = dict(answers)
    told = Concern(kind_of_door=DOOR, channel=CHANNEL, sent_at=now, reply_to=reply_to, **said)
    letterbox.put_in(letterbox.sealed(told, id=concern_id))
    box_id = tokens.id_from(nonce, f"{PURPOSE} box", answers)
    outgoing.send_reply(
        receipts.seal_reply(_box(told, concern_id), reply_to, id=box_id, closes_on=closes_on(now)),
    )
    audit.note("took_a_call", [concern_id], by=by.pk)
    return receipt


def _box(told: Concern, concern_id: UUID) -> Box:
    """What the caller's receipt opens first: it says that the code was heard and is to be exchanged."""
    return Box(
        concern=concern_id,
        sent_at=told.sent_at,
        area=told.area,
        promise=told.promise,
        exchange="yes",
        language=told.language,
    )


def refuse(task: str, by: Staff) -> None:
    """Raise NotAllowed unless one of somebody's roles today may do this (rules/calls.TASKS)."""
    if reason := calls.reason_against(task, roles_of(by.pk, on=clock.today())):
        raise NotAllowed(_(reason))
