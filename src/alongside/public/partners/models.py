"""Partner agencies whose machines may post a referral, and the little that has to be known of what they posted.

The tables are in a schema of their own: the role that serves may read agencies and make none. Nothing that was told is
here, nor who told it: keyed hashes and counts.
"""

import uuid

from django.db import models


class Agency(models.Model):
    """An agency that agreed to the partner terms. Its secret was shown once; here is only its hash."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    secret_hash = models.BinaryField()
    terms_version = models.CharField(max_length=20)
    agreed_by = models.CharField(max_length=200)
    agreed_on = models.DateField()
    a_day = models.IntegerField()
    closed_on = models.DateField(null=True)

    class Meta:
        managed = False
        db_table = 'partners"."agency'

    def __str__(self) -> str:
        return self.name


class Posted(models.Model):
    """That something was posted under an idempotency key: hashes that only this site can make."""

    mark = models.BinaryField(primary_key=True)
    body = models.BinaryField()
    on = models.DateField()

    class Meta:
        managed = False
        db_table = 'partners"."posted'


class Counted(models.Model):
    """How many referrals somebody, or an agency, posted on one day."""

    who = models.BinaryField(primary_key=True)
    on = models.DateField()
    number = models.IntegerField()

    class Meta:
        managed = False
        db_table = 'partners"."counted'
