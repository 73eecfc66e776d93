"""The whole way in four languages: an address says which, a real installation offers only what a translator signed."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client, override_settings

from alongside.design import signatures
from tests.public.concerns.way import ANSWERS, DOORS, Visitor

OTHERS = ("cy", "ar", "ur")
RIGHT_TO_LEFT = ("ar", "ur")


def page(client: Client, address: str) -> BeautifulSoup:
    answer = client.get(address, HTTP_ACCEPT_LANGUAGE="ur", HTTP_COOKIE="django_language=ar")
    assert answer.status_code == 200
    # The language is the address's alone; whether the page came compressed is the browser's.
    assert answer.get("Vary", "Accept-Encoding") == "Accept-Encoding"
    assert not answer.cookies
    return BeautifulSoup(answer.content, "html.parser")


@pytest.mark.parametrize("code", OTHERS)
def test_the_address_alone_says_the_language(visitor: Visitor, code: str) -> None:
    html = page(visitor.client, f"/{code}/share-a-concern/").html
    assert html is not None
    assert (html["lang"], html["dir"]) == (code, "rtl" if code in RIGHT_TO_LEFT else "ltr")
    english = page(visitor.client, "/share-a-concern/").html
    assert english is not None
    assert english["lang"] == "en-gb"


@pytest.mark.parametrize("code", OTHERS)
def test_every_address_on_the_way_stays_in_its_language(visitor: Visitor, code: str) -> None:
    found = page(visitor.client, f"/{code}/share-a-concern/")
    form = found.find("form")
    assert form
    assert form["action"] == f"/{code}/share-a-concern/tell/"
    ways_in = [link["href"] for link in found.find_all("a") if "/share-a-concern/" in str(link["href"])]
    of_others = {str(link["href"]) for link in found.select(".alongside-languages a")}
    assert all(str(href).startswith(f"/{code}/") for href in set(ways_in) - of_others)


def test_each_page_leads_to_itself_in_the_other_languages(visitor: Visitor) -> None:
    links = page(visitor.client, "/cy/share-a-concern/return/").select(".alongside-languages a")
    assert [(link["href"], link["lang"], link["hreflang"], link.text) for link in links] == [
        ("/share-a-concern/return/", "en-gb", "en-gb", "English"),
        ("/ar/share-a-concern/return/", "ar", "ar", "العربية"),
        ("/ur/share-a-concern/return/", "ur", "ur", "اردو"),
    ]


def test_who_changes_the_language_on_the_way_keeps_what_they_wrote(visitor: Visitor) -> None:
    visitor.go_to_questions()
    button = visitor.page.select_one(".alongside-languages button[lang=cy]")
    assert button
    typed = {**visitor.form(), **ANSWERS, "go": button["value"]}
    visitor.answer = visitor.client.post(button["formaction"], typed)
    found = visitor.page
    assert found.html
    assert found.html["lang"] == "cy"
    assert visitor.form()["worry"].startswith("He says it’s")
    assert visitor.form()["called"] == ANSWERS["called"]


def test_enter_sends_nothing_and_does_not_change_the_language(visitor: Visitor) -> None:
    visitor.go_to_questions()
    first = visitor.page.select("main form button")[0]
    assert first.has_attr("disabled")
    assert not first.has_attr("formaction")


def test_an_unsigned_language_is_marked_in_itself_and_in_english(visitor: Visitor) -> None:
    for code in OTHERS:
        mark = page(visitor.client, f"/{code}/share-a-concern/").select_one(".alongside-unsigned")
        assert mark
        own, english = mark.find_all("p")
        assert (english.text, english["dir"]) == ("Translated by machine, not yet checked by a translator.", "ltr")
        assert own.text != english.text
    assert not page(visitor.client, "/share-a-concern/").select(".alongside-unsigned")


@override_settings(PRODUCTION=True)
def test_a_real_installation_does_not_offer_what_nobody_signed(visitor: Visitor) -> None:
    assert not page(visitor.client, "/share-a-concern/").select(".alongside-languages")
    for code in OTHERS:
        assert visitor.client.get(f"/{code}/share-a-concern/").status_code == 404
        assert visitor.client.post(f"/{code}/share-a-concern/tell/").status_code in (404, 405)


@override_settings(PRODUCTION=True)
def test_a_real_installation_offers_what_a_translator_signed_and_marks_nothing(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signatures, "stands", lambda code: code == "cy")
    found = page(visitor.client, "/cy/share-a-concern/")
    assert not found.select(".alongside-unsigned")
    assert [link.text for link in found.select(".alongside-languages a")] == ["English"]
    assert visitor.client.get("/ur/share-a-concern/").status_code == 404


@pytest.mark.parametrize("address", ["/ar/professionals/", "/cy/help/", "/cy/live/", "/de/share-a-concern/"])
def test_a_language_exists_only_where_it_is_spoken(visitor: Visitor, address: str) -> None:
    assert visitor.client.get(address).status_code == 404


def test_every_language_of_the_settings_is_spoken_somewhere_and_can_be_signed() -> None:
    others = {code for code, _name in settings.LANGUAGES} - {settings.LANGUAGE_CODE}
    assert others == set(settings.SPOKEN_AT) == set(signatures.SAFETY) == set(OTHERS)


ENGLISH = re.compile(r"\b(the|and|you|is|of|it|in)\b", re.I)


def english_in(found: BeautifulSoup) -> list[str]:
    """What a Welsh page says in English without marking it so."""
    for marked in found.select("[lang=en], [lang=en-GB], [lang=en-gb], .alongside-unsigned, script, style"):
        marked.decompose()
    assert found.main
    return [text for text in found.main.stripped_strings if len(ENGLISH.findall(text)) > 1 and text.isascii()]


@pytest.mark.parametrize("door", [*DOORS, "advice"])
def test_the_whole_way_has_no_english_sentence_in_welsh(visitor: Visitor, door: str) -> None:
    advice, own = door == "advice", "somebody" if door == "advice" else door
    visitor.begin("cy")
    left = english_in(visitor.page)
    for area in ("strathlorne", "loughmore", "easterhaven", "glanaber", "not_sure", "northmere"):
        visitor.begin("cy")
        form = visitor.place_form(own, advice=advice)
        visitor.answer = visitor.client.post("/cy/share-a-concern/tell/", {**form, "area": area, "go": "place"})
        left += english_in(visitor.page)
    sent = {**visitor.form(), "worry": "Canary.", "go": "send"}
    visitor.answer = visitor.client.post("/cy/share-a-concern/tell/", sent)
    receipt = visitor.receipt
    left += english_in(visitor.page)
    visitor.answer = visitor.client.get("/cy/share-a-concern/return/")
    left += english_in(visitor.page)
    visitor.answer = visitor.client.post("/cy/share-a-concern/return/", {**visitor.form(), "receipt": receipt})
    left += english_in(visitor.page)
    for page_of in ("more", "correct", "withdraw", "who", "burn", "exchange", "proof"):
        opened = {**visitor.form(), "page": page_of}
        left += english_in(
            BeautifulSoup(visitor.client.post("/cy/share-a-concern/return/", opened).content, "html.parser")
        )
    left += english_in(page(visitor.client, "/cy/share-a-concern/safety/"))
    assert not left


def test_what_nobody_wrote_in_a_language_is_marked_as_english(visitor: Visitor) -> None:
    visitor.begin("ar")
    form = {**visitor.place_form(), "area": "strathlorne", "go": "place"}
    visitor.answer = visitor.client.post("/ar/share-a-concern/tell/", form)
    route = visitor.page.select_one("main .alongside-words span[lang=en][dir=ltr]")
    assert route
    assert route.text.startswith("In Scotland, Police Scotland")
