"""What the campaign's pages show beside their own words."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from alongside.public.clips import queries as clips
from alongside.public.clips.models import Clip
from alongside.public.help import queries as find_help
from alongside.public.live import rules as live
from alongside.public.live.models import Event

if TYPE_CHECKING:
    from .models import CampaignPage, MythPage


def campaign(page: CampaignPage, now: datetime) -> dict[str, Any]:
    """Everything the home of a campaign names: from other rooms what is out now, and its own pages by kind."""
    from .models import MythPage, PublicationPage, ResolutionPage, StatementPage

    return {
        "clips": clips.clips_out(now, page.series) if page.series else [],
        "next_release_at": clips.next_release_at(now, page.series) if page.series else None,
        "webchat": next_webchat(),
        "help_line": find_help.first_to_call(now),
        "myths": MythPage.objects.live().descendant_of(page).order_by("number"),
        "publications": PublicationPage.objects.live().descendant_of(page).order_by("-published_on"),
        "statements": StatementPage.objects.live().descendant_of(page).order_by("-said_on"),
        "resolution": ResolutionPage.objects.live().descendant_of(page).order_by("-adopted_on").first(),
    }


def next_webchat() -> Event | None:
    """The webchat that is open, else the next one that is announced."""
    ahead = Event.objects.exclude(state=live.ENDED).order_by("starts_at")
    return ahead.filter(state=live.OPEN).first() or ahead.first()


def clip_of(myth: MythPage, now: datetime) -> Clip | None:
    """The clip of a myth, if it is out."""
    return Clip.objects.released(now).filter(pk=myth.clip_id).first()
