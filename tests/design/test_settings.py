"""The template engines of a half, and that its static files can be hashed for production."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.storage import FileSystemStorage

from alongside.design import settings as design

HALVES = ["public", "casework"]


@pytest.mark.parametrize("half", HALVES)
def test_our_templates_come_first_and_those_of_django_second(half: str) -> None:
    ours, djangos = design.templates(design.PACKAGE / half)
    assert ours["BACKEND"].endswith("Jinja2")
    assert djangos["DIRS"][0] == design.DESIGN / "templates_django"


@pytest.mark.parametrize("half", HALVES)
def test_a_half_finds_no_template_of_the_other(half: str) -> None:
    other = next(name for name in HALVES if name != half)
    folders = [folder for engine in design.templates(design.PACKAGE / half) for folder in engine["DIRS"]]
    assert not [folder for folder in folders if design.PACKAGE / other in folder.parents]
    assert design.DESIGN / f"templates_{other}" not in folders
    assert [folder for folder in folders if not folder.is_dir()] == []


def test_every_feature_that_has_templates_is_found(tmp_path: Path) -> None:
    (tmp_path / "live" / "templates").mkdir(parents=True)
    (tmp_path / "rules").mkdir()
    assert design.jinja_folders(tmp_path)[0] == tmp_path / "live" / "templates"


def test_static_files_can_be_hashed_and_every_address_in_them_resolves(front_end: Path, tmp_path: Path) -> None:
    storage = ManifestStaticFilesStorage(location=tmp_path)
    files = {}
    for folder in (front_end, design.DESIGN / "static"):
        for path in folder.rglob("*"):
            if path.is_file():
                name = str(path.relative_to(folder))
                files[name] = (FileSystemStorage(folder), name)
                (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
                (tmp_path / name).write_bytes(path.read_bytes())
    failed = [done for _name, _hashed, done in storage.post_process(files) if isinstance(done, Exception)]
    assert failed == []
    assert settings.STATIC_URL == "/static/"
