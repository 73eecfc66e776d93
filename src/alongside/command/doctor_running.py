"""The doctor on what runs: who holds the ports, and what the sites say about themselves and their workers."""

from __future__ import annotations

import contextlib
import json
import os
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from alongside.command.finding import Finding, ill
from alongside.command.place import Place
from alongside.command.supervise import belongs_to, is_taken

OPTIONS = {"public": "--port", "casework": "--casework-port", "stream": "--stream-port"}
LISTENING = "0A"
"""The state TCP_LISTEN as Linux writes it in /proc/net/tcp."""
MODULES = {
    "public": "alongside.public.wsgi",
    "casework": "alongside.casework.wsgi",
    "stream": "alongside.public.live.stream",
}


def ports(place: Place) -> Iterator[Finding]:
    """For each port: free, ours, or held by somebody, and by whom."""
    if place.mode == "production":
        return
    ours = running(place)
    for site, option in OPTIONS.items():
        port = ours.get(site, getattr(place.ports, site))
        if site in ours:
            yield Finding(f"port {port}", f"{site} of this installation answers there")
        elif is_taken(port):
            yield ill(f"port {port}", f"is held by {holder(port)}. End that, or choose another: ./alongside demo"
                      f" {option} {port + 10}")  # fmt: skip
        else:
            yield Finding(f"port {port}", f"is free for {site}")


def running(place: Place) -> dict[str, int]:
    """Return the ports of this installation's running sites, by the command lines of the programs it started."""
    register = place.state / "programs.json"
    found = {}
    for process_id in json.loads(register.read_text()) if register.exists() else []:
        words = _command_line(process_id) if belongs_to(process_id, place) else []
        for site, module in MODULES.items():
            if any(module in word for word in words) and "--port" in words:
                found[site] = int(words[words.index("--port") + 1])
    return found


def _command_line(process_id: int) -> list[str]:
    try:
        return Path(f"/proc/{process_id}/cmdline").read_text().split("\0")
    except OSError:
        return []


def holder(port: int) -> str:
    """Say which program listens on a port, as far as this account may see it (Linux)."""
    sockets = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in Path(table).read_text().splitlines()[1:] if Path(table).exists() else []:
            parts = line.split()
            if parts[3] == LISTENING and int(parts[1].rpartition(":")[2], 16) == port:
                sockets.add(f"socket:[{parts[9]}]")
    for process in Path("/proc").glob("[0-9]*"):
        if sockets & _open_of(process):
            return f"{(process / 'comm').read_text().strip()} (process {process.name})"
    return "another account's program"


def _open_of(process: Path) -> set[str]:
    found = set()
    with contextlib.suppress(OSError):
        for path in (process / "fd").iterdir():
            # The list of files is itself a file, gone when it is read.
            with contextlib.suppress(FileNotFoundError):
                found.add(os.readlink(path))
    return found


def health(place: Place) -> Iterator[Finding]:
    """Ask both sites and the stream, which know whether their database and workers live."""
    if place.mode == "production":
        # Behind nginx, and on this machine: what is asked is the program itself.
        listening = {site: int(getattr(place.ports, site)) for site in OPTIONS}
    else:
        listening = running(place)
    if not listening:
        yield Finding("sites and workers", "are stopped; ./alongside demo starts them")
    for site, port in listening.items():
        log = f"journalctl -u alongside-{site}" if place.mode == "production" else str(place.state / "logs")
        yield _asked(site, f"http://127.0.0.1:{port}/health", log)


def _asked(site: str, address: str, log: str) -> Finding:
    try:
        with urllib.request.urlopen(address, timeout=5) as reply:  # noqa: S310 (addresses of this installation)
            return Finding(f"{site} site", f"is well, its workers too ({reply.status})")
    except urllib.error.HTTPError as refusal:
        failing = re.findall(r'"failing": ?\[([^\]]*)\]', refusal.read(500).decode(errors="replace"))
        names = (failing or ["something unnamed"])[0].replace('"', "")
        return ill(f"{site} site", f"says that this does not live: {names}. Its log: {log}")
    except OSError:
        return ill(f"{site} site", f"does not answer at {address}. Its log: {log}")
