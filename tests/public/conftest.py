"""The public half's tests run on a copy of the migrated template with the demo in it, as the role that serves."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from alongside.commons import installation
from tests import cast

# One browser for the whole run: a second Playwright beside the first one is refused.
from tests.browser import browser, page  # noqa: F401

# Playwright's loop runs on in this thread between its calls, and Django takes that for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

LINK = re.compile(r'(?:href|src|poster)="(/[^"#?]*)')
LINK_OR_FORM = re.compile(r'(?:href|src|poster|action)="(/[^"#?]*)')
NOT_FOR_VISITORS = ("/desk/", "/sign-in/", "/edit/", "/static/")


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """The database is there already; whoever serves may not make one."""


@pytest.fixture
def own_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock of this test's own: the parts of the tests that run beside it share a state folder."""
    monkeypatch.setenv("ALONGSIDE_STATE", str(tmp_path))


@pytest.fixture
def signed_in(db: None) -> Callable[[cast.Person], Client]:
    """A browser's side, signed in as somebody of the cast."""
    from alongside.public.accounts.models import Account

    def client(person: cast.Person) -> Client:
        theirs = Client()
        theirs.force_login(
            Account.objects.get(email=person.email), "allauth.account.auth_backends.AuthenticationBackend"
        )
        return theirs

    return client


@pytest.fixture
def visitor(db: None) -> Client:
    return Client()


@pytest.fixture
def public_addresses(visitor: Client) -> list[str]:
    """Every address of the public site that a visitor comes to from the front page, where forms are sent to as well."""
    return walk(visitor, by=LINK_OR_FORM)


def walk(visitor: Client, *, by: re.Pattern[str] = LINK) -> list[str]:
    """Follow what pages name, from the front page on, and return it all."""
    waiting, seen = ["/"], {"/"}
    while waiting:
        response: Any = visitor.get(waiting.pop())
        if not response.streaming and response["Content-Type"].startswith("text/html"):
            found = {link for link in by.findall(response.content.decode()) if not link.startswith(NOT_FOR_VISITORS)}
            waiting += sorted(found - seen)
            seen |= found
    return sorted(seen)


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of the public site, served as in the demo, for tests with a real browser."""
    address = installation.address("public")
    port = address.rsplit(":", 1)[1]
    command = [
        str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--host", "127.0.0.1", "--port", port,
        "--workers", "1", "--blocking-threads", "2", "--no-ws", "alongside.public.wsgi:application",
    ]  # fmt: skip
    with subprocess.Popen(command, env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for(f"{address}/help/")
            yield address
        finally:
            server.terminate()


def _wait_for(address: str) -> None:
    for _attempt in range(120):
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.25)
    raise RuntimeError("The public site did not come up for the tests.")
