"""Recordings: the sound stays byte for byte; titles, places and pictures that hang on it do not.

Each kind is taken apart by its own frame (RIFF, ISO base media, MPEG frames, Ogg pages) and only what is sound is put
together again, so that nothing else travels in the same file.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import mutagen
from mutagen.ogg import OggFileType

from .refusals import Refused

KEPT_OF_WAV = {b"fmt ", b"data", b"fact"}
KEPT_OF_MP4 = {b"ftyp", b"moov", b"mdat", b"moof", b"mfra", b"sidx", b"styp"}
MADE_FREE = {b"udta", b"meta", b"uuid"}
PARENTS = {b"moov", b"trak", b"mdia", b"minf", b"moof", b"traf"}
MPEG_BIT_RATES = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""Layer III in kbit/s, of MPEG-1 (3) and of MPEG-2 and 2.5 (ISO/IEC 11172-3, 13818-3)."""
MPEG_SAMPLE_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
FEWEST_FRAMES = 5


def cleaned(content: bytes, kind: str) -> bytes:
    """Return the recording without what is not sound. Raises Refused ``damaged`` or ``film``."""
    try:
        return {"wav": _wav, "m4a": _m4a, "mp3": _mp3, "ogg": _ogg}[kind](content)
    except (mutagen.MutagenError, ValueError, IndexError, EOFError, OSError, KeyError, TypeError):
        raise Refused("damaged") from None


def _wav(content: bytes) -> bytes:
    kept, at = [], 12
    while at + 8 <= len(content):
        name, size = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        body = content[at + 8 : at + 8 + size]
        if name in KEPT_OF_WAV:
            kept.append(name + len(body).to_bytes(4, "little") + body + b"\x00" * (len(body) % 2))
        at += 8 + size + size % 2
    if {part[:4] for part in kept} < {b"fmt ", b"data"}:
        raise Refused("damaged")
    inside = b"WAVE" + b"".join(kept)
    return b"RIFF" + len(inside).to_bytes(4, "little") + inside


def _m4a(content: bytes) -> bytes:
    """Empty the boxes that are not sound and leave them as long as they were: offsets into the sound stay true."""
    out = bytearray(content)
    found = set()
    for at, size, name in _boxes(content, 0, len(content)):
        found.add(name)
        if name in PARENTS:
            _empty_inside(content, out, at + 8, at + size)
        elif name not in KEPT_OF_MP4:
            _empty(out, at, size)
    if not {b"moov", b"mdat"} <= found:
        raise Refused("damaged")
    return bytes(out)


def _empty_inside(content: bytes, out: bytearray, start: int, end: int) -> None:
    for at, size, name in _boxes(content, start, end):
        if name in MADE_FREE:
            _empty(out, at, size)
        elif name == b"hdlr":
            _check_handler(content, out, at, size)
        elif name in PARENTS:
            _empty_inside(content, out, at + 8, at + size)


def _check_handler(content: bytes, out: bytearray, at: int, size: int) -> None:
    """A track says what it carries (ISO/IEC 14496-12, 8.4.3); its free text is the recorder's own and goes."""
    if content[at + 16 : at + 20] in (b"vide", b"auxv", b"hint"):
        raise Refused("film")
    for place in range(at + 32, at + size):
        out[place] = 0


def _boxes(content: bytes, start: int, end: int) -> Iterator[tuple[int, int, bytes]]:
    """Yield place, size and name of each box. Raises Refused where they do not fill the space exactly."""
    at = start
    while at < end:
        size, name = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        if size == 1 and name == b"mdat":
            size = int.from_bytes(content[at + 8 : at + 16], "big")
        if size == 0 and name == b"mdat":
            size = end - at
        if size < 8 or at + size > end:
            raise Refused("damaged")
        yield at, size, name
        at += size


def _empty(out: bytearray, at: int, size: int) -> None:
    out[at + 4 : at + size] = b"free".ljust(size - 4, b"\x00")


def _mp3(content: bytes) -> bytes:
    """Keep the frames of sound and nothing before, between and after them."""
    frames, at = [], _after_id3(content)
    while at + 4 <= len(content):
        length = _frame_length(content[at : at + 4])
        if length and (at + length == len(content) or _frame_length(content[at + length : at + length + 4])):
            frames.append(content[at : at + length])
            at += length
        else:
            at = _next_sync(content, at + 1)
    if len(frames) < FEWEST_FRAMES:
        raise Refused("damaged")
    return b"".join(frames)


def _after_id3(content: bytes) -> int:
    if not content.startswith(b"ID3"):
        return 0
    return 10 + sum((content[6 + n] & 0x7F) << 7 * (3 - n) for n in range(4))


def _next_sync(content: bytes, at: int) -> int:
    found = content.find(b"\xff", at)
    return len(content) if found < 0 else found


def _frame_length(head: bytes) -> int:
    """Return the bytes of a frame of layer III by its head, or 0 where this is none."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return 0
    version, rate, sampling = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or rate in (0, 15) or sampling == 3:
        return 0
    kilobits = MPEG_BIT_RATES[3 if version == 3 else 2][rate]
    per_frame = 144 if version == 3 else 72
    return per_frame * kilobits * 1000 // MPEG_SAMPLE_RATES[version][sampling] + (head[2] >> 1 & 1)


def _ogg(content: bytes) -> bytes:
    whole = b"".join(_pages(content))
    file = mutagen.File(io.BytesIO(whole))
    if not isinstance(file, OggFileType) or "audio" not in "".join(file.mime):
        raise Refused("film")
    out = io.BytesIO(whole)
    file.delete(out)
    return out.getvalue()


def _pages(content: bytes) -> Iterator[bytes]:
    """Yield the pages of an Ogg stream (RFC 3533, 6). Raises Refused for anything between or behind them."""
    at = 0
    while at < len(content):
        count = content[at + 26]
        size = 27 + count + sum(content[at + 27 : at + 27 + count])
        if content[at : at + 4] != b"OggS" or at + size > len(content):
            raise Refused("damaged")
        yield content[at : at + size]
        at += size
