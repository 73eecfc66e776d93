"""The editor's form of a campaign: it asks for a reason where call handlers are not briefed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminPageForm

from . import going_live

PUBLISH = "action-publish"


class CampaignForm(WagtailAdminPageForm):
    """Publishing an unbriefed campaign is refused here, in a sentence beside the field where the reason goes."""

    why_unbriefed = forms.CharField(
        label=gettext_lazy("Why it goes live although call handlers are not briefed"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        missing = going_live.unbriefed(self.instance)
        self.fields["why_unbriefed"].help_text = _state(missing)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        words = (cleaned.get("why_unbriefed") or "").strip()
        self.instance.why_unbriefed = going_live.Reason(words, self.for_user) if words else None
        if PUBLISH in self.data and not words:
            self._refuse_unless_briefed()
        return cleaned

    def _refuse_unless_briefed(self) -> None:
        page = self.instance
        missing = [] if going_live.is_live(page) else going_live.unbriefed(page)
        if not set(missing) <= (going_live.accounted_for(page) if page.pk else set()):
            self.add_error("why_unbriefed", going_live.refusal(missing))


def _state(missing: list[str]) -> str:
    if not missing:
        return _("Every line has confirmed its briefing: leave this empty.")
    said = _("Not briefed: %(lines)s. What you write is kept in the page's history with your name.")
    return said % {"lines": "; ".join(missing)}
