"""What keeps the five misconceptions untrue of the public site; ``/how-it-works/`` names these tests."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.conf import settings
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

import alongside.public
from tests.public.conftest import walk

PUBLIC = Path(alongside.public.__file__).parent
FAITH_OR_POLITICS = re.compile(r"religi|faith|belief|denominat|politic|ethnic|\brace\b", re.IGNORECASE)
IDEOLOGY = re.compile(r"ideolog|extremis|type.of.concern|islam|right.wing|left.wing", re.IGNORECASE)
SCORE = re.compile(r"score|\brank|risk|rating|severity|sentiment|probab|predict|classif|toxic", re.IGNORECASE)
SEARCH = re.compile(r"search|find.person|lookup", re.IGNORECASE)
CLIENTS = {"requests", "httpx", "aiohttp", "urllib.request", "http.client", "ftplib", "smtplib", "telnetlib"}


def fields_of_models() -> Iterator[tuple[str, str]]:
    """Where each field of our models is, and every word by which it is called."""
    for model in apps.get_models():
        if model.__module__.startswith("alongside."):
            for field in model._meta.get_fields(include_parents=False):
                words = f"{field.name} {getattr(field, 'verbose_name', '')} {getattr(field, 'help_text', '')}"
                yield f"{model._meta.label}.{field.name}", words.replace("_", " ")


def fields_of_forms(*, with_choices: bool = False) -> Iterator[tuple[str, str]]:
    for path in sorted(PUBLIC.glob("*/forms.py")):
        module = importlib.import_module(f"alongside.public.{path.parent.name}.forms")
        for form in vars(module).values():
            if isinstance(form, type) and issubclass(form, forms.BaseForm) and form.__module__ == module.__name__:
                yield from _fields(form, with_choices)


def _fields(form: Any, with_choices: bool) -> Iterator[tuple[str, str]]:
    for name, field in form.base_fields.items():
        words = f"{name} {field.label} {field.help_text}".replace("_", " ")
        if with_choices:
            words += " ".join(f"{value} {label}" for value, label in getattr(field, "choices", ()))
        yield f"{form.__name__}.{name}", words


def addresses(patterns: list[Any], before: str = "") -> Iterator[str]:
    for each in patterns:
        here = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from addresses(each.url_patterns, here)
        elif isinstance(each, URLPattern):
            yield here


def test_no_field_or_form_of_the_public_site_asks_for_a_faith_or_for_politics() -> None:
    fields = [*fields_of_models(), *fields_of_forms()]
    assert len(fields) > 60
    assert not [place for place, words in fields if FAITH_OR_POLITICS.search(words)]


def test_no_form_of_the_public_site_asks_for_an_ideology() -> None:
    fields = list(fields_of_forms(with_choices=True))
    assert len(fields) > 5
    assert not [place for place, words in fields if IDEOLOGY.search(words)]


def test_no_field_of_the_public_site_keeps_a_score_or_a_rank() -> None:
    assert not [place for place, words in fields_of_models() if SCORE.search(words)]


def test_no_page_of_the_public_site_searches_for_anything(visitor: Client) -> None:
    # Editors look among their own pages under /edit/, where there is nobody's concern to find.
    open_to_all = [one for one in addresses(get_resolver().url_patterns) if not one.startswith("edit/")]
    assert len(open_to_all) > 20
    assert not [one for one in open_to_all if SEARCH.search(one)]
    for address in walk(visitor):
        response: Any = visitor.get(address)
        if not response.streaming and response["Content-Type"].startswith("text/"):
            assert not re.search(r'type="search"|role="search"|method="get"', response.content.decode()), address


@pytest.mark.django_db
def test_the_public_site_cannot_read_a_concern_that_was_posted() -> None:
    with connection.cursor() as cursor:
        for statement in ("SELECT sealed FROM letterbox.envelope", "DELETE FROM letterbox.envelope"):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                cursor.execute(statement)


def test_the_public_site_calls_no_other_system(visitor: Client) -> None:
    called = [(path.name, name) for path in PUBLIC.rglob("*.py") for name in _imports(path) if name in CLIENTS]
    assert not called
    assert settings.WAGTAILEMBEDS_FINDERS == []
    assert settings.WAGTAIL_GRAVATAR_PROVIDER_URL is None
    assert settings.WAGTAIL_ENABLE_UPDATE_CHECK is False
    for address in walk(visitor):
        response: Any = visitor.get(address)
        if not response.streaming and response["Content-Type"].startswith("text/"):
            page = response.content.decode()
            assert not re.search(r'(?:src|srcset|action|poster)="(?:https?:)?//', page), address
            assert not re.search(r'<link[^>]+href="(?:https?:)?//', page), address


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield node.module.split(".")[0]
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
