"""The register of what the public half stores: each table and field with its purpose and how long it is kept."""

from __future__ import annotations

from alongside.commons.dictionary import App, Plain, Table
from alongside.site import dictionary as site

_LEAD = {"lead": "what the page says in one sentence", "body": "its text"}

TABLES = {
    **site.TABLES,
    "accounts.Account": Table(
        "Somebody who works on the public site. Casework staff and visitors have none.",
        "account",
        {
            "password": "the hash of their password (Argon2id)",
            "last_login": "when they last signed in; a link to a new password stops working then",
            "is_superuser": "may do everything on the public site; nobody of the demo is",
            "first_name": "their name, shown to colleagues and beside answers they publish",
            "last_name": "their name, shown to colleagues and beside answers they publish",
            "is_staff": "Django's mark for its own administration, which is not installed",
            "is_active": "may sign in",
            "date_joined": "when the account was made",
            "email": "where they sign in and get their mail",
            "groups": "what they may do: editors, producers, moderators, panellists",
            "user_permissions": "Django's permissions beside groups; none are given",
        },
    ),
    "letterbox.Envelope": Table(
        "A sealed concern, identity, file, message or passed question, until intake collects it. The site"
        " cannot read it back.",
        "envelope",
        {
            "kind": "concern, identity, part (a file), message or passed question",
            "key_id": "which week's intake key opens it",
            "sealed": "what was told, padded to a size bucket",
        },
        {"sealed": "to intake (HPKE)"},
    ),
    "letterbox.Box": Table(
        "What a receipt opens from the first minute: which telling, and our promise that we have it.",
        "reply",
        {
            "locator": "where the receipt's holder finds it; made from the receipt and no way back to it",
            "mark": "the hash of a token that only the receipt gives: by it they know theirs, and burn it",
            "closes_on": "the last day, fixed at Send whatever is decided",
            "sealed": "the telling's id and the promise",
        },
        {"sealed": "to the receipt (HPKE)"},
    ),
    "letterbox.Leaf": Table(
        "A commitment to something promised, until it is logged with the others of its hour.",
        "reply",
        {
            "commitment": "a hash that only the receipt's holder can explain",
            "hour": "of the promise: earlier ones are logged first",
        },
    ),
    "promises.Logged": Table(
        "One leaf of the log of promises, shown to everybody: a commitment, or a dummy like it.",
        "published",
        {"number": "its place in the log", "commitment": "32 bytes; nothing tells a promise from a dummy"},
    ),
    "promises.Checkpoint": Table(
        "The log of promises after one hour, signed, shown to everybody.",
        "published",
        {
            "size": "how many leaves: 256 more each hour",
            "hour": "which hour it closed",
            "subtree": "the root of that hour's leaves",
            "note": "the signed checkpoint",
        },
    ),
    "letterbox.Bulletin": Table(
        "Facts that casework publishes, signed: counts, service status.",
        "published",
        {
            "kind": "which table or status",
            "number": "grows with each edition",
            "made_at": "when it was signed",
            "body": "the published facts",
            "key_id": "which key signed it",
            "signature": "shows that casework made it",
        },
    ),
    "partners.Agency": Table(
        "An agency whose machine may post a referral, and who agreed to the terms for it.",
        "partner",
        {
            "name": "which agency",
            "secret_hash": "the hash of its secret, which was shown once",
            "terms_version": "which partner terms it agreed to",
            "agreed_by": "who agreed for it, with name and role",
            "agreed_on": "when",
            "a_day": "the most referrals that it may post in a day",
            "closed_on": "when it was closed; its tokens stop working then",
        },
    ),
    "partners.Posted": Table(
        "That something was posted under an idempotency key, so that the same key sends nothing twice.",
        "collected",
        {
            "mark": "keyed hash of agency and key; the receipt is made from it anew, and only here",
            "body": "keyed hash of what was posted",
            "on": "the day; deleted after 30 days",
        },
    ),
    "partners.Counted": Table(
        "How many referrals a person or an agency posted today.",
        "day",
        {
            "who": "keyed hash, another one each day",
            "on": "the day; deleted on the next",
            "number": "how many",
        },
    ),
    "concerns.Area": Table(
        "A place that a worried person can name.",
        "content",
        {
            "code": "the word for it, the same as in casework",
            "name": "its name",
            "nation": "which nation's rules hold",
            "covered": "an authority there reads concerns from this site",
            "both_at_once": "whether it goes to the police and the authority at the same time, which the form says",
            "who_reads": "who opens what is sent, in words",
            "route": "what to do instead where it is not covered",
            "route_number": "the telephone number for that",
            "reads_unplaced": "its intake reads first what names no place",
        },
    ),
    "concerns.AreaWords": Table(
        "What a deployer wrote of an area, in another language than English.",
        "content",
        {
            "area": "which area",
            "language": "the language of these words",
            "name": "its name in it",
            "who_reads": "who opens what is sent, in it",
            "route": "what to do instead where it is not covered, in it",
        },
    ),
    "concerns.Postcode": Table(
        "Which area the postcodes that begin so lie in, as the deployer imported it. Nothing that anybody typed.",
        "content",
        {"beginning": "a postcode area, district or sector", "area": "the area it lies in"},
    ),
    "live.Event": Table(
        "A webchat or live blog.",
        "event",
        {
            "slug": "its address",
            "title": "its title",
            "summary": "what it is about",
            "host": "who leads through it, in public",
            "panellists": "who answers, in public",
            "starts_at": "when it begins",
            "state": "announced, open or ended",
            "stream_closed": "no more entries come",
        },
    ),
    "live.Question": Table(
        "What somebody asked. Nobody but a moderator reads it before it is put; one that is passed on is deleted here.",
        "question_unpublished",
        {
            "event": "where it was asked",
            "state": "held, put, answered, merged, declined",
            "text": "the question",
            "display_name": "the name that its author chose to be shown, if any",
            "asked_at": "when it came",
            "put_at": "when a moderator put it to the panel",
            "reason": "why it was declined, as a word of a list",
        },
        {"text": "under the event's key", "display_name": "under the event's key"},
    ),
    "live.Answer": Table(
        "What a panellist answered, as it was published.",
        "event",
        {
            "question": "what it answers",
            "text": "the answer",
            "answered_by": "which panellist",
            "answered_at": "when",
        },
    ),
    "live.Entry": Table(
        "One numbered entry of an event's stream, as everybody reads it.",
        "event",
        {
            "event": "whose stream",
            "number": "its place in the stream",
            "entry_at": "when it was published",
            "body": "what is shown",
            "content_type": "how the body is written",
        },
    ),
    "live.Decision": Table(
        "Who did what with a question or an event: ids and words of a list, no quotation.",
        "event",
        {
            "event": "which event",
            "question_id": "which question, by its id alone",
            "move": "what was done",
            "reason": "why, as a word of a list",
            "decided_by": "which account",
            "decided_at": "when",
        },
    ),
    "clips.Series": Table(
        "Clips that come out one after the other.",
        "content",
        {
            "title": "its title",
            "introduction": "what the clips are about",
            "first_release_at": "when the first comes out",
            "weeks_between": "how many weeks until the next",
        },
    ),
    "clips.Clip": Table(
        "One film with its words.",
        "content",
        {
            "series": "the series it is in",
            "number": "its place in the series",
            "slug": "its address",
            "title": "its title",
            "summary": "what it shows",
            "has_sound": "whether there is anything to hear",
            "film": "the film file",
            "poster": "the still picture file",
            "captions": "the caption file, from which the transcript is made",
        },
    ),
    "help.Service": Table(
        "A service that helps, with where its facts are from.",
        "content",
        {
            "name": "its name",
            "what_for": "danger, worry, or the local police",
            "nation": "where it is for",
            "order": "its place in the list",
            "number": "its telephone number",
            "email": "its e-mail address",
            "address": "its web address",
            "summary": "what it does",
            "always_open": "answers day and night",
            "bank_holidays": "what it does on bank holidays",
            "zone": "the clock that its hours are told by",
            "outside_hours": "what happens outside its hours",
            "languages": "languages it speaks",
            "cost": "what a call costs",
            "text_relay": "how to reach it by text phone or relay",
            "who_answers": "who is at the other end",
            "what_happens": "what happens to what is said there",
            "checked_on": "when an editor last checked these facts",
            "checked_by": "which editor",
            "source": "where the facts are from",
        },
    ),
    "help.Opening": Table(
        "Hours of a service on one weekday.",
        "content",
        {"service": "which service", "weekday": "the day", "opens": "from", "closes": "until"},
    ),
    "help.ServiceWords": Table(
        "What the way of a concern says of a service, in another language than English.",
        "content",
        {
            "service": "which service",
            "language": "the language of these words",
            "name": "its name in it",
            "text_relay": "how to reach it by text phone or relay, in it",
        },
    ),
    "pages.CampaignPage": Table(
        "The home of a campaign.",
        "content",
        {**_LEAD, "starts_on": "when it begins", "ends_on": "when it ends", "series": "its clips"},
    ),
    "pages.ListPage": Table(
        "A page that lists the pages below it.", "content", {"introduction": "words above the list"}
    ),
    "pages.ArticlePage": Table("Any text.", "content", {**_LEAD, "changed_on": "when it was last changed"}),
    "pages.StatementPage": Table(
        "What somebody said in public on a day.",
        "content",
        {**_LEAD, "said_by": "who said it", "role": "as what", "said_on": "when"},
    ),
    "pages.MythPage": Table(
        "A claim about the programme, and the answer.",
        "content",
        {
            **_LEAD,
            "number": "its place among the claims",
            "myth": "which claim, so that the page can show what the design does",
            "clip": "the clip about it",
            "evidence": "what the answer rests on",
            "answerable": "who answers for the page",
            "review_by": "when it has to be looked at again",
        },
    ),
    "pages.PublicationPage": Table(
        "A publication, as a page and as one file.",
        "content",
        {**_LEAD, "written_for": "its readers", "published_by": "its publisher", "published_on": "when"},
    ),
    "pages.ResolutionPage": Table(
        "A text that organisations put their name to.",
        "content",
        {
            **_LEAD,
            "version": "which version",
            "adopted_on": "when it was adopted",
            "pledge": "what signatories promise",
            "changes": "what changed between versions",
            "how_to_join": "how an organisation joins",
        },
    ),
    "pages.Signatory": Table(
        "An organisation that signed. No list of people is kept.",
        "content",
        {
            "sort_order": "its place in the list",
            "resolution": "what it signed",
            "name": "the organisation",
            "place": "where it works",
            "signed_on": "when",
            "version": "which version",
        },
    ),
}

PLAIN = {
    "letterbox.burnt": Plain(
        "The mark of a receipt that was burnt or exchanged, so that what still arrives for it stays shut.",
        "reply",
        {
            "mark": ("bytea", "the hash of a token that only the receipt gave"),
            "closes_on": ("date", "the last day of what it opened"),
        },
    ),
    "letterbox.tried": Plain(
        "How often a wrong code was typed for the link of one question: the fifth closes it.",
        "reply",
        {
            "link_hash": ("bytea", "a hash that only the link gives"),
            "times": ("smallint", "how many wrong codes"),
            "closes_on": ("date", "the last day of what waits at its place"),
        },
    ),
    "letterbox.reply": Plain(
        "A sealed answer for somebody who comes back with a receipt; read one locator at a time.",
        "reply",
        {
            "id": ("uuid", "names the row"),
            "locator": ("text", "where the receipt's holder finds it; made from the receipt and no way back to it"),
            "mark": ("bytea", "the hash of a token that only the receipt gives"),
            "closes_on": ("date", "the last day, fixed at Send whatever is decided"),
            "sealed": ("bytea", "the answer, and how far we are with what was told"),
        },
        {"sealed": "to the receipt (HPKE)"},
    ),
}

APPS = {
    **site.APPS,
    "wagtailcore": App("Pages and their earlier revisions, who may edit them, the log of edits (Wagtail).", "content"),
    "wagtailadmin": App("Half-finished forms and who is editing which page now (Wagtail).", "content"),
    "wagtaildocs": App("Files that editors uploaded (Wagtail).", "content"),
    "wagtailimages": App("Pictures that editors uploaded, and their sizes (Wagtail).", "content"),
    "wagtailembeds": App("Films of other sites. No finder is set, so nothing is fetched (Wagtail).", "unused"),
    "wagtailsearch": App("The search index of published pages (Wagtail).", "content"),
    "wagtailusers": App("An editor's own settings of the editing pages (Wagtail).", "account"),
    "taggit": App("Words that editors put on pictures and files (django-taggit).", "content"),
}
