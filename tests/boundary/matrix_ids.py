"""What stands for each part of an address: which row of which thing. A new part of an address is named here.

Each is SQL for the administrator, with ``%(case)s`` and ``%(area)s`` of a thing; it finds one row, or none. Where the
same name means different things in two rooms, the room comes before it: ``people/other``.
"""

from __future__ import annotations

ITEM = "FROM panel_item WHERE of_case = %(case)s"
OF_A_CASE = {
    "referral_id": "SELECT %(case)s::uuid",
    "case_id": "SELECT %(case)s::uuid",
    "disclosure_id": "SELECT id FROM disclosures_disclosure WHERE case_id = %(case)s ORDER BY at, id",
    "history_id": "SELECT id FROM referrals_history WHERE case_id = %(case)s ORDER BY number DESC",
    "access/asking_id": "SELECT id FROM access_asking WHERE of_case = %(case)s ORDER BY asked_at, id",
    "hold_id": "SELECT id FROM triage_hold WHERE of_case = %(case)s",
    "request_id": "SELECT id FROM agencies_request WHERE of_case = %(case)s ORDER BY asked_at, id",
    "contribution_id": "SELECT id FROM agencies_contribution WHERE of_case = %(case)s ORDER BY given_at, id",
    "enclosure_id": "SELECT f.id FROM agencies_enclosure f JOIN agencies_contribution c ON c.id = f.contribution_id"
    " WHERE c.of_case = %(case)s ORDER BY f.added_at, f.id",
    "other": "SELECT other FROM people_saying WHERE case_id = %(case)s",
    "saying_id": "SELECT id FROM people_saying WHERE case_id = %(case)s",
    "document_id": "SELECT id FROM documents_document WHERE case_id = %(case)s",
    "case_document_id": "SELECT id FROM documents_casedocument WHERE case_id = %(case)s ORDER BY added_at, id",
    "message_id": "SELECT id FROM intake_message WHERE case_id = %(case)s",
    "offer_id": "SELECT id FROM intake_offer WHERE case_id = %(case)s",
    "asking_id": "SELECT id FROM intake_linkasking WHERE case_id = %(case)s",
    "link_id": "SELECT id FROM intake_link WHERE case_id = %(case)s",
    "countersigning_id": "SELECT id FROM referrals_countersigning WHERE case_id = %(case)s AND used_at IS NULL",
    "due_id": "SELECT id FROM due_due WHERE case_id = %(case)s AND done_at IS NULL AND ended_at IS NULL"
    " ORDER BY kind, due_on",
    "item_id": f"SELECT id {ITEM}",
    "meeting_id": f"SELECT meeting_id {ITEM}",
    "guest_id": f"SELECT id FROM panel_guest WHERE item_id IN (SELECT id {ITEM})",
    "action_id": f"SELECT id FROM panel_action WHERE item_id IN (SELECT id {ITEM})",
    "reporter_id": "SELECT r.id FROM reporters_reporter r JOIN referrals_concern c ON c.id = r.told_of"
    " WHERE c.case_id = %(case)s AND r.promise = 'named'",
    "reporters/asking_id": "SELECT a.id FROM reporters_asking a JOIN reporters_reporter r ON r.id = a.reporter_id"
    " JOIN referrals_concern c ON c.id = r.told_of WHERE c.case_id = %(case)s",
}  # fmt: skip

IN_AREA = "IN (SELECT id FROM organisation_area WHERE code = %(area)s)"
OF_AN_AREA = {
    "code": "SELECT %(area)s",
    "area_code": "SELECT %(area)s",
    "kind": "SELECT 'turn'",
    "number": "SELECT 1",
    "year": "SELECT 2026",
    "oversight/word": "SELECT '2020-q1'",
    "staff_id": "SELECT s.id FROM organisation_staff s JOIN organisation_agency a ON a.id = s.agency_id"
    f" WHERE a.area_id {IN_AREA} ORDER BY s.name",
    "panel/staff_id": "SELECT s.id FROM organisation_staff s JOIN organisation_agency a ON a.id = s.agency_id"
    f" WHERE a.area_id {IN_AREA} AND s.name IN ('Hana Brook', 'Nia Prosser')",
    "holding_id": "SELECT h.id FROM organisation_holding h JOIN organisation_post p ON p.id = h.post_id"
    f" WHERE p.area_id {IN_AREA} ORDER BY p.role, h.from_on",
    "briefing_id": f"SELECT id FROM desk_briefing WHERE area_id {IN_AREA} ORDER BY published_at NULLS LAST",
    "line_id": f"SELECT id FROM desk_line WHERE area_id {IN_AREA}",
    "number_id": f"SELECT id FROM desk_transfernumber WHERE area_id {IN_AREA} ORDER BY number",
    "campaign_id": "SELECT id FROM desk_campaign",
    "turn_id": f"SELECT id FROM duty_turn WHERE area_id {IN_AREA} ORDER BY from_on DESC",
    "change_id": f"SELECT id FROM duty_change WHERE area_id {IN_AREA} ORDER BY made_at DESC, id",
    "entry_id": f"SELECT id FROM duty_turn WHERE area_id {IN_AREA} ORDER BY from_on DESC",
    "ending_id": f"SELECT id FROM rights_ending WHERE area_id {IN_AREA}",
    "together_id": f"SELECT id FROM intake_together WHERE area_id {IN_AREA}",
    "token": "SELECT 'a-token-that-was-never-signed'",
}  # fmt: skip

# One row of the table for each: pages whose last word says what is to be done.
EACH_WORD = {
    "referrals/word": {
        "supported": ("exit",), "fresh": ("open_referral",),
        "sitting": ("close_administratively",), "glanaber": ("close_administratively",), "nothing": ("exit",),
    },
    "panel/word": dict.fromkeys(
        ("supported", "decided", "sitting", "listed", "glanaber", "nothing"),
        ("agenda", "papers", "open", "close", "cancel"),
    ),
}  # fmt: skip


def named(room: str, parameter: str) -> str | None:
    """Return the SQL for a part of an address; None for one that nobody named yet."""
    for name in (f"{room}/{parameter}", parameter):
        if name in OF_A_CASE or name in OF_AN_AREA:
            return OF_A_CASE.get(name) or OF_AN_AREA[name]
    return None


def words_of(room: str, parameter: str) -> dict[str, tuple[str, ...]]:
    """Return the words that are tried for each thing, for a part of an address that is a word; empty for others."""
    return EACH_WORD.get(f"{room}/{parameter}", {})


def is_of_a_case(room: str, parameters: list[str]) -> bool:
    """Say whether an address names something of a case."""
    return any(name in OF_A_CASE or f"{room}/{name}" in (*OF_A_CASE, *EACH_WORD) for name in parameters)
