"""Look at a file, whoever it is from: the virus check first, then the child process that can reach nothing."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from django.utils.translation import gettext as _

from alongside.commons import told
from alongside.commons.refusals import NotAllowed

from .examine import Examined, examine
from .kinds import KEPT, KINDS, is_mislabelled
from .virus_check import NoAnswer, TooLong, is_infected

PATHS = ("/", "\\", ":")
LONGEST_NAME = 120
_AT_ONCE = threading.BoundedSemaphore(2)
"""A file of 20 MB is in memory several times while it is looked at."""


@dataclass(frozen=True)
class Named:
    """What is told about a file besides its verdict: its name without a path, and whether name or ending misled.

    `said` has the ending that its sender gave it, so that they know which file is meant; `name` that of what it is.
    """

    name: str
    said: str
    had_a_path: bool
    mislabelled: bool


@dataclass(frozen=True)
class Chosen:
    """A file as a browser sent it: the name that it said, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Clean:
    """A file that is kept, as it was made anew: its bytes, a word of KINDS, and its name."""

    content: bytes
    kind: str
    named: Named


class NotTaken(NotAllowed):
    """A file that is not kept, in a sentence that says why and what to do. Everything else that was sent stands."""


def checked(content: bytes) -> Examined:
    """Ask the virus check first: what it finds infected, or cannot take, is never opened. Raises NoAnswer."""
    try:
        return Examined("infected") if is_infected(content) else examine(content)
    except TooLong:
        return Examined("too_much")


def cleaned(chosen: Chosen) -> Clean:
    """Return a file that somebody who waits for the answer sent, as it is kept. Raises NotTaken."""
    said = named(chosen.name, "").said
    try:
        with _AT_ONCE:
            examined = checked(chosen.content)
    except NoAnswer:
        raise NotTaken(
            _("The virus check does not answer, so “%(name)s” was not taken. Try again in a few minutes.")
            % {"name": said}
        ) from None
    if examined.verdict != KEPT:
        why = _(told.FILE[examined.verdict])
        raise NotTaken(_("“%(name)s” was not taken: %(why)s") % {"name": said, "why": why})
    return Clean(examined.content, examined.kind, named(chosen.name, examined.kind))


def named(said: str, kind: str) -> Named:
    """Return the last part of a name, with the ending of what the file really is."""
    last = said
    for mark in PATHS:
        last = last.rpartition(mark)[2]
    last = last.strip(". ") or "file"
    mislabelled = bool(kind) and is_mislabelled(last, kind)
    stem = last.rpartition(".")[0] or last
    name = f"{stem[:LONGEST_NAME]}.{KINDS[kind].ending}" if kind else last[-LONGEST_NAME:]
    return Named(name, last[-LONGEST_NAME:], any(mark in said for mark in PATHS), mislabelled)
