"""Where editors keep series and clips."""

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import Clip, Series


class ClipEditing(SnippetViewSet):
    model = Clip
    icon = "media"
    list_display = ["number", "title", "series", "released_at"]
    ordering = ["series", "number"]


class SeriesEditing(SnippetViewSet):
    model = Series
    icon = "date"
    list_display = ["title", "first_release_at", "weeks_between"]


register_snippet(ClipEditing)
register_snippet(SeriesEditing)
