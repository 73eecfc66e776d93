"""The register of what both halves store: signs of life, mail, and the tables of Django and allauth."""

from __future__ import annotations

from alongside.commons.dictionary import App, Table

TABLES = {
    "beats.Beat": Table(
        "A sign of life from each worker, for the health page.",
        "overwritten",
        {"worker": "which worker", "beaten_at": "when it last lived"},
    ),
    "outbox.Mail": Table(
        "A message that waits to go out, or went. It names an account or a row and a page, no contents and no address.",
        "mail",
        {
            "to": "the account it goes to; the address is looked up when it is sent",
            "about": "or the row that names who it goes to, such as the contact of a telephone line",
            "kind": "which of the listed messages",
            "path": "the page it leads to; ids may be in it, names may not",
            "queued_at": "when it was asked for",
            "sent_at": "when it went out",
            "tries": "how often it was tried",
            "next_try_at": "when it is tried next",
            "failure": "why it was given up, as a word of a list",
        },
    ),
}

APPS = {
    "account": App(
        "Addresses that were confirmed (django-allauth). We confirm none: a manager makes accounts.", "account"
    ),
    "mfa": App("Second factors: passkeys' public halves, seeds of codes, recovery codes (django-allauth).", "account"),
    "auth": App("Groups and permissions; no person is in these tables (Django).", "software"),
    "contenttypes": App("The names of the models (Django).", "software"),
    "sessions": App("Who is signed in: a random key and a signed account id, nothing typed (Django).", "session"),
    "migrations": App("Which changes of the tables were made (Django).", "software"),
}
