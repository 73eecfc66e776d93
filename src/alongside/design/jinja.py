"""The Jinja2 environment of both halves, for Django's TEMPLATES setting.

Our own templates are strict: an undefined name is an error, not a blank. The GOV.UK macros need the opposite (they ask
optional parameters for their parts), so they live in an environment of their own and are handed over ready-made.
`{% from "govuk_frontend_jinja/components/button/macro.html" import govukButton %}` works, and so does using
`govukButton` without importing it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from typing import Any

import jinja2
from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import dateformat, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_bidi, gettext, pgettext

from alongside.commons import clock

from . import languages

PACKAGE = "govuk_frontend_jinja"
COMPONENT = re.compile(rf"^{PACKAGE}/components/([a-z-]+)/macro\.html$")


def environment(**options: Any) -> jinja2.Environment:
    """Build the environment. Django passes `loader`, `autoescape` and `auto_reload`; settings may add `extensions`."""
    options["extensions"] = ["jinja2.ext.i18n", "jinja2.ext.do", *options.get("extensions", ())]
    options["undefined"] = jinja2.StrictUndefined
    options["loader"] = jinja2.ChoiceLoader([options["loader"], jinja2.FunctionLoader(_component_source)])
    env = jinja2.Environment(**options, trim_blocks=True, lstrip_blocks=True)  # noqa: S701 - Django autoescapes
    env.install_gettext_translations(translation, newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(our_globals())
    env.globals["_components"] = components()
    env.globals.update(components())
    return env


def our_globals() -> dict[str, Any]:
    """What every template may use without importing it."""
    return {
        "url": url,
        "static": static,
        "now": clock.now,
        "local_time": local_time,
        "local_day": local_day,
        "messages_of": messages_of,
        "navigation_of": navigation_of,
        "language": get_language,
        "right_to_left": get_language_bidi,
        "languages_of": languages.choices,
        "language_name": languages.name_of,
        "unsigned_translation": languages.unsigned,
        "url_in": url_in,
    }


@cache
def components() -> dict[str, Any]:
    """The macros of govuk-frontend-jinja by their names: govukButton, govukInput and so on."""
    env = component_environment()
    return dict(_macros(env))


def component_environment() -> jinja2.Environment:
    """The lenient environment in which the GOV.UK macros were written to run."""
    return jinja2.Environment(
        loader=jinja2.PrefixLoader({PACKAGE: jinja2.PackageLoader(PACKAGE)}),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.ChainableUndefined,
    )


def _macros(env: jinja2.Environment) -> Iterator[tuple[str, Any]]:
    for name in env.list_templates():
        if found := COMPONENT.match(name):
            macro = macro_name(found.group(1))
            yield macro, getattr(env.get_template(name).module, macro)


def macro_name(component: str) -> str:
    """`date-input` is drawn by `govukDateInput`."""
    return "govuk" + "".join(part.capitalize() for part in component.split("-"))


def _component_source(template: str) -> str | None:
    """Let a page import a GOV.UK macro by its published path and get the one from the lenient environment."""
    found = COMPONENT.match(template)
    if not found:
        return None
    macro = macro_name(found.group(1))
    return f"{{% set {macro} = _components.{macro} %}}"


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named page."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def url_in(language: str, name: str) -> str:
    """The address of a named page in another language."""
    with translation.override(language):
        return reverse(name)


def local_time(moment: datetime) -> SafeString:
    """Say a moment as people in Britain do, “12:31 on Sunday 8 March 2015”, in a <time> element."""
    here = moment.astimezone(clock.LONDON) if moment.tzinfo else _refuse_naive(moment)
    words = gettext("%(time)s on %(day)s") % {"time": dateformat.format(here, "H:i"), "day": _day_in_words(here)}
    return format_html('<time datetime="{}">{}</time>', here.isoformat(timespec="seconds"), words)


def local_day(day: date) -> SafeString:
    """Say a day, “Sunday 8 March 2015”; a moment is said as its day in London."""
    if isinstance(day, datetime):
        day = (day.astimezone(clock.LONDON) if day.tzinfo else _refuse_naive(day)).date()
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), _day_in_words(day))


def _day_in_words(day: date) -> str:
    return dateformat.format(day, pgettext("a day in full, in the letters of Django's date format", "l j F Y"))


def _refuse_naive(moment: datetime) -> datetime:
    raise ValueError(f"{moment} does not know its time zone; take moments from the clock.")


def messages_of(request: HttpRequest | None) -> list[Any]:
    """The messages waiting for this person. Asking reads the session, so only pages for signed-in people ask."""
    return list(get_messages(request)) if request is not None else []


def navigation_of(request: HttpRequest | None) -> list[dict[str, Any]]:
    """The links of this half's navigation, from the setting NAVIGATION: words and the name of a page.

    A third item names the roles that have a use for the page; the request says in `roles` which ones its person has.
    """
    shown = (row for row in getattr(settings, "NAVIGATION", []) if not row[2:] or set(row[2]) & _roles(request))
    return [_link(request, str(row[0]), url(row[1])) for row in shown]


def _roles(request: HttpRequest | None) -> set[str]:
    return set(getattr(request, "roles", ()))


def _link(request: HttpRequest | None, words: str, href: str) -> dict[str, Any]:
    path = request.path if request is not None else ""
    inside = path.startswith(href) and href != "/"
    return {"text": words, "href": href, "current": path == href, "active": inside}
