"""The types of page, built from blocks."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.url_routing import RouteResult

from alongside.commons import clock
from alongside.public.clips.caching import keep_for_everybody

from . import documents, going_live, queries
from .blocks import EvidenceList, Prose
from .myths import BY_KEY, MYTHS
from .page_forms import CampaignForm


class PublicPage(Page):
    """A page for everybody: no session, no cookie, the same for all who ask."""

    # Wagtail's own promotion fields are for search engines' snippets; an editor needs the two that visitors see.
    promote_panels: ClassVar[list[Any]] = [FieldPanel("slug"), FieldPanel("search_description")]

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asked_at = clock.now()
        response = super().serve(request, *args, **kwargs)
        if getattr(request, "is_preview", False):
            return response
        # Drawn now, so that what a cache may keep is worked out after everything on the page was read.
        return keep_for_everybody(response.render(), asked_at=asked_at)


class CampaignPage(PublicPage):
    """The home of a campaign."""

    lead = models.TextField(_("in one sentence"), max_length=300)
    body = StreamField(Prose(), verbose_name=_("what the campaign is"), blank=True)
    starts_on = models.DateField(_("begins on"))
    ends_on = models.DateField(_("ends on"))
    series = models.ForeignKey(
        "clips.Series", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("series of clips")
    )

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        *(FieldPanel(name) for name in ("lead", "body", "starts_on", "ends_on", "series", "why_unbriefed")),
    ]
    base_form_class = CampaignForm
    subpage_types: ClassVar[list[str]] = ["pages.ListPage", "pages.ArticlePage", "pages.ResolutionPage"]
    template = "pages/campaign_page.html"

    class Meta:
        verbose_name = _("campaign")

    # Given with one change, and kept in the page's history by `save`.
    why_unbriefed: going_live.Reason | None = None

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Every way to go live ends here: publishing, an approval, a copy. Raises NotAllowed when unbriefed."""
        going_live.refuse_unless_briefed(self)
        super().save(*args, **kwargs)
        going_live.keep_reason(self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), **queries.campaign(self, clock.now())}


class ListPage(PublicPage):
    """A page that lists the pages below it: myths, publications, statements."""

    introduction = models.TextField(_("introduction"), max_length=600, blank=True)

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("introduction")]
    subpage_types: ClassVar[list[str]] = [
        "pages.MythPage", "pages.PublicationPage", "pages.StatementPage", "pages.ArticlePage",
    ]  # fmt: skip
    template = "pages/list_page.html"

    class Meta:
        verbose_name = _("list of pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        below = self.get_children().live().order_by("path").specific()
        return {**super().get_context(request, *args, **kwargs), "below": below}


class ArticlePage(PublicPage):
    """Any text: accessibility, privacy, about."""

    lead = models.TextField(_("in one sentence"), max_length=300, blank=True)
    body = StreamField(Prose(), verbose_name=_("text"))
    changed_on = models.DateField(_("last changed on"))

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels, FieldPanel("lead"), FieldPanel("body"), FieldPanel("changed_on"),
    ]  # fmt: skip
    template = "pages/article_page.html"

    class Meta:
        verbose_name = _("article")


class StatementPage(PublicPage):
    """What somebody said on a day."""

    lead = models.TextField(_("in one sentence"), max_length=300, blank=True)
    body = StreamField(Prose(), verbose_name=_("what was said"))
    said_by = models.CharField(_("who said it"), max_length=120)
    role = models.CharField(_("their role"), max_length=120)
    said_on = models.DateField(_("said on"))

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        *(FieldPanel(name) for name in ("lead", "body", "said_by", "role", "said_on")),
    ]
    template = "pages/statement_page.html"

    class Meta:
        verbose_name = _("statement")


class MythPage(PublicPage):
    """A claim, the answer, what makes it so, and what that rests on."""

    number = models.PositiveSmallIntegerField(_("number"))
    lead = models.TextField(_("the answer in one sentence"), max_length=300)
    body = StreamField(Prose(), verbose_name=_("the answer"))
    myth = models.CharField(
        _("what the design does"), max_length=20, choices=[(one.key, one.claim) for one in MYTHS], blank=True,
        help_text=_("What the software does to make the answer true is written in the software itself."),
    )  # fmt: skip
    clip = models.ForeignKey(
        "clips.Clip", models.SET_NULL, null=True, blank=True, related_name="myths", verbose_name=_("clip")
    )
    evidence = StreamField(EvidenceList(), verbose_name=_("evidence"), blank=True)
    answerable = models.CharField(_("who answers for this page"), max_length=120)
    review_by = models.DateField(_("to be reviewed by"))

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        *(FieldPanel(name) for name in ("number", "lead", "body", "myth", "clip")),
        *(FieldPanel(name) for name in ("evidence", "answerable", "review_by")),
    ]
    parent_page_types: ClassVar[list[str]] = ["pages.ListPage"]
    template = "pages/myth_page.html"

    class Meta:
        verbose_name = _("myth and answer")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        now = clock.now()
        shown = {"design": BY_KEY.get(self.myth), "clip_out": queries.clip_of(self, now), "is_overdue": self.is_overdue}
        return {**super().get_context(request, *args, **kwargs), **shown}

    @property
    def is_overdue(self) -> bool:
        return self.review_by < clock.today()


class PublicationPage(PublicPage):
    """A publication: its text is the page, and the same text is one file to save, print or send on."""

    lead = models.TextField(_("in one sentence"), max_length=300)
    body = StreamField(Prose(), verbose_name=_("text"))
    written_for = models.CharField(_("written for"), max_length=120)
    published_by = models.CharField(_("published by"), max_length=120)
    published_on = models.DateField(_("published on"))

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        *(FieldPanel(name) for name in ("lead", "body", "written_for", "published_by", "published_on")),
    ]
    parent_page_types: ClassVar[list[str]] = ["pages.ListPage"]
    template = "pages/publication_page.html"

    class Meta:
        verbose_name = _("publication")

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        if path_components == ["document"] and self.live:
            return RouteResult(self, kwargs={"as_document": True})
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, as_document: bool = False, **kwargs: Any) -> HttpResponseBase:
        if as_document:
            return keep_for_everybody(documents.saved(self), asked_at=clock.now())
        return super().serve(request, *args, **kwargs)


class ResolutionPage(PublicPage):
    """A text that organisations put their name to, with its version and date, and the pledge that goes with it."""

    version = models.PositiveSmallIntegerField(_("version"), default=1)
    adopted_on = models.DateField(_("adopted on"))
    lead = models.TextField(_("in one sentence"), max_length=300)
    body = StreamField(Prose(), verbose_name=_("the resolution"))
    pledge = models.TextField(_("the pledge"), max_length=600)
    changes = StreamField(Prose(), verbose_name=_("what changed between versions"), blank=True)
    how_to_join = StreamField(Prose(), verbose_name=_("how an organisation can join"))

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        *(FieldPanel(name) for name in ("version", "adopted_on", "lead", "body", "pledge", "changes", "how_to_join")),
        InlinePanel("signatories", heading=_("Signatories")),
    ]
    template = "pages/resolution_page.html"

    class Meta:
        verbose_name = _("resolution")


class Signatory(Orderable):
    """An organisation that put its name to a resolution. Organisations only: no list of people is kept."""

    resolution = ParentalKey(ResolutionPage, on_delete=models.CASCADE, related_name="signatories")
    name = models.CharField(_("organisation"), max_length=160)
    place = models.CharField(_("where it works"), max_length=120, blank=True)
    signed_on = models.DateField(_("signed on"))
    version = models.PositiveSmallIntegerField(_("version it signed"), default=1)

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["resolution", "name"], name="an_organisation_signs_once")]

    def __str__(self) -> str:
        return self.name
