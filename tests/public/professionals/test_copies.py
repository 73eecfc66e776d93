"""What a professional takes with them: the questions before, and what they sent after."""

from __future__ import annotations

import io
import re

import pikepdf
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


# What guidance tells a school to describe (domain page 3.2), in the words of the form.
GUIDANCE = (
    "how you and your organisation came to be worried",
    "what happened: when, where, and who was there",
    "interest in hate crime, terrorism, massacres or attacks on schools that sounds approving",
    "use of a phone or the internet that worries you, and how you found out",
    "whom they are in contact with, why and how often",
    "a wish to hurt somebody or a warning of it: who, when, and the exact words",
    "plans to travel to a place of conflict: where, when and how",
    "what else may be behind it, and what you are worried may happen",
)
ASKED_APART = {
    "concern": ("What else did you notice?", "What are you worried may happen if nothing is done?"),
    "strengths": ("What may be making life hard for them?", "Other safeguarding concerns"),
    "told": (
        "What have you discussed with the person before?",
        "What have you discussed with their parents before?",
        "How do the parents support them?",
    ),
}


def test_what_guidance_tells_to_describe_stands_beside_the_worry_and_is_asked(teacher: Teacher) -> None:
    teacher.begin()
    beside = teacher.press("open-concern").page.select_one("main details")
    assert beside
    assert tuple(" ".join(one.text.split()) for one in beside.select("li")) == GUIDANCE
    for task, questions in ASKED_APART.items():
        labels = {" ".join(one.text.split()) for one in teacher.press(f"open-{task}").page.select("main label")}
        assert all(any(label.startswith(question) for label in labels) for question in questions), task


def test_what_guidance_tells_to_describe_is_on_the_blank_copy_and_in_the_pdf(client: Client, db: None) -> None:
    page = words_on(client.get("/professionals/blank/").content)
    pdf = words_in_pdf(client.get("/professionals/blank.pdf").content)
    for words in (*GUIDANCE, *(question for asked in ASKED_APART.values() for question in asked)):
        assert words in page, words
        assert "".join(words.split()) in pdf, words


def words_in_pdf(pdf: bytes) -> str:
    """The text of a PDF as its fonts say it, without the spaces."""
    said: list[str] = []
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            fonts = {name: _characters(font) for name, font in page.Resources.Font.items()}
            font: dict[int, str] = {}
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "Tf":
                    font = fonts[str(operands[0])]
                elif str(operator) in ("Tj", "TJ"):
                    pieces: list[object] = list(operands[0]) if str(operator) == "TJ" else [operands[0]]
                    strings = (bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String))
                    said += (
                        font.get(int.from_bytes(raw[at : at + 2]), "")
                        for raw in strings
                        for at in range(0, len(raw), 2)
                    )
    return "".join("".join(said).split())


def _characters(font: pikepdf.Object) -> dict[int, str]:
    """What each code of a font means (its ToUnicode map)."""
    pairs = re.findall(r"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>\s*\n", font.ToUnicode.read_bytes().decode("latin-1"))
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}


@pytest.mark.parametrize("language", ["", "/cy"])
def test_the_blank_pdf_is_readable_by_a_screen_reader(language: str, client: Client, db: None) -> None:
    answer = client.get(f"{language}/professionals/blank.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert re.search(rb"pdfuaid:part>1<|pdfuaid:part=.1", answer.content)
    assert f"/Lang({language.removeprefix('/') or 'en'}".encode() in answer.content.replace(b" ", b"")
