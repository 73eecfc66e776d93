"""The reviewed register of every coded field of the public half with its purpose (casework's: rules/code_lists)."""

from typing import Final

from alongside.commons.coded import Coded
from alongside.commons.words import _

_ASKER = _("whoever tells us")
_PROFESSIONAL = _("a professional who tells us")
_MODERATOR = _("a moderator")
_EDITOR = _("an editor")
_SOFTWARE = _("the software")

REGISTER: Final = (
    Coded(
        "danger",
        "form",
        _("999 is shown first"),
        _ASKER,
        ("form professionals.Danger.danger",),
    ),
    Coded(
        "area",
        "form",
        _("which authority reads it"),
        _ASKER,
        ("form concerns.Place.area", "form professionals.Place.area"),
    ),
    Coded(
        "hurt",
        "form",
        _("which concern is read first"),
        _ASKER,
        ("form concerns.Telling.hurt", "form professionals.Concern.hurt"),
    ),
    Coded(
        "age_band",
        "form",
        _("children's rules start from it"),
        _ASKER,
        ("form concerns.Telling.age_band", "form professionals.Person.age_band"),
    ),
    Coded(
        "about",
        "form",
        _("whether whoever is under 18 tells of themselves or of somebody else"),
        _ASKER,
        ("form concerns.Telling.about",),
    ),
    Coded(
        "teller_age_band",
        "form",
        _("how old whoever is under 18 and tells us is, so that they are answered as a child of that age"),
        _ASKER,
        ("form concerns.Telling.teller_age_band",),
    ),
    Coded(
        "told_them",
        "form",
        _("whether the person or a parent knows, and if not why"),
        _ASKER,
        ("form concerns.Telling.told_them", "form professionals.Told.told_them"),
    ),
    Coded(
        "lead_agreed",
        "form",
        _("whether their safeguarding lead agreed"),
        _PROFESSIONAL,
        ("form professionals.Others.lead_agreed",),
    ),
    Coded(
        "parallel_referral",
        "form",
        _("whether social care knows as well"),
        _PROFESSIONAL,
        ("form professionals.Others.parallel_referral",),
    ),
    Coded(
        "disability_known",
        "form",
        _("whether it is known how to talk with the person"),
        _PROFESSIONAL,
        ("form professionals.Strengths.disability_known",),
    ),
    Coded(
        "feedback",
        "form",
        _("whether they want to hear from us, and a professional how it ended"),
        _ASKER,
        ("form concerns.Telling.feedback", "form professionals.DecidedBy.feedback"),
    ),
    Coded(
        "promise",
        "form",
        _("who may know who told us (R-07)"),
        _ASKER,
        ("form concerns.Telling.promise", "form returning_forms.Who.promise"),
    ),
    Coded("contact", "form", _("how whoever told us may be reached"), _ASKER, ("form concerns.Telling.contact",)),
    Coded("envelope_kind", "envelope", _("what intake finds in it"), _SOFTWARE, ("letterbox.Envelope.kind",)),
    Coded("bulletin_kind", "bulletin", _("which page shows it"), _("casework"), ("letterbox.Bulletin.kind",)),
    Coded(
        "nation",
        "area, service",
        _("where it holds: help and authorities differ by nation"),
        _EDITOR,
        ("concerns.Area.nation", "help.Service.nation"),
    ),
    Coded(
        "language_of_words",
        "area, service",
        _("which page shows these words"),
        _EDITOR,
        ("concerns.AreaWords.language", "help.ServiceWords.language"),
    ),
    Coded("event_state", "event", _("whether questions are taken"), _("a producer"), ("live.Event.state",)),
    Coded("question_state", "question", _("whose turn it is"), _MODERATOR, ("live.Question.state",)),
    Coded(
        "not_put",
        "question",
        _("why a question is not put, in words for whoever asked"),
        _MODERATOR,
        ("live.Question.reason", "live.Decision.reason", "form live.DeclineForm.reason"),
    ),
    Coded("decision", "decision", _("what was done with a question, and by whom"), _MODERATOR, ("live.Decision.move",)),
    Coded("postcode", "area", _("which area a postcode lies in"), _EDITOR, ("concerns.Postcode.beginning",)),
    Coded("what_for", "service", _("when to call it"), _EDITOR, ("help.Service.what_for",)),
    Coded("bank_holidays", "service", _("whether it is open today"), _EDITOR, ("help.Service.bank_holidays",)),
    Coded("zone", "service", _("whether it is open now"), _EDITOR, ("help.Service.zone",)),
    Coded("weekday", "service", _("whether it is open today"), _EDITOR, ("help.Opening.weekday",)),
    Coded("myth", "page", _("which misconception a page answers"), _EDITOR, ("pages.MythPage.myth",)),
    Coded(
        "partner_answer",
        "question to somebody without an account",
        _("what kind of answer it is, and the ground of a refusal; the words come sealed with the question"),
        _("whoever was asked"),
        ("form one_question.Answer.kind", "form one_question.Answer.ground"),
    ),
)
