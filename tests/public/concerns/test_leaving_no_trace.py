"""What a person types leaves no trace: no cookie, no session, no row, no log line, no cache, no address."""

from __future__ import annotations

import logging
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from alongside.commons import clock
from alongside.public.concerns import files, held
from tests.public.concerns.way import RETURN, START, TELL, Visitor

CANARY = "canary-concern-4e88"
TYPED = {
    **{name: f"{CANARY} {name}" for name in ("worry", "called", "find_them", "needs", "fear", "name", "safe_contact")},
    "promise": "named",
}


def everything_in_public_tables() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        rows: list[str] = []
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            rows += [row for (row,) in cursor.fetchall()]
    return "\n".join(rows)


def test_no_table_of_the_public_half_holds_what_was_typed(visitor: Visitor) -> None:
    visitor.send(**TYPED)
    assert "We have received it" in visitor.says
    dump = everything_in_public_tables()
    assert "northmere" in dump
    assert CANARY not in dump
    assert CANARY.encode().hex() not in dump


def test_the_whole_way_sets_no_cookie_and_makes_no_session(visitor: Visitor) -> None:
    from django.contrib.sessions.models import Session

    before = Session.objects.count()
    receipt = visitor.send(**TYPED).receipt
    visitor.come_back_with(receipt)
    assert not visitor.client.cookies
    assert Session.objects.count() == before


def test_every_page_is_kept_nowhere_and_named_to_nobody(visitor: Visitor) -> None:
    check_headers(visitor.begin().answer)
    check_headers(visitor.go_to_questions().answer)
    check_headers(visitor.press("send", token="forged").answer)
    check_headers(visitor.client.get("/share-a-concern/safety/"))
    check_headers(visitor.go_to_questions().press("send", worry="w" * 1_000_001).answer)


@pytest.mark.parametrize("page", ["/professionals/blank/", "/no-such-page/", "/too-large/"])
def test_pages_beside_the_way_have_the_way_out_too(visitor: Visitor, page: str) -> None:
    assert "Exit this page" in visitor.client.get(page).content.decode()


def test_a_form_that_cannot_be_read_is_answered_with_the_way_out(visitor: Visitor) -> None:
    answer = visitor.go_to_questions().press("send", worry="w" * 1_000_001).answer
    assert "Exit this page" in answer.content.decode()


def test_receipt_and_return_are_kept_nowhere(visitor: Visitor) -> None:
    receipt = visitor.send().receipt
    check_headers(visitor.answer)
    check_headers(visitor.come_back_with(receipt).answer)
    check_headers(visitor.client.get(RETURN))


def check_headers(answer) -> None:  # type: ignore[no-untyped-def]
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "cookie" not in answer.headers.get("Vary", "").lower()
    assert not answer.cookies


def test_the_address_never_holds_what_was_typed(visitor: Visitor) -> None:
    visitor.go_to_questions().press("again", **TYPED)
    page = visitor.answer.content.decode()
    assert visitor.answer.request["PATH_INFO"] == TELL
    assert 'method="get"' not in page.lower()
    assert visitor.answer.request["QUERY_STRING"] == ""


def test_nothing_that_is_typed_leaves_the_browser_between_the_place_and_send(visitor: Visitor) -> None:
    visitor.go_to_questions()
    ways_on = [link["href"] for link in visitor.page.select(".concern-asked a.govuk-button")]
    assert len(ways_on) == len(visitor.page.select(".concern-asked"))
    assert all(href.startswith("#") for href in ways_on)


def test_the_list_of_files_is_in_the_page_encrypted(visitor: Visitor) -> None:
    visitor.go_to_questions().press("add", file=SimpleUploadedFile(f"{CANARY}.png", b"picture"))
    closed = visitor.form()["files"]
    assert CANARY not in closed
    assert held.open(closed, files.PURPOSE)["files"][0]["name"] == f"{CANARY}.png"  # type: ignore[index]


def test_the_log_holds_nothing_that_was_typed_even_when_sealing_fails(
    visitor: Visitor, own_state: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (own_state / "keys" / "public" / "intake.json").write_text("[]")
    with caplog.at_level(logging.DEBUG):
        visitor.send(**TYPED)
    assert visitor.answer.status_code == 503
    assert "could not be sealed and posted: NoKeyNow" in caplog.text
    assert CANARY not in caplog.text


def test_leaving_goes_to_the_weather_and_clears_what_the_browser_holds(visitor: Visitor) -> None:
    answer = visitor.client.get("/share-a-concern/leave/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "https://www.bbc.co.uk/weather")
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    check_headers(answer)


def test_the_first_page_stands_in_no_search_engine(visitor: Visitor) -> None:
    assert visitor.client.get(START).headers["X-Robots-Tag"] == "noindex"


def test_form_keys_are_destroyed_after_six_hours(own_state: Path) -> None:
    folder = own_state / "keys" / "public" / "forms"
    closed = held.close({"files": [CANARY]}, "files")
    assert held.open(closed, "files") == {"files": [CANARY]}
    [old] = folder.glob("*.key")
    clock.shift(timedelta(hours=8))
    assert held.open(closed, "files") is None
    held.close({}, "files")
    assert not old.exists()
