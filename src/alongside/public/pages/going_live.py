"""A campaign goes live when every line of call handlers has confirmed its briefing, or a named editor says why not.

In 2015 every handler had been briefed before the campaign began. Which line has confirmed comes from casework in one
signed bulletin; the reason stays here, in the page's own history, with name and time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry

from alongside.commons import exchange
from alongside.commons.refusals import NotAllowed
from alongside.public.accounts.models import Account
from alongside.public.letterbox import bulletins

if TYPE_CHECKING:
    from .models import CampaignPage

KIND: Final = "briefing_confirmations"
REASON: Final = "pages.unbriefed"
UNPUBLISHED: Final = "wagtail.unpublish"


@dataclass(frozen=True)
class Reason:
    """Why a campaign goes live although a line has not confirmed, and who says so."""

    words: str
    by: Account


def refuse_unless_briefed(page: CampaignPage) -> None:
    """Raise NotAllowed when a campaign would go live unbriefed and nobody has said why."""
    if not page.live or is_live(page) or page.why_unbriefed:
        return
    missing = unbriefed(page)
    if missing and not set(missing) <= accounted_for(page):
        raise NotAllowed(refusal(missing))


def keep_reason(page: CampaignPage) -> None:
    """Put the reason that somebody gave with this change into the page's history."""
    reason, page.why_unbriefed = page.why_unbriefed, None
    if reason is not None:
        log(page, REASON, user=reason.by, data={"reason": reason.words, "lines": unbriefed(page)})


def is_live(page: CampaignPage) -> bool:
    """Is the campaign live already, in any language?"""
    return Page.objects.filter(translation_key=page.translation_key, live=True).exists()


def unbriefed(page: CampaignPage) -> list[str]:
    """What is missing, line by line in words; nothing when every line has confirmed the newest version."""
    found = bulletins.newest(KIND, lambda bulletin: _missing(bulletin, str(page.translation_key)))
    return [_("casework has not said yet which lines there are")] if found is None else found


def _missing(bulletin: exchange.Bulletin, campaign: str) -> list[str]:
    says = bulletin.says()
    known = {row["line"]: row for row in says["campaigns"].get(campaign, [])}
    return [words for line in says["lines"] if (words := _in_words(str(line), known.get(line)))]


def _in_words(line: str, row: dict[str, Any] | None) -> str:
    """What is missing for one line, or nothing."""
    if row is None or not row["version"]:
        return _("%(line)s: has no briefing yet") % {"line": line}
    if row["confirmed"] is True:
        return ""
    return _("%(line)s: has not confirmed version %(number)s") % {"line": line, "number": row["version"]}


def accounted_for(page: CampaignPage) -> set[str]:
    """What reasons have been given for since the page was last taken down."""
    return {words for entry in _reasons(page) for words in entry.data.get("lines", ())}


def _reasons(page: CampaignPage) -> Any:
    entries = PageLogEntry.objects.filter(page_id=page.pk).order_by("timestamp")
    taken_down: datetime | None = entries.filter(action=UNPUBLISHED).values_list("timestamp", flat=True).last()
    given = entries.filter(action=REASON)
    return given.filter(timestamp__gt=taken_down) if taken_down else given


def refusal(missing: list[str]) -> str:
    """The sentence that an editor reads."""
    return _(
        "This campaign cannot go live yet, because call handlers are not briefed for it. %(lines)s. Ask the Prevent"
        " coordinator, or write why it goes live all the same."
    ) % {"lines": "; ".join(missing)}
