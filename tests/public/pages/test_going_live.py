"""A campaign goes live when its call handlers are briefed, or when a named editor says why not: Wagtail's own views."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageLogEntry
from wagtail.test.utils.form_data import nested_form_data, streamfield

from alongside.commons import clock, exchange, installation
from alongside.commons.refusals import NotAllowed
from alongside.public.letterbox.models import Bulletin
from alongside.public.pages import going_live
from alongside.public.pages.models import CampaignPage
from tests import cast

pytestmark = pytest.mark.django_db
SignedIn = Callable[[cast.Person], Client]
WHY = "The line's contact is ill; the shift lead was told by telephone."
FIELD = "why_unbriefed"


@pytest.fixture
def edith(signed_in: SignedIn) -> Client:
    return signed_in(cast.EDITOR)


@pytest.fixture
def casework_says(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let casework's newest bulletin say this of each line: (version, confirmed), or nothing.

    The post alone may put a bulletin in, so the reading of rows stands in for it; its signature is checked.
    """

    def say(campaign: UUID, **lines: tuple[int, bool] | None) -> None:
        rows = [{"line": line, "version": row[0], "confirmed": row[1]} for line, row in lines.items() if row]
        says = {"lines": sorted(lines), "campaigns": {str(campaign): rows}}
        key = Ed25519PrivateKey.from_private_bytes(installation.secret("casework/bulletin"))
        made = exchange.sign(going_live.KIND, 1, clock.now(), says, key)
        row = Bulletin(uuid4(), made.kind, made.number, made.made_at, made.body, made.key_id, made.signature)
        monkeypatch.setattr(Bulletin.objects, "filter", lambda **_asked: _Rows([row]))

    return say


class _Rows(list[Any]):
    def order_by(self, *_names: str) -> _Rows:
        return self


@pytest.fixture
def campaign() -> CampaignPage:
    """A campaign that is a draft."""
    today = clock.today()
    page = CampaignPage(
        slug="spring", title="Spring", lead="One sentence.", starts_on=today, ends_on=today + timedelta(days=30),
        live=False,
    )  # fmt: skip
    Page.get_first_root_node().add_child(instance=page)
    page.save_revision()
    return page


def typed(page: CampaignPage | None = None, **other: Any) -> dict[str, Any]:
    """The editor's form as a browser sends it."""
    today = clock.today()
    return nested_form_data(
        {
            "title": "Spring", "slug": page.slug if page else "spring", "lead": "One sentence.", "series": "",
            "body": streamfield([]), "starts_on": today.isoformat(), "search_description": "",
            "ends_on": (today + timedelta(days=30)).isoformat(), FIELD: "", "action-publish": "action-publish",
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""},
            **other,
        }
    )  # fmt: skip


def edit(browser: Client, page: CampaignPage, **other: Any) -> Any:
    return browser.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), typed(page, **other))


def is_live(page: CampaignPage) -> bool:
    return CampaignPage.objects.get(pk=page.pk).live


def test_with_an_unconfirmed_line_it_is_refused_in_a_sentence(
    edith: Client, campaign: CampaignPage, casework_says: Callable[..., None]
) -> None:
    casework_says(campaign.translation_key, Northmere=(2, False), Glanaber=(2, True))
    page = edit(edith, campaign)
    assert page.status_code == 200
    assert "Northmere: has not confirmed version 2" in page.content.decode()
    assert "Glanaber: " not in page.content.decode()
    assert not is_live(campaign)


def test_with_a_line_that_has_no_briefing_it_is_refused(
    edith: Client, campaign: CampaignPage, casework_says: Callable[..., None]
) -> None:
    casework_says(campaign.translation_key, Northmere=None)
    assert "Northmere: has no briefing yet" in edit(edith, campaign).content.decode()
    assert not is_live(campaign)


def test_while_casework_has_said_nothing_it_is_refused(edith: Client, campaign: CampaignPage) -> None:
    page = edit(edith, campaign)
    assert "casework has not said yet which lines there are" in page.content.decode()
    assert not is_live(campaign)


def test_when_every_line_has_confirmed_it_goes_live_without_a_reason(
    edith: Client, campaign: CampaignPage, casework_says: Callable[..., None]
) -> None:
    casework_says(campaign.translation_key, Northmere=(2, True), Glanaber=(1, True))
    assert edit(edith, campaign).status_code == 302
    assert is_live(campaign)
    assert not PageLogEntry.objects.filter(action=going_live.REASON, page_id=campaign.pk).exists()


def test_a_named_editors_reason_lets_it_go_live_and_stands_in_the_history(
    edith: Client, campaign: CampaignPage, casework_says: Callable[..., None]
) -> None:
    casework_says(campaign.translation_key, Northmere=(2, False))
    assert edit(edith, campaign, **{FIELD: WHY}).status_code == 302
    assert is_live(campaign)
    entry = PageLogEntry.objects.get(action=going_live.REASON, page_id=campaign.pk)
    assert entry.user.email == cast.EDITOR.email
    assert entry.data == {"reason": WHY, "lines": ["Northmere: has not confirmed version 2"]}
    history = edith.get(reverse("wagtailadmin_pages:history", args=[campaign.pk])).content.decode()
    assert "Said why it goes live although call handlers are not briefed" in history
    assert "the shift lead was told by telephone" in history
    assert "Edith" in history


def test_a_campaign_that_is_made_and_published_at_once_is_refused_too(edith: Client) -> None:
    root = Page.get_first_root_node()
    address = reverse("wagtailadmin_pages:add", args=["pages", "campaignpage", root.pk])
    page = edith.post(address, typed())
    assert "casework has not said yet" in page.content.decode()
    assert not CampaignPage.objects.filter(slug="spring").exists()
    assert edith.post(address, typed(**{FIELD: WHY})).status_code == 302
    made = CampaignPage.objects.get(slug="spring")
    assert made.live
    assert PageLogEntry.objects.get(action=going_live.REASON, page_id=made.pk).data["reason"] == WHY


def test_a_reason_for_one_line_is_none_for_another(
    edith: Client, campaign: CampaignPage, casework_says: Callable[..., None]
) -> None:
    casework_says(campaign.translation_key, Northmere=(2, False))
    draft = {key: value for key, value in typed(campaign, **{FIELD: WHY}).items() if key != "action-publish"}
    edith.post(reverse("wagtailadmin_pages:edit", args=[campaign.pk]), draft)
    assert PageLogEntry.objects.filter(action=going_live.REASON, page_id=campaign.pk).count() == 1
    casework_says(campaign.translation_key, Northmere=(2, False), Glanaber=(1, False))
    assert "Glanaber: has not confirmed version 1" in edit(edith, campaign).content.decode()
    assert not is_live(campaign)
    casework_says(campaign.translation_key, Northmere=(2, False))
    assert edit(edith, campaign).status_code == 302
    assert is_live(campaign)


def test_after_it_was_taken_down_a_reason_is_asked_anew(edith: Client, campaign: CampaignPage) -> None:
    edit(edith, campaign, **{FIELD: WHY})
    assert edith.post(reverse("wagtailadmin_pages:unpublish", args=[campaign.pk])).status_code == 302
    assert not is_live(campaign)
    assert edit(edith, campaign).status_code == 200
    assert not is_live(campaign)


def test_a_live_campaign_is_changed_without_a_reason(edith: Client) -> None:
    page = CampaignPage.objects.get(translation_key=cast.CAMPAIGN)
    assert edit(edith, page, title="Another title").status_code == 302
    assert CampaignPage.objects.get(pk=page.pk).title == "Another title"


@pytest.mark.parametrize("way", ["bulk", "revision"])
def test_other_ways_to_publish_are_refused_in_the_same_sentence(
    edith: Client, campaign: CampaignPage, way: str
) -> None:
    if way == "revision":
        with pytest.raises(NotAllowed, match="cannot go live yet"):
            campaign.get_latest_revision().publish()
    else:
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        answer = edith.post(f"{address}?id={campaign.pk}&next=/edit/", follow=True)
        assert "This campaign cannot go live yet" in answer.content.decode()
    assert not is_live(campaign)


def test_the_demos_campaign_went_live_with_a_reason() -> None:
    page = CampaignPage.objects.get(translation_key=cast.CAMPAIGN)
    entry = PageLogEntry.objects.get(action=going_live.REASON, page_id=page.pk)
    assert entry.user.email == cast.EDITOR.email
