"""Who asks every route: the cast, and whom the cast does not have but the rules know."""

from __future__ import annotations

from tests import cast

EDUCATION_OFFICER = cast.Person("Esme Tarn", "casework", ("education_officer",), "advises schools", cast.COUNCIL)
WELSH_CHAIR = cast.Person("Nia Prosser", "casework", ("chair",), "chairs Glanaber's panel", cast.WELSH_COUNCIL)
WELSH_COORDINATOR = cast.Person("Owen Rees", "casework", ("coordinator",), "leads there", cast.WELSH_COUNCIL)
WELSH_SUPERVISOR = cast.Person("Mair Owen", "casework", ("police_supervisor",), "signs there", cast.WELSH_POLICE)
"""Who signs the gateway in Glanaber. She is not asked: the table has a supervisor, and one of Glanaber's police."""
NEWCOMERS = (EDUCATION_OFFICER, WELSH_CHAIR, WELSH_COORDINATOR)
GLANABER = (cast.WELSH_COUNCIL, cast.WELSH_POLICE)


def asked_as(person: cast.Person) -> str:
    """Return the word for somebody in the table: their role, and what sets them apart from others who have it."""
    if person is cast.TOM:
        return "panel_member_with_an_action"
    return f"glanaber_{person.roles[0]}" if person.agency in GLANABER else person.roles[0]


PEOPLE = {asked_as(person): person for person in (*cast.CASEWORK, *NEWCOMERS)}
