"""The pure words of the stream: offsets, cursors, chunks and frames."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.public.live import stream_protocol as protocol
from alongside.public.live.stream_protocol import Entry, Refused

A_MOMENT = protocol.CURSOR_EPOCH + 20 * 1000 + 5


@given(st.integers(0, 10**15), st.integers(0, 10**15))
def test_offsets_sort_as_text_as_their_numbers_do(one: int, other: int) -> None:
    assert (protocol.offset_of(one) < protocol.offset_of(other)) == (one < other)
    assert protocol.after_of(protocol.offset_of(one)) == one


@pytest.mark.parametrize("offset", ["", "1", "-2", "0x1", "00000000000000001", "0000000000000001 ", "٠" * 16, "NOW"])
def test_an_offset_that_the_stream_never_gave_out_is_refused(offset: str) -> None:
    with pytest.raises(Refused) as refused:
        protocol.after_of(offset)
    assert refused.value.status == 400


@given(st.none() | st.integers(0, 2000), st.integers(1, 3600))
def test_a_cursor_never_goes_back_and_never_repeats(given_: int | None, jitter: int) -> None:
    following = protocol.next_cursor(given_, A_MOMENT, jitter)
    assert following >= 1000
    assert given_ is None or following > given_


@given(st.lists(st.binary(min_size=1, max_size=60_000), min_size=1, max_size=20))
def test_chunks_cover_everything_once_and_stay_below_the_limit_unless_one_entry_is_larger(bodies: list[bytes]) -> None:
    left = [Entry(number, body) for number, body in enumerate(bodies, 1)]
    while left:
        chunk = protocol.cut(left)
        assert chunk
        assert len(chunk) == 1 or sum(len(entry.body) for entry in chunk) <= protocol.CHUNK_BYTES
        assert list(chunk) == left[: len(chunk)]
        left = left[len(chunk) :]


def test_an_entry_of_several_lines_is_still_one_event() -> None:
    frame = protocol.sse_data([Entry(7, b'{\n"number":\r\n7}')])
    assert frame.startswith(b"event: data\ndata:[{\ndata:")
    assert frame.count(b"\n\n") == 1
    data = b"\n".join(line[5:] for line in frame.splitlines() if line.startswith(b"data:"))
    assert json.loads(data) == [{"number": 7}]
    assert b"\nid:0000000000000007\n" in frame


def test_a_control_event_is_compact_and_a_closed_stream_has_no_cursor() -> None:
    control = protocol.sse_control(3, 9, at_end=True, closed=False)
    assert b'\ndata:{"streamNextOffset":"0000000000000003","streamCursor":"9","upToDate":true}\n' in control
    assert b"Cursor" not in protocol.sse_control(3, 9, at_end=True, closed=True)


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("/stream/", 404),
        ("/stream/../health", 404),
        ("/stream/a%2fb", 404),
        ("/stream/a?offset=1", 400),
        ("/stream/a?live=sse", 400),
        ("/stream/a?offset=-1&live=web-socket", 400),
        ("/stream/a?offset=-1&offset=now", 400),
        ("/stream/a?offset=-1&live=sse&cursor=x", 400),
        ("/stream/a?" + "&".join(f"p{n}=1" for n in range(50)), 400),
    ],
)
def test_an_address_that_cannot_be_is_refused_with_a_sentence(target: str, status: int) -> None:
    with pytest.raises(Refused) as refused:
        protocol.read_ask("GET", target, [])
    assert refused.value.status == status
    assert refused.value.sentence.endswith(".")


def test_an_event_source_that_returns_goes_on_where_it_was() -> None:
    ask = protocol.read_ask("GET", "/stream/a?offset=now&live=sse", [(b"last-event-id", b"0000000000000012")])
    assert (ask.after, ask.returns) == (12, True)


@pytest.mark.parametrize(
    ("header", "same"), [("", False), ('"a"', True), ('W/"a"', True), ('"b", "a"', True), ("*", True), ('"b"', False)]
)
def test_tags_are_compared_as_the_rfc_says(header: str, same: bool) -> None:
    assert protocol.is_named_in('"a"', header) is same
