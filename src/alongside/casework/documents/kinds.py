"""The kinds of file that are kept, and every verdict on a file, as staff read it."""

from __future__ import annotations

from dataclasses import dataclass

from alongside.commons.words import _


@dataclass(frozen=True)
class Kind:
    """A kind of file as it is kept. ``shown`` says that a browser may show it in the page's place."""

    word: str
    label: str
    media_type: str
    ending: str
    shown: bool = False


KINDS = {
    kind.word: kind
    for kind in (
        Kind("jpeg", _("picture"), "image/jpeg", "jpg", shown=True),
        Kind("png", _("picture"), "image/png", "png", shown=True),
        Kind("webp", _("picture"), "image/webp", "webp", shown=True),
        Kind("pdf", _("PDF document"), "application/pdf", "pdf"),
        Kind("text", _("text"), "text/plain; charset=utf-8", "txt", shown=True),
        Kind("mp3", _("recording"), "audio/mpeg", "mp3", shown=True),
        Kind("m4a", _("recording"), "audio/mp4", "m4a", shown=True),
        Kind("ogg", _("recording"), "audio/ogg", "ogg", shown=True),
        Kind("wav", _("recording"), "audio/wav", "wav", shown=True),
        Kind(
            "docx", _("Word document"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx",
        ),
        Kind(
            "xlsx", _("Excel workbook"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx",
        ),
        Kind(
            "pptx", _("PowerPoint presentation"),
            "application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx",
        ),
        Kind("odt", _("OpenDocument text"), "application/vnd.oasis.opendocument.text", "odt"),
        Kind("ods", _("OpenDocument spreadsheet"), "application/vnd.oasis.opendocument.spreadsheet", "ods"),
        Kind("odp", _("OpenDocument presentation"), "application/vnd.oasis.opendocument.presentation", "odp"),
    )
}  # fmt: skip

COMES_OUT_AS = {"gif": "png", "heic": "jpeg"}
"""Kinds that are kept as another one; saying the first was no mistake."""


@dataclass(frozen=True)
class Verdict:
    """What came of a file. What its sender is told of it is in commons/told.py, in the languages of the form."""

    word: str
    label: str


KEPT, AWAITED, PENDING, LOST = "clean", "awaited", "pending", "lost"

VERDICTS = {
    verdict.word: verdict
    for verdict in (
        Verdict(AWAITED, _("Has not arrived yet")),
        Verdict(PENDING, _("Waits for the virus check")),
        Verdict(KEPT, _("Checked, cleaned and kept")),
        Verdict(LOST, _("Was named but never arrived")),
        Verdict("infected", _("Held a virus: not opened and not kept")),
        Verdict("empty", _("Empty")),
        Verdict("archive", _("An archive of several files: not opened")),
        Verdict("macros", _("Held macros or programs: not kept")),
        Verdict("old_office", _("An old office format that can run programs: not opened")),
        Verdict("locked", _("Locked with a password: cannot be opened")),
        Verdict("two_kinds", _("Two kinds of file at once: not kept")),
        Verdict("bomb", _("Unpacks to far more than it seems: not opened")),
        Verdict("too_much", _("Took too much time or memory: not kept")),
        Verdict("damaged", _("Damaged: cannot be opened")),
        Verdict("film", _("A film, or of a kind that is not kept")),
        Verdict("unknown_kind", _("Of a kind that is not kept")),
    )
}


def of_name(name: str) -> str:
    """Return the ending of a name in small letters, or nothing."""
    stem, dot, ending = name.rpartition(".")
    return ending.lower() if stem and dot else ""


ENDINGS = {
    "jpeg": ("jpg", "jpeg", "jpe", "jfif", "heic", "heif"),
    "png": ("png", "gif"),
    "text": ("txt", "text", "md", "csv", "log", "eml", ""),
    "mp3": ("mp3", "mpga"),
    "m4a": ("m4a", "mp4", "m4b", "3gp", "aac"),
    "ogg": ("ogg", "oga", "opus"),
}
"""Endings under which a kind may come without being mislabelled, where there is more than its own one."""


def is_mislabelled(name: str, kind: str) -> bool:
    """Say whether a name promised another kind of file than came."""
    return of_name(name) not in ENDINGS.get(kind, (KINDS[kind].ending,))
