"""Send what somebody told us: seal it, and drop it into the letterbox that only opens from the inside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import get_language

from alongside.commons import clock
from alongside.commons.envelope import receipt as receipts
from alongside.commons.envelope.contents import Concern
from alongside.commons.envelope.seal import seal
from alongside.public.letterbox import actions as letterbox
from alongside.site import tokens

from . import intake_keys

PURPOSE = "concern"
DOOR = "public"


@dataclass(frozen=True)
class Sealed:
    """What the sender is told: a receipt to write down."""

    receipt: str


def post_concern(answers: Mapping[str, str], *, nonce: str) -> Sealed:
    """Seal a concern and post it. The same answers under the same token make the same envelope and the same receipt.

    Raises NoKeyNow when there is no key to seal to, and DatabaseError when the letterbox does not answer; in both
    cases nothing was sent.
    """
    key = intake_keys.current()
    receipt = receipts.made_from(tokens.made_from(nonce, f"{PURPOSE} receipt", answers))
    told = {name: text for name, text in answers.items() if name != "danger"}
    concern = Concern(
        kind_of_door=DOOR,
        sent_at=clock.now(),
        language=(get_language() or "en").partition("-")[0],
        reply_to=receipts.stretch(receipt).reply_to(),
        **told,
    )
    envelope_id = tokens.id_from(nonce, PURPOSE, answers)
    letterbox.post(seal(concern, id=envelope_id, key_id=key.key_id, public_key=key.public_key))
    return Sealed(receipt.shown())
