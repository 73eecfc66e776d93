"""The log is open to everybody, and says nothing of anybody."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.test import Client
from playwright.sync_api import Page

from alongside.commons import clock, ledger, promise
from alongside.public.promises import actions
from tests.checkers import axe_violations, overflows_at
from tests.public.concerns.returning import Returning, told
from tests.public.concerns.way import Visitor
from tests.public.promises.log import close_hour, new_key
from tests.public.promises.log import told as told_with
from tests.public.promises.test_the_promise import keys


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    return answer.content.decode()


def test_anybody_builds_the_log_again_from_its_pages(committed: Visitor, own_state: Path) -> None:
    actions.post_with_promise(*told_with(new_key()))
    for _hour in range(2):
        close_hour()
        clock.shift(timedelta(hours=1))
    client = committed.client
    _name, key = ledger.read_verifier_key(text(client, "/promises/verifiers.txt").splitlines()[1])
    leaves = [line for hour in range(2) for line in text(client, f"/promises/leaves/{hour}.txt").splitlines()]
    root = ledger.root([ledger.leaf_hash(bytes.fromhex(line)) for line in leaves])
    *_earlier, body, signature, _end = text(client, "/promises/checkpoints.txt").split("\n\n")
    assert ledger.read_checkpoint(f"{body}\n\n{signature}\n", promise.LOG, key).root == root
    assert client.get("/promises/leaves/2.txt").status_code == 404


def test_a_downloaded_proof_verifies_with_the_published_keys(committed: Visitor, own_state: Path) -> None:
    receipt, _concern = told()
    returning = Returning(committed.client).come(receipt).do("proof")
    waits = promise.from_json(returning.answer.content)
    assert waits.place is None
    close_hour()
    returning.come(receipt).post(page="proof")
    assert "can see that you told us something" in returning.says
    answer = returning.post(go="do").answer
    assert answer.headers["Content-Disposition"] == 'attachment; filename="record.json"'
    assert answer.headers["Cache-Control"] == "no-store"
    logged = promise.from_json(answer.content)
    assert logged.place is not None
    promise.verify(logged, *keys())


def test_the_page_fits_a_small_screen(committed: Visitor, page: Page, site: str) -> None:
    for _time in range(2):
        page.goto(f"{site}/promises/")
        assert not axe_violations(page)
        assert not overflows_at(page, 320)
        close_hour()
