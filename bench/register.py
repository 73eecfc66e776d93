"""A register of thousands of referrals, each sealed as a sender would seal it and opened by the intake worker's code.

Started as ``python -m bench.register COUNT`` under the role ``intake``. The whole is made once and kept: it is the
template of the copies that are measured.
"""

from __future__ import annotations

import secrets
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import replace

from alongside.command import prepare, provision, testing
from alongside.command.place import CHECKOUT, Place
from alongside.command.postgres import Postgres
from bench import house

AT_ONCE = 100
AREAS = ("northmere", "northmere", "northmere", "glanaber")
WORRY = (
    "He has stopped seeing his friends, is online most of the night, and talks of people who ought to be driven out."
    " On Tuesday he asked his brother what the train to the coast costs and would not say why. He played football."
)


def standing(server: Postgres, count: int) -> Place:
    """Return a place whose casework database holds so many referrals, making it where it is missing or out of date."""
    name = f"register-{count}"
    sources = [
        *prepare.database_sources(), *prepare.SOURCE.glob("casework/*/actions.py"), CHECKOUT / "bench/register.py",
        *prepare.SOURCE.glob("commons/envelope/*.py"), CHECKOUT / "tests/cast.py",
    ]  # fmt: skip
    kept = testing.TEMPLATE_PLACE
    place = replace(
        kept, public_db=f"public_{name}", casework_db=f"casework_{name}", folder=str(kept.state / "parts" / name)
    )
    if not prepare.is_made(kept, name, sources):
        sys.stderr.write(f"making a register of {count:,} referrals, once\n")
        place = house.fresh(server, name)
        _fill(place, count)
        with server.connect(place.casework_db) as administrator:
            administrator.execute("VACUUM ANALYZE")
        prepare.set_made(kept, name, sources)
    with server.connect() as administrator:
        provision.close_database(administrator, "casework", place.casework_db)
    return place


def _fill(place: Place, count: int) -> None:
    subprocess.run([sys.executable, "-m", "bench.register", str(count)], cwd=CHECKOUT, check=True,
                   env=house.environment("casework", "intake", place))  # fmt: skip


def main(count: int) -> None:
    """Collect and open so many concerns, as the intake worker does."""
    import django

    django.setup()
    from django.db import connection

    from alongside.casework.intake import actions
    from alongside.casework.intake.models import Collected
    from alongside.commons import clock

    with connection.cursor() as cursor:
        # Only how soon a commit is on the disk; what is written is the same.
        cursor.execute("SET synchronous_commit = off")
    for begin in range(0, count, AT_ONCE):
        Collected.objects.bulk_create(
            Collected(id=e.id, kind=e.kind, key_id=e.key_id, sealed=e.sealed, collected_at=clock.now())
            for e in _envelopes(range(begin, min(begin + AT_ONCE, count)))
        )
        actions.open_waiting()
    opened = Collected.objects.filter(state=Collected.State.OPENED).count()
    if opened != count:
        raise SystemExit(f"{opened} of {count} were opened.")


def _envelopes(numbers: range) -> Iterator[object]:
    from alongside.commons import clock, installation
    from alongside.commons.envelope import key_names, receipt
    from alongside.commons.envelope.contents import Concern, ReplyTo
    from alongside.commons.envelope.keys import SEED_BYTES, PrivateKey
    from alongside.commons.envelope.seal import seal

    name = key_names.name_at(clock.now())
    key = PrivateKey(installation.state("keys", "intake", f"{name}.key").read_bytes()).public()
    for number in numbers:
        # A receipt each, whose key is not stretched: stretching is slow on purpose.
        reply_to = ReplyTo(receipt.new().locator, PrivateKey(secrets.token_bytes(SEED_BYTES)).public().raw)
        told = Concern(
            kind_of_door="somebody", area=AREAS[number % len(AREAS)], worry=f"{number}: {WORRY}",
            sent_at=clock.now(), called=f"Jordan {number}", hurt="no", age_band="18-20", find_them="At the college.",
            going_well="He still eats with his aunt on Sundays.", reply_to=reply_to,
        )  # fmt: skip
        yield seal(told, id=uuid.uuid4(), key_id=name, public_key=key)


if __name__ == "__main__":
    main(int(sys.argv[1]))
