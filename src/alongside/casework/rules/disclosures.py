"""The register of disclosures: what leaves a case's own agency, to whom, for what, and on which legal basis (R-16).

Each act of the software by which somebody new comes to know of a case is a row of `ACTS`, with what it discloses and
why; what staff tell by telephone or letter is written down by hand in the same register. The basis of a disclosure is
never consent where it would be made anyway (domain page 5.1, 6.4), so no row here names it.
Source: domain page 5.3 (bases in published notices), 5.6 (sharing principles), 6.2 (R-01, R-02, R-04, R-16, R-17,
R-25, R-27, R-28, R-36, R-39).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from alongside.commons.words import _

RECIPIENTS = {
    "local_authority": _("Local authority"),
    "police": _("Police"),
    "health": _("Health"),
    "education": _("Education"),
    "probation": _("Probation"),
    "childrens_services": _("Children's services"),
    "adult_social_care": _("Adult social care"),
    "youth_justice": _("Youth justice"),
    "prison": _("Prison"),
    "jobcentre": _("Jobcentre Plus (DWP)"),
    "housing": _("Housing"),
    "charity": _("Charity"),
    "provider": _("Intervention provider"),
    "oversight": _("Oversight"),
    "emergency": _("Emergency services"),
    "social_care": _("Social care"),
    "service": _("Another service that was asked to help"),
    "professional": _("A professional without an account"),
    "national": _("National tracker (PCMT)"),
    "family": _("The person's family"),
    "court": _("A court or an inquiry"),
    "other": _("Somebody else"),
}
"""Whom something is disclosed to. There is no port, immigration office, employer check or intelligence store (R-17)."""

BASES = {
    "panel_duty": _(
        "UK GDPR 6(1)(e) and 9(2)(g), DPA 2018 s8 and Sch 1 para 6: the panel's duty under CTSA 2015 s36 to s38"
    ),
    "safeguarding": _(
        "UK GDPR 6(1)(e) and 9(2)(g), DPA 2018 Sch 1 para 18: safeguarding of children and of others who need it"
    ),
    "preventing_harm": _("UK GDPR 6(1)(e) and 9(2)(g), DPA 2018 Sch 1 para 10: preventing or detecting unlawful acts"),
    "vital_interests": _("UK GDPR 6(1)(d) and 9(2)(c): somebody's life or health is in danger"),
    "law_enforcement": _("DPA 2018 Part 3, s35: by the police, for a law enforcement purpose"),
    "legal_obligation": _("UK GDPR 6(1)(c): a court's order or an enactment requires it"),
}

FIELDS = {
    "concern": _("what was told, and what came with it"),
    "person": _("what the person is called, how old, where to find them"),
    "history": _("stages, dates and reasons of the referral"),
    "records": _("what was recorded for moves"),
    "paper": _("the paper of one item"),
    "plan": _("the support plan and its commission"),
    "status": _("status and dates only"),
    "question": _("one question, and what it says of the person"),
    "contribution": _("what a partner contributed, as far as it lets whoever asked read it"),
}
"""Which parts of a case: words for what the software itself shares. What is written by hand is in its own words."""

ROUTES = {
    "here": _("read here, by a grant"),
    "link": _("a single-use link and a code by telephone"),
    "spoken": _("spoken, in person or by telephone"),
    "written": _("letter or secure mail"),
    "keyed": _("keyed into the national tracker by a person"),
}

BY_HAND = ("spoken", "written")
"""The ways by which somebody tells outside of this software."""


@dataclass(frozen=True)
class Act:
    """One act by which the software discloses: what, what for, on which basis, why no less would do, and by which way.

    `fields` are words of FIELDS; empty where the act itself says them. `roles` are those whose agencies come to read.
    """

    word: str
    label: str
    fields: tuple[str, ...]
    purpose: str
    legal_basis: str
    necessity: str
    route: str = "here"


CASE = ("concern", "person", "history", "records")

ACTS = {
    act.word: act
    for act in (
        Act(
            "open_referral",
            _("A referral was opened"),
            CASE,
            _("Screening by the police and the authority: deconfliction, gateway, section 36."),
            "panel_duty",
            _("Both have to judge from what was told itself; a summary hid what mattered in earlier cases."),
        ),
        Act(
            "deliver_at_once",
            _("Delivered at once"),
            ("concern", "person"),
            _("Checks by the police while intake reads."),
            "panel_duty",
            _("Checks cannot be made without what was told. Who told us is not shared."),
        ),
        Act(
            "cover",
            _("Shared with the area that reads out of hours"),
            ("concern", "person"),
            _("So that it is read while the area's own people are not there."),
            "panel_duty",
            _("Nobody of the area reads at this hour; whoever covers sees what came in their hours, for three days."),
        ),
        Act(
            "emergency_access",
            _("Opened in an emergency"),
            CASE,
            _("To read a case that could not wait."),
            "vital_interests",
            _("Somebody could come to harm meanwhile; it was open for one hour, to read, and the reason is kept."),
        ),
        Act(
            "offer",
            _("Offered to another area"),
            CASE,
            _("So that the area in which the person lives can take it over."),
            "panel_duty",
            _("The other area has to read a concern to say whether it is theirs."),
        ),
        Act(
            "link",
            _("Linked to an open referral, or its owner was asked"),
            ("concern", "person"),
            _("So that what was told of one person is weighed together."),
            "panel_duty",
            _("The owner of the referral has to read a concern to say whether it is about the same person."),
        ),
        Act(
            "to_sign",
            _("A second signature was asked for"),
            CASE,
            _("A second person judges whether it may end so."),
            "panel_duty",
            _("Whoever signs has to see what they sign for."),
        ),
        Act(
            "list_for_panel",
            _("Listed for panel"),
            CASE,
            _("The chair prepares and leads the panel (CTSA 2015 s36, s37)."),
            "panel_duty",
            _("The chair decides with the panel and answers for the paper that members get instead of the case."),
        ),
        Act(
            "papers",
            _("Papers of a panel went out"),
            ("paper",),
            _("The panel weighs the case and decides (CTSA 2015 s36(4))."),
            "panel_duty",
            _("Members read one paper, and nothing else of the case, until their window ends."),
        ),
        Act(
            "guest",
            _("A guest was let in to one item"),
            ("paper",),
            _("The panel hears what the guest knows of this person."),
            "panel_duty",
            _("One item, until the day after the meeting, under a statement of confidentiality."),
        ),
        Act(
            "start_support",
            _("Support started with a provider"),
            ("person", "plan"),
            _("The provider gives the support that was agreed (CTSA 2015 s36(4))."),
            "panel_duty",
            _("The provider sees its own commission and no more, as long as it supports."),
        ),
        Act(
            "emergency",
            _("Told in an emergency"),
            (),
            _("To keep somebody from being hurt."),
            "vital_interests",
            _("It could not wait, and no name of who told us was needed."),
            "spoken",
        ),
        Act(
            "signpost",
            _("Passed to another service"),
            ("person", "concern"),
            _("A service that can help with what the person needs (CTSA 2015 s36(6))."),
            "safeguarding",
            _("What the service needs to begin; it accepted before this was closed."),
            "spoken",
        ),
        Act(
            "hand_over",
            _("Handed over to another area"),
            CASE,
            _("The area to which the person moved takes the case over."),
            "panel_duty",
            _("Support goes on without starting again; the area accepted before this was closed."),
            "spoken",
        ),
        Act(
            "named_people",
            _("Passed to two named people outside the team"),
            CASE,
            _("A concern about staff, a panel member or their kin is dealt with by nobody who works with them."),
            "panel_duty",
            _("The two take it over whole; everybody who read it until now reads it no more."),
        ),
        Act("question", _("A partner was asked"), ("question",), "", "panel_duty", "", "here"),
        Act(
            "handed_on",
            _("A partner's contribution was handed on with its question"),
            ("contribution",),
            _("Whoever works on the question now reads its answer."),
            "panel_duty",
            _("It takes the place of who asked, until the day that the agency named; who asked reads it no longer."),
        ),
        Act(
            "keyed",
            _("Keyed into the national tracker"),
            (),
            _("The national record of referrals and Channel cases, as the guidance asks."),
            "panel_duty",
            _("Only what the sheet of this stage lists."),
            "keyed",
        ),
        Act("by_hand", _("Written down by hand"), (), "", "panel_duty", "", "spoken"),
    )
}

OPENS_TO_ROLES = ("open_referral", "list_for_panel", "start_support")
"""Moves that share a case with the agencies of roles (`shares_with` of the move); each is an act of the same word."""

ALWAYS_A_ROW = ("open_referral", "start_support")
"""Of these, the ones that make a row for each agency; the others only for an agency that has none yet in its life."""

SIGNPOSTS = ("ALT-SAFEGUARD", "ALT-HEALTH", "ALT-EDU", "ALT-COMMUNITY", "ALT-EARLYHELP")
HANDS_OVER = ("CH-EXIT-MOVED",)

EMERGENCY_KIND = {"999": "emergency", "children": "social_care", "adults": "social_care", "other": "other"}
"""The kind of recipient for each answer of the page of an emergency."""

READS = ("intake", "case_manager", "police_supervisor", "chair", "deputy_chair", "coordinator", "named_person")
"""Whose page of the case shows its register."""
WRITES = ("intake", "case_manager", "police_supervisor", "chair", "deputy_chair", "coordinator", "named_person")
"""Who writes down what they disclosed, corrects it, and notes a recipient's answer."""

# ----------------------------------------------------------------------------------------------------- what comes after

AFTER = {
    "ended": _("Its life ended"),
    "until": _("Its last day was set"),
    "corrected": _("Corrected"),
    "recalled": _("Recalled"),
    "answered": _("The recipient answered the recall"),
}
"""What can come after a row. A row is never changed: this stands beside it."""

WHY_RECALLED = {
    "deleted": _("What was disclosed has been deleted here."),
    "rectified": _("What was disclosed was wrong and has been corrected here."),
    "withdrawn": _("Whoever told us has taken it back or corrected it."),
    "consent_ended": _("Sharing that rested on consent has ended."),
    "unlawful": _("It should not have been disclosed to you."),
}

RESTS_ON_CONSENT = ("start_support",)
"""Acts whose sharing ends with the consent to take part: recalled on the day it is withdrawn (domain page 5.2)."""

TOLD_IT = (
    "open_referral",
    "deliver_at_once",
    "emergency",
    "list_for_panel",
    "to_sign",
    "papers",
    "guest",
    "signpost",
    "hand_over",
    "named_people",
)
"""Acts that gave what was told, or what was made of it: recalled when whoever told us takes it back or corrects it."""

MESSAGE = _(
    "On {day} we gave you information about a person under our reference {reference}. {why} Please delete or correct"
    " every copy that you hold, ask whomever you passed it to to do the same, and tell us when that is done, or why it"
    " cannot be. Keep nothing of it but this message."
)
"""What a recall says: never what the information was."""


def in_life(expires_on: date | None, ended_on: date | None, *, today: date) -> bool:
    """Say whether a recipient is still inside the life of a disclosure: neither ended nor past its last day."""
    return ended_on is None and (expires_on is None or expires_on >= today)


def reason_against_writing(*, roles: Iterable[str]) -> str | None:
    """Say why somebody writes nothing into the register of a case, or None."""
    return None if set(WRITES) & set(roles) else _("The register of a case is written by those who work on it.")


def reason_against_recalling(*, roles: Iterable[str], live: bool, recalled: bool, why: str) -> str | None:
    """Say why a disclosure cannot be recalled now, or None."""
    if refusal := reason_against_writing(roles=roles):
        return refusal
    if why not in WHY_RECALLED:
        return _("Say why it is recalled.")
    if recalled:
        return _("It is recalled already, and waits for the recipient's answer.")
    return None if live else _("Its life has ended: the recipient was to delete it then.")


def reason_against_answering(*, kinds: Iterable[str], words: str) -> str | None:
    """Say why no answer of a recipient is noted, or None. `kinds` is what came after the disclosure so far."""
    if "recalled" not in kinds:
        return _("Nothing was recalled here.")
    if "answered" in kinds:
        return _("The answer is noted already.")
    return None if words.strip() else _("Write what they answered, who said it, and when.")
