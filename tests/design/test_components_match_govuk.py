"""What our macros render is what govuk-frontend publishes for its pinned version."""

from __future__ import annotations

import html.parser
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from alongside.design import assets, jinja

from .conftest import CHECKOUT, NODE_MODULES

COMPONENTS = NODE_MODULES / "govuk-frontend" / "dist" / "govuk" / "components"
FIXTURES = 657


def published() -> Iterator[tuple[str, dict[str, Any]]]:
    for file in sorted(COMPONENTS.glob("*/fixtures.json")):
        said = json.loads(file.read_text(encoding="utf-8"))
        for fixture in said["fixtures"]:
            yield said["component"], fixture


def identity(value: Any) -> str:
    return f"{value[0]}: {value[1]['name']}" if isinstance(value, tuple) else str(value)


class Bare(html.parser.HTMLParser):
    """Markup as a list of what matters: elements with sorted attributes, and words without spare space."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.pieces: list[Any] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.pieces.append((tag, sorted((name, " ".join((value or "").split())) for name, value in attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.pieces.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        if words := " ".join(data.split()):
            self.pieces.append(words)


def test_the_pinned_version_is_installed_and_publishes_its_fixtures() -> None:
    pinned = json.loads((CHECKOUT / "package.json").read_text(encoding="utf-8"))["dependencies"]["govuk-frontend"]
    assert COMPONENTS.is_dir(), "govuk-frontend is not installed: run `npm ci --ignore-scripts` in the checkout first."
    assert assets.version(NODE_MODULES, "govuk-frontend") == pinned
    assert len(list(published())) == FIXTURES


@pytest.mark.parametrize("case", list(published()), ids=identity)
def test_a_macro_renders_what_is_published(case: tuple[str, dict[str, Any]]) -> None:
    component, fixture = case
    drawn = jinja.components()[jinja.macro_name(component)](fixture["options"])
    assert Bare(drawn).pieces == Bare(fixture["html"]).pieces


def test_no_host_of_a_registry_and_no_path_of_a_machine_is_in_the_lock_file() -> None:
    for name in ("package.json", "package-lock.json", ".npmrc"):
        text = Path(CHECKOUT / name).read_text(encoding="utf-8")
        assert "://" not in text
        assert "resolved" not in text or name == ".npmrc"
