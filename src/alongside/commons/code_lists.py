"""What a coded answer is made of, and the one list that both halves ask from: age bands.

The public form asks in the words that casework counts in, so nobody translates one into the other. All other lists are
casework's (`casework/rules/code_lists`). Source: domain page 4.1, 4.3, R-32.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from alongside.commons.words import _

SINCE = date(2015, 4, 1)  # The first published year began here.


@dataclass(frozen=True)
class Code:
    """One code: stored word, label, first and last day of use, and the code that counts it afterwards."""

    word: str
    label: str
    valid_from: date = SINCE
    valid_to: date | None = None
    maps_to: str = ""

    def valid_on(self, day: date) -> bool:
        """Was this code in use on that day?"""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class CodeList:
    """A list of codes. `version` is the day of its latest change."""

    word: str
    label: str
    version: date
    codes: tuple[Code, ...]

    def on(self, day: date) -> tuple[Code, ...]:
        """The codes in use on that day."""
        return tuple(code for code in self.codes if code.valid_on(day))


NOT_RECORDED = Code("not_recorded", _("not recorded"))

_OLD_BANDS_END = date(2023, 3, 31)
_NEW_BANDS = date(2023, 4, 1)

AGE_BANDS: Final = CodeList(
    "age_band",
    _("age band"),
    _NEW_BANDS,
    (
        Code("under_15", _("under 15"), valid_to=_OLD_BANDS_END),
        Code("15_20", _("15 to 20"), valid_to=_OLD_BANDS_END),
        Code("10_and_under", _("10 and under"), _NEW_BANDS),
        Code("11_15", _("11 to 15"), _NEW_BANDS),
        Code("16_17", _("16 to 17"), _NEW_BANDS),
        Code("18_20", _("18 to 20"), _NEW_BANDS),
        Code("21_30", _("21 to 30")),
        Code("31_40", _("31 to 40")),
        Code("41_50", _("41 to 50")),
        Code("51_60", _("51 to 60"), valid_to=_OLD_BANDS_END, maps_to="51_and_over"),
        Code("61_and_over", _("61 and over"), valid_to=_OLD_BANDS_END, maps_to="51_and_over"),
        Code("51_and_over", _("51 and over"), _NEW_BANDS),
        NOT_RECORDED,
    ),
)
# Those of them who are children, by their words.
CHILDREN: Final = frozenset({"10_and_under", "11_15", "16_17"})
