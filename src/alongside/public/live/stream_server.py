"""What readers of a stream ask and get: one prepared buffer for everybody who waits for the same thing."""

from __future__ import annotations

import json
import secrets
import time
import uuid
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import h11

from alongside.public.live import stream_protocol as protocol
from alongside.public.live.stream_channels import Channel, Channels
from alongside.public.live.stream_connections import Connections, Settings
from alongside.public.live.stream_log import Connect, Found, Log
from alongside.public.live.stream_protocol import Ask, Entry, Headers, Refused
from alongside.public.live.stream_readers import Doing, Reader, not_allowed

OPENING_AT_ONCE = 1000


class Server(Connections):
    """Answers requests from the events in memory, and asks the log for the rest."""

    def __init__(self, settings: Settings, connect: Connect) -> None:
        super().__init__(settings)
        self._channels = Channels()
        self._opening: dict[str, list[Reader]] = {}
        self._failing = "the database is not connected yet"
        self._log = Log(connect, self._tell)

    def run(self) -> None:
        self._log.start()
        super().run()
        self._log.stop()

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

    def _be_patient_no_more(self, reader: Reader) -> None:
        if reader.doing is Doing.ASKING:
            reader.parked = None
            self._refuse(reader, Refused(503, "The stream cannot be read just now.", [("Retry-After", "2")]))
        elif reader.doing is Doing.POLLING:
            self._answer_nothing_new(reader)
        else:
            self._beat(reader)

    def _bid_farewell(self, reader: Reader) -> None:
        if reader.doing is Doing.POLLING:
            self._answer_nothing_new(reader)
        elif reader.doing in (Doing.STREAMING, Doing.CATCHING_UP):
            self._end_events(reader)

    # Answers

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
            self._go_on(reader)

    def _go_on(self, reader: Reader) -> None:
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
        self._say(reader, self._frame(channel, entries, reader.after, self._stream_cursor(reader)))

    def _frame(self, channel: Channel, entries: Sequence[Entry], after: int, cursor: int) -> bytes:
        """Return a data event and its control event as one buffer (DS 5.8), or a control event alone."""
        at_end = after >= channel.tail
        control = protocol.sse_control(after, cursor, at_end=at_end, closed=at_end and channel.closed)
        return (protocol.sse_data(entries) if entries else b"") + control

    def _stream_cursor(self, reader: Reader) -> int:
        return max(reader.cursor or 0, protocol.next_cursor(None, time.time(), 1))

    def _join(self, reader: Reader, channel: Channel) -> None:
        if reader.placed != ("closed" if channel.closed else "open"):
            reader.placed = "closed" if channel.closed else reader.placed or "open"
            self._say(reader, self._frame(channel, (), reader.after, self._stream_cursor(reader)))
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

    def _beat(self, reader: Reader) -> None:
        if reader.out and self.now - reader.stalled_at >= self.settings.stall_seconds:
            self._drop(reader)
        elif self.now >= reader.ends_at:
            self._end_events(reader)
        else:
            self._wheel.set(reader, min(self.now + self.settings.beat_seconds, reader.ends_at))
            if not reader.out:
                self._say(reader, protocol.HEARTBEAT)

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

    def _be_read(self, event_id: uuid.UUID, after: int, found: Found | None) -> None:
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
        after, current = channel.tail, protocol.next_cursor(None, time.time(), 1)
        say, placed = self._say, "closed" if channel.closed else "open"
        for reader in list(channel.streams):
            # Nearly everybody's is the current one; one who came with a later cursor never gets an earlier (DS 8.1).
            cursor = max(reader.cursor or 0, current)
            frame = frames.get(cursor)
            if frame is None:
                frame = frames[cursor] = self._frame(channel, new, after, cursor)
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
            self._go_on(reader)
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
