"""A page whose form is filled is the page as it was, but for the fields."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from alongside.casework.given_back.filling import fill
from tests import cast
from tests.casework.given_back.forms import forms_in, values

PAGE = """<!DOCTYPE html><p>a &amp; b &nbsp; &#8217; <!-- c --><br/><svg><path d="M1"/></svg>
<form method="get"><input name="q" value="stays"></form>
<form method="post" action="/there/"><input type="hidden" name="form_of" value="new">
<input name="one" value="a &quot;b&quot;"><input name="one"><textarea name="words">old &amp; grey</textarea>
<input type="checkbox" name="tick" value="x" checked><input type="checkbox" name="tick" value="y">
<select name="pick"><option value="1" selected>One</option><option value="2">Two</option></select>
<input type="password" name="secret"><input type="submit" name="ask" value="yes"><button name="do">Do</button>
</form><script>if (a < b && c) { "</p>" }</script>"""
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)


def filled(said: dict[str, list[str]], page: str = PAGE) -> tuple[str, list[str]]:
    done = fill(page, page="/there/", to="/there/", said=said, keep=frozenset({"form_of"}))
    assert done.found
    return done.html, done.left


def test_each_kind_of_field_is_filled_and_the_rest_stays() -> None:
    page, left = filled(
        {"one": ["1", "2"], "words": ["new\nline"], "tick": ["y"], "pick": ["2"], "form_of": ["old"], "ask": ["yes"],
         "secret": ["never"]}
    )  # fmt: skip
    form = html.fromstring(page).forms[1]
    assert form.xpath(".//input[@name='one']/@value") == ["1", "2"]
    assert dict(form.fields) | {"tick": set(form.fields["tick"])} == {
        "form_of": "new", "one": "1", "words": "\nnew\nline", "tick": {"y"}, "pick": "2", "secret": None, "ask": "yes"
    }  # fmt: skip
    assert left == ["never"]
    assert page.split("<form")[0] == PAGE.split("<form")[0]
    assert page.split("</form>")[-1] == PAGE.split("</form>")[-1]


@given(TEXT, TEXT)
def test_whatever_is_typed_is_a_value_and_nothing_else(one: str, words: str) -> None:
    form = html.fromstring(filled({"one": [one], "words": [words]})[0]).forms[1]
    assert form.xpath(".//input[@name='one']")[0].get("value") == one
    assert form.fields["words"].removeprefix("\n") == words
    assert len(form.xpath(".//*")) == len(html.fromstring(PAGE).forms[1].xpath(".//*"))


def test_what_the_form_does_not_ask_is_left_and_a_copy_is_not_said_twice() -> None:
    _page, left = filled({"words": ["same"], "previewed": ["same"], "gone": ["other", " "], "do": ["it"]})
    assert left == ["other"]


def test_of_two_forms_that_go_to_one_place_the_one_with_its_names_is_filled() -> None:
    two = '<form method="post"><input name="a"></form><form method="post"><input name="a"><input name="b"></form>'
    page, _left = filled({"a": ["1"], "b": ["2"]}, two)
    assert page.startswith('<form method="post"><input name="a"></form>')


def test_a_page_without_the_form_is_not_touched() -> None:
    done = fill(PAGE, page="/there/", to="/elsewhere/", said={"one": ["1"]})
    assert (done.html, done.found, done.left) == (PAGE, False, ["1"])


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/referrals/{}/close_received/", "/intake/{}/reply/", "/triage/{}/emergency/"])
def test_a_real_page_filled_with_what_stands_in_it_means_the_same(
    signed_in: Callable[[cast.Person], Client], opened: UUID, address: str
) -> None:
    address = address.format(opened)
    page = signed_in(cast.INTAKE).get(address).content.decode()
    said = {name: texts for name, texts in values(forms_in(page, address)[0]).items() if any(texts)}
    written = fill(page, page=address, to=address, said=said).html
    assert canonical(written) == canonical(page)


def canonical(page: str) -> bytes:
    return bytes(etree.tostring(html.fromstring(page), method="c14n"))
