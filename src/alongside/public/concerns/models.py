"""All that this room keeps: which places take part, and where to turn in the others. Nothing anybody wrote."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


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

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name
