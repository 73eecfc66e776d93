"""Send what somebody told us: seal it, and drop it into the letterbox that only opens from the inside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language

from alongside.commons import clock
from alongside.commons.envelope import custody
from alongside.commons.envelope import receipt as receipts
from alongside.commons.envelope.contents import Concern, Identity
from alongside.commons.envelope.seal import seal
from alongside.public.promises import actions as promises
from alongside.site import tokens

from . import intake_keys
from .models import Area, AreaWords, Postcode
from .places import Place
from .postcodes import BadTable

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
    parts: tuple[UUID, ...] = (),
    later: bool = False,
) -> Sealed:
    """Seal a concern and post it. The same token makes the same receipt, and with the same answers the same envelope.

    Args:
        answers: fields of `Concern` by name.
        more: what only one way asks, by the names of `limits.MORE`.
        identity: fields of `Identity`; who tells us goes into an envelope of its own, in the same transaction (R-07).
            What is told in confidence is locked to custodians before it is sealed.
        parts: the ids of the files that were posted before.
        later: it is read after the others, because too much came from one source.

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
    told |= {"parts": parts, "place_in_queue": "later" if later else ""}
    # Everything that is told makes the ids, so that a changed answer is an addition and not lost.
    said = {**answers, "more": told["more"], "identity": dict(identity or {}), "parts": [str(part) for part in parts]}
    concern_id = tokens.id_from(nonce, PURPOSE, said)
    concern = Concern(**told)
    letters: list[tuple[UUID, Concern | Identity]] = [(concern_id, concern)]
    if identity:
        letters.append((tokens.id_from(nonce, f"{PURPOSE} identity", said), _identity(concern_id, identity, same)))
    sealed, *beside = (seal(letter, id=id, key_id=key.key_id, public_key=key.public_key) for id, letter in letters)
    promises.post_with_promise(sealed, concern, *beside)
    return Sealed(receipt.shown())


def receipt_of(nonce: str) -> str:
    """The receipt of what was sent with this token, made once more: it is stored nowhere."""
    return _receipt(nonce).shown()


def _receipt(nonce: str) -> receipts.Receipt:
    return receipts.made_from(tokens.made_from(nonce, f"{PURPOSE} receipt", {}))


def _identity(concern: UUID, who: Mapping[str, Any], same: Mapping[str, Any]) -> Identity:
    if who["promise"] != "in_confidence":
        return Identity(concern=concern, **who, **same)
    named = Identity(concern=concern, **{**who, "promise": "named"}, **same)
    return custody.in_confidence(named, intake_keys.custodians())


@transaction.atomic
def put_places(found: Sequence[Place]) -> None:
    """Make these places or bring them up to date, with their words in other languages; others stay as they are."""
    # Only one may read what has no place, so the one that did gives it up first.
    if any(place.area.reads_unplaced for place in found):
        Area.objects.update(reads_unplaced=False)
    for place in found:
        place.area.save()
        place.area.words.all().delete()
        AreaWords.objects.bulk_create(place.words)


@transaction.atomic
def replace_postcodes(rows: Mapping[str, str]) -> int:
    """Replace the table of postcodes by these (beginning to an area's code), and say how many there are.

    Raises BadTable when one names an area that is not there; then the table stays as it was.
    """
    known = set(Area.objects.values_list("code", flat=True))
    if unknown := sorted(set(rows.values()) - known):
        raise BadTable(f"There is no area “{unknown[0]}”. The areas are: {', '.join(sorted(known))}.")
    Postcode.objects.all().delete()
    Postcode.objects.bulk_create(Postcode(beginning=beginning, area_id=area) for beginning, area in rows.items())
    return len(rows)
