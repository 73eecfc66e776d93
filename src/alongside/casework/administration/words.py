"""The history of administration in sentences. A stored verb is never changed; its sentence may be."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.casework.rules.training import TRAINING
from alongside.design.jinja import local_day

from .models import AdministrationEntry

VERBS: dict[str, str | Promise] = {
    "area_made": gettext_lazy("made the area %(area)s"),
    "agency_made": gettext_lazy("made the agency %(agency)s and its key"),
    "post_made": gettext_lazy("made the post %(post)s"),
    "joined": gettext_lazy("gave %(staff)s an account at %(agency)s"),
    "left": gettext_lazy("closed the account of %(staff)s and ended all their posts"),
    "let_back": gettext_lazy("opened the account of %(staff)s again"),
    "password_link_sent": gettext_lazy("sent %(staff)s a link to choose a password"),
    "post_given": gettext_lazy("gave %(staff)s a post: %(post)s"),
    "post_ended": gettext_lazy("ended a post of %(staff)s: %(post)s"),
    "training_recorded": gettext_lazy("wrote down %(staff)s's training: %(training)s"),
}


def said(entry: AdministrationEntry) -> str:
    """What an entry tells, as the rest of a sentence that begins with who did it."""
    return str(VERBS[entry.verb]) % {
        "area": entry.area,
        "agency": entry.agency,
        "post": entry.post,
        "staff": entry.staff,
        "training": _(TRAINING.get(entry.training, "")) if entry.training else "",
    }


def days(entry: AdministrationEntry) -> SafeString | str:
    """The days an entry is about, or nothing."""
    first, last = entry.from_on, entry.until_on
    if entry.verb == "post_ended" and first and last:
        return _("at once") if last < first else format_html(_("last day {last}"), last=local_day(last))
    if first and last:
        return format_html(_("from {first} until {last}"), first=local_day(first), last=local_day(last))
    if first:
        return format_html(_("from {first}"), first=local_day(first))
    return format_html(_("counts until {last}"), last=local_day(last)) if last else ""
