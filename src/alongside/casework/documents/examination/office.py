"""Office files (Office Open XML, OpenDocument), packed anew: no macros, no programs, no authors, no outside links."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import NoReturn
from xml.etree import ElementTree
from xml.parsers import expat

from . import pictures
from .refusals import Refused

MOST_PARTS = 3_000
MOST_BYTES = 200_000_000
MOST_RATIO = 200
"""How many times larger a part may be than it is packed; text in XML comes to 10 to 60."""
MACROS = re.compile(r"vbaProject|vbaData|activeX/|oleObject|Basic/|Scripts/|macrosheets/|dialogsheets/", re.IGNORECASE)
EMBEDDED = re.compile(r"/(embeddings|package)/|^ObjectReplacements/|^Thumbnails/|^docProps/thumbnail", re.IGNORECASE)
ABOUT_ITS_MAKER = {
    "docProps/core.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
    "meta.xml": b'<?xml version="1.0" encoding="UTF-8"?><office:document-meta'
    b' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3"/>',
}
MADE_WITH_MACROS = (b"macroEnabled", b"vnd.ms-office.vbaProject", b"application/vnd.sun.star.basic", b"<script:event")
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
LINKS_ONLY_WHEN_CLICKED = "/hyperlink"
PACKED_ON = (1980, 1, 1, 0, 0, 0)
PHOTOGRAPHS = {"jpg": "jpeg", "jpeg": "jpeg", "png": "png", "gif": "gif"}


def cleaned(content: bytes) -> bytes:
    """Return the document packed anew. Raises Refused ``macros``, ``locked``, ``bomb`` or ``damaged``."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check(archive.infolist())
            return _packed(_parts(archive))
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, EOFError, KeyError, RuntimeError):
        raise Refused("damaged") from None
    except (expat.ExpatError, ElementTree.ParseError):
        raise Refused("damaged") from None


def _check(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
        raise Refused("bomb")
    if any(part.file_size > MOST_RATIO * max(part.compress_size, 1024) for part in parts):
        raise Refused("bomb")
    if len({part.filename for part in parts}) < len(parts):
        raise Refused("damaged")
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("locked")
    if any(MACROS.search(part.filename) for part in parts):
        raise Refused("macros")


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    left = MOST_BYTES
    for part in archive.infolist():
        if part.is_dir():
            continue
        with archive.open(part) as file:
            # Read no more than was announced and allowed: the number in the directory may be untrue.
            body = file.read(left + 1)
        left -= len(body)
        if left < 0:
            raise Refused("bomb")
        yield part.filename, _part(part.filename, body)


def _part(name: str, body: bytes) -> bytes:
    if name in ABOUT_ITS_MAKER:
        return ABOUT_ITS_MAKER[name]
    if EMBEDDED.search(name):
        # What was put inside as a file of its own stays as the picture of it that the page shows.
        return b""
    ending = name.rpartition(".")[2].lower()
    if ending in PHOTOGRAPHS:
        return _photograph(body, PHOTOGRAPHS[ending])
    if name == "mimetype":
        return body.strip()
    if ending not in ("xml", "rels", "rdf"):
        # Fonts, settings of printers, drawings in formats that are programs: the words are there without them.
        return b""
    _check_xml(body)
    return _inward_only(body) if ending == "rels" else body


def _check_xml(body: bytes) -> None:
    """Refuse macros, and what is no XML in UTF-8 without words of its own: such a part could be anything else."""
    if any(word in body for word in MADE_WITH_MACROS):
        raise Refused("macros")
    parser = expat.ParserCreate("UTF-8")
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.Parse(body, True)


def _refuse_doctype(*_: object) -> NoReturn:
    raise Refused("damaged")


def _photograph(body: bytes, kind: str) -> bytes:
    """Draw a photograph in a document anew; one that is not what its name says is left out."""
    try:
        return pictures.drawn_anew(body, kind)[1]
    except Refused as refused:
        if refused.verdict == "bomb":
            raise
        return b""


def _inward_only(body: bytes) -> bytes:
    """Take out relationships that fetch something from elsewhere when the document is opened; links stay."""
    root = ElementTree.fromstring(body)  # noqa: S314 (checked by _check_xml before)
    for relationship in list(root.iter(RELATIONSHIP)):
        outside = relationship.get("TargetMode", "").lower() == "external"
        if outside and not relationship.get("Type", "").endswith(LINKS_ONLY_WHEN_CLICKED):
            root.remove(relationship)
    return bytes(ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True))


def _packed(parts: Iterator[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts:
            info = zipfile.ZipInfo(name, PACKED_ON)
            # OpenDocument wants its first part as it is (OpenDocument 1.3, part 2, 3.3).
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, body)
    return out.getvalue()
