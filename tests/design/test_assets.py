"""What is copied from npm carries neither the font nor the crown that are reserved for gov.uk."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from alongside.design import assets

from .conftest import NODE_MODULES

DESIGN = Path(assets.__file__).parent
RESERVED = re.compile(r"gds transport|@font-face|govuk-crest|logotype-crown\.|\.woff|\.ttf|\.otf", re.IGNORECASE)


def text_of(folder: Path) -> dict[str, str]:
    files = [path for path in folder.rglob("*") if path.suffix in {".css", ".js", ".svg", ".html"}]
    return {path.name: path.read_text(encoding="utf-8") for path in files}


@pytest.fixture
def public(tmp_path: Path) -> Path:
    assets.prepare(NODE_MODULES, tmp_path, half="public")
    return tmp_path


@pytest.fixture
def casework(tmp_path: Path) -> Path:
    assets.prepare(NODE_MODULES, tmp_path, half="casework")
    return tmp_path


def test_neither_font_nor_crown_is_copied_or_named(casework: Path) -> None:
    for name, text in {**text_of(casework), **text_of(DESIGN / "static"), **text_of(DESIGN / "templates")}.items():
        assert not RESERVED.search(text), f"{name} names {RESERVED.search(text)}"
    assert not [path for path in casework.rglob("*") if re.search(r"crown|crest|woff|font", path.name)]


def test_words_are_set_in_fonts_that_the_reader_has(casework: Path) -> None:
    for style in casework.rglob("*.css"):
        families = set(re.findall(r"font-family:([^;}!]+)", style.read_text(encoding="utf-8")))
        assert families <= {assets.SYSTEM_FONTS, "sans-serif", "inherit", "monospace"}


def test_only_casework_gets_the_patterns_of_the_ministry_of_justice(public: Path) -> None:
    assert not (public / "moj").exists()
    assert (public / "htmx" / "htmx.min.js").is_file()


def test_every_image_that_a_style_sheet_names_is_there(casework: Path) -> None:
    for style in casework.rglob("*.css"):
        for name in re.findall(r"url\(([^)]+)\)", style.read_text(encoding="utf-8")):
            assert name.startswith("data:") or (style.parent / name.strip("\"'")).is_file(), name


def test_no_source_map_is_named_that_is_not_there(casework: Path) -> None:
    assert not [name for name, text in text_of(casework).items() if "sourceMappingURL" in text]


def test_a_style_sheet_of_a_new_form_is_refused_rather_than_shipped_with_the_font() -> None:
    with pytest.raises(ValueError, match="still names GDS Transport"):
        assets.without_reserved('body{font-family:"GDS Transport"}')


def test_a_missing_package_is_answered_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(assets.MissingPackage, match="npm ci --ignore-scripts"):
        assets.prepare(tmp_path, tmp_path / "into", half="public")
