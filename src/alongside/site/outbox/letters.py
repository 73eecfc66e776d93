"""What a queued message says, made at the moment it is sent: nothing of it is stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import translation
from django.utils.module_loading import import_string

from .kinds import KINDS
from .models import Mail


@dataclass(frozen=True)
class Letter:
    """A message as it leaves: address, subject, text, and what is enclosed: name, text, type."""

    address: str
    subject: str
    text: str
    enclosed: tuple[str, str, str] | None = None


def letter_for(mail: Mail) -> Letter | None:
    """Render a message, or return None when its account is closed, or its row gone or answered."""
    kind = KINDS[mail.kind]
    found = _by_row(mail) if mail.to_id is None else _by_account(mail, with_password=kind.signs_in)
    if found is None:
        return None
    address, path = found
    with translation.override(settings.LANGUAGE_CODE):
        text = str(kind.text) % {"address": f"{settings.SITE_ADDRESS}{path or '/'}"}
        return Letter(address, str(kind.subject), text, _enclosed(mail))


def _enclosed(mail: Mail) -> tuple[str, str, str] | None:
    """Return what the room that queued this kind of message encloses; it finds it by the page (`settings.ENCLOSED`)."""
    find = getattr(settings, "ENCLOSED", {}).get(mail.kind)
    return cast("tuple[str, str, str] | None", import_string(find)(mail.path)) if find else None


def _by_account(mail: Mail, *, with_password: bool) -> tuple[str, str] | None:
    account = _account(mail.to_id, with_password=with_password)
    if account is None:
        return None
    return account.email, _link_to_a_password(account) if with_password else mail.path


def _by_row(mail: Mail) -> tuple[str, str] | None:
    """Address and page of a message to somebody without an account, found by the room whose row it is about."""
    find = import_string(settings.LETTERS[mail.kind])
    return cast("tuple[str, str] | None", find(mail.about))


def _account(key: Any, *, with_password: bool) -> Any:
    """Read no more of the account than the message needs: the worker has rights on these columns alone."""
    columns = ["id", "email", "is_active", *(["password", "last_login"] if with_password else [])]
    return get_user_model().objects.only(*columns).filter(pk=key, is_active=True).order_by("pk").first()


def _link_to_a_password(account: Any) -> str:
    """Return the path of a link that lets its holder choose the account's password, once."""
    token = import_string(settings.ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR)().make_token(account)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(account), token])
