"""Backup and restore: the whole way of one concern, with its keys and without."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from alongside.command import backup, escrow, restore
from alongside.command.administration import administration
from alongside.command.halves import environment
from alongside.command.place import CHECKOUT, Place
from alongside.command.words import Stop

WORRY = "Canary-worry: she says that she will leave on Sunday."
PHRASE = "five invented words for tests"


def in_casework(place: Place, role: str, program: str) -> str:
    """Run a piece of Python with casework's settings under one role. Returns what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", "import django; django.setup()\n" + program], cwd=CHECKOUT,
        env={**environment("casework", role, place), "PYTHONPATH": f"{CHECKOUT / 'src'}:{CHECKOUT}"},
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


OPEN_A_CONCERN = f"""
import uuid
from alongside.casework.audit.sequencer import Sequencer
from alongside.casework.organisation.models import Area
from alongside.casework.referrals.actions import open_concern
from alongside.commons import clock, installation
from alongside.commons.envelope.contents import Concern
told = Concern(kind_of_door="somebody", area="northmere", worry={WORRY!r}, sent_at=clock.now(), called="Jordan",
               hurt="no", age_band="18-20")
print(open_concern(told, envelope_id=uuid.uuid4(), area=Area.objects.get(code="northmere")).id)
with installation.connect("casework", "sequencer") as connection:
    Sequencer(connection).step()
"""
READ_IT = """
from alongside.casework.keys.actions import case_key
from alongside.casework.keys.middleware import looking
from alongside.casework.organisation.models import Staff
from alongside.casework.referrals.models import Concern
from tests import cast
with looking(Staff.objects.get(email=cast.INTAKE.email).pk):
    concern = Concern.objects.get()
    try:
        print(concern.opened(case_key(concern.case_id), "told"))
    except Exception as closed:
        print("CLOSED", closed)
"""
VERIFY = """
from alongside.casework.audit.verification import verify_installation
report = verify_installation()
print(report.leaves, [finding.sentence for finding in report.findings])
"""


@pytest.fixture(scope="module")
def source(make: Callable[[str], Place]) -> Place:
    """An installation with one concern in it, a film and a signed checkpoint."""
    place = make("backup")
    in_casework(place, "intake", OPEN_A_CONCERN)
    (place.state / "media" / "film.mp4").write_bytes(b"a film")
    return place


@pytest.fixture
def taken(source: Place, as_administrator: str, tmp_path: Path) -> Path:
    target = tmp_path / "data.tar"
    backup.write(source, target)
    return target


def test_a_backup_restored_with_its_keys_opens_and_its_log_is_whole(
    source: Place, taken: Path, beside: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ALONGSIDE_PG")
    sealed = escrow.seal(source.state / "keys", PHRASE)
    escrow.put_back(escrow.open_(sealed, PHRASE), beside.state / "keys")
    assert restore.restore(beside, taken) == []
    assert (beside.state / "media" / "film.mp4").read_bytes() == b"a film"
    with administration(beside):
        assert WORRY in in_casework(beside, "casework_web", READ_IT)
        assert in_casework(beside, "auditor", VERIFY) == "1 []"
        with pytest.raises(AssertionError, match="permission denied"):
            in_casework(beside, "post", READ_IT)


def test_without_keys_a_backup_opens_nothing_and_says_which_are_missing(
    source: Place, taken: Path, beside: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ALONGSIDE_PG")
    said = restore.restore(beside, taken)
    names = [str(path.relative_to(source.state / "keys")) for path in (source.state / "keys").rglob("*.key")]
    wanted = [name for name in names if name.startswith(("intake/", "casework/agencies/"))]
    assert wanted
    for name in wanted:
        assert f"The key {name} is not here; what it opens stays closed." in said
    # The settings of casework cannot be read without a secret of their own; one that signs sessions opens no case.
    (beside.state / "keys" / "casework").mkdir(parents=True, exist_ok=True)
    (beside.state / "keys" / "casework" / "django").write_bytes(os.urandom(32))
    with administration(beside):
        read = in_casework(beside, "casework_web", READ_IT)
    assert read.startswith("CLOSED")
    assert WORRY not in read


def test_another_key_under_the_same_name_is_noticed(
    source: Place, taken: Path, tmp_path: Path, as_administrator: str
) -> None:
    with tarfile.open(taken) as tar:
        manifest = json.load(tar.extractfile(backup.MANIFEST))  # type: ignore[arg-type]
    name = "casework/audit"
    manifest["keys"] = {name: "0" * 16}
    assert restore.missing_keys(source, manifest) == [
        f"The key {name} is another one than the data was sealed with. Remove it and put back the old one."
    ]


def test_a_backup_holds_no_key_and_no_password(source: Place, taken: Path) -> None:
    content = taken.read_bytes()
    with tarfile.open(taken) as tar:
        for member in tar.getmembers():
            content += tar.extractfile(member).read()  # type: ignore[union-attr]
    secrets = [path for part in ("keys", "passwords") for path in (source.state / part).rglob("*") if path.is_file()]
    private = [path for path in secrets if path.suffix not in (".json", ".pub")]
    assert len(private) > 20
    for path in private:
        secret = path.read_bytes().strip()
        secret = secret.rpartition(b":")[2] if path.suffix == ".pgpass" else secret
        for form in (secret, secret.hex().encode(), secret.hex().upper().encode()):
            assert form not in content, path


def test_a_backup_holds_no_word_that_was_sealed_and_no_session(source: Place, taken: Path, tmp_path: Path) -> None:
    from alongside.command.postgres import program

    with tarfile.open(taken) as tar:
        tar.extractall(tmp_path / "out", filter="data")
    for half in ("public", "casework"):
        plain = subprocess.run(
            [str(program("pg_restore")), "--file=-", str(tmp_path / "out" / f"{half}.dump")], capture_output=True
        ).stdout
        assert b"django_migrations" in plain
        assert b"Canary-worry" not in plain
        assert b"COPY public.django_session" not in plain


def test_a_backup_never_overwrites_and_never_lies_beside_keys(source: Place, taken: Path, tmp_path: Path) -> None:
    before = taken.read_bytes()
    with pytest.raises(Stop, match="exists already"):
        backup.write(source, taken)
    assert taken.read_bytes() == before
    (tmp_path / "keys.json").write_bytes(escrow.seal(source.state / "keys", PHRASE))
    with pytest.raises(Stop, match=r"keys.json is a file of keys, and data never goes into one"):
        backup.write(source, tmp_path / "keys.json")
    with pytest.raises(Stop, match="Who takes this folder would have both"):
        backup.write(source, tmp_path / "second.tar")
    with pytest.raises(Stop, match="holds the keys of this installation"):
        backup.write(source, source.state / "second.tar")
    with pytest.raises(Stop, match="There is no folder"):
        backup.write(source, tmp_path / "nowhere" / "second.tar")


def test_data_is_replaced_only_when_asked_and_keys_stay(source: Place, taken: Path, as_administrator: str) -> None:
    with pytest.raises(Stop, match="has data already"):
        restore.restore(source, taken)
    keys = sorted((source.state / "keys").rglob("*"))
    (source.state / "media" / "later.mp4").write_bytes(b"later")
    assert restore.restore(source, taken, reset=True) == []
    assert sorted((source.state / "keys").rglob("*")) == keys
    assert not (source.state / "media" / "later.mp4").exists()
    assert WORRY in in_casework(source, "casework_web", READ_IT)


@pytest.mark.parametrize("cut", ["half", "altered", "other", "absent"])
def test_a_damaged_file_is_refused_before_anything_is_touched(
    cut: str, taken: Path, beside: Place, tmp_path: Path
) -> None:
    whole, file = taken.read_bytes(), tmp_path / "damaged.tar"
    if cut == "half":
        file.write_bytes(whole[: len(whole) // 2])
    elif cut == "altered":
        at = whole.index(b"a film")
        file.write_bytes(whole[:at] + b"A film" + whole[at + 6 :])
    elif cut == "other":
        file.write_text("no tar")
    with pytest.raises(Stop, match=r"is no backup|is damaged|There is no file"):
        restore.restore(beside, file)
    assert not beside.database_root.exists()


def test_what_is_on_its_way_when_a_backup_begins_is_in_it(source: Place, as_administrator: str) -> None:
    """The post may put a reply in, but takes nothing out of the tray while the two halves are looked at."""
    with administration(source) as administrator, administrator.connect(source.casework_db) as post:
        post.execute("SET lock_timeout = '200ms'")
        taking = backup._snapshot
        refused = []

        def while_looking(connection: object) -> str:
            with pytest.raises(Exception, match="lock timeout"):
                post.execute("DELETE FROM outgoing_outgoing")
            refused.append(1)
            return taking(connection)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(backup, "_snapshot", while_looking)
            with backup.one_moment(source, administrator):
                post.execute("DELETE FROM outgoing_outgoing")
        assert len(refused) == 2
