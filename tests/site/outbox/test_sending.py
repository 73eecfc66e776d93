"""The outbox against a real mail server, under the worker's own role."""

from __future__ import annotations

import email
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.test import Client, override_settings

from alongside.commons import clock, installation
from alongside.site.outbox import actions
from alongside.site.outbox.kinds import KINDS
from tests import cast
from tests.site.smtp import MailServer

pytestmark = pytest.mark.usefixtures("as_worker")
Owner = psycopg.Connection[Any]
Queued = Callable[..., Any]
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture(autouse=True)
def sends_to(mail_server: MailServer) -> Iterator[None]:
    place = {"EMAIL_BACKEND": SMTP, "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": mail_server.port, "EMAIL_TIMEOUT": 5}
    with override_settings(**place):
        yield


@contextmanager
def later(by: timedelta) -> Iterator[None]:
    clock.shift(by)
    try:
        yield
    finally:
        clock.shift(-by)


def row(owner: Owner, mail: Any) -> tuple[Any, ...]:
    found = owner.execute("SELECT sent_at IS NOT NULL, tries, failure FROM outbox_mail WHERE id = %s", [mail])
    return found.fetchone() or ()


def test_a_server_that_fails_twice_and_then_accepts_gets_one_message(
    queued: Queued, owner: Owner, mail_server: MailServer
) -> None:
    mail_server.answers.extend(["451 try later"] * 2)
    mail = queued(cast.TOM, "waiting", "/referrals/")
    assert actions.send_waiting() == 0
    assert row(owner, mail) == (False, 1, "")
    assert actions.send_waiting() == 0, "it is not tried again before its time"
    assert len(mail_server.recipients) == 1
    with later(timedelta(minutes=1)):
        assert actions.send_waiting() == 0
    with later(timedelta(minutes=4)):
        assert actions.send_waiting() == 1
        assert actions.send_waiting() == 0
    with later(timedelta(days=1)):
        assert actions.send_waiting() == 0
    assert len(mail_server.messages) == 1
    assert row(owner, mail) == (True, 3, "")


def test_a_message_says_that_something_waits_and_nothing_of_anybody(queued: Queued, mail_server: MailServer) -> None:
    mail = queued(cast.TOM, "waiting", "/referrals/")
    actions.send_waiting()
    said = email.message_from_string(mail_server.messages[0])
    assert (said["To"], said["Subject"]) == (cast.TOM.email, "Something waits for you")
    assert said["Message-ID"] == f"<{mail}@alongside.example>"
    assert said.get_payload().strip() == f"Something waits for you: {settings.SITE_ADDRESS}/referrals/"
    assert "Aldous" not in mail_server.messages[0]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_one_gap_and_it_is_the_address(kind: str) -> None:
    assert re.findall(r"%\(\w+\)s", str(KINDS[kind].text)) == ["%(address)s"]
    assert "%" not in str(KINDS[kind].subject)


def test_after_eight_tries_it_is_given_up_in_words(queued: Queued, owner: Owner, mail_server: MailServer) -> None:
    mail_server.answers.extend(["451 try later"] * 20)
    mail = queued(cast.TOM, "waiting")
    for hours in range(0, 8 * 13, 13):
        with later(timedelta(hours=hours)):
            actions.send_waiting()
    assert row(owner, mail) == (False, 8, "no_answer")
    with later(timedelta(days=20)):
        assert actions.send_waiting() == 0
    assert len(mail_server.recipients) == 8


def test_an_address_that_does_not_exist_is_given_up_at_once(
    queued: Queued, owner: Owner, mail_server: MailServer
) -> None:
    mail_server.answers.append("550 no such mailbox")
    mail = queued(cast.TOM, "waiting")
    actions.send_waiting()
    assert row(owner, mail) == (False, 1, "refused")


def test_a_server_that_is_not_there_is_waited_for(queued: Queued, owner: Owner) -> None:
    mail = queued(cast.TOM, "waiting")
    with override_settings(EMAIL_PORT=1):
        assert actions.send_waiting() == 0
    assert row(owner, mail) == (False, 1, "")


def test_the_address_is_looked_up_at_sending_and_a_closed_account_gets_nothing(
    queued: Queued, owner: Owner, mail_server: MailServer
) -> None:
    mail = queued(cast.TOM, "waiting")
    owner.execute("UPDATE organisation_staff SET is_active = false WHERE email = %s", [cast.TOM.email])
    try:
        assert actions.send_waiting() == 0
        assert row(owner, mail) == (False, 1, "no_account")
        assert not mail_server.recipients
    finally:
        owner.execute("UPDATE organisation_staff SET is_active = true WHERE email = %s", [cast.TOM.email])


def test_one_that_another_worker_is_sending_is_left_to_it(
    queued: Queued, owner: Owner, mail_server: MailServer
) -> None:
    queued(cast.TOM, "waiting")
    with owner.transaction():
        owner.execute("SELECT 1 FROM outbox_mail FOR UPDATE")
        assert actions.send_waiting() == 0
    assert actions.send_waiting() == 1
    assert len(mail_server.messages) == 1


def test_what_was_sent_is_forgotten_after_a_week_and_what_waits_is_not(queued: Queued, owner: Owner) -> None:
    queued(cast.TOM, "waiting")
    actions.send_waiting()
    with later(timedelta(days=6)):
        actions.send_waiting()
        assert owner.execute("SELECT count(*) FROM outbox_mail").fetchone() == (1,)
    waits = queued(cast.CHAIR, "waiting")
    with later(timedelta(days=8)), override_settings(EMAIL_PORT=1):
        actions.send_waiting()
    assert owner.execute("SELECT id FROM outbox_mail").fetchall() == [(waits,)]


def test_a_link_to_a_password_works_once_and_for_three_days(
    queued: Queued, owner: Owner, mail_server: MailServer
) -> None:
    before = owner.execute("SELECT password FROM organisation_staff WHERE email = %s", [cast.TOM.email]).fetchone()
    queued(cast.TOM, "set_password")
    actions.send_waiting()
    text = email.message_from_string(mail_server.messages[0]).get_payload(decode=True).decode()
    link = re.search(r"http\S+", text)
    assert link
    path = link[0].removeprefix(settings.SITE_ADDRESS)
    try:
        with _as_web():
            with later(timedelta(days=4)):
                assert b"Choose a new password" not in _open(Client(), path).content
            browser = Client()
            page = _open(browser, path)
            chosen = {"password1": "a heron stands in rain", "password2": "a heron stands in rain"}
            assert browser.post(page.request["PATH_INFO"], chosen).status_code == 302
            assert Client().login(email=cast.TOM.email, password="a heron stands in rain")
            again = Client()
            page = _open(again, path)
            again.post(page.request["PATH_INFO"], {"password1": "x" * 20, "password2": "x" * 20})
            assert Client().login(email=cast.TOM.email, password="a heron stands in rain")
    finally:
        owner.execute("UPDATE organisation_staff SET password = %s, last_login = NULL WHERE email = %s",
                      [before and before[0], cast.TOM.email])  # fmt: skip


def _open(browser: Client, path: str) -> Any:
    return browser.get(path, follow=True)


@contextmanager
def _as_web() -> Iterator[None]:
    from tests.casework.conftest import as_role

    as_role("casework_web")
    try:
        yield
    finally:
        as_role("casework_worker")


def test_asking_for_a_new_password_goes_through_the_outbox_and_tells_nobody_who_has_an_account(owner: Owner) -> None:
    with _as_web():
        answers = [
            Client().post("/sign-in/password/reset/", {"email": who})
            for who in (cast.TOM.email, "nobody@northmere.example")
        ]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, answers[0]["Location"])] * 2
    assert owner.execute("SELECT kind FROM outbox_mail").fetchall() == [("set_password",)]


def test_the_row_holds_no_address_no_link_and_no_text(queued: Queued, owner: Owner) -> None:
    mail = queued(cast.TOM, "set_password")
    stored = str(owner.execute("SELECT to_jsonb(m) FROM outbox_mail m WHERE id = %s", [mail]).fetchone())
    for secret in (cast.TOM.email, "Aldous", "password/reset", "http"):
        assert secret not in stored


@pytest.mark.parametrize(("kind", "path"), [("gossip", ""), ("waiting", "https://elsewhere.example/")])
def test_an_unknown_kind_or_a_page_elsewhere_is_not_queued(kind: str, path: str) -> None:
    with pytest.raises(ValueError, match=r"no kind|page of ours"):
        actions.queue(object(), kind, path)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT name FROM organisation_staff",
        "UPDATE organisation_staff SET email = 'x'",
        "INSERT INTO organisation_holding (id) VALUES (gen_random_uuid())",
        "SELECT 1 FROM referrals_referral",
    ],
)
def test_the_worker_may_do_no_more_than_tell_and_send(statement: str) -> None:
    refused = pytest.raises(psycopg.errors.InsufficientPrivilege)
    with installation.connect("casework", "casework_worker") as worker, refused:
        worker.execute(statement)
