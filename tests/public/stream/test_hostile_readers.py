"""Readers who mean harm, or whose network does: they cost themselves, never the others. Loopback, bounded."""

from __future__ import annotations

import contextlib
import socket
import time
from typing import Any

import pytest
from tests.public.stream.place import (
    Event,
    ask,
    dial,
    events,
    read_answer,
    read_head,
    request,
    take,
    until,
)


def test_a_head_that_trickles_in_is_ended_in_time_while_others_are_served(start: Any, event: Event) -> None:
    stream = start(head_seconds=0.5)
    event.publish(3)
    slow = [dial(stream.port) for _ in range(50)]
    begun = time.monotonic()
    alive = list(slow)
    while alive and time.monotonic() - begun < 6:
        for sock in list(alive):
            try:
                sock.sendall(b"G" if time.monotonic() - begun < 0.1 else b"E")
            except OSError:
                alive.remove(sock)
        assert ask(stream.port, f"/stream/{event.slug}?offset=-1").status == 200
        time.sleep(0.2)
    assert not alive
    for sock in slow:
        sock.close()
    until(lambda: stream.open_files() < 40, "connections are left over")


def test_a_half_head_gets_408(start: Any) -> None:
    stream = start(head_seconds=1)
    with dial(stream.port) as sock:
        sock.sendall(b"GET /health HTTP/1.1\r\nHost: lo")
        assert read_answer(sock.makefile("rb")).status == 408


def test_an_idle_connection_is_ended_without_a_word(start: Any) -> None:
    stream = start(idle_seconds=1)
    with dial(stream.port) as sock:
        sock.sendall(request("/health"))
        file = sock.makefile("rb")
        assert read_answer(file).status == 200
        assert file.read() == b""


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 70_000, 431),
        (b"GET /" + b"a" * 70_000, 431),
        (b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 12_000, 431),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400),
        (b"GET http://[/ HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\n folded: y\r\n\r\n", 404),
        (b"POST /stream/a HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n" + b"a" * 50_000, 405),
        (b"DELETE /stream/a HTTP/1.1\r\nHost: x\r\n\r\n", 405),
        (b"CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n", 405),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
        (b"GET /stream/%s?offset=-1 HTTP/1.1\r\nHost: x\r\n\r\n" % (b"s" * 500), 404),
        (b"GET /health HTTP/1.0\r\n\r\n", 200),
    ],
)
def test_an_odd_request_gets_its_answer_and_the_security_headers(stream: Any, sent: bytes, status: int) -> None:
    with dial(stream.port) as sock:
        with contextlib.suppress(OSError):
            sock.sendall(sent)
        got, headers = read_head(sock.makefile("rb"))
    assert got == status
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "cross-origin"
    if status == 405:
        assert headers["allow"] == "GET, HEAD, OPTIONS"


def test_two_thousand_who_come_and_go_leave_nothing_behind(start: Any, event: Event) -> None:
    stream = start(access_log=False, head_seconds=1, idle_seconds=1)
    event.publish(3)
    come_and_go(stream.port, event.slug, 400)
    time.sleep(2.5)
    before = stream.memory_kb()
    come_and_go(stream.port, event.slug, 2000)
    until(lambda: stream.open_files() < 40, "connections are left over")
    time.sleep(2.5)
    come_and_go(stream.port, event.slug, 20)
    assert stream.memory_kb() - before < 4000


def come_and_go(port: int, slug: str, times: int) -> None:
    """Each in another way: silent, in the middle of a head, in a long poll, in a feed, with a reset."""
    words = [b"", b"GET /str", request(f"/stream/{slug}?offset=now&live=long-poll"),
             request(f"/stream/{slug}?offset=-1&live=sse"), request("/health")]  # fmt: skip
    for turn in range(times):
        with dial(port) as sock:
            sock.sendall(words[turn % len(words)])
            if turn % 3 == 0:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")


def test_a_reader_who_does_not_read_is_dropped_and_the_others_get_everything(start: Any, event: Event) -> None:
    stream = start(unsent_bytes=100_000, stall_seconds=60)
    with contextlib.ExitStack() as stack:
        deaf = socket.socket()
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        deaf.connect(("127.0.0.1", stream.port))
        stack.enter_context(deaf)
        deaf.sendall(request(f"/stream/{event.slug}?offset=-1&live=sse"))
        feeds = [stack.enter_context(events(stream.port, event.slug)) for _ in range(5)]
        for feed in feeds:
            next(feed)
        files = stream.open_files()
        for _ in range(60):
            event.publish(1, html="x" * 20_000)
            for feed in feeds:
                assert take(feed, 1) == event.everything[-1:]
        until(lambda: stream.open_files() == files - 1, "the deaf reader is still there")


def test_a_reader_who_stalls_in_the_middle_of_a_chunk_is_dropped_in_time(start: Any, event: Event) -> None:
    stream = start(stall_seconds=1, beat_seconds=1)
    event.publish(10, html="x" * 100_000)
    files = stream.open_files()
    deaf = []
    for target in ("?offset=-1", "?offset=-1&live=sse"):
        sock = socket.socket()
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        sock.connect(("127.0.0.1", stream.port))
        sock.sendall(request(f"/stream/{event.slug}{target}") * 20)
        deaf.append(sock)
    until(lambda: stream.open_files() == files + 2, "they did not arrive")
    until(lambda: stream.open_files() == files, "they are still there")
    for sock in deaf:
        sock.close()


def test_a_waiting_reader_who_keeps_talking_is_dropped(stream: Any, event: Event) -> None:
    with dial(stream.port) as sock:
        sock.sendall(request(f"/stream/{event.slug}?offset=now&live=long-poll"))
        with pytest.raises(OSError):  # noqa: PT011 (reset or broken pipe, as it happens)
            talk_on(sock)


def talk_on(sock: socket.socket) -> None:
    for _ in range(200):
        sock.sendall(request("/health") * 100)
        time.sleep(0.005)


def test_one_address_cannot_take_every_place(start: Any, event: Event) -> None:
    stream = start(proxies=["192.0.2.1"], connections_per_address=20)
    with contextlib.ExitStack() as stack:
        for _ in range(20):
            stack.enter_context(dial(stream.port)).sendall(request(f"/stream/{event.slug}?offset=now&live=sse"))
        until(lambda: refused(stream.port), "nobody was turned away")
    until(lambda: not refused(stream.port), "the places were not given back")


def refused(port: int) -> bool:
    try:
        return ask(port, "/health").status == 503
    except ConnectionError:
        return True


def test_a_full_house_turns_away_with_503(start: Any, event: Event) -> None:
    stream = start(connections=10)
    with contextlib.ExitStack() as stack:
        for _ in range(10):
            stack.enter_context(dial(stream.port)).sendall(request(f"/stream/{event.slug}?offset=now&live=sse"))
        until(lambda: refused(stream.port), "nobody was turned away")
    until(lambda: not refused(stream.port), "the places were not given back")
