"""One event's stream in memory: its recent entries, and who waits for the next one."""

from __future__ import annotations

import uuid
from collections import deque
from collections.abc import Sequence
from itertools import islice

from alongside.public.live.stream_log import Found
from alongside.public.live.stream_protocol import CHUNK_ENTRIES, Entry, cut
from alongside.public.live.stream_readers import Reader

RING_ENTRIES = 500
RING_BYTES = 4 * 1024 * 1024


class Channel:
    """Everything the loop knows of one event. Dicts stand for sets that keep their order: first come, first served."""

    def __init__(self, slug: str, found: Found) -> None:
        self.slug = slug
        self.event_id = found.event_id
        self.closed = False
        self.tail = 0
        self.ring: deque[Entry] = deque()
        self._ring_bytes = 0
        # The ring holds every entry above this number.
        self._ring_after = found.entries[0].number - 1 if found.entries else 0
        self.polls: dict[Reader, None] = {}
        self.streams: dict[Reader, None] = {}
        # Readers whose chunk must come from the database, by the number they stand behind.
        self.fetching: dict[int, list[Reader]] = {}
        self.looking = False
        self.look_again = False
        # Readers who know of entries that we do not know yet: another process may have been faster. Those on trial
        # are judged by the look that is under way, the others by the next.
        self.doubters: list[Reader] = []
        self.on_trial: list[Reader] = []
        self.users: dict[Reader, None] = {}
        self.used_at = 0.0
        self.grow(found)

    def grow(self, found: Found) -> list[Entry]:
        """Take in what is new and return it; what was known already is passed over."""
        new = [entry for entry in found.entries if entry.number > self.tail]
        for entry in new:
            self.ring.append(entry)
            self._ring_bytes += len(entry.body)
        if new:
            self.tail = new[-1].number
        while len(self.ring) > RING_ENTRIES or (self._ring_bytes > RING_BYTES and len(self.ring) > 1):
            oldest = self.ring.popleft()
            self._ring_bytes -= len(oldest.body)
            self._ring_after = oldest.number
        return new

    def chunk(self, after: int) -> Sequence[Entry] | None:
        """Return the chunk behind a number from memory, or None when only the database has it."""
        if after >= self.tail:
            return ()
        if after < self._ring_after:
            return None
        # Numbers have no gaps, so a number says its place; a gap only makes us start the search too late or too early.
        start = max(0, min(after - self._ring_after, len(self.ring) - 1))
        while start and self.ring[start - 1].number > after:
            start -= 1
        entries = [entry for entry in islice(self.ring, start, start + CHUNK_ENTRIES + 1) if entry.number > after]
        return cut(entries)

    def is_idle(self) -> bool:
        return not (self.users or self.fetching or self.looking)

    def enter(self, reader: Reader) -> None:
        self.users[reader] = None
        reader.channel = self

    def leave(self, reader: Reader) -> None:
        reader.channel = None
        self.users.pop(reader, None)
        self.polls.pop(reader, None)
        self.streams.pop(reader, None)


class Channels:
    """The events in memory, by slug and by id; those that nobody reads make room."""

    def __init__(self, room_for: int = 200) -> None:
        self._room_for = room_for
        self.by_slug: dict[str, Channel] = {}
        self.by_id: dict[uuid.UUID, Channel] = {}

    def add(self, channel: Channel) -> None:
        if len(self.by_slug) >= self._room_for:
            self._make_room()
        self.by_slug[channel.slug] = channel
        self.by_id[channel.event_id] = channel

    def remove(self, channel: Channel) -> None:
        self.by_slug.pop(channel.slug, None)
        self.by_id.pop(channel.event_id, None)

    def _make_room(self) -> None:
        idle = sorted((c for c in self.by_slug.values() if c.is_idle()), key=lambda c: c.used_at)
        for channel in idle[: self._room_for // 4]:
            self.remove(channel)
