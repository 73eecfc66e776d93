"""Where editors keep the directory."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import Service

SAYS = ("name", "summary", "what_for", "nation", "order", "number", "email", "address")
ANSWERS = ("languages", "cost", "text_relay", "who_answers", "what_happens")
CHECKED = ("checked_on", "checked_by", "source")


class ServiceEditing(SnippetViewSet):
    model = Service
    icon = "help"
    list_display = ["name", "nation", "number", "checked_on"]
    ordering = ["checked_on"]
    panels = [
        *(FieldPanel(name) for name in SAYS),
        MultiFieldPanel([FieldPanel(name) for name in ("always_open", "bank_holidays", "zone", "outside_hours")]),
        InlinePanel("opening"),
        *(FieldPanel(name) for name in ANSWERS),
        InlinePanel("words", heading=_("Name and text relay in other languages")),
        MultiFieldPanel([FieldPanel(name) for name in CHECKED]),
    ]


register_snippet(ServiceEditing)
