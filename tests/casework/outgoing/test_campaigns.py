"""The post brings over what a briefing card needs of campaigns: from a view of the public half, and nothing else."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from alongside.commons import installation
from tests import cast
from tests.casework.outgoing.conftest import Post, until

Connection = psycopg.Connection[Any]
FACTS = "SELECT campaign, title, address, state, starts_on, ends_on FROM letterbox.briefing_facts"


@pytest.fixture
def pages() -> Iterator[Connection]:
    """The public half's pages, as the role that writes them; the campaign's title and state are put back."""
    with installation.connect("public", "public_web", autocommit=True) as connection:
        before = connection.execute(
            "SELECT id, title, live FROM wagtailcore_page WHERE translation_key = %s", [cast.CAMPAIGN]
        ).fetchone()
        assert before is not None
        yield connection
        connection.execute("UPDATE wagtailcore_page SET title = %s, live = %s WHERE id = %s", [*before[1:], before[0]])


def kept(casework: Connection) -> tuple[Any, ...]:
    row = casework.execute("SELECT title, address, state FROM desk_campaign WHERE id = %s", [cast.CAMPAIGN]).fetchone()
    assert row is not None
    return tuple(row)


def test_the_view_gives_a_live_campaign_with_its_dates_and_address(pages: Connection) -> None:
    with installation.connect("public", "post") as post:
        (row,) = post.execute(FACTS).fetchall()
    assert row[:4] == (cast.CAMPAIGN, "You can talk to someone", "/", "live")
    assert row[4] < row[5]


def test_a_draft_is_shown_as_its_newest_words(pages: Connection) -> None:
    pages.execute("UPDATE wagtailcore_page SET live = false WHERE translation_key = %s", [cast.CAMPAIGN])
    pages.execute(
        "UPDATE wagtailcore_revision SET content = jsonb_set(content, '{title}', '\"A newer title\"') WHERE id ="
        " (SELECT latest_revision_id FROM wagtailcore_page WHERE translation_key = %s)",
        [cast.CAMPAIGN],
    )
    with installation.connect("public", "post") as post:
        (row,) = post.execute(FACTS).fetchall()
    pages.execute(
        "UPDATE wagtailcore_revision SET content = jsonb_set(content, '{title}', '\"You can talk to someone\"') WHERE"
        " id = (SELECT latest_revision_id FROM wagtailcore_page WHERE translation_key = %s)",
        [cast.CAMPAIGN],
    )
    assert row[1:4] == ("A newer title", "", "planned")


def test_a_change_arrives_and_a_campaign_that_is_gone_stays_for_its_briefings(
    post: Post, pages: Connection, casework: Connection
) -> None:
    casework.execute("UPDATE desk_campaign SET title = 'old', address = ''")
    casework.execute(
        "INSERT INTO desk_campaign (id, title, summary, starts_on, ends_on, address, state, changed_at) VALUES"
        " ('00000000-0000-4000-8000-000000000001', 'x', '', now(), now(), '', 'live', now()) ON CONFLICT DO NOTHING"
    )
    post.start()
    until(lambda: kept(casework) == ("You can talk to someone", "/", "live"))
    gone = "SELECT state FROM desk_campaign WHERE title = 'x'"
    until(lambda: casework.execute(gone).fetchone() == ("gone",))
    post.end(signal.SIGTERM)
    casework.execute("DELETE FROM desk_campaign WHERE title = 'x'")


REFUSED = [
    ("public", "UPDATE public.wagtailcore_page SET title = 'x'"),
    ("public", "SELECT 1 FROM public.pages_campaignpage"),
    ("public", "SELECT 1 FROM public.wagtailcore_revision"),
    ("casework", "DELETE FROM desk_campaign"),
    ("casework", "SELECT 1 FROM desk_briefing"),
]


@pytest.mark.parametrize(("half", "statement"), REFUSED)
def test_the_post_reads_the_view_and_keeps_campaigns_and_no_more(half: Any, statement: str) -> None:
    with installation.connect(half, "post") as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement)


def test_the_web_reads_campaigns_and_cannot_make_one() -> None:
    with installation.connect("casework", "casework_web") as web:
        assert web.execute("SELECT count(*) FROM desk_campaign").fetchone()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            web.execute("UPDATE desk_campaign SET state = 'live'")
