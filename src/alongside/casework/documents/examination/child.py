"""The child: take one file from standard input, say what it is, and hand back the same file made anew.

In: the bytes of the file. Out: one line of JSON (``verdict``, ``kind``), then the bytes, none where it is not kept.
"""

from __future__ import annotations

import json
import sys

from . import confined, office, pdf, pictures, sounds, types, words
from .refusals import Refused

PICTURES = ("jpeg", "png", "webp", "gif", "heic")
THREADS_OF_HEIC = 4
SOUNDS = ("mp3", "m4a", "ogg", "wav")


def main() -> None:
    pictures.get_ready()
    words.get_ready()
    content = sys.stdin.buffer.read()
    # The decoder of HEIC works in a thread of its own; nothing else needs one.
    confined.confine(threads=THREADS_OF_HEIC if types.is_heic(content) else 0)
    verdict, kind, made = look_at(content)
    sys.stdout.buffer.write(json.dumps({"verdict": verdict, "kind": kind}).encode() + b"\n" + made)
    sys.stdout.buffer.flush()


def look_at(content: bytes) -> tuple[str, str, bytes]:
    """Return verdict, kind and the file made anew; the kind and the bytes are empty where it is not kept."""
    try:
        kind, made = made_anew(content, types.kind_of(content))
        return "clean", kind, made
    except Refused as refused:
        return refused.verdict, "", b""
    except MemoryError:
        return "bomb", "", b""


def made_anew(content: bytes, kind: str) -> tuple[str, bytes]:
    """Return the kind that comes out, and the bytes. Raises Refused."""
    if kind in PICTURES:
        return pictures.drawn_anew(content, kind)
    if kind in SOUNDS:
        return kind, sounds.cleaned(content, kind)
    if kind == "pdf":
        return kind, pdf.cleaned(content)
    if kind == "text":
        return kind, words.decoded(content)
    return kind, office.cleaned(content)
