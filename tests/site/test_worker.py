"""The worker of a half does its duties one after the other, and what fails in one is no other's."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from django.db import connection

from alongside.site.management.commands.work import do_each

SAID = "canary-in-an-error"


def no_such_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM not_there_yet")


def cannot() -> None:
    raise ValueError(SAID)


@pytest.mark.parametrize("fails", [no_such_table, cannot])
def test_a_duty_that_fails_keeps_no_other_from_being_done_and_is_named_in_the_log(
    as_worker: None, fails: Callable[[], None], caplog: pytest.LogCaptureFixture
) -> None:
    done: list[str] = []
    with caplog.at_level(logging.ERROR):
        do_each({"the one": fails, "the other": lambda: done.append("done")})
    assert done == ["done"]
    assert "the one" in caplog.text
    assert SAID not in caplog.text
