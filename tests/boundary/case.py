"""One whole case, made by the programs and people who may, so that every table of a case holds a row.

Told by ``tests.boundary.case_told`` in processes of the casework half, each under the role that does it in earnest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.boundary import halves

CANARIES = {
    "worry": "canary-worry-6f1c He talks of going away to fight",
    "called": "canary-called-91ab Jordan",
    "find_them": "canary-find-73de the bus stop at Quay Street",
    "going_well": "canary-well-20cc he still sees his grandmother",
    "needs": "canary-needs-5d04 he lost his job",
    "reason": "canary-reason-c8e2 because of what his aunt saw",
    "reply": "canary-reply-4be9 Thank you for telling us",
    "more": "canary-more-88d1 I saw him again on Friday",
    "file": "canary-file-40b7 a page of his diary",
    "file_name": "canary-name-c19e diary.txt",
    "document": "canary-document-7ab3 a letter of his school",
    "own_words": "canary-own-1af7 I would like that",
    "question": "canary-question-b7d0 Why did nobody ask me",
    "asker": "canary-asker-2f6a Sam",
    "record": "canary-record-e33b seen and told by his aunt",
    "name": "canary-name-8d15 Rhian Moss",
    "person": "canary-person-64ea Jordan Achterberg",
    "safe": "canary-safe-f04a after six, never at home",
    "paper": "canary-paper-61ce he was seen at the harbour",
    "guest": "canary-guest-a2f8 Mrs Idowu of the college",
    "partner": "canary-partner-53b0 she came to the clinic twice",
    "why": "canary-why-39c7 she is on her way to the station",
}
"""A text for every sensitive field. None may be found where only sealed things belong."""


@dataclass(frozen=True)
class Story:
    """The ids that the tests need: the case, who sees it, who does not."""

    case: str
    sees: str
    stranger: str
    post_of_stranger: str
    post_of_seer: str


def opened_by_the_case_key(case: str, staff: str) -> str:
    """Return everything of a case that its key opens, as one text."""
    found: dict[str, str] = halves.ask("casework", "tests.boundary.case_told", "read", case, staff, role="casework_web")
    return found["text"]


def tell() -> Story:
    """Open a concern as intake, then carry it on as the web role."""
    opened: dict[str, Any] = halves.ask("casework", "tests.boundary.case_told", "open", role="intake")
    return Story(**halves.ask("casework", "tests.boundary.case_told", "carry", opened["case"], role="casework_web"))
