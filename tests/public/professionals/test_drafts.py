"""A draft: sealed on the way out, opened on the way in, and nowhere in between."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from django.core.files.uploadedfile import SimpleUploadedFile

from alongside.commons.refusals import BadInput
from alongside.public.professionals import draft
from tests.public.concerns.way import words_on
from tests.public.professionals.way import DRAFT, PASSPHRASE, Teacher

VECTORS = json.loads(Path(__file__).with_name("draft_vectors.json").read_text())
ANSWERS = {"called": "Danny", "worry": "He says it’s “us or them”."}


def download(teacher: Teacher, passphrase: str = PASSPHRASE) -> bytes:
    teacher.press("open-draft")
    answer = teacher.client.post(
        "/professionals/tell/", {**teacher.form(), "go": "save", "passphrase": passphrase, "again": passphrase}
    )
    assert answer["Content-Disposition"] == 'attachment; filename="notes.alongside"'
    assert answer["Cache-Control"] == "no-store"
    return bytes(answer.content)


def upload(teacher: Teacher, file: bytes, passphrase: str = PASSPHRASE) -> Teacher:
    teacher.answer = teacher.client.get(DRAFT)
    chosen = SimpleUploadedFile("notes.alongside", file)
    teacher.answer = teacher.client.post(DRAFT, {**teacher.form(), "draft": chosen, "passphrase": passphrase})
    return teacher


def test_a_draft_opens_again_where_it_was_left(teacher: Teacher) -> None:
    teacher.begin().do("place").do("person").press("open-told").press("open-list", told_them="no")
    file = download(teacher)
    assert b"Danny" not in file
    again = upload(Teacher(teacher.client), file).press(danger="no")
    assert (again.statuses["place"], again.statuses["person"]) == ("Done", "Done")
    assert again.statuses["told"] == "In progress"
    again.press("open-person")
    assert again.form()["called"] == "Danny Aro"
    assert again.form()["born_on-year"] == "2010"


def test_a_draft_that_is_opened_asks_again_whether_there_is_danger(teacher: Teacher) -> None:
    again = upload(teacher, download(teacher.begin().do("place")))
    assert "Is anybody in danger right now?" in again.says
    assert "What you wrote is here again." in again.says


def test_who_begins_anew_is_told_of_no_draft(teacher: Teacher) -> None:
    assert "What you wrote is here again." not in words_on(teacher.client.get("/professionals/").content)


def test_two_tellings_from_one_draft_have_two_receipts(teacher: Teacher) -> None:
    """A draft that is used once more, for somebody else, must not become an addition to the first."""
    file = download(teacher.do_all())
    receipts = {upload(teacher, file).press(danger="no").press("open-check").press("send").receipt for _ in range(2)}
    assert len(receipts) == 2


def test_the_size_of_a_draft_says_little() -> None:
    assert len(draft.seal({}, PASSPHRASE)) == len(draft.seal(ANSWERS, PASSPHRASE))


def test_the_same_draft_twice_is_two_different_files() -> None:
    assert draft.seal(ANSWERS, PASSPHRASE) != draft.seal(ANSWERS, PASSPHRASE)


@pytest.mark.parametrize("at", range(len(VECTORS)))
def test_the_published_examples_open_for_ever(at: int) -> None:
    example = VECTORS[at]
    assert draft.open(bytes.fromhex(example["file"]), example["passphrase"]) == example["answers"]


@pytest.mark.parametrize("at", range(len(VECTORS)))
def test_the_published_examples_open_by_the_words_of_the_document_alone(at: int) -> None:
    """A second reading of docs/professional-draft.md, without our own code."""
    example = VECTORS[at]
    file = bytes.fromhex(example["file"])
    assert file[:16] == b"ALONGSIDE-DRAFT\x01"
    assert hashlib.sha256(file[:-32]).digest() == file[-32:]
    import unicodedata

    words = unicodedata.normalize("NFC", example["passphrase"]).encode()
    key = hash_secret_raw(words, file[16:32], 3, 65_536, 4, 32, Type.ID)
    assert key.hex() == example["key"]
    plain = ChaCha20Poly1305(key).decrypt(file[32:44], file[44:-32], file[:16])
    assert json.loads(plain.rstrip(b"\0").removesuffix(b"\x80")) == {"answers": example["answers"]}


def with_sum(body: bytes) -> bytes:
    return body + hashlib.sha256(body).digest()


SEALED = bytes.fromhex(VECTORS[1]["file"])
REFUSED = {
    "a photograph": (b"\xff\xd8\xff" + bytes(5_000), "This file is not a draft from here."),
    "nothing but its name": (b"ALONGSIDE-DRAFT\x01", "This file is not a draft from here."),
    "a byte changed": (SEALED[:100] + bytes([SEALED[100] ^ 1]) + SEALED[101:], "This draft was damaged or altered"),
    "the end cut off": (SEALED[:-40], "This draft was damaged or altered"),
    "a byte changed, and the sum made again": (
        with_sum(SEALED[:100] + bytes([SEALED[100] ^ 1]) + SEALED[101:-32]),
        "This passphrase does not open the draft.",
    ),
    "a version before the first": (with_sum(b"ALONGSIDE-DRAFT\x00" + SEALED[16:-32]), "too old to be opened"),
    "a version to come": (with_sum(b"ALONGSIDE-DRAFT\x02" + SEALED[16:-32]), "a newer version of this service"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_opened_is_told_in_one_sentence(what: str, teacher: Teacher) -> None:
    file, said = REFUSED[what]
    upload(teacher, file, VECTORS[1]["passphrase"])
    assert teacher.answer.status_code == 422
    assert said in teacher.says


def test_a_wrong_passphrase_is_told(teacher: Teacher) -> None:
    upload(teacher, SEALED, "plum ladder Tuesday kit")
    assert "This passphrase does not open the draft. Check capital letters and spaces." in teacher.says
    assert b'href="#id_passphrase"' in teacher.answer.content


def test_a_file_that_is_no_draft_is_named_at_the_file(teacher: Teacher) -> None:
    upload(teacher, b"\xff\xd8\xff" + bytes(5_000))
    assert b'href="#id_draft"' in teacher.answer.content


def test_a_file_that_is_too_large_is_refused_before_it_is_read(teacher: Teacher) -> None:
    upload(teacher, bytes(400_000))
    assert teacher.answer.status_code == 413
    assert "This file is too large" in teacher.says


def test_a_draft_without_a_file_or_a_passphrase_says_what_is_missing(teacher: Teacher) -> None:
    upload(teacher, b"", "")
    assert "This file is empty. Choose your draft." in teacher.says
    assert "Enter the passphrase of the draft." in teacher.says


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"passphrase": "short", "again": "short"}, "The passphrase needs 12 characters or more."),
        ({"passphrase": PASSPHRASE, "again": PASSPHRASE + "s"}, "The two passphrases differ."),
        ({"passphrase": "", "again": ""}, "Enter a passphrase."),
    ],
)
def test_a_passphrase_that_cannot_be_used_is_told(teacher: Teacher, typed: dict[str, str], said: str) -> None:
    teacher.begin().do("place").press("open-draft").press("save", **typed)
    assert teacher.answer.status_code == 422
    assert said in teacher.says
    assert PASSPHRASE not in teacher.answer.content.decode()


def test_what_is_too_long_for_a_draft_is_told() -> None:
    with pytest.raises(BadInput, match="too long for a draft"):
        draft.seal({"worry": "ß" * 80_000}, PASSPHRASE)


def test_a_draft_of_what_is_no_question_gives_no_answers(teacher: Teacher) -> None:
    strange: Any = {"nonce": "mine", "sent_at": "x", "seen": "yes", "worry": "kept", "hurt": ["yes"], "danger": "no"}
    upload(teacher, draft.seal(strange, PASSPHRASE))
    assert "Is anybody in danger right now?" in teacher.says
    assert teacher.press(danger="no").press("open-concern").form()["worry"] == "kept"
