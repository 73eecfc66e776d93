"""Runs under casework's settings as its web role: asks each address of the matrix as everybody, says what came back.

Reads JSON of its input (see ``matrix.asks``), writes JSON to its last line. Each request runs in a transaction of its
own that is taken back, so what one does another does not find.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Iterator
from typing import Any

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.db import transaction  # noqa: E402
from django.test import Client  # noqa: E402

from tests.boundary.pages import LOOKED, SIGN_IN  # noqa: E402
from tests.boundary.walk import counted  # noqa: E402

OF_A_REQUEST = re.compile(rb'(name="csrfmiddlewaretoken" value="|nonce=")[^"]*')
"""What is another in each answer, whatever was asked for."""
TELLS = ("Content-Type", "Content-Language", "Cache-Control", "Location", "Vary", "Allow", "Content-Disposition")
BY_STATUS = {
    200: "page", 400: "asked again", 403: "refused", 404: "not found", 405: "not taken", 413: "too large",
    503: "not well",
}  # fmt: skip
NOT_OF_THE_CASE = LOOKED | {"public.django_session"}


def main() -> None:
    asked = json.load(sys.stdin)
    print(json.dumps(list(_answers(asked["people"], asked["asks"], asked["marks"]))))


def _answers(people: dict[str, str], asks: list[dict[str, Any]], marks: list[str]) -> Iterator[dict[str, Any]]:
    client = Client(raise_request_exception=False, SERVER_NAME="localhost")
    not_taken: set[tuple[str, str]] = set()
    for who, email in people.items():
        session = _sign_in(client, email)
        for ask in asks:
            if (taken := (ask["method"], ask["route"])) in not_taken or who not in ask["who"]:
                continue
            client.cookies.clear()
            client.cookies.load(session)
            answer = _answer(client, ask["method"], ask["path"], marks)
            if answer["word"] == "not taken":
                # Whether a method is taken is said of the route, before anybody or anything is looked at.
                not_taken.add(taken)
            yield {"who": who, "ask": ask["id"], **answer}


def _sign_in(client: Client, email: str) -> dict[str, str]:
    client.force_login(get_user_model().objects.get(email=email))
    return {name: morsel.value for name, morsel in client.cookies.items()}


def _answer(client: Client, method: str, path: str, marks: list[str]) -> dict[str, Any]:
    with transaction.atomic():
        before = counted() if method == "POST" else {}
        response = client.post(path, {}) if method == "POST" else client.get(path)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        word = _word(response, before)
        transaction.set_rollback(True)
    told = body + response.headers.get("Location", "").encode()
    found = [mark for mark in marks if mark not in path and mark.encode() in told]
    return {"word": word, "digest": _digest(response, body, path), "marks": found}


def _word(response: Any, before: dict[str, int]) -> str:
    """Return what somebody got. Sent on: something was done, or the page before says why it was not."""
    location = response.headers.get("Location", "")
    if location.startswith(SIGN_IN):
        return "sign in"
    if response.status_code in (301, 302, 303):
        return "done" if before and changed_since(before) - NOT_OF_THE_CASE else "sent back"
    return BY_STATUS.get(response.status_code, str(response.status_code))


def changed_since(before: dict[str, int]) -> set[str]:
    """Return the tables that were written to since they were counted."""
    return {table for table, number in counted().items() if number != before.get(table, 0)}


def _digest(response: Any, body: bytes, path: str) -> str:
    """Return one word for the whole answer, with the address that was asked for left out of it."""
    told = OF_A_REQUEST.sub(rb"\1", body)
    for part in path.split("/"):
        if len(part) > len("northmere"):
            told = told.replace(part.encode(), b"-")
    headers = [f"{name}: {response.headers.get(name, '')}" for name in TELLS]
    lines = [str(response.status_code), *headers, str(sorted(response.cookies)), str(len(body))]
    return hashlib.sha256("\n".join(lines).encode() + told).hexdigest()


if __name__ == "__main__":
    main()
