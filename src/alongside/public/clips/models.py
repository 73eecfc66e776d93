"""Series and clips. A clip has no "published" flag: it is out when its moment has come, by the query."""

from __future__ import annotations

import uuid
from datetime import datetime
from functools import cached_property
from typing import Self

import webvtt
from django.core.exceptions import ValidationError
from django.core.files.storage import FileSystemStorage, Storage
from django.core.validators import FileExtensionValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func
from django.utils.translation import gettext_lazy as _

from . import rules


def kept_files() -> Storage:
    """Where films are kept. No address serves this folder: ``views.film`` asks first whether a clip is out."""
    return FileSystemStorage(base_url="/clips/kept/")


def _place(clip: Clip, filename: str) -> str:
    return f"clips/{clip.pk}/{filename.rsplit('/')[-1]}"


class Series(models.Model):
    """Clips that come out one after the other."""

    title = models.CharField(_("title"), max_length=120)
    introduction = models.TextField(_("introduction"), max_length=600, blank=True)
    first_release_at = models.DateTimeField(_("the first clip comes out at"))
    weeks_between = models.PositiveSmallIntegerField(
        _("weeks between clips"), default=1, validators=[MinValueValidator(1)]
    )

    class Meta:
        verbose_name = _("series of clips")
        verbose_name_plural = _("series of clips")

    def __str__(self) -> str:
        return self.title


class ReleaseMoment(Func):
    """``rules.release_at`` in the database; a test holds the two to each other over the changes of summer time."""

    output_field = models.DateTimeField()

    def as_sql(self, compiler, connection, **extra):  # type: ignore[no-untyped-def]
        first, weeks, number = (compiler.compile(part) for part in self.source_expressions)
        sql = (
            f"(({first[0]} AT TIME ZONE 'Europe/London') + {weeks[0]} * ({number[0]} - 1) * interval '1 week')"
            " AT TIME ZONE 'Europe/London'"
        )
        return sql, [*first[1], *weeks[1], *number[1]]


class ClipQuerySet(models.QuerySet["Clip"]):
    def with_release(self) -> Self:
        moment = ReleaseMoment(F("series__first_release_at"), F("series__weeks_between"), F("number"))
        return self.annotate(out_at=moment)

    def released(self, now: datetime) -> Self:
        """The clips that are out, in order."""
        return self.with_release().filter(out_at__lte=now).select_related("series").order_by("out_at", "number")

    def next_release_at(self, now: datetime) -> datetime | None:
        """When the next clip comes out; None when all are out."""
        waiting = self.with_release().filter(out_at__gt=now).order_by("out_at")
        return waiting.values_list("out_at", flat=True).first()


class Clip(models.Model):
    """One film with its words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    series = models.ForeignKey(Series, models.PROTECT, related_name="clips", verbose_name=_("series"))
    number = models.PositiveSmallIntegerField(_("number"), validators=[MinValueValidator(1)])
    slug = models.SlugField(_("address"), unique=True)
    title = models.CharField(_("title"), max_length=120)
    summary = models.TextField(_("summary"), max_length=400)
    has_sound = models.BooleanField(_("has sound"), default=True)
    film = models.FileField(
        _("film"), upload_to=_place, storage=kept_files, validators=[FileExtensionValidator(["mp4", "webm"])]
    )
    poster = models.FileField(
        _("still picture"), upload_to=_place, storage=kept_files, validators=[FileExtensionValidator(["png", "jpg"])]
    )
    captions = models.FileField(
        _("captions (WebVTT)"), upload_to=_place, storage=kept_files, validators=[FileExtensionValidator(["vtt"])]
    )

    objects = ClipQuerySet.as_manager()

    class Meta:
        verbose_name = _("clip")
        verbose_name_plural = _("clips")
        constraints = [models.UniqueConstraint(fields=["series", "number"], name="one_clip_of_a_number")]
        ordering = ["series", "number"]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    def clean(self) -> None:
        if self.captions:
            try:
                self._cues()
            except (webvtt.errors.MalformedFileError, webvtt.errors.MalformedCaptionError, UnicodeDecodeError):
                raise ValidationError(
                    {"captions": _("These captions cannot be read. Save them as WebVTT, in UTF-8.")}
                ) from None

    @property
    def released_at(self) -> datetime:
        return rules.release_at(self.series.first_release_at, self.series.weeks_between, self.number)

    @cached_property
    def transcript(self) -> list[str]:
        """What the captions say, cue by cue: the transcript cannot differ from them."""
        return [" ".join(cue.text.split()) for cue in self._cues()]

    def _cues(self) -> list[webvtt.Caption]:
        with self.captions.open("rb") as file:
            return list(webvtt.from_string(file.read().decode("utf-8-sig"), strict=True))
