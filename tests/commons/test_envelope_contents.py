from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.commons import canonical
from alongside.commons.envelope import contents
from alongside.commons.envelope.contents import (
    LIMITS,
    MORE,
    Box,
    Concern,
    Identity,
    Message,
    Part,
    PassedQuestion,
    Reply,
    ReplyTo,
)
from alongside.commons.envelope.keys import PUBLIC_KEY_BYTES
from alongside.commons.envelope.limits import BOX_DAYS, LARGEST_FILE
from alongside.commons.envelope.limits import WORDS as CODED
from alongside.commons.envelope.padding import BUCKETS, PART_BUCKETS, padded, unpadded
from alongside.commons.refusals import BadInput

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
REPLY_TO = ReplyTo("7K3M9Q", bytes(PUBLIC_KEY_BYTES))
NEW = ReplyTo("8K3M9Q", bytes(PUBLIC_KEY_BYTES))
CONCERN = Concern("somebody", "northbridge", "He stopped talking to us.", AT, reply_to=REPLY_TO)
MESSAGE = Message(UUID(int=9), "more", AT, REPLY_TO, "One thing more.", parts=(UUID(int=3),))
IDENTITY = Identity(UUID(int=9), "named", AT, name="Aysha Rahman", reply_to=REPLY_TO)
PART = Part("a.png", AT, "image/png", data=b"\x00\x80SECRET\x00")
QUESTION = PassedQuestion("evening-1", UUID(int=1), "What if it is my son?", AT, AT, UUID(int=2))
REPLY = Reply("Thank you.", AT)
BOX = Box(UUID(int=9), AT, area="northbridge")
EXCHANGE = Message(UUID(int=9), "exchange", AT, REPLY_TO, new_reply_to=NEW)
ALL = (CONCERN, IDENTITY, PART, MESSAGE, EXCHANGE, QUESTION, REPLY, BOX)

MOMENTS = st.datetimes(timezones=st.just(UTC))
SEEN = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])
WORDS = st.text(SEEN, min_size=1, max_size=50).filter(str.strip)
CONCERNS = st.builds(
    Concern,
    kind_of_door=st.sampled_from(["somebody", "myself", "under_18", "gone"]),
    channel=st.sampled_from(["public", "professional", "telephone"]),
    more=st.dictionaries(st.sampled_from(["lead_name", "event", "address"]), WORDS),
    parts=st.lists(st.uuids(), max_size=10, unique=True).map(tuple),
    area=st.from_regex(r"[a-z0-9][a-z0-9_-]{0,20}", fullmatch=True),
    worry=WORDS,
    sent_at=MOMENTS,
    hurt=st.sampled_from(["yes", "no", "unsure", ""]),
    called=WORDS | st.just(""),
    going_well=WORDS | st.just(""),
    language=st.sampled_from(["en", "cy", "ur", "zh-Hant"]),
    reply_to=st.none() | st.binary(min_size=1216, max_size=1216).map(lambda key: ReplyTo("7K3M9Q", key)),
)


@settings(max_examples=50, derandomize=True)
@given(CONCERNS)
def test_a_concern_is_read_as_it_was_written(concern):
    written = contents.to_bytes(concern)
    assert contents.from_bytes(written) == concern
    assert contents.to_bytes(contents.from_bytes(written)) == written


@pytest.mark.parametrize("example", ALL, ids=lambda example: example.kind)
def test_every_kind_is_read_as_it_was_written(example):
    assert contents.from_bytes(contents.to_bytes(example)) == example


@pytest.mark.parametrize("example", ALL, ids=lambda example: example.kind)
def test_the_limits_cover_every_text_that_a_person_writes(example):
    texts = {name for name, value in vars(example).items() if isinstance(value, str)}
    assert texts == set(LIMITS[example.kind])


@pytest.mark.parametrize("example", ALL, ids=lambda example: example.kind)
def test_every_limit_is_kept_and_the_sentence_repeats_nothing(example):
    for name, limit in LIMITS[example.kind].items():
        if name != "language" and name not in CODED.get(example.kind, {}) and name != "locked":
            replace(example, **{name: "x" * limit})
            with pytest.raises(BadInput) as refused:
                replace(example, **{name: "x" * (limit + 1)})
            assert "xx" not in str(refused.value)


def test_a_worry_may_have_4000_characters_as_the_form_says():
    # The safeguarding process, 3.3: "what worries you, in your own words".
    assert LIMITS["concern"]["worry"] == 4000


def test_the_longest_concern_in_the_widest_script_fits_the_largest_bucket():
    coded = {"area", "age_band", "language", *CODED["concern"]}
    free = {name: "𝕎" * limit for name, limit in LIMITS["concern"].items() if name not in coded}
    more = {name: "𝕎" * limit for name, limit in MORE.items()}
    parts = tuple(UUID(int=number) for number in range(10))
    longest = replace(CONCERN, area="a" * 80, age_band="b" * 40, more=more, parts=parts, **free)
    assert len(padded(contents.to_bytes(longest))) == BUCKETS[-1]


def test_the_largest_file_fits_the_largest_bucket_and_one_byte_more_is_refused():
    largest = replace(PART, name="𝕎" * 255, data=bytes(LARGEST_FILE))
    assert len(padded(contents.to_bytes(largest), PART_BUCKETS)) == PART_BUCKETS[-1]
    with pytest.raises(BadInput, match="20 MB"):
        replace(PART, data=bytes(LARGEST_FILE + 1))


@pytest.mark.parametrize("data", [b"", b"{}", b"\x00", b"\x80" * 9, bytes(100_000)], ids=len)
def test_any_bytes_of_a_file_come_back_as_they_were(data):
    sent = replace(PART, data=data)
    assert contents.from_bytes(unpadded(padded(contents.to_bytes(sent), PART_BUCKETS), PART_BUCKETS)) == sent


@pytest.mark.parametrize("data", [b"\x00", b"\x00\x00\x00\xff{}", b"\x00" * 40, b"\x00\x00\x00\x02{}SECRET"])
def test_bytes_that_are_no_file_are_refused(data):
    with pytest.raises(BadInput) as refused:
        contents.from_bytes(data)
    assert "SECRET" not in str(refused.value)


def test_a_file_without_its_bytes_and_a_concern_with_some_are_refused():
    whole = contents.to_bytes(PART)
    header = whole[4 : 4 + int.from_bytes(whole[:4], "big")]
    concern = contents.to_bytes(CONCERN)
    for forged in (header, len(concern).to_bytes(4, "big") + concern + b"SECRET"):
        with pytest.raises(BadInput, match="what it is"):
            contents.from_bytes(forged)


@pytest.mark.parametrize(
    ("example", "change"),
    [
        (IDENTITY, {"promise": "anonymous"}),
        (IDENTITY, {"promise": "in_confidence"}),
        (IDENTITY, {"promise": "in_confidence", "locked": "x"}),
        (IDENTITY, {"locked": "x"}),
        (IDENTITY, {"name": ""}),
        (IDENTITY, {"concern": "9"}),
        (MESSAGE, {"act": "rumour"}),
        (MESSAGE, {"words": "", "parts": ()}),
        (MESSAGE, {"new_reply_to": NEW}),
        (EXCHANGE, {"new_reply_to": None}),
        (CONCERN, {"parts": [UUID(int=1)]}),
        (CONCERN, {"parts": (UUID(int=1), UUID(int=1))}),
        (CONCERN, {"parts": tuple(UUID(int=number) for number in range(11))}),
        (CONCERN, {"more": {"religion": "x"}}),
        (CONCERN, {"more": {"event": ""}}),
        (CONCERN, {"more": {"event": "x" * (MORE["event"] + 1)}}),
        (CONCERN, {"more": "x"}),
        (REPLY, {"state": "panel"}),
        (REPLY, {"words": ""}),
        (BOX, {"exchange": "no"}),
    ],
    ids=repr,
)
def test_what_does_not_fit_together_cannot_be_made(example, change):
    with pytest.raises(BadInput):
        replace(example, **change)


def test_how_far_we_are_may_be_said_without_words():
    assert replace(REPLY, state="read", words="").words == ""


def test_a_box_closes_on_a_day_that_depends_on_nothing_but_the_day_of_sending():
    assert (contents.closes_on(AT) - AT.date()).days == BOX_DAYS == 180


@pytest.mark.parametrize(
    "change",
    [{"hurt": "maybe"}, {"hurt": "Yes"}, {"worry": ""}, {"worry": " \n"}, {"area": "North Bridge"}, {"worry": "a\x00b"},
     {"language": "English"}, {"sent_at": AT.replace(tzinfo=None)}, {"called": " "}, {"kind_of_door": ""},
     {"needs": None}, {"worry": "\ud800"}, {"sent_at": "2026-01-01"}],
    ids=repr,
)  # fmt: skip
def test_a_concern_that_cannot_be_weighed_is_refused(change):
    with pytest.raises(BadInput):
        replace(CONCERN, **change)


def test_a_concern_has_no_field_for_an_id_or_a_name_of_the_sender():
    assert set(vars(CONCERN)) == {
        "kind_of_door", "channel", "area", "advice_first", "worry", "hurt", "hurt_words", "called", "age_band",
        "find_them", "going_well", "needs", "communication", "told_them", "told_them_words", "promise", "contact",
        "fear", "feedback", "place_in_queue", "language", "sent_at", "reply_to", "parts", "more",
    }  # fmt: skip


def altered(change):
    cover = canonical.decode(contents.to_bytes(CONCERN))
    change(cover)
    return canonical.encode(cover)


@pytest.mark.parametrize(
    "change",
    [
        lambda cover: cover.update(version=2),
        lambda cover: cover.update(version=True),
        lambda cover: cover.update(kind="rumour"),
        lambda cover: cover.update(kind="message"),
        lambda cover: cover.update(kind=["concern"]),
        lambda cover: cover.update(extra=1),
        lambda cover: cover.pop("version"),
        lambda cover: cover.update(said=[]),
        lambda cover: cover["said"].update(religion="none"),
        lambda cover: cover["said"].pop("hurt"),
        lambda cover: cover["said"].update(worry=7),
        lambda cover: cover["said"].update(worry="SECRET" * 1000),
        lambda cover: cover["said"].update(hurt="SECRET"),
        lambda cover: cover["said"].update(sent_at="2026-11-23T09:30:00Z"),
        lambda cover: cover["said"].update(sent_at="2026-13-23T09:30:00.000000Z"),
        lambda cover: cover["said"].update(reply_to="SECRET"),
        lambda cover: cover["said"]["reply_to"].update(public_key="SECRET"),
        lambda cover: cover["said"]["reply_to"].update(public_key=7),
        lambda cover: cover["said"]["reply_to"].update(locator="SECRET!"),
        lambda cover: cover["said"]["reply_to"].update(locator=7),
        lambda cover: cover["said"].update(parts="SECRET"),
        lambda cover: cover["said"].update(parts=["SECRET"]),
        lambda cover: cover["said"].update(more="SECRET"),
        lambda cover: cover["said"].update(more={"event": 7}),
        lambda cover: cover["said"].update(promise="SECRET"),
    ],
)
def test_bytes_that_are_no_concern_are_refused_without_repeating_them(change):
    with pytest.raises(BadInput) as refused:
        contents.from_bytes(altered(change))
    assert "SECRET" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_another_spelling_of_the_same_concern_is_refused():
    with pytest.raises(BadInput, match="canonical"):
        contents.from_bytes(contents.to_bytes(CONCERN).replace(b'":', b'": ', 1))


def test_a_message_belongs_to_a_concern_only_with_the_key_and_not_by_the_locator_alone():
    assert REPLY_TO.same_person_as(ReplyTo(REPLY_TO.locator, bytes(PUBLIC_KEY_BYTES)))
    assert not REPLY_TO.same_person_as(ReplyTo(REPLY_TO.locator, b"\x01" * PUBLIC_KEY_BYTES))
    with pytest.raises(BadInput, match="receipt"):
        replace(MESSAGE, reply_to=None)


def test_text_from_a_form_is_made_fit_to_send():
    assert contents.tidied("  one\r\ntwo\rthree\x00\x1b \ud800") == "one\ntwo\nthree"


@settings(max_examples=50, derandomize=True)
@given(st.binary(max_size=5000) | st.integers(4090, 4100).map(bytes))
def test_padding_comes_off_again_and_leaves_only_a_bucket_to_see(content):
    assert unpadded(padded(content)) == content
    assert len(padded(content)) in BUCKETS


def test_every_bucket_is_filled_to_its_last_place():
    for size in BUCKETS:
        assert len(padded(b"\x80" * (size - 1))) == size
    with pytest.raises(ValueError, match="too long"):
        padded(bytes(BUCKETS[-1]))


@pytest.mark.parametrize("data", [b"", bytes(4096), b"\x80", b"abc" + bytes(4093), b"\x80" + bytes(16383)])
def test_padding_that_was_not_ours_is_refused(data):
    with pytest.raises(ValueError, match="padded"):
        unpadded(data)
