"""One file: to look at where a browser shows it safely, or to keep."""

from __future__ import annotations

from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from alongside.casework.referrals import queries as referrals

from . import queries
from .kinds import Kind

POLICY = "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'"
"""What a browser puts around a picture or a recording needs its style; nothing of ours is in that page."""


@require_safe
@never_cache
def file(request: HttpRequest, referral_id: UUID, document_id: UUID, how: str) -> HttpResponse:
    """Show or hand out one file to whoever may read what was told; the looking leaves a leaf with the file's id."""
    try:
        seen = referrals.find(request.user, referral_id)  # type: ignore[arg-type]
        found, content = queries.opened(seen, document_id)
    except referrals.NotFound as nothing:
        raise Http404 from nothing
    queries.note_opened(seen, document_id)
    assert found.kind
    return handed_out(found.kind, found.name, content, how)


def handed_out(kind: Kind, name: str, content: bytes, how: str) -> HttpResponse:
    """Return a file so that no browser takes it for a page: to look at (``view``) where that is safe, or to keep."""
    shown = how == "view" and kind.shown
    answer = HttpResponse(content, content_type=kind.media_type)
    answer["Content-Disposition"] = f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{quote(name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = POLICY
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
