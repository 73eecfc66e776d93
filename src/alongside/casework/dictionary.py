"""The register of what casework stores: each table and field with its purpose and how long it is kept."""

from __future__ import annotations

from alongside.commons.dictionary import Plain, Table
from alongside.site import dictionary as site

_SIGNED = {"made_by": "which member of staff", "made_as": "in which role", "made_at": "when"}

TABLES = {
    **site.TABLES,
    "organisation.Area": Table(
        "An area with a panel (CTSA 2015 s36(1)).",
        "installation",
        {"code": "the word for it", "name": "its name", "nation": "whose bank holidays and guidance hold",
         "takes_unplaced": "whether it takes what is shared by somebody who does not know the place"},
    ),
    "organisation.Agency": Table(
        "A body at the panel, a controller in its own right.",
        "installation",
        {"name": "its name", "kind": "what kind of body", "area": "where it works"},
    ),
    "organisation.Staff": Table(
        "Somebody who works in casework.",
        "account",
        {
            "password": "the hash of their password (Argon2id)",
            "last_login": "when they last signed in; a link to a new password stops working then",
            "email": "where they sign in and get their mail",
            "name": "their name, as colleagues see it",
            "agency": "whom they work for",
            "is_active": "may sign in",
            "joined_on": "when they began",
            "left_on": "when they left",
        },
    ),
    "organisation.Post": Table(
        "A role in an agency and area; cases are shared with posts.",
        "installation",
        {"agency": "whose post", "area": "where", "role": "which role of the practice"},
    ),
    "organisation.Holding": Table(
        "Who holds a post, from when until when.",
        "account",
        {"post": "which post", "staff": "who", "from_on": "first day", "until_on": "last day"},
    ),
    "administration.AdministrationEntry": Table(
        "Who changed areas, agencies, posts or accounts. Only added to.",
        "installation",
        {
            "made_at": "when",
            "made_by": "which manager",
            "verb": "what was done, as a word of a list",
            "area": "about which area",
            "agency": "about which agency",
            "post": "about which post",
            "staff": "about whom",
            "from_on": "from which day it holds",
            "until_on": "until which day",
            "training": "which training",
        },
    ),
    "administration.TrainingDate": Table(
        "Until when one training of one person counts (R-30).",
        "training",
        {"staff": "whose", "kind": "which training", "valid_until_on": "until when"},
    ),
    "keys.Given": Table(
        "A grant: the row that lets a post or a person see one case is the row that carries its key.",
        "grant",
        {
            "case_id": "which case",
            "post": "which post it is given to",
            "staff": "which person, where it is not a post",
            "agency": "whose key wraps the case key",
            "wrapped": "the case key",
            "given_by": "who gave it; nobody when intake opened the case",
            "given_at": "when",
            "ends_at": "until when",
        },
        {"wrapped": "under the agency's key"},
    ),
    "referrals.Referral": Table(
        "One case: what the journey needs in the clear, who it is about sealed.",
        "case",
        {
            "reference": "a number for letters and talk; it says nothing about the person",
            "area": "whose case",
            "stage": "where it is on the journey",
            "entered_at": "when it came to that stage",
            "due_on": "when the next thing is due",
            "received_at": "when the concern was received",
            "hurt_told": "whoever told us said that somebody could be hurt: intake reads it first",
            "closed_at": "when it was closed",
            "closure_code": "how it ended, a word of the closing codes",
            "statistics_key": "a random key that only links events of the count; dropped at deletion",
            "person": "who the concern is about, as far as it was told",
        },
    ),
    "referrals.Concern": Table(
        "What somebody told us, as they told it.",
        "case",
        {
            "received_at": "when intake opened it",
            "told": "every answer of the form",
            "reply_to": "the public key of the receipt, to which answers are sealed",
        },
    ),
    "referrals.History": Table(
        "One move of a case. Only added to; its audit leaf commits to it.",
        "case",
        {
            "number": "first, second, … move",
            "move": "which move of the journey",
            "leaves": "the stage it left",
            "enters": "the stage it came to",
            **_SIGNED,
            "closure_code": "how it ended, when the move closed it",
            "reason": "why, in the words of who made it",
        },
    ),
    "referrals.Record": Table(
        "Something that a move asks to be there first, as it was recorded. Only added to.",
        "case",
        {"fact": "which fact of the journey", **_SIGNED, "answers": "what was recorded"},
    ),
    "referrals.Countersigning": Table(
        "A move that waits for, or has, its second signature (R-04, R-08).",
        "case",
        {
            "move": "which move",
            "closure_code": "how it would end",
            "asked_by": "who asked",
            "asked_at": "when",
            "signed_by": "who signed, never the one who asked",
            "signed_as": "in which role",
            "signed_at": "when",
            "used_at": "when the move was made with it",
        },
    ),
    "intake.Collected": Table(
        "An envelope that intake took from the letterbox. Opened, it loses its contents and stays as a mark.",
        "collected",
        {
            "kind": "concern, message or passed question",
            "key_id": "which week's key opens it",
            "sealed": "what was told, until it is opened",
            "state": "waiting, opened or set aside",
            "collected_at": "when it was collected",
            "opened_at": "when it was opened",
            "failure": "why it does not open; never its contents",
        },
        {"sealed": "to intake (HPKE)"},
    ),
    "intake.Answer": Table(
        "Our own copy of what was answered through a receipt.",
        "case",
        {"made_by": "which member of staff", "made_at": "when", "words": "the answer"},
    ),
    "consent.Consent": Table(
        "One answer about one scope of consent. Only added to.",
        "case",
        {
            "scope": "to what",
            "status": "given, refused, withdrawn",
            "by": "the person, a parent, or somebody else who may",
            "answered_on": "on which day",
            "text_version": "which wording they were shown",
            "how": "in which form they answered",
            "recorded_by": "who wrote it down",
            "recorded_at": "when",
            "own_words": "what they said about it",
        },
    ),
    "due.Due": Table(
        "Something to be done by a day: reviews, tasks, looks at what is kept.",
        "case",
        {
            "kind": "what it is",
            "due_on": "by when",
            "owner": "which post does it",
            "caused_by": "the move that made it",
            "first_due_on": "the day it was first due",
            "moved_by": "who moved the day, once",
            "done_at": "when it was done",
            "done_by": "by whom",
            "ended_at": "when it fell away because the case moved on",
            "outcome": "what came of it",
            "why_moved": "why the day was moved",
        },
    ),
    "statistics.StatisticsEvent": Table(
        "A referral reached a stage: for counts. No case id and no name.",
        "statistics_event",
        {
            "statistics_key": "links events of one referral until it is deleted",
            "stage": "which stage",
            "area_code": "where",
            "happened_on": "on which day",
            "code_list_version": "which edition of the code lists",
        },
    ),
    "outgoing.Outgoing": Table(
        "A sealed answer or a signed bulletin on its way to the public half.",
        "carried",
        {
            "shape": "reply or bulletin",
            "locator": "where the receipt's holder finds it",
            "mark": "by which the receipt's holder knows theirs",
            "closes_on": "the last day on which the receipt opens it",
            "kind": "which bulletin",
            "number": "which edition",
            "key_id": "which key signed it",
            "body": "the sealed answer, or what is published",
            "signature": "shows that casework made it",
            "made_at": "when",
        },
        {"body": "an answer: to the receipt (HPKE); a bulletin is public"},
    ),
    "oversight.Release": Table(
        "A published table, as it was signed; the next is compared with it.",
        "published",
        {
            "number": "which edition",
            "quarter": "of which quarter",
            "made_at": "when",
            "made_by": "by whom",
            "body": "the published counts",
            "key_id": "which key signed it",
            "signature": "shows that casework made it",
        },
    ),
}

PLAIN = {
    "audit.leaf": Plain(
        "Who did what, and who looked. Only added to; no contents.",
        "access_log",
        {
            "id": ("uuid", "names the row"),
            "at": ("timestamptz", "when"),
            "staff_id": ("uuid", "who; nobody for a worker"),
            "verb": ("text", "what was done, a word of a list"),
            "subjects": ("uuid[]", "about which cases"),
            "history_id": ("uuid", "the move it tells of"),
            "salt": ("bytea", "random, so that leaves cannot be guessed from their commitments"),
            "commitment": ("bytea", "what the leaf commits to, keyed with the audit key"),
        },
    ),
    "audit.waiting": Plain("Leaves without a number yet.", "numbered", {"leaf_id": ("uuid", "which leaf")}),
    "audit.position": Plain(
        "The numbered log, of which the tree and the signed checkpoints are made.",
        "audit_leaf",
        {
            "number": ("bigint", "its place in the log"),
            "leaf_id": ("uuid", "which leaf"),
            "commitment": ("bytea", "what it commits to"),
        },
    ),
}

APPS = site.APPS
