"""Once an hour the worker destroys what has come to its day. No clock runs where no controller has signed."""

from __future__ import annotations

from alongside.site.housekeeping import hourly

from . import actions

destroy_what_is_due = hourly(actions.destroy_what_is_due)
