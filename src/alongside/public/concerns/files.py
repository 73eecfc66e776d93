"""Files of a telling: each is sealed the moment it arrives, in memory, and posted as a part of what is not sent yet.

Only size and number are looked at here. What a file really is, is found out after opening, elsewhere. The page carries
the ids, names and sizes of what was added, closed as `held` closes things: the server remembers nothing.
"""

from __future__ import annotations

import threading
import uuid
from dataclasses import asdict, dataclass, replace
from io import BytesIO
from typing import IO, Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from alongside.commons import clock
from alongside.commons.envelope.contents import Part, tidied
from alongside.commons.envelope.limits import LARGEST_FILE, LIMITS, MOST_FILES
from alongside.commons.envelope.seal import seal
from alongside.public.letterbox import actions as letterbox
from alongside.site.in_memory import Discarded, InMemoryOnly

from . import held, intake_keys, sealed_files

FIELD: Final = "file"
PURPOSE: Final = "files"
NAME: Final = LIMITS["part"]["name"]
# A file of 20 MB is in memory about four times while it is sealed and posted.
_AT_ONCE = threading.BoundedSemaphore(2)


@dataclass(frozen=True)
class Added:
    """A file that was sealed and posted: the id of its envelope, and what its list shows."""

    id: str
    name: str
    size: int

    @property
    def size_in_words(self) -> str:
        if self.size < 1_000_000:
            return _("%(kilobytes)s kB") % {"kilobytes": f"{-(-self.size // 1000):,}"}
        return _("%(megabytes)s MB") % {"megabytes": f"{self.size / 1_000_000:.1f}"}


class NotTaken(Exception):
    """A file that is not taken, in a sentence that says why and what to do."""


class _Sealed(InMemoryOnly):
    """A browser may have sealed it already, which makes it a little longer."""

    longest = sealed_files.LARGEST


def receive_in_memory(request: HttpRequest) -> None:
    """Call before anything of the form is read."""
    request.upload_handlers = [_Sealed(request)]


def add(request: HttpRequest, before: list[Added]) -> list[Added]:
    """Seal the chosen file, post it, and return the list with it.

    Raises NotTaken, NoKeyNow when there is no key to seal to, and DatabaseError when the letterbox does not answer.
    """
    chosen = request.FILES.get(FIELD)
    if chosen is None:
        raise NotTaken(_("Choose a file first, then press “Add this file”."))
    if len(before) >= MOST_FILES:
        raise NotTaken(_("There are %(most)s files already, and there can be no more.") % {"most": MOST_FILES})
    sealed = str(request.POST.get(sealed_files.FIELD, ""))
    if isinstance(chosen, Discarded) or (not sealed and (chosen.size or 0) > LARGEST_FILE):
        raise NotTaken(_("This file is larger than 20 MB, so it was not added. Choose a smaller one."))
    with _AT_ONCE:
        return [*before, _posted_as_it_is(chosen, sealed) if sealed else _posted(chosen)]


def cover(name: str, said_type: str, size: int) -> dict[str, Any]:
    """What a browser needs to seal a file itself (sealed_files.py). Raises NotTaken and NoKeyNow."""
    if size > LARGEST_FILE:
        raise NotTaken(_("This file is larger than 20 MB, so it was not added. Choose a smaller one."))
    return sealed_files.cover_of(_part(name, said_type), size)


def added_instead() -> str:
    """What Send says when it found a file that was chosen and not added yet."""
    return _("Your file is added now, and nothing is sent yet. Look once more, then press “Send” again.")


def without(index: str, before: list[Added]) -> list[Added]:
    """The list without one of them, by its number from 0. Its envelope is deleted unopened when nothing names it."""
    return [one for number, one in enumerate(before) if str(number) != index]


def close(files: list[Added]) -> str:
    """The list as one line of text for a hidden field."""
    return held.close({"files": [asdict(one) for one in files]}, PURPOSE)


def opened(text: str) -> list[Added] | None:
    """The list again; None when it was changed on its way or is more than six hours old."""
    if not text:
        return []
    found = held.open(text, PURPOSE)
    return None if found is None else [Added(**one) for one in found["files"]]


def _posted(chosen: UploadedFile) -> Added:
    key = intake_keys.current()
    part = replace(_part(chosen.name, chosen.content_type), data=_bytes_of(chosen.file))
    envelope = seal(part, id=uuid.uuid4(), key_id=key.key_id, public_key=key.public_key)
    letterbox.post(envelope)
    return Added(str(envelope.id), part.name, len(part.data))


def _posted_as_it_is(chosen: UploadedFile, sealed: str) -> Added:
    """Post a file that the browser sealed: all that can be judged of it is its length."""
    promised = sealed_files.promised(sealed)
    if promised is None:
        raise NotTaken(_("This page was open for too long. Choose the file again, then press “Add this file”."))
    try:
        letterbox.post(sealed_files.envelope(promised, _bytes_of(chosen.file)))
    except ValueError:
        raise NotTaken(_("The file did not arrive whole. Choose it again, then press “Add this file”.")) from None
    return Added(promised.id, promised.name, promised.size)


def _part(name: str | None, said_type: str | None) -> Part:
    """A file without its bytes."""
    return Part(
        name=tidied(name or "")[:NAME] or _("a file without a name"),
        said_type=tidied(said_type or "")[: LIMITS["part"]["said_type"]],
        sent_at=clock.now(),
        language=(get_language() or "en").partition("-")[0],
    )


def _bytes_of(file: IO[bytes] | None) -> bytes:
    assert isinstance(file, BytesIO)
    return file.getvalue()
