"""Files as people send them and as attackers make them. Every one carries CANARY where it should not get through."""

from __future__ import annotations

import io
import struct
import wave
import zipfile
import zlib

import pikepdf
from PIL import Image

CANARY = b"canary-hidden-7d3e"
CONTENT_TYPES = (
    b'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    b'<Override PartName="/word/document.xml"'
    b' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
WORDS = (
    b'<?xml version="1.0" encoding="UTF-8"?><w:document'
    b' xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
    b"<w:t>What he wrote</w:t></w:r></w:p></w:body></w:document>"
)
RELATIONSHIPS = (
    b'<?xml version="1.0" encoding="UTF-8"?>'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="a" Type="x/attachedTemplate" TargetMode="External" Target="https://evil.example/canary"/>'
    b'<Relationship Id="b" Type="x/hyperlink" TargetMode="External" Target="https://kept.example/"/></Relationships>'
)


def picture(form: str = "JPEG", size: tuple[int, int] = (64, 48), mode: str = "RGB") -> bytes:
    """A picture that says where and with what it was taken, and hangs something behind its end."""
    image = Image.linear_gradient("L").resize(size).convert(mode)
    exif = Image.Exif()
    exif[0x010F] = CANARY.decode()
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    image.save(out, form, **({} if form in ("GIF",) else {"exif": exif.tobytes()}))
    return out.getvalue() + CANARY


def pdf() -> bytes:
    """A PDF with a script, an action on opening, a file inside, a photograph with its place, and its maker's name."""
    document = pikepdf.new()
    document.add_blank_page()
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=CANARY.decode())
    document.Root.OpenAction = script
    document.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=["x", script]))
    document.attachments["inside.txt"] = CANARY
    document.docinfo["/Author"] = CANARY.decode()
    photograph = document.make_stream(picture()[: -len(CANARY)])
    photograph.update(
        pikepdf.Dictionary(
            Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Filter=pikepdf.Name.DCTDecode, Width=64, Height=48,
            BitsPerComponent=8, ColorSpace=pikepdf.Name.DeviceRGB,
        )
    )  # fmt: skip
    page = document.pages[0]
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=photograph))
    page.Annots = pikepdf.Array(
        [
            pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=script),
            pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FileAttachment, Rect=[0, 0, 9, 9]),
        ]
    )
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def locked_pdf() -> bytes:
    document = pikepdf.new()
    document.add_blank_page()
    out = io.BytesIO()
    document.save(out, encryption=pikepdf.Encryption(owner="one", user="two"))
    return out.getvalue()


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return out.getvalue()


def docx(**more: bytes) -> bytes:
    """A Word document with its author, a template from elsewhere and a file put inside; more parts by their names."""
    return packed(
        {
            "[Content_Types].xml": CONTENT_TYPES,
            "word/document.xml": WORDS,
            "word/_rels/document.xml.rels": RELATIONSHIPS,
            "docProps/core.xml": b"<a>" + CANARY + b"</a>",
            "word/embeddings/sheet.xlsx": CANARY,
            "word/media/photo.jpeg": picture(),
            **more,
        }
    )


def odt(**more: bytes) -> bytes:
    return packed(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": b"<?xml version='1.0'?><a>What he wrote</a>",
            "meta.xml": b"<a>" + CANARY + b"</a>",
            **more,
        }
    )


def wav() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(8000))
    plain = out.getvalue()
    extra = b"LIST" + struct.pack("<I", len(CANARY)) + CANARY
    return plain[:4] + struct.pack("<I", len(plain) + len(extra) - 8) + plain[8:] + extra


def mp3() -> bytes:
    """Ten silent frames of MPEG-1 layer III at 128 kbit/s, tags before and behind."""
    frame = b"\xff\xfb\x90\x00".ljust(417, b"\x00")
    tag = b"TIT2" + struct.pack(">I", len(CANARY) + 1) + b"\x00\x00\x00" + CANARY
    return b"ID3\x03\x00\x00\x00\x00\x00" + bytes([len(tag)]) + tag + frame * 10 + b"TAG" + CANARY.ljust(125, b"\x00")


def box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + name + body


def m4a(handler: bytes = b"soun") -> bytes:
    """The frame of a recording: a track, its place in ``udta``, and the sound."""
    track = box(b"trak", box(b"mdia", box(b"hdlr", bytes(8) + handler + bytes(12) + CANARY + b"\x00")))
    moov = box(b"moov", box(b"mvhd", bytes(100)) + track + box(b"udta", box(b"\xa9xyz", CANARY)))
    return box(b"ftyp", b"M4A \x00\x00\x00\x00isom") + moov + box(b"mdat", b"sound" * 10) + box(b"uuid", CANARY)


def png_bomb() -> bytes:
    """A picture of 40,000 by 40,000 points in 2 MB."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 0, 0, 0, 0)
    points = chunk(b"IDAT", zlib.compress(bytes(1_000_000)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + points + chunk(b"IEND", b"")
