"""How staff passwords are kept: Argon2id at the cost that OWASP names as the least (t=2, 19 MiB, p=1)."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Django's default takes 100 MiB a log-in, which lets a few wrong passwords exhaust a small machine."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
