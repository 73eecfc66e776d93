"""An agency's answer has files: looked at, read by whom it names and no longer than that, lost by no refusal."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from alongside.casework.agencies import answering, enclosing, queries
from alongside.casework.agencies.models import Contribution, Enclosure, Request
from alongside.casework.documents.checking import Chosen, NotTaken
from alongside.casework.rules import agencies as rules
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed
from tests import cast
from tests.casework.agencies.conftest import TOLD, Acting, answered, post_of
from tests.casework.documents import samples

pytestmark = pytest.mark.django_db
SignedIn = Callable[[cast.Person], Client]
DAY = clock.today() + timedelta(days=7)
REPORT = b"She came to the clinic twice."


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/octet-stream")


def sent(*files: SimpleUploadedFile) -> dict[str, Any]:
    return {
        "kind": "answered", "words": TOLD, "readers": [str(post_of(cast.CASE_MANAGER).pk)], "regime": "uk_gdpr",
        "until-day": DAY.day, "until-month": DAY.month, "until-year": DAY.year, "enclosed": list(files),
    }  # fmt: skip


def opens(acting: Acting, person: cast.Person, row: Contribution, file: Enclosure) -> bytes | None:
    """Return a file as somebody reads it; None where they find nothing."""
    with acting(person) as somebody:
        try:
            return enclosing.opened(somebody, row.id, file.id)[1]
        except queries.NotFound:
            return None


def test_a_partner_answers_with_files_and_whom_it_names_opens_them(asked: Request, signed_in: SignedIn) -> None:
    hana, callum, sunita = (signed_in(each) for each in (cast.PANEL_MEMBER, cast.CASE_MANAGER, cast.SUPERVISOR))
    answer = hana.post(
        f"/agencies/{asked.id}/answer/", sent(upload("visit.pdf", samples.pdf()), upload("a.txt", REPORT))
    )
    assert answer.status_code == 302, answer.content.decode()
    shown = callum.get(f"/referrals/{asked.of_case}/").content.decode()
    (copy,) = re.findall(r'href="(/agencies/contribution/[^"]+/copy)"[^>]*><bdi>visit', shown)
    assert "a.txt" in shown
    assert "a.txt" not in sunita.get(f"/referrals/{asked.of_case}/").content.decode()
    made = callum.get(copy)
    assert made["Content-Disposition"] == "attachment; filename*=UTF-8''visit.pdf"
    assert made["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in made["Cache-Control"]
    assert samples.CANARY not in made.content
    assert hana.get(copy).status_code == 200
    for other in (sunita, signed_in(cast.COORDINATOR), signed_in(cast.WELSH_INTAKE)):
        assert other.get(copy).status_code == 404


def test_a_refused_file_says_why_and_the_written_answer_is_still_there(asked: Request, signed_in: SignedIn) -> None:
    hana = signed_in(cast.PANEL_MEMBER)
    bad = upload("scan.pdf", samples.locked_pdf())
    page = hana.post(f"/agencies/{asked.id}/answer/", sent(upload("a.txt", REPORT), bad)).content.decode()
    assert "“scan.pdf” was not taken: it is locked with a password" in page
    assert TOLD in page
    assert f'value="{DAY.year}"' in page
    assert not Contribution.objects.exists()


@pytest.mark.parametrize(("count", "size", "why"), [(4, 1, "at most 3 files"), (2, 10_000_001, "larger than 20 MB")])
def test_too_many_or_too_large_a_lot_is_said_to_be(
    asked: Request, signed_in: SignedIn, count: int, size: int, why: str
) -> None:
    files = [upload(f"{number}.txt", b"x" * size) for number in range(count)]
    page = signed_in(cast.PANEL_MEMBER).post(f"/agencies/{asked.id}/answer/", sent(*files)).content.decode()
    assert why in page
    assert TOLD in page


def test_its_agency_adds_a_file_later_and_nobody_else_does(asked: Request, acting: Acting, signed_in: SignedIn) -> None:
    row = answered(acting, asked)
    address = f"/agencies/contribution/{row.id}/add-file/"
    hana, callum = signed_in(cast.PANEL_MEMBER), signed_in(cast.CASE_MANAGER)
    page = hana.post(address, {"file": upload("scan.pdf", samples.locked_pdf())}).content.decode()
    assert "“scan.pdf” was not taken" in page
    assert hana.post(address, {"file": upload("later.txt", REPORT)}).status_code == 302
    assert "later.txt" in callum.get(f"/agencies/contribution/{row.id}/").content.decode()
    assert "only" in callum.post(address, {"file": upload("mine.txt", REPORT)}).content.decode()
    with acting(cast.CASE_MANAGER) as manager, pytest.raises(NotAllowed, match="It stays its agency's"):
        enclosing.add(row.id, Chosen("mine.txt", REPORT), by=manager)


def test_files_lapse_with_the_contribution_and_with_its_naming(asked: Request, acting: Acting) -> None:
    row = answered(acting, asked)
    with acting(cast.PANEL_MEMBER) as hana:
        file = enclosing.add(row.id, Chosen("a.txt", REPORT), by=hana)
    assert opens(acting, cast.CASE_MANAGER, row, file) == REPORT
    with acting(cast.PANEL_MEMBER) as hana:
        answering.name_readers(row.id, [post_of(cast.SUPERVISOR)], row.until, by=hana)
    assert opens(acting, cast.CASE_MANAGER, row, file) is None
    assert opens(acting, cast.SUPERVISOR, row, file) == REPORT
    clock.shift(row.until - clock.today() + timedelta(days=1))
    assert opens(acting, cast.SUPERVISOR, row, file) is None
    assert opens(acting, cast.PANEL_MEMBER, row, file) == REPORT


def test_a_contribution_has_ten_files_at_most(asked: Request, acting: Acting, monkeypatch: pytest.MonkeyPatch) -> None:
    row = answered(acting, asked)
    monkeypatch.setattr(rules, "MOST_FILES", 1)
    with acting(cast.PANEL_MEMBER) as hana:
        enclosing.add(row.id, Chosen("a.txt", REPORT), by=hana)
        with pytest.raises(NotAllowed, match="there can be no more"):
            enclosing.add(row.id, Chosen("b.txt", REPORT), by=hana)
        with pytest.raises(NotTaken):
            enclosing.add(row.id, Chosen("c.zip", samples.packed({"a.txt": b"a"})), by=hana)
