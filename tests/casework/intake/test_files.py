"""Files from the letterbox to the page: claimed by what names them, looked at, cleaned, sealed to the case."""

from __future__ import annotations

import socket
import threading
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from alongside.commons import clock, installation
from alongside.commons.envelope.receipt import ReplyKey
from tests import cast
from tests.casework import letterbox
from tests.casework.conftest import as_role, working_as_intake
from tests.casework.documents import samples
from tests.casework.intake.test_coming_back import case_of, state_of
from tests.casework.test_intake_worker import administrator

SignedIn = Callable[[cast.Person], Client]


@dataclass
class Sent:
    receipt: ReplyKey
    concern: UUID
    case: UUID
    parts: dict[str, UUID] = field(default_factory=dict)


FILES = {
    "photo.jpg": samples.picture(),
    "empty.txt": b"",
    "holiday.zip": samples.packed({"a": b"a"}),
    "really a picture.pdf": samples.picture("PNG"),
    "C:\\Users\\Sam\\Desktop\\note.txt": b"What he wrote",
    "bomb.png": samples.png_bomb(),
    "both.jpg": samples.picture() + samples.packed({"a": b"a"}),
}


@pytest.fixture(scope="module")
def sent(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Sent]:
    """A concern with files of every kind; one of them comes only after the concern was opened."""
    with working_as_intake(django_db_blocker):
        receipt, ids = letterbox.a_receipt(), {name: uuid.uuid4() for name in [*FILES, "late.txt"]}
        early = [letterbox.file(data, name, id=ids[name]) for name, data in FILES.items()]
        concern = letterbox.sealed("with files", reply_to=receipt.reply_to(), parts=tuple(ids.values()))
        letterbox.post(*early, concern)
        letterbox.work()
        told = Sent(receipt, concern.id, case_of(concern.id), ids)
        assert len(listed(told)) == len(ids)
        letterbox.post(letterbox.file(b"It came later", "late.txt", id=ids["late.txt"]))
        letterbox.work()
        yield told


@pytest.fixture(autouse=True)
def as_web(sent: Sent) -> None:
    as_role("casework_web")


def listed(sent: Sent) -> dict[UUID, str]:
    with installation.connect("casework", "intake") as connection:
        found = connection.execute("SELECT id, verdict FROM documents_document WHERE case_id = %s", (sent.case,))
        return dict(found.fetchall())


def test_each_file_has_its_verdict_and_the_one_that_came_later_is_with_the_others(sent: Sent) -> None:
    verdicts = listed(sent)
    assert {name: verdicts[part] for name, part in sent.parts.items()} == {
        "photo.jpg": "clean",
        "empty.txt": "empty",
        "holiday.zip": "archive",
        "really a picture.pdf": "clean",
        "C:\\Users\\Sam\\Desktop\\note.txt": "clean",
        "bomb.png": "bomb",
        "both.jpg": "two_kinds",
        "late.txt": "clean",
    }


def test_the_page_lists_each_file_with_its_name_size_and_verdict(sent: Sent, signed_in: SignedIn) -> None:
    shown = signed_in(cast.INTAKE).get(f"/referrals/{sent.case}/").content.decode()
    assert "photo.jpg" in shown
    assert "note.txt" in shown
    assert "Desktop" not in shown
    assert "really a picture.png" in shown
    assert "Its name promised another kind of file." in shown
    assert "An archive of several files: not opened" in shown
    assert "with the concern" in shown


def test_whoever_may_read_the_concern_opens_a_file_and_leaves_a_leaf(sent: Sent, signed_in: SignedIn) -> None:
    answer = signed_in(cast.INTAKE).get(f"/files/{sent.case}/{sent.parts['photo.jpg']}/view")
    assert answer.content[:3] == b"\xff\xd8\xff"
    assert samples.CANARY not in answer.content
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"] == "inline; filename*=UTF-8''photo.jpg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox;")
    assert "no-store" in answer["Cache-Control"]


def test_a_copy_is_handed_out_and_not_shown(sent: Sent, signed_in: SignedIn) -> None:
    answer = signed_in(cast.INTAKE).get(f"/files/{sent.case}/{sent.parts['late.txt']}/copy")
    assert answer.content == b"It came later"
    assert answer["Content-Disposition"].startswith("attachment;")


@pytest.mark.parametrize("person", [cast.MANAGER, cast.COORDINATOR, cast.CHAIR])
def test_who_may_not_read_the_concern_gets_no_file(sent: Sent, signed_in: SignedIn, person: cast.Person) -> None:
    assert signed_in(person).get(f"/files/{sent.case}/{sent.parts['photo.jpg']}/view").status_code == 404


def test_what_was_refused_and_what_is_of_another_case_is_not_found(
    sent: Sent, signed_in: SignedIn, opened: UUID
) -> None:
    ines = signed_in(cast.INTAKE)
    assert ines.get(f"/files/{sent.case}/{sent.parts['bomb.png']}/copy").status_code == 404
    assert ines.get(f"/files/{opened}/{sent.parts['photo.jpg']}/copy").status_code == 404


def test_the_sender_is_told_in_clear_words_what_became_of_what_was_not_kept_as_sent(sent: Sent) -> None:
    said = [answer for answer in letterbox.answers_to(sent.receipt) if answer.words]
    assert {answer.state for answer in said} == {"received"}
    about = {name: next((one.words for one in said if f"“{name}”" in one.words), "") for name in (
        "empty.txt", "holiday.zip", "really a picture.pdf", "note.txt", "bomb.png", "both.jpg", "photo.jpg", "late.txt",
    )}  # fmt: skip
    assert "it was empty" in about["empty.txt"]
    assert "it is an archive" in about["holiday.zip"]
    assert "another kind of file than its name says" in about["really a picture.pdf"]
    assert "only the last part of the name" in about["note.txt"]
    assert "far more than it seems" in about["bomb.png"]
    assert "two kinds of file" in about["both.jpg"]
    assert about["photo.jpg"] == about["late.txt"] == ""
    assert all("Everything else that you sent is with us." in one.words for one in said)
    assert not any("Desktop" in one.words for one in said)


@pytest.fixture
def clock_moved() -> Iterator[None]:
    yield
    clock.reset()


def test_a_file_that_nobody_names_is_deleted_after_a_day_unopened(
    sent: Sent, django_db_blocker: DjangoDbBlocker, clock_moved: None
) -> None:
    from alongside.casework.intake import files

    part = letterbox.file(b"never sent", "draft.txt")
    with working_as_intake(django_db_blocker):
        letterbox.post(part)
        letterbox.work()
        clock.shift(timedelta(hours=23))
        files.forget_unnamed()
        assert state_of(part.id) == ("waiting", "")
        clock.shift(timedelta(hours=2))
        files.forget_unnamed()
        with pytest.raises(AssertionError):
            state_of(part.id)


def test_a_file_that_was_named_and_never_came_is_called_lost_and_its_sender_told(
    sent: Sent, django_db_blocker: DjangoDbBlocker, clock_moved: None
) -> None:
    from alongside.casework.intake import files

    with working_as_intake(django_db_blocker):
        receipt = letterbox.a_receipt()
        concern = letterbox.sealed("its file was lost", reply_to=receipt.reply_to(), parts=(uuid.uuid4(),))
        letterbox.post(concern)
        letterbox.work()
        clock.shift(timedelta(hours=49))
        files.give_up()
    (told,) = letterbox.answers_to(receipt)
    assert "it did not reach us" in told.words


def test_a_file_whose_sender_cannot_be_told_any_more_is_called_lost_and_keeps_no_other_from_it(
    sent: Sent, django_db_blocker: DjangoDbBlocker, clock_moved: None
) -> None:
    """The week's key is gone, or what it sealed was altered: that raised an error every hour, before anything else."""
    from alongside.casework.intake import files

    with working_as_intake(django_db_blocker):
        gone, receipt = letterbox.a_receipt(), letterbox.a_receipt()
        parts = {gone: uuid.uuid4(), receipt: uuid.uuid4()}
        for key, part in parts.items():
            letterbox.post(letterbox.sealed("its file was lost", reply_to=key.reply_to(), parts=(part,)))
            letterbox.work()
        with administrator() as connection:
            connection.execute(
                "UPDATE documents_document SET answer_key = 'intake-2020-W01' WHERE id = %s", (parts[gone],)
            )
        clock.shift(timedelta(hours=49))
        files.give_up()
    assert letterbox.answers_to(gone) == []
    (told,) = letterbox.answers_to(receipt)
    assert "it did not reach us" in told.words


class Clamd(threading.Thread):
    """A peer that speaks clamd's INSTREAM over a real socket, as clamd 1.4 was seen to, and finds EICAR's own words."""

    longest = 100_000

    def __init__(self, path: Path) -> None:
        super().__init__(daemon=True)
        self.listening = socket.socket(socket.AF_UNIX)
        self.listening.bind(str(path))
        self.listening.listen()

    def run(self) -> None:
        while True:
            try:
                peer, _ = self.listening.accept()
            except OSError:
                return
            with peer, peer.makefile("rb") as said:
                assert said.read(10) == b"zINSTREAM\0"
                content = b""
                while size := int.from_bytes(said.read(4), "big"):
                    content += said.read(size)
                    if len(content) > self.longest:
                        break
                peer.sendall(self.answer(content))

    def answer(self, content: bytes) -> bytes:
        if len(content) > self.longest:
            return b"INSTREAM size limit exceeded. ERROR\0"
        return b"stream: Eicar-Test FOUND\0" if b"EICAR" in content else b"stream: OK\0"


@pytest.fixture
def clamd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """A virus check that the installation names; it answers from when the test starts it."""
    from alongside.casework.intake import actions

    path, started = tmp_path / "clamd", []
    monkeypatch.setenv("ALONGSIDE_CLAMD", str(path))

    def start() -> None:
        started.append(Clamd(path))
        started[0].start()
        actions._check_again_at[0] = 0

    yield start
    for each in started:
        each.listening.close()
    actions._check_again_at[0] = 0


def test_a_file_waits_for_the_virus_check_and_one_that_is_infected_is_never_opened(
    sent: Sent, clamd: Callable[[], None], django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alongside.casework.documents import checking

    looked_at: list[bytes] = []
    examine: Any = checking.examine
    monkeypatch.setattr(checking, "examine", lambda data: looked_at.append(data) or examine(data))
    with working_as_intake(django_db_blocker):
        receipt = letterbox.a_receipt()
        good, bad = letterbox.file(b"good", "good.txt"), letterbox.file(b"EICAR", "bad.txt")
        long = letterbox.file(b"long " * 100_000, "long.txt")
        parts = (good.id, bad.id, long.id)
        concern = letterbox.sealed("with a virus", reply_to=receipt.reply_to(), parts=parts)
        letterbox.post(concern, good, bad, long)
        letterbox.work()
        told = Sent(receipt, concern.id, case_of(concern.id))
        assert "pending" in listed(told).values()
        assert looked_at == []
        clamd()
        letterbox.work()
        assert listed(told) == {good.id: "clean", bad.id: "infected", long.id: "too_much"}
    assert looked_at == [b"good"]
    said = [answer.words for answer in letterbox.answers_to(receipt)]
    assert len(said) == 2
    assert any("our check found a virus in it" in words for words in said)
