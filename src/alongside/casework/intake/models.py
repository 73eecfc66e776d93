"""What intake has collected from the letterbox, and what was answered through receipts."""

from __future__ import annotations

import uuid

from django.db import models

from alongside.casework.keys.models import Sealed, SealedText
from alongside.casework.keys.vault import Cell
from alongside.casework.organisation.models import Area, Staff
from alongside.casework.referrals.models import Referral
from alongside.casework.rules import passing

from .kinds import ACTS


class Collected(models.Model):
    """An envelope that was copied into casework under its own id, still sealed.

    Once opened it loses its contents and stays for 30 days as a mark, so that a copy left behind in the letterbox by a
    crash is known and not opened twice. One that will not open keeps its bytes and is alarmed.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "waiting to be opened"
        OPENED = "opened", "opened"
        SET_ASIDE = "set_aside", "set aside: it does not open"

    id = models.UUIDField(primary_key=True, editable=False)
    kind = models.CharField(max_length=20)
    key_id = models.CharField(max_length=40)
    sealed = models.BinaryField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    collected_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["collected_at"], name="collected_waiting", condition=models.Q(state="waiting"))]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


def act_choices() -> list[tuple[str, str]]:
    """Return what a returning person can do, read late so that a new act needs no migration."""
    return list(ACTS.items())


class Message(models.Model):
    """What somebody did who came back with their receipt. Its id is that of the envelope; kept with the referral.

    ``said`` is sealed to the case's inbox: the worker that adds it cannot read it again.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    case = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="messages")
    concern = models.UUIDField()
    act = models.CharField(max_length=12, choices=act_choices)
    hurt_told = models.BooleanField(default=False)
    received_at = models.DateTimeField()
    said = models.BinaryField()
    handled_at = models.DateTimeField(null=True)
    handled_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-received_at"]
        indexes = [models.Index(fields=["received_at"], name="message_waiting", condition=models.Q(handled_at=None))]

    def __str__(self) -> str:
        return f"{self.act} {self.id}"

    @property
    def cell(self) -> Cell:
        return Cell("intake_message", "said", self.id)


class FirstLook(models.Model):
    """That somebody of intake has looked at a concern, whose id this is: its teller was told so, once."""

    id = models.UUIDField(primary_key=True, editable=False)
    case = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="+")
    looked_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)


class Answer(Sealed):
    """Our own copy of what was answered through a receipt. Kept with the referral."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="answers")
    concern = models.UUIDField()
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    words = SealedText()
    as_sent = SealedText()

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return str(self.id)


class Together(models.Model):
    """Concerns in the same words that somebody closed together after reading one. Kept 30 days, then only the cases'
    own histories say so.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at"]
        verbose_name_plural = "together"

    def __str__(self) -> str:
        return str(self.id)


class Place(models.Model):
    """Where a concern stands in the queue, and which others came in the same words. Kept with the referral.

    `words` is a keyed hash of all that was told, the same for the same words and no use without intake's key; it is
    emptied after 30 days.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="place")
    made_at = models.DateTimeField()
    later = models.BooleanField(default=False)
    words = models.UUIDField(null=True, db_index=True)
    closed_in = models.ForeignKey(Together, on_delete=models.SET_NULL, null=True, related_name="places")

    def __str__(self) -> str:
        return str(self.id)


class Release(Sealed):
    """That somebody weighed whether a professional may be told how it ended (R-13, R-18). Only added to."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    sent = models.BooleanField()
    said = SealedText()

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return str(self.id)


class Offer(Sealed):
    """A concern that one area offers to another, and what came of it. Kept with the referral; never removed.

    What is sealed opens with the case's key alone. The rest is seen by the intake of both areas, also when the case
    is not theirs any more or never was.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="offers")
    reference = models.CharField(max_length=20)
    from_area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    to_area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    offered_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    # Until when the other area saw it anyway, because it reads for the first one: declining ends no cover.
    seen_until = models.DateTimeField(null=True)
    answer = models.CharField(max_length=10, choices=list(passing.ANSWERS.items()), blank=True)
    answered_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    reason = SealedText()
    answer_reason = SealedText()

    class Meta:
        ordering = ["offered_at"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=models.Q(answer=""), name="one_offer_at_a_time"),
            models.CheckConstraint(
                condition=~models.Q(from_area=models.F("to_area")), name="an_offer_goes_to_another_area"
            ),
            models.CheckConstraint(
                condition=models.Q(answer="", answered_by=None, answered_at=None)
                | ~models.Q(answer="") & models.Q(answered_by__isnull=False, answered_at__isnull=False),
                name="who_answered_an_offer_is_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class LinkAsking(Sealed):
    """That intake asks whoever has an open referral to take a concern, whose case this is. Kept with the concern."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="link_askings")
    to_referral = models.UUIDField()
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    reason = SealedText()
    answered_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    accepted = models.BooleanField(null=True)
    answer = SealedText()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(answered_at=None), name="one_referral_is_asked_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class Link(Sealed):
    """A concern that was linked to an open referral, whose case this is, until that is taken back. Kept with the case.

    `told` holds what the concern says, under the referral's key, and is emptied when the link is taken back. `due_on`
    and `entered_at` are the concern's clocks as they were.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="links")
    from_referral = models.UUIDField()
    linked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    linked_at = models.DateTimeField()
    entered_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    told = SealedText()
    reason = SealedText()
    undone_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_why = SealedText()

    class Meta:
        ordering = ["-linked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["from_referral"], condition=models.Q(undone_at=None), name="a_concern_is_linked_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class LinkRead(models.Model):
    """That somebody opened a referral while a concern was linked to it: they are told if that is taken back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="+")
    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="reads")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        ordering = ["read_at"]
        constraints = [models.UniqueConstraint(fields=["link", "staff"], name="who_read_a_link_is_noted_once")]

    def __str__(self) -> str:
        return str(self.id)
