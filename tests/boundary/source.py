"""What our source says, read as syntax: imports by name, calls, attributes. Each check returns ``file:line what``."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

Found = tuple[str, str]
"""a file below ``src/alongside``, and what stands in it"""


def modules(package: Path, *, without: tuple[str, ...] = ()) -> Iterator[tuple[str, ast.Module]]:
    """Yield every module of a package, parsed."""
    for path in sorted(package.rglob("*.py")):
        name = str(path.relative_to(package))
        if not name.startswith(without) if without else True:
            yield name, ast.parse(path.read_text(encoding="utf-8"))


def find(package: Path, said: Callable[[ast.AST], str | None], *, without: tuple[str, ...] = ()) -> list[Found]:
    """Return what a question finds in any node of any module, each once."""
    found = set()
    for name, tree in modules(package, without=without):
        for node in ast.walk(tree):
            if (answer := said(node)) is not None:
                found.add((name, answer))
    return sorted(found)


def called(node: ast.AST) -> str | None:
    """Return the dotted name that a call calls, or None."""
    return dotted(node.func) if isinstance(node, ast.Call) else None


def dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return ""


def imports_of(node: ast.AST) -> list[str]:
    """Return the full names that one import statement imports (relative ones stay within a half)."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and not node.level:
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []
