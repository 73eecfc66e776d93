"""A referral whose papers are out, as the panel's tests make it."""

from tests.casework.panel.conftest import item, meeting, out, same_clock

__all__ = ["item", "meeting", "out", "same_clock"]
