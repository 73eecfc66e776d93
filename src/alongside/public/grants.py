"""What each database role may do in the public database. Applied by ``rights`` after every migration; all else is
revoked.
"""

from __future__ import annotations

from alongside.commons.database_rights import Function, Rights

SCHEMAS = ("public", "letterbox", "partners")

CONTENT = "SELECT, INSERT, UPDATE, DELETE"

RIGHTS: Rights = {
    "public_web": {
        "public.*": CONTENT,
        "letterbox.envelope": "INSERT",
        "letterbox.box": "INSERT",
        "letterbox.leaf": "INSERT",
        "letterbox.logged": "SELECT",
        "letterbox.checkpoint": "SELECT",
        "letterbox.bulletin": "SELECT",
        "partners.agency": "SELECT",
        "partners.posted": "SELECT, INSERT, DELETE",
        "partners.counted": "SELECT, INSERT, UPDATE, DELETE",
    },
    "public_worker": {
        "public.beats_beat": "SELECT, INSERT, UPDATE",
        "public.outbox_mail": "SELECT, UPDATE, DELETE",
        # A link to choose a password is made from what it replaces, at the moment it is sent.
        "public.accounts_account": "SELECT (id, email, is_active, password, last_login)",
        "public.django_session": "SELECT (expire_date), DELETE",
        "letterbox.leaf": "SELECT, DELETE",
        "letterbox.logged": "INSERT",
        "letterbox.checkpoint": "SELECT, INSERT",
    },
    "stream": {
        "public.beats_beat": "SELECT, INSERT, UPDATE",
        "public.live_event": "SELECT",
        "public.live_entry": "SELECT",
    },
    "intake": {"letterbox.envelope": "SELECT, DELETE"},
    "post": {
        "letterbox.reply": "INSERT",
        "letterbox.bulletin": "INSERT",
        "letterbox.briefing_facts": "SELECT",
    },
}

FUNCTIONS = (
    Function("letterbox.at(text, bytea, date)", ("public_web",)),
    Function("letterbox.question_at(text, bytea, bytea, date)", ("public_web",)),
    Function("letterbox.burn(text, bytea)", ("public_web",)),
    Function("letterbox.forget(date)", ("public_worker",)),
)
