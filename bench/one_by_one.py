"""The rival of bench/drain.py: the same worker with a commit for each concern, as it was before. Made here only.

Started as ``python -m bench.one_by_one``; the question is nothing, the answer the seconds for a drained letterbox.
"""

from __future__ import annotations

import time

from bench.house import answer


def drain() -> float:
    from alongside.casework.intake import actions
    from alongside.casework.intake.letterbox import Letterbox

    actions.TOGETHER = 1
    box = Letterbox()
    begun = time.perf_counter()
    while actions.work_once(box):
        pass
    return time.perf_counter() - begun


if __name__ == "__main__":
    import django

    django.setup()
    answer(drain)
