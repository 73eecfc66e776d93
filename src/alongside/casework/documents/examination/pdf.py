"""PDF files, written anew by qpdf without scripts, actions, files inside them, forms of programs, and metadata."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, PasswordError, Pdf, PdfError, Stream

from .refusals import Refused

MOST_PAGES = 2_000
MOST_OBJECTS = 500_000
NOT_KEPT = (
    "/AA", "/OpenAction", "/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/AF", "/Metadata", "/PieceInfo",
    "/XFA", "/Launch", "/RichMediaContent", "/RichMediaSettings", "/Thumb", "/LastModified", "/Collection", "/URI",
    "/Perms", "/SpiderInfo",
)  # fmt: skip
ANNOTATIONS_NOT_KEPT = {"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"}
ACTIONS_KEPT = {"/GoTo"}
"""A place in the same document. Every other action reaches out of it, or runs something."""


def cleaned(content: bytes) -> bytes:
    """Return the document without what acts or tells of its maker. Raises Refused ``locked``, ``bomb``, ``damaged``."""
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            if len(document.pages) > MOST_PAGES or len(document.objects) > MOST_OBJECTS:
                raise Refused("bomb")
            _take_out(document)
            return _written(document)
    except PasswordError:
        raise Refused("locked") from None
    except (PdfError, ValueError, RuntimeError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        raise Refused("damaged") from None


def _take_out(document: Pdf) -> None:
    for thing in document.objects:
        for dictionary in _dictionaries(thing):
            _clean(dictionary)
        if isinstance(thing, Stream):
            _clean_photograph(thing)
    for name in ("/Info", "/ID"):
        if name in document.trailer:
            del document.trailer[name]


def _dictionaries(thing: Object, depth: int = 0) -> Iterator[Any]:
    """Walk what lies directly in an object; what it refers to is an object of its own in the list."""
    if depth > 50:
        raise Refused("damaged")
    if isinstance(thing, Dictionary | Stream):
        yield thing
        inner: list[Any] = [value for _, value in thing.items()]
    elif isinstance(thing, Array):
        inner = list(thing)
    else:
        return
    for value in inner:
        if isinstance(value, Object) and not value.is_indirect:
            yield from _dictionaries(value, depth + 1)


def _clean(dictionary: Any) -> None:
    for name in NOT_KEPT:
        if name in dictionary:
            del dictionary[name]
    if "/A" in dictionary and isinstance(dictionary["/A"], Dictionary) and _acts(dictionary["/A"]):
        del dictionary["/A"]
    if "/Next" in dictionary and "/S" in dictionary:
        del dictionary["/Next"]
    if "/Annots" in dictionary and isinstance(dictionary["/Annots"], Array):
        dictionary["/Annots"] = Array([one for one in dictionary["/Annots"] if _is_kept(one)])


def _acts(action: Any) -> bool:
    return str(action.get("/S", "")) not in ACTIONS_KEPT


def _is_kept(annotation: Any) -> bool:
    return isinstance(annotation, Dictionary) and str(annotation.get("/Subtype", "")) not in ANNOTATIONS_NOT_KEPT


def _clean_photograph(stream: Stream) -> None:
    """Take place, time and camera out of a photograph that lies in the document as its camera wrote it."""
    if stream.get("/Filter") == Name.DCTDecode:
        stream.write(without_metadata(stream.read_raw_bytes()), filter=Name.DCTDecode)


def without_metadata(jpeg: bytes) -> bytes:
    """Return a JPEG without its segments of metadata (APP1 to APP13, APP15, COM); its pixels stay byte for byte.

    APP14 stays: it says how colours are meant (ISO/IEC 10918-6, 6.5.3).
    """
    out, at = [jpeg[:2]], 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:
        marker, length = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if marker == 0xDA:
            break
        if not (0xE1 <= marker <= 0xED or marker in (0xEF, 0xFE)):
            out.append(jpeg[at : at + 2 + length])
        at += 2 + length
    return b"".join([*out, jpeg[at:]])


def _written(document: Pdf) -> bytes:
    out = io.BytesIO()
    document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return out.getvalue()
