"""One connection of a reader, and the wheel that says when its patience or ours ends."""

from __future__ import annotations

import enum
import socket
from collections import deque
from typing import TYPE_CHECKING

import h11

from alongside.public.live.stream_protocol import Ask, Refused

if TYPE_CHECKING:
    from alongside.public.live.stream_channels import Channel

HEAD_BYTES = 16 * 1024


class Doing(enum.Enum):
    """What a connection is in the middle of."""

    READING = "reading a request's head"
    ASKING = "waiting for the log"
    POLLING = "waiting for the next entry"
    CATCHING_UP = "sending earlier entries as events"
    STREAMING = "sending new entries as events"
    ANSWERING = "sending an answer"
    LINGERING = "letting the other side read our last words"
    GONE = "gone"


class Reader:
    """One connection. Ten thousand of them wait at once, so it keeps little: no parser between requests."""

    __slots__ = (
        "address", "after", "ask", "asked_at", "channel", "closes", "cursor", "doing", "due", "ends_at", "heard",
        "method", "out", "parked", "parser", "placed", "route", "said", "slot", "sock", "stalled_at", "status",
        "unsent", "wants_write",
    )  # fmt: skip

    def __init__(self, sock: socket.socket, address: str) -> None:
        self.sock = sock
        self.address = address
        self.doing = Doing.READING
        self.parser: h11.Connection | None = None
        self.heard = b""
        self.out: deque[bytes | memoryview] = deque()
        self.unsent = 0
        self.said = 0
        self.wants_write = False
        self.stalled_at = 0.0
        self.closes = False
        self.ask: Ask | None = None
        self.channel: Channel | None = None
        # What it waits for from the log; an answer to anything else is not for it any more.
        self.parked: tuple[object, ...] | None = None
        # As events: whether it was told its place, and whether that the stream is closed.
        self.placed = ""
        self.after = 0
        self.cursor: int | None = None
        self.due = 0.0
        self.slot = 0
        self.ends_at = 0.0
        self.asked_at = 0.0
        self.method = ""
        self.route = ""
        self.status = 0

    def hear(self, data: bytes) -> None:
        if self.parser is None:
            self.heard += data
        else:
            self.parser.receive_data(data)

    def next_request(self) -> h11.Request | None:
        """Return the next whole request, or None when more bytes are needed.

        Raises Refused for what is no request of ours. What follows a request stays for later: a reader may send
        several at once, and is answered one at a time (RFC 9112 9.3.2).
        """
        if self.parser is None:
            if not self.heard:
                return None
            self.parser = h11.Connection(h11.SERVER, max_incomplete_event_size=HEAD_BYTES)
            self.parser.receive_data(self.heard)
            self.heard = b""
        try:
            request = self.parser.next_event()
            if request is h11.NEED_DATA:
                return None
            ends = self.parser.next_event()
        except h11.RemoteProtocolError as error:
            raise Refused(error.error_status_hint, "This is no request that can be understood.") from error
        if not isinstance(request, h11.Request):
            raise Refused(400, "This is no request that can be understood.")
        _refuse_what_we_do_not_speak(request, ends)
        self.heard = bytes(self.parser.trailing_data[0])
        self.closes = self.parser.their_state is h11.MUST_CLOSE
        self.parser = None
        return request

    def has_begun_a_head(self) -> bool:
        return bool(self.heard) or self.parser is not None


def _refuse_what_we_do_not_speak(request: h11.Request, ends: object) -> None:
    if request.http_version not in (b"1.0", b"1.1"):
        raise Refused(505, "Only HTTP/1.1 is spoken here.")
    # Even an empty body in chunks: a proxy in front might see its end elsewhere (RFC 9112 11.2).
    has_body = not isinstance(ends, h11.EndOfMessage) or any(
        name == b"transfer-encoding" for name, _ in request.headers
    )
    if has_body and request.method not in (b"GET", b"HEAD", b"OPTIONS"):
        raise not_allowed()
    if has_body:
        raise Refused(400, "A request to read has no body.")


def not_allowed() -> Refused:
    return Refused(405, "This stream can only be read.", [("Allow", "GET, HEAD, OPTIONS")])


class Wheel:
    """When is whom due? One list for each second; a reader who moves on stays listed and is passed over.

    Cheaper than a sorted queue for ten thousand readers whose moments nearly always move forward.
    """

    def __init__(self, now: float) -> None:
        self._turned_to = int(now)
        self._lists: dict[int, list[Reader]] = {}

    def set(self, reader: Reader, at: float) -> None:
        reader.due = at
        slot = max(int(at) + 1, self._turned_to + 1)
        if not reader.slot or slot < reader.slot:
            self._file(reader, slot)

    def _file(self, reader: Reader, slot: int) -> None:
        reader.slot = slot
        self._lists.setdefault(slot, []).append(reader)

    def turn(self, now: float) -> list[Reader]:
        """Return those who are due, once a second at most."""
        due: list[Reader] = []
        while self._turned_to < int(now):
            self._turned_to += 1
            for reader in self._lists.pop(self._turned_to, ()):
                if reader.slot != self._turned_to or reader.doing is Doing.GONE:
                    continue
                reader.slot = 0
                if reader.due <= now:
                    due.append(reader)
                else:
                    self._file(reader, max(int(reader.due) + 1, self._turned_to + 1))
        return due
