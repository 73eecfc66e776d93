"""What each database role may do in the casework database. Applied by ``rights`` after every migration; all else is
revoked.

Tables of a case are closed by row-level security besides (keys/row_security.py): a right here opens no row.
"""

from __future__ import annotations

from alongside.commons.database_rights import Function, Rights

SCHEMAS = ("public", "keys", "audit")

ADD_AND_READ = "SELECT, INSERT"
KEEP = "SELECT, INSERT, UPDATE"
WITH_REMOVAL = "SELECT, INSERT, UPDATE, DELETE"

SIGN_IN = {
    "public.django_session": WITH_REMOVAL,
    "public.django_content_type": "SELECT",
    "public.account_emailaddress": WITH_REMOVAL,
    "public.account_emailconfirmation": WITH_REMOVAL,
    "public.mfa_authenticator": WITH_REMOVAL,
}

# The roster as workers read it: who is on duty, who covers, who still holds the post.
ROSTER = {
    "public.organisation_holding": "SELECT",
    "public.duty_readinghours": "SELECT",
    "public.duty_turn": "SELECT",
    "public.duty_leave": "SELECT",
    "public.duty_arrangement": "SELECT",
}

RIGHTS: Rights = {
    "casework_web": {
        **SIGN_IN,
        "public.organisation_area": "SELECT, INSERT, UPDATE (takes_unplaced, both_at_once)",
        "public.organisation_agency": ADD_AND_READ,
        "public.organisation_staff": KEEP,
        # What a post is does not change: grants hang on it, so a manager could else turn their own into a chair's.
        "public.organisation_post": ADD_AND_READ,
        "public.organisation_holding": WITH_REMOVAL,
        "public.administration_administrationentry": ADD_AND_READ,
        "public.administration_trainingdate": KEEP,
        "public.oversight_release": ADD_AND_READ,
        "public.beats_beat": "SELECT",
        "public.outbox_mail": ADD_AND_READ,
        "public.referrals_referral": KEEP,
        "public.referrals_concern": ADD_AND_READ,
        "public.referrals_line": "SELECT (id, case_id, closes_on, place, burnt_at, resend_since),"
        " UPDATE (case_id, area_id, inbox_key, place, offered_to_id, answered_at, resend_since)",
        "public.referrals_history": ADD_AND_READ,
        "public.referrals_record": ADD_AND_READ,
        "public.referrals_countersigning": KEEP,
        "public.reporters_reporter": "SELECT",
        "public.reporters_asking": KEEP,
        "public.reporters_opening": ADD_AND_READ,
        "public.reporters_tally": ADD_AND_READ,
        "public.reporters_try": "SELECT, INSERT, UPDATE (made_wait), DELETE",
        "public.triage_emergency": ADD_AND_READ,
        "public.triage_hold": "SELECT, INSERT, UPDATE (answer_by, reminder, ends_asked_at, over_at)",
        "public.triage_holdanswer": ADD_AND_READ,
        # The register itself (people_entry, people_mark) is read by its functions alone, for a written look-up.
        "public.people_named": ADD_AND_READ,
        "public.people_lookup": "SELECT, INSERT, UPDATE (more)",
        "public.people_shown": "SELECT",
        "public.people_saying": "SELECT, INSERT, UPDATE (undone_by_id, undone_at, why_undone)",
        "public.people_reading": ADD_AND_READ,
        "public.rights_signature": ADD_AND_READ,
        "public.rights_signedperiod": ADD_AND_READ,
        "public.rights_ending": "SELECT, INSERT, DELETE",
        "public.rights_legalhold": KEEP,
        "public.rights_certificate": "SELECT",
        "public.intake_answer": ADD_AND_READ,
        "public.intake_release": ADD_AND_READ,
        "public.intake_offer": "SELECT, INSERT, UPDATE (answer, answered_by_id, answered_at, answer_reason)",
        "public.intake_place": "SELECT, UPDATE (closed_in_id)",
        "public.intake_together": ADD_AND_READ,
        # INSERT is the desk's: a note is sealed before it goes in, and nobody here reads `sealed` again.
        "public.intake_collected": "SELECT (id, kind, key_id, state, collected_at, opened_at, failure),"
        " INSERT (id, kind, key_id, sealed, state, collected_at, failure)",
        "public.desk_campaign": "SELECT",
        "public.desk_line": KEEP,
        "public.desk_line_posts": WITH_REMOVAL,
        "public.desk_briefing": KEEP,
        "public.desk_briefing_lines": WITH_REMOVAL,
        "public.desk_reading": ADD_AND_READ,
        "public.desk_asking": "SELECT, INSERT, UPDATE (used_at)",
        "public.desk_confirmation": ADD_AND_READ,
        "public.desk_transfernumber": KEEP,
        "public.desk_bulletinsent": ADD_AND_READ,
        "public.intake_linkasking": "SELECT, INSERT, UPDATE (answered_by_id, answered_at, accepted, answer)",
        "public.intake_link": "SELECT, INSERT, UPDATE (told, undone_by_id, undone_at, undone_why)",
        "public.intake_linkread": ADD_AND_READ,
        # Linking a concern to a referral leads its messages and files there, sealed anew; row policies ask for both.
        "public.intake_message": "SELECT, INSERT, UPDATE (case_id, said, handled_at, handled_by_id)",
        "public.intake_firstlook": ADD_AND_READ,
        "public.documents_document": "SELECT (id, case_id, came_with, concern, verdict, named_at, kept_at, size,"
        " header, content), UPDATE (case_id, header, content)",
        # A document is added and withdrawn, and what it is never changes; its content may go (a trigger says so).
        "public.documents_casedocument": "SELECT, INSERT, UPDATE (content, withdrawn_at, withdrawn_by_id,"
        " why_withdrawn)",
        "public.consent_consent": ADD_AND_READ,
        "public.disclosures_disclosure": ADD_AND_READ,
        "public.disclosures_after": ADD_AND_READ,
        "public.due_due": KEEP,
        "public.due_reminder": "SELECT, INSERT, UPDATE (over_at)",
        "public.duty_change": ADD_AND_READ,
        "public.duty_readinghours": "SELECT, INSERT, UPDATE (removed_in_id)",
        "public.duty_turn": "SELECT, INSERT, UPDATE (removed_in_id)",
        "public.duty_leave": "SELECT, INSERT, UPDATE (removed_in_id)",
        "public.duty_arrangement": "SELECT, INSERT, UPDATE (removed_in_id)",
        # INSERT: an alert that nobody has answered goes along with a concern that another area accepts.
        "public.duty_alert": "SELECT, INSERT, UPDATE (acknowledged_by_id, acknowledged_at)",
        "public.duty_told": "SELECT",
        "public.assessment_saving": ADD_AND_READ,
        "public.assessment_version": ADD_AND_READ,
        "public.assessment_remark": ADD_AND_READ,
        # All but the reason afterwards is written by the functions of emergency access.
        "public.access_asking": "SELECT, UPDATE (justification, justified_at)",
        "public.access_tally": "SELECT",
        # Which of the two owns it, and what somebody passed on (rules/apart).
        "public.apart_keeping": "SELECT, INSERT, UPDATE (owner_id, since)",
        "public.apart_passedon": ADD_AND_READ,
        "public.panel_meeting": "SELECT, INSERT, UPDATE (starts_at, zone, place, link, chair_id, status, changed_at,"
        " edition, signed_at)",
        "public.panel_attendance": "SELECT, INSERT, UPDATE (answer, represents, said_by_id, said_at)",
        "public.panel_booking": "SELECT, INSERT, UPDATE (booked_at)",
        "public.panel_item": "SELECT, INSERT, UPDATE (meeting_id, deferrals, paper, arranged, why_late, papers_out_at,"
        " papers_by_id, outcome, ended_at)",
        "public.panel_conflict": ADD_AND_READ,
        "public.panel_guest": "SELECT, INSERT, UPDATE (accepted_at, let_in_at)",
        "public.panel_draft": ADD_AND_READ,
        "public.panel_decision": ADD_AND_READ,
        "public.panel_action": "SELECT, INSERT, UPDATE (done_at, done_by_id, outcome)",
        "public.panel_minutes": ADD_AND_READ,
        "public.panel_correction": ADD_AND_READ,
        "public.agencies_request": "SELECT, INSERT, UPDATE (asker_id, ended_at, ended_by_id, why_ended)",
        "public.agencies_contribution": "SELECT, INSERT, UPDATE (until)",
        "public.agencies_said": ADD_AND_READ,
        "public.agencies_enclosure": ADD_AND_READ,
        "public.agencies_link": "SELECT, INSERT, UPDATE (asker_id, revoked_at)",
        "public.national_keyed": ADD_AND_READ,
        "public.national_compared": ADD_AND_READ,
        "public.statistics_statisticsevent": ADD_AND_READ,
        "public.outgoing_outgoing": "INSERT",
        "keys.given": "SELECT",
        "audit.leaf": "INSERT",
    },
    "intake": {
        "public.organisation_area": "SELECT",
        "public.organisation_agency": "SELECT",
        "public.organisation_post": "SELECT",
        # Whose a custodian's key is, and in which agency.
        "public.organisation_staff": "SELECT (id, email, agency_id, is_active)",
        "public.reporters_reporter": "INSERT",
        **ROSTER,
        "public.duty_alert": "INSERT",
        # A place holds no contents: the mark is emptied when somebody comes back, and after 30 days.
        "public.intake_place": "INSERT, SELECT (id, case_id, made_at, words, closed_in_id),"
        " UPDATE (words, closed_in_id)",
        "public.intake_together": "SELECT, DELETE",
        "public.beats_beat": KEEP,
        "public.intake_collected": WITH_REMOVAL,
        "public.intake_message": "INSERT",
        # An answer by a link: found by the key that was shown, added sealed, once (agencies/links.py).
        "public.agencies_link": "SELECT (id, request_id, of_case, area_id, asker_id, person, inbox_key, closes_on,"
        " until, used_at, revoked_at), UPDATE (used_at)",
        "public.agencies_contribution": "INSERT",
        "public.agencies_said": "INSERT",
        "public.documents_document": "SELECT (id, case_id, concern, verdict, named_at, answer_to, answer_key), INSERT,"
        " UPDATE (verdict, kept_at, size, header, content, answer_to, answer_key)",
        "public.referrals_referral": "INSERT",
        "public.referrals_concern": "INSERT",
        "public.referrals_line": "SELECT, INSERT, UPDATE (person, place, finished, told_at, burnt_at, resend_since)",
        # What stays of a line whose case was destroyed; rights_destroy makes it (intake/after_deletion.py).
        "public.referrals_stub": "SELECT, UPDATE (person, finished), DELETE",
        "public.referrals_history": "INSERT",
        # Where an area delivers to both at once, what goes to the police is a disclosure as it comes.
        "public.disclosures_disclosure": "INSERT",
        "public.due_due": "INSERT",
        "public.due_reminder": "INSERT",
        "public.statistics_statisticsevent": "INSERT",
        "public.outgoing_outgoing": "INSERT",
        "public.outbox_mail": "INSERT",
        "audit.leaf": "INSERT",
    },
    "post": {
        "public.outgoing_outgoing": "SELECT, DELETE",
        "public.desk_campaign": KEEP,
        "public.beats_beat": KEEP,
    },
    "casework_worker": {
        "public.beats_beat": KEEP,
        "public.outbox_mail": WITH_REMOVAL,
        **ROSTER,
        "public.organisation_area": "SELECT",
        "public.organisation_agency": "SELECT",
        "public.organisation_post": "SELECT",
        "public.duty_change": "SELECT",
        "public.duty_alert": "SELECT, UPDATE (step, step_at), DELETE",
        "public.duty_told": "SELECT, INSERT, DELETE",
        "public.duty_issued": "SELECT, INSERT, DELETE",
        # What is late is told to who has to hear it: from which post it is due and by when, of no case.
        "public.due_reminder": "SELECT, UPDATE (told_at), DELETE",
        # Whoever has to hear of an opening in an emergency: which page, and whom to tell.
        "public.access_alarm": "SELECT, UPDATE (told_at), DELETE",
        "public.access_try": "SELECT (at), DELETE",
        # It signs the duty bulletin and puts it where the post collects (docs/duty.md).
        "public.outgoing_outgoing": "INSERT",
        # The calendar entry of an invitation is made when it is sent; a meeting holds nothing of a case.
        "public.panel_meeting": "SELECT",
        # Whose training lapses soon is told, and that they were told is kept.
        "public.administration_trainingdate": "SELECT, UPDATE (warned)",
        # A link to choose a password is made from what it replaces, at the moment it is sent.
        "public.organisation_staff": "SELECT (id, email, is_active, password, last_login)",
        "public.django_session": "SELECT (expire_date), DELETE",
        # The link by which the contact of a line confirms is made at the moment it is sent, too.
        "public.desk_asking": "SELECT (id, line_id, used_at, expires_at)",
        "public.desk_line": "SELECT (id, contact_email)",
        "public.intake_collected": "SELECT (id, state, opened_at), DELETE",
        # What has come to its day is destroyed by the worker, through one function that looks at the list again.
        "public.rights_signature": "SELECT",
        "public.rights_signedperiod": "SELECT",
        "public.rights_ending": "SELECT, UPDATE (gone_at)",
        "public.rights_legalhold": "SELECT",
        "public.rights_certificate": "INSERT",
        "audit.leaf": "INSERT",
    },
    "sequencer": {
        "public.beats_beat": KEEP,
        "audit.leaf": "SELECT (id, at, commitment)",
        "audit.waiting": "SELECT, DELETE",
        "audit.position": ADD_AND_READ,
    },
    "auditor": {
        "audit.leaf": "SELECT",
        "audit.position": "SELECT",
        "public.referrals_history": "SELECT",
    },
}

FUNCTIONS = (
    Function("keys.me()", ("casework_web", "casework_worker", "intake")),
    Function("keys.now()", ("casework_web", "casework_worker", "intake")),
    Function("keys.is_new(uuid)", ("intake",)),
    Function("keys.posts_that_see(uuid)", ("casework_web", "intake")),
    Function("keys.in_emergency()", ("casework_web",)),
    Function("keys.may_change(uuid)", ("casework_web",)),
    Function("keys.my_posts()", ("casework_web",)),
    Function("keys.may_see(uuid)", ("casework_web",)),
    Function("keys.give(uuid, uuid, uuid, uuid, bytea, timestamptz)", ("casework_web", "intake")),
    Function("keys.take_back(uuid, uuid, uuid)", ("casework_web",)),
    Function("keys.take_back_all(uuid, uuid[])", ("casework_web",)),
    Function("keys.seen_by(uuid)", ("casework_web",)),
    Function("public.access_serves()", ("casework_web", "casework_worker")),
    Function("public.access_look_for(text)", ("casework_web",)),
    Function("public.access_ask(uuid, bytea)", ("casework_web",)),
    Function("public.access_answer(uuid, boolean)", ("casework_web",)),
    Function("public.access_open(uuid, date, uuid)", ("casework_web",)),
    Function("public.access_take(uuid, bytea)", ("casework_web",)),
    Function("keys.people_who_see(uuid)", ("casework_web",)),
    Function("keys.on_agenda(uuid)", ("casework_web",)),
    Function("keys.hidden_on(uuid)", ("casework_web",)),
    Function("keys.is_apart(uuid)", ("casework_web",)),
    Function("keys.the_two(uuid)", ("casework_web", "intake")),
    Function("public.apart_begin(uuid, uuid, uuid)", ("casework_web",)),
    Function("public.apart_take(uuid, uuid[], uuid[], timestamptz[], bytea[])", ("casework_web",)),
    Function("public.apart_end(uuid)", ("casework_web",)),
    Function("public.apart_replace(uuid, uuid, uuid)", ("casework_web",)),
    Function("public.rights_answers_for(uuid)", ("casework_web",)),
    Function("public.rights_recalls(uuid)", ("casework_web",)),
    Function("public.rights_destroy(uuid)", ("casework_worker",)),
    Function("public.rights_is_gone(uuid)", ("casework_worker",)),
    Function("public.intake_open_referral(text)", ("casework_web",)),
    Function("public.intake_try_again()", ("casework_web",)),
    Function("public.people_file(uuid, uuid, bytea, bigint[])", ("casework_web",)),
    Function("public.people_looked_since(timestamptz)", ("casework_web",)),
    Function("public.people_look_up(uuid, integer[], text[], bigint[])", ("casework_web",)),
    Function("public.people_show(uuid, uuid[])", ("casework_web",)),
    Function("public.people_one_with(uuid)", ("casework_web",)),
    Function("public.people_facts(uuid)", ("casework_web",)),
    Function("public.people_readers(uuid)", ("casework_web",)),
    Function("public.people_to_review(uuid, timestamptz, timestamptz)", ("casework_web",)),
    Function("public.agencies_end_due(uuid)", ("casework_web", "intake")),
    Function("public.owners_serves()", ("casework_web", "casework_worker")),
    Function("public.owners_give_back(text[], text[], date)", ("casework_web", "casework_worker")),
    Function("keys.remove_lapsed()", ("casework_worker",)),
    Function("public.administration_is_managing()", ("casework_web",)),
    Function("public.duty_keeps(uuid)", ("casework_web",)),
)

SETTABLE_CLOCK = """
CREATE OR REPLACE FUNCTION keys.now() RETURNS timestamptz LANGUAGE sql STABLE
AS $$ SELECT coalesce(nullif(current_setting('app.now', true), '')::timestamptz, now()) $$
"""

OUTSIDE_PRODUCTION = (SETTABLE_CLOCK,)
"""What ``rights`` does besides in a demo or a test, and never in production."""
