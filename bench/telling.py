"""Sharing a concern, from the visitor's side: the way, Send with a picture, how many a second, and coming back.

The floor is one stretching of a receipt (Argon2id), which whoever guesses must pay as well. Of the rival, the software
of the field (2.4 s a report at best), only its stretching of a receipt is run: Argon2id with what its source names.
"""

from __future__ import annotations

import re
import selectors
import socket
import statistics
import time
from collections.abc import Iterator
from typing import Final, NoReturn
from urllib.parse import urlencode

from argon2.low_level import Type, hash_secret_raw

from alongside.command.place import Place
from alongside.commons.envelope import receipt as receipts
from bench import house
from bench.frame import Number, measures
from bench.pages import served

SEND_AT_MOST_MS = 150
SUBMISSIONS_AT_LEAST = 50
TELL = "/share-a-concern/tell/"
BYTES_AT_MOST = 100_000
CONNECTIONS = 16
FIRST_ONES = 100
LENGTH: Final = re.compile(rb"(?i)content-length: (\d+)")
FLOOR = "stretching one receipt (Argon2id)"
RIVAL = "rival: stretching one receipt as GlobaLeaks does (Argon2id, 16 passes, 128 MiB)"
NOTHING_THERE = ("unknown", "wrong", "expired", "burnt")


@measures("telling")
def telling(quick: bool) -> Iterator[Number]:
    times = 20 if quick else 200
    with house.standing() as server:
        place = house.fresh(server, "telling")
        yield Number(FLOOR, "ms", _stretching(20) * 1000)
        yield Number(RIVAL, "ms", _rivals_stretching() * 1000, beside=FLOOR)
        with house.Worker("bench.told", half="public", role="public_web", place=place) as visitor:
            yield from _whole_way(visitor, times)
            yield from _with_picture(visitor, times)
            yield from _coming_back(visitor, times)
            forms = visitor.ask(what="forms_to_send", count=FIRST_ONES + (300 if quick else 1_500))
        yield from _a_second(place, forms)


def _stretching(times: int) -> float:
    begun = time.perf_counter()
    for _ in range(times):
        receipts.stretch(receipts.new())
    return (time.perf_counter() - begun) / times


def _rivals_stretching() -> float:
    begun = time.perf_counter()
    hash_secret_raw(b"0123456789012345", bytes(16), 16, 128 * 1024, 1, 32, Type.ID)
    return time.perf_counter() - begun


def _whole_way(visitor: house.Worker, times: int) -> Iterator[Number]:
    ways = [visitor.ask(what="whole_way") for _ in range(times + 3)][3:]
    yield Number("whole way: requests", "", ways[0]["requests"])
    sizes = statistics.median(way["bytes"] for way in ways)
    yield Number("whole way: bytes of its pages, as sent", "", sizes, at_most=BYTES_AT_MOST)
    took = statistics.median(way["took"] for way in ways) * 1000
    yield Number("whole way: server time, p50", "ms", took, beside=FLOOR)
    yield Number("whole way: server time, p95", "ms", house.p95([way["took"] for way in ways]) * 1000)


def _with_picture(visitor: house.Worker, times: int) -> Iterator[Number]:
    sent = [visitor.ask(what="with_picture") for _ in range(times + 3)][3:]
    for step, name in (("add", "picture of 1 MB: add"), ("send", "Send, with a picture added")):
        took = sorted(one[step] * 1000 for one in sent)
        yield Number(f"{name}, p50", "ms", statistics.median(took))
        yield Number(f"{name}, p95", "ms", house.p95(took), at_most=SEND_AT_MOST_MS)
        yield Number(f"{name}, p99", "ms", took[int(len(took) * 0.99)])


def _coming_back(visitor: house.Worker, times: int) -> Iterator[Number]:
    """Whoever has a receipt with twenty messages, and, by turns, everybody for whom nothing is there."""
    receipts_of = visitor.ask(what="thread")
    full = [visitor.ask(what="come_back", receipt=receipts_of["full"])["took"] for _ in range(times)]
    yield Number("return, 20 messages: p50", "ms", statistics.median(full) * 1000, beside=FLOOR)
    yield Number("return, 20 messages: p95", "ms", house.p95(full) * 1000)
    took: dict[str, list[float]] = {kind: [] for kind in NOTHING_THERE}
    lengths = set()
    for _turn in range(times):
        for kind in NOTHING_THERE:
            found = visitor.ask(what="come_back", receipt=receipts_of[kind])
            took[kind].append(found["took"])
            lengths.add(found["length"])
    if len(lengths) != 1:
        raise SystemExit("A receipt that opens nothing can be told apart by the length of its page.")
    for kind in NOTHING_THERE:
        beside = "" if kind == "unknown" else "nothing there, unknown: p50"
        yield Number(f"nothing there, {kind}: p50", "ms", statistics.median(took[kind]) * 1000, beside=beside)
        yield Number(f"nothing there, {kind}: p95", "ms", house.p95(took[kind]) * 1000)
    for kind in NOTHING_THERE[1:]:
        # One half is a coin: whoever measures once cannot tell the two apart.
        yield Number(f"chance to tell {kind} from unknown by time", "", _told_apart(took["unknown"], took[kind]))


def _told_apart(one: list[float], other: list[float]) -> float:
    """The area under the curve of a guess by time alone: 0.5 is chance, 1 is certainty."""
    larger = sum((b > a) + (b == a) / 2 for a in one for b in other) / (len(one) * len(other))
    return max(larger, 1 - larger)


def _a_second(place: Place, forms: list[dict[str, str]]) -> Iterator[Number]:
    """All forms, over a few connections, to the real server; each is durable when its receipt is shown.

    What a server does once, when it has just started, is over before the clock runs: the first ones are not counted.
    What is sent is made before, and one thread sends it all: the senders stand for people's telephones, which bring
    processors of their own.
    """
    with served(place) as port:
        waiting = [_request(port, form) for form in forms]
        _sent_by_all(port, waiting[:FIRST_ONES])
        begun = time.perf_counter()
        took = _sent_by_all(port, waiting[FIRST_ONES:])
        rate = len(took) / (time.perf_counter() - begun)
    name = "sustained: submissions a second, two cores, the senders among them"
    yield Number(name, "/s", rate, at_least=SUBMISSIONS_AT_LEAST)
    yield Number("sustained: Send, p95", "ms", house.p95(took) * 1000)


def _request(port: int, form: dict[str, str]) -> bytes:
    body = urlencode(form).encode("ascii")
    head = (
        f"POST {TELL} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode("ascii") + body


def _sent_by_all(port: int, waiting: list[bytes]) -> list[float]:
    """Each connection sends its next concern when the answer to the last one is whole: seconds each took."""
    took: list[float] = []
    count = len(waiting)
    with selectors.DefaultSelector() as ready:
        for _ in range(CONNECTIONS):
            ready.register(_Sender(port), selectors.EVENT_READ)
        for key in list(ready.get_map().values()):
            _sender(key).send_next(waiting)
        while len(took) < count:
            for key, _events in ready.select(timeout=60) or _nothing_came(count - len(took)):
                sender = _sender(key)
                if sender.receive():
                    took.append(time.perf_counter() - sender.begun)
                    sender.send_next(waiting)
    return took


def _sender(key: selectors.SelectorKey) -> _Sender:
    assert isinstance(key.fileobj, _Sender)
    return key.fileobj


def _nothing_came(left: int) -> NoReturn:
    raise SystemExit(f"{left} concerns were not taken.")


class _Sender:
    """One connection that is kept."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._got = b""
        self.begun = 0.0

    def fileno(self) -> int:
        return self._socket.fileno()

    def send_next(self, waiting: list[bytes]) -> None:
        if waiting:
            self._got = b""
            self.begun = time.perf_counter()
            self._socket.sendall(waiting.pop())

    def receive(self) -> bool:
        """Take what came; whether the answer is whole. Raises SystemExit when it is no receipt."""
        came = self._socket.recv(65_536)
        self._got += came
        head, _end, body = self._got.partition(b"\r\n\r\n")
        length = LENGTH.search(head)
        if not came or (length and len(body) >= int(length[1]) and b"concern-receipt" not in body):
            _nothing_came(1)
        return length is not None and len(body) >= int(length[1])
