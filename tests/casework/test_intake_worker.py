"""The intake worker collects, opens and makes cases; killed at any moment it loses nothing and doubles nothing."""

from __future__ import annotations

import random
import time
import uuid

import pytest

from alongside.casework.intake.letterbox import Letterbox
from alongside.commons import installation
from tests.casework import letterbox
from tests.conftest import LONG

KILLS = 200 if LONG else 20
AT_ONCE = 6


def cases_of(ids: list[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Count the concerns that were made of envelopes, past row security, as only an administrator of the tests can."""
    from alongside.command.postgres import Postgres
    from alongside.command.testing import TEMPLATE_PLACE

    name = installation.database("casework")["NAME"]
    with Postgres(TEMPLATE_PLACE).connect(name) as administrator:
        found = administrator.execute(
            "SELECT id, (SELECT count(*) FROM referrals_history WHERE case_id = c.case_id)"
            " FROM referrals_concern c WHERE id = ANY(%s)",
            (ids,),
        )
        return dict(found.fetchall())


@pytest.mark.parametrize("step", ["copied", "copied and removed", "opened, not removed", "opened and removed"])
def test_a_worker_that_died_after_any_step_leaves_one_case_when_the_next_one_is_done(
    as_intake: None, step: str
) -> None:
    from alongside.casework.intake import actions

    envelope = letterbox.sealed("killed after a step")
    letterbox.post(envelope)
    box = Letterbox()
    actions.copy(*box.waiting())
    if "opened" in step:
        assert actions.open_one(envelope.id)
    if "and removed" in step:
        box.remove(envelope.id)

    # The next worker begins from the start.
    actions.collect(box)
    actions.open_waiting()
    assert letterbox.waiting() == 0
    assert cases_of([envelope.id]) == {envelope.id: 1}
    box.close()


def test_an_envelope_that_will_not_open_is_set_aside_and_the_others_are_opened(as_intake: None) -> None:
    from alongside.casework.intake import actions
    from alongside.casework.intake.models import Collected

    good, bad = letterbox.sealed("good"), letterbox.sealed("altered on the way")
    altered = type(bad)(bad.id, bad.kind, bad.key_id, bad.sealed[:-1] + bytes([bad.sealed[-1] ^ 1]))
    nowhere = letterbox.sealed("for no area of ours", area="atlantis")
    letterbox.post(altered, good, nowhere)
    box = Letterbox()
    actions.collect(box)
    actions.open_waiting()
    box.close()
    states = dict(Collected.objects.filter(id__in=[good.id, bad.id, nowhere.id]).values_list("id", "state"))
    assert states == {good.id: "opened", bad.id: "set_aside", nowhere.id: "set_aside"}
    kept = Collected.objects.get(pk=bad.id)
    assert bytes(kept.sealed or b"") == altered.sealed
    assert kept.failure


def test_kills_at_random_moments_lose_nothing_and_double_nothing(as_intake: None) -> None:
    """Keep posting while the worker is killed and started again; every envelope ends as exactly one case."""
    moments = random.Random(20150308)
    posted: list[uuid.UUID] = []
    for _ in range(KILLS):
        envelopes = [letterbox.sealed(f"concern {len(posted) + n}") for n in range(AT_ONCE)]
        letterbox.post(*envelopes)
        posted += [each.id for each in envelopes]
        worker = letterbox.start_worker()
        time.sleep(moments.uniform(0.02, 0.25))
        letterbox.kill(worker)
    worker = letterbox.start_worker()
    try:
        letterbox.until(lambda: letterbox.waiting() == 0 and letterbox.collected("waiting") == 0, seconds=60)
    finally:
        letterbox.kill(worker)
    assert cases_of(posted) == dict.fromkeys(posted, 1)
