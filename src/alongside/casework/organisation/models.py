"""Areas, agencies, posts and the staff who hold them. What they may see of a case is said by grants, not here."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.casework.rules import roles


def role_choices() -> list[tuple[str, str]]:
    """Return the roles of rules/roles, read late so that a new role needs no migration."""
    return [(role.word, role.label) for role in roles.ROLES.values()]


class Area(models.Model):
    """An area with a panel (CTSA 2015 s36(1)); its nation decides the bank holidays.

    Exactly one takes what somebody shares without knowing the place; the database refuses none and two.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(unique=True)
    name = models.CharField(max_length=80, unique=True)
    nation = models.CharField(
        max_length=20,
        choices=[
            ("england_and_wales", _("England and Wales")),
            ("scotland", _("Scotland")),
            ("northern_ireland", _("Northern Ireland")),
        ],
    )
    takes_unplaced = models.BooleanField(default=False)
    both_at_once = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["takes_unplaced"], condition=models.Q(takes_unplaced=True), name="one_area_takes_the_unplaced"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def new(cls, **columns: Any) -> Area:
        """Return an area that is not saved yet; the first of an installation takes what has no place."""
        return cls(**columns, takes_unplaced=not cls.objects.filter(takes_unplaced=True).exists())


class Agency(models.Model):
    """A controller in its own right; its key-encryption key lives in a file of its own, outside the database."""

    class Kind(models.TextChoices):
        LOCAL_AUTHORITY = "local_authority", _("Local authority")
        POLICE = "police", _("Police")
        HEALTH = "health", _("Health")
        EDUCATION = "education", _("Education")
        PROBATION = "probation", _("Probation")
        CHILDRENS_SERVICES = "childrens_services", _("Children's services")
        ADULT_SOCIAL_CARE = "adult_social_care", _("Adult social care")
        YOUTH_JUSTICE = "youth_justice", _("Youth justice")
        PRISON = "prison", _("Prison")
        JOBCENTRE = "jobcentre", _("Jobcentre Plus (DWP)")
        HOUSING = "housing", _("Housing")
        CHARITY = "charity", _("Charity")
        PROVIDER = "provider", _("Intervention provider")
        OVERSIGHT = "oversight", _("Oversight")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=20, choices=Kind)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="agencies")

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return self.name


class StaffManager(BaseUserManager["Staff"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Staff:
        staff = self.model(email=self.normalize_email(email), **fields)
        staff.set_password(password)
        staff.save(using=self._db)
        return staff


class Staff(AbstractBaseUser):
    """Somebody who works here. There is no superuser: nobody is above grants."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(max_length=120)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="staff")
    is_active = models.BooleanField(default=True)
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)

    objects: ClassVar[StaffManager] = StaffManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "staff"

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A role in an agency and area. Cases are shared with posts, so that leave cover needs no new key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="posts")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=20, choices=role_choices)

    class Meta:
        ordering = ["area__name", "role"]
        constraints = [models.UniqueConstraint(fields=["agency", "area", "role"], name="one_post_a_role")]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.agency.name}"


class HoldingQuerySet(models.QuerySet["Holding"]):
    def on(self, day: date) -> HoldingQuerySet:
        """Those that are held on this day."""
        return self.filter(models.Q(until_on=None) | models.Q(until_on__gte=day), from_on__lte=day)


class Holding(models.Model):
    """A dated period in which somebody holds a post; the last day included."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holdings")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="holdings")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    objects = HoldingQuerySet.as_manager()

    class Meta:
        ordering = ["from_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on=None) | models.Q(until_on__gte=models.F("from_on")),
                name="a_holding_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"{self.staff}: {self.post}"
