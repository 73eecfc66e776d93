"""Pictures, drawn anew: what comes out holds pixels and nothing of where, when and with what it was taken."""

from __future__ import annotations

import io
import warnings

import pillow_heif
from PIL import Image, ImageOps

from .refusals import Refused

MOST_PIXELS = 100_000_000
"""Twice the largest sensor of a common telephone; at four bytes each they fit the memory that the child has."""
FORMATS = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF", "heic": "HEIF"}
COMES_OUT_AS = {"jpeg": "jpeg", "png": "png", "webp": "webp", "gif": "png", "heic": "jpeg"}
QUALITY = 90


def get_ready() -> None:
    """Load what reads pictures while files can still be opened."""
    pillow_heif.register_heif_opener(thumbnails=False)
    Image.preinit()
    Image.init()
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2  # Pillow refuses what has twice as many.


def drawn_anew(content: bytes, kind: str) -> tuple[str, bytes]:
    """Return the kind that comes out and its bytes. Raises Refused ``bomb`` or ``damaged``."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(content), formats=[FORMATS[kind]]) as picture:
                return COMES_OUT_AS[kind], _drawn(picture, COMES_OUT_AS[kind])
        except Image.DecompressionBombError:
            raise Refused("bomb") from None
        except (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, RuntimeError):
            raise Refused("damaged") from None


def _drawn(picture: Image.Image, kind: str) -> bytes:
    if picture.width * picture.height > MOST_PIXELS:
        raise Refused("bomb")
    upright = ImageOps.exif_transpose(picture)
    clear = kind != "jpeg" and (upright.has_transparency_data or upright.mode in ("RGBA", "LA"))
    pixels = upright.convert("RGBA" if clear else "RGB")
    # A new picture from the pixels alone: profile, comment, thumbnail and whatever else hung on it stay behind.
    bare = Image.frombytes(pixels.mode, pixels.size, pixels.tobytes())
    out = io.BytesIO()
    bare.save(out, FORMATS[kind], **({} if kind == "png" else {"quality": QUALITY}))
    return out.getvalue()
