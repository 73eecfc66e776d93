"""Find words that people read and that no translator would get: in Jinja templates, and in Python forms."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import nodes

READ_ALOUD = {"aria-label", "title", "alt", "placeholder", "aria-description", "aria-roledescription"}
KEYS = {
    *("text", "html", "label", "legend", "caption", "hint", "titleText", "descriptionText", "visuallyHiddenText"),
    *("iconFallbackText", "landmarkLabel", "navigationLabel", "menuButtonText", "menuButtonLabel", "ariaLabel"),
    *("summaryText", "heading", "serviceName", "activatedText", "timedOutText", "prefix", "suffix", "words"),
}
MARKERS = {"_", "gettext", "ngettext", "pgettext", "npgettext", "gettext_lazy", "ngettext_lazy", "pgettext_lazy"}
PROSE = re.compile(r"^[A-Z][^\s<>{}/]*[a-z’']+[ ,].*[a-z]")
LETTERS = re.compile(r"[^\W\d_]{2,}")

PARSER = jinja2.Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"])


def in_template(source: str) -> list[str]:
    """The unmarked words of a Jinja template, with their lines."""
    words = Words(_without_code(source))
    return [f"{line}: {found}" for line, found in sorted({*words.found, *_in_code(source)})]


def _without_code(source: str) -> str:
    """The markup alone, on the lines where it stood."""
    kept, in_trans, before = [], False, ""
    for _line, kind, text in PARSER.lex(source):
        if kind == "name" and before == "block_begin":
            in_trans = text == "trans" or (in_trans and text != "endtrans")
        kept.append(text if kind == "data" and not in_trans else "\n" * text.count("\n"))
        before = before if kind == "whitespace" else kind
    return "".join(kept)


class Words(HTMLParser):
    """Text and spoken attributes that stand in the markup itself."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in READ_ALOUD and LETTERS.search(value or ""):
                self._find(f'{name}="{value}"')

    def handle_data(self, data: str) -> None:
        if self.cdata_elem is None and LETTERS.search(data):
            self._find(" ".join(data.split()))

    def _find(self, words: str) -> None:
        self.found.append((self.getpos()[0], words))


def _in_code(source: str) -> Iterator[tuple[int, str]]:
    env = jinja2.Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"])
    yield from _walk(env.parse(source), spoken=False)


def _walk(node: nodes.Node, *, spoken: bool) -> Iterator[tuple[int, str]]:
    """Go through the code; `spoken` says that this value will be read by people."""
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in MARKERS:
        return
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        if LETTERS.search(_bare(node.value)) if spoken else PROSE.search(node.value):
            yield node.lineno, f'"{node.value}"'
        return
    for child, child_spoken in _children(node, spoken):
        yield from _walk(child, spoken=child_spoken)


def _bare(text: str) -> str:
    return re.sub(r"<[^>]*>|&\w+;", " ", text)


def _children(node: nodes.Node, spoken: bool) -> Iterator[tuple[nodes.Node, bool]]:
    if isinstance(node, nodes.Pair):
        yield node.value, getattr(node.key, "value", None) in KEYS
    elif isinstance(node, nodes.Keyword):
        yield node.value, node.key in KEYS
    elif isinstance(node, nodes.CondExpr):
        yield node.test, False
        yield from ((child, spoken) for child in (node.expr1, node.expr2) if child is not None)
    elif isinstance(node, nodes.Concat | nodes.Add):
        yield from ((child, spoken) for child in node.iter_child_nodes())
    else:
        yield from ((child, False) for child in node.iter_child_nodes())


IN_FORMS = {"label", "help_text", "empty_label", "initial_text"}
SAYING = {"ValidationError", "NotAllowed"}


def in_python(source: str) -> list[str]:
    """The unmarked words of forms: labels, hints, error messages, refusals, and choices written on the spot."""
    found = [each for node in ast.walk(ast.parse(source)) for each in _in_node(node)]
    return [f"{line}: {words}" for line, words in sorted(found)]


def _in_node(node: ast.AST) -> Iterator[tuple[int, str]]:
    if isinstance(node, ast.Call):
        for keyword in node.keywords:
            yield from _in_keyword(keyword)
        if _called(node) in SAYING and node.args:
            yield from _unmarked(node.args[0])
        if _called(node) == "add_error" and len(node.args) > 1:
            yield from _unmarked(node.args[1])


def _called(node: ast.Call) -> str:
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def _in_keyword(keyword: ast.keyword) -> Iterator[tuple[int, str]]:
    if keyword.arg in IN_FORMS:
        yield from _unmarked(keyword.value)
    elif keyword.arg == "error_messages" and isinstance(keyword.value, ast.Dict):
        for value in keyword.value.values:
            yield from _unmarked(value)
    elif keyword.arg == "choices" and isinstance(keyword.value, ast.List | ast.Tuple):
        for pair in keyword.value.elts:
            if isinstance(pair, ast.Tuple) and len(pair.elts) == 2:
                yield from _unmarked(pair.elts[1])


def _unmarked(value: ast.expr) -> Iterator[tuple[int, str]]:
    """A literal, formatted or not, that no marker wraps."""
    if isinstance(value, ast.BinOp):
        value = value.left
    if isinstance(value, ast.IfExp):
        yield from _unmarked(value.body)
        yield from _unmarked(value.orelse)
    text: Any = value.value if isinstance(value, ast.Constant) else ast.unparse(value)
    is_words = isinstance(value, ast.Constant | ast.JoinedStr) and isinstance(text, str)
    if is_words and LETTERS.search(text):
        yield value.lineno, text


def templates(package: Path) -> list[Path]:
    """Every Jinja template of the tree."""
    named = ("templates", "templates_public", "templates_casework")
    return sorted(path for name in named for path in package.glob(f"**/{name}/**/*.html"))


def forms(package: Path) -> list[Path]:
    """Every Python file of a feature that asks people something or refuses them something on a page."""
    return sorted(path for name in ("forms.py", "fields.py", "components.py") for path in package.rglob(name))
