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
from django.db.models import ExpressionWrapper, F, Func, Value
from django.utils.translation import gettext_lazy as _

from . import rules

_LONDON = Value("Europe/London")


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


def release_moment() -> Func:
    """``rules.release_at`` in the database; a test holds the two to each other over the changes of summer time."""
    weeks = F("series__weeks_between") * (F("number") - 1)
    after = Func(Value(0), Value(0), weeks, function="make_interval", output_field=models.DurationField())
    on_the_wall = Func(_LONDON, F("series__first_release_at"), function="timezone", output_field=models.DateTimeField())
    moved = ExpressionWrapper(on_the_wall + after, output_field=models.DateTimeField())
    return Func(_LONDON, moved, function="timezone", output_field=models.DateTimeField())


class ClipQuerySet(models.QuerySet["Clip"]):
    def with_release(self) -> Self:
        return self.annotate(out_at=release_moment())

    def released(self, now: datetime) -> Self:
        """The clips that are out, in order."""
        return self.with_release().filter(out_at__lte=now).select_related("series").order_by("out_at", "number")

    def newest_first(self) -> Self:
        """Those that are out, the newest first."""
        return self.order_by("-out_at", "-number")

    def next_release_at(self, now: datetime) -> datetime | None:
        """When the next clip comes out; None when all are out."""
        waiting = self.with_release().filter(out_at__gt=now).order_by("out_at")
        return waiting.values_list("out_at", flat=True).first()


class Clip(models.Model):  # type: ignore[django-manager-missing]  # of "myths": Wagtail has no types
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
            return list(webvtt.from_string(file.read().decode("utf-8-sig"), strict=True).captions)
