"""Invented concerns for the demo's first run, sealed and posted as the public half does."""

from __future__ import annotations

import os
import uuid
from typing import Any

from alongside.command import custodians, keyring
from alongside.command.place import Place
from alongside.commons import clock, installation
from alongside.commons.envelope import key_names
from alongside.commons.envelope.contents import Concern
from alongside.commons.envelope.seal import Envelope, seal

TOLD: tuple[dict[str, Any], ...] = (
    {
        "called": "Ellis",
        "age_band": "16_17",
        "worry": "My nephew has new friends online whom nobody knows. He says that he will not be here at Easter and"
        " will not say where he is going. He gave his guitar away.",
        "hurt": "unsure",
        "going_well": "He still talks with his grandmother every Sunday.",
    },
    {
        "called": "R.",
        "age_band": "31_40",
        "worry": "A man at work shows films of attacks on his telephone at lunch and laughs. He told me that somebody"
        " should do it here. He has been alone since his mother died.",
        "hurt": "yes",
        "find_them": "The depot in Canal Street, early shift.",
    },
    {
        "called": "a pupil of mine",
        "worry": "She asked in class why people protest and argued well. A parent thinks that I should tell you. I am"
        " not worried, but I promised to ask.",
        "hurt": "no",
    },
)


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
    with installation.connect("public", "public_web") as connection:
        for told in TOLD:
            envelope = _sealed(Concern(kind_of_door="somebody", area="northmere", sent_at=clock.now(), **told))
            connection.execute(
                "INSERT INTO letterbox.envelope (id, kind, key_id, sealed) VALUES (%s, %s, %s, %s)",
                (envelope.id, envelope.kind, envelope.key_id, envelope.sealed),
            )
    marker.touch()


def _sealed(told: Concern) -> Envelope:
    name = key_names.name_at(clock.now())
    return seal(told, id=uuid.uuid4(), key_id=name, public_key=keyring.private_key(name).public())
