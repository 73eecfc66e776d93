"""Connections: one loop over plain sockets, which reads requests, sends buffers and minds everybody's time.

What a request means is decided in ``stream_server.py``, through the five methods at the end of ``Connections``.
"""

from __future__ import annotations

import contextlib
import selectors
import signal
import socket
import sys
import time
import traceback
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formatdate
from typing import Any

import h11

from alongside.public.live import stream_protocol as protocol
from alongside.public.live.stream_protocol import Headers, Refused
from alongside.public.live.stream_readers import Doing, Reader, Wheel

RECEIVE = 16 * 1024
# What a reader may send while it waits for an answer, or after we have said our last word.
UNASKED = 64 * 1024
ACCEPT_AT_ONCE = 256
KERNEL_BUFFER = 128 * 1024


@dataclass(frozen=True)
class Settings:
    """What an administrator may change; the defaults are what production runs."""

    host: str = "127.0.0.1"
    port: int = 8002
    public_origin: str = ""
    connections: int = 15_000
    connections_per_address: int = 100
    # Addresses of proxies in front: every reader comes from theirs, so they have no limit of their own.
    proxies: tuple[str, ...] = ("127.0.0.1", "::1")
    head_seconds: float = 10
    idle_seconds: float = 30
    answer_seconds: float = 5
    poll_seconds: float = 20
    beat_seconds: float = 15
    # DS 5.8: streams of events end after about a minute, so that caches and balancers can place readers anew.
    stream_seconds: float = 60
    stall_seconds: float = 20
    unsent_bytes: int = 256 * 1024
    access_log: bool = True


class Connections:
    """One process's readers. ``run`` returns after SIGTERM or ``stop``, when the last answer is out."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.now = time.monotonic()
        self.readers: dict[Reader, None] = {}
        self._speech = protocol.Speech(settings.public_origin)
        self._selector = selectors.DefaultSelector()
        self._wheel = Wheel(self.now)
        self._addresses: Counter[str] = Counter()
        self._ready: deque[Reader] = deque()
        self._told: deque[tuple[Any, ...]] = deque()
        self._lines: list[str] = []
        self._stopping_until = 0.0
        self._asked_to_stop = False
        self._accepting = True
        self._second = 0
        self._date = ""
        self._bell, self._ear = socket.socketpair()
        self._bell.setblocking(False)
        self._ear.setblocking(False)
        self._listener = _listen(settings)
        self.port: int = self._listener.getsockname()[1]

    # The loop

    def run(self) -> None:
        self._selector.register(self._listener, selectors.EVENT_READ, self._accept)
        self._selector.register(self._ear, selectors.EVENT_READ, self._hear_bell)
        while not self._is_finished():
            self._turn()
        self._flush_lines()
        for reader in list(self.readers):
            self._drop(reader)
        self._listener.close()

    def stop(self, *_: object) -> None:
        """Ask the loop to end; safe in a signal handler and from another thread."""
        self._asked_to_stop = True
        self._ring()

    def wake_by_signals(self) -> None:
        signal.set_wakeup_fd(self._bell.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)

    def _turn(self) -> None:
        events = self._selector.select(0 if self._ready else 1.0)
        self.now = time.monotonic()
        for key, mask in events:
            if isinstance(key.data, Reader):
                self._with_care(self._attend, key.data, mask)
            else:
                key.data()
        while self._told:
            self._take(self._told.popleft())
        for _ in range(len(self._ready)):
            self._with_care(self._pump, self._ready.popleft())
        if int(self.now) != self._second:
            self._tick()
        if self._asked_to_stop and not self._stopping_until:
            self._begin_to_stop()

    def _with_care(self, act: Callable[..., None], reader: Reader, *more: Any) -> None:
        """A mistake of ours over one reader costs that reader its connection, not everybody theirs."""
        try:
            act(reader, *more)
        except Exception as error:
            # The kind and the place only: a message could quote what somebody sent.
            frame = traceback.extract_tb(error.__traceback__)[-1]
            self._lines.append(f"error {type(error).__name__} at {frame.name}:{frame.lineno}\n")
            self._drop(reader)

    def _tick(self) -> None:
        self._second = int(self.now)
        self._date = formatdate(usegmt=True)
        for reader in self._wheel.turn(self.now):
            self._with_care(self._be_due, reader)
        if not self._accepting and not self._stopping_until:
            self._accepting = True
            self._selector.register(self._listener, selectors.EVENT_READ, self._accept)
        self._flush_lines()

    def _is_finished(self) -> bool:
        return bool(self._stopping_until) and (not self.readers or self.now >= self._stopping_until)

    def _begin_to_stop(self) -> None:
        self._stopping_until = self.now + self.settings.answer_seconds
        if self._accepting:
            self._accept()
            self._selector.unregister(self._listener)
        self._accepting = False
        self._listener.close()
        for reader in list(self.readers):
            reader.closes = True
            if reader.doing is Doing.READING and not reader.has_begun_a_head():
                self._drop(reader)
            else:
                self._bid_farewell(reader)

    def _tell(self, message: tuple[Any, ...]) -> None:
        self._told.append(message)
        self._ring()

    def _ring(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self._bell.send(b"!")

    def _hear_bell(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self._ear.recv(4096)

    # Connections

    def _accept(self) -> None:
        for _ in range(ACCEPT_AT_ONCE):
            try:
                sock, place = self._listener.accept()
            except BlockingIOError:
                return
            except OSError:
                # Out of descriptors: the waiting ones stay in the kernel's queue for a second.
                self._accepting = False
                self._selector.unregister(self._listener)
                return
            self._welcome(sock, str(place[0]))

    def _welcome(self, sock: socket.socket, address: str) -> None:
        sock.setblocking(False)
        limit = self.settings.connections_per_address
        crowded = address not in self.settings.proxies and self._addresses[address] >= limit
        if crowded or len(self.readers) >= self.settings.connections:
            self._turn_away(sock)
            return
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # What the kernel holds for a reader who does not read is memory too.
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, KERNEL_BUFFER)
        reader = Reader(sock, address)
        self._addresses[address] += 1
        self.readers[reader] = None
        self._selector.register(sock, selectors.EVENT_READ, reader)
        self._wheel.set(reader, self.now + self.settings.head_seconds)

    def _turn_away(self, sock: socket.socket) -> None:
        headers, body = protocol.problem(Refused(503, "Too many readers at once.", [("Retry-After", "5")]))
        with contextlib.suppress(OSError):
            sock.send(self._speech.answer(503, headers, body, date=self._today(), closes=True))
        sock.close()

    def _attend(self, reader: Reader, mask: int) -> None:
        if mask & selectors.EVENT_WRITE and reader.doing is not Doing.GONE:
            self._flush(reader)
        if mask & selectors.EVENT_READ and reader.doing is not Doing.GONE:
            self._hear(reader)

    def _hear(self, reader: Reader) -> None:
        try:
            data = reader.sock.recv(RECEIVE)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._drop(reader)
        elif reader.doing is Doing.READING:
            if not reader.has_begun_a_head():
                # From its first byte, not its last: a head that trickles in has no more time than any other.
                self._wheel.set(reader, self.now + self.settings.head_seconds)
            reader.hear(data)
            self._pump(reader)
        else:
            reader.heard += data
            if len(reader.heard) > UNASKED:
                self._drop(reader)

    def _pump(self, reader: Reader) -> None:
        """Take up one request after another, each after the answer to the one before."""
        while reader.doing is Doing.READING:
            try:
                request = reader.next_request()
            except Refused as refused:
                self._forget_last_request(reader)
                # What follows cannot be understood either.
                reader.closes = True
                self._refuse(reader, refused)
                return
            if request is None:
                return
            self._begin(reader, request)

    def _begin(self, reader: Reader, request: h11.Request) -> None:
        self._forget_last_request(reader)
        reader.closes = reader.closes or bool(self._stopping_until)
        reader.method = request.method.decode("latin-1")
        try:
            self._route(reader, request)
        except Refused as refused:
            self._refuse(reader, refused)

    def _forget_last_request(self, reader: Reader) -> None:
        reader.asked_at, reader.route, reader.method, reader.ask = self.now, "other", "", None

    def _flush(self, reader: Reader) -> None:
        while reader.out:
            buffer = reader.out[0]
            try:
                sent = reader.sock.send(buffer)
            except BlockingIOError:
                return
            except OSError:
                self._drop(reader)
                return
            reader.unsent -= sent
            if sent < len(buffer):
                reader.out[0] = memoryview(buffer)[sent:]
                return
            reader.out.popleft()
        self._watch_for_writing(reader, False)
        self._be_drained(reader)

    def _say(self, reader: Reader, buffer: bytes) -> bool:
        """Send a buffer, or keep what does not go out now; True when nothing is left. The buffer is shared."""
        reader.said += len(buffer)
        rest: bytes | memoryview = buffer
        if not reader.out:
            try:
                sent = reader.sock.send(buffer)
            except BlockingIOError:
                sent = 0
            except OSError:
                self._drop(reader)
                return False
            if sent == len(buffer):
                return True
            rest = memoryview(buffer)[sent:]
            reader.stalled_at = self.now
            self._watch_for_writing(reader, True)
        elif reader.unsent + len(buffer) > self.settings.unsent_bytes:
            # It knows its offset and can come back; the others must not wait, nor the memory grow.
            self._drop(reader)
            return False
        reader.out.append(rest)
        reader.unsent += len(rest)
        return False

    def _watch_for_writing(self, reader: Reader, wants_write: bool) -> None:
        if reader.wants_write is not wants_write:
            reader.wants_write = wants_write
            events = selectors.EVENT_READ | (selectors.EVENT_WRITE if wants_write else 0)
            self._selector.modify(reader.sock, events, reader)

    def _be_drained(self, reader: Reader) -> None:
        if reader.doing is Doing.ANSWERING:
            self._be_done(reader)
        elif reader.doing is Doing.CATCHING_UP:
            self._go_on(reader)

    def _be_done(self, reader: Reader) -> None:
        """One request is answered; the next may be waiting."""
        self._write_line(reader)
        reader.ask = None
        reader.said = 0
        if reader.closes:
            self._part(reader)
            return
        reader.doing = Doing.READING
        waits_for = self.settings.head_seconds if reader.heard else self.settings.idle_seconds
        self._wheel.set(reader, self.now + waits_for)
        if reader.heard:
            self._ready.append(reader)

    def _part(self, reader: Reader) -> None:
        """Close; after a refusal our side first, for closing with unread bytes would destroy the answer on its way."""
        reader.doing = Doing.LINGERING
        if reader.status < 400:
            self._drop(reader)
            return
        try:
            reader.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self._drop(reader)
            return
        reader.heard, reader.parser = b"", None
        self._wheel.set(reader, self.now + 2)

    def _drop(self, reader: Reader) -> None:
        if reader.doing is Doing.GONE:
            return
        if reader.doing in (Doing.STREAMING, Doing.CATCHING_UP, Doing.ANSWERING):
            self._write_line(reader)
        reader.doing = Doing.GONE
        reader.parked = None
        if reader.channel:
            reader.channel.leave(reader)
        del self.readers[reader]
        self._addresses[reader.address] -= 1
        if not self._addresses[reader.address]:
            del self._addresses[reader.address]
        self._selector.unregister(reader.sock)
        reader.sock.close()
        reader.out.clear()

    def _be_due(self, reader: Reader) -> None:
        if reader.doing is Doing.READING and reader.has_begun_a_head():
            self._forget_last_request(reader)
            reader.closes = True
            self._refuse(reader, Refused(408, "The request did not arrive in time."))
        elif reader.doing in (Doing.READING, Doing.ANSWERING, Doing.LINGERING):
            self._drop(reader)
        else:
            self._be_patient_no_more(reader)

    # Answers

    def _today(self) -> str:
        return self._date or formatdate(usegmt=True)

    def _whole(self, reader: Reader, status: int, headers: Headers, body: bytes | None) -> bytes:
        sent_body = None if reader.method == "HEAD" else body
        return self._speech.answer(status, headers, sent_body, date=self._today(), closes=reader.closes)

    def _answer(self, reader: Reader, status: int, headers: Headers, body: bytes | None) -> None:
        self._answer_with(reader, status, self._whole(reader, status, headers, body))

    def _answer_with(self, reader: Reader, status: int, buffer: bytes) -> None:
        if reader.channel:
            reader.channel.leave(reader)
        reader.status = status
        reader.parked = None
        reader.doing = Doing.ANSWERING
        self._wheel.set(reader, self.now + self.settings.stall_seconds)
        if self._say(reader, buffer):
            self._be_done(reader)

    def _refuse(self, reader: Reader, refused: Refused) -> None:
        self._answer(reader, refused.status, *protocol.problem(refused))

    # The access log: no query strings and no addresses

    def _write_line(self, reader: Reader) -> None:
        if self.settings.access_log:
            took = (self.now - reader.asked_at) * 1000
            method = reader.method if reader.method in ("GET", "HEAD", "OPTIONS") else "-"
            self._lines.append(f"{method} {reader.route} {reader.status} {reader.said} bytes {took:.0f} ms\n")

    def _flush_lines(self) -> None:
        if self._lines:
            stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ ", time.gmtime())
            sys.stdout.write("".join(stamp + line for line in self._lines))
            sys.stdout.flush()
            self._lines.clear()

    # What a request means is for the server to say

    def _take(self, message: tuple[Any, ...]) -> None:
        """Take a message of another thread."""
        raise NotImplementedError

    def _route(self, reader: Reader, request: h11.Request) -> None:
        """Answer a request, or leave the reader waiting."""
        raise NotImplementedError

    def _go_on(self, reader: Reader) -> None:
        """Everything is sent to one who catches up."""
        raise NotImplementedError

    def _be_patient_no_more(self, reader: Reader) -> None:
        """The time of one who waits is over."""
        raise NotImplementedError

    def _bid_farewell(self, reader: Reader) -> None:
        """The process ends, and this reader is in the middle of something."""
        raise NotImplementedError


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # Several processes may share the port; the kernel deals the connections out.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    listener.bind((settings.host, settings.port))
    listener.listen(4096)
    listener.setblocking(False)
    return listener
