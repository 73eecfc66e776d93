"""What a page is built from. Each block draws itself with GOV.UK classes, so that no style is written into a text."""

from __future__ import annotations

import re
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.rich_text import RichText, expand_db_html

FEATURES = ["bold", "link", "document-link", "ol", "ul"]
CLASSES = {
    "p": "govuk-body",
    "a": "govuk-link",
    "ul": "govuk-list govuk-list--bullet",
    "ol": "govuk-list govuk-list--number",
}
OPENING = re.compile(r"<(p|a|ul|ol)(?=[ >])")


def prose(text: RichText) -> SafeString:
    """Rich text with the classes that GOV.UK's style sheet needs; Wagtail cleaned it when it was saved."""
    html = expand_db_html(text.source)
    return mark_safe(OPENING.sub(lambda tag: f'{tag.group(0)} class="{CLASSES[tag.group(1)]}"', html))  # noqa: S308


class Paragraphs(blocks.RichTextBlock):
    def __init__(self, **options: Any) -> None:
        super().__init__(**{"features": FEATURES, **options})

    def render_basic(self, value: RichText, context: Any = None) -> SafeString:
        return prose(value)

    class Meta:
        icon = "pilcrow"
        label = _("Paragraphs and lists")


class Fact(blocks.StructBlock):
    words = blocks.CharBlock(label=_("Words"), max_length=80)
    value = blocks.CharBlock(label=_("Value"), max_length=400)


class Prose(blocks.StreamBlock):
    """The body of a page."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=120, template="pages/blocks/heading.html")
    paragraphs = Paragraphs()
    quote = blocks.TextBlock(label=_("Words that stand out"), max_length=500, template="pages/blocks/quote.html")
    facts = blocks.ListBlock(Fact(), label=_("Facts"), template="pages/blocks/facts.html")


class Evidence(blocks.StructBlock):
    """What a claim rests on: who says so, when it was read, and who answers for its being here."""

    says = blocks.TextBlock(label=_("What it says"), max_length=400)
    source = blocks.CharBlock(label=_("Where from"), max_length=200)
    address = blocks.URLBlock(label=_("Web address"), required=False)
    read_on = blocks.DateBlock(label=_("Read on"))
    owner = blocks.CharBlock(label=_("Who answers for it"), max_length=120)

    class Meta:
        template = "pages/blocks/evidence.html"


class EvidenceList(blocks.StreamBlock):
    evidence = Evidence(label=_("Evidence"))
