"""Two colleagues at one thing: the second is told before it is sent, sees the first, and can still send."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from alongside.casework.administration import people
from alongside.casework.agencies import answering, queries
from alongside.casework.agencies.models import Contribution, Request
from alongside.casework.desk.models import Briefing, Line
from alongside.casework.intake import answers
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed
from tests import cast
from tests.casework.agencies.conftest import answered, post_of
from tests.casework.given_back.forms import Typed, forms_in, values

pytestmark = pytest.mark.django_db
SignedIn = Callable[[cast.Person], Client]
Acting = Callable[..., Any]


def opens(client: Client, address: str) -> Typed:
    """Open a page before a colleague is quicker; what its form would send."""
    return values(forms_in(client.get(address).content.decode(), address)[0])


def is_told(client: Client, address: str, said: Typed, sentence: str) -> Typed:
    """Send it: it is refused with a sentence, and the form comes back as it was filled; what it would send now."""
    answer = client.post(address, said)
    assert answer.status_code in (200, 422), address
    assert sentence in unescape(answer.content.decode())
    again = values(forms_in(answer.content.decode(), address)[0])
    assert {**again, "based_on": []} == {**said, "based_on": []}
    return again


def test_who_reads_a_contribution_is_not_given_back_to_whom_a_colleague_took_it_from(
    signed_in: SignedIn, acting: Acting, asked: Request
) -> None:
    row = answered(acting, asked, readers=(cast.CASE_MANAGER, cast.COORDINATOR))
    address, hana = f"/agencies/contribution/{row.id}/readers/", signed_in(cast.PANEL_MEMBER)
    said = opens(hana, address)
    with acting(cast.PANEL_MEMBER) as colleague:
        answering.name_readers(row.id, [post_of(cast.CASE_MANAGER)], row.until, by=colleague)
    again = is_told(hana, address, said, "A colleague has changed meanwhile who reads it")
    now = Contribution.objects.get(pk=row.id)
    assert queries.named_in(now) == {post_of(cast.CASE_MANAGER).pk}
    assert hana.post(address, again).status_code == 302
    assert queries.named_in(now) == {post_of(cast.CASE_MANAGER).pk, post_of(cast.COORDINATOR).pk}
    with acting(cast.PANEL_MEMBER) as colleague, pytest.raises(NotAllowed, match="at the same moment"):
        answering.name_readers(row.id, [], row.until, by=colleague, based_on="older")


def test_two_of_one_agency_answer_one_question(signed_in: SignedIn, acting: Acting, asked: Request) -> None:
    address, hana = f"/agencies/{asked.id}/answer/", signed_in(cast.PANEL_MEMBER)
    said = {**opens(hana, address), "kind": ["answered"], "words": ["He was there twice."]}
    answered(acting, asked)
    again = is_told(hana, address, said, "A colleague of your agency has answered meanwhile")
    with acting(cast.PANEL_MEMBER):
        assert Contribution.objects.filter(request=asked).count() == 1
    assert hana.post(address, again).status_code == 302
    with acting(cast.PANEL_MEMBER):
        assert Contribution.objects.filter(request=asked).count() == 2


def test_two_answer_whoever_told_us(signed_in: SignedIn, acting: Acting, opened: UUID) -> None:
    address, ines = f"/intake/{opened}/reply/", signed_in(cast.INTAKE)
    said = {**opens(ines, address), "words": ["Is he at home now?"], "state": ["question"]}
    with acting(cast.INTAKE) as colleague:
        answers.reply(opened, "Thank you. We have read it.", by=colleague)
    first = ines.post(address, said)
    page = unescape(first.content.decode())
    assert "A colleague has answered meanwhile" in page
    assert "Thank you. We have read it." in page
    again = values(forms_in(first.content.decode(), address)[0])
    assert again["words"] == ["Is he at home now?"]
    assert ines.post(address, again).status_code == 302
    with acting(cast.INTAKE) as colleague, pytest.raises(NotAllowed, match="at the same moment"):
        answers.reply(opened, "And again.", by=colleague, based_on="older")


def test_a_draft_that_a_colleague_changed_is_not_put_over_theirs(
    signed_in: SignedIn, staff: Callable[[cast.Person], Any]
) -> None:
    cora = signed_in(cast.COORDINATOR)
    card = {"title": ["A card"], "points": ["Listen."], "languages": ["en"]}
    written = opens(cora, "/desk/in/northmere/write/") | card
    assert cora.post("/desk/in/northmere/write/", written).status_code == 302
    row = Briefing.objects.filter(area__code="northmere", published_at=None).latest("written_at")
    address = f"/desk/briefings/{row.pk}/change/"
    said = {**opens(cora, address), "title": ["Mine"]}
    later = row.written_at + timedelta(minutes=1)
    Briefing.objects.filter(pk=row.pk).update(title="Theirs", written_by=staff(cast.CHAIR), written_at=later)
    again = is_told(cora, address, said, f"{cast.CHAIR.name} has changed the draft")
    assert Briefing.objects.get(pk=row.pk).title == "Theirs"
    assert "Theirs" in cora.post(address, said).content.decode()
    assert cora.post(address, again).status_code == 302
    assert Briefing.objects.get(pk=row.pk).title == "Mine"


def test_a_line_that_a_colleague_changed_is_not_put_over_theirs(signed_in: SignedIn) -> None:
    cora, row = signed_in(cast.COORDINATOR), Line.objects.filter(area__code="northmere", closed_on=None)[0]
    address = f"/desk/in/northmere/line/{row.pk}/"
    said = opens(cora, address)
    Line.objects.filter(pk=row.pk).update(contact_email="theirs@example.org")
    again = is_told(cora, address, said, "A colleague has changed this line")
    assert Line.objects.get(pk=row.pk).contact_email == "theirs@example.org"
    assert cora.post(address, again).status_code == 302


def test_a_training_that_a_colleague_saved_is_not_put_back(
    signed_in: SignedIn, staff: Callable[[cast.Person], Any]
) -> None:
    magnus, tom = signed_in(cast.MANAGER), staff(cast.TOM)
    address, day = f"/administration/staff/{tom.pk}/training/", clock.today() + timedelta(days=200)
    said = opens(magnus, address) | {
        "kind": ["prevent"], "evidence": ["mine"], "valid_until_on-day": [str(day.day)],
        "valid_until_on-month": [str(day.month)], "valid_until_on-year": [str(day.year)],
    }  # fmt: skip
    people.record_training(tom, "prevent", day, evidence="theirs", by=staff(cast.MANAGER))
    again = is_told(magnus, address, said, "A colleague has saved a training")
    assert magnus.post(address, again).status_code == 302
