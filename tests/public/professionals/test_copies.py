"""What a professional takes with them: the questions before, and what they sent after."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from alongside.public.professionals import fields
from tests.public.concerns.way import words_on
from tests.public.professionals.way import Teacher


def test_after_send_they_download_what_they_sent_as_text(teacher: Teacher) -> None:
    receipt = teacher.send().receipt
    teacher.press("copy-text")
    assert teacher.answer["Content-Disposition"] == 'attachment; filename="what-I-sent.txt"'
    text = teacher.answer.content.decode()
    for said in ("He says it’s “us or them”.", "27 March 2010", "Teodor Quill", "Yes, they agreed", "Northmere"):
        assert said in text
    assert receipt not in text


def test_after_send_they_download_what_they_sent_as_a_page_that_needs_nothing_else(teacher: Teacher) -> None:
    teacher.send(person={"called": "<script>alert(1)</script>"}).press("copy-page")
    assert teacher.answer["Content-Disposition"] == 'attachment; filename="what-I-sent.html"'
    page = BeautifulSoup(teacher.answer.content, "html.parser")
    assert page.find(["script", "style", "link", "img"]) is None
    assert "<script>alert(1)</script>" in page.get_text()
    assert "Sent at" in page.get_text()


def test_a_copy_is_made_only_of_what_was_sent(teacher: Teacher) -> None:
    """Before Send the same button is not there, and pressing it all the same shows a page."""
    teacher.do_all().press("copy-text")
    assert teacher.answer["Content-Type"].startswith("text/html")
    assert "Content-Disposition" not in teacher.answer


def test_after_six_hours_the_page_says_that_it_cannot_make_a_copy(teacher: Teacher) -> None:
    teacher.send()
    answer = teacher.client.post("/professionals/tell/", {**teacher.form(), "held": "x", "go": "copy-text"})
    assert "Content-Disposition" not in answer
    assert answer.status_code == 403
    assert "a copy of what you sent cannot be made any more" in words_on(answer.content)


def test_the_blank_copy_has_every_question(client: Client, db: None) -> None:
    page = words_on(client.get("/professionals/blank/").content)
    for one in fields.all_fields():
        assert str(one.label) in page


@pytest.mark.parametrize("language", ["", "/cy"])
def test_the_blank_pdf_is_readable_by_a_screen_reader(language: str, client: Client, db: None) -> None:
    answer = client.get(f"{language}/professionals/blank.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert re.search(rb"pdfuaid:part>1<|pdfuaid:part=.1", answer.content)
    assert f"/Lang({language.removeprefix('/') or 'en'}".encode() in answer.content.replace(b" ", b"")
