"""The demo's questions to partners: one open, one late, one answered, one of which nothing is known."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from alongside.casework.keys.middleware import looking
from alongside.casework.organisation.models import Post, Staff
from alongside.casework.referrals.queries import find
from alongside.casework.rules import agencies as rules
from alongside.commons import clock

from . import actions, answering, queries
from .models import Request

ABOUT = "Noor, 19, at the college on Mill Road"
WHY = "To see who is there for her, and what help would fit, before the panel meets."
SAID = "She came twice in October about not sleeping, by herself. She agreed to come again and has not yet."
LATE = timedelta(days=4)


def ask(case: UUID, cast: Any) -> None:
    """Let Callum ask, and the health trust and the mentors answer; the schools have two questions, one of them late."""
    health, schools, mentors = (_post(each) for each in (cast.PANEL_MEMBER, cast.TOM, cast.MENTOR))
    callum = _staff(cast.CASE_MANAGER)
    with looking(callum.pk):
        about_health = _ask(case, health, "Has she been seen, and what helped?", ("contact", "health_needs"), by=callum)
        about_help = _ask(case, mentors, "Did she ever ask for your help?", ("known", "support"), by=callum)
        _ask(case, schools, "How is she at college this term?", ("attendance", "strengths"), by=callum)
        _ask(case, schools, "Who is her tutor?", ("known",), by=callum, late=LATE)
    hana, idris = _staff(cast.PANEL_MEMBER), _staff(cast.MENTOR)
    with looking(hana.pk):
        readers = Post.objects.filter(area=about_health.area, role__in=("case_manager", "chair"))
        answering.answer(
            about_health.id, {"kind": "answered", "words": SAID}, readers=readers,
            until=rules.seen_until(clock.today()), regime="uk_gdpr", by=hana,
        )  # fmt: skip
    with looking(idris.pk):
        seen = queries.find(idris, about_help.id)
        answering.answer(about_help.id, {"kind": "nothing_known"}, by=idris, **answering.at_once(seen))


def _ask(
    case: UUID, post: Post, question: str, fields: tuple[str, ...], *, by: Staff, late: timedelta = timedelta(0)
) -> Request:
    """Ask one question; a late one as it would stand if it had been asked in time."""
    seen = find(by, case, lock=True)
    asker = queries.asker_post(seen)
    assert asker is not None
    today, nation = clock.today(), seen.referral.area.nation
    due_on = today - late if late else rules.answer_due_on(today, nation, urgent=False)
    asked = {
        "about": ABOUT, "question": question, "necessity": WHY, "fields": list(fields), "basis": "safeguarding",
        "urgent": False,
    }  # fmt: skip
    return actions.make(seen, asked, asker, due_on, to_post=post)


def _post(person: Any) -> Post:
    return Post.objects.select_related("agency").get(holdings__staff__email=person.email, role=person.roles[0])


def _staff(person: Any) -> Staff:
    return Staff.objects.select_related("agency__area").get(email=person.email)
