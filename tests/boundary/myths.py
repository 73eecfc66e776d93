"""Checks that the five misconceptions are untrue of this software. Each returns what crosses the line, a line each."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from alongside.commons.coded import Coded
from tests.boundary import source, vocabulary
from tests.boundary.databases import Connection
from tests.boundary.halves import Half

SHORT = 40
"""A word column no longer than this holds a code unless the reason stands in NOT_CODED."""

NOT_CODED = {
    "key_id": "the name of a key",
    "answer_key": "the name of a key",
    "locator": "the public part of a receipt",
    "reference": "a random reference",
    "worker": "the name of a program",
    "number": "a telephone number",
    "route_number": "a telephone number",
    "text_version": "which text was shown",
    "terms_version": "which terms were agreed to",
    "code_list_version": "which list of codes held",
    "quarter": "a quarter of a year",
}


def names_in(half: Half) -> Iterator[tuple[str, str]]:
    """Yield every name and label of every field that could hold, ask for or carry something."""
    for model in half.models:
        for field in model["fields"]:
            place = f"{model['name']}.{field['name']}"
            yield place, field["name"]
            if model["ours"]:
                yield place, field["label"]
                yield place, field["help"]
                yield place, field["type"]
                yield from ((place, word) for choice in field["choices"] for word in choice)
    for form in half.forms:
        for field in form["fields"]:
            place = f"{form['name']}.{field['name']}"
            yield from ((place, said) for said in (field["name"], field["label"], field["type"]))
            if not form["model"]:
                yield from ((place, word) for choice in field["choices"] for word in choice)
    for shape in half.other_shapes:
        yield from ((f"{shape['name']}.{name}", name) for name in shape["fields"])


def columns(administrator: Connection) -> list[tuple[str, str]]:
    """Return every column of a database, whoever made it."""
    found = administrator.execute(
        "SELECT table_schema || '.' || table_name || '.' || column_name, column_name FROM information_schema.columns"
        " WHERE table_schema NOT IN ('pg_catalog', 'information_schema')"
        " UNION ALL SELECT table_schema || '.' || table_name, table_name FROM information_schema.tables"
        " WHERE table_schema NOT IN ('pg_catalog', 'information_schema')"
    )
    return [(place, name) for place, name in found]


THIRD_PARTY_TABLES = (
    "public.wagtail",
    "public.taggit",
    "public.mfa",
    "public.account_",
    "public.django",
    "public.auth",
)
"""Tables of libraries about pages, pictures and sign-in; none is about anybody told of."""


def of_ours(names: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(place, name) for place, name in names if not place.startswith(THIRD_PARTY_TABLES)]


ASKED = re.compile(r"<(?:input|select|textarea|button)\b[^>]*?\bname=[\"']([^\"'{]+)")


def in_templates(package: Path) -> list[tuple[str, str]]:
    """Return names of templates, and of what is asked for in them by hand."""
    found = []
    for path in package.rglob("templates*/**/*.html"):
        place = str(path.relative_to(package))
        found.append((place, path.stem))
        found += [(place, name) for name in ASKED.findall(path.read_text(encoding="utf-8"))]
    return found


def in_csv_headers(package: Path) -> list[tuple[str, str]]:
    """Return the columns of everything written as CSV."""
    found = []
    for name, tree in source.modules(package):
        for node in ast.walk(tree):
            if (source.called(node) or "").endswith(("writerow", "writeheader", "DictWriter")):
                found += [(name, word) for word in _strings(node)]
    return found


def _strings(node: ast.AST) -> list[str]:
    return [each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str)]


def coded_fields(half: Half) -> list[str]:
    """Return every field that holds or offers a code: columns of ours, and choices of forms."""
    found = [
        f"{model['name']}.{field['name']}"
        for model in half.models
        if model["ours"]
        for field in model["fields"]
        if field["choices"] or (field["words"] and (field["max_length"] or SHORT + 1) <= SHORT)
        if field["name"] not in NOT_CODED
    ]
    for form in half.forms:
        room, _, name = form["name"].replace(".forms.", ".").rpartition(".")
        for field in form["fields"]:
            if not form["model"] and _offers_codes(field):
                found.append(f"form {room.rpartition('.')[2]}.{name}.{field['name']}")
    return sorted(set(found))


def _offers_codes(field: dict[str, object]) -> bool:
    kind = str(field["type"])
    return "Choice" in kind and "Model" not in kind and kind != "PostChoice"


def unregistered(half: Half, *registers: Iterable[Coded]) -> list[str]:
    """Return coded fields that stand in no register, and places that a register names and that are gone."""
    listed = {place for register in registers for row in register for place in row.held_in}
    coded = set(coded_fields(half))
    return sorted([f"{place} is in no register" for place in coded - listed]) + sorted(
        f"{place} is registered and gone" for place in listed - coded
    )


SEARCHES = {
    "q",
    "query",
    "search",
    "find",
    "name",
    "surname",
    "person",
    "dob",
    "filter",
    "like",
    "lookup",
    "term",
    "email",
}
LOOKS_LIKE = re.compile(r"__(i?contains|i?startswith|i?endswith|i?regex|search|trigram\w*|unaccent)$")
SEARCHERS = {"SearchVector", "SearchQuery", "SearchRank", "TrigramSimilarity", "fuzz", "rapidfuzz", "Soundex"}


def search_addresses(half: Half) -> list[str]:
    """Return addresses of ours that find by what somebody types or list by machine, and forms sent by GET to do so."""
    found = []
    for address in half.addresses:
        words = set(vocabulary.words_of(address["route"])) | set(address["parameters"])
        if address["ours"] and words & (SEARCHES | {"api", "export", "download", "bulk", "all", "graphql"}):
            found.append(f"{address['route']} ({address['view']})")
    return sorted(found)


def searches_in_code(package: Path) -> list[source.Found]:
    """Return look-ups by a part of what is stored, and query parameters that would carry one."""

    def said(node: ast.AST) -> str | None:
        if isinstance(node, ast.keyword) and node.arg and LOOKS_LIKE.search(node.arg):
            return node.arg
        if isinstance(node, (ast.Name, ast.Attribute)) and source.dotted(node).rpartition(".")[2] in SEARCHERS:
            return source.dotted(node)
        if (source.called(node) or "").endswith(("GET.get", "GET.getlist")) and set(_strings(node)) & SEARCHES:
            return ast.unparse(node)
        return None

    return source.find(package, said)


CALLS_OUT = {
    "aiohttp", "asyncio", "boto3", "botocore", "feedparser", "ftplib", "grpc", "http.client", "httpx", "imaplib",
    "kafka", "ldap", "ldap3", "paramiko", "pika", "playwright", "poplib", "redis", "requests", "scrapy", "selenium",
    "smtplib", "socket", "socketserver", "ssl", "suds", "telethon", "telnetlib", "tweepy", "urllib.error",
    "urllib.request", "urllib3", "webbrowser", "websocket", "websockets", "xmlrpc", "zeep", "django.core.mail",
    "subprocess",
}  # fmt: skip
OPENS = {"psycopg.connect", "psycopg.AsyncConnection.connect", "socket.create_connection", "os.system", "os.popen"}


def connectors(package: Path) -> list[source.Found]:
    """Return every place that could speak to something outside this process, ``command`` left out of subprocess."""

    def said(node: ast.AST) -> str | None:
        for name in source.imports_of(node):
            for module in CALLS_OUT:
                if name == module or name.startswith(f"{module}."):
                    return module
        called = source.called(node)
        if called in OPENS or (called or "").endswith((".connect_ex", "open_connection")):
            return called
        return None

    return [(file, what) for file, what in source.find(package, said) if (what, file[:8]) != ("subprocess", "command/")]


ABROAD = re.compile(
    r"\b(watch.?lists?|no.?fly|interpol|europol|pnc|npcc|dbs|disclosure and barring|immigration|border force"
    r"|ports? alert|hmics|sis ?ii|prevent case management|pcm|facebook|instagram|twitter|telegram|tiktok|snapchat)\b",
    re.IGNORECASE,
)


def links_abroad(package: Path) -> list[source.Found]:
    """Return identifiers and text that is sent or stored (not comments) that name a list, a register or a network."""

    def said(node: ast.AST) -> str | None:
        if isinstance(node, (ast.Name, ast.Attribute, ast.FunctionDef, ast.ClassDef, ast.arg)):
            name = getattr(node, "id", None) or getattr(node, "attr", None) or getattr(node, "name", None)
            words = " ".join(vocabulary.words_of(str(name or getattr(node, "arg", ""))))
            return words if ABROAD.search(words) else None
        return None

    return source.find(package, said)


LEARNING = {
    "anthropic", "catboost", "fasttext", "flair", "gensim", "keras", "langchain", "lightgbm", "mlflow", "nltk",
    "openai", "openai-whisper", "scikit-learn", "sentence-transformers", "sklearn", "spacy", "statsmodels",
    "tensorflow", "textblob", "tiktoken", "torch", "transformers", "vadersentiment", "xgboost", "numpy", "pandas",
    "scipy", "opencv-python", "face-recognition", "pytesseract", "langdetect",
}  # fmt: skip


def learning_libraries(requirements: str) -> list[str]:
    """Return libraries in a requirements file that weigh, recognise or predict."""
    names = re.findall(r"^([A-Za-z0-9_.-]+)(?:\[[^]]*\])?==", requirements, re.MULTILINE)
    return sorted({name.lower() for name in names} & LEARNING)


ANALYSES = {
    "re",
    "regex",
    "difflib",
    "string",
    "collections.Counter",
    "statistics",
    "math",
    "random",
    "rapidfuzz",
    "unicodedata",
}
WORDS_OF_A_PERSON = {
    "worry",
    "told",
    "words",
    "needs",
    "going_well",
    "find_them",
    "called",
    "note",
    "reason",
    "answers",
}


def reads_meaning(package: Path, rooms: Iterable[str]) -> list[source.Found]:
    """Return code of the rooms where concerns are read that could weigh what somebody wrote: tools for it, or a look
    into the words for a word."""

    def said(node: ast.AST) -> str | None:
        for name in source.imports_of(node):
            if name.split(".")[0] in ANALYSES or name in ANALYSES:
                return f"imports {name}"
        if isinstance(node, ast.Compare) and any(isinstance(op, (ast.In, ast.NotIn)) for op in node.ops):
            searched = source.dotted(node.comparators[0]).rpartition(".")[2]
            if searched in WORDS_OF_A_PERSON and isinstance(node.left, ast.Constant):
                return ast.unparse(node)
        called = source.called(node) or ""
        of, _, asks = called.rpartition(".")
        looks = asks in {"count", "find", "index", "startswith", "split"} and of.rpartition(".")[2] in WORDS_OF_A_PERSON
        # ``answers.count()`` counts rows; a look into words says what for.
        return ast.unparse(node) if looks and isinstance(node, ast.Call) and node.args else None

    return [(file, what) for file, what in source.find(package, said) if file.startswith(tuple(rooms))]
