"""Runs under the public settings as its web role: posts a concern and asks a question, with canaries in every field."""

from __future__ import annotations

import json
import secrets
import uuid

import django

django.setup()

from django.db import transaction  # noqa: E402

from alongside.public.concerns import actions as concerns  # noqa: E402
from alongside.public.live import actions as live  # noqa: E402
from alongside.public.live.models import Event  # noqa: E402
from tests.boundary.case import CANARIES  # noqa: E402

TOLD = {name: CANARIES[name] for name in ("worry", "called", "find_them", "going_well", "needs")}


def main() -> None:
    with transaction.atomic():
        concerns.post_concern({**TOLD, "area": "northmere", "hurt": "no"}, nonce=secrets.token_urlsafe(16))
        event = Event.objects.order_by("slug").get()
        live.ask(event, id=uuid.uuid4(), text=CANARIES["question"], display_name=CANARIES["asker"])
    print(json.dumps({"posted": True}))


if __name__ == "__main__":
    main()
