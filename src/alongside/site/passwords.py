"""How passwords are kept, and the links by which people choose one."""

import secrets
from datetime import datetime

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.tokens import PasswordResetTokenGenerator

from alongside.commons import clock, installation


class Argon2(Argon2PasswordHasher):
    """Argon2id at the cost that OWASP names as the least (t=2, 19 MiB, p=1).

    Django's default takes 100 MiB a log-in, which lets a few wrong passwords exhaust a small machine.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1


class LinkTokens(PasswordResetTokenGenerator):
    """A link that works once (a new password changes it) and for as long as PASSWORD_RESET_TIMEOUT, by our clock.

    allauth's own also reads its table of addresses, which the worker that sends the mail has no right to.
    """

    def _now(self) -> datetime:
        # Django compares moments without a zone.
        return clock.now().replace(tzinfo=None)


def demo_password() -> str:
    """Return the one password of the invented people, made on first use; both halves load at the same time.

    It is written whole or not at all, and whoever comes second reads what the first wrote.
    """
    path = installation.state("demo-password")
    if not path.exists():
        made = "-".join(secrets.token_hex(3) for _ in range(3)).encode()
        installation.write_secret(path, made)
    return path.read_text()
