"""Whom an emergency is told to."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

WHO = [
    ("999", _("999: police, ambulance or fire service")),
    ("children", _("Children's social care")),
    ("adults", _("Adults' social care")),
    ("other", _("Somebody else who could prevent harm")),
]
