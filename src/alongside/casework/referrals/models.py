"""A referral, from the concern that intake reads to the end of its follow-up, and its history.

The referral's id is the case's id: grants, keys and row-level security hang on it. What people said is sealed under
the case key; what the journey needs (stage, dates, area) is not.
"""

from __future__ import annotations

import uuid
from typing import Any
from uuid import UUID

from django.db import models

from alongside.casework.keys.models import Given, Sealed, SealedText
from alongside.casework.organisation.models import Area, Staff
from alongside.casework.rules import journey
from alongside.commons import clock


class ReferralQuerySet(models.QuerySet["Referral"]):
    def visible_to(self, staff_id: UUID) -> ReferralQuerySet:
        """Return what a member of staff has a live grant for (rules/who_may_see.Looking.granted).

        Row-level security says the same; this says it in the query, so that the database need not weigh every row.
        """
        mine = Given.objects.filter(models.Q(staff_id=staff_id) | models.Q(post_id__in=_posts_of(staff_id)))
        return self.filter(id__in=mine.filter(ends_at__gt=clock.now()).values("case_id"))

    def not_closed(self) -> ReferralQuerySet:
        return self.filter(closed_at=None)


def _posts_of(staff_id: UUID) -> models.QuerySet[Any, Any]:
    from alongside.casework.organisation.queries import posts_held

    return posts_held(staff_id).values("id")


class Referral(Sealed):
    """One referral. Kept as rules/retention says for how it ended; the case key is destroyed with it.

    `to_key` says how many of its sheets wait for the national tracker (casework/national counts them): what waits is
    found by it among 100,000 histories.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=20)
    entered_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    received_at = models.DateTimeField()
    hurt_told = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True)
    closure_code = models.CharField(max_length=30, blank=True)
    # With two named people, about staff, a panel member or their kin; what they close stays so (rules/apart).
    apart = models.BooleanField(default=False)
    statistics_key = models.UUIDField(null=True, default=uuid.uuid4)
    owner = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    offered_owner = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    offer_until = models.DateField(null=True)
    person = SealedText()
    inbox = SealedText()
    to_key = models.IntegerField(default=0)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["stage", "received_at"], name="referrals_at_a_stage"),
            models.Index(fields=["due_on", "received_at"], condition=models.Q(closed_at=None), name="referrals_open"),
            models.Index(fields=["received_at"], name="referrals_received"),
            models.Index(fields=["area"], condition=models.Q(to_key__gt=0), name="referrals_to_key"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stage__in=list(journey.STAGES)), name="a_referral_is_at_a_stage_of_the_journey"
            ),
            models.CheckConstraint(
                condition=models.Q(stage="closed", closed_at__isnull=False) & ~models.Q(closure_code="")
                | ~models.Q(stage="closed") & models.Q(closed_at=None),
                name="what_is_closed_has_a_date_and_a_code",
            ),
            models.CheckConstraint(condition=models.Q(to_key__gte=0), name="nothing_is_keyed_that_did_not_wait"),
            models.CheckConstraint(
                condition=models.Q(closed_at=None) | models.Q(owner=None), name="what_is_closed_is_nobodys"
            ),
            models.CheckConstraint(
                condition=models.Q(offered_owner=None, offer_until=None)
                | models.Q(offered_owner__isnull=False, offer_until__isnull=False),
                name="an_offer_to_a_colleague_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def at(self) -> journey.Stage:
        return journey.STAGES[self.stage]


class Concern(Sealed):
    """What somebody told us, as they told it. Its id is that of the envelope it came in. Kept with the referral."""

    id = models.UUIDField(primary_key=True, editable=False)
    case = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="concerns")
    received_at = models.DateTimeField()
    told = SealedText()

    def __str__(self) -> str:
        return str(self.id)


class Line(models.Model):
    """How what comes later finds the case of a concern, and how its teller is answered. Its id is the concern's.

    The intake worker reads and moves it, and cannot read the case: `place` is sealed to the case's inbox. `person` is
    the SHA-256 of the receipt's public key: whoever shows that key holds the receipt.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    case = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="lines")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    offered_to = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.BinaryField(max_length=32, null=True, unique=True)
    inbox_key = models.BinaryField()
    closes_on = models.DateField()
    place = models.BinaryField(null=True)
    finished = models.BinaryField(null=True)
    told_at = models.DateTimeField(null=True)
    burnt_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    resend_since = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.id)


class Stub(models.Model):
    """What stays of a line whose case was destroyed before the reply box closes: no case, no words, no name.

    Its id says nothing of the case. With it whoever comes back is known, and is told "finished" on the day on which
    everybody is.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    apart = models.BooleanField()
    person = models.BinaryField(max_length=32, unique=True)
    closes_on = models.DateField()
    finished = models.BinaryField(null=True)

    def __str__(self) -> str:
        return str(self.id)


class History(Sealed):
    """One move, for ever as it was made (append-only). Its audit leaf commits to this row. Kept with the referral."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="history")
    number = models.PositiveIntegerField()
    move = models.CharField(max_length=30)
    leaves = models.CharField(max_length=20, blank=True)
    enters = models.CharField(max_length=20)
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    made_as = models.CharField(max_length=20, blank=True)
    made_at = models.DateTimeField()
    closure_code = models.CharField(max_length=30, blank=True)
    reason = SealedText()

    class Meta:
        ordering = ["number"]
        verbose_name_plural = "history"
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="history_is_numbered")]

    def __str__(self) -> str:
        return f"{self.number} {self.move}"


class Record(Sealed):
    """Something a move asks to be there first (rules/journey.FACTS), as it was recorded. Append-only; kept with the
    referral.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="records")
    fact = models.CharField(max_length=40)
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    made_as = models.CharField(max_length=20)
    made_at = models.DateTimeField()
    answers = SealedText()

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return f"{self.fact} {self.id}"


class Countersigning(Sealed):
    """A move that waits for, or has, its second signature (R-04, R-08). Kept with the referral."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="countersignings")
    move = models.CharField(max_length=30)
    closure_code = models.CharField(max_length=30, blank=True)
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    reason = SealedText()
    signed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    signed_as = models.CharField(max_length=20, blank=True)
    signed_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    returned_at = models.DateTimeField(null=True)
    question = SealedText()
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(signed_by=None) | ~models.Q(signed_by=models.F("asked_by")),
                name="nobody_countersigns_their_own",
            ),
            models.CheckConstraint(
                condition=models.Q(signed_at=None) | models.Q(returned_at=None), name="signed_or_given_back_not_both"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.move} {self.id}"
