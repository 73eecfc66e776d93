"""One run of an installation at a time: the demo and what must not happen beside it take the same lock."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from alongside.command.place import CHECKOUT, Place
from alongside.command.words import Stop


@contextmanager
def only_one(place: Place) -> Iterator[None]:
    """Hold an installation's lock. Raises Stop while it runs."""
    with (place.state / "lock").open("a+") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            raise Stop(
                f"The {place.name} of this checkout ({CHECKOUT}) is running already. Stop it there with Ctrl-C first."
            ) from taken
        held.truncate(0)
        held.write(str(os.getpid()))
        held.flush()
        yield
