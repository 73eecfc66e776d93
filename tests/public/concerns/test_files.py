"""Files: sealed one by one as they are chosen, in memory alone, and parts of what is told."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections

from alongside.commons.envelope.limits import LARGEST_FILE
from alongside.public.concerns import files
from tests.public.concerns.way import ANSWERS, Arrived, Visitor

PICTURE = b"\x89PNG\r\n" + bytes(range(256)) * 40


def file(name: str = "message.png", data: bytes = PICTURE) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="image/png")


@pytest.fixture
def teller(committed: Visitor) -> Visitor:
    return committed.go_to_questions()


def test_a_file_is_sealed_when_it_is_added_and_the_concern_names_it(teller: Visitor) -> None:
    arrived = Arrived()
    teller.press("add", file=file(), **ANSWERS)
    assert "1 file added" in teller.says
    assert teller.form()["called"] == "Danny"
    [(id, part)] = arrived.parts().items()
    assert (part.name, part.said_type, part.data) == ("message.png", "image/png", PICTURE)
    teller.press("send")
    assert arrived.concern().parts == (id,)


def test_a_file_that_was_chosen_and_not_added_is_not_lost_at_send(teller: Visitor) -> None:
    arrived = Arrived()
    teller.press("send", file=file(), **ANSWERS)
    assert "Your file is added now, and nothing is sent yet." in teller.says
    assert "1 file added" in teller.says
    assert teller.form()["called"] == "Danny"
    teller.press("send")
    assert arrived.concern().parts == tuple(arrived.parts())


def test_a_removed_file_is_not_named(teller: Visitor) -> None:
    arrived = Arrived()
    for name in ("one.png", "two.png", "three.png"):
        teller.press("add", file=file(name))
    teller.press("remove-1")
    assert "2 files added" in teller.says
    assert "two.png" not in teller.says
    teller.press("send", **ANSWERS)
    by_id = {id: part.name for id, part in arrived.parts().items()}
    assert [by_id[id] for id in arrived.concern().parts] == ["one.png", "three.png"]


def test_twenty_megabytes_are_taken_and_a_byte_more_is_not(teller: Visitor) -> None:
    teller.press("add", file=file("film.mp4", bytes(LARGEST_FILE)))
    assert "film.mp4 (20.0 MB)" in teller.says
    teller.press("add", file=file("longer.mp4", bytes(LARGEST_FILE + 1)), **ANSWERS)
    assert teller.answer.status_code == 422
    assert "larger than 20 MB" in teller.says
    assert "1 file added" in teller.says
    assert teller.form()["called"] == "Danny"


def test_there_are_ten_files_at_most(teller: Visitor) -> None:
    for _ in range(10):
        teller.press("add", file=file())
    teller.press("add", file=file("eleventh.png"))
    assert teller.answer.status_code == 422
    assert "there can be no more" in teller.says
    assert "10 files added" in teller.says


def test_an_empty_file_and_one_with_a_path_are_added_as_they_are(teller: Visitor) -> None:
    arrived = Arrived()
    teller.press("add", file=file("empty.txt", b""))
    odd = file()
    odd.name = "../../etc/passwd"
    teller.press("add", file=odd)
    assert "2 files added" in teller.says
    assert {part.name for part in arrived.parts().values()} == {"empty.txt", "passwd"}


def test_without_a_file_the_page_says_so(teller: Visitor) -> None:
    assert "Choose a file first" in teller.press("add").says


def test_nothing_of_a_file_is_ever_in_a_temporary_file(
    teller: Visitor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(*args: Any, **kwargs: Any) -> Any:
        raise AssertionError("a temporary file was asked for")

    for maker in ("NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile", "mkstemp", "mkdtemp"):
        monkeypatch.setattr(tempfile, maker, refuse)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    from django.core.files import uploadedfile

    monkeypatch.setattr(uploadedfile.tempfile, "NamedTemporaryFile", refuse)
    teller.press("add", file=file("film.mp4", bytes(5_000_000)))
    assert "1 file added" in teller.says
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_posted_is_said_and_what_was_typed_stays(teller: Visitor) -> None:
    connection = connections["default"]
    kept = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict["PORT"] = "1"
    try:
        teller.press("add", file=file(), **ANSWERS)
    finally:
        connection.close()
        connection.settings_dict.update(kept)
    assert teller.answer.status_code == 503
    assert "We cannot take this just now" in teller.says
    assert teller.form()["worry"].startswith("He says it’s")
    assert "1 file added" in teller.press("add", file=file()).says


def test_a_list_that_was_changed_on_its_way_is_not_believed() -> None:
    added = [files.Added(str(UUID(int=1)), "a.png", 3)]
    closed = files.close(added)
    assert files.opened(closed) == added
    assert files.opened(closed[:-4] + "AAAA") is None
    assert files.opened("") == []
