"""The words and bytes of the stream: the read side of the open Durable Streams protocol.

No sockets, no database, no clock of its own. "DS 5.7" is a section of that protocol's PROTOCOL.md, version 1.0.
An offset is the number of the last entry that a reader has, as sixteen decimal digits, so that offsets sort as text
(DS 6); ``-1`` is the start and ``now`` the end.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qsl, urlsplit

OFFSET = re.compile(r"[0-9]{16}")
SLUG = re.compile(r"[A-Za-z0-9_-]{1,120}")
CURSOR = re.compile(r"[0-9]{1,12}")

# DS 8.1: cursors count slices of 20 seconds from this moment (9 October 2024, 00:00 UTC).
CURSOR_EPOCH = 1_728_432_000
CURSOR_SLICE = 20

CHUNK_ENTRIES = 200
CHUNK_BYTES = 128 * 1024

JSON = "application/json"
# A chunk that is full never changes. The last one grows, so it may be shared only for a moment.
SETTLED = "public, max-age=60"
GROWING = "public, max-age=2"
# DS 8.1 advises against keeping 204s for long; one second is what lets a cache answer all who waited on one poll.
NOTHING_NEW = "public, max-age=1"
NEVER = "no-store"

HEARTBEAT = b":\n\n"
Headers = list[tuple[str, str]]


class Refused(Exception):
    """A request that gets an error: a status and one clear sentence."""

    def __init__(self, status: int, sentence: str, headers: Iterable[tuple[str, str]] = ()) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
        self.headers = list(headers)


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One numbered entry of an event's stream: its body is one JSON object."""

    number: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Ask:
    """What one request asks of a stream. ``after`` is a number, or None for the end (``now``)."""

    slug: str
    after: int | None
    live: str = ""
    cursor: int | None = None
    head_only: bool = False
    same_as: str = ""
    returns: bool = False


def read_ask(method: str, target: str, headers: Sequence[tuple[bytes, bytes]]) -> Ask:
    """Read what a request for ``/stream/<slug>`` asks.

    Raises Refused with a sentence for a slug, offset, mode or cursor that cannot be.
    """
    parts = urlsplit(target)
    slug = parts.path.removeprefix("/stream/")
    if not SLUG.fullmatch(slug):
        raise Refused(404, "There is no such stream.")
    if method == "HEAD":
        return Ask(slug, None, head_only=True)
    words = _words(parts.query)
    live = words.get("live", "")
    if live not in ("", "long-poll", "sse"):
        raise Refused(400, "live must be long-poll or sse.")
    offset = words.get("offset")
    if live and offset is None:
        raise Refused(400, "A live read must say its offset.")
    seen = _header(headers, b"last-event-id") if live == "sse" else ""
    after = after_of(seen or (offset if offset is not None else "-1"))
    cursor = _cursor_of(words.get("cursor"))
    return Ask(slug, after, live, cursor, same_as=_header(headers, b"if-none-match"), returns=bool(seen))


def _words(query: str) -> dict[str, str]:
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=20)
    except ValueError as error:
        raise Refused(400, "The address has too many parameters.") from error
    words = dict(pairs)
    # A cache and we might each read a different one of two.
    if len(words) < len(pairs):
        raise Refused(400, "The address has a parameter twice.")
    return words


def _header(headers: Sequence[tuple[bytes, bytes]], name: bytes) -> str:
    return b", ".join(value for header, value in headers if header == name).decode("latin-1")


def after_of(offset: str) -> int | None:
    """Return the number that an offset stands behind, or None for ``now`` (DS 6)."""
    if offset == "now":
        return None
    if offset == "-1":
        return 0
    if not OFFSET.fullmatch(offset):
        raise Refused(400, "The offset is not one that this stream gives out.")
    return int(offset)


def offset_of(number: int) -> str:
    return f"{number:016d}"


def _cursor_of(text: str | None) -> int | None:
    if text is None or text == "":
        return None
    if not CURSOR.fullmatch(text):
        raise Refused(400, "The cursor is not one that this stream gives out.")
    return int(text)


def next_cursor(given: int | None, at: float, jitter_seconds: int) -> int:
    """Return the cursor after the one a reader gave: never backwards, never the same (DS 8.1).

    ``jitter_seconds`` is 1 to 3600, by chance; it counts only for a reader who is at or ahead of the slice.
    """
    current = int(at - CURSOR_EPOCH) // CURSOR_SLICE
    if given is None or given < current:
        return current
    return given + max(1, jitter_seconds // CURSOR_SLICE)


def cut(entries: Sequence[Entry]) -> Sequence[Entry]:
    """Return the first entries that make one chunk.

    It depends only on where it starts, so a chunk has the same bytes from memory, from the database and in a cache.
    """
    size = 0
    for count, entry in enumerate(entries[:CHUNK_ENTRIES]):
        size += len(entry.body)
        if size > CHUNK_BYTES and count:
            return entries[:count]
    return entries[:CHUNK_ENTRIES]


def as_array(entries: Sequence[Entry]) -> bytes:
    """Return entries as one JSON array (DS 7.1)."""
    return b"[" + b",".join(entry.body for entry in entries) + b"]"


def sse_data(entries: Sequence[Entry]) -> bytes:
    """Frame entries as one SSE data event, whose id lets a browser's EventSource return to its place."""
    lines = b"\ndata:".join(as_array(entries).splitlines())
    return b"event: data\ndata:" + lines + b"\nid:" + offset_of(entries[-1].number).encode() + b"\n\n"


def sse_control(after: int, cursor: int, *, at_end: bool, closed: bool) -> bytes:
    """Frame the control event that follows data (DS 5.8); the last one of a closed stream says so (DS 4.1)."""
    words: dict[str, object] = {"streamNextOffset": offset_of(after)}
    if not closed:
        words["streamCursor"] = str(cursor)
    if at_end:
        words["upToDate"] = True
    if closed:
        words["streamClosed"] = True
    line = json.dumps(words, separators=(",", ":")).encode()
    return b"event: control\ndata:" + line + b"\nid:" + offset_of(after).encode() + b"\n\n"


class Speech:
    """Builds whole answers; knows the one other origin whose scripts may read them."""

    def __init__(self, public_origin: str) -> None:
        self.common: Headers = [
            ("X-Content-Type-Options", "nosniff"),
            # The stream is public; which scripts may read it is what the origin below decides.
            ("Cross-Origin-Resource-Policy", "cross-origin"),
        ]
        if public_origin:
            # The same words to everybody, so that a shared cache needs no Vary: Origin.
            self.common += [
                ("Access-Control-Allow-Origin", public_origin),
                ("Access-Control-Expose-Headers",
                 "ETag, Stream-Next-Offset, Stream-Cursor, Stream-Up-To-Date, Stream-Closed"),
            ]  # fmt: skip

    def answer(self, status: int, headers: Headers, body: bytes | None, *, date: str, closes: bool) -> bytes:
        """Return one whole HTTP/1.1 answer; a body of None has no length (RFC 9110 8.6: 204, 304, HEAD, and SSE)."""
        lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", f"Date: {date}"]
        lines += [f"{name}: {value}" for name, value in (*self.common, *headers)]
        if body is not None:
            lines.append(f"Content-Length: {len(body)}")
        if closes:
            lines.append("Connection: close")
        return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + (body or b"")


def problem(refused: Refused) -> tuple[Headers, bytes]:
    """Return a refusal as problem+json (RFC 9457)."""
    words = {
        "type": "about:blank",
        "title": HTTPStatus(refused.status).phrase,
        "status": refused.status,
        "detail": refused.sentence,
    }
    headers = [("Content-Type", "application/problem+json"), ("Cache-Control", NEVER), *refused.headers]
    return headers, json.dumps(words, ensure_ascii=False).encode()


def place_headers(after: int, cursor: int | None, *, at_end: bool, closed: bool) -> Headers:
    """Say where a reader stands (DS 5.6, 5.7, 4.1)."""
    headers = [("Stream-Next-Offset", offset_of(after))]
    if cursor is not None:
        headers.append(("Stream-Cursor", str(cursor)))
    if at_end:
        headers.append(("Stream-Up-To-Date", "true"))
    if closed and at_end:
        headers.append(("Stream-Closed", "true"))
    return headers


def etag(event_id: str, start: int, end: int, *, closed: bool) -> str:
    """Name a range of one stream; closing changes the answer, so it changes the name (DS 5.6)."""
    return f'"{short(event_id)}:{start}:{end}{":closed" if closed else ""}"'


def short(event_id: str) -> str:
    return base64.urlsafe_b64encode(bytes.fromhex(event_id.replace("-", "")))[:11].decode()


def is_named_in(tag: str, if_none_match: str) -> bool:
    """RFC 9110 13.1.2: a list of tags, weak comparison, or a star."""
    if not if_none_match:
        return False
    return any(one.strip().removeprefix("W/") in ("*", tag) for one in if_none_match.split(","))
