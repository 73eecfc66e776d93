"""The directory of services. Numbers live here, never in a template: each with its source, its checker and its day."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, time
from typing import Self
from zoneinfo import ZoneInfo

from django.core.validators import RegexValidator
from django.db import models
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from alongside.design import languages

from . import rules

OTHER_LANGUAGES = [("cy", "Cymraeg"), ("ar", "العربية"), ("ur", "اردو")]


class Nation(models.TextChoices):
    UNITED_KINGDOM = "united_kingdom", _("All of the United Kingdom")
    GREAT_BRITAIN = "great_britain", _("England, Wales and Scotland")
    ENGLAND = "england", _("England")
    WALES = "wales", _("Wales")
    SCOTLAND = "scotland", _("Scotland")
    NORTHERN_IRELAND = "northern_ireland", _("Northern Ireland")
    ELSEWHERE = "elsewhere", _("Other countries")


class Zone(models.TextChoices):
    """The clock that a service's hours are told by."""

    LONDON = "Europe/London", _("in Britain and Northern Ireland")
    BERLIN = "Europe/Berlin", _("in Germany")


class For(models.TextChoices):
    DANGER = "danger", _("If somebody is in danger now")
    WORRY = "worry", _("If you are worried about somebody")
    REPORT = "report", _("To tell your local police")


class BankHolidays(models.TextChoices):
    AS_USUAL = rules.OnBankHolidays.AS_USUAL.value, _("open as on other days")
    CLOSED = rules.OnBankHolidays.CLOSED.value, _("closed")
    OTHER_HOURS = rules.OnBankHolidays.OTHER_HOURS.value, _("hours of their own")


class ServiceQuerySet(models.QuerySet["Service"]):
    def fresh(self, today: date) -> Self:
        """The entries that visitors may see: checked within 180 days."""
        return self.filter(checked_on__gte=today - rules.HIDE_AFTER)

    def due(self, today: date) -> Self:
        """The entries that somebody should check again, the oldest first."""
        return self.filter(checked_on__lte=today - rules.CHECK_AGAIN_AFTER).order_by("checked_on")


class Service(ClusterableModel):
    """Somebody who answers."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    what_for = models.CharField(_("what it is for"), max_length=10, choices=For.choices, default=For.WORRY)
    nation = models.CharField(_("where"), max_length=20, choices=Nation.choices)
    order = models.PositiveSmallIntegerField(_("place in the list"), default=100)
    number = models.CharField(
        _("telephone number"), max_length=30, blank=True,
        validators=[RegexValidator(r"^\+?[0-9 ]{3,25}$", _("Write a telephone number in digits and spaces."))],
    )  # fmt: skip
    email = models.EmailField(_("e-mail address"), blank=True)
    address = models.URLField(_("web address"), blank=True)
    summary = models.TextField(_("in one sentence"), max_length=300)
    always_open = models.BooleanField(_("answers day and night"), default=False)
    bank_holidays = models.CharField(
        _("on bank holidays"), max_length=12, choices=BankHolidays.choices, default=BankHolidays.AS_USUAL
    )
    zone = models.CharField(_("by the clock"), max_length=20, choices=Zone.choices, default=Zone.LONDON)
    outside_hours = models.CharField(_("what happens outside these hours"), max_length=200, blank=True)
    languages = models.CharField(_("languages"), max_length=200, blank=True)
    cost = models.CharField(_("cost"), max_length=120, blank=True)
    text_relay = models.CharField(_("text phone or relay"), max_length=120, blank=True)
    who_answers = models.CharField(_("who answers"), max_length=300, blank=True)
    what_happens = models.TextField(_("what happens to what you say"), max_length=600, blank=True)
    checked_on = models.DateField(_("last checked on"))
    checked_by = models.CharField(_("last checked by"), max_length=120)
    source = models.CharField(_("where these facts are from"), max_length=300)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name

    def in_language(self, field: str) -> SafeString:
        """A text in the language of the page, else in English and marked so."""
        now = languages.now()
        own = next((words for words in self.words.all() if words.language == now), None)
        found = str(getattr(own, field)) if own else ""
        return languages.marked(found or str(getattr(self, field)), now if found else "en")

    @property
    def named(self) -> SafeString:
        return self.in_language("name")

    @property
    def relay(self) -> SafeString:
        return self.in_language("text_relay")

    @property
    def hours(self) -> rules.Hours:
        by_weekday: dict[int, list[tuple[time, time]]] = defaultdict(list)
        for row in self.opening.all():
            by_weekday[row.weekday].append((row.opens, row.closes))
        return rules.Hours(
            {weekday: tuple(spans) for weekday, spans in by_weekday.items()},
            always=self.always_open,
            on_bank_holidays=rules.OnBankHolidays(self.bank_holidays),
            zone=ZoneInfo(self.zone),
        )


class ServiceWords(models.Model):
    """What the way of a concern says of a service, in another language than English."""

    service = ParentalKey(Service, on_delete=models.CASCADE, related_name="words")
    language = models.CharField(_("language"), max_length=2, choices=OTHER_LANGUAGES)
    name = models.CharField(_("name"), max_length=120, blank=True)
    text_relay = models.CharField(_("text phone or relay"), max_length=120, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "language"], name="a_service_once_in_a_language")]

    def __str__(self) -> str:
        return f"{self.service}: {self.get_language_display()}"


class Weekday(models.IntegerChoices):
    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")
    BANK_HOLIDAY = rules.BANK_HOLIDAY, _("Bank holidays")


class Opening(models.Model):
    """Hours on one weekday; a day may have several."""

    service = ParentalKey(Service, on_delete=models.CASCADE, related_name="opening")
    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday.choices)
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))

    class Meta:
        ordering = ["weekday", "opens"]
        constraints = [models.UniqueConstraint(fields=["service", "weekday", "opens"], name="one_opening_at_a_time")]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"
