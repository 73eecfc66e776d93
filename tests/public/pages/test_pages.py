"""The campaign's pages as a visitor's browser and a shared cache get them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from alongside.commons import clock
from alongside.public.pages.models import CampaignPage, MythPage, PublicationPage, ResolutionPage, Signatory
from alongside.public.pages.myths import MYTHS
from tests import cast
from tests.public.conftest import walk

CHECKOUT = Path(__file__).resolve().parents[3]
SIZE_OF_THE_HOME = 20_000
"""Bytes of HTML: an old phone on a slow line gets it in one breath."""


def test_every_address_that_a_page_names_is_there(visitor: Client) -> None:
    found = walk(visitor)
    broken = [address for address in found if visitor.get(address).status_code not in (200, 302)]
    assert not broken
    assert len(found) > 30


def test_no_public_page_sets_a_cookie_or_depends_on_one(public_addresses: list[str]) -> None:
    for address in public_addresses:
        response = Client().get(address)
        assert not response.cookies, address
        assert "Cookie" not in response.headers.get("Vary", ""), address


def test_a_visitor_with_a_session_gets_the_same_page_as_everybody(
    visitor: Client, signed_in: Callable[[cast.Person], Client]
) -> None:
    editor = signed_in(cast.EDITOR)
    for address in ("/", "/myths/faith/", "/clips/", "/how-it-works/", "/resolution/"):
        response = editor.get(address)
        assert response.content == visitor.get(address).content, address
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")


def test_pages_that_an_editor_writes_may_be_kept_for_a_minute_at_most(visitor: Client) -> None:
    for address in ("/", "/myths/", "/myths/faith/", "/publications/", "/resolution/", "/privacy/", "/how-it-works/"):
        kept = re.fullmatch(r"public, max-age=(\d+)", visitor.get(address).headers["Cache-Control"])
        assert kept is not None
        assert int(kept[1]) <= 60


def test_the_front_page_is_the_campaign_with_all_its_parts(visitor: Client) -> None:
    page = visitor.get("/").content.decode()
    campaign = CampaignPage.objects.get()
    assert f"<title>{campaign.title}" in page
    assert len(page.encode()) < SIZE_OF_THE_HOME
    for address in ("/share-a-concern/", "/help/", "/clips/faith/", "/resolution/", "/myths/views/", "tel:08000113764"):
        assert f'href="{address}' in page


def test_the_front_page_asks_the_database_the_same_however_many_myths_there_are(visitor: Client) -> None:
    visitor.get("/")
    with CaptureQueriesContext(connection) as asked:
        visitor.get("/")
    assert len(asked) <= 30


def test_a_myth_says_what_the_design_does_and_who_answers_for_it(visitor: Client) -> None:
    for myth in MYTHS:
        page = visitor.get(f"/myths/{myth.key}/").content.decode().replace("&#39;", "'")
        assert myth.invariant in page
        assert f"{cast.EDITOR.name} answers for this page." in page


def test_a_myth_that_is_overdue_for_review_says_so(own_time: None, visitor: Client) -> None:
    myth = MythPage.objects.get(slug="faith")
    assert "should have been reviewed" not in visitor.get(myth.url).content.decode()
    clock.set_to(clock.now() + timedelta(days=181))
    assert "should have been reviewed" in visitor.get(myth.url).content.decode()


def test_a_publication_is_one_file_that_asks_nobody_for_anything(visitor: Client) -> None:
    publication = PublicationPage.objects.get(slug="talking-to-someone-you-are-worried-about")
    saved = visitor.get(f"{publication.url}document/")
    assert saved.headers["Content-Disposition"].startswith('attachment; filename="talking-to-someone')
    text = saved.content.decode()
    assert "Ask, and wait for the answer." in text
    assert not re.search(r"<(link|script|img)\b|url\(|href=\"/", text)


def test_a_publication_that_is_not_published_has_no_file(visitor: Client) -> None:
    publication = PublicationPage.objects.first()
    assert publication is not None
    address = f"{publication.url}document/"
    publication.live = False
    publication.save()
    assert visitor.get(address).status_code == 404


def test_a_resolution_lists_organisations_and_an_organisation_once(visitor: Client) -> None:
    from django.db import IntegrityError, transaction

    page = ResolutionPage.objects.get()
    text = visitor.get(page.url).content.decode()
    assert "5 organisations" in text
    assert page.pledge in text
    with pytest.raises(IntegrityError), transaction.atomic():
        Signatory.objects.create(resolution=page, name="Northmere Council", signed_on=clock.today())


def test_rich_text_carries_the_classes_that_its_style_needs(visitor: Client) -> None:
    page = visitor.get("/publications/talking-to-someone-you-are-worried-about/").content.decode()
    body = page[page.index("Before you talk") : page.index("</main>")]
    assert not re.search(r"<(p|ul|ol|a)(?![^>]*class=)[ >]", body)


def test_each_test_that_the_site_names_exists() -> None:
    for myth in MYTHS:
        assert myth.held_by
        for test in myth.held_by:
            source = (CHECKOUT / test.file).read_text(encoding="utf-8")
            assert f"def {test.name}(" in source, test.name


def test_loading_the_demo_again_changes_nothing(db: None) -> None:
    from django.apps import apps
    from django.core.management import call_command

    def rows() -> dict[str, int]:
        own = ("accounts", "clips", "help", "pages", "live", "wagtailcore")
        managed = (model for model in apps.get_models() if model._meta.app_label in own and model._meta.managed)
        return {model._meta.label: model._default_manager.count() for model in managed}

    before = rows()
    call_command("load")
    assert rows() == before
