"""The webchat of the demo, open now, with two answers out and two questions held.

Modelled on a real one: a UK-wide webchat at 12:00 on Sunday 8 March 2015 with a host and a panel of women, before which
families were asked to talk about what draws young people away. The words here are our own, and nobody in it exists.
"""

from __future__ import annotations

from uuid import uuid4

from alongside.commons import clock
from alongside.public.accounts.models import Account

from . import actions, rules
from .models import Event

SLUG = "talking-early"
FACTS = {
    "slug": SLUG,
    "title": "Talking early: families ask, a panel answers",
    "summary": (
        "Mothers, sisters, teachers and people who work with families talk about how to notice that somebody is being"
        " drawn towards violence, how to speak with them, and who helps. Ask what you want to know."
    ),
    "host": "Marged Ellis",
    "panellists": (
        "Petra Lindqvist, works with families\n"
        "Shola Adebayo, teaches in a secondary school\n"
        "Ruth Amadi, lost a son and runs a support group"
    ),
}
ANSWERED = (
    (
        "Hope",
        "My son stays in his room and talks to people online whom I do not know. How do I begin without losing him?",
        "Begin with him and not with what he thinks. Say what you have noticed, ask what it gives him, and listen to"
        " the end. You do not have to win the first conversation. You have to be somebody he can come back to.",
    ),
    (
        "",
        "If I tell somebody, will my daughter get a police record?",
        "No. Asking for help is not reporting a crime, and support is something she may refuse. A trained person reads"
        " what you write, and most of the time it ends with advice or with help from another service.",
    ),
)
HELD = (
    ("A teacher", "What do I say to a class after something terrible has been in the news?"),
    ("", "Do you read what young people write on social media?"),
)


def load() -> Event:
    """Make the webchat, once; needs the accounts of the demo."""
    if found := Event.objects.filter(slug=SLUG).first():
        return found
    event = actions.announce(starts_at=clock.now().replace(minute=0, second=0, microsecond=0), **FACTS)
    event = actions.open_event(event.id, by=_somebody_in(rules.PRODUCERS))
    for name, asked, answered in ANSWERED:
        _answer(event, name, asked, answered)
    for name, asked in HELD:
        actions.ask(event, id=uuid4(), text=asked, display_name=name)
    return event


def _answer(event: Event, name: str, asked: str, answered: str) -> None:
    """Go the whole way: asked, let through, answered."""
    question_id = uuid4()
    actions.ask(event, id=question_id, text=asked, display_name=name)
    actions.let_through(question_id, by=_somebody_in(rules.MODERATORS))
    actions.answer(question_id, text=answered, by=_somebody_in(rules.PANELLISTS))


def _somebody_in(group: str) -> Account:
    return Account.objects.filter(groups__name=group).order_by("email")[0]
