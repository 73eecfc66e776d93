"""Each form of casework carries a signed mark: for whom it was made, and on which page it stands.

The mark is what makes giving back safe: only who saw the page has one, so nobody can have words of their own given to
somebody else, and what is sent with a session that is over is still known to be its writer's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.core import signing
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString

FIELD: Final = "form_of"


@dataclass(frozen=True)
class Mark:
    """A form's own page (path and query), and the member of staff for whom it was drawn."""

    staff_id: UUID
    page: str

    def signed(self) -> str:
        return _signer().sign_object([str(self.staff_id), self.page])


def mark_on(sent: Any) -> Mark | None:
    """The mark that a posted form carries (a QueryDict); None where there is none, or not one of ours."""
    try:
        staff_id, page = _signer().unsign_object(sent.get(FIELD, ""))
    except (signing.BadSignature, ValueError):
        return None
    return Mark(UUID(staff_id), page)


def on_forms(request: HttpRequest) -> dict[str, Any]:
    """What every template has: `csrf_input`, now with the mark, and `form_of_input`, the mark alone."""
    return {"csrf_input": _both(request), "form_of_input": _mark_input(request)}


def _input(request: HttpRequest) -> SafeString:
    if not request.user.is_authenticated:
        return SafeString("")
    mark = Mark(request.user.pk, request.get_full_path()).signed()
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, mark)


# Lazy: a page without a form asks neither for a token, which would set a cookie, nor for who is signed in.
_mark_input = lazy(_input, SafeString)
_both = lazy(lambda request: format_html("{}{}", csrf_input(request), _input(request)), SafeString)


def _signer() -> signing.Signer:
    return signing.Signer(salt="alongside.form_of")
