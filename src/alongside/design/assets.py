"""Copy what pages need from the installed npm packages into a folder of static files; plain Python, no build tool.

`prepare(node_modules, into)` takes the published, minified files of govuk-frontend and htmx, and of the MoJ's patterns
where asked. It leaves out what is reserved for gov.uk, the GDS Transport font and the crown, and what no page needs.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

SYSTEM_FONTS = '"Helvetica Neue",Arial,sans-serif'

# Case lists and timelines are for work; the public pages stay small.
WITH_MOJ = frozenset({"casework"})

FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
FONT_FAMILY = re.compile(r"GDS Transport,\s*arial,\s*sans-serif", re.IGNORECASE)
CREST = re.compile(r"[a-z-]+:\s*url\([^)]*govuk-crest[^)]*\);?")
# A source map that is not shipped would stop Django's hashed static files.
SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S*")
IMAGE = re.compile(r"url\(/assets/images/([A-Za-z0-9._-]+)\)")


class MissingPackage(Exception):
    """An npm package is not installed, or not the version that package.json pins."""


def prepare(node_modules: Path, into: Path, *, half: str) -> list[Path]:
    """Fill `into` with govuk/ and htmx/, and for casework with moj/; return the files written."""
    written = [*_govuk(_package(node_modules, "govuk-frontend"), into / "govuk"), *_htmx(node_modules, into / "htmx")]
    if half in WITH_MOJ:
        written += _moj(_package(node_modules, "@ministryofjustice/frontend"), into / "moj")
    return written


def _package(node_modules: Path, name: str) -> Path:
    package = node_modules / name
    if not (package / "package.json").is_file():
        raise MissingPackage(f"The npm package {name} is not installed: run `npm ci --ignore-scripts` first.")
    return package


def version(node_modules: Path, name: str) -> str:
    """Say which version of a package is installed."""
    return str(json.loads((_package(node_modules, name) / "package.json").read_text(encoding="utf-8"))["version"])


def _govuk(package: Path, into: Path) -> list[Path]:
    dist = package / "dist" / "govuk"
    return [
        _write(into / "govuk-frontend.min.css", without_reserved(_read(dist / "govuk-frontend.min.css"))),
        _write(into / "govuk-frontend.min.js", _without_source_map(_read(dist / "govuk-frontend.min.js"))),
    ]


def _htmx(node_modules: Path, into: Path) -> list[Path]:
    script = _package(node_modules, "htmx.org") / "dist" / "htmx.min.js"
    return [_write(into / "htmx.min.js", _without_source_map(_read(script)))]


def _moj(package: Path, into: Path) -> list[Path]:
    style = without_reserved(_read(package / "moj" / "moj-frontend.min.css"))
    images = sorted(set(IMAGE.findall(style)))
    return [
        _write(into / "moj-frontend.min.css", IMAGE.sub(r"url(images/\1)", style)),
        *(_copy(package / "moj" / "assets" / "images" / name, into / "images" / name) for name in images),
    ]


def without_reserved(style: str) -> str:
    """Take the font and the crest out of a style sheet; raise ValueError if any trace could load one."""
    style = CREST.sub("", FONT_FAMILY.sub(SYSTEM_FONTS, FONT_FACE.sub("", _without_source_map(style))))
    if left := re.search(r"GDS Transport|@font-face|govuk-crest|\.woff", style, re.IGNORECASE):
        raise ValueError(f"The style sheet still names {left.group()}: its form has changed, so look at assets.py.")
    return style


def _without_source_map(text: str) -> str:
    return SOURCE_MAP.sub("", text)


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def _copy(source: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copyfile(source, target))
