"""Pages of the public half are sent compressed: whoever tells on an old telephone pays for each byte.

Why that gives nothing away is in docs/decisions/0017-public-pages-are-compressed.md; the casework half is not.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class CompressedPages(GZipMiddleware):
    """Compress pages, each padded by a random length; files that are downloaded go as they are."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)
