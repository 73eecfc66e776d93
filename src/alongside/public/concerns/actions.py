"""Send what somebody told us: seal it, and drop it into the letterbox that only opens from the inside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import get_language

from alongside.commons import clock
from alongside.commons.envelope import receipt as receipts
from alongside.commons.envelope.contents import Concern, Identity
from alongside.commons.envelope.seal import seal
from alongside.public.promises import actions as promises
from alongside.site import tokens

from . import intake_keys

PURPOSE = "concern"
DOOR = "somebody"


@dataclass(frozen=True)
class Sealed:
    """What the sender is told: a receipt to write down."""

    receipt: str


def post_concern(
    answers: Mapping[str, str],
    *,
    nonce: str,
    channel: str = "public",
    more: Mapping[str, str] | None = None,
    identity: Mapping[str, Any] | None = None,
) -> Sealed:
    """Seal a concern and post it. The same token makes the same receipt, and with the same answers the same envelope.

    Args:
        answers: fields of `Concern` by name.
        more: what only a professional is asked, by the names of `limits.MORE`.
        identity: fields of `Identity`; who tells us goes into an envelope of its own, in the same transaction (R-07).

    Raises NoKeyNow when there is no key to seal to, and DatabaseError when the letterbox does not answer; in both
    cases nothing was sent.
    """
    key = intake_keys.current()
    receipt = _receipt(nonce)
    reply_to = receipts.stretch(receipt).reply_to()
    same: dict[str, Any] = {
        "sent_at": clock.now(),
        "language": (get_language() or "en").partition("-")[0],
        "reply_to": reply_to,
    }
    told: dict[str, Any] = {"kind_of_door": DOOR, **answers, **same, "channel": channel, "more": dict(more or {})}
    told.pop("danger", None)
    # Everything that is sent makes the ids, so that a changed answer is an addition and not lost.
    said = {**answers, "more": told["more"], "identity": dict(identity or {})}
    concern_id = tokens.id_from(nonce, PURPOSE, said)
    concern = Concern(**told)
    letters: list[tuple[UUID, Concern | Identity]] = [(concern_id, concern)]
    if identity:
        letters.append(
            (tokens.id_from(nonce, f"{PURPOSE} identity", said), Identity(concern=concern_id, **identity, **same))
        )
    sealed, *beside = (seal(letter, id=id, key_id=key.key_id, public_key=key.public_key) for id, letter in letters)
    promises.post_with_promise(sealed, concern, *beside)
    return Sealed(receipt.shown())


def receipt_of(nonce: str) -> str:
    """The receipt of what was sent with this token, made once more: it is stored nowhere."""
    return _receipt(nonce).shown()


def _receipt(nonce: str) -> receipts.Receipt:
    return receipts.made_from(tokens.made_from(nonce, f"{PURPOSE} receipt", {}))
