"""Log lines without contents: the class of an error and where it arose, never its message, arguments or values.

An exception's text can quote what a person typed (a database's "Key (…)=(…) already exists", a ValueError's value),
so it
is left out; house.md: errors, logs and traces carry ids, never contents.
"""

from __future__ import annotations

import logging
import traceback
from types import TracebackType


class WithoutContents(logging.Formatter):
    """Format a record as ``time level logger message``, with tracebacks cut down to places in the code."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S%z")

    def format(self, record: logging.LogRecord) -> str:
        # Django puts the path, which can hold a receipt's locator, into the arguments of its request log.
        if record.name == "django.request":
            record.msg, record.args = f"a request was answered with {getattr(record, 'status_code', 'an error')}", ()
        return super().format(record)

    def formatException(
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        kind, _, trace = ei
        places = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(trace)]
        return "\n".join([*places, f"  {kind.__qualname__ if kind else 'no error'} (its text is left out)"])

    def formatStack(self, stack_info: str) -> str:
        return ""
