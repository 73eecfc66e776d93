"""Runs under a half's settings as its web role: asks every address of the half and writes down what came back.

``python -m tests.boundary.walk [CASE]``. Every request runs in a transaction that is taken back, so a walk leaves
nothing behind; what it would have changed is counted from within.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

INTAKE_KEYS: list[str] = []


def _watch_files(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open" and "/keys/intake/" in str(arguments[0]):
        INTAKE_KEYS.append(str(arguments[0]))


sys.addaudithook(_watch_files)

import django  # noqa: E402

django.setup()

from django.apps import apps  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402

from tests import cast  # noqa: E402
from tests.boundary import describe  # noqa: E402

NOBODY = "nobody"
PEOPLE = {
    "public": (cast.MODERATOR, cast.PRODUCER, cast.PANELLIST, cast.EDITOR),
    "casework": (cast.CHAIR, cast.INTAKE, cast.MANAGER, cast.STATISTICIAN, cast.DPO),
}

COUNTED = "SELECT schemaname || '.' || relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"
NOWHERE = "00000000-0000-4000-8000-000000000000"
REGEXES = {
    r"^confirm-email/(?P<key>[-:\w]+)/$": "confirm-email/a-key/",
    r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "password/reset/key/1-abc/",
    r"^(?P<pk>\d+)/revisions/compare/(?P<revision_id_a>live|earliest|\d+)\.\.\.(?P<revision_id_b>live|latest|\d+)/$": (
        "3/revisions/compare/live...live/"
    ),
    r"^pages/": "pages/", r"^documents/": "documents/", r"^images/": "images/",
    r"^(\d+)/(.*)$": "1/a.pdf",
    r"^((?:[\w\-]+/)*)$": "",
    r"^.*/$": "nowhere/",
}  # fmt: skip
ARGUMENTS = {
    "IntConverter": "1",
    "UUIDConverter": NOWHERE,
    "SlugConverter": "a-word",
    "StringConverter": "word",
    "PathConverter": "a",
}


class Resources(HTMLParser):
    """What a page makes a browser fetch or send to by itself: everything but links that a person follows."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            fetched = name in ("src", "srcset", "poster", "action", "formaction", "data") or (tag, name) == (
                "link",
                "href",
            )
            if fetched and value:
                self.found.append(value)
            if name == "style" or name.startswith("on"):
                self.found.append(f"inline {name}")


def path_of(address: dict[str, Any], known: dict[str, str]) -> str:
    """Make an address that exists as far as possible: real ids where we have them, plausible words elsewhere."""
    route = address["route"]
    for written, sample in REGEXES.items():
        route = route.replace(written, sample)
    for name, converter in address["parameters"].items():
        real = known.get(f"{route.split('/')[0]}/{name}") or known.get(name) or ARGUMENTS[converter]
        route = re.sub(rf"<(?:\w+:)?{name}>", real, route)
    return f"/{route}"


def real_ids(case: str) -> dict[str, str]:
    """Look up ids of what is there, to fill addresses with."""
    if settings.HALF == "casework":
        staff = get_user_model().objects.order_by("name").first()
        return {"referral_id": case, "staff_id": str(staff.pk), "referrals/word": "exit"}
    event, clip = (apps.get_model(*model).objects.first() for model in (("live", "Event"), ("clips", "Clip")))
    return {"live/slug": event.slug, "clips/slug": clip.slug}


def ask(client: Client, method: str, path: str, data: dict[str, str]) -> dict[str, Any]:
    """Ask once, in a transaction that is taken back. A broken page is an answer too (500)."""
    with transaction.atomic():
        before = counted()
        response = client.post(path, data) if method == "POST" else client.get(path)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        changed = sorted(table for table, number in counted().items() if number != before.get(table, 0))
        transaction.set_rollback(True)
    parsed = Resources()
    if response.headers.get("Content-Type", "").startswith("text/html"):
        parsed.feed(body.decode(errors="replace"))
    headers = {name.lower(): value for name, value in response.headers.items()}
    return {
        "method": method, "path": path, "status": response.status_code, "location": headers.get("location", ""),
        "headers": headers, "cookies": sorted(response.cookies), "changed": changed, "resources": parsed.found,
    }  # fmt: skip


def counted() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(COUNTED)
        return dict(cursor.fetchall())


def walk(
    who: str, methods: tuple[str, ...], known: dict[str, str], *, forged: bool = False
) -> Iterator[dict[str, Any]]:
    """Ask every address as somebody; what belongs to a library, as nobody alone. Forged: without a CSRF token."""
    for address in describe.addresses():
        if who != NOBODY and not address["ours"]:
            continue
        path = path_of(address, known)
        for method in methods:
            client = Client(enforce_csrf_checks=forged, raise_request_exception=False, SERVER_NAME="localhost")
            with transaction.atomic():
                if who != NOBODY:
                    client.force_login(get_user_model().objects.get(email=who))
                yield {"who": who, "route": address["route"], "ours": address["ours"], **ask(client, method, path, {})}
                transaction.set_rollback(True)


def main(case: str = NOWHERE) -> None:
    known = real_ids(case)
    people = [person.email for person in PEOPLE[settings.HALF]]
    walked = {
        "open": list(walk(NOBODY, ("GET", "POST"), known)),
        "read": [answer for who in people for answer in walk(who, ("GET",), known)],
        "forged": list(walk(people[0], ("POST",), known, forged=True)),
        "intake_keys": INTAKE_KEYS,
        "unseals": "alongside.commons.envelope.unseal" in sys.modules,
    }
    print(json.dumps(walked))


if __name__ == "__main__":
    main(*sys.argv[1:])
