"""The words of the pages, for translators: extract them into catalogues, and compile the catalogues. No gettext needed.

    python -m alongside.design.messages extract     # after words have changed: brings every .po up to date
    python -m alongside.design.messages compile     # at installation: .po to .mo

The source is English. There is a catalogue for what both halves share and one for each half, so that the public half
carries no words of casework.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parents[1]

# The folder that holds `locale/`, and the rooms its words come from.
CATALOGUES = {"design": ("design", "commons", "site"), "public": ("public",), "casework": ("casework",)}
# The public form is in four languages; casework is read by people who work in one of the two of Wales.
LANGUAGES = {"design": ("cy", "ar", "ur"), "public": ("cy", "ar", "ur"), "casework": ("cy",)}

KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
JINJA = {"trimmed": "true", "newstyle_gettext": "true", "extensions": "jinja2.ext.do", "silent": "false"}
TRANSLATE = re.compile(r"""\{%-?\s*trans(?:late)?\s+(?P<quote>["'])(?P<words>.*?)(?P=quote)""")

HEADER: dict[str, Any] = {
    "header_comment": "# What Alongside says, for translators. English is the source; an empty msgstr shows it.",
    "project": "Alongside",
    "version": "0.1",
    "msgid_bugs_address": "the issues of this repository",
    "last_translator": "nobody yet",
    "language_team": "none yet",
    "fuzzy": False,
}

Extractor = str | Callable[..., Any]


def extract_django(file: BinaryIO, keywords: Any, tags: Any, options: Any) -> Iterator[tuple[int, str, str, list[str]]]:
    """Babel's extractor for our few templates in Django's language; they use only the tag `translate`."""
    for number, line in enumerate(file.read().decode().splitlines(), start=1):
        for found in TRANSLATE.finditer(line):
            yield number, "gettext", found["words"], []


def sources(room: Path) -> Iterator[tuple[Path, Extractor, dict[str, str]]]:
    """The files of a room that hold words, and how each is read."""
    for path in sorted(room.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path, "python", {}
    for path in sorted(room.rglob("templates*/**/*.html")):
        in_djangos_language = any(part == "templates_django" for part in path.parts)
        yield (path, extract_django, {}) if in_djangos_language else (path, "jinja2", JINJA)


def extract(rooms: tuple[str, ...]) -> Catalog:
    """All words of these rooms."""
    catalogue = Catalog(**HEADER)
    for room in rooms:
        for path, method, options in sources(PACKAGE / room):
            place = path.relative_to(PACKAGE).as_posix()
            found = extract_from_file(method, path, KEYWORDS, ("Translators:",), options)
            for _line, words, comments, context in found:
                catalogue.add(words, locations=[(place, 0)], auto_comments=comments, context=context)
    return catalogue


def po_file(folder: str, language: str) -> Path:
    return PACKAGE / folder / "locale" / language / "LC_MESSAGES" / "django.po"


def extract_all() -> None:
    """Bring every .po up to date; what a translator wrote is kept."""
    for folder, rooms in CATALOGUES.items():
        template = extract(rooms)
        for language in LANGUAGES[folder]:
            _update(po_file(folder, language), language, template)


def _update(path: Path, language: str, template: Catalog) -> None:
    catalogue = read(path, language) if path.exists() else Catalog(language, **HEADER)
    # The moment of extraction would make every run a change.
    template.creation_date = catalogue.creation_date
    catalogue.update(template, no_fuzzy_matching=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, sort_by_file=True, include_lineno=False, ignore_obsolete=True, width=110)


def read(path: Path, language: str) -> Catalog:
    """A catalogue as it is on disk."""
    with path.open("rb") as file:
        return read_po(file, locale=language)


def compile_all() -> list[Path]:
    """Compile every catalogue of the tree for gettext; return the files written."""
    return [_compile(path) for path in sorted(PACKAGE.glob("*/locale/*/LC_MESSAGES/django.po"))]


def _compile(path: Path) -> Path:
    catalogue = read(path, path.parts[-3])
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalogue)
    return path.with_suffix(".mo")


if __name__ == "__main__":
    {"extract": extract_all, "compile": compile_all}[sys.argv[1]]()
