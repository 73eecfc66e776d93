"""Counting without a list of what is counted: a table of small numbers, one file for each hour, shared by processes.

A count-min sketch (Cormode and Muthukrishnan 2005). A keyed hash of what is counted chooses one counter in each row,
and the smallest of them is its count: never too low, too high only where all rows collide. The file has a fixed size,
so that nobody pushes others out by sending from many places, and it holds no address and no hash. Its key stands at its
head, is made anew each hour, and is gone with the file two hours later.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

AN_HOUR: Final = 3600
KEY_BYTES: Final = 32
ROWS: Final = 4
WIDTH: Final = 1 << 16
ONE: Final = struct.Struct(">I")
FILE_BYTES: Final = KEY_BYTES + ROWS * WIDTH * ONE.size


class Counters:
    """The tables in one folder. A moment is in seconds of Unix time, and a span that is counted begins in one hour."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, moment: float, what: bytes) -> int:
        """Count one more in the hour of this moment, and return how many there are now. Raises OSError."""
        with self._opened(_hour(moment)) as file:
            places = list(_places(os.pread(file, KEY_BYTES, 0), what))
            counts = [_read(file, place) for place in places]
            more = min(counts) + 1
            for place, count in zip(places, counts, strict=True):
                # Only the smallest grow (Estan and Varghese 2002): others are too high already.
                if count < more:
                    os.pwrite(file, ONE.pack(min(more, 0xFFFFFFFF)), place)
        return more

    def read(self, moment: float, what: bytes) -> int:
        """How many were counted in the hour of this moment. Raises OSError."""
        hour = _hour(moment)
        if not self._path(hour).exists():
            return 0
        with self._opened(hour) as file:
            return min(_read(file, place) for place in _places(os.pread(file, KEY_BYTES, 0), what))

    @contextmanager
    def _opened(self, hour: int) -> Iterator[int]:
        """The file of an hour, held for us alone; made when it is the first of its hour, and old ones are destroyed."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = os.open(self._path(hour), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            if os.fstat(file).st_size != FILE_BYTES:
                self._destroy_old()
                os.pwrite(file, secrets.token_bytes(KEY_BYTES), 0)
                os.ftruncate(file, FILE_BYTES)
                self._destroy_later()
            yield file
        finally:
            os.close(file)

    def _path(self, hour: int) -> Path:
        return self._folder / f"{hour}.counts"

    def _destroy_later(self) -> None:
        # Also where nobody comes by again; after a crash, systemd-tmpfiles does it (deploy/systemd/tmpfiles.conf).
        timer = threading.Timer(2 * AN_HOUR + 1, self._destroy_old)
        timer.daemon = True
        timer.start()

    def _destroy_old(self) -> None:
        for path in self._folder.glob("*.counts"):
            if path.stem.isdecimal() and int(path.stem) < _hour(time.time()) - 1:
                path.unlink(missing_ok=True)


def _hour(moment: float) -> int:
    return int(moment // AN_HOUR)


def _places(key: bytes, what: bytes) -> Iterator[int]:
    """Where in the file its counters stand, one in each row."""
    digest = hashlib.blake2b(what, key=key, digest_size=ROWS * 8).digest()
    for row in range(ROWS):
        column = int.from_bytes(digest[row * 8 : row * 8 + 8], "big") % WIDTH
        yield KEY_BYTES + (row * WIDTH + column) * ONE.size


def _read(file: int, place: int) -> int:
    return int(ONE.unpack(os.pread(file, ONE.size, place))[0])
