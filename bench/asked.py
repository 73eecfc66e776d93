"""Pages asked of the real WSGI application in this process, all middleware included, one after another.

Started as ``python -m bench.asked HALF [E-MAIL] [without …]``. ``without`` takes down one of casework's three walls
in this process: its rival is made here and nowhere else, and its database is a throw-away copy (prices.py).
"""

from __future__ import annotations

import importlib
import io
import sys
import time
from typing import Any
from wsgiref.util import setup_testing_defaults

from bench.house import answer

SESSION = "alongside_casework"


def main(half: str, email: str, without: set[str]) -> None:
    import django

    django.setup()
    application = importlib.import_module(f"alongside.{half}.wsgi").application
    for name in sorted(without):
        RIVALS[name]()
    cookie = f"{SESSION}={_sign_in(email)}" if email else ""

    def ask(paths: list[str]) -> dict[str, Any]:
        took, cpu, queries = [], [], 0
        for path in paths:
            begun, cpu_begun = time.perf_counter(), _cpu_seconds()
            _ask(application, path, cookie)
            took.append(time.perf_counter() - begun)
            cpu.append(_cpu_seconds() - cpu_begun)
        if paths:
            queries = _queries(lambda: _ask(application, paths[0], cookie))
        return {"took": took, "cpu": cpu, "queries": queries}

    answer(ask)


def _ask(application: Any, path: str, cookie: str) -> bytes:
    path_info, _, query = path.partition("?")
    environ: dict[str, Any] = {
        "PATH_INFO": path_info, "QUERY_STRING": query, "HTTP_HOST": "localhost", "wsgi.input": io.BytesIO()
    }  # fmt: skip
    if cookie:
        environ["HTTP_COOKIE"] = cookie
    setup_testing_defaults(environ)
    said: list[str] = []
    response = application(environ, lambda status, headers, *_: said.append(status))
    body = b"".join(response)
    response.close()
    if not said[0].startswith("200"):
        raise SystemExit(f"{path} answered {said[0]}.")
    return body


def _cpu_seconds() -> float:
    """Return the CPU time of this process and of PostgreSQL's process for it: less noisy than a clock on the wall."""
    from django.db import connection

    # Linux numbers the CPU clock of a process after the process.
    theirs = connection.connection and time.clock_gettime((~connection.connection.info.backend_pid << 3) | 2)
    return time.process_time() + (theirs or 0)


def _queries(asked: Any) -> int:
    from django.db import connection

    counted = []
    with connection.execute_wrapper(lambda execute, *a: (counted.append(1), execute(*a))[1]):
        asked()
    return len(counted)


def _sign_in(email: str) -> str:
    from django.contrib.auth import get_user_model
    from django.test import Client

    browser = Client()
    browser.force_login(
        get_user_model().objects.get(email=email), "allauth.account.auth_backends.AuthenticationBackend"
    )
    return browser.cookies[SESSION].value


def _without_row_security() -> None:
    """The administrator has switched the policies off in this copy; nobody has to be told who is looking either."""
    _instead("casework.keys.middleware.set_looking", _nothing)


def _without_audit() -> None:
    _instead("casework.audit.actions.note", _nothing)


def _without_encryption() -> None:
    """Texts stand in the clear in this copy; a key is neither looked up nor used."""
    _instead("casework.referrals.queries.case_key", _no_key)
    _instead("casework.keys.vault.open_", _in_the_clear)


def _instead(name: str, rival: Any) -> None:
    module, _, function = f"alongside.{name}".rpartition(".")
    setattr(importlib.import_module(module), function, rival)


def _nothing(*_: Any, **__: Any) -> None:
    return None


def _no_key(case_id: Any) -> bytes:
    return b"none"


def _in_the_clear(key: bytes, stored: bytes, cell: Any) -> str:
    return bytes(stored).decode()


RIVALS = {
    "row-security": _without_row_security,
    "audit": _without_audit,
    "encryption": _without_encryption,
}

if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "", set(sys.argv[3:]))
