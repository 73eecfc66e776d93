"""A register of the shape that is published of the whole of England and Wales, made in minutes and kept.

Started as ``python -m bench.national COUNT`` in a casework process. Each referral has a key of its own, wrapped for
every post that the moves on its way let in; each text is sealed under it; its person is in the register where the
matcher looks. Rows go in by COPY as the administrator, past the actions, or 100,000 would take hours; what they hold
is what the actions would have written. Not made: what partners answered, assessments, audit leaves of the past.

Shape: domain page 4.2, year 2024/25: 8,778 referrals; 1,727 discussed at panel, 1,472 adopted, 30% no further action;
ages 10 and under 345, 11 to 15 3,192, 16 and 17 1,178. At that rate the series goes back from now as far as it takes.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import uuid
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from alongside.command import prepare, provision, testing
from alongside.command.place import CHECKOUT, Place
from alongside.command.postgres import Postgres
from bench import house
from bench.register import AREAS, WORRY

A_YEAR = 8_778
AGES = (("0-10", 345), ("11-15", 3_192), ("16-17", 1_178), ("18-20", 1_200), ("21-30", 1_400), ("31+", 1_463))
WAYS = (
    (3_000, ("open_referral", "close_screening"), "NC-NO-CONCERN"),
    (4_051, ("open_referral", "ask_partners", "close_gathering"), "ALT-EARLYHELP"),
    (255, ("open_referral", "ask_partners", "list_for_panel", "decline"), "ALT-HEALTH"),
    (1_472, ("open_referral", "ask_partners", "list_for_panel", "adopt", "consent_given", "start_support", "exit",
             "complete_follow_up"), "CH-EXIT-AIMS-MET"),
)  # fmt: skip
"""How many a year go which way, and how the way ends."""
DAYS = (3, 12, 35, 60, 75, 82, 300, 665)
"""How many days after it was received each move of the longest way is made."""
NOT_YET_KEYED = timedelta(days=7)
"""How long a move waits until somebody has keyed it into the national tracker."""
AT_ONCE = 2_000
TABLES = {
    "referrals_referral": "id, reference, area_id, stage, entered_at, received_at, hurt_told, closed_at, closure_code,"
    " statistics_key, person, inbox, to_key, apart",
    "referrals_concern": "id, case_id, received_at, told",
    "referrals_history": "id, case_id, number, move, leaves, enters, made_by_id, made_as, made_at, closure_code,"
    " reason",
    "national_keyed": "id, case_id, history_id, sheet, keyed_on, keyed_by_id, ticked_at, reference",
    "keys.opened": "id",
    "keys.given": "id, case_id, post_id, agency_id, wrapped, given_at, ends_at",
    "people_named": "id, case_id, number, written_by_id, written_at, said",
    "people_entry": "id, about, described, marks",
    "people_mark": "mark, entry_id",
}
PANEL_OF = 30


def standing(server: Postgres, count: int) -> Place:
    """Return a place whose casework database holds so many referrals, making it where it is missing or out of date."""
    name = f"national-{count}"
    sources = [
        *prepare.database_sources(), CHECKOUT / "bench/national.py", CHECKOUT / "tests/cast.py",
        *prepare.SOURCE.glob("casework/rules/journey.py"), *prepare.SOURCE.glob("casework/people/*.py"),
    ]  # fmt: skip
    kept = testing.TEMPLATE_PLACE
    place = replace(
        kept, public_db=f"public_{name}", casework_db=f"casework_{name}", folder=str(kept.state / "parts" / name)
    )
    if not prepare.is_made(kept, name, sources):
        sys.stderr.write(f"making a national register of {count:,} referrals, once\n")
        place = house.fresh(server, name)
        subprocess.run([sys.executable, "-m", "bench.national", str(count)], cwd=CHECKOUT, check=True,
                       env=house.environment("casework", "casework_web", place))  # fmt: skip
        with server.connect(place.casework_db) as administrator:
            administrator.execute("VACUUM ANALYZE")
        prepare.set_made(kept, name, sources)
    with server.connect() as administrator:
        provision.close_database(administrator, "casework", place.casework_db)
    return place


@dataclass(frozen=True)
class Post:
    """A post, the key of its agency, and somebody who holds it."""

    id: Any
    agency: Any
    agency_key: bytes
    holder: Any


def main(count: int) -> None:
    """Fill the database of this process's environment, by as many processes as there are cores."""
    import django

    django.setup()
    begins = range(0, count, AT_ONCE)
    with ProcessPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        for _done in pool.map(_fill, begins, (min(AT_ONCE, count - begin) for begin in begins)):
            pass
    hold_panel(PANEL_OF)


def _fill(begin: int, many: int) -> None:
    """Make so many referrals from a number on, with a seed of their own."""
    from tests.casework.people import population
    from tests.casework.people.draws import Draw
    from tests.casework.people.measuring import described

    from alongside.commons import installation

    chance, draw = random.Random(begin), Draw(f"national {begin}")
    people = population.people(draw, many)
    rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in TABLES}
    with Postgres(testing.TEMPLATE_PLACE).connect(installation.database("casework")["NAME"]) as administrator:
        # Past triggers and foreign keys: what is written is whole by its making.
        administrator.execute("SET session_replication_role = replica")
        maker = _Maker(chance, datetime.now(UTC), _posts(administrator), _areas(administrator))
        for number in range(begin, begin + many):
            one = described(population.register_entry(draw, next(people), "tuned"))
            maker.add(rows, number, one)
        _copy(administrator, rows)


def _copy(administrator: Any, rows: dict[str, list[tuple[Any, ...]]]) -> None:
    with administrator.transaction(), administrator.cursor() as cursor:
        for table, columns in TABLES.items():
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows[table]:
                    copy.write_row(row)


def _areas(administrator: Any) -> dict[str, Any]:
    return dict(administrator.execute("SELECT code, id FROM organisation_area").fetchall())


def _posts(administrator: Any) -> dict[tuple[str, str], list[Post]]:
    """Return the posts of each area and role."""
    from alongside.commons import installation

    found: dict[tuple[str, str], list[Post]] = {}
    rows = administrator.execute(
        "SELECT a.code, p.role, p.id, p.agency_id, min(h.staff_id::text) FROM organisation_post p"
        " JOIN organisation_area a ON a.id = p.area_id JOIN organisation_holding h ON h.post_id = p.id"
        " GROUP BY a.code, p.role, p.id, p.agency_id"
    )
    for area, role, post, agency, holder in rows.fetchall():
        key = installation.state("keys", "casework", "agencies", f"{agency}.key").read_bytes()
        found.setdefault((area, role), []).append(Post(post, agency, key, holder))
    return found


class _Maker:
    """Makes the rows of one referral after another."""

    def __init__(self, chance: random.Random, now: datetime, posts: dict[Any, list[Post]], areas: dict[str, Any]):
        from alongside.casework.people import register

        self.chance, self.now, self.posts, self.areas = chance, now, posts, areas
        self.register_key = register.key()

    def add(self, rows: dict[str, list[tuple[Any, ...]]], number: int, one: Any) -> None:
        """Add every row of one referral, about somebody described."""
        from alongside.casework.keys import vault

        # A whole share of the last days, evenly: the newest is of today.
        received = self.now - timedelta(days=number * 365 / A_YEAR, minutes=self.chance.randrange(600))
        case, key = uuid.uuid4(), vault.new_key()
        area = AREAS[number % len(AREAS)]
        made, code = self._way(area, received)
        self._referral(rows, case, key, area, received, made, code, one.names[0])
        self._history(rows, case, key, area, received, made, code)
        self._grants(rows, case, key, area, received, made)
        self._person(rows, case, key, area, received, one)

    def _way(self, area: str, received: datetime) -> tuple[list[tuple[Any, datetime]], str]:
        """Return the moves that were made until today, when, and with which code it closed, if it did."""
        from alongside.casework.rules.journey import MOVES

        _many, words, code = self.chance.choices(WAYS, [way[0] for way in WAYS])[0]
        at = [received + timedelta(days=day) for day in (*DAYS[: len(words) - 1], DAYS[len(words) - 1])]
        made = [(MOVES[word], moment) for word, moment in zip(words, at, strict=True) if moment <= self.now]
        return made, code if len(made) == len(words) else ""

    def _referral(self, rows: Any, case: uuid.UUID, key: bytes, area: str, received: datetime, made: list[Any],
                  code: str, called: str) -> None:  # fmt: skip
        from alongside.casework.keys import vault
        from alongside.casework.referrals import inbox

        age = self.chance.choices(AGES, [share for _age, share in AGES])[0][0]
        about = {"called": called, "age_band": age, "find_them": "At the college."}
        told = {"kind_of_door": "somebody", "area": area, "worry": WORRY, "called": called, "age_band": age,
                "hurt": "no", "find_them": "At the college."}  # fmt: skip
        stage, entered = (made[-1][0].enters, made[-1][1]) if made else ("received", received)
        closed = entered if stage == "closed" else None
        text = "".join(self.chance.choices("0123456789ABCDEFGHJKMNPQRSTVWXYZ", k=8))
        sealed = {
            "person": vault.seal(key, json.dumps(about), vault.Cell("referrals_referral", "person", case)),
            "inbox": vault.seal(key, inbox.written(inbox.new()), vault.Cell("referrals_referral", "inbox", case)),
        }
        rows["referrals_referral"].append(
            (case, f"{text[:4]}-{text[4:]}", self.areas[area], stage, entered, received, False, closed,
             code if closed else "", uuid.uuid4(), sealed["person"], sealed["inbox"], self._to_key(made),
             False)
        )  # fmt: skip
        concern = uuid.uuid4()
        cell = vault.Cell("referrals_concern", "told", concern)
        rows["referrals_concern"].append((concern, case, received, vault.seal(key, json.dumps(told), cell)))

    def _history(self, rows: Any, case: uuid.UUID, key: bytes, area: str, received: datetime, made: list[Any],
                 code: str) -> None:  # fmt: skip
        from alongside.casework.keys import vault

        rows["referrals_history"].append((uuid.uuid4(), case, 1, "", "", "received", None, "", received, "", None))
        leaves = "received"
        for number, (move, at) in enumerate(made, start=2):
            role = next((role for role in move.made_by if (area, role) in self.posts), "case_manager")
            who, row = self.posts[area, role][0].holder, uuid.uuid4()
            reason = vault.seal(key, WORRY, vault.Cell("referrals_history", "reason", row))
            closing = code if move.enters == "closed" else ""
            rows["referrals_history"].append(
                (row, case, number, move.word, leaves, move.enters, who, role, at, closing, reason)
            )
            leaves = move.enters
            if at < self.now - NOT_YET_KEYED:
                self._keyed(rows, case, key, row, move, at, who)

    def _to_key(self, made: list[Any]) -> int:
        return len([move for move, at in made if at >= self.now - NOT_YET_KEYED])

    def _keyed(self, rows: Any, case: uuid.UUID, key: bytes, history: uuid.UUID, move: Any, at: datetime,
               who: Any) -> None:  # fmt: skip
        from alongside.casework.keys import vault
        from alongside.casework.rules.national import BY_MOVE

        row = uuid.uuid4()
        sealed = vault.seal(key, "P-2026-1", vault.Cell("national_keyed", "reference", row))
        rows["national_keyed"].append((row, case, history, BY_MOVE[move.word], at.date(), who, at, sealed))

    def _grants(self, rows: Any, case: uuid.UUID, key: bytes, area: str, received: datetime, made: list[Any]) -> None:
        from alongside.casework.keys import vault
        from alongside.casework.keys.actions import OPEN_ENDED
        from alongside.casework.rules.who_may_see import ends_on

        roles = {"intake"}
        for move, _at in made:
            roles = (roles | set(move.shares_with)) - set(ends_on(move))
        rows["keys.opened"].append((case,))
        for post in [post for role in sorted(roles) for post in self.posts.get((area, role), ())]:
            bound = vault.Bound(case, post.id, OPEN_ENDED)
            wrapped = vault.wrap(key, agency_key=post.agency_key, bound=bound)
            rows["keys.given"].append((uuid.uuid4(), case, post.id, post.agency, wrapped, received, OPEN_ENDED))

    def _person(self, rows: Any, case: uuid.UUID, key: bytes, area: str, received: datetime, one: Any) -> None:
        from alongside.casework.keys import vault
        from alongside.casework.people import marks, register

        row, entry = uuid.uuid4(), uuid.uuid4()
        described, who = register.to_json(one), self.posts[area, "intake"][0].holder
        said = json.dumps({"described": described, "unsure": False})
        sealed = vault.seal(key, said, vault.Cell("people_named", "said", row))
        rows["people_named"].append((row, case, 1, who, received, sealed))
        filed = {register._hashed(self.register_key, mark) for mark in marks.filed_under(one.names, one.born)}
        as_filed = vault.seal(self.register_key, described, register._cell(entry))
        rows["people_entry"].append((entry, case, as_filed, sorted(filed)))
        rows["people_mark"] += [(mark, entry) for mark in filed]


def hold_panel(items: int) -> None:
    """Send out the papers of so many items of one meeting, by the actions of the panel."""
    from tests import cast

    from alongside.casework.keys.middleware import looking
    from alongside.casework.organisation.models import Area, Staff
    from alongside.casework.panel import agenda, meetings, papers
    from alongside.casework.panel.models import Item
    from alongside.casework.referrals import queries
    from alongside.casework.referrals.models import Referral
    from alongside.casework.rules import panel as rules
    from alongside.commons import clock

    area, charity = Area.objects.get(code="northmere"), Staff.objects.get(email=cast.CHAIR.email)
    said = {
        "day": clock.today() + timedelta(days=1), "time": clock.now().time().replace(tzinfo=None), "link": "",
        "zone": "Europe/London", "place": "Room 2", "chair": charity.pk, "urgent": True,
    }  # fmt: skip
    with looking(charity.pk):
        meeting = meetings.plan(area, said, by=charity)
        listed = Referral.objects.visible_to(charity.pk).filter(stage="panel", area=area)
        for case in listed.order_by("-received_at").values_list("id", flat=True)[:items]:
            item = agenda.put_on_agenda(queries.find(charity, case), "listed", meeting=meeting)
            assert item is not None
            papers.save(item.id, {row.word: f"{WORRY} {WORRY}" for row in rules.PAPER}, based_on=0, by=charity)
        papers.put_out(meeting.id, "", by=charity)
        assert Item.objects.filter(meeting=meeting).exclude(paper=None).count() == items


if __name__ == "__main__":
    main(int(sys.argv[1]))
