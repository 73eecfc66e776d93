"""Send the answer: sealed to intake, once. The question is gone with it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from alongside.commons import canonical, clock
from alongside.commons.envelope.contents import Message
from alongside.commons.envelope.seal import seal
from alongside.public.concerns import intake_keys
from alongside.public.letterbox import actions as letterbox
from alongside.site import tokens

from .queries import Question

PURPOSE = "one question"


class AnsweredBefore(Exception):
    """Somebody was quicker with the same link: a question is answered once."""


@transaction.atomic
def answer(question: Question, said: Mapping[str, str], *, nonce: str) -> None:
    """Seal an answer to intake and burn the question. Raises AnsweredBefore, and NoKeyNow where nothing can be sealed.

    Args:
        said: ``kind``, ``ground`` and ``words``.
    """
    reply_to, key = question.key.reply_to(), intake_keys.current()
    if not letterbox.burn(reply_to):
        raise AnsweredBefore
    words = canonical.encode(dict(said)).decode()
    letter = Message(
        concern=question.box.concern, act="more", words=words, sent_at=clock.now(), reply_to=reply_to, language="en"
    )
    its_id = tokens.id_from(nonce, PURPOSE, said)
    letterbox.post(seal(letter, id=its_id, key_id=key.key_id, public_key=key.public_key))
