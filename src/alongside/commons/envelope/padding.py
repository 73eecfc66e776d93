"""Padding to a few sizes, so that the length of what is sealed tells only which size it needed."""

from typing import Final

# Bytes. Most concerns fit the first two; the last holds the longest that the limits allow (a test checks that).
BUCKETS: Final = (4_096, 16_384, 65_536, 131_072)
# For files, up to 20 MB (decimal) and their header.
PART_BUCKETS: Final = (65_536, 262_144, 1_048_576, 4_194_304, 8_388_608, 20_971_520)
# One size: who tells us in confidence takes more bytes than who gives a name, and the size would tell the promise.
IDENTITY_BUCKETS: Final = (65_536,)
END = b"\x80"


def padded(content: bytes, buckets: tuple[int, ...] = BUCKETS) -> bytes:
    """`content`, one byte 0x80, then zeros up to the next size (ISO/IEC 7816-4).

    Raises ValueError when it fits no size.
    """
    for size in buckets:
        if len(content) < size:
            return (content + END).ljust(size, b"\x00")
    raise ValueError("This is too long to be sealed.")


def unpadded(data: bytes, buckets: tuple[int, ...] = BUCKETS) -> bytes:
    """Undo `padded`. Raises ValueError for anything that `padded` would not have made."""
    content = data.rstrip(b"\x00")
    smallest = next((size for size in buckets if len(content) <= size), None)
    if not content.endswith(END) or len(data) != smallest:
        raise ValueError("This was not padded as it should be.")
    return content[:-1]
