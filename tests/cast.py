"""The cast: the same invented people in tests and in the demo. Places, agencies and people do not exist."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

DOMAIN = "northmere.example"


@dataclass(frozen=True)
class Area:
    code: str
    name: str
    nation: str
    both_at_once: bool = False


@dataclass(frozen=True)
class Agency:
    name: str
    kind: str
    area: str


@dataclass(frozen=True)
class Person:
    """Somebody who signs in. On the public half ``roles`` are groups; in casework they are posts held in ``agency``."""

    name: str
    half: Literal["public", "casework"]
    roles: tuple[str, ...]
    does: str
    agency: str = ""

    @property
    def email(self) -> str:
        return f"{self.name.split()[0].lower()}@{DOMAIN}"


AREAS = (
    Area("northmere", "Northmere", "england_and_wales"),
    Area("glanaber", "Glanaber", "england_and_wales", both_at_once=True),
)

COUNCIL = "Northmere Council"
POLICE = "Northmere and Glanaber Police"
HEALTH = "Northmere Health Trust"
SCHOOLS = "Northmere Schools Partnership"
PROVIDER = "Harbour Mentoring"
OVERSIGHT = "Inspectorate of Safeguarding Programmes"
WELSH_COUNCIL = "Glanaber Council"
WELSH_POLICE = "Heddlu Glanaber"

AGENCIES = (
    Agency(COUNCIL, "local_authority", "northmere"),
    Agency(POLICE, "police", "northmere"),
    Agency(HEALTH, "health", "northmere"),
    Agency(SCHOOLS, "education", "northmere"),
    Agency(PROVIDER, "provider", "northmere"),
    Agency(OVERSIGHT, "oversight", "northmere"),
    Agency(WELSH_COUNCIL, "local_authority", "glanaber"),
    Agency(WELSH_POLICE, "police", "glanaber"),
)

# The public half: the campaign and the webchat.
EDITOR = Person("Edith Marsh", "public", ("editors",), "writes the campaign's pages")
PRODUCER = Person("Priya Nandakumar", "public", ("producers",), "opens and closes the webchat")
MODERATOR = Person("Mo Fairley", "public", ("moderators",), "reads every question before anybody else does")
PANELLIST = Person("Petra Lindqvist", "public", ("panellists",), "answers questions; works with families")
SECOND_PANELLIST = Person("Shola Adebayo", "public", ("panellists",), "answers questions; teaches")

# Casework.
INTAKE = Person("Ines Calloway", "casework", ("intake",), "reads every concern first", COUNCIL)
CASE_MANAGER = Person("Callum Reyes", "casework", ("case_manager",), "screens referrals, manages cases", POLICE)
SUPERVISOR = Person("Sunita Vale", "casework", ("police_supervisor",), "signs off the gateway and closures", POLICE)
COORDINATOR = Person("Cora Whitlock", "casework", ("coordinator",), "leads the partnership for the council", COUNCIL)
CHAIR = Person("Charity Obuya", "casework", ("chair",), "chairs the panel and signs its decisions", COUNCIL)
DEPUTY = Person("Dev Hartley", "casework", ("deputy_chair",), "chairs when Charity is away", COUNCIL)
PANEL_MEMBER = Person("Hana Brook", "casework", ("panel_member",), "brings what the health trust knows", HEALTH)
TOM = Person("Tom Aldous", "casework", ("panel_member",), "brings what the schools know", SCHOOLS)
MENTOR = Person("Idris Penhallow", "casework", ("provider",), "mentors, within a commission", PROVIDER)
CALL_HANDLER = Person("Kit Rowan", "casework", ("call_handler",), "answers the telephone", COUNCIL)
DPO = Person("Dara Quill", "casework", ("dpo",), "sees who looked; answers for data protection", COUNCIL)
INSPECTOR = Person("Thora Ines-Marie", "casework", ("inspector",), "inspects by sample", OVERSIGHT)
STATISTICIAN = Person("Stellan Moor", "casework", ("statistician",), "publishes the counts", COUNCIL)
DIRECTOR = Person("Delphine Ashe", "casework", ("director",), "hears of what is overdue", COUNCIL)
MANAGER = Person("Magnus Teal", "casework", ("manager",), "makes posts and accounts; can open no case", COUNCIL)
NAMED = Person("Ruth Amory", "casework", ("named_person",), "takes concerns about staff; the council's lawyer", COUNCIL)
OTHER_NAMED = Person("Niall Farrow", "casework", ("named_person",), "takes them with Ruth", HEALTH)
WELSH_NAMED = Person("Nerys Vaughan", "casework", ("named_person",), "is named there, alone so far", WELSH_COUNCIL)
WELSH_HANDLER = Person("Cadi Morgan", "casework", ("call_handler",), "answers Glanaber's telephone", WELSH_COUNCIL)
WELSH_INTAKE = Person("Gwen Parry", "casework", ("intake",), "reads Glanaber's concerns", WELSH_COUNCIL)
WELSH_POLICE_READER = Person("Huw Bevan", "casework", ("case_manager",), "reads them for the police", WELSH_POLICE)

CAMPAIGN = UUID("5b0f8a52-6d0e-4f6e-9a53-1c7c1f0e2a11")
"""What the demo's campaign is known by in both halves."""


@dataclass(frozen=True)
class TelephoneLine:
    """A line that call handlers answer, its contact, and the post whose holders they are."""

    name: str
    area: str
    agency: str
    contact: str


@dataclass(frozen=True)
class TransferNumber:
    """A number to put callers through to; these are kept free for fiction (Ofcom), but for 999."""

    name: str
    number: str
    what_for: str


LINES = (
    TelephoneLine("Northmere 101", "northmere", COUNCIL, "contact-centre@northmere.example"),
    TelephoneLine("Llinell Glanaber", "glanaber", WELSH_COUNCIL, "canolfan@glanaber.example"),
)
NUMBERS = (
    TransferNumber("Police, fire, ambulance", "999", "somebody is in danger now, or about to travel"),
    TransferNumber("Children's social care, day and night", "01632 960 101", "a child is not safe at home tonight"),
    TransferNumber("Duty intake officer", "01632 960 102", "you are not sure whether it can wait, in office hours"),
)

PUBLIC = (EDITOR, PRODUCER, MODERATOR, PANELLIST, SECOND_PANELLIST)
CASEWORK = (
    INTAKE, CASE_MANAGER, SUPERVISOR, COORDINATOR, CHAIR, DEPUTY, PANEL_MEMBER, TOM, MENTOR, CALL_HANDLER, DPO,
    INSPECTOR, STATISTICIAN, DIRECTOR, MANAGER, NAMED, OTHER_NAMED,
    WELSH_NAMED, WELSH_INTAKE, WELSH_HANDLER, WELSH_POLICE_READER,
)  # fmt: skip

# Two of them together open what was told in confidence.
CUSTODIANS = (DEPUTY, DPO, DIRECTOR)


def introduction(*, public: str, casework: str, password: str) -> str:
    """Return what the demo says when it is ready; the first line begins with ``Ready``."""
    lines = [
        f"Ready: the public site is at {public} and casework at {casework}",
        "",
        f"Sign in at {public}/sign-in/login/ as",
        *(_line(person) for person in PUBLIC),
        "",
        f"and at {casework}/sign-in/login/ as",
        *(_line(person) for person in CASEWORK),
        "",
        f"Everybody's password here is  {password}",
        f"It is also the pass phrase of the custodians {', '.join(person.name for person in CUSTODIANS)}.",
        "In production each person has their own, and a passkey or code as well. Nobody in the cast exists.",
        f"What would be sent by e-mail is shown at {casework}/mail/ and {public}/mail/.  Ctrl-C stops everything.",
    ]
    return "\n".join(lines)


def _line(person: Person) -> str:
    return f"  {person.email:<34} {person.name:<18} {person.does}"
