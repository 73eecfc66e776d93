"""Two colleagues write down what one person is called: the second is told first, and nothing written is lost."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from alongside.casework.people import actions, queries
from alongside.casework.people.births import Birth
from alongside.casework.people.matching import Described
from alongside.casework.people.models import Named
from alongside.casework.referrals.queries import look
from tests import cast
from tests.casework.given_back.forms import forms_in, values

pytestmark = pytest.mark.django_db
FIRST = Described(("Rowan Pugh", "Ro"), Birth(2009, 3, 4), "Eastholt")


def test_the_second_is_told_sees_the_first_and_can_still_send(
    signed_in: Callable[[cast.Person], Client], acting: Callable[..., Any], opened: UUID
) -> None:
    address, ines = f"/people/{opened}/names/", signed_in(cast.INTAKE)
    form = forms_in(ines.get(address).content.decode(), address)[0]
    with acting(cast.INTAKE) as colleague:
        actions.write_down(opened, FIRST, unsure=False, by=colleague, language="cy")
    said = {**values(form), "names": "Rhowan Puw", "place": "Wexley", "language": "cy"}
    answer = ines.post(address, said)
    page = unescape(answer.content.decode())
    assert "has written it down since you opened this page" in page
    assert "Rowan Pugh" in page
    again = forms_in(answer.content.decode(), address)[0]
    assert values(again)["names"] == ["Rhowan Puw"]
    assert ines.post(address, values(again)).status_code == 302
    with acting(cast.INTAKE) as colleague:
        written = [wording.named.described.names for wording in queries.wordings(look(colleague, opened))]
        assert written == [("Rhowan Puw",), ("Rowan Pugh", "Ro")]
        now = queries.named(look(colleague, opened))
        assert now
        assert now.described.names == ("Rhowan Puw",)
    assert "Rowan Pugh" in unescape(ines.get(address).content.decode())


def test_what_was_written_is_changed_by_nobody(acting: Callable[..., Any], opened: UUID) -> None:
    with acting(cast.INTAKE) as colleague:
        actions.write_down(opened, FIRST, unsure=False, by=colleague)
        for change in (lambda: Named.objects.update(number=7), lambda: Named.objects.all().delete()):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                change()
