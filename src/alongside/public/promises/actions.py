"""Promise that we have what was sent, and log the promises of an hour among dummies."""

from __future__ import annotations

import secrets

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection, transaction

from alongside.commons import canonical, clock, installation, ledger, promise
from alongside.commons.envelope import receipt as receipts
from alongside.commons.envelope.contents import Box, Concern, closes_on
from alongside.commons.envelope.receipt import SealedReply
from alongside.commons.envelope.seal import Envelope as Sealed
from alongside.public.letterbox import actions as letterbox
from alongside.public.letterbox.models import Leaf

from . import rules
from .models import Checkpoint, Logged

BOX = "what a receipt opens"
# A lock of the database (pg_advisory_xact_lock) under which one process closes an hour.
ONE_AT_A_TIME = 7_201_601


@transaction.atomic
def post_with_promise(sealed: Sealed, concern: Concern, *beside: Sealed) -> None:
    """Post a sealed concern and what goes with it, and put our signed promise where its receipt opens it.

    All or nothing. The same concern twice keeps the first promise; so does another one under the same receipt, which
    is an addition. A concern without a receipt has nobody to promise to, and is only posted.
    """
    letterbox.post(sealed, *beside)
    if concern.reply_to is None:
        return
    nonce = secrets.token_bytes(promise.NONCE_BYTES)
    promised = promise.sign(sealed.sealed, nonce, clock.now(), signing_key())
    if letterbox.put(_box(sealed, concern, promised, nonce)):
        leaf = Leaf(commitment=bytes.fromhex(promised.leaf), hour=rules.hour_of(clock.now()))
        Leaf.objects.bulk_create([leaf])


@transaction.atomic
def close_hour() -> bool:
    """Log what waits among dummies, sign the log, and say whether this was done: once in an hour.

    More than an hour's number wait for the next one, in the order of their hours.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    hour = rules.hour_of(clock.now())
    before = list(Checkpoint.objects.order_by("size"))
    if before and before[-1].hour >= hour:
        return False
    taken = list(Leaf.objects.order_by("hour", "commitment")[: rules.AN_HOUR])
    together = rules.filled_up([bytes(leaf.commitment) for leaf in taken])
    size = len(before) * rules.AN_HOUR
    Logged.objects.bulk_create(Logged(number=size + at, commitment=one) for at, one in enumerate(together))
    subtrees = [*(bytes(one.subtree) for one in before), rules.subtree(together)]
    note = ledger.sign_checkpoint(
        ledger.Checkpoint(promise.LOG, size + rules.AN_HOUR, ledger.root(subtrees)), log_key()
    )
    Checkpoint.objects.bulk_create([Checkpoint(size=size + rules.AN_HOUR, hour=hour, subtree=subtrees[-1], note=note)])
    Leaf.objects.filter(pk__in=[leaf.pk for leaf in taken]).delete()
    return True


def signing_key() -> Ed25519PrivateKey:
    """The web's key, which signs promises."""
    return Ed25519PrivateKey.from_private_bytes(installation.secret("public/promise"))


def log_key() -> Ed25519PrivateKey:
    """The worker's key, which signs the log. The web does not hold it, so it cannot sign a log of its own making."""
    return Ed25519PrivateKey.from_private_bytes(installation.secret("promises/log"))


def _box(sealed: Sealed, concern: Concern, promised: promise.Promise, nonce: bytes) -> SealedReply:
    assert concern.reply_to
    box = Box(
        concern=sealed.id,
        sent_at=concern.sent_at,
        area=concern.area,
        promise=concern.promise,
        language=concern.language,
        envelope_hash=promised.envelope_hash,
        promise_hour=promised.hour,
        promise_key=promised.key,
        promise_signature=promised.signature,
        leaf_nonce=nonce.hex(),
    )
    # One box a receipt: its id comes from the receipt, so that a second Send changes nothing.
    box_id = canonical.keyed_uuid(concern.reply_to.token(), BOX, b"")
    return receipts.seal_reply(box, concern.reply_to, id=box_id, closes_on=closes_on(concern.sent_at))
