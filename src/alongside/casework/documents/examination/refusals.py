"""Why a file is not kept: each reason is a word of ``verdicts.VERDICTS``."""

from __future__ import annotations


class Refused(Exception):
    """The file is not kept; ``verdict`` is the word that says why. Never carries what the file holds."""

    def __init__(self, verdict: str) -> None:
        super().__init__(verdict)
        self.verdict = verdict
