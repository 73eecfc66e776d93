"""Every shape that crosses between the two halves, and who may carry it.

Casework calls out; nothing calls in. Two of casework's workers have a role in the public database: intake, which
takes envelopes out, and the post, which puts answers in and takes facts of campaigns along. A boundary test compares
`CROSSINGS` with that database's grants, and another compares it with this table. What is planned has its shape, and no
right until a page needs it:

    shape          direction           table                     owner         role    rights
    envelope       public -> casework  letterbox.envelope        public_owner  intake  SELECT, DELETE
    sealed reply   casework -> public  letterbox.reply           public_owner  post    INSERT
    bulletin       casework -> public  letterbox.bulletin        public_owner  post    INSERT
    briefing facts public -> casework  letterbox.briefing_facts  public_owner  post    SELECT

Each shape is a small frozen record with one spelling in bytes (`to_bytes`, `from_bytes`). Models never cross.
"""

import base64
import binascii
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from alongside.commons import canonical
from alongside.commons.envelope.contents import MOMENT
from alongside.commons.envelope.receipt import SealedReply
from alongside.commons.envelope.seal import Envelope
from alongside.commons.refusals import BadInput
from alongside.commons.words import _

FORMAT: Final = "alongside-exchange-1"
BULLETIN_FORMAT: Final = "alongside-bulletin-1"
LARGEST_BODY: Final = 1_000_000  # bytes


@dataclass(frozen=True)
class Crossing:
    """One right of one of casework's roles on one table of the public database."""

    shape: str
    direction: str
    table: str
    owner: str
    role: str
    rights: tuple[str, ...]
    planned: bool = False


INWARD: Final = "public -> casework"
OUTWARD: Final = "casework -> public"
CROSSINGS: Final = (
    Crossing("envelope", INWARD, "letterbox.envelope", "public_owner", "intake", ("SELECT", "DELETE")),
    Crossing("sealed reply", OUTWARD, "letterbox.reply", "public_owner", "post", ("INSERT",)),
    Crossing("bulletin", OUTWARD, "letterbox.bulletin", "public_owner", "post", ("INSERT",)),
    Crossing("briefing facts", INWARD, "letterbox.briefing_facts", "public_owner", "post", ("SELECT",)),
)


def rights_of(role: str) -> Mapping[str, frozenset[str]]:
    """What this role may do in the public database, table by table, and nothing besides; not yet what is planned."""
    rights: dict[str, frozenset[str]] = {}
    for row in CROSSINGS:
        if row.role == role and not row.planned:
            rights[row.table] = rights.get(row.table, frozenset()) | frozenset(row.rights)
    return MappingProxyType(rights)


def crossings_table() -> str:
    """`CROSSINGS` as the table in this module's docstring."""
    head = ("shape", "direction", "table", "owner", "role", "rights")
    rows = [head, *((c.shape, c.direction, c.table, c.owner, c.role, _in_words(c)) for c in CROSSINGS)]
    gaps = (15, 20, 26, 14, 8, 0)
    return "\n".join("".join(word.ljust(gap) for word, gap in zip(row, gaps, strict=True)) for row in rows)


def _in_words(row: Crossing) -> str:
    return ", ".join(row.rights) + (" (planned)" if row.planned else "")


# How far we are with what somebody told (`limits.STATES`): none of these tells what was decided, by whom, or that a
# person was referred. They travel inside sealed replies.
STATUS_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "received": _("We have received what you sent."),
        "read": _("A trained person has read it."),
        "question": _("We have a question for you."),
        "replied": _("There is a reply for you."),
        "finished": _("We have finished with what you sent."),
    }
)

BULLETIN_KINDS: Final = frozenset(
    {"published_table", "service_status", "briefing_confirmations", "phone_tallies", "duty"}
)


@dataclass(frozen=True)
class Bulletin:
    """What casework publishes, signed: a table past the disclosure gate, a service status, confirmations, tallies.

    `body` is canonical JSON. `number` grows within a kind, so that a reader sees a gap or something old played again.
    """

    kind: str
    number: int
    made_at: datetime
    body: bytes
    key_id: str
    signature: bytes

    def __post_init__(self) -> None:
        if self.kind not in BULLETIN_KINDS:
            raise BadInput("This is no kind of bulletin.")
        if type(self.number) is not int or self.number < 1:
            raise BadInput("Bulletins are numbered from one.")
        if self.made_at.tzinfo is None:
            raise BadInput("A bulletin needs a moment that knows its time zone.")
        if len(self.body) > LARGEST_BODY:
            raise BadInput("This bulletin is too long.")

    def says(self) -> Any:
        """The body as a value. Call `verify` first. Raises ValueError when it is not canonical JSON."""
        return canonical.decode(self.body)


class NotGenuine(Exception):
    """A bulletin that none of our keys signed as it stands."""


def sign(kind: str, number: int, made_at: datetime, says: Any, key: Ed25519PrivateKey) -> Bulletin:
    """Make a bulletin and sign all of it with Ed25519 (RFC 8032)."""
    unsigned = Bulletin(kind, number, made_at, canonical.encode(says), key_id(key.public_key()), b"")
    return Bulletin(**{**vars(unsigned), "signature": key.sign(_signed_bytes(unsigned))})


def verify(bulletin: Bulletin, keys: Mapping[str, Ed25519PublicKey]) -> None:
    """Raise NotGenuine unless one of `keys` (by key id) signed every part of this bulletin."""
    try:
        keys[bulletin.key_id].verify(bulletin.signature, _signed_bytes(bulletin))
    except (KeyError, InvalidSignature, ValueError):
        raise NotGenuine("This bulletin was not signed by casework as it stands.") from None


def key_id(key: Ed25519PublicKey) -> str:
    """A short name for a signing key: the first 8 bytes of its SHA-256, in hexadecimal."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]


CAMPAIGN_STATES: Final = frozenset({"planned", "live"})


@dataclass(frozen=True)
class BriefingFacts:
    """What a call handler's briefing card needs to know of a campaign: nothing that is not public, or soon will be.

    `state`: planned (its page is a draft) or live. Raises BadInput for another word.
    """

    campaign: UUID
    title: str
    summary: str
    starts_on: date
    ends_on: date
    address: str
    state: str
    changed_at: datetime

    def __post_init__(self) -> None:
        if self.state not in CAMPAIGN_STATES:
            raise BadInput("A campaign is planned or live.")


Shape = Envelope | SealedReply | Bulletin | BriefingFacts
SHAPES: Final[Mapping[str, type[Any]]] = MappingProxyType(
    {
        "envelope": Envelope,
        "sealed reply": SealedReply,
        "bulletin": Bulletin,
        "briefing facts": BriefingFacts,
    }
)
NAMES: Final[Mapping[type[Any], str]] = MappingProxyType({shape: name for name, shape in SHAPES.items()})


def to_bytes(shape: Shape) -> bytes:
    """The one spelling of this shape: canonical JSON with its name; bytes are in base64."""
    says = {field.name: _written(getattr(shape, field.name)) for field in fields(shape)}
    return canonical.encode({"format": FORMAT, "shape": NAMES[type(shape)], "says": says})


def from_bytes(data: bytes) -> Shape:
    """Read a shape back. Raises BadInput, in a sentence without contents, for anything `to_bytes` would not write."""
    try:
        cover = canonical.decode(data)
        kind = SHAPES[cover["shape"]]
        shape = kind(**{field.name: READERS[field.type](cover["says"][field.name]) for field in fields(kind)})
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error):
        raise BadInput("This is no shape that crosses between the halves.") from None
    if to_bytes(shape) != data:
        raise BadInput("This is no shape that crosses between the halves.")
    return shape


def _signed_bytes(bulletin: Bulletin) -> bytes:
    parts = {
        "format": BULLETIN_FORMAT,
        "kind": bulletin.kind,
        "number": bulletin.number,
        "made_at": _moment(bulletin.made_at),
        "body": canonical.decode(bulletin.body),
        "key_id": bulletin.key_id,
    }
    return canonical.encode(parts)


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0")


def _written(value: Any) -> Any:
    match value:
        case datetime():
            return _moment(value)
        case date():
            return value.isoformat()
        case UUID():
            return str(value)
        case bytes():
            return base64.b64encode(value).decode("ascii")
        case _:
            return value


def _read_text(text: str) -> str:
    if type(text) is not str:
        raise TypeError
    return text


def _read_number(number: int) -> int:
    if type(number) is not int:
        raise TypeError
    return number


def _read_moment(text: str) -> datetime:
    if not MOMENT.match(text):
        raise ValueError
    return datetime.fromisoformat(text)


def _read_bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


READERS: Final[Mapping[Any, Callable[[Any], Any]]] = MappingProxyType(
    {
        str: _read_text,
        int: _read_number,
        UUID: UUID,
        bytes: _read_bytes,
        datetime: _read_moment,
        date: date.fromisoformat,
    }
)
