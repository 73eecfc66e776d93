"""What an envelope holds: a concern, a message from a person who came back, a question passed on; and our reply.

Each is a small frozen record with exactly one spelling in bytes: canonical JSON that names its kind and version.
Making one and reading one apply the same limits, so what cannot be sent cannot arrive. Fields a person left open
are empty text. See `docs/envelope.md`.
"""

import base64
import binascii
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from alongside.commons import canonical
from alongside.commons.envelope.keys import PUBLIC_KEY_BYTES
from alongside.commons.refusals import BadInput

VERSION: Final = 1

# The most characters (Unicode code points) that each field of text may have.
LIMITS: Final[Mapping[str, Mapping[str, int]]] = MappingProxyType(
    {
        "concern": {
            "kind_of_door": 40,
            "area": 80,
            "worry": 4000,
            "hurt": 10,
            "called": 200,
            "age_band": 40,
            "find_them": 1000,
            "going_well": 2000,
            "needs": 2000,
            "language": 35,
        },
        "message": {"words": 4000, "language": 35},
        "passed_question": {"event": 80, "words": 2000, "note": 1000, "language": 35},
        "reply": {"words": 4000, "signed_as": 200, "language": 35},
    }
)
# Without these there is nothing to weigh or to route.
NEVER_EMPTY: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "concern": frozenset({"kind_of_door", "area", "worry", "language"}),
        "message": frozenset({"words", "language"}),
        "passed_question": frozenset({"event", "words", "language"}),
        "reply": frozenset({"words", "language"}),
    }
)
HURT: Final = frozenset({"yes", "no", "unsure", ""})

SHORT_WORD = re.compile(r"[a-z0-9][a-z0-9_-]*\Z")
# BCP 47 in the forms that a list of languages uses: en, cy, ur, zh-Hant.
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")
LOCATOR = re.compile(r"[0-9A-HJKMNP-TV-Z]{7}\Z")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z\Z")
# PostgreSQL refuses NUL in text; the other control characters are never typed by a person and can hide words.
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class ReplyTo:
    """Where a reply goes: the public part of a receipt, and the key (1,216 bytes) that only its secret part opens.

    The key is never public: it travels only inside envelopes. So whoever shows the same key holds the receipt.
    """

    locator: str
    public_key: bytes

    def __post_init__(self) -> None:
        if not LOCATOR.match(self.locator):
            raise BadInput("The place for a reply is not written as it should be.")
        if len(self.public_key) != PUBLIC_KEY_BYTES:
            raise BadInput("The key for a reply has the wrong length.")

    def same_person_as(self, other: "ReplyTo") -> bool:
        """Whether both were made from one receipt; a stolen locator alone is not enough."""
        return self.locator == other.locator and hmac.compare_digest(self.public_key, other.public_key)


@dataclass(frozen=True)
class Concern:
    """What worries somebody, in their words. It carries no id and no name of the sender."""

    kind = "concern"

    kind_of_door: str
    area: str
    worry: str
    sent_at: datetime
    language: str = "en"
    hurt: str = ""
    called: str = ""
    age_band: str = ""
    find_them: str = ""
    going_well: str = ""
    needs: str = ""
    reply_to: ReplyTo | None = None

    def __post_init__(self) -> None:
        _check(self)
        _check_short_words(self, "kind_of_door", "area", "age_band")
        if self.hurt not in HURT:
            raise BadInput("Whether somebody was hurt is answered by yes, no or unsure.")


@dataclass(frozen=True)
class Message:
    """More words from a person who came back with their receipt; `reply_to` shows that they hold it."""

    kind = "message"

    words: str
    sent_at: datetime
    reply_to: ReplyTo
    language: str = "en"

    def __post_init__(self) -> None:
        _check(self)
        if self.reply_to is None:
            raise BadInput("A message needs the receipt that it belongs to.")


@dataclass(frozen=True)
class PassedQuestion:
    """A question from a live event that a moderator passed to the safeguarding lead, with the moderator's note."""

    kind = "passed_question"

    event: str
    question_id: UUID
    words: str
    asked_at: datetime
    passed_at: datetime
    passed_by: UUID
    note: str = ""
    language: str = "en"
    reply_to: ReplyTo | None = None

    def __post_init__(self) -> None:
        _check(self)
        _check_short_words(self, "event")


@dataclass(frozen=True)
class Reply:
    """What casework answers, signed with a name or a role; sealed so that only the receipt opens it."""

    kind = "reply"

    words: str
    written_at: datetime
    signed_as: str = ""
    language: str = "en"

    def __post_init__(self) -> None:
        _check(self)


Contents = Concern | Message | PassedQuestion
KINDS: Final[Mapping[str, type[Concern] | type[Message] | type[PassedQuestion] | type[Reply]]] = MappingProxyType(
    {kind.kind: kind for kind in (Concern, Message, PassedQuestion, Reply)}
)


def to_bytes(contents: Contents | Reply) -> bytes:
    """The one spelling of these contents: canonical JSON with kind and version."""
    said = {field.name: _written(getattr(contents, field.name)) for field in fields(contents)}
    return canonical.encode({"kind": contents.kind, "version": VERSION, "said": said})


def from_bytes(data: bytes) -> Contents | Reply:
    """Read contents back, strictly.

    Raises BadInput when a field is missing, unknown or too long, or when the bytes are not the canonical ones.
    The sentence never repeats what was read.
    """
    kind, said = _opened_cover(data)
    names = {field.name for field in fields(kind)}
    if set(said) != names:
        raise BadInput("What was sealed has a field too many or too few.")
    try:
        return kind(**{name: _read(name, value) for name, value in said.items()})
    except (TypeError, ValueError, AttributeError) as problem:
        if isinstance(problem, BadInput):
            raise
        raise BadInput("What was sealed has a field that is not written as it should be.") from None


def tidied(text: str) -> str:
    """A form's text made fit to send: line ends as one character, unseen characters and outer spaces gone."""
    return UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


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
        case _:
            return value


def _read(name: str, value: Any) -> Any:
    if name == "reply_to":
        return None if value is None else _read_reply_to(value)
    if not isinstance(value, str):
        raise BadInput("What was sealed has a field that is not text.")
    if name.endswith("_at"):
        return _read_moment(value)
    if name in {"question_id", "passed_by"}:
        return _read_uuid(value)
    return value


def _read_moment(text: str) -> datetime:
    if not MOMENT.match(text):
        raise BadInput("What was sealed has a moment that is not written as it should be.")
    return datetime.fromisoformat(text)


def _read_uuid(text: str) -> UUID:
    number = UUID(text)
    if str(number) != text:
        raise BadInput("What was sealed has a number that is not written as it should be.")
    return number


def _read_reply_to(value: Any) -> ReplyTo:
    if not isinstance(value, dict) or set(value) != {"locator", "public_key"}:
        raise BadInput("The place for a reply is not written as it should be.")
    try:
        key = base64.b64decode(value["public_key"], validate=True)
    except (binascii.Error, TypeError, ValueError):
        raise BadInput("The key for a reply is not written as it should be.") from None
    if base64.b64encode(key).decode("ascii") != value["public_key"]:
        raise BadInput("The key for a reply is not written as it should be.")
    return ReplyTo(value["locator"], key)


def _check(contents: Any) -> None:
    """Raise BadInput unless every text keeps its limit and every moment knows its time zone."""
    for name, limit in LIMITS[contents.kind].items():
        _check_text(name, getattr(contents, name), limit, may_be_empty=name not in NEVER_EMPTY[contents.kind])
    for field in fields(contents):
        value = getattr(contents, field.name)
        if field.name.endswith("_at") and (not isinstance(value, datetime) or value.tzinfo is None):
            raise BadInput(f"“{field.name}” needs a moment that knows its time zone.")
    if not LANGUAGE.match(contents.language):
        raise BadInput("The language is not written as a language code.")


def _check_text(name: str, text: Any, limit: int, *, may_be_empty: bool) -> None:
    if type(text) is not str:
        raise BadInput(f"“{name}” needs text.")
    if len(text) > limit:
        raise BadInput(f"“{name}” can have {limit:,} characters at most.")
    if not text.strip() and not (may_be_empty and text == ""):
        raise BadInput(f"“{name}” must not be empty.")
    if UNSEEN.search(text):
        raise BadInput(f"“{name}” holds characters that cannot be shown.")


def _check_short_words(contents: Any, *names: str) -> None:
    for name in names:
        text = getattr(contents, name)
        if text and not SHORT_WORD.match(text):
            raise BadInput(f"“{name}” needs a short word in small letters.")
