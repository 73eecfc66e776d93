"""What a receipt opens, and where the telling stands: never what was decided about anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from alongside.commons.clock import LONDON
from alongside.commons.envelope.contents import Box, Reply, ReplyTo, ToReceipt
from alongside.commons.envelope.keys import PrivateKey, WillNotOpen
from alongside.commons.envelope.receipt import Receipt, ReplyKey, SealedReply, open_reply, stretch
from alongside.commons.exchange import STATUS_WORDS
from alongside.public.letterbox import queries as letterbox


@dataclass(frozen=True)
class Step:
    """One of the five states of a telling, and the day on which it was reached last."""

    state: str
    on: date


@dataclass(frozen=True)
class Opened:
    """What waits for the holder of a receipt."""

    key: ReplyKey
    box: Box
    said: tuple[Reply, ...]
    closes_on: date

    @property
    def reply_to(self) -> ReplyTo:
        return self.key.reply_to()

    @property
    def replies(self) -> list[Reply]:
        """Those with words, the newest first."""
        return [reply for reply in reversed(self.said) if reply.words]

    @property
    def steps(self) -> list[Step]:
        """How far we are, in the order of the days."""
        reached = {"received": self.box.sent_at} | {reply.state: reply.written_at for reply in self.said}
        in_words = [(at, list(STATUS_WORDS).index(state), state) for state, at in reached.items()]
        return [Step(state, _day(at)) for at, _order, state in sorted(in_words)]

    @property
    def is_phone_code(self) -> bool:
        """Whether a handler has heard this receipt, so that it is given back for one of their own first."""
        return self.box.exchange == "yes"


def opened_with(receipt: Receipt) -> Opened | None:
    """Open what waits for the holder of this receipt.

    None alike for one that was never given out, is wrong, was burnt or is no longer good: each takes one stretching and
    one query, and opens nothing.
    """
    return opened(stretch(receipt))


def opened(key: ReplyKey) -> Opened | None:
    """The same with a receipt that was stretched before."""
    found = [(said, row.closes_on) for row in letterbox.waiting(key) if (said := _opened(row, key))]
    replies = sorted((one for one, _day in found if isinstance(one, Reply)), key=lambda reply: reply.written_at)
    for box, closes_on in found:
        if isinstance(box, Box):
            return Opened(key, box, tuple(replies), closes_on)
    return None


def carried(key: ReplyKey) -> dict[str, str]:
    """An opened receipt as it travels in the page, closed by `held`: not the receipt itself."""
    return {"locator": key.locator, "seed": key.private_key.seed.hex()}


def carried_back(what: dict[str, Any] | None) -> ReplyKey | None:
    """Undo `carried`. None for what was forgotten."""
    if what is None:
        return None
    return ReplyKey(what["locator"], PrivateKey(bytes.fromhex(what["seed"])))


def _opened(row: SealedReply, key: ReplyKey) -> ToReceipt | None:
    try:
        return open_reply(row, key)
    except WillNotOpen:
        return None


def _day(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()
