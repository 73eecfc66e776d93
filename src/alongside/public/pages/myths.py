"""The five misconceptions, and what keeps each untrue of this software (domain page 6.3): its own words, no editor's.

``how_it_works`` shows this table; a myth's page names its row, so that an answer cannot drift from what is enforced.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from alongside.commons.words import _


@dataclass(frozen=True)
class Test:
    """A test that fails when somebody crosses the line. Its name is a sentence."""

    file: str
    name: str

    @property
    def words(self) -> str:
        sentence = self.name.removeprefix("test_").replace("_", " ")
        return f"{sentence[0].upper()}{sentence[1:]}."


@dataclass(frozen=True)
class Myth:
    """What some believe, what the design does so that it is untrue, what anybody can look at, what tests hold it."""

    key: str
    claim: str
    invariant: str
    look_at: str
    held_by: tuple[Test, ...]


HERE: Final = "tests/public/pages/test_the_five_myths.py"

MYTHS: Final = (
    Myth(
        key="faith",
        claim=_("“It is about one faith”"),
        invariant=_(
            "No form, record, search or export has a place for a person's religion. Every concern is asked about in the"
            " same words, and what ideology may be behind it is on no form at all."
        ),
        look_at=_("The data dictionary lists every field that exists, and why it does."),
        held_by=(Test(HERE, "test_no_field_or_form_of_the_public_site_asks_for_a_faith_or_for_politics"),),
    ),
    Myth(
        key="spying",
        claim=_("“It is a way of spying on people”"),
        invariant=_(
            "Nothing here collects. A concern comes in only when a person sends it, in their own words, and it is"
            " sealed before it is stored. Nobody can look people up in bulk, or at all without writing a reason, and"
            " every look is logged."
        ),
        look_at=_(
            "Each case has a record of who looked at it, which data protection officers and inspectors can read."
        ),
        held_by=(
            Test(HERE, "test_no_page_of_the_public_site_searches_for_anything"),
            Test(HERE, "test_the_public_site_cannot_read_a_concern_that_was_posted"),
        ),
    ),
    Myth(
        key="criminalisation",
        claim=_("“It makes criminals of people who have done nothing”"),
        invariant=_(
            "Support is voluntary, and a refusal is kept as a refusal and nothing more. There is no connection to"
            " criminal records, employment checks or watch-lists."
        ),
        look_at=_("The list of other systems that this one may call, which is short and open."),
        held_by=(Test(HERE, "test_the_public_site_calls_no_other_system"),),
    ),
    Myth(
        key="ideology",
        claim=_("“It only looks at one ideology”"),
        invariant=_(
            "A concern can be shared, and a person supported, without naming any ideology. The list of types has a"
            " version and a date, and serves statistics only, after two people have agreed."
        ),
        look_at=_("The list of types itself, which is part of the open software."),
        held_by=(Test(HERE, "test_no_form_of_the_public_site_asks_for_an_ideology"),),
    ),
    Myth(
        key="views",
        claim=_("“It polices what people think”"),
        invariant=_(
            "A lawful opinion is closed as lawful expression, and such closings are counted like all others. What"
            " people write is read by people: no word list, score or program sorts it."
        ),
        look_at=_("The list of reasons for closing, which is part of the open software."),
        held_by=(Test(HERE, "test_no_field_of_the_public_site_keeps_a_score_or_a_rank"),),
    ),
)

BY_KEY: Final = {myth.key: myth for myth in MYTHS}
