"""Serving a part of a file: one range of bytes, as RFC 9110 section 14 describes. Players need it to seek."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.core.files import File
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response

ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
CHUNK = 64 * 1024


class NotThere(Exception):
    """The range lies wholly outside the file."""


def asked_range(header: str, size: int) -> range | None:
    """The bytes that a Range header asks for; None where the whole file is the right answer.

    Several ranges, other units and malformed headers are ignored, as the RFC allows. Raises NotThere (416).
    """
    found = ONE_RANGE.fullmatch(header.strip())
    if not found or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        start, stop = max(0, size - int(last)), size
    else:
        start, stop = int(first), min(size, int(last) + 1 if last else size)
        if last and int(last) < int(first):
            return None
    if start >= stop:
        raise NotThere
    return range(start, stop)


def answer(request: HttpRequest, file: File[bytes], *, size: int, content_type: str, etag: str) -> HttpResponseBase:
    """Answer with the file, a part of it (206), nothing new (304), or that there is no such part (416)."""
    unchanged = get_conditional_response(request, etag)
    if unchanged is not None:
        file.close()
        return unchanged
    try:
        part = asked_range(_range_header(request, etag), size)
    except NotThere:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}", "Accept-Ranges": "bytes"})
    response = _whole(file) if part is None else _part(file, part, size)
    length = size if part is None else len(part)
    facts = {"Content-Type": content_type, "Content-Length": length, "Accept-Ranges": "bytes", "ETag": etag}
    for name, value in facts.items():
        response[name] = str(value)
    return response


def _range_header(request: HttpRequest, etag: str) -> str:
    """The Range header, unless the reader's copy is of another version (If-Range)."""
    known = request.headers.get("If-Range", etag)
    return request.headers.get("Range", "") if known == etag else ""


def _whole(file: File[bytes]) -> FileResponse:
    response = FileResponse(file)
    del response.headers["Content-Disposition"]
    return response


def _part(file: File[bytes], part: range, size: int) -> StreamingHttpResponse:
    response = StreamingHttpResponse(_bytes(file, part), status=206)
    response.headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
    return response


def _bytes(file: File[bytes], part: range) -> Iterator[bytes]:
    with file:
        file.seek(part.start)
        left = len(part)
        while left and (chunk := file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
