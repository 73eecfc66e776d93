"""The log of promises. Everybody may read it; it says nothing of anybody (docs/promises.md).

The tables are made by SQL in the schema of the letterbox: the web role reads them, and only the worker adds to them.
"""

from django.db import models


class Logged(models.Model):
    """One leaf of the log: a promise's commitment, or a dummy like it."""

    number = models.BigIntegerField(primary_key=True)
    commitment = models.BinaryField()

    class Meta:
        managed = False
        db_table = 'letterbox"."logged'

    def __str__(self) -> str:
        return str(self.number)


class Checkpoint(models.Model):
    """The log after one hour: its size, the root of that hour's leaves, and the signed note (C2SP tlog-checkpoint)."""

    size = models.BigIntegerField(primary_key=True)
    hour = models.DateTimeField()
    subtree = models.BinaryField()
    note = models.TextField()

    class Meta:
        managed = False
        db_table = 'letterbox"."checkpoint'

    def __str__(self) -> str:
        return f"{self.hour:%Y-%m-%d %H:00}"
