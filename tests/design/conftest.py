"""The design's tests run on settings of their own: no database server, no half."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.design.settings")
# Playwright keeps an event loop in the thread of the tests; Django would refuse its database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

import django
import pytest
import pytest_django
from django.conf import settings

django.setup()

from alongside.design import assets  # noqa: E402
from tests.browser import browser, page  # noqa: E402, F401

CHECKOUT = Path(__file__).resolve().parents[2]
NODE_MODULES = CHECKOUT / "node_modules"


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


class Threaded(WSGIServer):
    request_queue_size = 50


@pytest.fixture(scope="session")
def front_end() -> Path:
    """What pages take from npm, where the settings look for it."""
    into = Path(settings.STATICFILES_DIRS[0])
    assets.prepare(NODE_MODULES, into, half="casework")
    return into


@pytest.fixture(scope="session")
def database(django_db_blocker: pytest_django.DjangoDbBlocker) -> Iterator[None]:
    """A scratch file, gone with the run; the accounts of the sample pages live in it."""
    from django.core.management import call_command

    with django_db_blocker.unblock():
        call_command("migrate", verbosity=0)
        yield


@pytest.fixture(scope="session")
def site(front_end: Path, database: None) -> Iterator[str]:
    """The sample pages, served; gives their address."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.wsgi import get_wsgi_application

    application = StaticFilesHandler(get_wsgi_application())
    with make_server("localhost", 0, application, Threaded, Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def tom(database: None) -> object:
    """A triage lead with a password."""
    from django.contrib.auth.models import User

    return User.objects.create_user("tom", "tom@example.org", "a long pass phrase")
