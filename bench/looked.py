"""Look-ups for a person among all who are in the register, by the action that a press on the page makes.

Started as ``python -m bench.looked`` in a casework process. Each look-up, its row and its leaf are taken back, so that
the limit of look-ups an hour (rules/people.py) does not stop the measuring.
"""

from __future__ import annotations

import time
from typing import Any
from uuid import UUID

from bench.house import answer


def main() -> None:
    import django

    django.setup()
    from django.db import transaction
    from tests import cast

    from alongside.casework.keys.middleware import looking
    from alongside.casework.organisation.models import Staff
    from alongside.casework.people import actions
    from bench.asked import _cpu_seconds

    ines = Staff.objects.get(email=cast.INTAKE.email)

    def ask(cases: list[str]) -> dict[str, Any]:
        took, cpu = [], []
        for case in cases:
            begun, cpu_begun = time.perf_counter(), _cpu_seconds()
            with transaction.atomic():
                with looking(ines.pk):
                    actions.look(UUID(case), "Is there an earlier referral?", by=ines)
                    took.append(time.perf_counter() - begun)
                    cpu.append(_cpu_seconds() - cpu_begun)
                transaction.set_rollback(True)
        return {"took": took, "cpu": cpu, "queries": 0}

    answer(ask)


if __name__ == "__main__":
    main()
