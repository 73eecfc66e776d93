"""Checkers for any page: accessibility (axe), markup (the Nu Html Checker), and room on a small screen.

Each returns a list of sentences, empty when all is well, so that a test reads `assert not axe_violations(page)`.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

CHECKOUT = Path(__file__).resolve().parents[1]
VNU = CHECKOUT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
PHONE, DESKTOP = 320, 1280

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

OPENS_SOMETHING = re.compile(r"govuk-(radios|checkboxes)__input[^>]* aria-expanded=")

WIDER_THAN_THE_SCREEN = """() => {
  const room = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth <= room) return []
  const scrolls = (e) => e && e !== document.body && (
    ['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(e).overflowX) || scrolls(e.parentElement))
  const wide = [...document.body.querySelectorAll('*')].filter((e) => {
    const box = e.getBoundingClientRect()
    return box.width && (box.right > room + 1 || box.left < -1) && !scrolls(e.parentElement)
  })
  return wide.map((e) => e.outerHTML.slice(0, 120))
}"""


def axe_violations(page: Page, *, without: Sequence[str] = ()) -> list[str]:
    """What axe-core finds on the page as it stands, by WCAG 2.2 AA and good practice, `without` the rules named."""
    options = RULES | {"rules": {rule: {"enabled": False} for rule in without}}
    found = Axe().run(page, options=options).response["violations"]
    nodes = [(each, node["html"]) for each in found for node in each["nodes"]]
    return [f"{each['id']}: {each['help']}: {html[:160]}" for each, html in nodes if not _known(each["id"], html)]


def _known(rule: str, html: str) -> bool:
    """govuk-frontend says by aria-expanded that a choice opened something, and keeps it on purpose (its issue 979)."""
    return rule == "aria-allowed-attr" and bool(OPENS_SOMETHING.search(html))


def overflows_at(page: Page, width: int) -> list[str]:
    """The elements that make the page wider than a screen of this width."""
    page.set_viewport_size({"width": width, "height": 720})
    return list(page.evaluate(WIDER_THAN_THE_SCREEN))


def vnu_is_here() -> bool:
    """Whether the Nu Html Checker can run: its jar comes with npm, Java has to be on the machine."""
    return VNU.is_file() and shutil.which("java") is not None


def vnu_errors(html_files: Sequence[Path]) -> list[str]:
    """What the Nu Html Checker finds wrong in these files."""
    command = ["java", "-jar", str(VNU), "--errors-only", "--format", "json", "--exit-zero-always", "--stdout"]
    answer = subprocess.run([*command, *map(str, html_files)], capture_output=True, text=True, check=True)
    return [_sentence(message) for message in json.loads(answer.stdout)["messages"]]


def _sentence(message: dict[str, str | int]) -> str:
    file = str(message.get("url", "")).rsplit("/", 1)[-1]
    return f"{file}:{message.get('lastLine', '?')}: {message['message']}: {message.get('extract', '')}"
