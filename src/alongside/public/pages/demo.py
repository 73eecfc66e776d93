"""The demo's campaign: its pages and the site that serves them. What they say is in ``demo_words``."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, TypeVar
from urllib.parse import urlsplit

from tests import cast
from wagtail.models import Page, Site

from alongside.commons import clock, installation
from alongside.public.accounts.models import Account
from alongside.public.clips.models import Clip, Series

from . import demo_words as words
from .going_live import Reason
from .models import (
    ArticlePage,
    CampaignPage,
    ListPage,
    MythPage,
    PublicationPage,
    ResolutionPage,
    Signatory,
    StatementPage,
)

AnyPage = TypeVar("AnyPage", bound=Page)


def load() -> None:
    if CampaignPage.objects.exists():
        return
    campaign = _campaign()
    _serve(campaign)
    _myths(campaign)
    _resolution(campaign)
    _publications(campaign)
    _statements(campaign)
    for slug, title, lead, body in words.ARTICLES:
        _below(campaign, ArticlePage(slug=slug, title=title, lead=lead, body=_body(body), changed_on=clock.today()))


def _campaign() -> CampaignPage:
    today = clock.today()
    page = CampaignPage(
        slug="campaign", title=words.CAMPAIGN, lead=words.CAMPAIGN_LEAD, body=_body(words.CAMPAIGN_BODY),
        starts_on=today - timedelta(days=14), ends_on=today + timedelta(days=90), series=Series.objects.first(),
        translation_key=cast.CAMPAIGN,
    )  # fmt: skip
    # Nobody can be briefed before there is anything: the demo says so, as an editor would.
    page.why_unbriefed = Reason(words.WHY_UNBRIEFED, Account.objects.get(email=cast.EDITOR.email))
    return _below(Page.get_first_root_node(), page)


def _serve(campaign: CampaignPage) -> None:
    """Let the campaign be the front page, whatever name the site is asked by; Wagtail's welcome page goes."""
    address = urlsplit(installation.address("public"))
    port = address.port or (443 if address.scheme == "https" else 80)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": address.hostname, "port": port, "root_page": campaign, "site_name": words.CAMPAIGN},
    )
    for welcome in Page.objects.filter(depth=2).exclude(pk=campaign.pk):
        welcome.delete()


def _myths(campaign: CampaignPage) -> None:
    above = _below(campaign, ListPage(slug="myths", title=words.MYTHS_TITLE, introduction=words.MYTHS_LEAD))
    today = clock.today()
    for number, (key, title, lead, body, evidence) in enumerate(words.MYTHS, start=1):
        proof = {"says": evidence[0], "source": evidence[1], "address": evidence[2], "owner": cast.EDITOR.name}
        _below(
            above,
            MythPage(
                slug=key, title=title, lead=lead, body=_body(body), number=number, myth=key,
                clip=Clip.objects.filter(slug=key).first(), answerable=cast.EDITOR.name,
                evidence=[("evidence", {**proof, "read_on": today - timedelta(days=12)})],
                review_by=today + timedelta(days=180),
            ),
        )  # fmt: skip


def _resolution(campaign: CampaignPage) -> None:
    today = clock.today()
    page = ResolutionPage(
        slug="resolution", title=words.RESOLUTION, lead=words.RESOLUTION_LEAD, body=_body(words.RESOLUTION_BODY),
        pledge=words.PLEDGE, how_to_join=_body(words.HOW_TO_JOIN), version=1, adopted_on=today - timedelta(days=14),
    )  # fmt: skip
    for days, (name, place) in enumerate(words.SIGNATORIES):
        signed_on = today - timedelta(days=14 - days)
        page.signatories.add(Signatory(name=name, place=place, signed_on=signed_on, sort_order=days))
    _below(campaign, page)


def _publications(campaign: CampaignPage) -> None:
    above = _below(campaign, ListPage(slug="publications", title="Publications", introduction=words.PUBLICATIONS_LEAD))
    published_on = clock.today() - timedelta(days=7)
    for slug, title, lead, written_for, body in words.PUBLICATIONS:
        _below(
            above,
            PublicationPage(
                slug=slug, title=title, lead=lead, written_for=written_for, body=_body(body),
                published_by=cast.COUNCIL, published_on=published_on,
            ),
        )  # fmt: skip


def _statements(campaign: CampaignPage) -> None:
    above = _below(campaign, ListPage(slug="statements", title="Statements"))
    slug, title, lead, body = words.STATEMENT
    _below(
        above,
        StatementPage(
            slug=slug, title=title, lead=lead, body=_body(body), said_by=cast.COORDINATOR.name,
            role=f"co-ordinator, {cast.COUNCIL}", said_on=clock.today() - timedelta(days=14),
        ),
    )  # fmt: skip


def _below(above: Page, page: AnyPage) -> AnyPage:
    above.add_child(instance=page)
    page.save_revision().publish()
    return page


def _body(parts: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """Pairs of a kind of block and its words, as a page keeps them."""
    return [{"type": kind, "value": value} for kind, value in parts]
