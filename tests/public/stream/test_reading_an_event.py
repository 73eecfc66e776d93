"""What a reader of a live event gets: earlier entries, the next one at once, and its place again after a break."""

from __future__ import annotations

import threading
import time
import uuid
from typing import Any

import pytest
from tests.public.stream.place import Database, Event, Stream, ask, dial, events, read_all, read_answer, request, take

END = "0000000000000003"


def test_catching_up_gives_what_was_published_byte_for_byte(stream: Stream, event: Event) -> None:
    event.publish(650, html="<p>words " + "w" * 900)
    entries, offset = read_all(stream.port, event.slug)
    assert entries == event.everything
    assert offset == "0000000000000650"
    first = ask(stream.port, f"/stream/{event.slug}?offset=-1")
    assert first.body == b"[" + b",".join(event.bodies[: len(first.entries)]) + b"]"


def test_a_chunk_has_the_same_bytes_from_memory_and_from_the_database(stream: Stream, event: Event, start: Any) -> None:
    ask(stream.port, f"/stream/{event.slug}?offset=-1")
    event.publish(700)
    fresh = start()
    for offset in ("-1", "0000000000000123", "0000000000000400", "0000000000000699"):
        target = f"/stream/{event.slug}?offset={offset}"
        one, other = ask(stream.port, target), ask(fresh.port, target)
        assert (one.body, one.headers["etag"]) == (other.body, other.headers["etag"])


def test_a_full_chunk_may_be_kept_and_the_last_one_only_for_a_moment(stream: Stream, event: Event) -> None:
    event.publish(250)
    full = ask(stream.port, f"/stream/{event.slug}?offset=-1")
    assert full.headers["cache-control"] == "public, max-age=60"
    assert "stream-up-to-date" not in full.headers
    last = ask(stream.port, f"/stream/{event.slug}?offset={full.next}")
    assert last.headers["cache-control"] == "public, max-age=2"
    assert last.headers["stream-up-to-date"] == "true"
    assert last.headers["stream-cursor"].isdigit()


def test_a_reader_who_names_the_same_answer_gets_304(stream: Stream, event: Event) -> None:
    event.publish(2)
    target = f"/stream/{event.slug}?offset=-1"
    tag = ask(stream.port, target).headers["etag"]
    same = ask(stream.port, target, If_None_Match=tag)
    assert (same.status, same.body, same.headers["etag"]) == (304, b"", tag)
    event.publish()
    assert wait_for_number(stream, event, 3).headers["etag"] != tag


def wait_for_number(stream: Stream, event: Event, number: int) -> Any:
    answer = ask(stream.port, f"/stream/{event.slug}?offset={number - 1:016d}&live=long-poll")
    assert answer.entries[-1]["number"] == number
    return ask(stream.port, f"/stream/{event.slug}?offset=-1")


def test_head_and_now_say_where_the_end_is_and_are_kept_by_no_cache(stream: Stream, event: Event) -> None:
    event.publish(3)
    for answer in (
        ask(stream.port, f"/stream/{event.slug}", method="HEAD"),
        ask(stream.port, f"/stream/{event.slug}?offset=now"),
    ):
        assert answer.status == 200
        assert answer.next == END
        assert answer.headers["cache-control"] == "no-store"
    assert answer.body == b"[]"


def test_a_waiting_reader_gets_the_next_entry_within_a_second(stream: Stream, event: Event) -> None:
    event.publish(3)
    for offset in (END, "now"):
        timer = threading.Timer(0.3, event.publish)
        timer.start()
        begun = time.monotonic()
        answer = ask(stream.port, f"/stream/{event.slug}?offset={offset}&live=long-poll")
        assert time.monotonic() - begun < 1.3
        timer.join()
        assert answer.entries[-1] == event.everything[-1]


def test_a_reader_who_waits_in_vain_is_told_its_place(stream: Stream, event: Event) -> None:
    event.publish(3)
    begun = time.monotonic()
    answer = ask(stream.port, f"/stream/{event.slug}?offset={END}&live=long-poll")
    assert 1.5 < time.monotonic() - begun < 4.5
    assert (answer.status, answer.next, answer.headers["stream-up-to-date"]) == (204, END, "true")
    assert "content-length" not in answer.headers
    again = ask(stream.port, f"/stream/{event.slug}?offset=-1&live=long-poll&cursor=99999999")
    assert int(again.headers["stream-cursor"]) > 99999999


def test_events_come_in_order_across_a_break_and_none_twice(stream: Stream, event: Event) -> None:
    event.publish(210)
    with events(stream.port, event.slug) as feed:
        first = take(feed, 210)
        place = next(words for kind, words in feed if kind == "control" and words.get("upToDate"))
    event.publish(4, in_one_go=False)
    with events(stream.port, event.slug, place["streamNextOffset"]) as feed:
        second = take(feed, 4)
        event.publish(2)
        second += take(feed, 2)
    assert first + second == event.everything


def test_an_event_source_returns_to_its_place_by_itself(stream: Stream, event: Event) -> None:
    event.publish(3)
    with events(stream.port, event.slug, "now", Last_Event_ID="0000000000000001") as feed:
        assert take(feed, 2) == event.everything[1:]


def test_a_feed_from_now_says_its_place_before_anything_happens(stream: Stream, event: Event) -> None:
    event.publish(3)
    with events(stream.port, event.slug, "now") as feed:
        kind, words = next(feed)
        assert (kind, words["streamNextOffset"], words["upToDate"]) == ("control", END, True)
        event.publish()
        assert take(feed, 1) == event.everything[3:]


def test_data_and_its_place_arrive_in_one_write(stream: Stream, event: Event) -> None:
    with dial(stream.port) as sock:
        sock.sendall(request(f"/stream/{event.slug}?offset=-1&live=sse"))
        time.sleep(0.2)
        assert b"event: control" in sock.recv(65536)
        event.publish()
        piece = sock.recv(65536)
    assert piece.startswith(b"event: data\ndata:[{")
    assert piece.endswith(b"\n\n")
    assert piece.count(b"event: control") == 1


def test_a_quiet_feed_has_heartbeats_and_ends_by_itself(start: Any, event: Event) -> None:
    quick = start(beat_seconds=0.5, stream_seconds=3)
    with dial(quick.port) as sock:
        sock.sendall(request(f"/stream/{event.slug}?offset=-1&live=sse"))
        everything = sock.makefile("rb").read()
    assert everything.endswith(b"\n\n:\n\n:\n\n") or everything.count(b"\n:\n\n") >= 1


def test_a_closed_stream_says_so_to_each_kind_of_reader(stream: Stream, event: Event) -> None:
    event.publish(3)
    with events(stream.port, event.slug) as feed:
        take(feed, 3)
        event.close()
        told = [words for kind, words in feed if kind == "control"]
    assert told[-1] == {"streamNextOffset": END, "upToDate": True, "streamClosed": True}
    assert ask(stream.port, f"/stream/{event.slug}?offset=-1").headers["stream-closed"] == "true"
    begun = time.monotonic()
    poll = ask(stream.port, f"/stream/{event.slug}?offset={END}&live=long-poll")
    assert (poll.status, poll.headers["stream-closed"]) == (204, "true")
    assert time.monotonic() - begun < 1
    assert ask(stream.port, f"/stream/{event.slug}", method="HEAD").headers["stream-closed"] == "true"
    gone = ask(stream.port, f"/stream/{event.slug}?offset=-1&live=sse", Last_Event_ID=END)
    assert gone.status == 204


@pytest.mark.parametrize("live", ["", "&live=long-poll", "&live=sse"])
@pytest.mark.parametrize("offset", ["7", "-1x", "0000000000000004", "9999999999999999", "%00", "now,now"])
def test_an_offset_from_nowhere_gets_one_clear_sentence(stream: Stream, event: Event, offset: str, live: str) -> None:
    event.publish(3)
    answer = ask(stream.port, f"/stream/{event.slug}?offset={offset}{live}")
    assert answer.status == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert b"offset" in answer.body


def test_an_offset_that_another_process_gave_out_is_known_here_too(stream: Stream, event: Event, start: Any) -> None:
    other = start()
    ask(other.port, f"/stream/{event.slug}?offset=-1")
    event.publish(3)
    assert ask(stream.port, f"/stream/{event.slug}?offset={END}").status == 200
    assert ask(other.port, f"/stream/{event.slug}?offset={END}").status == 200


def test_an_event_that_is_not_there_is_404_and_later_there(stream: Stream, database: Database) -> None:
    event = Event(database, *unborn())
    assert ask(stream.port, f"/stream/{event.slug}?offset=-1").status == 404
    with database.postgres.connect() as admin:
        admin.execute("INSERT INTO live_event VALUES (%s, %s, false)", (event.id, event.slug))
    empty = ask(stream.port, f"/stream/{event.slug}?offset=-1")
    assert (empty.status, empty.body, empty.next) == (200, b"[]", "0000000000000000")
    event.publish()
    assert ask(stream.port, f"/stream/{event.slug}?offset={empty.next}&live=long-poll").entries == event.everything


def unborn() -> tuple[Any, str]:
    made = uuid.uuid4()
    return made, f"later-{made.hex[:8]}"


def test_only_the_public_site_may_read_from_a_script(stream: Stream, event: Event) -> None:
    for target in (f"/stream/{event.slug}?offset=-1", "/stream/none?offset=-1", "/health"):
        answer = ask(stream.port, target, Origin="https://elsewhere.example")
        assert answer.headers["access-control-allow-origin"] == "https://alongside.example"
        assert "stream-next-offset" in answer.headers["access-control-expose-headers"].lower()
    options = ask(stream.port, f"/stream/{event.slug}", method="OPTIONS", Origin="https://alongside.example")
    assert (options.status, options.headers["allow"]) == (204, "GET, HEAD, OPTIONS")


def test_several_requests_sent_at_once_are_answered_in_order(stream: Stream, event: Event) -> None:
    event.publish(3)
    with dial(stream.port) as sock:
        targets = ["/health", f"/stream/{event.slug}?offset=-1", "/nowhere", f"/stream/{event.slug}?offset=zzz"] * 25
        sock.sendall(b"".join(request(target) for target in targets))
        file = sock.makefile("rb")
        assert [read_answer(file).status for _ in targets] == [200, 200, 404, 400] * 25


def test_a_connection_is_used_again_after_a_long_poll(stream: Stream, event: Event) -> None:
    event.publish(3)
    with dial(stream.port) as sock:
        file = sock.makefile("rb")
        for number in (4, 5):
            sock.sendall(request(f"/stream/{event.slug}?offset={number - 1:016d}&live=long-poll"))
            time.sleep(0.1)
            event.publish()
            assert read_answer(file).entries == event.everything[number - 1 : number]


def test_the_access_log_has_no_query_string_no_address_and_no_unknown_path(start: Any, event: Event) -> None:
    own = start()
    ask(own.port, f"/stream/{event.slug}?offset=-1&me=tom%40example.org")
    ask(own.port, "/my-name-is-tom?x=y")
    assert own.stop() == 0
    assert f"GET /stream/{event.slug} 200" in own.log
    assert "GET other 404" in own.log
    for word in ("tom", "offset", "127.0.0.1 ", "?"):
        assert word not in own.log.split("\n", 1)[1]
