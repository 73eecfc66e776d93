"""The whole request is one transaction that says who is looking; row-level security reads it.

Setting the context in plain middleware, outside a transaction, would give no rows and no error (stack.md); so the
outermost of the two opens the transaction and the inner one, after sign-in is known, sets the context.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from uuid import UUID

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from alongside.casework.organisation.queries import roles_of
from alongside.commons import clock, installation

Handler = Callable[[HttpRequest], HttpResponse]
OUTSIDE = ("/health", "/static/")


class AsStaff:
    """Wrap everything, sessions and sign-in included, in one transaction that an error response takes back."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(OUTSIDE):
            return self.get_response(request)
        with transaction.atomic():
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            return response


class SayWhoIsLooking:
    """Tell the database which member of staff this request is for."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(OUTSIDE) and request.user.is_authenticated:
            set_looking(request.user.pk)
            request.roles = SimpleLazyObject(partial(roles_of, request.user.pk, on=clock.today()))  # type: ignore[attr-defined]
        return self.get_response(request)


def set_looking(staff_id: UUID | None) -> None:
    """Set who is looking until the transaction ends; outside production, the settable clock too."""
    moment = "" if installation.mode() == "production" else clock.now().isoformat()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.staff', %s, true), set_config('app.now', %s, true)",
            [str(staff_id or ""), moment],
        )


@contextmanager
def looking(staff_id: UUID) -> Iterator[None]:
    """Act for somebody outside a request (the demo's load, tests), in a transaction."""
    with transaction.atomic():
        set_looking(staff_id)
        yield
        set_looking(None)
