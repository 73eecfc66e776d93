"""Ways around the import contracts, and code that asks which half it is in."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.boundary import source, trees

ROUND_ABOUT = {
    "importlib.import_module", "import_module", "importlib.reload", "importlib.__import__", "__import__",
    "importlib.util.spec_from_file_location", "apps.get_model", "get_model", "apps.get_app_config", "import_string",
    "runpy.run_module", "runpy.run_path", "exec", "eval", "pkgutil.resolve_name",
}  # fmt: skip
"""Calls that load code by a name the import contracts do not see."""

ALLOWED = {
    (
        "site/management/commands/rights.py",
        "importlib.import_module",
    ): "the grants of the half whose settings are loaded",
    ("site/management/commands/work.py", "import_string"): "the duties that the half's own settings name",
    ("site/outbox/letters.py", "import_string"): "the token maker that the settings name",
    ("design/forms.py", "import_string"): "the rule of what no form keeps, which casework's own settings name",
    ("casework/administration/management/commands/load.py", "importlib.import_module"): "the cast; no image has it",
    ("casework/panel/management/commands/invented_panel.py", "importlib.import_module"): "the cast; no image has it",
    ("casework/agencies/management/commands/invented_questions.py", "importlib.import_module"): (
        "the cast; no image has it"
    ),
}
"""Command is left out: it stands on everything, and may import all."""

HALF = {
    ("site/management/commands/rights.py", "settings.HALF"): "rights are applied to the half whose settings are loaded",
}
"""The only places that may ask which half they are in, besides the settings that say it."""

DOTTED = re.compile(r"\w+(\.\w+)+")


def round_about(package: Path) -> list[source.Found]:
    return source.find(
        package,
        lambda node: name if (name := source.called(node)) in ROUND_ABOUT else None,
        without=("command/",),
    )


def other_half_by_name(package: Path) -> list[source.Found]:
    """Return strings in one half that name a module of the other (``apps.get_model("…")``, dotted settings)."""
    found = []
    for half, other in (("public", "casework"), ("casework", "public")):
        for name, text in source.find(package / half, _string):
            if text.startswith(f"alongside.{other}") or text.split(".")[0] in _labels(package, other) - OWN[half]:
                found.append((f"{half}/{name}", text))
    return found


def _string(node: ast.AST) -> str | None:
    """Return the first argument of a call, where it is a dotted word: what a lazy reference looks like."""
    if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
        text = node.args[0].value
        return (
            text if isinstance(text, str) and "." in text and text.replace(".", "").replace("_", "").isalnum() else None
        )
    return None


OWN: dict[str, set[str]] = {"public": {"outbox", "beats"}, "casework": {"outbox", "beats"}}


def _labels(package: Path, half: str) -> set[str]:
    return {folder.name for folder in (package / half).iterdir() if (folder / "__init__.py").exists()}


def asks_for_the_half(package: Path) -> list[source.Found]:
    """Return code outside settings that reads which half it is in, or compares something with a half's name."""
    return source.find(package, _asks, without=("settings/", "command/"))


def _asks(node: ast.AST) -> str | None:
    if isinstance(node, ast.Attribute) and node.attr == "HALF":
        return source.dotted(node)
    if isinstance(node, ast.Compare):
        named = [each.value for each in [node.left, *node.comparators] if isinstance(each, ast.Constant)]
        if {"public", "casework"} & {word for word in named if isinstance(word, str)}:
            return ast.unparse(node)
    if source.called(node) == "getattr" and "HALF" in ast.unparse(node):
        return ast.unparse(node)
    return None


def test_code_is_loaded_by_name_only_where_the_reason_is_written(package: Path) -> None:
    assert set(round_about(package)) == set(ALLOWED)


def test_neither_half_names_a_module_or_model_of_the_other(package: Path) -> None:
    assert other_half_by_name(package) == []


def test_no_code_asks_which_half_it_is_in_but_where_the_reason_is_written(package: Path) -> None:
    assert set(asks_for_the_half(package)) == set(HALF)


def test_only_installation_and_the_clock_read_our_variables(package: Path) -> None:
    assert reads_variables(package) == []


MAY_READ = (
    "commons/installation.py",
    "commons/clock.py",
    "command/",
    "settings/",
    "public/wsgi.py",
    "casework/wsgi.py",
)
"""What starts a half names its settings, and the clock looks at every call whether it may be moved; the rest asks
commons/installation.
"""


def reads_variables(package: Path) -> list[tuple[str, str]]:
    """Return code that reads the environment, where only installation, command and each half's start may."""

    def said(node: ast.AST) -> str | None:
        name = source.dotted(node)
        return name if name in ("os.environ", "os.getenv") else None

    return source.find(package, said, without=MAY_READ)


@pytest.mark.parametrize(
    ("file", "line", "check"),
    [
        ("public/live/views.py", "import importlib\nx = importlib.import_module('alongside.casework')", round_about),
        ("public/live/views.py", "from django.apps import apps\nx = apps.get_model('referrals.Referral')", round_about),
        ("public/live/queries.py", "x = lazily('referrals.Referral')", other_half_by_name),
        ("casework/work/views.py", "x = lazily('alongside.public.live.models')", other_half_by_name),
        ("site/health.py", "if settings.HALF == 'public': pass", asks_for_the_half),
        ("design/jinja.py", "x = 'casework' == half", asks_for_the_half),
        ("public/live/queries.py", "import os\nx = os.environ['ALONGSIDE_CASEWORK_DB']", reads_variables),
    ],
)
def test_a_way_around_is_found(file: str, line: str, check: object, tmp_path: Path) -> None:
    assert callable(check)
    tree = trees.copied(tmp_path)
    before = set(check(tree.package))
    tree.add(file, line)
    assert {name for name, _ in set(check(tree.package)) - before} == {file}
