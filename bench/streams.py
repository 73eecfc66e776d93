"""From publishing to the last reader, and CPU a delivery: our stream, the floor, and nginx with Nchan, in one run.

Each server has one core, the readers (and our database) the others. The publisher's clock starts when it begins to
publish: for ours that is a transaction in PostgreSQL, for Nchan an HTTP request, for the floor a line on a pipe.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import queue
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from tests.public.stream.place import CHECKOUT, Database, Event, Stream, free_port, until

from bench import machine
from bench.floor import SIZE
from bench.frame import Number, measures

NCHAN = Path("/usr/lib/nginx/modules/ngx_nchan_module.so")
NGINX = Path("/usr/sbin/nginx")
HOW_TO_HAVE_NCHAN = "needs Debian's nginx and libnginx-mod-nchan"
MARKS = {1_000: 40, 10_000: 10}
PAUSE = 0.05
SECONDS = 30


@dataclass(frozen=True)
class Pace:
    """What one server did with one load."""

    last_reader_ms: float | None
    cpu_us: float | None


class Stuck(RuntimeError):
    """Some reader did not get a mark in time, or did not arrive."""


@dataclass(frozen=True)
class Rival:
    """A running server: where readers go, how to publish one mark, and which process does the work."""

    port: int
    path: str
    ready: str
    process_id: int
    publish: Callable[[str], None]


@measures("stream")
def stream(quick: bool) -> Iterator[Number]:
    for readers in (1_000,) if quick else (1_000, 10_000):
        with machine.away_from_the_server() as core:
            floor = _pace(_floor, readers, core)
            ours = _pace(_ours, readers, core)
            rival, missing = _pace_of_nchan(readers, core)
        yield from _numbers(readers, floor, ours, rival, missing)


def _pace_of_nchan(readers: int, core: set[int]) -> tuple[Pace, str]:
    """Return the rival's pace, or an empty one and why: a rival that fails must not cost us our own numbers."""
    if not (NCHAN.exists() and NGINX.exists()):
        return Pace(None, None), HOW_TO_HAVE_NCHAN
    try:
        return _pace(_nchan, readers, core), ""
    except Stuck as stuck:
        return Pace(None, None), str(stuck)


def _numbers(readers: int, floor: Pace, ours: Pace, rival: Pace, missing: str) -> Iterator[Number]:
    last, cpu = f"{readers:,} readers: publish to last reader", f"{readers:,} readers: CPU a delivery"
    yield Number(f"{last}, floor", "ms", floor.last_reader_ms)
    yield Number(f"{last}, stream", "ms", ours.last_reader_ms, beside=f"{last}, floor", at_most=2)
    yield Number(f"{last}, Nchan", "ms", rival.last_reader_ms, beside=f"{last}, floor", missing=missing)
    yield Number(f"{cpu}, floor", "µs", floor.cpu_us)
    yield Number(f"{cpu}, stream", "µs", ours.cpu_us, beside=f"{cpu}, floor", at_most=1.5)
    yield Number(f"{cpu}, Nchan", "µs", rival.cpu_us, beside=f"{cpu}, floor", missing=missing)


def _pace(start: Callable[[], contextlib.AbstractContextManager[Rival]], readers: int, core: set[int]) -> Pace:
    marks = MARKS[readers]
    with start() as server:
        machine.pin(server.process_id, core)
        with _readers(server, readers) as lines:
            _publish(server, lines, "000000")
            cpu = cpu_seconds(server.process_id)
            took = [_publish(server, lines, f"{number:06d}") for number in range(1, marks + 1)]
            cpu = cpu_seconds(server.process_id) - cpu
    return Pace(statistics.median(took) * 1000, cpu / (marks * readers) * 1e6)


def _publish(server: Rival, lines: queue.Queue[str], mark: str) -> float:
    """Publish one mark; return the seconds until everybody had it."""
    time.sleep(PAUSE)
    begun = time.monotonic()
    server.publish(mark)
    seen, _, at = _next(lines).partition(" ")
    if seen != mark:
        raise Stuck(f"the readers saw mark {seen}, not {mark}")
    return float(at) - begun


def _next(lines: queue.Queue[str]) -> str:
    try:
        return lines.get(timeout=SECONDS)
    except queue.Empty as error:
        raise Stuck(f"not everybody was served within {SECONDS} seconds") from error


@contextlib.contextmanager
def _readers(server: Rival, count: int) -> Iterator[queue.Queue[str]]:
    command = [sys.executable, "-m", "bench.readers", str(server.port), server.path, str(count), server.ready]
    process = subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=_copy, args=(process.stdout, lines), daemon=True).start()
        if _next(lines) != "ready":
            raise Stuck("the readers did not all arrive")
        yield lines
    finally:
        process.kill()
        process.wait()


def _copy(pipe: Iterable[str], lines: queue.Queue[str]) -> None:
    for line in pipe:
        lines.put(line.strip())


def cpu_seconds(process_id: int) -> float:
    """Return the CPU time of another process to the nanosecond: Linux numbers its clock after the process."""
    return time.clock_gettime((~process_id << 3) | 2)


@contextlib.contextmanager
def _floor() -> Iterator[Rival]:
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "bench.floor", str(port)], cwd=CHECKOUT, stdin=subprocess.PIPE)
    assert process.stdin
    pipe = process.stdin

    def publish(mark: str) -> None:
        pipe.write(f"~mark-{mark}~\n".encode())
        pipe.flush()

    try:
        until(lambda: _listens(port), "the floor does not start")
        yield Rival(port, "/", "\r\n\r\n", process.pid, publish)
    finally:
        process.kill()
        process.wait()


def _listens(port: int) -> bool:
    # Asked of the kernel, not by a connection: one more reader would be one that never reads.
    return any(f":{port:04X} 00000000:0000 0A" in line for line in Path("/proc/net/tcp").read_text().splitlines())


@contextlib.contextmanager
def _ours() -> Iterator[Rival]:
    database = Database("bench-stream")
    try:
        event = database.make_event()
        server = Stream(database, connections=12_000, access_log=False, stream_seconds=600)
        try:
            with database.postgres.connect() as writer:
                publish = _publisher(event, writer)
                yield Rival(
                    server.port, f"/stream/{event.slug}?offset=now&live=sse", "upToDate", server.process.pid, publish
                )
        finally:
            server.kill()
    finally:
        database.remove()


def _publisher(event: Event, writer: psycopg.Connection[object]) -> Callable[[str], None]:
    """Publish entries whose whole event, with its control event, has the floor's size."""
    frame_without_words = 228

    def publish(mark: str) -> None:
        event.insert(writer, [event.body(int(mark) + 1, f"~mark-{mark}~".ljust(SIZE - frame_without_words, "."))])

    return publish


NCHAN_CONFIGURATION = """
load_module {module};
daemon off; pid {folder}/pid; error_log {folder}/error.log;
worker_processes 1; worker_rlimit_nofile 20000; user {user};
events {{ worker_connections 19000; }}
http {{
    access_log off; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
    uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    server {{
        listen 127.0.0.1:{port} backlog=4096;
        location /sub {{ nchan_subscriber eventsource; nchan_channel_id bench; nchan_subscriber_first_message oldest; }}
        location /pub {{ nchan_publisher; nchan_channel_id bench; nchan_message_buffer_length 20; }}
    }}
}}
"""


@contextlib.contextmanager
def _nchan() -> Iterator[Rival]:
    port, folder = free_port(), tempfile.mkdtemp(prefix="nchan-")
    user = "root" if os.geteuid() == 0 else "nobody"
    configuration = Path(folder, "nginx.conf")
    configuration.write_text(NCHAN_CONFIGURATION.format(module=NCHAN, folder=folder, port=port, user=user))
    process = subprocess.Popen([NGINX, "-c", str(configuration), "-p", folder], stderr=subprocess.DEVNULL)
    try:
        until(lambda: _listens(port) and _children(process.pid), "nginx does not start")
        publisher = http.client.HTTPConnection("127.0.0.1", port)

        def publish(mark: str) -> None:
            publisher.request("POST", "/pub", f"~mark-{mark}~".ljust(SIZE - 30, "."))
            publisher.getresponse().read()

        yield Rival(port, "/sub", "\r\n\r\n", _children(process.pid)[0], publish)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _children(process_id: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process_id}/task/{process_id}/children").read_text().split()]
