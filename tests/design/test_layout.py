"""The frame of every page: language, title, times, refusals, nothing inline, and strict templates."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import jinja2
import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import engines
from django.test import Client, RequestFactory
from django.utils import translation

from alongside.design import jinja

PAGES = ["/", "/form/", "/question/", "/empty/", "/table/", "/refusal/", "/nowhere/", "/crash/", "/sign-in/login/"]


@pytest.fixture
def visitor(database: None) -> Client:
    return Client(raise_request_exception=False)


def rendered(source: str, **context: object) -> str:
    return str(engines["jinja2"].from_string(source).render(context))


@pytest.mark.parametrize("address", PAGES)
def test_no_page_has_a_script_or_style_inside_it(visitor: Client, address: str) -> None:
    markup = visitor.get(address).content.decode()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", markup)
    for opening, inside in re.findall(r"<script([^>]*)>(.*?)</script>", markup, re.DOTALL):
        assert 'src="' in opening or "application/json" in opening
        assert not inside.strip() or "application/json" in opening


@pytest.mark.parametrize("address", PAGES)
def test_every_page_says_that_no_real_data_may_be_entered(visitor: Client, address: str) -> None:
    assert "no real data may be entered yet" in visitor.get(address).content.decode()


def test_the_title_says_the_page_then_the_service_and_error_comes_first(visitor: Client) -> None:
    assert "<title>Share a concern – Alongside</title>" in visitor.get("/form/").content.decode()
    assert (
        "<title>Error: Share a concern – Alongside</title>" in visitor.post("/form/", {"name": "Sam"}).content.decode()
    )


def test_error_pages_stand_without_a_request() -> None:
    for page in ("400.html", "403.html", "403_csrf.html", "404.html", "500.html"):
        assert "<h1" in engines["jinja2"].get_template(page).render({})


def test_the_page_names_its_language_and_direction() -> None:
    with translation.override("ur"):
        assert '<html lang="ur" dir="rtl"' in engines["jinja2"].get_template("404.html").render({})


def test_a_public_page_does_not_touch_the_session() -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    # A session or messages store is missing here, so any look at it would raise.
    page = engines["jinja2"].get_template("design/public.html")
    assert "<main" in page.render({}, request)


def test_signing_out_is_a_form_that_posts(visitor: Client, tom: object) -> None:
    visitor.force_login(tom, backend="allauth.account.auth_backends.AuthenticationBackend")  # type: ignore[arg-type]
    markup = visitor.get("/empty/").content.decode()
    assert re.search(r'<form method="post" action="/sign-in/logout/">\s*<input type="hidden" name="csrf', markup)
    assert re.search(r"Signed in as\s*<a [^>]*href=\"/sign-in/[^>]*><strong><bdi>tom<", markup)


def test_navigation_marks_the_page_one_is_on(visitor: Client) -> None:
    assert len(re.findall(r'aria-current="page"', visitor.get("/form/").content.decode())) == 1


def test_moments_are_said_as_people_in_britain_say_them() -> None:
    assert "12:31 on Sunday 8 March 2015<" in jinja.local_time(datetime(2015, 3, 8, 12, 31, tzinfo=UTC))
    assert "00:30 on Saturday 4 July 2015<" in jinja.local_time(datetime(2015, 7, 3, 23, 30, tzinfo=UTC))
    assert "Sunday 8 March 2015<" in jinja.local_day(date(2015, 3, 8))
    assert "Saturday 4 July 2015<" in jinja.local_day(datetime(2015, 7, 3, 23, 30, tzinfo=UTC))


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        jinja.local_time(datetime(2015, 3, 8, 12, 31))  # noqa: DTZ001


def test_a_misspelt_name_in_a_template_is_an_error_and_not_a_blank() -> None:
    for source in ("{{ refferal }}", "{{ case.stagee }}", "{% if nothing %}{% endif %}"):
        with pytest.raises(jinja2.UndefinedError):
            rendered(source, case={"stage": "triage"})


def test_components_can_be_imported_by_their_published_path_or_just_used() -> None:
    path = "govuk_frontend_jinja/components/date-input/macro.html"
    imported = f'{{% from "{path}" import govukDateInput %}}{{{{ govukDateInput({{"id": "on"}}) }}}}'
    assert rendered(imported) == rendered('{{ govukDateInput({"id": "on"}) }}')


def test_text_handed_to_a_component_is_escaped() -> None:
    assert "<i>" not in rendered('{{ govukButton({"text": what}) }}', what="<i>")
    assert "<i>" not in rendered('{{ _("About %(who)s", who=who) }}', who="<i>")
