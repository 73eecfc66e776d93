"""What a person does who came back: each is one transaction, sealed to intake, and the same Send twice is one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import get_language

from alongside.commons import clock
from alongside.commons.envelope import custody
from alongside.commons.envelope import receipt as receipts
from alongside.commons.envelope.contents import Identity, Message, ToReceipt
from alongside.commons.envelope.receipt import Receipt
from alongside.commons.envelope.seal import seal
from alongside.public.letterbox import actions as letterbox
from alongside.site import tokens

from . import intake_keys
from .returning_queries import Opened

PURPOSE = "return"


class GivenBefore(Exception):
    """This receipt was given back, or burnt, by somebody who was quicker."""


def write(opened: Opened, act: str, words: str, *, nonce: str, parts: tuple[UUID, ...] = ()) -> None:
    """Send more words, a correction or a withdrawal to intake, with the files that belong to it.

    Raises NoKeyNow when there is no key to seal to, and DatabaseError when the letterbox does not answer; in both
    cases nothing was sent.
    """
    said = {"act": act, "words": words, "parts": [str(part) for part in parts]}
    _post(_message(opened, act, words=words, parts=parts), nonce, said)


def say_who(opened: Opened, who: Mapping[str, str], *, nonce: str) -> None:
    """Say later who they are (R-07): in an envelope of its own, in confidence locked to custodians first."""
    named: dict[str, Any] = {**who, "promise": "named"}
    told = Identity(concern=opened.box.concern, **named, **_same(opened))
    if who["promise"] == "in_confidence":
        told = custody.in_confidence(told, intake_keys.custodians())
    _post(told, nonce, dict(who))


@transaction.atomic
def burn(opened: Opened, *, nonce: str) -> None:
    """Let the receipt open nothing any more, and tell intake that nobody will read a reply."""
    _post(_message(opened, "burn"), nonce, {})
    letterbox.burn(opened.reply_to)


@transaction.atomic
def exchange(opened: Opened, fresh: Receipt, *, nonce: str, for_a_caller: bool = False) -> None:
    """Give this receipt back for a fresh one: the old one burns, what waited is sealed to the new, intake is told.

    Args:
        for_a_caller: the fresh one is heard by whoever answers the telephone, so it is a phone code again.

    Raises GivenBefore when it has been burnt since it was opened: a receipt has one heir, and not two in a race.
    """
    if not letterbox.burn(opened.reply_to):
        raise GivenBefore
    reply_to = receipts.stretch(fresh).reply_to()
    waits: tuple[ToReceipt, ...] = (replace(opened.box, exchange="yes" if for_a_caller else ""), *opened.said)
    for one in waits:
        letterbox.put(receipts.seal_reply(one, reply_to, id=uuid4(), closes_on=opened.closes_on))
    _post(_message(opened, "exchange", new_reply_to=reply_to), nonce, {"new": reply_to.locator})


def fresh_receipt(locator: str, *, nonce: str) -> Receipt:
    """The receipt that an exchange under this token gives: asked again, because a line broke, it is the same."""
    return receipts.made_from(tokens.made_from(nonce, f"{PURPOSE} receipt", {"old": locator}))


def _message(opened: Opened, act: str, **more: Any) -> Message:
    return Message(concern=opened.box.concern, act=act, **_same(opened), **more)


def _same(opened: Opened) -> dict[str, Any]:
    language = (get_language() or "en").partition("-")[0]
    return {"sent_at": clock.now(), "language": language, "reply_to": opened.reply_to}


def _post(letter: Message | Identity, nonce: str, said: Mapping[str, Any]) -> None:
    key = intake_keys.current()
    its_id = tokens.id_from(nonce, f"{PURPOSE} {letter.kind} {getattr(letter, 'act', '')}", said)
    letterbox.post(seal(letter, id=its_id, key_id=key.key_id, public_key=key.public_key))
