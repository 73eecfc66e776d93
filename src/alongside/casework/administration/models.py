"""The history of administration, and the dates of training."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.casework.rules import training as rules


def training_choices() -> list[tuple[str, str]]:
    """Return the trainings of the rules, read late so that a new one needs no migration."""
    return list(rules.TRAINING.items())


class AdministrationEntry(models.Model):
    """Who changed what, and when: stable words and ids. Only added to; kept as long as the installation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=30)
    area = models.ForeignKey("organisation.Area", null=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("organisation.Agency", null=True, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("organisation.Post", null=True, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey("organisation.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField(null=True)
    until_on = models.DateField(null=True)
    training = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["-made_at", "id"]
        verbose_name_plural = "administration entries"
        indexes = [models.Index(fields=["staff", "-made_at"], name="administration_of_staff")]

    def __str__(self) -> str:
        return f"{self.verb} {self.id}"


class TrainingDate(models.Model):
    """Until when one training of one person counts (R-30). Kept while the person works here and a year after."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    staff = models.ForeignKey("organisation.Staff", on_delete=models.CASCADE, related_name="trainings")
    kind = models.CharField(_("training"), max_length=20, choices=training_choices)
    valid_until_on = models.DateField(_("counts until"))
    evidence = models.CharField(_("evidence"), max_length=120)
    # The last of rules/training.WARNED_DAYS of which its holder was told; 0 before the first.
    warned = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["kind"]
        constraints = [models.UniqueConstraint(fields=["staff", "kind"], name="one_date_a_training")]

    def __str__(self) -> str:
        return f"{self.kind} {self.staff_id}"
