"""What a file is, by its first bytes and never by its name; and whether it is two things at once."""

from __future__ import annotations

import io
import zipfile

from .refusals import Refused

ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd", b"MSCF")
PICTURES_OF_ISO = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
SOUNDS_OF_ISO = {b"M4A ", b"M4B ", b"mp42", b"mp41", b"isom", b"iso2", b"dash", b"3gp4", b"3gp5", b"3gp6"}
OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
OFFICE = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TAR_AT = 257
PDF_WITHIN = 1024
"""Readers of PDF look for the header in the first 1,024 bytes, so that is where a second one is looked for."""


def kind_of(content: bytes) -> str:
    """Return the kind: ``jpeg png webp gif heic pdf mp3 m4a ogg wav docx xlsx pptx odt ods odp text``.

    Raises Refused for what is empty, an archive, two kinds at once, or of no kind that we can make safe.
    """
    if not content:
        raise Refused("empty")
    kind = _by_first_bytes(content)
    if kind in ("zip", "office"):
        kind = _inside_zip(content)
    elif _is_a_second_kind(content, kind):
        raise Refused("two_kinds")
    return kind


def is_heic(content: bytes) -> bool:
    """Say whether it begins as HEIC does."""
    return content[4:8] == b"ftyp" and content[8:12] in PICTURES_OF_ISO


def _by_first_bytes(content: bytes) -> str:
    for begins, kind in (
        (b"\xff\xd8\xff", "jpeg"), (b"\x89PNG\r\n\x1a\n", "png"), (b"GIF87a", "gif"), (b"GIF89a", "gif"),
        (b"%PDF-", "pdf"), (b"OggS", "ogg"), (b"ID3", "mp3"), (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"),
    ):  # fmt: skip
        if content.startswith(begins):
            return kind
    if content.startswith(b"RIFF"):
        return _of_riff(content)
    if content[4:8] == b"ftyp":
        return _of_iso(content)
    return _of_the_rest(content)


def _of_riff(content: bytes) -> str:
    kind = {b"WEBP": "webp", b"WAVE": "wav"}.get(content[8:12])
    if kind is None:
        raise Refused("unknown_kind")
    return kind


def _of_iso(content: bytes) -> str:
    if is_heic(content):
        return "heic"
    if content[8:12] in SOUNDS_OF_ISO:
        return "m4a"
    raise Refused("unknown_kind")


def _of_the_rest(content: bytes) -> str:
    if content.startswith(ARCHIVES) or content[TAR_AT : TAR_AT + 5] == b"ustar":
        raise Refused("archive")
    if content.startswith(OLD_OFFICE):
        raise Refused("old_office")
    if content[0] == 0xFF and len(content) > 1 and content[1] & 0xE6 == 0xE2:
        # A frame of MPEG audio, layer III, without tags before it.
        return "mp3"
    return "text"


def _inside_zip(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names:
                return OPEN_DOCUMENT[_read_mimetype(archive)]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError):
        raise Refused("damaged") from None
    except KeyError:
        raise Refused("archive") from None
    if "[Content_Types].xml" in names:
        for part, kind in OFFICE.items():
            if part in names:
                return kind
    raise Refused("archive")


def _read_mimetype(archive: zipfile.ZipFile) -> bytes:
    with archive.open("mimetype") as file:
        return file.read(100).strip()


def _is_a_second_kind(content: bytes, kind: str) -> bool:
    """Say whether programs of another kind would open it too: a ZIP behind it, or a PDF that begins inside it."""
    if kind != "text" and zipfile.is_zipfile(io.BytesIO(content)) and _zip_begins_inside(content):
        return True
    return kind not in ("pdf", "text") and b"%PDF-" in content[:PDF_WITHIN]


def _zip_begins_inside(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return bool(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        return False
