from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.commons import canonical
from alongside.commons.envelope import contents
from alongside.commons.envelope.contents import LIMITS, Concern, Message, PassedQuestion, Reply, ReplyTo
from alongside.commons.envelope.keys import PUBLIC_KEY_BYTES
from alongside.commons.envelope.padding import BUCKETS, padded, unpadded
from alongside.commons.refusals import BadInput

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
REPLY_TO = ReplyTo("7K3M9QX", bytes(PUBLIC_KEY_BYTES))
CONCERN = Concern("public", "northbridge", "He stopped talking to us.", AT, reply_to=REPLY_TO)
MESSAGE = Message("One thing more.", AT, REPLY_TO)
QUESTION = PassedQuestion("evening-1", UUID(int=1), "What if it is my son?", AT, AT, UUID(int=2))
REPLY = Reply("Thank you.", AT)
ALL = (CONCERN, MESSAGE, QUESTION, REPLY)

MOMENTS = st.datetimes(timezones=st.just(UTC))
SEEN = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])
WORDS = st.text(SEEN, min_size=1, max_size=50).filter(str.strip)
CONCERNS = st.builds(
    Concern,
    kind_of_door=st.sampled_from(["public", "professional", "phone"]),
    area=st.from_regex(r"[a-z0-9][a-z0-9_-]{0,20}", fullmatch=True),
    worry=WORDS,
    sent_at=MOMENTS,
    hurt=st.sampled_from(["yes", "no", "unsure", ""]),
    called=WORDS | st.just(""),
    going_well=WORDS | st.just(""),
    language=st.sampled_from(["en", "cy", "ur", "zh-Hant"]),
    reply_to=st.none() | st.binary(min_size=1216, max_size=1216).map(lambda key: ReplyTo("7K3M9QX", key)),
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
        if name not in {"hurt", "language"}:
            replace(example, **{name: "x" * limit})
            with pytest.raises(BadInput) as refused:
                replace(example, **{name: "x" * (limit + 1)})
            assert "xx" not in str(refused.value)


def test_a_worry_may_have_4000_characters_as_the_form_says():
    # The safeguarding process, 3.3: "what worries you, in your own words".
    assert LIMITS["concern"]["worry"] == 4000


def test_the_longest_concern_in_the_widest_script_fits_the_largest_bucket():
    free = {name: "𝕎" * limit for name, limit in LIMITS["concern"].items() if name in {
        "worry", "called", "find_them", "going_well", "needs"}}  # fmt: skip
    short = {"kind_of_door": "d" * 40, "area": "a" * 80, "age_band": "b" * 40, "hurt": "unsure"}
    assert len(padded(contents.to_bytes(replace(CONCERN, **free, **short)))) == BUCKETS[-1]


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
        "kind_of_door", "area", "worry", "hurt", "called", "age_band", "find_them", "going_well", "needs", "language",
        "sent_at", "reply_to",
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
