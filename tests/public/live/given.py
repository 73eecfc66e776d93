"""What the tests of an event begin with, and what they look at afterwards."""

from __future__ import annotations

import secrets
from typing import Any
from uuid import UUID, uuid4

from bs4 import BeautifulSoup
from django.db import connection

from alongside.commons import clock
from tests import cast


def account(person: cast.Person) -> Any:
    from alongside.public.accounts.models import Account

    return Account.objects.get(email=person.email)


def open_event(**facts: Any) -> Any:
    """An event that the producer has opened, under a name of its own."""
    from alongside.public.live import actions

    told = {
        "title": "An evening with families",
        "summary": "Ask.",
        "host": "Marged Ellis",
        "panellists": "Petra, helps",
    }
    event = actions.announce(slug=f"event-{secrets.token_hex(4)}", starts_at=clock.now(), **{**told, **facts})
    return actions.open_event(event.id, by=account(cast.PRODUCER))


def held(event: Any, text: str = "How do I begin?", name: str = "") -> UUID:
    """A question that waits for a moderator."""
    from alongside.public.live import actions

    id = uuid4()
    actions.ask(event, id=id, text=text, display_name=name)
    return id


def put(event: Any, text: str = "How do I begin?", name: str = "") -> UUID:
    """A question that a moderator has let through."""
    from alongside.public.live import actions

    id = held(event, text, name)
    actions.let_through(id, by=account(cast.MODERATOR))
    return id


def form_on(html: str | bytes, action: str = "") -> dict[str, str]:
    """The fields of the form on a page (the one that goes to `action`), as a browser would send them."""
    page = BeautifulSoup(html, "html.parser")
    form = next(one for one in page.find_all("form") if one.get("action", "").endswith(action))
    fields = {one["name"]: one.get("value", "") for one in form.find_all("input") if one.get("type") == "hidden"}
    texts = {one["name"]: one.get("value", "") for one in form.find_all("input") if one.get("type") == "text"}
    areas = {one["name"]: one.text.removeprefix("\n") for one in form.find_all("textarea")}
    ticked = {one["name"]: one["value"] for one in form.find_all("input", checked=True)}
    return fields | texts | areas | ticked


def words_on(html: str | bytes) -> str:
    """What a person reads on a page."""
    return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())


def public_tables() -> str:
    """Every row of every table of the public schema as text, binary columns as they are and in hexadecimal."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        rows: list[str] = []
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            rows += [row for (row,) in cursor.fetchall()]
    return "\n".join(rows)


def is_in(canary: str, dump: str) -> bool:
    return canary in dump or canary.encode().hex() in dump
