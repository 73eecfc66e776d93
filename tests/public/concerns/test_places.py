"""Places come from a deployer's file, with what is said of them in every language."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from alongside.public.concerns import places
from alongside.public.concerns.models import Area

SAID: dict[str, Any] = {
    "code": "abermoor", "name": {"en": "Abermoor"}, "nation": "england_and_wales", "covered": False,
    "route": {"en": "Ring the council.", "cy": "Ffoniwch y cyngor."}, "route_number": "01632 960 300",
}  # fmt: skip


def brought(folder: Path, *said: Any) -> Path:
    file = folder / "places.json"
    file.write_text(json.dumps(said), encoding="utf-8")
    return file


def test_a_place_is_made_and_brought_up_to_date_with_its_words(db: None, tmp_path: Path) -> None:
    call_command("places", brought(tmp_path, SAID))
    call_command("places", brought(tmp_path, {**SAID, "route": {"en": "Write.", "cy": "Ysgrifennwch."}}))
    area = Area.objects.get(code="abermoor")
    with translation.override("cy"):
        assert area.in_language("route") == ("Ysgrifennwch.", "cy")
        assert area.in_language("name") == ("Abermoor", "en")
    with translation.override("ur"):
        assert area.way == '<span lang="en" dir="ltr">Write.</span>'


def test_what_is_not_in_welsh_is_named(db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("places", brought(tmp_path, {**SAID, "route": {"en": "Ring the council."}}))
    assert "abermoor: “route” is not in Welsh" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"nation": "mars"}, "Place 1 (abermoor): nation"),
        ({"colour": "red"}, "there is no “colour”"),
        ({"route": "Ring."}, "“route” is not a text by language"),
        ({"route": {"de": "Anrufen."}}, "“route” is in “de”"),
        ({"name": {}}, "Place 1 (abermoor): name"),
    ],
)
def test_a_file_with_a_mistake_changes_nothing_and_says_where(
    db: None, tmp_path: Path, wrong: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence.replace("(", r"\(").replace(")", r"\)")):
        call_command("places", brought(tmp_path, {**SAID, **wrong}))
    assert not Area.objects.filter(code="abermoor").exists()


def test_a_file_that_is_no_list_is_refused() -> None:
    with pytest.raises(places.BadPlaces, match="not a list"):
        places.read({"code": "abermoor"})
