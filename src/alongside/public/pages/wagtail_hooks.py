"""What the history of a page shows of ours."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter

from .going_live import REASON


@hooks.register("register_log_actions")
def reasons_in_history(actions: LogActionRegistry) -> None:
    @actions.register_action(REASON)
    class GoesLiveUnbriefed(LogFormatter):
        label = gettext_lazy("Goes live although call handlers are not briefed")

        def format_message(self, log_entry: Any) -> str:
            return _("Said why it goes live although call handlers are not briefed: “%(reason)s” (%(lines)s)") % {
                "reason": log_entry.data.get("reason", ""),
                "lines": "; ".join(log_entry.data.get("lines", ())),
            }
