"""What an envelope holds, each as a small frozen record. Making one applies the limits, so what is here can be sent.

A `Concern`, `Identity`, `Part`, `Message` or `PassedQuestion` is sealed to intake; a `Reply` or `Box` is sealed to a
receipt. Fields a person left open are empty text. See `docs/envelope.md`.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from alongside.commons.envelope.keys import PUBLIC_KEY_BYTES
from alongside.commons.envelope.limits import LARGEST_FILE, LIMITS, MORE, MOST_FILES, NEVER_EMPTY, WORDS
from alongside.commons.refusals import BadInput

SHORT_WORD = re.compile(r"[a-z0-9][a-z0-9_-]*\Z")
# BCP 47 in the forms that a list of languages uses: en, cy, ur, zh-Hant.
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")
LOCATOR = re.compile(r"[0-9A-HJKMNP-TV-Z]{6}\Z")
# PostgreSQL refuses NUL in text; the other control characters are never typed by a person and can hide words.
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
TOKEN_LABEL = b"alongside-receipt-1 token "


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

    def token(self) -> bytes:
        """Thirty-two bytes that burn what waits at the receipt; only who knows the key can show them."""
        return hashlib.sha256(TOKEN_LABEL + self.public_key).digest()

    def mark(self) -> bytes:
        """SHA-256 of the token: stands beside what waits, and neither opens nor burns it."""
        return hashlib.sha256(self.token()).digest()


@dataclass(frozen=True)
class Concern:
    """What worries somebody, in their words. It carries no id and no name of the sender.

    `parts` are the ids of the files that belong to it; `more` are answers that only one way asks (`limits.MORE`).
    """

    kind = "concern"

    kind_of_door: str
    area: str
    worry: str
    sent_at: datetime
    channel: str = "public"
    promise: str = "anonymous"
    language: str = "en"
    advice_first: str = ""
    hurt: str = ""
    hurt_words: str = ""
    called: str = ""
    age_band: str = ""
    find_them: str = ""
    going_well: str = ""
    needs: str = ""
    communication: str = ""
    told_them: str = ""
    told_them_words: str = ""
    contact: str = ""
    fear: str = ""
    feedback: str = ""
    place_in_queue: str = ""
    reply_to: ReplyTo | None = None
    parts: tuple[UUID, ...] = ()
    more: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _check(self)
        _check_short_words(self, "area", "age_band")
        _check_parts(self.parts)
        _check_more(self.more)


@dataclass(frozen=True)
class Identity:
    """Who told us, apart from what they told (R-07).

    `concern` is the id of the concern's envelope. In confidence, `locked` holds the rest, locked to custodians
    (`custody.in_confidence` makes it), and every other text but `promise` and `language` is empty.
    """

    kind = "identity"

    concern: UUID
    promise: str
    sent_at: datetime
    name: str = ""
    role: str = ""
    organisation: str = ""
    relation: str = ""
    telephone: str = ""
    email: str = ""
    safe_contact: str = ""
    locked: str = ""
    language: str = "en"
    reply_to: ReplyTo | None = None

    def __post_init__(self) -> None:
        _check(self)
        open_words = any((self.name, self.role, self.organisation, self.relation, self.telephone, self.email))
        if self.promise == "in_confidence" and (open_words or self.safe_contact or not self.locked):
            raise BadInput("Who tells us in confidence is locked to the custodians, with nothing beside it.")
        if self.promise == "named" and (self.locked or not open_words):
            raise BadInput("Who gives their name gives a name or a way to reach them.")


@dataclass(frozen=True)
class Part:
    """One file of a telling, as it was chosen; what it really is, is found out only after opening.

    `name` is the file's name as the browser gave it, and is never a path to anything here.
    """

    kind = "part"

    name: str
    sent_at: datetime
    said_type: str = ""
    language: str = "en"
    data: bytes = field(default=b"", repr=False)

    def __post_init__(self) -> None:
        _check(self)
        if type(self.data) is not bytes or len(self.data) > LARGEST_FILE:
            raise BadInput(f"A file can have {LARGEST_FILE // 1_000_000} MB at most.")


@dataclass(frozen=True)
class Message:
    """What a person does who came back with their receipt; `reply_to` shows that they hold it.

    `new_reply_to` is there for the act `exchange` only: a phone code given back for a receipt of one's own.
    """

    kind = "message"

    concern: UUID
    act: str
    sent_at: datetime
    reply_to: ReplyTo
    words: str = ""
    parts: tuple[UUID, ...] = ()
    new_reply_to: ReplyTo | None = None
    language: str = "en"

    def __post_init__(self) -> None:
        _check(self)
        _check_parts(self.parts)
        if not isinstance(self.reply_to, ReplyTo):
            raise BadInput("A message needs the receipt that it comes with.")
        if (self.act == "exchange") != isinstance(self.new_reply_to, ReplyTo):
            raise BadInput("A phone code is exchanged for a new receipt, and nothing else is.")
        if self.act in {"more", "correction"} and not (self.words or self.parts):
            raise BadInput("A message needs words or a file.")


@dataclass(frozen=True)
class PassedQuestion:
    """A question from a live webchat that a moderator passed to the safeguarding lead instead of publishing it."""

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
    """What casework answers, signed with a name or a role; sealed so that only the receipt opens it.

    A `state` alone, without words, says how far we are; a question or a reply has words.
    """

    kind = "reply"

    words: str
    written_at: datetime
    signed_as: str = ""
    language: str = "en"
    state: str = "replied"

    def __post_init__(self) -> None:
        _check(self)
        if self.state in {"question", "replied"} and not self.words:
            raise BadInput("“words” must not be empty.")


@dataclass(frozen=True)
class Box:
    """What a receipt opens from the first minute: which telling it belongs to, and our signed promise that we have it.

    `exchange` is `yes` for a phone code, which a handler has heard and which is given back for a receipt of one's own.
    """

    kind = "box"

    concern: UUID
    sent_at: datetime
    area: str = ""
    promise: str = ""
    exchange: str = ""
    envelope_hash: str = ""
    promise_hour: str = ""
    promise_key: str = ""
    promise_signature: str = ""
    leaf_nonce: str = ""
    language: str = "en"

    def __post_init__(self) -> None:
        _check(self)
        _check_short_words(self, "area")


ToIntake = Concern | Identity | Part | Message | PassedQuestion
ToReceipt = Reply | Box


def tidied(text: str) -> str:
    """A form's text made fit to send: line ends as one character, unseen characters and outer spaces gone."""
    return UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _check(contents: Any) -> None:
    """Raise BadInput unless every text keeps its limit and its words, and every moment knows its time zone."""
    kind = contents.kind
    for name, limit in LIMITS[kind].items():
        _check_text(name, getattr(contents, name), limit, may_be_empty=name not in NEVER_EMPTY[kind])
    for name, words in WORDS.get(kind, {}).items():
        if getattr(contents, name) not in words:
            raise BadInput(f"“{name}” holds a word that it may not hold.")
    for each in fields(contents):
        _check_type(each.name, getattr(contents, each.name))
    if not LANGUAGE.match(contents.language):
        raise BadInput("The language is not written as a language code.")


def _check_type(name: str, value: Any) -> None:
    if name.endswith("_at") and (not isinstance(value, datetime) or value.tzinfo is None):
        raise BadInput(f"“{name}” needs a moment that knows its time zone.")
    if name == "concern" and not isinstance(value, UUID):
        raise BadInput("“concern” needs the id of an envelope.")


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


def _check_parts(parts: Any) -> None:
    if type(parts) is not tuple or not all(isinstance(part, UUID) for part in parts):
        raise BadInput("Files are named by the ids of their envelopes.")
    if len(parts) > MOST_FILES or len(set(parts)) != len(parts):
        raise BadInput(f"There can be {MOST_FILES} files at most, each once.")


def _check_more(more: Any) -> None:
    if not isinstance(more, Mapping) or not set(more) <= set(MORE):
        raise BadInput("“more” holds an answer to a question that nobody asks.")
    for name, text in more.items():
        _check_text(name, text, MORE[name], may_be_empty=False)
