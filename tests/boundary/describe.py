"""Runs under one half's settings and writes what Django knows of it as JSON: models, forms, addresses, other shapes."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import json
import pkgutil
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.forms import BaseForm, ModelForm
from django.urls import URLPattern, URLResolver, get_resolver

OURS = "alongside."
KEPT_OUT = ("management", "migrations")


def everything() -> list[ModuleType]:
    """Import every module of this half and of what it shares; programs with a ``__main__`` are only imported."""
    found = []
    for room in ("commons", "site", "design", settings.HALF):
        package = importlib.import_module(f"alongside.{room}")
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not any(word in module.name.split(".") for word in KEPT_OUT) and module.name not in NOT_IMPORTED:
                found.append(importlib.import_module(module.name))
    return found


# Read by other tests; the public half has neither in its image.
NOT_IMPORTED = ("alongside.commons.envelope.unseal",)


def models() -> list[dict[str, Any]]:
    return [_model(model) for model in apps.get_models(include_auto_created=True)]


def _model(model: Any) -> dict[str, Any]:
    return {
        "name": f"{model._meta.app_label}.{model.__name__}",
        "ours": model.__module__.startswith(OURS),
        "table": _table(model._meta.db_table),
        "case": _is_of_a_case(model),
        "fields": [_field(field) for field in model._meta.get_fields() if getattr(field, "concrete", False)],
    }


def _table(name: str) -> str:
    """``letterbox"."envelope`` is how an unmanaged model names a table of another schema."""
    return name.replace('"."', ".") if '"."' in name else f"public.{name}"


def _is_of_a_case(model: Any) -> bool:
    names = {base.__name__ for base in model.__mro__}
    columns = {field.column for field in model._meta.concrete_fields}
    return settings.HALF == "casework" and ("Sealed" in names or "case_id" in columns)


def _field(field: Any) -> dict[str, Any]:
    return {
        "name": field.name,
        "type": type(field).__name__,
        "label": str(getattr(field, "verbose_name", "")),
        "help": str(getattr(field, "help_text", "")),
        "choices": [[str(value), str(label)] for value, label in field.flatchoices or ()],
        "column": field.column,
        "max_length": getattr(field, "max_length", None),
        "words": type(field).__name__ in ("CharField", "SlugField"),
    }


def forms(modules: list[ModuleType]) -> list[dict[str, Any]]:
    return [_form(form) for form in _classes(modules, BaseForm) if not inspect.isabstract(form)]


def _form(form: Any) -> dict[str, Any]:
    fields = getattr(form, "base_fields", {})
    return {
        "name": f"{form.__module__}.{form.__qualname__}",
        "model": issubclass(form, ModelForm),
        "fields": [
            {
                "name": name,
                "type": type(field).__name__,
                "label": str(field.label or ""),
                "help": str(field.help_text or ""),
                "choices": _choices(field),
                "required": field.required,
            }
            for name, field in fields.items()
        ],
    }


def _choices(field: Any) -> list[list[str]]:
    if not hasattr(field, "choices") or hasattr(field, "queryset"):
        return []
    return [[str(value), str(label)] for value, label in field.choices]


def _classes(modules: list[ModuleType], base: type) -> Iterator[type]:
    for module in modules:
        for thing in vars(module).values():
            if inspect.isclass(thing) and issubclass(thing, base) and thing.__module__ == module.__name__:
                yield thing


def other_shapes(modules: list[ModuleType]) -> list[dict[str, Any]]:
    """Dataclasses and schemas (pydantic, ninja, DRF): whatever else has named fields that could leave or arrive."""
    shapes = []
    for thing in _classes(modules, object):
        if dataclasses.is_dataclass(thing):
            names = [field.name for field in dataclasses.fields(thing)]
        elif hasattr(thing, "model_fields"):
            names = list(thing.model_fields)
        elif hasattr(thing, "_declared_fields"):
            names = list(thing._declared_fields)
        elif hasattr(thing, "_fields") and issubclass(thing, tuple):
            names = list(thing._fields)
        else:
            continue
        shapes.append({"name": f"{thing.__module__}.{thing.__qualname__}", "fields": names})
    return shapes


def addresses() -> list[dict[str, Any]]:
    return list(_walk(get_resolver(), "", ()))


def _walk(resolver: Any, prefix: str, converters: tuple[tuple[str, str], ...]) -> Iterator[dict[str, Any]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        known = (*converters, *((name, type(c).__name__) for name, c in entry.pattern.converters.items()))
        if isinstance(entry, URLResolver):
            yield from _walk(entry, route, known)
        elif isinstance(entry, URLPattern):
            view = entry.callback
            inner = inspect.unwrap(getattr(view, "view_class", view))
            yield {
                "route": route,
                "name": entry.name or "",
                "view": f"{inner.__module__}.{inner.__qualname__}",
                "ours": inner.__module__.startswith(OURS),
                "parameters": dict(known),
                "regex": type(entry.pattern).__name__ == "RegexPattern",
                "csrf_exempt": bool(getattr(view, "csrf_exempt", False)),
                "needs_sign_in": bool(getattr(view, "login_required", True)),
            }


def main() -> None:
    django.setup()
    modules = everything()
    described = {
        "models": models(),
        "forms": forms(modules),
        "addresses": addresses(),
        "other_shapes": other_shapes(modules),
    }
    print(json.dumps(described))


if __name__ == "__main__":
    sys.exit(main())
