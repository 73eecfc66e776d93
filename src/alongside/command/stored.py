"""Print as JSON what a half stores: our models, tables made by SQL, apps of others, and what the register says.

Started by ``python -m alongside.command.stored HALF`` with that half's settings, as each half is a process of its own.
``./alongside dictionary`` draws the page from this; an empty purpose is a gap in the register.
"""

from __future__ import annotations

import importlib
import json
import sys
from typing import Any

import django
from django.apps import apps
from django.db import models

from alongside.commons.dictionary import COMMON, Plain, Table

NOTHING = Table("", "")


def described(half: str) -> dict[str, Any]:
    register = importlib.import_module(f"alongside.{half}.dictionary")
    every = [model for model in apps.get_models() if not model._meta.auto_created]
    ours = {model._meta.label: model for model in every if model.__module__.startswith("alongside.")}
    others = sorted({model._meta.app_label for model in every if not model.__module__.startswith("alongside.")})
    return {
        "half": half,
        "tables": [
            *(_model(model, register.TABLES.get(label, NOTHING)) for label, model in sorted(ours.items())),
            *(_plain(name, table) for name, table in sorted(register.PLAIN.items())),
        ],
        "apps": [
            {"app": app, "purpose": said.purpose if said else "", "keep": said.keep if said else ""}
            for app in [*others, "migrations"]
            for said in [register.APPS.get(app)]
        ],
        "unknown": sorted({*register.TABLES} - {*ours}) + _unknown_fields(ours, register.TABLES),
    }


def _model(model: type[models.Model], said: Table) -> dict[str, Any]:
    return {
        "name": model._meta.label,
        "table": model._meta.db_table.replace('"', ""),
        "purpose": said.purpose,
        "keep": said.keep,
        "fields": [
            {
                "name": field.name,
                "type": _type(field),
                "purpose": said.fields.get(field.name) or COMMON.get(field.name, ""),
                "sealed": said.sealed.get(field.name) or _sealed_by_type(field),
            }
            for field in fields_of(model)
        ],
    }


def fields_of(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Return a model's own columns and its links; what a page inherits is Wagtail's."""
    return [*model._meta.local_concrete_fields, *model._meta.local_many_to_many]


def _type(field: models.Field[Any, Any]) -> str:
    kind = type(field).__name__
    if field.remote_field and isinstance(field.remote_field.model, type):
        return f"{kind} to {field.remote_field.model._meta.label}"
    return kind


def _sealed_by_type(field: models.Field[Any, Any]) -> str:
    return "under the case key" if type(field).__name__ == "SealedText" else ""


def _plain(name: str, said: Plain) -> dict[str, Any]:
    fields = [
        {"name": field, "type": kind, "purpose": purpose, "sealed": said.sealed.get(field, "")}
        for field, (kind, purpose) in said.fields.items()
    ]
    return {"name": name, "table": name, "purpose": said.purpose, "keep": said.keep, "fields": fields}


def _unknown_fields(ours: dict[str, type[models.Model]], tables: dict[str, Table]) -> list[str]:
    """Return what the register speaks of and no model has: a word for something that is gone."""
    return [
        f"{label}.{name}"
        for label, model in sorted(ours.items())
        for name in sorted({*tables.get(label, NOTHING).fields} - {field.name for field in fields_of(model)})
    ]


if __name__ == "__main__":
    django.setup()
    print(json.dumps(described(sys.argv[1]), indent=1))
