"""What casework's worker does for the roster: alerts at once, the bulletin when it is due, and forgetting."""

from __future__ import annotations

from datetime import timedelta

from alongside.casework.due.models import Reminder
from alongside.commons import clock
from alongside.site.housekeeping import hourly

from . import alerts, bulletin, late
from .models import Alert, Issued

KEPT = timedelta(days=30)


def look_after_alerts() -> None:
    alerts.look_after_all()


def tell_what_is_late() -> None:
    late.tell_what_is_late()


def publish_roster() -> None:
    bulletin.publish_when_due()


def _forget_old() -> None:
    """Forget alerts and reminders 30 days after they are over, and which bulletins were sent 30 days ago."""
    before = clock.now() - KEPT
    Alert.objects.filter(acknowledged_at__lt=before).delete()
    Reminder.objects.filter(over_at__lt=before).delete()
    newest = Issued.objects.order_by("-number").values("number")[:1]
    Issued.objects.filter(made_at__lt=before).exclude(number__in=newest).delete()


forget_old = hourly(_forget_old)
