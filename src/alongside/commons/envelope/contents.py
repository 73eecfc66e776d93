"""The one spelling in bytes of everything that is sealed: canonical JSON that names its kind and version.

Making a record and reading one apply the same limits (`shapes`), so what cannot be sent cannot arrive. A file is its
canonical header with four bytes of length before it, then its bytes.
"""

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from alongside.commons import canonical
from alongside.commons.envelope.limits import BOX_DAYS, LIMITS, MORE
from alongside.commons.envelope.shapes import (
    LOCATOR,
    Box,
    Concern,
    Identity,
    Message,
    Part,
    PassedQuestion,
    Reply,
    ReplyTo,
    ToIntake,
    ToReceipt,
    tidied,
)
from alongside.commons.refusals import BadInput

__all__ = [
    "LIMITS", "LOCATOR", "MORE", "Box", "Concern", "Identity", "Message", "Part", "PassedQuestion", "Reply", "ReplyTo",
    "ToIntake", "ToReceipt", "closes_on", "from_bytes", "tidied", "to_bytes",
]  # fmt: skip

VERSION: Final = 1
HEADER_LENGTH_BYTES: Final = 4
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z\Z")
KINDS: Final[Mapping[str, Any]] = MappingProxyType(
    {kind.kind: kind for kind in (Concern, Identity, Part, Message, PassedQuestion, Reply, Box)}
)


def closes_on(sent_at: datetime) -> date:
    """The day after which a receipt opens nothing more: fixed at Send, whatever is decided."""
    return (sent_at.astimezone(UTC) + timedelta(days=BOX_DAYS)).date()


def to_bytes(contents: ToIntake | ToReceipt) -> bytes:
    """The one spelling of these contents: canonical JSON with kind and version; a file's bytes follow its header."""
    said = {each.name: _written(getattr(contents, each.name)) for each in fields(contents) if each.name != "data"}
    header = canonical.encode({"kind": contents.kind, "version": VERSION, "said": said})
    if isinstance(contents, Part):
        return len(header).to_bytes(HEADER_LENGTH_BYTES, "big") + header + contents.data
    return header


def from_bytes(data: bytes) -> ToIntake | ToReceipt:
    """Read contents back, strictly.

    Raises BadInput when a field is missing, unknown or too long, or when the bytes are not the canonical ones.
    The sentence never repeats what was read.
    """
    header, rest = _cut(data)
    kind, said = _opened_cover(header)
    if (kind is Part) != (rest is not None):
        raise BadInput("What was sealed does not say what it is.")
    names = {each.name for each in fields(kind)} - {"data"}
    if set(said) != names:
        raise BadInput("What was sealed has a field too many or too few.")
    try:
        values = {name: _read(name, value) for name, value in said.items()}
        return kind(**values) if rest is None else kind(**values, data=rest)
    except (TypeError, ValueError, AttributeError) as problem:
        if isinstance(problem, BadInput):
            raise
        raise BadInput("What was sealed has a field that is not written as it should be.") from None


def _cut(data: bytes) -> tuple[bytes, bytes | None]:
    """The canonical header, and the bytes of a file; canonical JSON begins with a brace, a length never does."""
    if data[:1] != b"\x00":
        return data, None
    end = HEADER_LENGTH_BYTES + int.from_bytes(data[:HEADER_LENGTH_BYTES], "big")
    return data[HEADER_LENGTH_BYTES:end], data[end:]


def _opened_cover(data: bytes) -> tuple[type[Any], dict[str, Any]]:
    try:
        cover = canonical.decode(data)
    except ValueError:
        raise BadInput("What was sealed is not written in its canonical form.") from None
    if not isinstance(cover, dict) or set(cover) != {"kind", "version", "said"} or not isinstance(cover["said"], dict):
        raise BadInput("What was sealed does not say what it is.")
    if cover["version"] is True or cover["version"] != VERSION:
        raise BadInput("What was sealed has a version that this software does not know.")
    if not isinstance(cover["kind"], str) or cover["kind"] not in KINDS:
        raise BadInput("What was sealed is of a kind that this software does not know.")
    return KINDS[cover["kind"]], cover["said"]


def _written(value: Any) -> Any:
    match value:
        case datetime():
            return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0")
        case UUID():
            return str(value)
        case ReplyTo():
            return {"locator": value.locator, "public_key": base64.b64encode(value.public_key).decode("ascii")}
        case tuple():
            return [str(each) for each in value]
        case Mapping():
            return dict(value)
        case _:
            return value


def _read(name: str, value: Any) -> Any:
    if name in READERS:
        return READERS[name](value)
    if not isinstance(value, str):
        raise BadInput("What was sealed has a field that is not text.")
    return _read_moment(value) if name.endswith("_at") else value


def _read_moment(text: str) -> datetime:
    if not MOMENT.match(text):
        raise BadInput("What was sealed has a moment that is not written as it should be.")
    return datetime.fromisoformat(text)


def _read_uuid(text: Any) -> UUID:
    number = UUID(text)
    if str(number) != text:
        raise BadInput("What was sealed has a number that is not written as it should be.")
    return number


def _read_uuids(value: Any) -> tuple[UUID, ...]:
    if not isinstance(value, list):
        raise BadInput("What was sealed has a list that is none.")
    return tuple(_read_uuid(each) for each in value)


def _read_more(value: Any) -> Any:
    if not isinstance(value, dict):
        raise BadInput("What was sealed has answers that are not written as they should be.")
    return value


def _read_reply_to(value: Any) -> ReplyTo | None:
    if value is None:
        return None
    if not isinstance(value, dict) or set(value) != {"locator", "public_key"}:
        raise BadInput("The place for a reply is not written as it should be.")
    try:
        key = base64.b64decode(value["public_key"], validate=True)
    except (binascii.Error, TypeError, ValueError):
        raise BadInput("The key for a reply is not written as it should be.") from None
    if base64.b64encode(key).decode("ascii") != value["public_key"]:
        raise BadInput("The key for a reply is not written as it should be.")
    return ReplyTo(value["locator"], key)


READERS: Final[Mapping[str, Callable[[Any], Any]]] = MappingProxyType(
    {
        "reply_to": _read_reply_to,
        "new_reply_to": _read_reply_to,
        "parts": _read_uuids,
        "more": _read_more,
        "concern": _read_uuid,
        "question_id": _read_uuid,
        "passed_by": _read_uuid,
    }
)
