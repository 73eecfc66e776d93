"""What the pages of the desk show: the card that holds now, who has read it, which line has confirmed it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from alongside.casework.organisation.models import Area, Holding, Post, Staff
from alongside.casework.organisation.queries import areas_of, posts_held
from alongside.casework.rules import calls
from alongside.commons import clock

from .models import Briefing, Campaign, Confirmation, Line, Reading, TransferNumber


@dataclass(frozen=True)
class Card:
    """A card for one handler, and whether they have read this version."""

    briefing: Briefing
    is_read: bool


@dataclass(frozen=True)
class Desk:
    """What a handler has before them: their cards, the campaign's first, and the numbers of their areas."""

    cards: Sequence[Card]
    numbers: Sequence[TransferNumber]
    numbers_hidden: int

    @property
    def card(self) -> Card | None:
        return self.cards[0] if self.cards else None

    @property
    def unread(self) -> list[Card]:
        return [card for card in self.cards if not card.is_read]


def desk_of(staff: Staff) -> Desk:
    today = clock.today()
    held = posts_held(staff.pk).filter(role=calls.HANDLER)
    numbers = list(TransferNumber.objects.filter(area__in=held.values("area"), removed_on=None))
    shown = [row for row in numbers if row.checked_on > today - calls.HIDE_AFTER]
    read = set(Reading.objects.filter(staff=staff).values_list("briefing_id", flat=True))
    cards = [Card(each, each.pk in read) for each in _cards(held, today)]
    return Desk(cards, shown, len(numbers) - len(shown))


def _cards(held: QuerySet[Post], today: date) -> list[Briefing]:
    """The newest version of each card that holds on a day for somebody's lines; a live campaign's before the others."""
    lines = Line.objects.filter(posts__in=held, closed_on=None)
    found = Briefing.objects.filter(lines__in=lines, published_at__isnull=False, from_on__lte=today)
    newest: dict[tuple[UUID, UUID | None], Briefing] = {}
    for briefing in found.select_related("campaign").order_by("version").distinct():
        newest[briefing.area_id, briefing.campaign_id] = briefing
    holding = [one for one in newest.values() if _holds(one, today)]
    return sorted(holding, key=lambda one: (one.campaign is None, -one.from_on.toordinal()))


def _holds(briefing: Briefing, today: date) -> bool:
    runs = briefing.campaign is None or briefing.campaign.runs_on(today)
    return runs and calls.holds_on(today, briefing.from_on, briefing.until_on)


def card_for(staff: Staff, briefing_id: UUID) -> Briefing | None:
    """A published card of one of somebody's lines."""
    lines = Line.objects.filter(posts__in=posts_held(staff.pk))
    found = Briefing.objects.filter(pk=briefing_id, lines__in=lines, published_at__isnull=False)
    return found.select_related("campaign").distinct().first()


def areas_written_for(staff: Staff, task: str) -> QuerySet[Area]:
    """The areas in which somebody holds one of the roles of a task today."""
    codes = areas_of(staff.pk, calls.TASKS[task].by, on=clock.today())
    return Area.objects.filter(code__in=codes)


def briefings_in(areas: QuerySet[Area]) -> QuerySet[Briefing]:
    return Briefing.objects.filter(area__in=areas).select_related("campaign", "area", "written_by", "published_by")


def open_lines(areas: QuerySet[Area] | None = None) -> QuerySet[Line]:
    found = Line.objects.filter(closed_on=None)
    return found if areas is None else found.filter(area__in=areas)


def numbers_in(areas: QuerySet[Area]) -> QuerySet[TransferNumber]:
    return TransferNumber.objects.filter(area__in=areas, removed_on=None).select_related("checked_by")


@dataclass(frozen=True)
class LineState:
    """What is known of one line for a campaign: the newest published version for it (0: none), and if it confirmed."""

    line: Line
    version: int
    confirmed: bool


def lines_of_campaign(campaign: Campaign, lines: Iterable[Line]) -> list[LineState]:
    newest: dict[UUID, Briefing] = {}
    sent = Briefing.objects.filter(campaign=campaign, published_at__isnull=False).order_by("version")
    for briefing in sent.prefetch_related("lines"):
        newest |= {line.pk: briefing for line in briefing.lines.all()}
    said = set(Confirmation.objects.filter(briefing__campaign=campaign).values_list("briefing_id", "line_id"))
    return [_state(line, newest.get(line.pk), said) for line in lines]


def _state(line: Line, briefing: Briefing | None, said: set[tuple[UUID, UUID]]) -> LineState:
    if briefing is None:
        return LineState(line, 0, confirmed=False)
    return LineState(line, briefing.version, (briefing.pk, line.pk) in said)


@dataclass(frozen=True)
class Reader:
    """One handler of a line, and when they read the version, if they did."""

    staff: Staff
    reading: Reading | None


@dataclass(frozen=True)
class LineReaders:
    """One line of a version: its handlers, its confirmation, and whether its contact has been asked."""

    line: Line
    readers: Sequence[Reader]
    confirmation: Confirmation | None
    is_asked: bool

    @property
    def unread(self) -> list[Reader]:
        return [reader for reader in self.readers if reader.reading is None]


def readers_of(briefing: Briefing) -> list[LineReaders]:
    """Each line of a version with all who answer it today."""
    read = {reading.staff_id: reading for reading in briefing.readings.all()}
    said = {row.line_id: row for row in briefing.confirmations.select_related("noted_by")}
    now = clock.now()
    asked = {row.line_id for row in briefing.askings.all() if row.is_good_at(now)}
    return [
        LineReaders(
            line,
            [Reader(one, read.get(one.pk)) for one in handlers_of(line)],
            said.get(line.pk),
            line.pk in asked,
        )
        for line in briefing.lines.all()
    ]


def handlers_of(line: Line) -> list[Staff]:
    """Who answers a line today, by name."""
    held = Holding.objects.on(clock.today()).filter(post__in=line.posts.all(), post__role=calls.HANDLER)
    return list(Staff.objects.filter(is_active=True, pk__in=held.values("staff_id")).order_by("name"))


def campaigns_to_brief(areas: QuerySet[Area]) -> list[Campaign]:
    """Campaigns that are planned or live and not over, with what each line of these areas has confirmed."""
    ahead = Campaign.objects.exclude(state=Campaign.State.GONE).filter(ends_on__gte=clock.today())
    lines = list(open_lines(areas))
    found = list(ahead.prefetch_related(Prefetch("briefings", Briefing.objects.filter(area__in=areas))))
    for campaign in found:
        campaign.states = lines_of_campaign(campaign, lines)  # type: ignore[attr-defined]
    return found


def to_publish(areas: QuerySet[Area], staff: Staff) -> QuerySet[Briefing]:
    """Drafts of these areas that somebody else wrote."""
    return briefings_in(areas).filter(~Q(written_by=staff), published_at=None)
