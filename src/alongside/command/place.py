"""Where one installation of the demo or of the tests lives on this machine, and the environment of its processes."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[3]
SOCKET_PATH_LIMIT = 100
"""A Unix socket's path may have some 107 bytes; PostgreSQL adds ``/.s.PGSQL.5432``."""


@dataclass(frozen=True)
class Ports:
    public: int = 8000
    casework: int = 8001
    stream: int = 8002


@dataclass(frozen=True)
class Place:
    """One installation: ``demo`` or ``test``, with its ports and, where given, another server's address."""

    name: str
    ports: Ports = Ports()
    mode: str = "demo"
    public_db: str = "public"
    casework_db: str = "casework"

    @property
    def state(self) -> Path:
        return CHECKOUT / "var" / self.name

    @property
    def database_root(self) -> Path:
        """The cluster's own folder: never inside the checkout when we are root (another uid must reach it)."""
        if os.geteuid() == 0:
            return Path("/var/lib/alongside") / fingerprint_of(str(CHECKOUT)) / self.name
        return self.state / "postgres"

    @property
    def socket(self) -> Path:
        wanted = self.database_root / "socket"
        if len(str(wanted)) <= SOCKET_PATH_LIMIT - len("/.s.PGSQL.5432"):
            return wanted
        return Path("/tmp") / f"alongside-{os.geteuid()}-{fingerprint_of(str(wanted))}"  # noqa: S108 (0700, made by us)

    def environment(self, role: str) -> dict[str, str]:
        """Return the variables of a process that serves under one database role."""
        return {
            **{k: v for k, v in os.environ.items() if not k.startswith(("ALONGSIDE_", "PG", "DJANGO_"))},
            **{k: os.environ[k] for k in ("ALONGSIDE_CHROMIUM",) if k in os.environ},
            "PYTHONPATH": str(CHECKOUT / "src"),
            "PYTHONUNBUFFERED": "1",
            "ALONGSIDE_MODE": self.mode,
            "ALONGSIDE_STATE": str(self.state),
            "ALONGSIDE_ROLE": role,
            "ALONGSIDE_PG_HOST": str(self.socket),
            "ALONGSIDE_PG_PORT": "5432",
            "ALONGSIDE_PUBLIC_DB": self.public_db,
            "ALONGSIDE_CASEWORK_DB": self.casework_db,
            "ALONGSIDE_PUBLIC_URL": f"http://localhost:{self.ports.public}",
            "ALONGSIDE_CASEWORK_URL": f"http://localhost:{self.ports.casework}",
            "ALONGSIDE_STREAM_URL": f"http://localhost:{self.ports.stream}",
        }


def fingerprint_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
