from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.commons import canonical, exchange
from alongside.commons.envelope import receipt, seal
from alongside.commons.envelope.contents import Concern, Reply
from alongside.commons.envelope.keys import PrivateKey
from alongside.commons.envelope.limits import STATES
from alongside.commons.exchange import BriefingFacts, Bulletin, NotGenuine
from alongside.commons.refusals import BadInput

AT = datetime(2026, 11, 23, 9, 30, 0, 5, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(b"s" * 32)
OTHER = Ed25519PrivateKey.from_private_bytes(b"t" * 32)
KEYS = {exchange.key_id(KEY.public_key()): KEY.public_key()}
BULLETIN = exchange.sign("service_status", 3, AT, {"answering": True, "days": 1}, KEY)
INTAKE = PrivateKey(b"i" * 32)
REPLY_KEY = receipt.ReplyKey("7K3M9Q", INTAKE)
SHAPES = (
    seal.seal(Concern("somebody", "north", "words", AT), id=UUID(int=1), key_id="k", public_key=INTAKE.public()),
    receipt.seal_reply(Reply("words", AT), REPLY_KEY.reply_to(), id=UUID(int=2), closes_on=date(2026, 11, 23)),
    BULLETIN,
    BriefingFacts(UUID(int=4), "Talk", "A week of talk", date(2026, 11, 23), date(2026, 11, 30), "/talk", "live", AT),
)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: type(shape).__name__)
def test_a_shape_is_read_as_it_was_written(shape):
    assert exchange.from_bytes(exchange.to_bytes(shape)) == shape


def test_every_shape_that_crosses_is_in_the_table_of_rights():
    assert {row.shape for row in exchange.CROSSINGS} == set(exchange.SHAPES)
    assert {type(shape) for shape in SHAPES} == set(exchange.NAMES)


def test_the_docstring_holds_the_table_of_rights():
    lines = [line.strip() for line in exchange.__doc__.splitlines()]
    for line in exchange.crossings_table().splitlines():
        assert line.strip() in lines


def test_intake_and_the_post_hold_the_rights_that_house_md_gives_them_and_no_more():
    assert exchange.rights_of("intake") == {"letterbox.envelope": {"SELECT", "DELETE"}}
    assert exchange.rights_of("post") == {
        "letterbox.reply": {"INSERT"},
        "letterbox.bulletin": {"INSERT"},
        "letterbox.briefing_facts": {"SELECT"},
    }
    assert [row.shape for row in exchange.CROSSINGS if row.planned] == []
    assert {row.role for row in exchange.CROSSINGS} == {"intake", "post"}


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"[]", b"7", exchange.to_bytes(SHAPES[0])[:-1],
     exchange.to_bytes(SHAPES[1]).replace(b"7K3M9Q", b"7K3M9U"),
     exchange.to_bytes(SHAPES[1]).replace(b'"says":{', b'"says":{"a":1,'),
     exchange.to_bytes(SHAPES[1]).replace(b"2026-11-23", b"20261123"),
     exchange.to_bytes(SHAPES[1]).replace(b"exchange-1", b"exchange-2"),
     exchange.to_bytes(SHAPES[2]).replace(b'"number":3', b'"number":true'),
     exchange.to_bytes(SHAPES[2]).replace(b'"number":3', b'"number":0')],
)  # fmt: skip
def test_other_bytes_are_refused(data):
    with pytest.raises(BadInput):
        exchange.from_bytes(data)


def test_every_state_of_a_telling_has_its_words_and_there_are_no_others():
    assert set(exchange.STATUS_WORDS) == STATES


def test_what_casework_signed_is_genuine():
    exchange.verify(BULLETIN, KEYS)
    assert BULLETIN.says() == {"answering": True, "days": 1}


@pytest.mark.parametrize(
    "altered",
    [
        replace(BULLETIN, kind="phone_tallies"),
        replace(BULLETIN, number=4),
        replace(BULLETIN, made_at=AT.replace(microsecond=6)),
        replace(BULLETIN, body=canonical.encode({"answering": False, "days": 1})),
        replace(BULLETIN, body=b"{ }"),
        replace(BULLETIN, key_id="0" * 16),
        replace(BULLETIN, signature=b"x" * 64),
        replace(BULLETIN, signature=b""),
        exchange.sign("service_status", 3, AT, {}, OTHER),
        replace(exchange.sign("service_status", 3, AT, {}, OTHER), key_id=BULLETIN.key_id),
    ],
)
def test_a_bulletin_that_was_altered_in_any_part_is_not_genuine(altered):
    with pytest.raises(NotGenuine):
        exchange.verify(altered, KEYS)


@pytest.mark.parametrize("change", [{"kind": "rumour"}, {"number": 0}, {"made_at": AT.replace(tzinfo=None)},
                                    {"body": bytes(1_000_001)}])  # fmt: skip
def test_a_bulletin_that_cannot_be_read_cannot_be_made(change):
    with pytest.raises(BadInput):
        Bulletin(**{**vars(BULLETIN), **change})


@settings(max_examples=30, derandomize=True)
@given(st.dictionaries(st.text(st.characters(codec="ascii"), max_size=5), st.integers(0, 99), max_size=4))
def test_every_body_is_signed_as_it_is_spelt(says):
    bulletin = exchange.sign("published_table", 1, AT, says, KEY)
    exchange.verify(exchange.from_bytes(exchange.to_bytes(bulletin)), KEYS)
    assert bulletin.says() == says
