"""Who told us (R-07): nothing, or an envelope of its own, open to some or locked to custodians."""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path

import pytest

from alongside.commons.envelope.contents import Identity
from alongside.commons.envelope.custody import name_of
from alongside.commons.envelope.keys import SEED_BYTES, PrivateKey
from tests.public.concerns.way import ANSWERS, NAME, Arrived, Visitor


def custodians(state: Path, count: int) -> None:
    keys = [PrivateKey(os.urandom(SEED_BYTES)).public() for _ in range(count)]
    rows = [{"custodian": name_of(key), "public_key": base64.b64encode(key.raw).decode()} for key in keys]
    file = state / "keys" / "public" / "custodians.json"
    file.unlink(missing_ok=True)
    file.write_text(json.dumps(rows))


def test_a_name_is_in_an_envelope_of_its_own_and_not_in_the_concern(committed: Visitor) -> None:
    arrived = Arrived()
    committed.send(**NAME, contact="as_said", safe_contact="Mornings; say it is the library.")
    told, who = arrived.concern(), arrived.identity()
    assert (who.promise, who.name, who.relation, who.telephone) == ("named", "Una Devlin", "aunt", "01632 960 001")
    assert who.safe_contact == "Mornings; say it is the library."
    assert (told.promise, told.contact) == ("named", "as_said")
    assert "Una" not in repr(told)
    assert "960 001" not in repr(told)
    assert told.reply_to.same_person_as(who.reply_to)


def test_whoever_gives_no_name_leaves_nothing_about_themselves(committed: Visitor) -> None:
    arrived = Arrived()
    committed.send(promise="anonymous")
    assert arrived.concern().promise == "anonymous"
    assert arrived.all(Identity) == []


def test_in_confidence_is_offered_only_where_two_custodians_are(committed: Visitor, own_state: Path) -> None:
    custodians(own_state, 1)
    assert "In confidence" not in committed.go_to_questions().says
    assert committed.press("send", **{**ANSWERS, **NAME, "promise": "in_confidence"}).answer.status_code == 422
    custodians(own_state, 2)
    committed.answer = None
    assert "In confidence" in committed.go_to_questions().says


def test_a_name_in_confidence_is_locked_before_it_is_sealed(committed: Visitor, own_state: Path) -> None:
    custodians(own_state, 3)
    arrived = Arrived()
    committed.send(**{**NAME, "promise": "in_confidence"})
    who = arrived.identity()
    assert who.promise == "in_confidence"
    assert (who.name, who.telephone, who.relation) == ("", "", "")
    assert "Una" not in who.locked
    assert json.loads(who.locked)["format"] == "alongside-custody-1"


def test_the_longest_that_is_taken_can_be_locked(committed: Visitor, own_state: Path) -> None:
    custodians(own_state, 5)
    longest = {"name": "😀" * 200, "relation": "😀" * 200, "safe_contact": "😀" * 1000, "telephone": "😀" * 50}
    assert committed.send(promise="in_confidence", **longest).answer.status_code == 200
    assert "We have received it" in committed.says


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"promise": "named"}, "Give your name or a way to reach you"),
        ({"name": "Una"}, "Say who may know what you wrote about yourself"),
        ({"promise": "anonymous", "telephone": "01632 960 001"}, "Say who may know"),
        ({"promise": "named", "name": "Una", "contact": "as_said"}, "Give a telephone number or e-mail address"),
        ({"promise": "anonymous", "safe_contact": "Mornings"}, "Without your name we hold no way to reach you"),
        ({"promise": "named", "email": "no address"}, "Enter an e-mail address"),
    ],
)
def test_what_does_not_fit_together_is_named_and_nothing_is_sent(
    committed: Visitor, said: dict[str, str], why: str
) -> None:
    arrived = Arrived()
    committed.send(**said)
    assert committed.answer.status_code == 422
    assert why in committed.says
    assert arrived.all(Identity) == []
