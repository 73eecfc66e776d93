"""The de-identified event store (domain page 4.3, R-32). It has no case id, and the statistics key is stored nowhere
in the clear beside a case's contents: the referral keeps it to name itself here, and nothing leads back."""

import uuid

from django.db import models


class StatisticsEvent(models.Model):
    """A referral reached a stage on a day in an area. Only added to; kept for comparison over the years."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    statistics_key = models.UUIDField()
    stage = models.CharField(max_length=20)
    area_code = models.CharField(max_length=50)
    happened_on = models.DateField()
    code_list_version = models.CharField(max_length=10)

    class Meta:
        indexes = [models.Index(fields=["happened_on", "area_code"], name="statistics_by_day")]

    def __str__(self) -> str:
        return f"{self.stage}, {self.area_code}, {self.happened_on}"
