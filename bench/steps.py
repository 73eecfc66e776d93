"""The steps of a concern, each in the process that does it in production, by the code that does it there.

Started as ``python -m bench.steps send|open`` (bench/sealing.py asks it): ``send`` is the public half under its web
role, ``open`` the intake worker. What they call is timed where it is called, so nothing is done
differently for the bench.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

from bench.house import answer

# Letters of two and three bytes, and the key for the reply: 20 kB, as somebody might write it in Greek and Hindi.
ANSWERS = {
    "area": "northmere",
    "worry": "ανησυχία " * 444,
    "find_them": "σχολείο " * 125,
    "going_well": "दोस्त " * 333,
    "needs": "δουλειά " * 222,
    "hurt": "no",
    "called": "Jordan",
}


def send() -> None:
    """Seal and post, as the view does after the last page of the form."""
    from alongside.public.concerns import actions
    from alongside.public.letterbox import actions as letterbox

    took: dict[str, float] = {}
    actions.seal = _timed(actions.seal, "seal", took)
    letterbox.post = _timed(letterbox.post, "post", took)
    whole = _timed(actions.post_concern, "send", took)

    def one(number: int) -> dict[str, float]:
        whole({**ANSWERS, "called": f"Jordan {number}"}, nonce=f"bench {number} {time.time_ns()}")
        return took

    answer(one)


def open_() -> None:
    """Collect from the letterbox and open, as one turn of the intake worker does."""
    from alongside.casework.intake import actions
    from alongside.casework.intake.letterbox import Letterbox

    took: dict[str, float] = {}
    actions.unseal = _timed(actions.unseal, "unseal", took)
    collect, open_waiting = _timed(actions.collect, "collect", took), _timed(actions.open_waiting, "open", took)
    box = Letterbox()

    def one() -> dict[str, float]:
        done = collect(box), open_waiting()
        if done != (1, 1):
            raise SystemExit(f"{done} were collected and opened, not one.")
        return took

    answer(one)


def _timed(does: Callable[..., Any], name: str, took: dict[str, float]) -> Callable[..., Any]:
    def timed(*given: Any, **named: Any) -> Any:
        begun = time.perf_counter()
        result = does(*given, **named)
        took[name] = time.perf_counter() - begun
        return result

    return timed


if __name__ == "__main__":
    import django

    django.setup()
    {"send": send, "open": open_}[sys.argv[1]]()
