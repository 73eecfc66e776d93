"""Send what somebody told us: seal it, and drop it into the letterbox that only opens from the inside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from alongside.commons import clock
from alongside.commons.envelope import receipt as receipts
from alongside.commons.envelope.contents import Box, Concern, closes_on
from alongside.commons.envelope.seal import seal
from alongside.public.letterbox import actions as letterbox
from alongside.site import tokens

from . import intake_keys

PURPOSE = "concern"
DOOR = "somebody"


@dataclass(frozen=True)
class Sealed:
    """What the sender is told: a receipt to write down."""

    receipt: str


def post_concern(answers: Mapping[str, str], *, nonce: str) -> Sealed:
    """Seal a concern and post it. The same token makes the same receipt, and with the same answers the same envelope.

    Raises NoKeyNow when there is no key to seal to, and DatabaseError when the letterbox does not answer; in both
    cases nothing was sent.
    """
    key = intake_keys.current()
    receipt = receipts.made_from(tokens.made_from(nonce, f"{PURPOSE} receipt", {}))
    told: dict[str, Any] = {name: text for name, text in answers.items() if name != "danger"}
    reply_to = receipts.stretch(receipt).reply_to()
    now, language = clock.now(), (get_language() or "en").partition("-")[0]
    concern = Concern(kind_of_door=DOOR, sent_at=now, language=language, reply_to=reply_to, **told)
    envelope_id = tokens.id_from(nonce, PURPOSE, answers)
    box = Box(concern=envelope_id, sent_at=now, area=answers["area"], promise=concern.promise, language=language)
    box_id = tokens.id_from(nonce, f"{PURPOSE} box", answers)
    letterbox.post(
        seal(concern, id=envelope_id, key_id=key.key_id, public_key=key.public_key),
        boxes=(receipts.seal_reply(box, reply_to, id=box_id, closes_on=closes_on(now)),),
    )
    return Sealed(receipt.shown())
