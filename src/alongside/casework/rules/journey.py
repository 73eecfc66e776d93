"""The journey of a referral: its stages, and every move that a named person may make between them.

Read the tables as a practitioner: a stage says whose turn it is; a move says who may make it, what must be there first
and what it causes. No move is ever made by a timer (domain page 2.3). `reason_against` guards the action and chooses
the buttons.
Source: domain page 2.2 (stages), 2.3 (rules), 2.6 (edges), 2.7 (roles) and the requirements named in each row.
"""

from dataclasses import dataclass

from alongside.casework.rules.closure import ALWAYS, CHILD_OR_REPEAT, CODE_NEEDS, NEVER, needs_second_signature
from alongside.casework.rules.roles import named
from alongside.commons.words import _

# ------------------------------------------------------------------------------------------------------------- stages


@dataclass(frozen=True)
class Stage:
    """Where a referral stands.

    `turn` are the roles whose turn it is; `clock` is the word of the clock in `timescales` that starts on entering,
    or ""; `clocks_run` is False while other clocks pause; `final` stages keep nobody waiting.
    """

    word: str
    label: str
    turn: tuple[str, ...]
    happens: str
    clock: str = ""
    clocks_run: bool = True
    final: bool = False


POLICE = ("case_manager", "police_supervisor")
CHAIRS = ("chair", "deputy_chair")
SECTION_36 = ("police_supervisor", "coordinator")
ASKS_CONSENT = ("case_manager", "coordinator")
NAMED = "named_person"

STAGES = {
    stage.word: stage
    for stage in (
        Stage("received", _("Received"), ("intake",), _("Intake reads the concern first."), "acknowledge"),
        Stage(
            "screening",
            _("Screening"),
            POLICE,
            _("Deconfliction, then the gateway: is there a reasonable basis for a concern?"),
            "gateway",
        ),
        Stage(
            "held",
            _("On hold"),
            POLICE,
            _("Deconfliction asked to wait. Clocks pause; every week somebody says whether it is still needed."),
            "hold_still_needed",
            clocks_run=False,
        ),
        Stage(
            "police_owned",
            _("With a police investigation"),
            ("police_supervisor",),
            _("A police investigation owns it. Only status and dates are kept here."),
            clocks_run=False,
        ),
        Stage(
            "gathering",
            _("Gathering information"),
            ("case_manager", "coordinator", "police_supervisor"),
            _("Partners are asked what they know; the assessment is drafted; section 36 is decided."),
            "partner_request",
        ),
        Stage("panel", _("Listed for panel"), CHAIRS, _("The panel adopts, declines or asks for more."), "to_panel"),
        Stage(
            "adopted",
            _("Adopted, consent to be sought"),
            ASKS_CONSENT,
            _("The person, or a parent, is asked. Nothing starts before the answer."),
            "consent_conversation",
        ),
        Stage(
            "consented",
            _("Consent given"),
            ASKS_CONSENT,
            _("The support plan is agreed with the person and commissioned."),
            "first_session",
        ),
        Stage(
            "in_support",
            _("In support"),
            ("case_manager", "coordinator", *CHAIRS),
            _("Support is given, reviewed at every panel and reassessed every three months."),
            "reassessment",
        ),
        Stage(
            "not_wanted",
            _("Support not wanted, to be closed"),
            (*ASKS_CONSENT, *CHAIRS),
            _("The person's answer holds from the moment it is recorded. What is left is to close, with care."),
            "closing",
        ),
        Stage(
            "exited",
            _("Support ended, follow-up"),
            CHAIRS,
            _("The panel looks again after 6 and after 12 months."),
            "review_6m",
        ),
        Stage(
            "apart",
            _("With the two named people"),
            (NAMED,),
            _(
                "It is about somebody who works with us, a panel member or their kin. Two named people outside the team"
                " have it, and nobody else."
            ),
        ),
        Stage(
            "closed",
            _("Closed"),
            (),
            _("Nothing is left to do but to keep it for its time and delete it."),
            clocks_run=False,
            final=True,
        ),
    )
}

ANSWERS_DECONFLICTION_AT = ("screening", "held", "gathering")
"""Where the police may answer deconfliction: it is not asked once, it repeats (domain page 2.2, stage 2)."""

APART = "apart"
NOT_FINAL = tuple(stage.word for stage in STAGES.values() if not stage.final)
OF_THE_TEAM = tuple(word for word in NOT_FINAL if word != APART)
"""Every open stage but the one with the two named people: where a move of the team begins."""

# -------------------------------------------------------------------------------------------------- facts and effects

# What must be there before a move, in the words of the refusal. The step that knows registers the fact by its word.
FACTS = {
    "decision_recorded": _("Record the decision first: options, evidence, what speaks against it, next date."),
    "checklist_answered": _("Answer every question of the closing checklist first."),
    "deconfliction_clear": _(
        "The police have not answered deconfliction with “clear” since they were last asked, or since the last hold."
    ),
    "gateway_assessed": _(
        "Write the gateway assessment first: whether there is a reasonable basis, what was checked, what was told."
    ),
    "gateway_passed": _(
        "The gateway assessment says that it is not appropriate for Channel: close it, or assess it anew."
    ),
    "held_elsewhere": _("Write who holds the matter, and since when: nothing else of it is kept here."),
    "grounds_recorded": _(
        "Record the reasonable grounds to believe that the person is vulnerable to being drawn into terrorism."
    ),
    "consent_asker_named": _("Say how, when and by whom consent is asked for."),
    "live_consent": _("No support starts without a live consent."),
    "consent_refusal_recorded": CODE_NEEDS["consent_refusal_recorded"],
    "consent_withdrawal_recorded": CODE_NEEDS["consent_withdrawal_recorded"],
    "consent_must_be_asked_again": _(
        "The consent is still live; it is asked for again when it expires, the text changes or the person turns 18."
    ),
    "plan_written": _("Write the support plan first: what, who is responsible, from when."),
    "every_need_answered": _("Each need needs an action, or a recorded reason for none."),
    "closing_report": CODE_NEEDS["closing_report"],
    "review_6m_done": _("The review 6 months after exit has not been completed."),
    "review_12m_done": _("The review 12 months after exit has not been completed."),
    "receiving_service_accepted": CODE_NEEDS["receiving_service_accepted"],
    "receiving_area_accepted": CODE_NEEDS["receiving_area_accepted"],
    "attempts_recorded": CODE_NEEDS["attempts_recorded"],
    "closed_as_duplicate": _(
        "Only a referral that was closed as a duplicate is opened again; a new concern opens a new one."
    ),
    "same_words_read": _(
        "Only concerns that came many times in the same words are closed together, after one of them was read."
    ),
    "closed_together_lately": _(
        "Only what was closed together with others in the last 30 days is taken back; a new concern opens a new one."
    ),
    "link_agreed": _(
        "Name the open referral on the page for linking; where you cannot read it, its owner accepts first."
    ),
    "linked_and_open": _(
        "Only what is linked to a referral that is still open is taken back; talk to whoever has that referral."
    ),
    "two_named": _("Say which two named people take it first."),
    # These two ease the rule of the second signature; without them the stricter case holds.
    "known_adult": _("Nobody has recorded that the person is 18 or over."),
    "first_referral": _("An earlier referral is held, or nobody has looked."),
    "second_signed": _("A second person has not signed yet."),
}

FACT_SOURCES = {
    "decision_recorded": "R-05",
    "checklist_answered": "R-08",
    "deconfliction_clear": "domain page 2.2, stage 2",
    "gateway_assessed": "domain page 2.2, stage 3",
    "gateway_passed": "domain page 2.2, stage 3",
    "held_elsewhere": "domain page 2.2, stage 2; R-29",
    "grounds_recorded": "CTSA 2015 s36(3)",
    "consent_asker_named": "CTSA 2015 s36(5)",
    "live_consent": "domain page 5.2",
    "plan_written": "CTSA 2015 s36(5)",
    "every_need_answered": "R-12",
    "closing_report": "domain page 2.4",
    "review_6m_done": "R-10",
    "review_12m_done": "R-10",
    "receiving_service_accepted": "R-08",
    "receiving_area_accepted": "R-36",
    "attempts_recorded": "domain page 2.4",
    "link_agreed": "domain page 2.2 (linked to an existing referral)",
    "linked_and_open": "domain page 2.4 (reversible)",
    "two_named": "issue “From triage to the panel's decision”, What must hold",
}
"""Where a fact comes from: for the page of practice. A refusal that an officer reads does not cite."""

# What a move causes. The step that does it registers the effect by its word; each runs in the move's transaction.
EFFECTS = {
    "tell_police_and_authority": _(
        "The referral is delivered at once to the police, for deconfliction, and to the authority (R-01)."
    ),
    "file_the_name": _(
        "The name as it was told is filed for the look-up, if nobody wrote one, so that a later referral finds this one"
        " (R-02). Advice alone files none."
    ),
    "ask_deconfliction": _("The police are asked: clear, hold, or police-owned. No details are kept."),
    "thank_referrer": _(
        "Whoever told us is thanked once, in the same words whatever was decided (R-13). No later move tells them"
        " anything: held, taken by the police, adopted and closed look alike."
    ),
    "pause_clocks": _("Clocks pause."),
    "resume_clocks": _("Clocks run again, later by the time on hold."),
    "ask_weekly_if_still_needed": _(
        "Every week somebody is asked whether the hold is still needed; after 28 days the director is told (R-29)."
    ),
    "keep_stub_only": _("Only status and dates stay here."),
    "list_for_next_panel": _("It is listed for the next panel."),
    "ask_partners_again": _("Partners are asked the panel's questions."),
    "task_ask_consent": _("A named person has the task of asking for consent."),
    "schedule_reassessment": _("A reassessment is due after three months (R-10)."),
    "schedule_review_6m": _(
        "A review is due 6 months after exit; it can be completed or moved once, never deleted (R-10)."
    ),
    "schedule_review_12m": _(
        "A review is due 12 months after exit; it can be completed or moved once, never deleted (R-10)."
    ),
    "start_provider_access": _("The provider sees its own commission and no more."),
    "end_provider_access": _("The provider's access ends."),
    "stop_sharing_today": _(
        "Sharing that rested on the consent stops today, and each recipient is told (domain page 5.2)."
    ),
    "consider_other_services": _("The panel considers health and social care (CTSA 2015 s36(6))."),
    "task_tell_person": _("A named person has the task of telling the person, or of dating the reason to wait (R-18)."),
    "give_exit_report": _("The person gets the exit report and the step-down plan in plain language (R-40)."),
    "start_retention": _(
        "The time it may be kept starts, once the controller has signed the schedule (domain page 6.4)."
    ),
    "stop_retention": _("The time it may be kept stops counting."),
    "keys_to_the_two": _("The two named people get the keys, by name. Whoever read it until now reads it no more."),
    "keys_to_intake": _("Intake gets the keys back. The two named people read it no more."),
    "new_episode": _("A new episode of the same case begins."),
}

# -------------------------------------------------------------------------------------------------------------- moves


@dataclass(frozen=True)
class Move:
    """One way from a stage to another.

    `made_by` are roles, `needs` words of FACTS, `causes` words of EFFECTS, `shares_with` the roles that get access with
    this move, `closes_with` the closure codes of which one must be chosen, `second_signature` a rule word of `closure`,
    and `second_by` the roles that may countersign. `of_many` moves are made for many referrals at once; they, and those
    with an `own_page`, are no button of a referral.
    """

    word: str
    label: str
    leaves: tuple[str, ...]
    enters: str
    made_by: tuple[str, ...]
    source: str
    needs: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    shares_with: tuple[str, ...] = ()
    closes_with: tuple[str, ...] = ()
    second_signature: str = NEVER
    second_by: tuple[str, ...] = ()
    of_many: bool = False
    own_page: bool = False


ELSEWHERE = ("ALT-SAFEGUARD", "ALT-HEALTH", "ALT-EDU", "ALT-COMMUNITY", "ALT-EARLYHELP")
NO_CONCERN = ("NC-MISUNDERSTOOD", "NC-MALICIOUS", "NC-NO-CONCERN")
EXITS = ("CH-EXIT-AIMS-MET", "CH-EXIT-OTHER-PLAN", "CH-EXIT-NOT-ENGAGED")
CLOSES = ("start_retention", "task_tell_person")
BEFORE_SUPPORT = ("screening", "held", "police_owned", "gathering", "panel", "adopted", "consented")

MOVES = {
    move.word: move
    for move in (
        Move(
            "open_referral",
            _("Open a referral"),
            leaves=("received",),
            enters="screening",
            made_by=("intake",),
            causes=("tell_police_and_authority", "file_the_name", "ask_deconfliction", "thank_referrer"),
            shares_with=("case_manager", "police_supervisor", "coordinator"),
            source="domain page 2.2, stage 1; R-01",
        ),
        Move(
            "close_received",
            _("Answer and close"),
            leaves=("received",),
            enters="closed",
            made_by=("intake",),
            needs=("checklist_answered",),
            causes=(*CLOSES, "file_the_name", "thank_referrer"),
            closes_with=("ADVICE-ONLY", *NO_CONCERN, *ELSEWHERE, "EMERGENCY", "UNTRACED", "DUPLICATE", "DECEASED"),
            second_signature=CHILD_OR_REPEAT,
            second_by=CHAIRS,
            source="domain page 2.3; R-04, R-08, R-23, R-28",
        ),
        Move(
            "close_lawful",
            _("Close with thanks: lawful views are no concern"),
            leaves=("received",),
            enters="closed",
            made_by=("intake",),
            causes=("start_retention", "thank_referrer"),
            closes_with=("NC-LAWFUL",),
            second_signature=CHILD_OR_REPEAT,
            second_by=CHAIRS,
            source="R-22 (one click for an adult's first concern, so without a checklist); R-04, R-37 (a child's or a"
            " repeat has two)",
        ),
        Move(
            "close_together",
            _("Close all that came in the same words"),
            leaves=("received",),
            enters="closed",
            made_by=("intake",),
            needs=("same_words_read",),
            causes=("start_retention", "thank_referrer"),
            closes_with=("JUNK",),
            of_many=True,
            source="issue “Sharing a concern”, Abuse: never where danger was told; taken back within 30 days",
        ),
        Move(
            "link",
            _("Link to an open referral about the same person"),
            leaves=("received",),
            enters="closed",
            made_by=("intake",),
            needs=("link_agreed",),
            causes=("thank_referrer",),
            closes_with=("LINKED",),
            own_page=True,
            source="domain page 2.2 (linked to an existing referral); R-02",
        ),
        Move(
            "hold",
            _("Put on hold for deconfliction"),
            leaves=("screening", "gathering", "panel"),
            enters="held",
            made_by=POLICE,
            causes=("pause_clocks", "ask_weekly_if_still_needed"),
            source="domain page 2.2, stage 2; 2.3; R-29",
        ),
        Move(
            "lift_hold",
            _("Lift the hold"),
            leaves=("held",),
            enters="screening",
            made_by=POLICE,
            needs=("deconfliction_clear",),
            causes=("resume_clocks",),
            source="domain page 2.3; R-29",
        ),
        Move(
            "police_take",
            _("A police investigation takes it"),
            leaves=("screening", "held", "gathering", "panel"),
            enters="police_owned",
            made_by=("police_supervisor",),
            needs=("held_elsewhere",),
            causes=("pause_clocks", "keep_stub_only"),
            source="domain page 2.2, stage 2; 2.3",
        ),
        Move(
            "police_return",
            _("The police return it"),
            leaves=("police_owned",),
            enters="screening",
            made_by=("police_supervisor",),
            causes=("resume_clocks", "ask_deconfliction"),
            source="domain page 2.2, stage 2 (deconfliction repeats through the case)",
        ),
        Move(
            "close_police_owned",
            _("Close: the police investigation keeps it"),
            leaves=("police_owned",),
            enters="closed",
            made_by=("police_supervisor",),
            needs=("decision_recorded", "checklist_answered"),
            causes=("start_retention", "keep_stub_only"),
            closes_with=("POL-OWNED",),
            second_signature=CHILD_OR_REPEAT,
            second_by=CHAIRS,
            source="domain page 2.4; R-04, R-05, R-08",
        ),
        Move(
            "ask_partners",
            _("Ask partners for information"),
            leaves=("screening",),
            enters="gathering",
            made_by=POLICE,
            needs=("deconfliction_clear", "gateway_assessed", "gateway_passed", "decision_recorded"),
            second_signature=ALWAYS,
            second_by=("police_supervisor",),
            source="domain page 2.2, stages 3 and 4 (the supervisor signs the gateway); R-39",
        ),
        Move(
            "close_screening",
            _("Close at the gateway"),
            leaves=("screening",),
            enters="closed",
            made_by=("police_supervisor",),
            needs=("gateway_assessed", "decision_recorded", "checklist_answered"),
            causes=CLOSES,
            closes_with=(*NO_CONCERN, *ELSEWHERE),
            second_signature=CHILD_OR_REPEAT,
            second_by=("police_supervisor", *CHAIRS),
            source="domain page 2.2, stage 3; 2.7; R-04, R-08",
        ),
        Move(
            "list_for_panel",
            _("Refer to the panel under section 36"),
            leaves=("gathering",),
            enters="panel",
            made_by=SECTION_36,
            needs=(
                "deconfliction_clear",
                "gateway_assessed",
                "gateway_passed",
                "grounds_recorded",
                "decision_recorded",
            ),
            causes=("list_for_next_panel",),
            shares_with=CHAIRS,
            source="CTSA 2015 s36(3); domain page 2.2, stage 5; 2.3 (after the gateway, which a supervisor has signed);"
            " R-06 (no category is needed)",
        ),
        Move(
            "close_gathering",
            _("Close before panel"),
            leaves=("gathering",),
            enters="closed",
            made_by=SECTION_36,
            needs=("decision_recorded", "checklist_answered"),
            causes=CLOSES,
            closes_with=(*NO_CONCERN, *ELSEWHERE),
            second_signature=CHILD_OR_REPEAT,
            second_by=("police_supervisor", *CHAIRS),
            source="domain page 2.2, stage 5; R-04, R-08",
        ),
        Move(
            "ask_more",
            _("Defer: the panel asks for more"),
            leaves=("panel",),
            enters="gathering",
            made_by=CHAIRS,
            needs=("decision_recorded",),
            causes=("ask_partners_again",),
            source="domain page 2.2, stage 6; 2.3",
        ),
        Move(
            "adopt",
            _("Adopt"),
            leaves=("panel",),
            enters="adopted",
            made_by=CHAIRS,
            needs=("decision_recorded", "consent_asker_named"),
            causes=("task_ask_consent",),
            source="CTSA 2015 s36(4), s36(5); domain page 2.2, stage 6",
        ),
        Move(
            "decline",
            _("Decline: not suitable for support"),
            leaves=("panel",),
            enters="closed",
            made_by=CHAIRS,
            needs=("decision_recorded", "checklist_answered"),
            causes=("consider_other_services", *CLOSES),
            closes_with=("CH-DECLINED-PANEL", *ELSEWHERE),
            second_signature=CHILD_OR_REPEAT,
            second_by=("police_supervisor", *CHAIRS),
            source="CTSA 2015 s36(6); domain page 2.2, stage 6; R-04, R-08",
        ),
        Move(
            "consent_given",
            _("Consent was given"),
            leaves=("adopted",),
            enters="consented",
            made_by=ASKS_CONSENT,
            needs=("live_consent",),
            source="domain page 2.2, stage 7; 5.2",
        ),
        Move(
            "consent_refused",
            _("Support was not wanted"),
            leaves=("adopted",),
            enters="not_wanted",
            made_by=ASKS_CONSENT,
            needs=("consent_refusal_recorded",),
            causes=("consider_other_services",),
            source="domain page 2.3; 5.1 (nothing adverse); CTSA 2015 s36(6). No decision record, checklist or second"
            " signature: it is the person's own answer, and only the closing waits for them",
        ),
        Move(
            "start_support",
            _("Start support"),
            leaves=("consented",),
            enters="in_support",
            made_by=ASKS_CONSENT,
            needs=("live_consent", "plan_written"),
            causes=("start_provider_access", "schedule_reassessment"),
            shares_with=("provider",),
            source="domain page 2.2, stages 7 to 9; 2.9",
        ),
        Move(
            "ask_consent_again",
            _("Ask for consent again"),
            leaves=("consented", "in_support"),
            enters="adopted",
            made_by=(*ASKS_CONSENT, *CHAIRS),
            needs=("consent_must_be_asked_again",),
            causes=("task_ask_consent", "end_provider_access"),
            source="domain page 5.2; 2.6 (turning 18); R-37",
        ),
        Move(
            "consent_withdrawn",
            _("Consent was withdrawn"),
            leaves=("consented", "in_support"),
            enters="not_wanted",
            made_by=("intake", *ASKS_CONSENT, *CHAIRS),
            needs=("consent_withdrawal_recorded",),
            causes=("stop_sharing_today", "end_provider_access", "consider_other_services"),
            source="domain page 2.3; 5.2 (the same day; as easy as giving); CTSA 2015 s36(6). No decision record,"
            " checklist or second signature: withdrawing is as easy as giving, and only the closing waits for them",
        ),
        Move(
            "close_not_wanted",
            _("Close: support is not wanted"),
            leaves=("not_wanted",),
            enters="closed",
            made_by=(*ASKS_CONSENT, *CHAIRS),
            needs=("checklist_answered",),
            causes=("start_retention",),
            closes_with=("CH-CONSENT-REFUSED", "CH-CONSENT-WITHDRAWN"),
            second_signature=CHILD_OR_REPEAT,
            second_by=("police_supervisor", *CHAIRS),
            source="domain page 2.3, 2.4; R-04, R-08. No decision record: the person decided, and nobody judges it",
        ),
        Move(
            "exit",
            _("End support"),
            leaves=("in_support",),
            enters="exited",
            made_by=CHAIRS,
            needs=("decision_recorded", "checklist_answered", "closing_report", "every_need_answered"),
            causes=(
                "schedule_review_6m",
                "schedule_review_12m",
                "end_provider_access",
                "give_exit_report",
            ),
            closes_with=EXITS,
            second_signature=CHILD_OR_REPEAT,
            second_by=("police_supervisor", *CHAIRS),
            source="domain page 2.2, stages 10 and 11; R-04, R-05, R-08, R-10, R-12, R-40",
        ),
        Move(
            "adopt_again",
            _("Adopt again"),
            leaves=("exited",),
            enters="adopted",
            made_by=CHAIRS,
            needs=("decision_recorded", "consent_asker_named"),
            causes=("new_episode", "task_ask_consent"),
            source="CTSA 2015 s36(4); domain page 2.3",
        ),
        Move(
            "complete_follow_up",
            _("Complete the follow-up"),
            leaves=("exited",),
            enters="closed",
            made_by=CHAIRS,
            needs=("review_6m_done", "review_12m_done", "decision_recorded", "checklist_answered"),
            causes=("start_retention",),
            closes_with=EXITS,
            second_signature=CHILD_OR_REPEAT,
            second_by=("police_supervisor", *CHAIRS),
            source="domain page 2.2, stage 11; R-04, R-05, R-08, R-10",
        ),
        Move(
            "pass_to_police_led",
            _("Pass to a police-led partnership"),
            leaves=("gathering", "panel", "adopted", "consented", "in_support", "not_wanted"),
            enters="closed",
            made_by=("police_supervisor",),
            needs=("decision_recorded", "checklist_answered"),
            causes=("keep_stub_only", "stop_sharing_today", "end_provider_access", "start_retention"),
            closes_with=("PLP",),
            second_signature=ALWAYS,
            second_by=CHAIRS,
            source="domain page 2.6 (little oversight elsewhere, so the authority countersigns); R-05, R-08",
        ),
        Move(
            "hand_over",
            _("Hand over to another area"),
            leaves=("screening", "gathering", "panel", "adopted", "consented", "in_support", "not_wanted", "exited"),
            enters="closed",
            made_by=("coordinator",),
            needs=("receiving_area_accepted", "decision_recorded", "checklist_answered"),
            causes=("end_provider_access", "start_retention"),
            closes_with=("CH-EXIT-MOVED",),
            second_signature=CHILD_OR_REPEAT,
            second_by=("police_supervisor", *CHAIRS),
            source="domain page 2.6 (transfer by acceptance); R-04, R-05, R-08, R-36",
        ),
        Move(
            "close_administratively",
            _("Close: cannot be found, or the same referral twice"),
            leaves=BEFORE_SUPPORT,
            enters="closed",
            made_by=("intake", "police_supervisor"),
            needs=("decision_recorded", "checklist_answered"),
            causes=("start_retention",),
            closes_with=("UNTRACED", "DUPLICATE"),
            second_signature=CHILD_OR_REPEAT,
            second_by=CHAIRS,
            source="domain page 2.4; R-02, R-04, R-05, R-08",
        ),
        Move(
            "record_death",
            _("The person has died"),
            leaves=(*BEFORE_SUPPORT, "in_support", "not_wanted", "exited"),
            enters="closed",
            made_by=("intake", *ASKS_CONSENT),
            causes=("end_provider_access", "start_retention"),
            closes_with=("DECEASED",),
            second_signature=CHILD_OR_REPEAT,
            second_by=("police_supervisor", *CHAIRS),
            source="domain page 2.4; R-04, R-08 (a child's death is never one person's word). No decision record and no"
            " checklist: nobody decides it, and its questions are about somebody who lives",
        ),
        Move(
            "set_apart",
            _("Pass to the two named people: it is about staff, a panel member or their kin"),
            leaves=("received",),
            enters=APART,
            made_by=("intake",),
            needs=("two_named",),
            causes=("thank_referrer", "keys_to_the_two"),
            own_page=True,
            source="issue “From triage to the panel's decision”, What must hold; before anybody else reads it",
        ),
        Move(
            "set_apart_later",
            _("Pass to the two named people: it is about staff, a panel member or their kin"),
            leaves=tuple(word for word in OF_THE_TEAM if word != "received"),
            enters=APART,
            made_by=("intake", *POLICE, "coordinator", *CHAIRS),
            needs=("two_named",),
            causes=("keys_to_the_two", "end_provider_access"),
            own_page=True,
            source="issue “From triage to the panel's decision”, What must hold; once it is known",
        ),
        Move(
            "give_back_to_intake",
            _("Give back to intake: it is about nobody of ours"),
            leaves=(APART,),
            enters="received",
            made_by=(NAMED,),
            causes=("keys_to_intake",),
            second_signature=ALWAYS,
            second_by=(NAMED,),
            source="a choice of ours (docs/concerns-about-staff.md): what was marked by mistake is undone by the two",
        ),
        Move(
            "close_apart",
            _("Close: the two named people have dealt with it"),
            leaves=(APART,),
            enters="closed",
            made_by=(NAMED,),
            needs=("checklist_answered",),
            causes=("start_retention",),
            closes_with=(*NO_CONCERN, "NC-LAWFUL", *ELSEWHERE, "POL-OWNED", "DECEASED"),
            second_signature=ALWAYS,
            second_by=(NAMED,),
            source="R-04, R-08; a choice of ours (docs/concerns-about-staff.md): always the other's signature, too,"
            " which stands in the place of a decision record",
        ),
        Move(
            "undo_duplicate",
            _("Undo: it was not a duplicate"),
            leaves=("closed",),
            enters="received",
            made_by=("intake",),
            needs=("closed_as_duplicate",),
            causes=("stop_retention",),
            source="domain page 2.4 (duplicate merges are reversible); R-02",
        ),
        Move(
            "undo_link",
            _("Undo: it is read by itself after all"),
            leaves=("closed",),
            enters="received",
            made_by=("intake", *POLICE),
            needs=("linked_and_open",),
            own_page=True,
            source="domain page 2.4 (merges are reversible); while the other referral is open",
        ),
        Move(
            "undo_together",
            _("Undo: it is read by itself after all"),
            leaves=("closed",),
            enters="received",
            made_by=("intake",),
            needs=("closed_together_lately",),
            causes=("stop_retention",),
            source="issue “Sharing a concern”, Abuse (what was closed together can be opened again for 30 days)",
        ),
    )
}

# -------------------------------------------------------------------------------------------------------------- rules

ASKS_DECONFLICTION = tuple(
    move.word for move in MOVES.values() if "ask_deconfliction" in move.causes or move.enters == "held"
)
"""The moves after which only a new answer counts: the police are asked anew, or asked us to wait."""


def is_apart_after(move: Move, *, before: bool) -> bool:
    """Say whether a referral is with the two named people once a move is made; what they close stays with them."""
    return move.enters == APART or (before and STAGES[move.enters].final)


def countersigners(move: Move, facts: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The roles that have to sign a second time, given what is known; empty if one signature is enough."""
    return move.second_by if needs_second_signature(move.second_signature, facts) else ()


def reason_against(move: Move, *, stage: str, role: str, facts: frozenset[str] = frozenset()) -> str | None:
    """Say why this move cannot be made now by somebody with this role, or None if it can.

    `stage` and `role` are stored words; `facts` holds the words of `FACTS` that are true of this referral now.
    The first obstacle is told: the stage, then the role, then what is missing, then the second signature.
    """
    if stage not in move.leaves:
        return _("“{move}” is not possible at “{stage}”.").format(move=move.label, stage=STAGES[stage].label)
    if role not in move.made_by:
        return _("“{move}” is for {roles}.").format(move=move.label, roles=named(move.made_by))
    for fact in move.needs:
        if fact not in facts:
            return FACTS[fact]
    second = countersigners(move, facts)
    if second and "second_signed" not in facts:
        return _("A second person has to sign: {roles}.").format(roles=named(second))
    return None


def moves_from(stage: str, role: str) -> tuple[Move, ...]:
    """The moves that this role makes at this stage, whatever may still be missing: the buttons of a page."""
    return tuple(move for move in MOVES.values() if stage in move.leaves and role in move.made_by)


def moves_open(stage: str, role: str, facts: frozenset[str] = frozenset()) -> tuple[Move, ...]:
    """The moves that this role can make at this stage now."""
    return tuple(
        move for move in moves_from(stage, role) if reason_against(move, stage=stage, role=role, facts=facts) is None
    )
