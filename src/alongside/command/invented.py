"""Invented concerns for the demo's first run, sealed and posted as the public half does."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from alongside.command import custodians, halves, keyring
from alongside.command.place import Place
from alongside.commons import clock, installation
from alongside.commons.envelope import custody, key_names, receipt
from alongside.commons.envelope.contents import Concern, Identity, Message, Part, ToIntake
from alongside.commons.envelope.keys import PublicKey
from alongside.commons.envelope.seal import Envelope, seal


@dataclass(frozen=True)
class Telling:
    """One invented telling: the concern's own fields, who tells it, its files (name, bytes), and what came later."""

    told: dict[str, Any]
    hours_ago: int = 0
    who: dict[str, Any] = field(default_factory=dict)
    files: tuple[tuple[str, bytes], ...] = ()
    later: str = ""


EMPTY_ARCHIVE = b"PK\x05\x06" + bytes(18)
"""A ZIP archive with nothing in it (APPNOTE 4.3.16): refused, as every archive is."""
JUNK = "Has anybody seen the new coach at the boat club? He is one of them. Everybody says so. Share this."
JUNK_TIMES = 12

TELLINGS: tuple[Telling, ...] = (
    Telling(
        {"called": "Ellis", "age_band": "16_17", "hurt": "unsure", "fear": "He would guess that it was family.",
         "worry": "My nephew has new friends online whom nobody knows. He says that he will not be here at Easter and"
         " will not say where he is going. He gave his guitar away.",
         "going_well": "He still talks with his grandmother every Sunday."},
        hours_ago=26,
        later="He asked his grandmother for his passport today.",
    ),
    Telling(
        {"called": "R.", "age_band": "31_40", "hurt": "yes", "find_them": "The depot in Canal Street, early shift.",
         "worry": "A man at work shows films of attacks on his telephone at lunch and laughs. He told me that somebody"
         " should do it here. He has been alone since his mother died."},
        hours_ago=1,
    ),
    Telling(
        {"called": "Mara", "age_band": "21_30", "hurt": "no", "promise": "in_confidence", "contact": "as_said",
         "worry": "My flatmate sits up all night with people who call everybody else an enemy. She has stopped going to"
         " her course, and her lamp is on at four.",
         "fear": "There are two of us in the flat. She would know."},
        hours_ago=20,
        who={"name": "Noor Castell", "relation": "shares a flat with her", "telephone": "01632 960 431",
             "safe_contact": "Text only, in the afternoon."},
    ),
    Telling(
        {"called": "Uncle Perrin", "age_band": "51_and_over", "hurt": "no", "promise": "named", "contact": "as_said",
         "worry": "He prints leaflets in the garage and leaves them at bus stops. The last ones say who should not be"
         " allowed to live in this street. I have a copy of the words."},
        hours_ago=8,
        who={"name": "Wren Hollis", "relation": "his niece", "email": "wren@northmere.example",
             "safe_contact": "By mail, at any time."},
        files=(("what the leaflet says.txt", b"They are not from here. They should not be here.\n"),
               ("photographs.zip", EMPTY_ARCHIVE)),
    ),
    Telling(
        {"kind_of_door": "myself", "age_band": "18_20", "hurt": "no",
         "worry": "I have been in a group for a year and said things there that I do not believe any more. I want to"
         " leave and do not know how. They have my address."},
        hours_ago=5,
    ),
    Telling(
        {"kind_of_door": "under_18", "hurt": "unsure", "area": "glanaber", "language": "cy",
         "more": {"about": "somebody_else", "teller_age_band": "11_15"},
         "worry": "Mae fy mrawd yn gwylio fideos drwy'r nos ac yn dweud bod rhyfel yn dod. Dydw i ddim eisiau iddo"
         " fynd i drwbl."},
        hours_ago=3,
    ),
    Telling(
        {"kind_of_door": "gone", "called": "Idony", "age_band": "18_20", "hurt": "unsure",
         "worry": "My daughter left on Thursday with a bag and a ticket that I did not know of. She wrote from an"
         " airport that she is needed there. The police have her name."},
        hours_ago=2,
    ),
    Telling(
        {"channel": "professional", "promise": "named", "called": "Bram Ostler", "age_band": "11_15", "hurt": "no",
         "worry": "Over a term his essays have come to be about one subject. He says that the school lies and that he"
         " has friends who tell the truth. His attendance has fallen since half-term.",
         "going_well": "He stays on for chess with a teacher whom he trusts.",
         "more": {"school_or_work": "Northmere Academy, year 10", "lead_agreed": "yes", "own_account": "yes",
                  "lead_name": "Adela Finch", "discussed_with_parents": "His mother knows and is glad of help.",
                  "done_so_far": "Mentoring by his tutor since October."}},
        hours_ago=30,
        who={"name": "Joss Merriman", "role": "Head of year", "organisation": "Northmere Academy",
             "telephone": "01632 960 455", "email": "joss@northmere.example"},
    ),
    Telling(
        {"channel": "telephone", "called": "her neighbour", "hurt": "no",
         "worry": "Caller hears him shout at his screen every night, and saw a flag put up and taken down again. She"
         " asks what she should do when they meet on the stairs."},
        hours_ago=4,
    ),
    Telling(
        {"area": "not_sure", "called": "somebody I only know online", "hurt": "no", "advice_first": "yes",
         "worry": "In our game he asks younger players to come to another server, where he shows them things. He says"
         " that he is from a town by the sea. I do not know which."},
        hours_ago=7,
    ),
    Telling(
        {"called": "a pupil of mine", "hurt": "no",
         "worry": "She asked in class why people protest and argued well. A parent thinks that I should tell you. I am"
         " not worried, but I promised to ask."},
        hours_ago=9,
    ),
    *(Telling({"called": "the coach", "hurt": "no", "worry": JUNK}) for _each in range(JUNK_TIMES)),
)  # fmt: skip


def make_custodians(place: Place) -> None:
    """Make the cast's custodians; the pass phrase of each is the one password of the invented people."""
    from tests import cast

    os.environ.update(place.environment("nobody"))
    phrase = (place.state / "demo-password").read_text(encoding="utf-8")
    custodians.make_invented([person.email for person in cast.CUSTODIANS], phrase)


def post(place: Place) -> None:
    """Post the invented concerns, once, as the role that the public site has."""
    marker = place.state / "made" / "invented"
    if marker.exists():
        return
    locked_to = custody.custodians_in(place.state / "keys" / "public")
    with installation.connect("public", "public_web") as connection:
        for telling in TELLINGS:
            for envelope in _envelopes(telling, locked_to):
                connection.execute(
                    "INSERT INTO letterbox.envelope (id, kind, key_id, sealed) VALUES (%s, %s, %s, %s)",
                    (envelope.id, envelope.kind, envelope.key_id, envelope.sealed),
                )
    marker.touch()


def panel(place: Place) -> None:
    """Bring one invented case before a panel whose papers are out, with what partners were asked, once."""
    marker = place.state / "made" / "panel"
    if marker.exists():
        return
    case = halves.manage("casework", ["invented_panel", "open"], place, role="intake", quiet=True).split()[-1]
    halves.manage("casework", ["invented_panel", "meet", case], place, quiet=True)
    halves.manage("casework", ["invented_questions", case], place, quiet=True)
    halves.manage("casework", ["invented_national", case], place, quiet=True)
    marker.touch()


def _envelopes(telling: Telling, locked_to: Mapping[str, PublicKey]) -> Iterator[Envelope]:
    """What one telling posts: its files, the concern, who told it, what came later. Nobody holds its receipt."""
    concern, sent_at = uuid.uuid4(), clock.now() - timedelta(hours=telling.hours_ago)
    same: dict[str, Any] = {"sent_at": sent_at, "reply_to": receipt.stretch(receipt.new()).reply_to()}
    parts = {uuid.uuid4(): Part(name, sent_at, data=data) for name, data in telling.files}
    for part, file in parts.items():
        yield _sealed(file, part)
    told = {"kind_of_door": "somebody", "area": "northmere", **telling.told, "parts": tuple(parts)}
    yield _sealed(Concern(**told, **same), concern)
    if telling.who:
        named = Identity(concern, "named", **telling.who, **same)
        in_confidence = told.get("promise") == "in_confidence"
        yield _sealed(custody.in_confidence(named, locked_to) if in_confidence else named, uuid.uuid4())
    if telling.later:
        yield _sealed(Message(concern, "more", clock.now(), same["reply_to"], telling.later), uuid.uuid4())


def _sealed(told: ToIntake, id: uuid.UUID) -> Envelope:
    name = key_names.name_at(clock.now())
    return seal(told, id=id, key_id=name, public_key=keyring.private_key(name).public())
