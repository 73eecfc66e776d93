"""What a link and its code open: one question, or nothing, and nobody learns why nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from alongside.commons.envelope import one_question
from alongside.commons.envelope.contents import Box, Reply
from alongside.commons.envelope.keys import WillNotOpen
from alongside.commons.envelope.receipt import Receipt, ReplyKey, SealedReply, open_reply
from alongside.public.letterbox import queries as letterbox


@dataclass(frozen=True)
class Question:
    """The question that waits for whoever has its link and its code; `says` is what casework wrote, by name."""

    key: ReplyKey
    box: Box
    says: dict[str, Any]
    signed_as: str
    closes_on: date


def opened_with(link: Receipt, code: str) -> Question | None:
    """Open what waits. A wrong code is counted; None alike for a wrong code, link or day, and for what is closed."""
    key = one_question.key_of(link, code)
    return _question(key, letterbox.question(key, one_question.handle(link)))


def opened(key: ReplyKey) -> Question | None:
    """The same with a key that was opened before and travelled in the page; None where it was answered meanwhile."""
    return _question(key, letterbox.waiting(key))


def _question(key: ReplyKey, rows: list[SealedReply]) -> Question | None:
    found = [(said, row.closes_on) for row in rows if (said := _opened(row, key)) is not None]
    replies = {said.state: said for said, _day in found if isinstance(said, Reply)}
    boxes = [(said, day) for said, day in found if isinstance(said, Box)]
    if not boxes or "question" not in replies or "finished" in replies:
        return None
    (box, closes_on), asked = boxes[0], replies["question"]
    return Question(key, box, dict(json.loads(asked.words)), asked.signed_as, closes_on)


def _opened(row: SealedReply, key: ReplyKey) -> Box | Reply | None:
    try:
        return open_reply(row, key)
    except WillNotOpen:
        return None
