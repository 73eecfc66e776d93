"""Scripts that need packages: put together at installation by esbuild, so that no generated file is in the tree."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Final

from alongside.command import install
from alongside.command.place import CHECKOUT
from alongside.command.words import Stop

SOURCES: Final = {"concerns/seal.js": CHECKOUT / "src/alongside/public/concerns/browser/seal.js"}
"""Where a script is served below /static/, and what it is made from."""
# Browsers since 2020.
FLAGS: Final = ("--bundle", "--minify", "--format=iife", "--target=es2020", "--log-level=error")
NOTICE: Final = "/* Holds packages @hpke/* and mlkem: MIT licence, Copyright (c) 2022-2025 Ajitomi Daisuke */"


def prepare(into: Path) -> list[Path]:
    """Make every script below a folder; return the files written. Raises Stop where a package is missing."""
    return [_made(source, into / name) for name, source in SOURCES.items()]


def _made(source: Path, target: Path) -> Path:
    program = CHECKOUT / "node_modules" / "esbuild" / "bin" / "esbuild"
    command = [install.node(), str(program), str(source), *FLAGS, f"--banner:js={NOTICE}", f"--outfile={target}"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise Stop(f"{source.name} could not be put together for the browser: {done.stderr.strip()[:500]}")
    return target
