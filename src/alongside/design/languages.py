"""Which language a page is in: its address says so, and nothing else does.

`/share-a-concern/` is English, `/cy/share-a-concern/` Welsh. No cookie and no header of the browser is asked, so a page
that may be kept in a cache is the same for everybody, and a phone set to Urdu gives nobody away. The patterns stand in
Django's `i18n_patterns(…, prefix_default_language=False)`; `SPOKEN_AT` in the settings says where each language exists.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from . import signatures

Respond = Callable[[HttpRequest], HttpResponse]


class LanguageOfTheAddress:
    """Middleware: a language is spoken while one request is answered, when its address asks for one that is offered."""

    def __init__(self, get_response: Respond) -> None:
        self._respond = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        code = of_address(request.path_info)
        with translation.override(code):
            response = self._respond(request)
        response.headers.setdefault("Content-Language", code)
        return response


def name_of(code: str) -> str:
    """A language's name for whoever reads now; the code itself where Django knows no name."""
    try:
        return str(translation.get_language_info(code)["name_translated"])
    except KeyError:
        return code


def of_address(path: str) -> str:
    """The language of this address; English also where the address asks for one that is not offered there (404)."""
    first, _slash, rest = path.removeprefix("/").partition("/")
    return first if first in _offered_at(rest) else settings.LANGUAGE_CODE


@dataclass(frozen=True)
class Choice:
    """A language that a page exists in: its code, its name in itself, and the address of the page in it."""

    code: str
    name: str
    href: str
    current: bool


def choices(request: HttpRequest | None) -> list[Choice]:
    """The languages that the page of this request exists in; none where there is only one."""
    if request is None or not getattr(settings, "SPOKEN_AT", None):
        return []
    now = of_address(request.path_info)
    plain = request.path_info.removeprefix("/")
    plain = plain if now == settings.LANGUAGE_CODE else plain.partition("/")[2]
    names = dict(settings.LANGUAGES)
    found = [settings.LANGUAGE_CODE, *_offered_at(plain)]
    return [Choice(code, names[code], _address(code, plain), code == now) for code in found] if found[1:] else []


@dataclass(frozen=True)
class Nearest:
    """The address of a page in the language spoken now or, where it has none, in the first language."""

    address: str
    language: str


def nearest(name: str, below: str) -> Nearest:
    """Where a page is that does not exist in every language.

    Args:
        name: the name of its address.
        below: how that address begins in `SPOKEN_AT`.
    """
    now = translation.get_language() or settings.LANGUAGE_CODE
    spoken: dict[str, tuple[str, ...]] = getattr(settings, "SPOKEN_AT", {})
    code = now if below in spoken.get(now, (below,)) else settings.LANGUAGE_CODE
    with translation.override(code):
        return Nearest(reverse(name), code)


def now() -> str:
    """The language spoken now, in two letters."""
    return (translation.get_language() or settings.LANGUAGE_CODE).partition("-")[0]


def marked(words: str, language: str) -> SafeString:
    """Words that a deployer wrote, marked with their language where the page is in another one."""
    if not words or language == now():
        return escape(words)
    return format_html('<span lang="{}" dir="{}">{}</span>', language, _direction(language), words)


def _direction(language: str) -> str:
    return "rtl" if language in settings.LANGUAGES_BIDI else "ltr"


def unsigned(code: str | None = None) -> bool:
    """Whether the words of this language (the one spoken now) have been signed by no translator."""
    code = code or translation.get_language() or settings.LANGUAGE_CODE
    return code != settings.LANGUAGE_CODE and not signatures.stands(code)


def _offered_at(plain: str) -> list[str]:
    """The languages besides English that exist at an address, given without its language.

    In a real installation only those whose words a translator has signed.
    """
    spoken = getattr(settings, "SPOKEN_AT", {})
    return [
        code
        for code, places in spoken.items()
        if plain.startswith(places) and not (settings.PRODUCTION and unsigned(code))
    ]


def _address(code: str, plain: str) -> str:
    return f"/{plain}" if code == settings.LANGUAGE_CODE else f"/{code}/{plain}"
