"""The loop that serves readers: plain sockets, and one prepared buffer for everybody who waits for the same thing."""

from __future__ import annotations

import contextlib
import json
import secrets
import selectors
import signal
import socket
import sys
import time
import traceback
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.utils import formatdate
from typing import Any
from urllib.parse import urlsplit

import h11

from alongside.public.live import stream_protocol as protocol
from alongside.public.live.stream_channels import Channel, Channels
from alongside.public.live.stream_log import Connect, Found, Log
from alongside.public.live.stream_protocol import Ask, Entry, Headers, Refused
from alongside.public.live.stream_readers import Doing, Reader, Wheel, not_allowed

RECEIVE = 16 * 1024
# What a reader may send while it waits for an answer, or after we have said our last word.
UNASKED = 64 * 1024
ACCEPT_AT_ONCE = 256
OPENING_AT_ONCE = 1000
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


class Server:
    """One process's readers. ``run`` returns after SIGTERM or ``stop``, when the last answer is out."""

    def __init__(self, settings: Settings, connect: Connect) -> None:
        self.settings = settings
        self.now = time.monotonic()
        self.readers: dict[Reader, None] = {}
        self._speech = protocol.Speech(settings.public_origin)
        self._selector = selectors.DefaultSelector()
        self._wheel = Wheel(self.now)
        self._channels = Channels()
        self._opening: dict[str, list[Reader]] = {}
        self._addresses: Counter[str] = Counter()
        self._ready: deque[Reader] = deque()
        self._told: deque[tuple[Any, ...]] = deque()
        self._lines: list[str] = []
        self._failing = "the database is not connected yet"
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
        self._log = Log(connect, self._tell)

    # The loop

    def run(self) -> None:
        self._selector.register(self._listener, selectors.EVENT_READ, self._accept)
        self._selector.register(self._ear, selectors.EVENT_READ, self._hear_bell)
        self._log.start()
        while not self._is_finished():
            self._turn()
        self._log.stop()
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
            elif reader.doing is Doing.POLLING:
                self._answer_nothing_new(reader)
            elif reader.doing in (Doing.STREAMING, Doing.CATCHING_UP):
                self._end_events(reader)

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

    def _route(self, reader: Reader, request: h11.Request) -> None:
        target = request.target.decode("latin-1")
        try:
            path = urlsplit(target).path
        except ValueError as error:
            raise Refused(400, "This is no address of ours.") from error
        if reader.method == "OPTIONS":
            self._answer_options(reader)
        elif reader.method not in ("GET", "HEAD"):
            raise not_allowed()
        elif path == "/health":
            self._answer_health(reader)
        elif path.startswith("/stream/"):
            reader.ask = protocol.read_ask(reader.method, target, list(request.headers))
            self._serve(reader)
        else:
            raise Refused(404, "There is nothing here.")

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
            self._advance(reader)

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
        elif reader.doing is Doing.ASKING:
            reader.parked = None
            self._refuse(reader, Refused(503, "The stream cannot be read just now.", [("Retry-After", "2")]))
        elif reader.doing is Doing.POLLING:
            self._answer_nothing_new(reader)
        elif reader.doing in (Doing.STREAMING, Doing.CATCHING_UP):
            self._beat(reader)
        else:
            self._drop(reader)

    def _beat(self, reader: Reader) -> None:
        if reader.out and self.now - reader.stalled_at >= self.settings.stall_seconds:
            self._drop(reader)
        elif self.now >= reader.ends_at:
            self._end_events(reader)
        else:
            self._wheel.set(reader, min(self.now + self.settings.beat_seconds, reader.ends_at))
            if not reader.out:
                self._say(reader, protocol.HEARTBEAT)

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

    def _answer_options(self, reader: Reader) -> None:
        headers = [
            ("Allow", "GET, HEAD, OPTIONS"),
            ("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS"),
            ("Access-Control-Allow-Headers", "If-None-Match, Last-Event-ID, Cache-Control"),
            ("Access-Control-Max-Age", "3600"),
            ("Cache-Control", protocol.NEVER),
        ]
        self._answer(reader, 204, headers, None)

    def _answer_health(self, reader: Reader) -> None:
        reader.route = "/health"
        words = {"ok": not self._failing, **({"failing": "database", "detail": self._failing} if self._failing else {})}
        headers = [("Content-Type", protocol.JSON), ("Cache-Control", protocol.NEVER)]
        self._answer(reader, 503 if self._failing else 200, headers, json.dumps(words).encode())

    def _serve(self, reader: Reader) -> None:
        """Answer what a reader asks of a stream, or park it until that can be answered."""
        ask = reader.ask
        assert ask is not None
        channel = self._channels.by_slug.get(ask.slug)
        if channel is None:
            self._open(reader, ask.slug)
            return
        channel.used_at = self.now
        reader.route = f"/stream/{ask.slug}"
        reader.after = channel.tail if ask.after is None else ask.after
        if reader.after > channel.tail:
            self._doubt(reader, channel)
        elif ask.head_only:
            self._answer_head(reader, channel)
        elif ask.live == "sse":
            self._begin_events(reader, channel, ask)
        elif ask.live == "long-poll":
            self._serve_poll(reader, channel, ask)
        else:
            self._serve_chunk(reader, channel, ask)

    def _open(self, reader: Reader, slug: str) -> None:
        if slug not in self._opening:
            if len(self._opening) >= OPENING_AT_ONCE:
                self._refuse(reader, Refused(503, "Too many streams are being opened at once.", [("Retry-After", "2")]))
                return
            self._opening[slug] = []
            self._log.ask("open", slug)
        self._opening[slug].append(reader)
        self._park(reader, ("open", slug))

    def _park(self, reader: Reader, until: tuple[object, ...]) -> None:
        reader.parked = until
        reader.doing = Doing.ASKING
        self._wheel.set(reader, self.now + self.settings.answer_seconds)

    def _doubt(self, reader: Reader, channel: Channel) -> None:
        """An offset beyond the end: ask the database before refusing, for another process may have given it out."""
        channel.enter(reader)
        channel.doubters.append(reader)
        self._park(reader, ("doubt", channel.event_id))
        self._look(channel)

    def _answer_head(self, reader: Reader, channel: Channel) -> None:
        headers = [("Content-Type", protocol.JSON), ("Cache-Control", protocol.NEVER)]
        headers += protocol.place_headers(channel.tail, None, at_end=True, closed=channel.closed)
        self._answer(reader, 200, headers, None)

    def _serve_chunk(self, reader: Reader, channel: Channel, ask: Ask) -> None:
        if ask.after is None:
            # DS 6: now, without waiting, holds nothing and is kept by no cache.
            headers = [("Content-Type", protocol.JSON), ("Cache-Control", protocol.NEVER)]
            headers += self._place(channel, channel.tail, ask.cursor)
            self._answer(reader, 200, headers, b"[]")
            return
        entries = channel.chunk(reader.after)
        if entries is None:
            self._fetch(reader, channel)
        else:
            self._answer_chunk(reader, channel, ask, entries)

    def _serve_poll(self, reader: Reader, channel: Channel, ask: Ask) -> None:
        reader.cursor = ask.cursor
        entries = channel.chunk(reader.after)
        if entries is None:
            self._fetch(reader, channel)
        elif entries:
            self._answer_chunk(reader, channel, ask, entries)
        elif channel.closed or self._stopping_until:
            channel.enter(reader)
            self._answer_nothing_new(reader)
        else:
            channel.enter(reader)
            channel.polls[reader] = None
            reader.doing = Doing.POLLING
            self._wheel.set(reader, self.now + self.settings.poll_seconds)

    def _place(self, channel: Channel, after: int, cursor: int | None) -> Headers:
        given = protocol.next_cursor(cursor, time.time(), 1 + secrets.randbelow(3600))
        return protocol.place_headers(after, given, at_end=after >= channel.tail, closed=channel.closed)

    def _chunk_headers(self, channel: Channel, ask: Ask, after: int, entries: Sequence[Entry]) -> Headers:
        end = entries[-1].number if entries else after
        at_end = end >= channel.tail
        settled = not at_end and not ask.live
        headers = [
            ("Content-Type", protocol.JSON),
            ("Cache-Control", protocol.SETTLED if settled else protocol.GROWING),
            ("ETag", protocol.etag(str(channel.event_id), after, end, closed=at_end and channel.closed)),
        ]
        return headers + self._place(channel, end, ask.cursor)

    def _answer_chunk(self, reader: Reader, channel: Channel, ask: Ask, entries: Sequence[Entry]) -> None:
        headers = self._chunk_headers(channel, ask, reader.after, entries)
        if not ask.live and protocol.is_named_in(dict(headers)["ETag"], ask.same_as):
            self._answer(reader, 304, headers[1:], None)
        else:
            self._answer(reader, 200, headers, protocol.as_array(entries))

    def _answer_nothing_new(self, reader: Reader) -> None:
        channel = reader.channel
        assert channel is not None
        headers = [("Cache-Control", protocol.NOTHING_NEW), *self._place(channel, channel.tail, reader.cursor)]
        self._answer(reader, 204, headers, None)

    # Events (SSE)

    def _begin_events(self, reader: Reader, channel: Channel, ask: Ask) -> None:
        if ask.returns and channel.closed and reader.after >= channel.tail:
            # The HTML standard's way to tell an EventSource not to come back.
            self._answer(reader, 204, self._place(channel, channel.tail, ask.cursor), None)
            return
        channel.enter(reader)
        reader.doing, reader.status, reader.placed, reader.parked = Doing.CATCHING_UP, 200, "", None
        # An event ends itself, so the answer needs no length and no chunks: one buffer does for every connection.
        reader.closes = True
        reader.cursor = protocol.next_cursor(ask.cursor, time.time(), 1 + secrets.randbelow(3600))
        reader.ends_at = self.now + self.settings.stream_seconds * (0.9 + secrets.randbelow(200) / 1000)
        self._wheel.set(reader, min(self.now + self.settings.beat_seconds, reader.ends_at))
        headers = [
            ("Content-Type", "text/event-stream"),
            ("Cache-Control", protocol.NEVER),
            ("X-Accel-Buffering", "no"),
        ]
        if self._say(reader, self._whole(reader, 200, headers, None) + b"retry:1000\n\n"):
            self._advance(reader)

    def _advance(self, reader: Reader) -> None:
        """Send the next chunk to one who catches up; at the end it joins those who wait."""
        while reader.doing is Doing.CATCHING_UP and not reader.out:
            channel = reader.channel
            assert channel is not None
            entries = channel.chunk(reader.after)
            if entries is None:
                self._fetch(reader, channel)
                return
            if entries:
                self._say_events(reader, channel, entries)
            else:
                self._join(reader, channel)

    def _say_events(self, reader: Reader, channel: Channel, entries: Sequence[Entry]) -> None:
        reader.after = entries[-1].number
        reader.placed = "closed" if channel.closed and reader.after >= channel.tail else "open"
        self._say(reader, self._frame(reader, channel, entries))

    def _frame(self, reader: Reader, channel: Channel, entries: Sequence[Entry], after: int | None = None) -> bytes:
        """Return a data event and its control event as one buffer (DS 5.8), or a control event alone."""
        after = entries[-1].number if after is None else after
        at_end = after >= channel.tail
        cursor = self._stream_cursor(reader)
        control = protocol.sse_control(after, cursor, at_end=at_end, closed=at_end and channel.closed)
        return (protocol.sse_data(entries) if entries else b"") + control

    def _stream_cursor(self, reader: Reader) -> int:
        return max(reader.cursor or 0, protocol.next_cursor(None, time.time(), 1))

    def _join(self, reader: Reader, channel: Channel) -> None:
        if reader.placed != ("closed" if channel.closed else "open"):
            reader.placed = "closed" if channel.closed else reader.placed or "open"
            self._say(reader, self._frame(reader, channel, (), reader.after))
        if reader.doing is not Doing.CATCHING_UP:
            return
        if channel.closed:
            self._end_events(reader)
        else:
            reader.doing = Doing.STREAMING
            channel.streams[reader] = None

    def _end_events(self, reader: Reader) -> None:
        if reader.channel:
            reader.channel.leave(reader)
        reader.parked = None
        reader.doing = Doing.ANSWERING
        self._wheel.set(reader, self.now + self.settings.stall_seconds)
        if not reader.out:
            self._be_done(reader)

    # What the log tells

    def _take(self, message: tuple[Any, ...]) -> None:
        kind = message[0]
        if kind == "connected":
            self._failing = ""
            for channel in list(self._channels.by_id.values()):
                self._look(channel)
        elif kind == "lost":
            self._failing = f"no connection ({message[1]})"
        elif kind == "notified":
            noticed = self._channels.by_id.get(message[1])
            if noticed:
                self._look(noticed)
        elif kind == "opened":
            self._be_opened(message[1], message[2])
        else:
            (event_id, after), found = message[1:]
            self._be_read(event_id, after, found)

    def _look(self, channel: Channel) -> None:
        """Ask for what is new in a stream: one question at a time, and one more if it may be stale."""
        if channel.looking:
            channel.look_again = True
            return
        channel.looking, channel.look_again = True, False
        channel.on_trial, channel.doubters = channel.doubters, []
        self._log.ask("read", (channel.event_id, channel.tail))

    def _fetch(self, reader: Reader, channel: Channel) -> None:
        if reader.after not in channel.fetching:
            channel.fetching[reader.after] = []
            self._log.ask("read", (channel.event_id, reader.after))
        channel.fetching[reader.after].append(reader)
        if reader.doing is not Doing.CATCHING_UP:
            channel.enter(reader)
            self._park(reader, ())
        reader.parked = ("read", channel.event_id, reader.after)

    def _be_opened(self, slug: str, found: Found | None) -> None:
        waiting = [reader for reader in self._opening.pop(slug, ()) if reader.parked == ("open", slug)]
        if found:
            channel = Channel(slug, found)
            channel.closed = found.closed
            self._channels.add(channel)
        for reader in waiting:
            reader.parked = None
            if found:
                self._serve(reader)
            else:
                self._refuse(reader, Refused(404, "There is no such stream."))

    def _be_read(self, event_id: Any, after: int, found: Found | None) -> None:
        channel = self._channels.by_id.get(event_id)
        if channel is None:
            return
        if found is None:
            self._forget(channel)
        elif channel.looking and after == channel.tail:
            self._be_looked(channel, found)
        else:
            self._be_fetched(channel, after, protocol.cut(found.entries))

    def _be_looked(self, channel: Channel, found: Found) -> None:
        was_closed = channel.closed
        channel.looking = False
        new = channel.grow(found)
        channel.closed = found.closed and not found.more
        if new or channel.closed != was_closed:
            self._publish(channel, new)
        if found.more:
            channel.doubters = channel.on_trial + channel.doubters
        else:
            self._judge(channel)
        if found.more or channel.look_again or channel.doubters:
            self._look(channel)

    def _judge(self, channel: Channel) -> None:
        on_trial, channel.on_trial = channel.on_trial, []
        for reader in on_trial:
            if reader.parked != ("doubt", channel.event_id):
                continue
            if reader.after <= channel.tail:
                reader.parked = None
                channel.leave(reader)
                self._serve(reader)
            else:
                self._refuse(reader, Refused(400, "The offset lies beyond the end of this stream."))

    def _publish(self, channel: Channel, new: list[Entry]) -> None:
        """Hand what is new to everybody who waits: one buffer for all who are to get the same bytes."""
        self._wake_polls(channel)
        frames: dict[int, bytes] = {}
        after = channel.tail
        say, placed = self._say, "closed" if channel.closed else "open"
        for reader in list(channel.streams):
            cursor = self._stream_cursor(reader)
            frame = frames.get(cursor)
            if frame is None:
                frame = frames[cursor] = self._frame(reader, channel, new, after)
            reader.after, reader.placed = after, placed
            say(reader, frame)
            if channel.closed and reader.doing is Doing.STREAMING:
                self._end_events(reader)

    def _wake_polls(self, channel: Channel) -> None:
        polls, channel.polls = channel.polls, {}
        answers: dict[tuple[int, int | None, bool], bytes] = {}
        for reader in polls:
            key = (reader.after, reader.cursor, reader.closes)
            entries = channel.chunk(reader.after)
            if not entries or reader.ask is None:
                channel.leave(reader)
                self._serve(reader)
                continue
            if key not in answers:
                headers = self._chunk_headers(channel, reader.ask, reader.after, entries)
                answers[key] = self._whole(reader, 200, headers, protocol.as_array(entries))
            self._answer_with(reader, 200, answers[key])

    def _be_fetched(self, channel: Channel, after: int, entries: Sequence[Entry]) -> None:
        for reader in channel.fetching.pop(after, ()):
            if reader.parked != ("read", channel.event_id, after):
                continue
            reader.parked = None
            if reader.doing is Doing.CATCHING_UP:
                self._with_care(self._resume_events, reader, channel, entries)
            elif reader.ask:
                self._answer_chunk(reader, channel, reader.ask, entries)

    def _resume_events(self, reader: Reader, channel: Channel, entries: Sequence[Entry]) -> None:
        if entries:
            self._say_events(reader, channel, entries)
            self._advance(reader)
        else:
            self._end_events(reader)

    def _forget(self, channel: Channel) -> None:
        """An event that is gone from the database is gone for its readers."""
        self._channels.remove(channel)
        for reader in list(channel.users):
            if reader.doing in (Doing.STREAMING, Doing.CATCHING_UP):
                self._end_events(reader)
            else:
                self._refuse(reader, Refused(404, "There is no such stream."))

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
