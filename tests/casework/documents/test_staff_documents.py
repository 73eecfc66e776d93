"""Staff's own documents of a case: added with a purpose, looked at, sealed, versioned, withdrawn, and gone with it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client

from alongside.casework.documents import adding, listing
from alongside.casework.documents.checking import Chosen, NotTaken
from alongside.casework.documents.models import CaseDocument
from alongside.casework.referrals import actions as referrals
from alongside.casework.referrals.queries import NotFound, find
from alongside.casework.rules import documents as rules
from alongside.casework.rules.roles import ROLES
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed
from tests import cast
from tests.casework.documents import samples

pytestmark = pytest.mark.django_db
SignedIn = Callable[[cast.Person], Client]
Acting = Callable[[cast.Person], Any]
WORDS = b"He came late in May."
LETTER = adding.About("letter", "What the school saw in May.", None, "Bay School", "Bay School")
SENT = {"type": "report", "purpose": "What the school saw in May.", "source": "Bay School", "controller": "The council"}


@pytest.fixture
def case(opened: UUID, acting: Acting) -> UUID:
    """A referral that intake has opened."""
    with acting(cast.INTAKE) as ines:
        referrals.record_and_move(opened, "open_referral", {}, by=ines, reason="because")
    return opened


def add(
    acting: Acting, case: UUID, content: bytes = WORDS, *, person: cast.Person = cast.CASE_MANAGER,
    replaces: UUID | None = None,
) -> CaseDocument:  # fmt: skip
    with acting(person) as somebody:
        return adding.add(case, Chosen("letter.txt", content), LETTER, by=somebody, replaces=replaces)


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/octet-stream")


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def reads(acting: Acting, person: cast.Person, case: UUID, row: CaseDocument) -> bytes | None:
    """Return the bytes of a document as somebody reads it; None where they find nothing."""
    with acting(person) as somebody:
        try:
            return listing.opened(find(somebody, case), row.id)[1]
        except NotFound:
            return None


def test_a_pdf_that_says_who_made_it_is_added_and_comes_back_without(case: UUID, signed_in: SignedIn) -> None:
    callum = signed_in(cast.CASE_MANAGER)
    assert "No document was added yet." in page(callum, f"/referrals/{case}/")
    sent = callum.post(f"/files/{case}/add/", {**SENT, "file": upload("C:\\Users\\sam\\Report May.doc", samples.pdf())})
    assert sent.status_code == 302, sent.content.decode()
    shown = page(callum, f"/files/{case}/")
    for words in ("Report May.pdf", "It is kept as what it is: PDF document.", *SENT.values()):
        assert words in shown or words == "report"
    assert "Users" not in shown
    for address in (f"/files/{case}/", f"/referrals/{case}/"):
        assert "Report May.pdf" in page(callum, address)
    (copy,) = re.findall(rf'href="(/files/{case}/of-staff/[0-9a-f-]+/copy)"', page(callum, f"/referrals/{case}/"))
    answer = callum.get(copy)
    assert answer["Content-Disposition"] == "attachment; filename*=UTF-8''Report%20May.pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert "no-store" in answer["Cache-Control"]
    assert samples.CANARY not in answer.content
    with pikepdf.open(io.BytesIO(answer.content)) as made:
        assert len(made.pages) == 1
        assert "/Author" not in made.docinfo


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (samples.locked_pdf(), "locked with a password"),
        (samples.packed({"a.txt": b"a"}), "archive"),
        (b"", "it was empty"),
    ],
)
def test_a_bad_file_gets_one_sentence_and_nothing_else_that_was_typed_is_lost(
    case: UUID, signed_in: SignedIn, content: bytes, why: str
) -> None:
    callum = signed_in(cast.CASE_MANAGER)
    answer = callum.post(f"/files/{case}/add/", {**SENT, "file": upload("scan.pdf", content)})
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert "“scan.pdf” was not taken:" in shown
    assert why in shown
    for words in ("What the school saw in May.", "Bay School", "The council", '<option value="report" selected'):
        assert words in shown
    assert not CaseDocument.objects.exists()


def test_a_file_that_is_too_large_is_said_to_be_and_the_form_stays_filled(case: UUID, signed_in: SignedIn) -> None:
    answer = signed_in(cast.CASE_MANAGER).post(
        f"/files/{case}/add/", {**SENT, "file": upload("film.txt", b"x" * 20_000_001)}
    )
    shown = answer.content.decode()
    assert "This file is larger than 20 MB." in shown
    assert "What the school saw in May." in shown


def test_while_the_virus_check_does_not_answer_nothing_is_taken(
    case: UUID, acting: Acting, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setenv("ALONGSIDE_CLAMD", str(tmp_path / "nobody listens"))
    with pytest.raises(NotTaken, match="virus check does not answer"):
        add(acting, case)


def test_what_is_stored_can_be_read_by_no_thief(case: UUID, acting: Acting) -> None:
    row = add(acting, case)
    with acting(cast.CASE_MANAGER), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM documents_casedocument WHERE id = %s", [row.id])
        stored = b"".join(bytes(each) for each in cursor.fetchone() if isinstance(each, memoryview | bytes))
    assert len(stored) > 100
    for words in (WORDS, b"letter", b"Bay School", b"May"):
        assert words not in stored


def test_who_reads_the_assessment_reads_it_and_nobody_else(case: UUID, acting: Acting) -> None:
    row = add(acting, case)
    for person in cast.CASEWORK:
        may = {"intake", "case_manager", "police_supervisor"} & set(person.roles)
        here = person.agency not in (cast.WELSH_COUNCIL, cast.WELSH_POLICE)
        assert reads(acting, person, case, row) == (WORDS if may and here else None), person.name


def test_whoever_writes_in_the_case_adds_and_nobody_before_it_is_opened_or_after_it_is_closed(
    opened: UUID, acting: Acting
) -> None:
    with pytest.raises(NotAllowed, match="from the day a referral is opened"):
        add(acting, opened, person=cast.INTAKE)
    with pytest.raises(NotFound):
        add(acting, opened, person=cast.COORDINATOR)
    adders = {role for role in ROLES if rules.adds(role, "gathering")}
    assert adders == {"intake", "case_manager", "police_supervisor", "chair", "deputy_chair"}
    assert not any(rules.adds(role, stage) for role in ROLES for stage in ("received", "police_owned", "closed"))


def test_a_new_version_stands_beside_the_old_one_which_stays_readable(
    case: UUID, acting: Acting, signed_in: SignedIn
) -> None:
    old = add(acting, case)
    new = add(acting, case, b"He came early.", person=cast.INTAKE, replaces=old.id)
    assert reads(acting, cast.CASE_MANAGER, case, old) == WORDS
    assert reads(acting, cast.CASE_MANAGER, case, new) == b"He came early."
    shown = page(signed_in(cast.CASE_MANAGER), f"/files/{case}/")
    assert f"Replaced by {cast.INTAKE.name}," in shown
    assert "1 earlier version" in shown
    assert shown.index(str(new.id)) < shown.index(str(old.id))
    with pytest.raises(NotAllowed, match="there is a newer version already"):
        add(acting, case, replaces=old.id)


def test_the_page_of_a_new_version_begins_with_what_stays_the_same(
    case: UUID, acting: Acting, signed_in: SignedIn
) -> None:
    callum, old = signed_in(cast.CASE_MANAGER), add(acting, case)
    address = f"/files/{case}/of-staff/{old.id}/replace/"
    shown = page(callum, address)
    assert LETTER.purpose in shown
    assert '<option value="letter" selected' in shown
    assert callum.post(address, {**SENT, "file": upload("new.txt", b"new")}).status_code == 302
    assert "new.txt" in page(callum, f"/files/{case}/")


def test_what_is_withdrawn_stays_with_its_reason_and_its_file_stays_or_goes(
    case: UUID, acting: Acting, signed_in: SignedIn
) -> None:
    callum, stays, goes = signed_in(cast.CASE_MANAGER), add(acting, case), add(acting, case)
    for row, file in ((stays, "stays"), (goes, "goes")):
        address = f"/files/{case}/of-staff/{row.id}/withdraw/"
        assert "Why is it withdrawn?" in page(callum, address)
        assert callum.post(address, {"why": "", "file": file}).status_code == 200
        assert callum.post(address, {"why": f"It {file} so.", "file": file}).status_code == 302
        again = callum.post(address, {"why": "again", "file": file})
        assert "it is withdrawn already" in again.content.decode()
    shown = page(callum, f"/files/{case}/")
    assert shown.count(f"Withdrawn by {cast.CASE_MANAGER.name},") == 2
    assert "It stays so." in shown
    assert "It goes so." in shown
    assert shown.count("Its file was deleted.") == 1
    assert reads(acting, cast.INTAKE, case, stays) == WORDS
    assert reads(acting, cast.INTAKE, case, goes) is None
    assert callum.get(f"/files/{case}/of-staff/{goes.id}/view").status_code == 404
    with pytest.raises(NotAllowed, match="It was withdrawn"):
        add(acting, case, replaces=stays.id)
    with acting(cast.CASE_MANAGER):
        assert CaseDocument.objects.get(pk=goes.id).content is None


def test_the_database_lets_nobody_change_what_a_document_is(case: UUID, acting: Acting) -> None:
    row = add(acting, case)
    with acting(cast.CASE_MANAGER), connection.cursor() as cursor:
        for change in ("content = 'x'", "said = 'x'", "size = 1", "added_at = now()"):
            with pytest.raises(DatabaseError), transaction.atomic():
                cursor.execute(f"UPDATE documents_casedocument SET {change} WHERE id = %s", [row.id])
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute("DELETE FROM documents_casedocument WHERE id = %s", [row.id])


def test_every_reading_and_every_change_is_a_leaf_of_the_audit(case: UUID, acting: Acting, signed_in: SignedIn) -> None:
    callum, row = signed_in(cast.CASE_MANAGER), add(acting, case)
    seen: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "audit.leaf" in sql:
            seen.extend(str(each) for each in params)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        callum.get(f"/files/{case}/of-staff/{row.id}/view")
        callum.get(f"/files/{case}/")
        callum.post(f"/files/{case}/of-staff/{row.id}/withdraw/", {"why": "wrong one", "file": "goes"})
        add(acting, case)
    said = " ".join(seen)
    for verb in ("opened a document", "looked at documents", "deleted a document", "added a document"):
        assert verb in said
    assert str(row.id) in said


def test_many_are_paged_and_all_stand_on_one_page_for_paper(case: UUID, acting: Acting, signed_in: SignedIn) -> None:
    callum = signed_in(cast.CASE_MANAGER)
    for number in range(listing.A_PAGE + 1):
        add(acting, case, f"letter {number}".encode())
    count = r'id="document-'
    assert page(callum, f"/files/{case}/").count(count) == listing.A_PAGE
    assert page(callum, f"/files/{case}/?page=2").count(count) == 1
    assert page(callum, f"/files/{case}/?open=all").count(count) == listing.A_PAGE + 1
    shown = page(callum, f"/referrals/{case}/")
    assert "All 11 documents, with their versions" in shown
    assert shown.count("/copy") == listing.ON_THE_CASE


def test_the_story_of_the_case_tells_of_them_and_says_nothing_of_what_they_hold(
    case: UUID, acting: Acting, signed_in: SignedIn
) -> None:
    clock.reset()
    add(acting, case, replaces=add(acting, case).id)
    story = page(signed_in(cast.INTAKE), f"/referrals/{case}/")
    assert "Document added" in story
    assert "New version of a document" in story
