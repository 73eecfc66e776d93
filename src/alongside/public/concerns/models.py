"""All that this room keeps: which places take part, and where to turn in the others. Nothing anybody wrote."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from alongside.design import languages

OTHER_LANGUAGES = [("cy", "Cymraeg"), ("ar", "العربية"), ("ur", "اردو")]


class Nation(models.TextChoices):
    ENGLAND_AND_WALES = "england_and_wales", _("England and Wales")
    SCOTLAND = "scotland", _("Scotland")
    NORTHERN_IRELAND = "northern_ireland", _("Northern Ireland")


class Area(models.Model):
    """A place that a worried person can name, and whether an authority there takes concerns through this site."""

    code = models.SlugField(primary_key=True, max_length=80)
    name = models.CharField(max_length=120)
    nation = models.CharField(max_length=20, choices=Nation.choices)
    covered = models.BooleanField(default=True)
    both_at_once = models.BooleanField(
        default=False,
        help_text="It is delivered to the police and the local authority at the same time (R-01).",
    )
    who_reads = models.CharField(max_length=300, blank=True, help_text="Who opens what is sent from here, in words.")
    route = models.TextField(max_length=1000, blank=True, help_text="What to do instead, where it is not covered.")
    route_number = models.CharField(max_length=30, blank=True)

    reads_unplaced = models.BooleanField(
        default=False, help_text="It reads first what names no place, and sends it on within one working day."
    )

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["reads_unplaced"], condition=models.Q(reads_unplaced=True), name="one_area_reads_unplaced"
            )
        ]

    def __str__(self) -> str:
        return self.in_language("name")[0]

    def in_language(self, field: str) -> tuple[str, str]:
        """A text in the language of the page or, where nobody wrote it in that, in English; and which it is."""
        now = languages.now()
        own = next((words for words in self.words.all() if words.language == now), None)
        found = str(getattr(own, field)) if own else ""
        return (found, now) if found else (str(getattr(self, field)), "en")

    @property
    def named(self) -> SafeString:
        return languages.marked(*self.in_language("name"))

    @property
    def reads(self) -> SafeString:
        return languages.marked(*self.in_language("who_reads"))

    @property
    def way(self) -> SafeString:
        return languages.marked(*self.in_language("route"))


class AreaWords(models.Model):
    """What a deployer wrote of an area, in another language than English."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="words")
    language = models.CharField(max_length=2, choices=OTHER_LANGUAGES)
    name = models.CharField(max_length=120, blank=True)
    who_reads = models.CharField(max_length=300, blank=True)
    route = models.TextField(max_length=1000, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "language"], name="an_area_once_in_a_language")
        ]

    def __str__(self) -> str:
        return f"{self.area_id}: {self.get_language_display()}"


class Postcode(models.Model):
    """Where the postcodes that begin so lie: an area, a district or a sector (`postcodes.py`)."""

    beginning = models.CharField(primary_key=True, max_length=6)
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="postcodes")

    class Meta:
        ordering: ClassVar = ["beginning"]

    def __str__(self) -> str:
        return self.beginning
