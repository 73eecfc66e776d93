"""What a half's settings module takes from here: its template engines and its form renderer. No Django in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

DESIGN = Path(__file__).resolve().parent
PACKAGE = DESIGN.parent

FORM_RENDERER = "alongside.design.forms.Renderer"
INSTALLED_APPS = ["alongside.design", "django.contrib.messages", "django.contrib.staticfiles"]


def locale_paths(half: Path) -> list[Path]:
    """Django's LOCALE_PATHS for one half: its own words, then those that both share."""
    return [half / "locale", DESIGN / "locale"]


def templates(
    half: Path, *, context_processors: tuple[str, ...] = (), extensions: tuple[str, ...] = ()
) -> list[dict[str, Any]]:
    """Django's TEMPLATES for one half (its folder): ours in Jinja2 first, then Django's for Wagtail and allauth."""
    return [
        {
            "BACKEND": "django.template.backends.jinja2.Jinja2",
            "NAME": "jinja2",
            "DIRS": jinja_folders(half),
            "APP_DIRS": False,
            "OPTIONS": {
                "environment": "alongside.design.jinja.environment",
                "extensions": list(extensions),
                "context_processors": list(context_processors),
            },
        },
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "NAME": "django",
            "DIRS": [DESIGN / "templates_django", *sorted(half.glob("*/templates_django"))],
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ],
            },
        },
    ]


def jinja_folders(half: Path) -> list[Path]:
    """The template folders of a half's features, of the rooms that both halves share, and of the design."""
    shared = [folder for folder in sorted((PACKAGE / "site").glob("**/templates")) if folder.is_dir()]
    ours = [DESIGN / f"templates_{half.name}", DESIGN / "templates"]
    return [*sorted(half.glob("*/templates")), *shared, *ours]
