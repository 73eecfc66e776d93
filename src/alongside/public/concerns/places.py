"""Places from a deployer's file: each text in English and in any other language of the form.

[{"code": "glanaber", "name": {"en": "Glanaber"}, "nation": "england_and_wales", "covered": true,
  "who_reads": {"en": "A trained person …", "cy": "Person hyfforddedig …"}}]
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError

from .models import OTHER_LANGUAGES, Area, AreaWords

PLAIN: Final = ("code", "nation", "covered", "both_at_once", "route_number", "reads_unplaced")
SAID: Final = ("name", "who_reads", "route")
LANGUAGES: Final = ("en", *(code for code, _name in OTHER_LANGUAGES))


class BadPlaces(ValueError):
    """A file of places that cannot be taken; the sentence names the place and what is wrong."""


@dataclass(frozen=True)
class Place:
    """An area, and its words in other languages."""

    area: Area
    words: Sequence[AreaWords]


def read(said: Any) -> list[Place]:
    """Places from JSON. Raises BadPlaces; then none of them may be taken."""
    if not isinstance(said, list) or not all(isinstance(one, dict) for one in said):
        raise BadPlaces("The file is not a list of places.")
    return [_place(number, one) for number, one in enumerate(said, 1)]


def not_in_welsh(found: Sequence[Place]) -> list[str]:
    """A sentence for each text that Welsh pages will show in English."""
    missing = []
    for place in found:
        welsh = next((words for words in place.words if words.language == "cy"), AreaWords())
        for name in ("who_reads", "route"):
            if getattr(place.area, name) and not getattr(welsh, name):
                missing.append(f"{place.area.code}: “{name}” is not in Welsh, so Welsh pages show it in English.")
    return missing


def _place(number: int, one: Mapping[str, Any]) -> Place:
    where = f"Place {number} ({one.get('code', 'no code')})"
    if unknown := sorted(set(one) - {*PLAIN, *SAID}):
        raise BadPlaces(f"{where}: there is no “{unknown[0]}”. There are: {', '.join((*PLAIN, *SAID))}.")
    texts = {name: _texts(where, name, one.get(name, {})) for name in SAID}
    area = Area(**{name: one[name] for name in PLAIN if name in one}, **_in("en", texts))
    words = [
        AreaWords(area=area, language=code, **found)
        for code in LANGUAGES[1:]
        if any((found := _in(code, texts)).values())
    ]
    _judge(where, area, words)
    return Place(area, words)


def _texts(where: str, name: str, said: Any) -> Mapping[str, str]:
    if not isinstance(said, dict) or not all(isinstance(text, str) for text in said.values()):
        raise BadPlaces(f'{where}: “{name}” is not a text by language, such as {{"en": …, "cy": …}}.')
    if unknown := sorted(set(said) - set(LANGUAGES)):
        raise BadPlaces(f"{where}: “{name}” is in “{unknown[0]}”. The languages are: {', '.join(LANGUAGES)}.")
    return said


def _in(language: str, texts: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    return {name: by_language.get(language, "") for name, by_language in texts.items()}


def _judge(where: str, area: Area, words: Sequence[AreaWords]) -> None:
    try:
        area.clean_fields()
        for one in words:
            one.clean_fields(exclude=["area"])
    except ValidationError as why:
        name, sentences = next(iter(why.message_dict.items()))
        raise BadPlaces(f"{where}: {name}: {sentences[0]}") from None
