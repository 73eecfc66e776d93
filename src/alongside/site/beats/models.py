"""A sign of life from each worker, for ``GET /health``. Kept: one row a worker, overwritten."""

from django.db import models


class Beat(models.Model):
    worker = models.CharField(max_length=40, primary_key=True)
    beaten_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.worker
