"""The documents speak of what is there: commands, files, links; and of no machine and no registry."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from alongside.command import keys
from alongside.command.main import COMMANDS
from alongside.command.place import CHECKOUT, Place
from alongside.command.supervise import programs

PAGES = sorted([*CHECKOUT.glob("*.md"), *CHECKOUT.glob("docs/**/*.md")])
TOP = ("src/", "tests/", "docs/", "deploy/", "bench/", "requirements/", ".ci/")
GENERATED_WITH_PATTERNS = re.compile(r"[*<>{}…]")
PICTURES = CHECKOUT / "docs" / "pictures"
REGISTRIES = ["py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "npm" + "js.com", "crates" + ".io"]
MACHINES = re.compile(r"(?<![\w.-])/(?:work|root|home|Users)/")


def each_page() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(CHECKOUT)))


def without_pictures(links: list[str]) -> list[str]:
    return [link for link in links if not link.endswith(".png")]


@each_page()
def test_every_command_that_a_page_names_exists(page: Path) -> None:
    for command, rest in re.findall(r"\./alongside +([a-z][a-z-]*)((?: [a-z|-]+)*)", page.read_text()):
        assert command in COMMANDS, f"./alongside {command}"
        if command == "keys":
            for word in re.split(r"[ |]", rest.strip())[:1]:
                assert word in keys.ACTIONS, f"./alongside keys {word}"
        if command == "audit":
            assert rest.split()[:1] == ["verify"]


@each_page()
def test_every_file_that_a_page_names_exists(page: Path) -> None:
    named = re.findall(r"`([^`\s]+)`", page.read_text())
    missing = [
        path
        for path in named
        if path.startswith(TOP)
        and not GENERATED_WITH_PATTERNS.search(path)
        and not (CHECKOUT / path.split("::")[0].split(":")[0]).exists()
    ]
    assert missing == []


@each_page()
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    text = page.read_text()
    for link in without_pictures(re.findall(r"\]\(([^)\s]+)\)", text)):
        if re.match(r"[a-z]+:", link):
            continue
        file, _, heading = link.partition("#")
        target = (page.parent / file).resolve() if file else page
        assert target.exists(), link
        if heading:
            assert heading in _headings(target), link


def _headings(page: Path) -> set[str]:
    """Return the anchors that hosts make of headings: lower case, without punctuation, dashes for spaces."""
    titles = re.findall(r"^#+ (.*)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def test_the_readme_shows_the_real_pages() -> None:
    named = re.findall(r"\]\((docs/pictures/[^)]+)\)", (CHECKOUT / "README.md").read_text())
    assert sorted(named) == sorted(f"docs/pictures/{picture.name}" for picture in PICTURES.iterdir())


def test_the_readme_is_one_screen_with_two_commands_and_the_warning() -> None:
    text = (CHECKOUT / "README.md").read_text()
    assert len(text.splitlines()) <= 60
    assert "No real data may be entered yet" in text
    shown = re.findall(r"^\./alongside (\w+)", text, re.MULTILINE)
    assert shown == ["demo", "test"]


def test_running_it_names_every_program_and_its_role() -> None:
    text = (CHECKOUT / "docs" / "run-it.md").read_text()
    for program in programs(Place("production")):
        assert re.search(rf"\| `alongside-{program.name}` \| {program.half} \| `{program.role}` \|", text), program.name


def test_keys_are_described_as_the_ring_knows_them() -> None:
    from alongside.command.keyring import KINDS

    text = (CHECKOUT / "docs" / "keys.md").read_text()
    for kind in KINDS:
        folder = kind.files.split("*")[0]
        assert f"`{folder}`" in text, f"{kind.name}: {folder}"


def test_every_criterion_of_wcag_22_has_its_line() -> None:
    """WCAG 2.2 has 31 criteria at level A and 24 at level AA; 4.1.1 was removed."""
    text = (CHECKOUT / "docs" / "accessibility.md").read_text()
    level_a, _, level_aa = text.partition("## Level AA")
    rows = re.compile(r"^\| (\d\.\d\.\d+) [^|]+\| ([^|]+) \|$", re.MULTILINE)
    assert len({number for number, _ in rows.findall(level_a)}) == 31
    assert len({number for number, _ in rows.findall(level_aa)}) == 24
    assert all(said.strip() for _, said in rows.findall(text))


def test_decisions_are_numbered_once_and_have_three_parts() -> None:
    pages = sorted((CHECKOUT / "docs" / "decisions").glob("*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        parts = re.findall(r"^## (\w+)", page.read_text(), re.MULTILINE)
        assert parts == ["Context", "Decision", "Consequences"], page.name


def test_no_tracked_file_names_a_registry_or_a_place_on_somebodys_machine() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=CHECKOUT, capture_output=True, text=True).stdout
    found = []
    for name in listed.split("\0"):
        path = CHECKOUT / name
        if not path.is_file() or name == "package-lock.json" or path.suffix in (".png", ".mo", ".jpg", ".mp4"):
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{name}: {host}" for host in REGISTRIES if host in text]
        found += [f"{name}: {match}" for match in MACHINES.findall(text)[:1]]
    assert found == []
