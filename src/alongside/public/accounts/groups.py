"""The groups of the public site: what each does, and on which page. One table, for the desk and for ``needs_group``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from alongside.commons.words import _

EDITORS: Final = _("editors")
PRODUCERS: Final = _("producers")
MODERATORS: Final = _("moderators")
PANELLISTS: Final = _("panellists")
SAFEGUARDING_LEADS: Final = _("safeguarding leads")


@dataclass(frozen=True)
class Task:
    """Something a group does, and the page where it does it (a URL name)."""

    words: str
    says: str
    page: str


TASKS: Final[dict[str, tuple[Task, ...]]] = {
    EDITORS: (
        Task(
            _("Write and publish pages"),
            _("Campaign, myths, statements, publications, the resolution"),
            "wagtailadmin_home",
        ),
        Task(_("Keep the clips"), _("Films, captions and when each comes out"), "wagtailsnippets_clips_clip:list"),
        Task(
            _("Keep the list of where to find help"),
            _("Check each entry every 90 days"),
            "wagtailsnippets_help_service:list",
        ),
    ),
    PRODUCERS: (Task(_("Run a webchat"), _("Open it, close it, put questions to the panel"), "live_desk"),),
    MODERATORS: (Task(_("Read what people ask"), _("Let a question through, or say why not"), "live_desk"),),
    PANELLISTS: (Task(_("Answer questions"), _("The questions that were put to you"), "live_desk"),),
    SAFEGUARDING_LEADS: (
        Task(
            _("Be on duty during a webchat"),
            _("What a moderator passes to you is sealed; read it in casework"),
            "live_desk",
        ),
    ),
}
GROUPS: Final = tuple(TASKS)


def tasks_of(groups: frozenset[str]) -> list[Task]:
    """What somebody in these groups does, in the order of the table, each page named once."""
    return [task for group in GROUPS if group in groups for task in TASKS[group]]
