"""An agency's machine, as the role that serves sees it. Neither the agency nor the people in it exist."""

from __future__ import annotations

import base64
import copy
import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from alongside.commons import clock, installation
from alongside.public.partners import actions, openapi, terms

TOKEN, SEND, DOCUMENT = "/partners/token", "/partners/referrals", "/partners/openapi.json"
SECRET = "s3cret-of-a-test-that-is-nobodys"


@contextmanager
def admitted(*, a_day: int = 20, terms_version: str = terms.CURRENT, closed: bool = False) -> Iterator[str]:
    """The client id of an agency that the owner of the database has admitted, for as long as the test lasts."""
    client_id = str(uuid.uuid4())
    with installation.connect("public", "public_owner") as owner:
        owner.execute(
            "INSERT INTO partners.agency VALUES (%s, %s, %s, %s, 'Ottoline Marsh, data protection', %s, %s, %s)",
            [client_id, f"Agency {client_id}", actions.hash_of(SECRET), terms_version, clock.today(), a_day,
             clock.today() if closed else None],
        )  # fmt: skip
    try:
        yield client_id
    finally:
        with installation.connect("public", "public_owner") as owner:
            owner.execute("DELETE FROM partners.agency WHERE id = %s", [client_id])


def referral(**changed: dict[str, Any]) -> dict[str, Any]:
    """The published example, with fields changed by section; None takes a field out."""
    body = copy.deepcopy(openapi.EXAMPLE)
    for section, answers in changed.items():
        for name, answer in answers.items():
            if answer is None:
                body[section].pop(name, None)
            else:
                body.setdefault(section, {})[name] = answer
    return body


@dataclass
class Machine:
    """A program of an agency: it gets a token and posts."""

    client_id: str
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))
    bearer: str = ""

    def ask_for_token(self, secret: str = SECRET, **said: str) -> Any:
        basic = base64.b64encode(f"{self.client_id}:{secret}".encode()).decode()
        asked = {"grant_type": "client_credentials", **said}
        return self.client.post(TOKEN, asked, headers={"Authorization": f"Basic {basic}"})

    def token(self) -> str:
        self.bearer = self.bearer or self.ask_for_token().json()["access_token"]
        return self.bearer

    def send(self, body: Any = None, *, key: str = "", kind: str = "application/json", **headers: str) -> Any:
        """Post; the idempotency key is a new one unless it is given."""
        data = body if isinstance(body, bytes | str) else json.dumps(referral() if body is None else body)
        said = {"Authorization": f"Bearer {self.token()}", "Idempotency-Key": key or str(uuid.uuid4()), **headers}
        return self.client.post(SEND, data, content_type=kind, headers={k: v for k, v in said.items() if v})
