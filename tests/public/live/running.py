"""The stream, running under its own role, for tests that follow it in a browser."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from alongside.commons import installation

PATIENCE = 30.0


@contextmanager
def stream() -> Iterator[str]:
    """Serve the stream under its own role; give the address."""
    port = str(urlsplit(installation.address("stream")).port)
    with _running(["alongside.public.live.stream", "--port", port], "stream"):
        _wait_for(f"http://127.0.0.1:{port}/health")
        yield installation.address("stream")


@contextmanager
def _running(module: list[str], role: str) -> Iterator[None]:
    process = subprocess.Popen(
        [sys.executable, "-m", *module],
        env={**os.environ, "ALONGSIDE_ROLE": role},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(address: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"{address} did not answer within {PATIENCE:.0f} s")
