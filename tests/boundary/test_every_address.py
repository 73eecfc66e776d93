"""Every address of both halves, asked: what is open, what changes, what a browser is told."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.boundary import halves, pages
from tests.boundary.case import Story
from tests.boundary.pages import Answer

LIST = Path(__file__).with_name("open_addresses.txt")
HALVES = ("public", "casework")


@cache
def walked(half: str, case: str) -> dict[str, Any]:
    answers: dict[str, Any] = halves.ask(half, "tests.boundary.walk", case)
    return answers


@pytest.fixture(scope="module", params=HALVES)
def walk(request: pytest.FixtureRequest, story: Story) -> tuple[str, dict[str, Any]]:
    return request.param, walked(request.param, story.case)


@pytest.fixture(scope="module")
def casework_walk(story: Story) -> dict[str, Any]:
    return walked("casework", story.case)


@pytest.fixture(scope="module")
def public_walk(story: Story) -> dict[str, Any]:
    return walked("public", story.case)


def listed(half: str) -> set[str]:
    """Read the written list: a half's heading, then one address a line; what follows a hash sign is the reason."""
    lines = LIST.read_text(encoding="utf-8").split(f"[{half}]\n")[1].split("\n[")[0].splitlines()
    return {line.partition("#")[0].rstrip() for line in lines if line.strip() and not line.startswith("#")}


def all_of(walk: dict[str, Any]) -> list[Answer]:
    return [*walk["open"], *walk["read"], *walk["forged"]]


def test_what_is_open_without_sign_in_is_the_written_list(walk: tuple[str, dict[str, Any]]) -> None:
    half, answers = walk
    found = pages.open_routes(answers["open"])
    assert sorted(found - listed(half)) == []
    assert sorted(listed(half) - found) == []


def test_an_address_that_was_left_open_is_found(casework_walk: dict[str, Any]) -> None:
    page: Answer = {"method": "GET", "route": "referrals/all/", "status": 200, "location": ""}
    assert pages.open_routes([page]) - listed("casework") == {"GET  /referrals/all/"}


OPEN_IN_CASEWORK = {
    "health",
    # The contact of a telephone line has no account; the link is signed, works once, and a look changes nothing.
    "desk/confirm/<str:token>/",
    # What somebody typed stands in the page, closed to them, until they have signed in; nothing is done.
    "given-back/",
    # What to do about a form that was too large: the same for everybody, without contents.
    "too-large/",
}


def test_casework_sends_everybody_to_sign_in_from_all_of_its_own_pages(casework_walk: dict[str, Any]) -> None:
    ours = [answer for answer in casework_walk["open"] if answer["ours"] and answer["route"] not in OPEN_IN_CASEWORK]
    assert len(ours) > 50
    assert [pages.named(answer) for answer in ours if not pages.is_closed(answer)] == []


def test_no_page_is_broken(walk: tuple[str, dict[str, Any]]) -> None:
    assert pages.broken(all_of(walk[1])) == []


def test_a_look_changes_nothing_but_who_looked(walk: tuple[str, dict[str, Any]]) -> None:
    half, answers = walk
    looks = [look for look in (*answers["open"], *answers["read"]) if look["method"] == "GET"]
    assert pages.changing(looks) == []
    assert any(look["changed"] for look in looks) is (half == "casework")


def test_a_look_that_changes_something_is_found(casework_walk: dict[str, Any]) -> None:
    spoiled = {**casework_walk["read"][0], "changed": ["public.referrals_referral", "audit.leaf"]}
    assert len(pages.changing([spoiled])) == 1


def test_every_form_of_staff_refuses_what_another_site_sends(casework_walk: dict[str, Any]) -> None:
    assert len(casework_walk["forged"]) > 25
    assert pages.unguarded(casework_walk["forged"]) == []
    assert len(pages.unguarded([{**casework_walk["forged"][0], "status": 302}])) == 1


OF_VISITORS = {
    "share-a-concern/",
    "share-a-concern/safety/",
    "share-a-concern/tell/",
    "share-a-concern/return/",
    "share-a-concern/leave/",
    "share-a-concern/seal/",
    "live/<slug:slug>/ask/",
    "professionals/tell/",
    "one-question/<str:link>/",
    "professionals/draft/",
    "professionals/",
    "partners/token",
    "partners/referrals",
}
"""Forms of visitors carry no cookie: they have guards of their own (site/tokens)."""


AFTER_SIGN_IN = {"desk/send/", "given-back/"}
"""Signing in again changes a token and would lose what was typed. The desk has the guards of visitors' forms; giving
back sends nothing, and opens only what we closed to whoever is signed in."""


def test_no_form_but_those_of_visitors_does_without_the_token_of_a_page(public_walk: dict[str, Any]) -> None:
    exempt = {address["route"] for address in halves.known("public").addresses if address["csrf_exempt"]}
    assert {route for route in exempt if not route.startswith("edit/api/")} == OF_VISITORS
    exempt = {address["route"] for address in halves.known("casework").addresses if address["csrf_exempt"]}
    assert exempt == AFTER_SIGN_IN
    assert pages.unguarded(a for a in public_walk["forged"] if a["route"] not in OF_VISITORS) == []


def test_forms_without_sign_in_refuse_what_does_not_come_from_their_own_page(public_walk: dict[str, Any]) -> None:
    taken = [a for a in public_walk["open"] if a["ours"] and a["method"] == "POST" and a["status"] < 400]
    assert [pages.named(answer) for answer in taken if not pages.is_closed(answer)] == []
    assert [pages.named(a) for a in public_walk["open"] if a["ours"] and a["changed"]] == []


def of_the_public(walk: dict[str, Any]) -> list[Answer]:
    """What a visitor opens: everything but signing in and the editor's own rooms."""
    theirs = [answer for answer in walk["open"] if not answer["path"].startswith(("/sign-in/", "/edit/", "/_util/"))]
    return [answer for answer in theirs if not pages.is_closed(answer)]


def test_no_public_page_sets_a_cookie_or_differs_by_one(public_walk: dict[str, Any]) -> None:
    visited = of_the_public(public_walk)
    assert len([answer for answer in visited if answer["status"] == 200]) > 10
    assert pages.with_cookies(visited) == []
    assert len(pages.with_cookies([{**visited[0], "cookies": ["seen"]}])) == 1
    assert len(pages.with_cookies([{**visited[0], "headers": {"vary": "Accept, Cookie"}}])) == 1


def test_the_policy_of_every_page_is_strict(walk: tuple[str, dict[str, Any]]) -> None:
    answers = [answer for answer in all_of(walk[1]) if not answer["path"].startswith("/edit/")]
    assert pages.loose_policies(answers) == []


@pytest.mark.parametrize(
    "policy",
    ["", "default-src 'none'", "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
     "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; script-src 'unsafe-inline'",
     "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; style-src 'self' https:"],
)  # fmt: skip
def test_a_loose_policy_is_found(policy: str, public_walk: dict[str, Any]) -> None:
    page = next(answer for answer in public_walk["open"] if answer["path"] == "/")
    assert len(pages.loose_policies([{**page, "headers": {**page["headers"], "content-security-policy": policy}}])) == 1


def test_the_editors_rooms_run_no_script_without_a_nonce(public_walk: dict[str, Any]) -> None:
    edit = [answer for answer in public_walk["open"] if answer["path"].startswith("/edit/") and answer["status"] == 200]
    for answer in edit:
        policy = pages.policy_of(answer["headers"]["content-security-policy"])
        assert policy["default-src"] == ["'none'"], pages.named(answer)
        assert not {"'unsafe-inline'", "'unsafe-eval'", "*"} & set(policy["script-src"]), pages.named(answer)


def test_every_answer_carries_the_guards(walk: tuple[str, dict[str, Any]]) -> None:
    assert pages.without_guards(all_of(walk[1])) == []


def test_an_answer_without_a_guard_is_found(public_walk: dict[str, Any]) -> None:
    page = next(answer for answer in public_walk["open"] if answer["path"] == "/")
    for header in ("x-content-type-options", "referrer-policy", "x-frame-options"):
        left = {name: value for name, value in page["headers"].items() if name != header}
        assert len(pages.without_guards([{**page, "headers": left}])) == 1


def test_no_page_of_casework_is_kept_by_a_browser_or_a_proxy(casework_walk: dict[str, Any]) -> None:
    own = [answer for answer in casework_walk["read"] if answer["path"] != "/health"]
    assert pages.kept_by_caches(own) == []
    assert len(pages.kept_by_caches([{**own[0], "status": 200, "headers": {"cache-control": "max-age=60"}}])) == 1


def test_no_page_fetches_from_anybody_else(walk: tuple[str, dict[str, Any]]) -> None:
    hosts = {urlsplit(os.environ[f"ALONGSIDE_{name}_URL"]).netloc for name in ("PUBLIC", "CASEWORK", "STREAM")}
    answers = [answer for answer in all_of(walk[1]) if not answer["path"].startswith("/edit/")]
    assert sum(len(answer["resources"]) for answer in answers) > 50
    assert pages.elsewhere(answers, ours={*hosts, "localhost"}) == []
    spoiled = {
        **answers[0],
        "resources": ["https://fonts.example/a.woff2", "//cdn.example/x.js", "inline style", "/a.css"],
    }
    assert len(pages.elsewhere([spoiled], ours=hosts)) == 3


def test_no_page_of_either_half_knows_how_to_open_an_envelope(walk: tuple[str, dict[str, Any]]) -> None:
    assert walk[1]["intake_keys"] == []
    assert walk[1]["unseals"] is False
