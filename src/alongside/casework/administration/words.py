"""The history of administration in sentences. A stored verb is never changed; its sentence may be."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.casework.rules import administration as rules

from .models import AdministrationEntry

VERBS: dict[str, str | Promise] = {
    "area_made": gettext_lazy("made the area %(area)s"),
    "agency_made": gettext_lazy("made the agency %(agency)s and its key"),
    "post_made": gettext_lazy("made the post %(post)s"),
    "joined": gettext_lazy("gave %(staff)s an account at %(agency)s"),
    "left": gettext_lazy("closed the account of %(staff)s and ended all their posts"),
    "let_back": gettext_lazy("opened the account of %(staff)s again"),
    "password_link_sent": gettext_lazy("sent %(staff)s a link to choose a password"),
    "post_given": gettext_lazy("gave %(staff)s the post %(post)s"),
    "post_ended": gettext_lazy("ended the post %(post)s of %(staff)s"),
    "training_recorded": gettext_lazy("wrote down %(staff)s's training: %(training)s"),
}


def said(entry: AdministrationEntry) -> str:
    """What an entry tells, as the rest of a sentence that begins with who did it."""
    return str(VERBS[entry.verb]) % {
        "area": entry.area,
        "agency": entry.agency,
        "post": entry.post,
        "staff": entry.staff,
        "training": _(rules.TRAINING.get(entry.training, "")) if entry.training else "",
    }
