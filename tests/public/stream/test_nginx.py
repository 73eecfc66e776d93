"""The configurations of nginx in deploy/, with this machine's nginx: they load, collapse readers and log nobody."""

from __future__ import annotations

import contextlib
import http.client
import os
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from tests.public.stream.place import CHECKOUT, Answer, Event, Stream, ask, events, free_port, read_all, take, until

NGINX = Path("/usr/sbin/nginx")
WAITING = 60
A_LONG_PAGE = 8_000_000
pytestmark = pytest.mark.skipif(not NGINX.exists(), reason="nginx is not installed: apt-get install nginx")


class Nginx:
    """nginx with both files of deploy/nginx, their ports and folders moved into a temporary place."""

    def __init__(self, folder: Path, stream_port: int, site_port: int = 8000) -> None:
        self.folder = folder
        self.port, self.casework_port = free_port(), free_port()
        moved = {
            "127.0.0.1:8000": f"127.0.0.1:{site_port}",
            "127.0.0.1:8001": f"127.0.0.1:{site_port}",
            "127.0.0.1:8002": f"127.0.0.1:{stream_port}",
            "/var/log/nginx": str(folder),
            "/var/cache/nginx": str(folder),
            "/etc/nginx/alongside": str(folder),
        }
        both = "".join((CHECKOUT / "deploy/nginx" / name).read_text() for name in ("public.conf", "casework.conf"))
        for here, there in moved.items():
            assert here in both
            both = both.replace(here, there)
        (folder / "both.conf").write_text(both)
        (folder / "public-listen.conf").write_text(f"listen 127.0.0.1:{self.port};\n")
        (folder / "casework-listen.conf").write_text(f"listen 127.0.0.1:{self.casework_port};\n")
        self.configuration = folder / "nginx.conf"
        self.configuration.write_text(self._around())

    def _around(self) -> str:
        user = "user root;" if os.geteuid() == 0 else ""
        temporary = "".join(
            f"{kind}_temp_path {self.folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        return (
            f"{user} worker_processes 1; daemon off; pid {self.folder}/pid; error_log {self.folder}/start.log;"
            f" events {{ worker_connections 1000; }} http {{ {temporary} include {self.folder}/both.conf; }}"
        )

    def command(self, *more: str) -> list[str]:
        return [str(NGINX), "-p", str(self.folder), "-c", str(self.configuration), *more]


@pytest.fixture
def nginx(tmp_path: Path, stream: Stream) -> Iterator[Nginx]:
    nginx = Nginx(tmp_path, stream.port)
    process = subprocess.Popen(nginx.command(), stderr=subprocess.DEVNULL)
    try:
        until(lambda: listens(nginx.port), "nginx does not start")
        yield nginx
    finally:
        process.terminate()
        process.wait()


def listens(port: int) -> bool:
    try:
        ask(port, "/stream/")
    except OSError:
        return False
    return True


def test_the_configuration_is_one_that_nginx_accepts(tmp_path: Path) -> None:
    tested = subprocess.run(Nginx(tmp_path, 8002).command("-t"), capture_output=True, text=True)
    assert tested.returncode == 0, tested.stderr


def test_sixty_who_wait_through_nginx_are_one_reader_to_the_stream(nginx: Nginx, stream: Stream, event: Event) -> None:
    event.publish(3)
    answers: list[Answer] = []
    target = f"/stream/{event.slug}?offset=0000000000000003&live=long-poll"
    waiting = [threading.Thread(target=lambda: answers.append(ask(nginx.port, target))) for _ in range(WAITING)]
    for thread in waiting:
        thread.start()
    time.sleep(0.5)
    begun = time.monotonic()
    event.publish()
    for thread in waiting:
        thread.join()
    # nginx looks twice a second whether the answer that others fetch is there.
    assert time.monotonic() - begun < 1.5
    assert [answer.entries for answer in answers] == [event.everything[3:]] * WAITING
    time.sleep(1.2)
    assert stream.log.count(f"GET /stream/{event.slug} 200") == 1


def test_a_wait_in_vain_is_one_reader_too(nginx: Nginx, stream: Stream, event: Event) -> None:
    event.publish(3)
    answers: list[Answer] = []
    target = f"/stream/{event.slug}?offset=0000000000000003&live=long-poll"
    waiting = [threading.Thread(target=lambda: answers.append(ask(nginx.port, target))) for _ in range(WAITING)]
    for thread in waiting:
        thread.start()
    for thread in waiting:
        thread.join()
    assert [answer.status for answer in answers] == [204] * WAITING
    time.sleep(1.2)
    assert stream.log.count(f"GET /stream/{event.slug} 204") <= 2


def test_events_and_catching_up_go_through_nginx(nginx: Nginx, event: Event) -> None:
    event.publish(250)
    assert read_all(nginx.port, event.slug)[0] == event.everything
    with events(nginx.port, event.slug, Last_Event_ID="0000000000000248") as feed:
        assert take(feed, 2) == event.everything[248:]
        event.publish()
        assert take(feed, 1) == event.everything[250:]


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("?OFFSET=0000000000000002", 200),
        ("?x=1&offset=0000000000000002", 200),
        ("?offset=0000000000000002&offset=now", 200),
        ("%0d%0aX:%20y?offset=-1", 502),
        ("?offset=0000000000000009", 400),
    ],
)
def test_nobody_can_put_one_answer_under_anothers_address(nginx: Nginx, event: Event, target: str, status: int) -> None:
    event.publish(3)
    first = ask(nginx.port, f"/stream/{event.slug}{target}")
    assert first.status == status
    honest = ask(nginx.port, f"/stream/{event.slug}?offset=0000000000000002")
    assert honest.entries == event.everything[2:]
    assert ask(nginx.port, f"/stream/{event.slug}", method="HEAD").next == "0000000000000003"


def test_the_logs_of_nginx_hold_no_address_no_query_string_and_no_whole_path(nginx: Nginx, event: Event) -> None:
    answers: list[Any] = [
        ask(nginx.port, f"/stream/{event.slug}?offset=-1&me=tom%40example.org"),
        ask(nginx.port, "/replies/my-secret-locator?key=tom"),
    ]
    assert [answer.status for answer in answers] == [200, 502]
    logged = "".join(path.read_text() for path in nginx.folder.glob("*.log"))
    assert "GET /stream 200" in logged
    for word in ("127.0.0.1", "tom", "offset", "secret", event.slug):
        assert word not in logged


def post(nginx: Nginx, target: str, size: int) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", nginx.port, timeout=30)
    connection.request("POST", target, b"x" * size, {"Content-Type": "text/plain"})
    return connection.getresponse().status


@pytest.mark.parametrize("target", ["/share-a-concern/tell/", "/cy/share-a-concern/tell/", "/share-a-concern/return/"])
def test_a_file_of_a_telling_passes_through_memory_and_never_through_a_file(nginx: Nginx, target: str) -> None:
    folder = nginx.folder / "client_body"
    before = folder.stat().st_mtime_ns
    # No site stands behind this nginx: what it does with the body, it has done before it asks there.
    assert post(nginx, target, 21_000_000) == 502
    assert folder.stat().st_mtime_ns == before
    assert post(nginx, target, 24_000_000) == 413
    assert folder.stat().st_mtime_ns == before
    assert post(nginx, "/edit/", 5_000_000) == 502
    assert folder.stat().st_mtime_ns > before


def test_an_answer_that_a_slow_telephone_has_not_taken_is_kept_in_no_file(tmp_path: Path) -> None:
    asked = threading.Event()

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.set()
            self.send_response(200)
            self.send_header("Content-Length", str(A_LONG_PAGE))
            self.end_headers()
            with contextlib.suppress(OSError):
                self.wfile.write(b"x" * A_LONG_PAGE)

        def log_message(self, *said: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        nginx = Nginx(tmp_path, free_port(), server.server_port)
        with subprocess.Popen(nginx.command(), stderr=subprocess.DEVNULL) as process:
            until(lambda: listens(nginx.port), "nginx does not start")
            before = (tmp_path / "proxy").stat().st_mtime_ns
            connection = http.client.HTTPConnection("127.0.0.1", nginx.port, timeout=30)
            connection.request("GET", "/share-a-concern/return/")
            assert asked.wait(10)
            time.sleep(1)
            assert len(connection.getresponse().read()) == A_LONG_PAGE
            process.terminate()
        server.shutdown()
    assert (tmp_path / "proxy").stat().st_mtime_ns == before


@pytest.fixture
def site_behind() -> Iterator[Any]:
    """A site that notes what it is asked and answers each page by its address."""
    asked: list[tuple[str, str, str | None]] = []

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append((self.command, self.path, self.headers.get("Content-Length")))
            body = f"the page {self.path}".encode()
            self.send_response(413)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *said: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port, asked
        server.shutdown()


@pytest.mark.parametrize(
    ("target", "page"),
    [
        ("/share-a-concern/tell/", "/too-large/"),
        ("/cy/share-a-concern/tell/", "/cy/too-large/"),
        ("/ur/share-a-concern/return/", "/ur/too-large/"),
        ("/cy/professionals/tell/", "/cy/too-large/"),
        ("casework:/intake/", "/too-large/"),
        ("casework:/files/00000000-0000-4000-8000-000000000000/add/", "/too-large/"),
    ],
)
def test_what_is_too_large_is_answered_by_a_page_in_its_language(
    tmp_path: Path, site_behind: Any, target: str, page: str
) -> None:
    site_port, asked = site_behind
    nginx = Nginx(tmp_path, free_port(), site_port)
    port = nginx.casework_port if target.startswith("casework:") else nginx.port
    with subprocess.Popen(nginx.command(), stderr=subprocess.DEVNULL) as process:
        try:
            until(lambda: listens(nginx.port), "nginx does not start")
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("POST", target.removeprefix("casework:"), b"x" * 24_000_000)
            answer = connection.getresponse()
            assert (answer.status, answer.read().decode()) == (413, f"the page {page}")
        finally:
            process.terminate()
    assert asked[-1] == ("GET", page, None)
    assert not list((tmp_path / "client_body").iterdir())
