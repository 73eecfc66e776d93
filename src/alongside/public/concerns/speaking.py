"""A receipt read aloud: “seven, K for Kilo”, group by group, for a telephone or for somebody who writes it down."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

# The spelling alphabet of radio and telephone (ICAO), without the letters that no receipt has.
SPOKEN: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "0": _("zero"), "1": _("one"), "2": _("two"), "3": _("three"), "4": _("four"),
        "5": _("five"), "6": _("six"), "7": _("seven"), "8": _("eight"), "9": _("nine"),
        "A": _("A for Alfa"), "B": _("B for Bravo"), "C": _("C for Charlie"), "D": _("D for Delta"),
        "E": _("E for Echo"), "F": _("F for Foxtrot"), "G": _("G for Golf"), "H": _("H for Hotel"),
        "J": _("J for Juliett"), "K": _("K for Kilo"), "M": _("M for Mike"), "N": _("N for November"),
        "P": _("P for Papa"), "Q": _("Q for Quebec"), "R": _("R for Romeo"), "S": _("S for Sierra"),
        "T": _("T for Tango"), "V": _("V for Victor"), "W": _("W for Whiskey"), "X": _("X for X-ray"),
        "Y": _("Y for Yankee"), "Z": _("Z for Zulu"),
    }
)  # fmt: skip


def spelled(receipt: str) -> list[tuple[str, str]]:
    """Each group of a shown receipt, and how it is said."""
    return [(group, str(_(", ")).join(str(SPOKEN[character]) for character in group)) for group in receipt.split("-")]
