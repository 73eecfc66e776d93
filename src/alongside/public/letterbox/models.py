"""The letterbox: sealed envelopes go in, and only the intake worker takes them out (house.md, wall 3).

The tables are made by SQL in the migration, in a schema of their own; the web role may INSERT an envelope and
nothing else.
"""

import uuid

from django.db import models


class Envelope(models.Model):
    """Something sealed. Keys are UUIDs made by us, so that an INSERT needs no RETURNING. Kept until it is collected."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20)
    key_id = models.CharField(max_length=40)
    sealed = models.BinaryField()

    class Meta:
        managed = False
        db_table = 'letterbox"."envelope'

    def __str__(self) -> str:
        return str(self.id)


class Box(models.Model):
    """What a receipt opens from the first minute, sealed to it. Kept until the day on which it closes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    locator = models.CharField(max_length=6)
    mark = models.BinaryField()
    closes_on = models.DateField()
    sealed = models.BinaryField()

    class Meta:
        managed = False
        db_table = 'letterbox"."box'

    def __str__(self) -> str:
        return str(self.id)


class Leaf(models.Model):
    """A commitment to something promised, until it is logged with the others of its hour."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    commitment = models.BinaryField()
    hour = models.DateTimeField()

    class Meta:
        managed = False
        db_table = 'letterbox"."leaf'

    def __str__(self) -> str:
        return str(self.id)


class Bulletin(models.Model):
    """Facts that casework publishes, signed. Read by pages; kept until the next of its kind and number."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    number = models.IntegerField()
    made_at = models.DateTimeField()
    body = models.BinaryField()
    key_id = models.CharField(max_length=40)
    signature = models.BinaryField()

    class Meta:
        managed = False
        db_table = 'letterbox"."bulletin'

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
