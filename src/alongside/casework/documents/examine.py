"""Have a file looked at in a child process that has nothing to give away, and wait for it no longer than allowed."""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

SOURCE = Path(__file__).resolve().parents[3]
CHILD = "alongside.casework.documents.examination.child"
CODE = f"import sys; sys.path.insert(0, {str(SOURCE)!r}); from {CHILD} import main; main()"
SECONDS = 60
MOST_BACK = 80_000_000
"""Bytes. A picture of 20 MB in a frugal format is larger when it is drawn anew as PNG."""
AT_ONCE = 65_536


@dataclass(frozen=True)
class Examined:
    """What came of looking: a word of ``verdicts.VERDICTS``; the kind and the file made anew, where it is kept."""

    verdict: str
    kind: str = ""
    content: bytes = b""


class TookTooLong(Exception):
    """The child had its time."""


def examine(content: bytes, *, seconds: float = SECONDS) -> Examined:
    """Look at a file; 0.3 s and more, because it is a process of its own.

    Never raises for what a file holds: a child that dies, says nonsense or takes too long is a verdict as well.
    """
    child = subprocess.Popen(
        # -I: no environment, no user's packages, nothing from the folder we happen to be in.
        [sys.executable, "-I", "-c", CODE],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env={}, cwd="/", close_fds=True, start_new_session=True,
    )  # fmt: skip
    try:
        return _understood(_exchange(child, content, time.monotonic() + seconds))
    except TookTooLong:
        return Examined("too_much")
    finally:
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe and not pipe.closed:
                pipe.close()


def _exchange(child: subprocess.Popen[bytes], content: bytes, until: float) -> bytes:
    """Write the file into one pipe and read the answer from the other, as either is ready.

    Raises TookTooLong by the clock on the wall, or when more comes back than can be right.
    """
    assert child.stdin
    assert child.stdout
    left, back = memoryview(content), bytearray()
    for pipe in (child.stdin, child.stdout):
        os.set_blocking(pipe.fileno(), False)
    with selectors.DefaultSelector() as ready:
        ready.register(child.stdin, selectors.EVENT_WRITE)
        ready.register(child.stdout, selectors.EVENT_READ)
        while True:
            if time.monotonic() > until or len(back) > MOST_BACK:
                raise TookTooLong
            for key, _ in ready.select(timeout=0.5):
                if key.fileobj is child.stdin:
                    left = _write(child.stdin, left, ready)
                elif not (piece := child.stdout.read(AT_ONCE * 16)):
                    return bytes(back)
                else:
                    back += piece


def _write(pipe: IO[bytes], left: memoryview, ready: selectors.DefaultSelector) -> memoryview:
    """Write what the pipe takes; at the end, or when the child no longer listens, close it."""
    try:
        left = left[os.write(pipe.fileno(), left[:AT_ONCE]) :] if left else left
    except BlockingIOError:
        return left
    except BrokenPipeError:
        left = left[:0]
    if not left:
        ready.unregister(pipe)
        pipe.close()
    return left


def _understood(answer: bytes) -> Examined:
    """Read what the child said. What it could not say, it died of: the file is too much for it."""
    head, line_end, made = answer.partition(b"\n")
    try:
        said = json.loads(head)
        return Examined(str(said["verdict"]), str(said["kind"]), made) if line_end else Examined("too_much")
    except (ValueError, KeyError, TypeError):
        return Examined("too_much")
