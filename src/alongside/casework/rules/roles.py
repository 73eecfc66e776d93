"""The roles of the programme: the word that is stored, the label staff see, what each does and must not do.

Source: domain page 2.7 (from the Channel duty guidance, council notices and terms of reference), 5.1 and 7.2.
A member of staff holds a post; a post has one of these roles in one agency and area. A role opens no case by itself:
that takes a grant (`who_may_see`).
"""

from dataclasses import dataclass

from alongside.commons.words import _


@dataclass(frozen=True)
class Role:
    """One row of `ROLES`: stored word, label, who employs such people, what they do, what they must not do."""

    word: str
    label: str
    employer: str
    does: str
    must_not: str


AUTHORITY = _("local authority")
POLICE = _("counter-terrorism police")
EVERY_AGENCY = _("each agency")

ROLES = {
    role.word: role
    for role in (
        Role(
            "intake",
            _("intake officer"),
            AUTHORITY,
            _("reads every concern first, looks for earlier referrals, opens a referral or answers with advice"),
            _("search without a recorded reason; merge two people without a reason that can be undone"),
        ),
        Role(
            "case_manager",
            _("Channel case manager"),
            POLICE,
            _("gateway assessment, questions to partners, assessment, case notes, liaison with the provider"),
            _("be the only keeper of the reasons; read a concern before intake opens it as a referral"),
        ),
        Role(
            "police_supervisor",
            _("police supervisor"),
            POLICE,
            _("signs the gateway, closures before panel and the section 36 decision"),
            _("close a child's or a repeat referral alone"),
        ),
        Role(
            "chair",
            _("panel chair"),
            AUTHORITY,
            _("convenes the panel, decides on a tie, signs decisions, owns reviews and the risk at panel"),
            _("leave the signing to the police; chair a complaint about their own agency"),
        ),
        Role(
            "deputy_chair",
            _("deputy panel chair"),
            AUTHORITY,
            _("does what the chair does, in the chair's absence"),
            _("countersign a decision that they made themselves"),
        ),
        Role(
            "coordinator",
            _("Prevent coordinator"),
            AUTHORITY,
            _("partnership, the section 36 decision for the authority, asking for consent, transfers, training"),
            _("read a concern or an assessment that they have no part in"),
        ),
        Role(
            "panel_member",
            _("panel member"),
            _("children's, adult, health, education, justice, housing and other services"),
            _("brings what is relevant from their agency, takes actions"),
            _("browse other cases; keep papers after the item"),
        ),
        Role(
            "provider",
            _("intervention provider"),
            _("contractor approved by the Home Office"),
            _("sessions, a report after each contact, a report at the end"),
            _("act without a written commission: scope, number of sessions, reporting date"),
        ),
        Role(
            "education_officer",
            _("Prevent education officer"),
            AUTHORITY,
            _("advises schools and colleges"),
            _("see a case without a need in education that is written down"),
        ),
        Role(
            "call_handler",
            _("call handler"),
            _("local authority or police call centre"),
            _("listens, follows the briefing card, writes the note, puts danger through to 999"),
            _("judge guilt; promise secrecy; look anything up"),
        ),
        Role(
            "dpo",
            _("data protection officer"),
            EVERY_AGENCY,
            _("impact assessments, rights, breaches, legal holds, reads the access log"),
            _("take part in decisions about a person's case"),
        ),
        Role(
            "inspector",
            _("inspector"),
            _("Home Office quality assurance, HMICFRS, the Commissioner, the ICO"),
            _("inspects by pseudonymous sample, and by counts"),
            _("have routine access to anybody who can be identified"),
        ),
        Role(
            "statistician",
            _("statistician"),
            _("local authority or Home Office"),
            _("prepares counts that leave through one disclosure gate"),
            _("see a person's record"),
        ),
        Role(
            "manager",
            _("administration manager"),
            EVERY_AGENCY,
            _("posts, staff, dates of training, agencies and areas"),
            _("open any case"),
        ),
        Role(
            "named_person",
            _("named person"),
            EVERY_AGENCY,
            _("one of two, outside the team, who take concerns about staff, a panel member or their kin"),
            _("work on other referrals of the area; act alone where two sign"),
        ),
        Role(
            "director",
            _("director"),
            AUTHORITY,
            _("hears of what is overdue, of holds over 28 days and of alarms; answers for the programme"),
            _("open a case; decide one in the chair's place"),
        ),
    )
}


def label_of(role: str) -> str:
    """The words shown to staff for a stored role. KeyError if there is no such role."""
    return ROLES[role].label


def named(roles: tuple[str, ...]) -> str:
    """Roles as words in a sentence: "the panel chair or the deputy panel chair"."""
    words = [_("the {role}").format(role=label_of(role)) for role in roles]
    if len(words) < 2:
        return "".join(words)
    return _("{several} or {last}").format(several=", ".join(words[:-1]), last=words[-1])
