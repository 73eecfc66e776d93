"""What casework's worker does for owners: a post that ends at midnight ends what was theirs by it, too."""

from __future__ import annotations

from alongside.site.housekeeping import hourly

from . import gone


def _give_back() -> None:
    gone.give_back()


give_back = hourly(_give_back)
