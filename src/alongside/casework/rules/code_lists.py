"""Coded answers: lists with versions, and the reviewed register of every coded field with its purpose.

Source: domain page 4.1 (published lists), 4.3 (lessons), 9 (`code_list`), R-32. A code is never deleted: it gets a
last day, and `maps_to` names the code that counts it afterwards, so that years can be compared. "Not recorded" is a
code of its own.

The one exception (domain page 6.4): `type_of_concern` can reveal belief. It is on no form, optional, set by two
people at closure or after panel, not searchable, filterable or listed; it is held only as a statistics event and is
gone with the case. No model of a concern, person, referral, assessment or case may have a field for it.
"""

from datetime import date

from alongside.casework.rules import gateway
from alongside.commons.code_lists import AGE_BANDS, NOT_RECORDED, SINCE, Code, CodeList
from alongside.commons.coded import Coded
from alongside.commons.words import _

_SPLIT = date(2020, 4, 1)
_RELABELLED = date(2024, 4, 1)
_DAY_BEFORE_RELABELLED = date(2024, 3, 31)


def _in_use(*pairs: tuple[str, str]) -> tuple[Code, ...]:
    return tuple(Code(word, label) for word, label in pairs)


def _of(words: dict[str, str]) -> tuple[Code, ...]:
    return _in_use(*words.items())


CODE_LISTS = {
    codes.word: codes
    for codes in (
        AGE_BANDS,
        CodeList(
            "channel",
            _("how a concern reached us"),
            SINCE,
            _in_use(
                ("web", _("web form")),
                ("phone", _("telephone")),
                ("post", _("letter")),
                ("professional", _("form for professionals")),
                ("in_person", _("in person")),
            ),
        ),
        CodeList(
            "sector",
            _("where a referral comes from"),
            SINCE,
            (
                *_in_use(
                    ("local_authority", _("local authority")),
                    ("education", _("education")),
                    ("health", _("health")),
                    ("hmpps", _("prison and probation")),
                    ("police", _("police")),
                    ("community", _("community")),
                    ("friends_and_family", _("friends and family")),
                    ("other", _("other")),
                ),
                NOT_RECORDED,
            ),
        ),
        CodeList(
            "promise",
            _("what the person who told us was promised"),
            SINCE,
            _in_use(
                ("anonymous", _("anonymous: nothing about them is held")),
                ("in_confidence", _("in confidence: kept apart, opened by two custodians only")),
                ("named", _("named: open to intake and the case manager")),
            ),
        ),
        CodeList(
            "certainty",
            _("how a fact is known"),
            SINCE,
            _in_use(("seen", _("seen or heard")), ("told", _("told by somebody")), ("assumed", _("assumed"))),
        ),
        CodeList(
            "urgency",
            _("answer to: did they say or do something that could hurt someone?"),
            SINCE,
            _in_use(("yes", _("yes")), ("no", _("no")), ("unsure", _("not sure"))),
        ),
        CodeList(
            "deconfliction",
            _("answer of the police to deconfliction"),
            SINCE,
            _in_use(("clear", _("clear")), ("hold", _("hold")), ("police_owned", _("police-owned"))),
        ),
        CodeList("gateway_basis", _("reasonable basis for a concern, at the gateway"), SINCE, _of(gateway.BASIS)),
        CodeList("gateway_outcome", _("outcome of the gateway assessment"), SINCE, _of(gateway.OUTCOMES)),
        CodeList("gateway_explanation", _("what explains a concern, at the gateway"), SINCE, _of(gateway.EXPLANATIONS)),
        CodeList("gateway_spoken", _("whether whoever told us was spoken with"), SINCE, _of(gateway.SPOKEN)),
        CodeList(
            "type_of_concern",
            _("type of concern, for statistics only"),
            _RELABELLED,
            (
                Code("islamist", _("Islamist")),
                Code("extreme_right_wing", _("extreme right-wing")),
                Code("left_wing", _("left-wing"), _RELABELLED),
                Code("incel", _("incel"), _SPLIT),
                Code("mixed_unstable_unclear", _("mixed, unstable or unclear"), date(2016, 4, 1), date(2020, 3, 31)),
                Code("conflicted", _("conflicted"), _SPLIT),
                Code(
                    "needs_no_ideology",
                    _("vulnerability present but no ideology or CT risk"),
                    _SPLIT,
                    _DAY_BEFORE_RELABELLED,
                    "no_ideology",
                ),
                Code(
                    "ct_no_ideology", _("high CT risk but no ideology"), _SPLIT, _DAY_BEFORE_RELABELLED, "no_ideology"
                ),
                Code(
                    "none_found",
                    _("no risk, vulnerability or ideology"),
                    _SPLIT,
                    _DAY_BEFORE_RELABELLED,
                    "no_ideology",
                ),
                Code(
                    "school_massacre",
                    _("school massacre"),
                    _SPLIT,
                    _DAY_BEFORE_RELABELLED,
                    "violence_no_ideology",
                ),
                Code("no_ideology", _("no ideology"), _RELABELLED),
                Code(
                    "violence_no_ideology",
                    _("fascination with extreme violence or mass casualty attacks (no other ideology)"),
                    _RELABELLED,
                ),
                Code("other", _("other")),
                NOT_RECORDED,
            ),
        ),
    )
}


ADULT_BANDS = ("18_20", "21_30", "31_40", "41_50", "51_and_over", "51_60", "61_and_over")
"""The bands of age that lie wholly at 18 and over."""


def label(codes: str, word: str) -> str:
    """The label of a stored word, in use or not. KeyError if there is no such list or code."""
    return {code.word: code.label for code in CODE_LISTS[codes].codes}[word]


def counted_as(codes: str, word: str, day: date) -> str:
    """The word under which a code is counted on that day: itself while in use, else what it maps to.

    ValueError if it cannot be compared: the code is not in use on that day and maps to nothing that is.
    """
    by_word = {code.word: code for code in CODE_LISTS[codes].codes}
    code = by_word[word]
    while not code.valid_on(day):
        if not code.maps_to:
            raise ValueError(f"{codes} {word!r} has no counterpart on {day.isoformat()}")
        code = by_word[code.maps_to]
    return code.word


# Reviewed: a coded field that is not here fails the test of the five myths. Add a row with the field, and say
# what it is for.
REGISTER = (
    Coded(
        "age_band", "concern", _("children's rules start from it; published counts"), _("whoever tells us, or intake")
    ),
    Coded("channel", "concern", _("answer by the way it came; published counts"), _("the software")),
    Coded("sector", "referral", _("published counts; feedback to the right service"), _("intake")),
    Coded(
        "promise",
        "reporter",
        _("who may know who told us (R-07)"),
        _("whoever tells us"),
        ("reporters.Reporter.promise",),
    ),
    Coded(
        "opener_of_identity",
        "statistics_event",
        _("published count of openings (R-43): which kind of person opened"),
        _("the software"),
        ("reporters.Tally.opener",),
    ),
    Coded(
        "ground_of_opening",
        "statistics_event",
        _("published count of openings (R-43): on what kind of ground"),
        _("whoever opens"),
        ("reporters.Tally.ground", "form reporters.Why.ground", "form reporters.Second.ground"),
    ),
    Coded(
        "opened_in_an_emergency",
        "statistics_event",
        _("published count of emergency access (R-43): agreed by somebody on call, or unanswered"),
        _("the software"),
        ("access.Tally.how",),
    ),
    Coded(
        "same_person",
        "case",
        _("whether two referrals are of one person, so that they are weighed together (R-04)"),
        _("who reads the referral"),
        ("form people.Say.same",),
    ),
    Coded(
        "certainty",
        "fact",
        _("keep what was seen apart from what was told or assumed (R-20)"),
        _("who writes the fact"),
    ),
    Coded("urgency", "concern", _("which concern intake reads first; 999 is shown"), _("whoever tells us")),
    Coded(
        "deconfliction",
        "deconfliction",
        _("clear, hold or police-owned; no details"),
        _("police"),
        ("form triage.Deconfliction.answer",),
    ),
    *(
        Coded(
            word,
            "decision",
            _("the gateway assessment, in words with reasons; sealed with the case"),
            _("the police case officer; a supervisor signs"),
            (f"form triage.Gateway.{field}",),
        )
        for word, field in (
            ("gateway_basis", "basis"),
            ("gateway_outcome", "outcome"),
            ("gateway_explanation", "explanation"),
            ("gateway_spoken", "spoken"),
        )
    ),
    Coded(
        "hold_goes_on",
        "hold",
        _("whether a hold of 28 days goes on (R-29)"),
        _("director"),
        ("form triage.HoldGoesOn.goes_on",),
    ),
    Coded(
        "told_in_emergency",
        "record",
        _("which service was told when it could not wait (R-28)"),
        _("whoever told them"),
        ("form triage.Emergency.whom",),
    ),
    Coded(
        "type_of_concern",
        "stat_event",
        _("published counts only; the exception of domain page 6.4, held nowhere else and gone with the case"),
        _("two people, at closure or after panel"),
    ),
    Coded(
        "stage",
        "referral",
        _("whose turn it is"),
        _("a move (journey)"),
        (
            "referrals.Referral.stage",
            "referrals.History.leaves",
            "referrals.History.enters",
            "statistics.StatisticsEvent.stage",
        ),
    ),
    Coded(
        "document_type",
        "document",
        _("which kind of paper a document of a case is, so that it is found (R-14)"),
        _("who adds it"),
        ("form documents.About.type", "form documents.Add.type"),
    ),
    Coded(
        "document_withdrawn",
        "document",
        _("whether a withdrawn document can still be read, or its file is gone"),
        _("who withdraws it"),
        ("form documents.Withdraw.file",),
    ),
    Coded(
        "closure_code",
        "referral",
        _("how it ended; how long it is kept; published counts"),
        _("a move (closure)"),
        (
            "referrals.Referral.closure_code",
            "referrals.History.closure_code",
            "referrals.Countersigning.closure_code",
            "form referrals.Reason.closure_code",
        ),
    ),
    Coded(
        "role",
        "post",
        _("what somebody in this post may do"),
        _("administration manager"),
        (
            "organisation.Post.role",
            "referrals.History.made_as",
            "referrals.Record.made_as",
            "referrals.Countersigning.signed_as",
            "assessment.Version.agreed_as",
            "panel.Decision.made_as",
            "panel.Minutes.signed_as",
            "form administration.PostForm.role",
        ),
    ),
    Coded("consent_scope", "consent", _("what was agreed to"), _("who asks for consent"), ("consent.Consent.scope",)),
    Coded(
        "consent_status",
        "consent",
        _("whether support may rest on it"),
        _("who asks for consent"),
        ("consent.Consent.status",),
    ),
    Coded(
        "consent_by",
        "consent",
        _("whose consent counts at this age"),
        _("who asks for consent"),
        (
            "consent.Consent.by",
            "form consent.Answer.by",
        ),
    ),
    Coded(
        "out_of_hours",
        "roster",
        _("what holds when nobody of the area reads"),
        _("coordinator or administration manager"),
        ("duty.Arrangement.out_of_hours", "form duty.Arranged.out_of_hours"),
    ),
    Coded(
        "weekday",
        "roster",
        _("on which days somebody reads"),
        _("coordinator or administration manager"),
        ("form duty.Hours.weekdays",),
    ),
    Coded(
        "roster_change",
        "roster",
        _("what was changed, so that it can be undone"),
        _("the software"),
        ("duty.Change.verb",),
    ),
    Coded(
        "alert_step",
        "alert",
        _("who was told that somebody could be hurt"),
        _("the software, from the roster"),
        ("duty.Alert.step", "duty.Told.step"),
    ),
    Coded(
        "release",
        "reply",
        _("whether a professional may be told how it ended"),
        _("intake"),
        ("form intake.Release.prejudice", "form intake.Release.danger"),
    ),
    Coded(
        "reply_state",
        "reply",
        _("whether we wait for an answer of whoever told us"),
        _("intake"),
        ("form intake.Reply.state",),
    ),
    Coded(
        "offer_answer",
        "offer",
        _("whether another area took a concern over, declined it or was not waited for"),
        _("intake of either area"),
        ("intake.Offer.answer",),
    ),
    Coded(
        "offered_to",
        "offer",
        _("which area is asked to take a concern over"),
        _("intake"),
        ("form intake.PassOn.area",),
    ),
    Coded(
        "reply_to",
        "reply",
        _("which of several people who told about the same person is answered"),
        _("intake"),
        ("form intake.Reply.to", "form intake.Release.to"),
    ),
    Coded(
        "link_answer",
        "link",
        _("whether a concern that came later is about the person of a referral"),
        _("whoever has the referral"),
        ("form intake.LinkAnswer.accept",),
    ),
    Coded(
        "emergency_whom",
        "emergency",
        _("who was told when it could not wait"),
        _("who wrote it down"),
        ("form triage.Emergency.whom",),
    ),
    Coded(
        "what_holds_a_deletion",
        "certificate",
        _("whether it may be deleted on its day"),
        _("the data protection officer or the chair"),
        ("rights.LegalHold.kind", "form rights.WhyHold.kind"),
    ),
    Coded(
        "retention_kind",
        "retention_job",
        _("how long it is kept"),
        _("the software, from the closure code"),
        ("rights.Ending.kind", "rights.SignedPeriod.kind", "rights.Certificate.kind"),
    ),
    Coded(
        "clock",
        "due",
        _("what is due, and when"),
        _("the software, from the stage"),
        ("due.Due.kind", "due.Reminder.kind"),
    ),
    Coded(
        "move",
        "history",
        _("what was done, and by whom"),
        _("who makes it"),
        ("referrals.History.move", "referrals.Countersigning.move"),
    ),
    Coded("fact", "record", _("what a move asks to be there first"), _("who records it"), ("referrals.Record.fact",)),
    Coded(
        "nation",
        "area",
        _("whose bank holidays and guidance hold"),
        _("administration manager"),
        ("organisation.Area.nation", "form administration.AreaForm.nation"),
    ),
    Coded(
        "agency_kind",
        "agency",
        _("what a body brings to the panel"),
        _("administration manager"),
        ("organisation.Agency.kind", "panel.Attendance.represents", "form administration.AgencyForm.kind"),
    ),
    Coded(
        "training",
        "training date",
        _("nobody acts without current training (R-30)"),
        _("administration manager"),
        (
            "administration.TrainingDate.kind",
            "administration.AdministrationEntry.training",
            "form administration.TrainingForm.kind",
        ),
    ),
    Coded(
        "administered",
        "administration entry",
        _("what a manager did"),
        _("the software"),
        ("administration.AdministrationEntry.verb",),
    ),
    Coded(
        "post_ends",
        "form",
        _("from when a post is given up"),
        _("administration manager"),
        ("form administration.EndForm.when",),
    ),
    Coded(
        "consent_how",
        "consent",
        _("how somebody was asked"),
        _("who asks for consent"),
        ("consent.Consent.how", "form consent.Answer.how"),
    ),
    Coded("envelope_kind", "collected", _("what intake finds in it"), _("the software"), ("intake.Collected.kind",)),
    Coded(
        "envelope_state",
        "collected",
        _("whether it was opened, or a person has to look"),
        _("the software"),
        ("intake.Collected.state",),
    ),
    Coded(
        "act",
        "message",
        _("what a returning person did; a withdrawal is read first"),
        _("whoever tells us"),
        ("intake.Message.act",),
    ),
    Coded(
        "verdict",
        "document",
        _("whether a file was kept, and what its sender is told"),
        _("the software"),
        ("documents.Document.verdict",),
    ),
    Coded(
        "language_of_letters",
        "person",
        _("in which language we write to the person; sealed with their name"),
        _("whoever writes down what they are called"),
        ("form people.Names.language",),
    ),
    Coded(
        "certainty_of_fact",
        "assessment",
        _("whether a fact was seen, told or assumed; sealed with the assessment"),
        _("whoever writes it"),
        ("form assessment.FactRow.certainty",),
    ),
    Coded(
        "action_for_need",
        "assessment",
        _("which action answers a need, or that none does, with the reason; sealed with the case (R-12)"),
        _("the case manager, or the chair"),
        ("form assessment.NeedAnswer.answer",),
    ),
    Coded(
        "panel_status",
        "panel",
        _("how far a meeting is: papers, session, minutes"),
        _("chair"),
        ("panel.Meeting.status",),
    ),
    Coded(
        "time_zone",
        "panel",
        _("in which time zone a meeting is planned"),
        _("who plans it"),
        ("panel.Meeting.zone", "form panel.Plan.zone"),
    ),
    Coded(
        "attendance",
        "attendance",
        _("quorum: who comes, who was there"),
        _("whoever is invited; the chair"),
        (
            "panel.Attendance.answer",
            "form panel.Plan.chair",
            "form panel.GiveAction.owner",
            "form panel.AddSeat.staff",
            "form panel.AddSeat.instead_of",
            "form panel.WhoSits.agencies",
        ),
    ),
    Coded(
        "booking",
        "panel",
        _("interpreting and adjustments, not for whom"),
        _("whoever is invited"),
        ("panel.Booking.kind", "form panel.Book.kind"),
    ),
    Coded(
        "panel_item",
        "panel_item",
        _("why a case comes to the panel, and what was decided"),
        _("the software; the chair"),
        ("panel.Item.why", "panel.Item.outcome", "panel.Decision.outcome", "panel.Draft.kind"),
    ),
    Coded(
        "relevant_service",
        "panel_item",
        _("which services have to be there for this person; sealed with the item"),
        _("who prepares the paper"),
        ("form panel.Paper.relevant",),
    ),
    Coded(
        "printed_contribution",
        "item",
        _("which contributions of partners the pack of a panel prints for those whom they name"),
        _("who prepares the item"),
        ("form panel.Paper.contributions",),
    ),
    Coded(
        "decided_how",
        "decision",
        _("by consensus, by majority, or by the authority after a tie (CTSA 2015 s37)"),
        _("the software, from the votes"),
        ("panel.Decision.how",),
    ),
    Coded(
        "disclosing_act",
        "disclosure",
        _("by which act of ours somebody came to know; the register reconciles with these (R-16)"),
        _("the software"),
        ("disclosures.Disclosure.act",),
    ),
    Coded(
        "recipient_kind",
        "disclosure",
        _("published counts: disclosures by kind of recipient (R-33)"),
        _("the software, or who wrote it down"),
        ("disclosures.Disclosure.recipient_kind", "form disclosures.ByHand.recipient_kind"),
    ),
    Coded(
        "legal_basis",
        "disclosure",
        _("on which legal basis something was disclosed; consent is none"),
        _("the rules, or who wrote it down"),
        ("disclosures.Disclosure.legal_basis", "form disclosures.ByHand.legal_basis"),
    ),
    Coded(
        "disclosure_route",
        "disclosure",
        _("by which way it went"),
        _("the rules, or who wrote it down"),
        ("disclosures.Disclosure.route", "form disclosures.ByHand.route"),
    ),
    Coded(
        "after_disclosure",
        "disclosure",
        _("whether it ended, was corrected, recalled, answered"),
        _("the software; who works on the case"),
        ("disclosures.After.kind",),
    ),
    Coded(
        "why_recalled",
        "disclosure",
        _("what a recipient is told of why they delete"),
        _("the software; who works on the case"),
        ("disclosures.After.why", "form disclosures.Recall.why"),
    ),
    Coded(
        "national_sheet",
        "national record",
        _("which stage was keyed into the national tracker (R-17)"),
        _("the software, from the move"),
        ("national.Keyed.sheet",),
    ),
    Coded(
        "partner_question",
        "info_request",
        _("what a partner is asked for, and on what legal basis; sealed with the question"),
        _("who asks"),
        (
            "form agencies.Ask.fields_asked",
            "form agencies.Ask.basis",
            "form agencies.Question.fields_asked",
            "form agencies.Question.basis",
            "form agencies.AskWithoutAccount.fields_asked",
            "form agencies.AskWithoutAccount.basis",
        ),
    ),
    Coded(
        "partner_answer",
        "info_request",
        _("what kind of answer it is, and the ground of a refusal; sealed with the contribution"),
        _("the agency that answers"),
        (
            "form agencies.Answer.kind",
            "form agencies.Answer.ground",
            "form agencies.Says.kind",
            "form agencies.Says.ground",
        ),
    ),
    Coded(
        "regime",
        "info_request",
        _("under which law an agency holds what it contributes"),
        _("the agency that answers"),
        ("agencies.Contribution.regime", "form agencies.Answer.regime"),
    ),
    Coded(
        "posts_asked_and_named",
        "info_request",
        _("which post is asked, which posts read a contribution, to which a question is handed over"),
        _("who asks; the agency that answers"),
        (
            "form agencies.Ask.partner",
            "form agencies.Answer.readers",
            "form agencies.Readers.readers",
            "form agencies.HandOver.to",
        ),
    ),
    Coded(
        "named_people",
        "case",
        _("which two named people take a concern about staff or their kin, and who takes the place of one"),
        _("whoever passes it on; one of the two"),
        ("form apart.WhoTakesIt.takes", "form apart.PassOn.takes", "form apart.Replace.gone",
         "form apart.Replace.taker"),
    ),
    Coded(
        "owner_offered",
        "case",
        _("which colleague of the same turn is asked to take a referral over (R-09)"),
        _("the owner; the lead"),
        ("form owners.Offer.to",),
    ),
    Coded("outgoing_shape", "outgoing", _("what the post carries"), _("the software"), ("outgoing.Outgoing.shape",)),
    Coded(
        "campaign_state",
        "campaign",
        _("whether handlers have to be briefed for it"),
        _("the public half"),
        ("desk.Campaign.state",),
    ),
    Coded(
        "confirmed_how",
        "confirmation",
        _("whether a line confirmed by its link or on the telephone"),
        _("the software"),
        ("desk.Confirmation.how",),
    ),
    Coded(
        "desk_note",
        "form",
        _("what a call handler writes, sealed at once: hurt, place, language of the reply"),
        _("call handler"),
        ("form desk.Note.hurt", "form desk.Note.area", "form desk.Note.language"),
    ),
    Coded("bulletin_kind", "outgoing", _("what casework publishes"), _("the software"), ("outgoing.Outgoing.kind",)),
)
