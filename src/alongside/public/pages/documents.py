"""A publication as one file: HTML with its style inside, which every device opens, enlarges, reads aloud and prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.template.loader import render_to_string

if TYPE_CHECKING:
    from .models import PublicationPage


def saved(publication: PublicationPage) -> HttpResponse:
    """The publication as a file to keep."""
    text = render_to_string("pages/document.html", {"page": publication})
    name = f"{publication.slug}-{publication.published_on.isoformat()}.html"
    return HttpResponse(text, headers={"Content-Disposition": f'attachment; filename="{name}"'})
