"""Starts the programs of one installation, keeps them running, and ends all that it started."""

from __future__ import annotations

import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from alongside.command.halves import environment
from alongside.command.place import CHECKOUT, Place
from alongside.command.words import Stop, say

PARENT_DEATH_SIGNAL = 1
"""prctl(2): PR_SET_PDEATHSIG."""
PUBLIC_WORKERS = 2
"""One for each of two cores; bench/telling.py measures what is started."""


@dataclass(frozen=True)
class Program:
    """One process of an installation: which half's settings it reads and which database role it has."""

    name: str
    half: str
    role: str
    arguments: tuple[str, ...]


def programs(place: Place) -> list[Program]:
    """Return every process that an installation runs; deploy/systemd runs the same ones in production."""
    ports = place.ports
    return [
        Program("public", "public", "public_web", _pages("public", ports.public, PUBLIC_WORKERS)),
        Program("casework", "casework", "casework_web", _pages("casework", ports.casework, 1)),
        Program("stream", "public", "stream", ("-m", "alongside.public.live.stream", "--port", str(ports.stream))),
        Program("public-worker", "public", "public_worker", ("-m", "django", "work")),
        Program("intake", "casework", "intake", ("-m", "django", "collect")),
        Program("post", "casework", "post", ("-m", "alongside.casework.outgoing.post")),
        Program("sequencer", "casework", "sequencer", ("-m", "alongside.casework.audit.sequencer")),
        Program("casework-worker", "casework", "casework_worker", ("-m", "django", "work")),
    ]


def _pages(half: str, port: int, workers: int) -> tuple[str, ...]:
    return (
        "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", str(workers),
        "--blocking-threads", "4", "--no-access-log", "--no-ws", "--log-level", "warning",
        f"alongside.{half}.wsgi:application",
    )  # fmt: skip


class Supervisor:
    """The programs of one installation."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.started_at: dict[str, list[float]] = {}
        self._wanted = {program.name: program for program in programs(place)}
        self._register = place.state / "programs.json"

    def check_ports(self) -> None:
        """Raise Stop for the first port that another program holds, or that was given twice."""
        ports = self.place.ports
        if len({ports.public, ports.casework, ports.stream}) < 3:
            raise Stop("Two of the ports are the same. Give --port, --casework-port and --stream-port three numbers.")
        for option, port in (
            ("--port", self.place.ports.public),
            ("--casework-port", self.place.ports.casework),
            ("--stream-port", self.place.ports.stream),
        ):
            if not 0 < port < 65536:
                raise Stop(f"{port} is not a port. Give {option} a number from 1 to 65535.")
            if is_taken(port):
                raise Stop(
                    f"Port {port} is taken by another program. End that one, or choose another: {option} {port + 10}"
                )

    def end_leftovers(self) -> None:
        """End the programs of an earlier run of this installation that was cut off, and no others."""
        for process_id in json.loads(self._register.read_text()) if self._register.exists() else []:
            if belongs_to(process_id, self.place):
                os.kill(process_id, signal.SIGKILL)
        self._register.unlink(missing_ok=True)

    def start(self, only: tuple[str, ...] | None = None) -> None:
        for name in only or tuple(self._wanted):
            self._start(self._wanted[name])

    def _start(self, program: Program) -> None:
        log = self.place.state / "logs" / f"{program.name}.log"
        with log.open("ab") as output:
            self.running[program.name] = subprocess.Popen(
                [sys.executable, *program.arguments],
                cwd=CHECKOUT,
                env=environment(program.half, program.role, self.place),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_end_with_parent,  # noqa: PLW1509 (one prctl call; the parent has no threads here)
            )
        self.started_at.setdefault(program.name, []).append(time.monotonic())
        self._register.write_text(json.dumps([process.pid for process in self.running.values()]))

    def restart_dead(self) -> None:
        """Start again what has ended. Raises Stop for a program that ends five times within a minute."""
        for name, process in list(self.running.items()):
            if process.poll() is None:
                continue
            recent = [moment for moment in self.started_at[name] if moment > time.monotonic() - 60]
            if len(recent) >= 5:
                log = (self.place.state / "logs" / f"{name}.log").relative_to(CHECKOUT)
                raise Stop(f"The program '{name}' keeps ending; the reason is at the end of {log}.")
            self._start(self._wanted[name])

    def wait_until_well(self, seconds: float = 60, progress: Callable[[], None] = lambda: None) -> None:
        """Wait until both sites say that they and their workers are well. Raises Stop when they are not in time."""
        sites = [f"http://127.0.0.1:{port}/health" for port in (self.place.ports.public, self.place.ports.casework)]
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.restart_dead()
            answers = [_answer(site) for site in sites]
            if all(code == 200 for code, _ in answers):
                return
            progress()
            time.sleep(0.1)
        failing = "; ".join(body for _, body in answers if body)
        raise Stop(f"Not everything came up within {seconds:.0f} s ({failing}). Logs are in {_logs(self.place)}.")

    def stop(self) -> None:
        """End every program, first by asking, after five seconds by force."""
        for process in self.running.values():
            if process.poll() is None:
                process.terminate()
        until = time.monotonic() + 5
        for process in self.running.values():
            try:
                process.wait(max(0.05, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            _end_children_of(process.pid)
        self.running.clear()
        self._register.unlink(missing_ok=True)


def _end_children_of(process_id: int) -> None:
    """End what a program left behind in the session that it leads: a page server has workers of its own."""
    try:
        os.killpg(process_id, signal.SIGKILL)
    except ProcessLookupError:
        return


def _logs(place: Place) -> Path:
    return (place.state / "logs").relative_to(CHECKOUT)


def is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def belongs_to(process_id: int, place: Place) -> bool:
    try:
        variables = Path(f"/proc/{process_id}/environ").read_bytes()
    except OSError:
        return False
    return f"ALONGSIDE_STATE={place.state}".encode() in variables.split(b"\0")


def _answer(site: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(site, timeout=5) as reply:  # noqa: S310 (our own loopback address)
            return reply.status, ""
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read(300).decode(errors="replace")
    except OSError:
        return 0, f"{site} does not answer"


def _end_with_parent() -> None:
    """Ask the kernel to end this program when the supervisor ends, however it ends (Linux; elsewhere no effect)."""
    try:
        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)
    except (OSError, AttributeError):
        return


def serve(supervisor: Supervisor) -> None:
    """Keep the programs running until a KeyboardInterrupt."""
    while True:
        time.sleep(0.5)
        for name, process in list(supervisor.running.items()):
            if process.poll() is not None:
                say(f"The program '{name}' ended and is started again; its log is in {_logs(supervisor.place)}.")
        supervisor.restart_dead()
