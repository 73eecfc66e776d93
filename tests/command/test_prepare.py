"""What is made when a checkout is laid anew."""

from __future__ import annotations

import shutil

from alongside.command import prepare
from alongside.command.place import Place
from alongside.command.postgres import Postgres


def _stand_up(place: Place) -> Postgres:
    prepare.folders(place)
    return prepare.start_database(place)


def _has(server: Postgres, table: str) -> bool:
    with server.connect() as administrator:
        return administrator.execute("SELECT to_regclass(%s) IS NOT NULL", (table,)).fetchone()[0]


def test_a_cluster_whose_password_went_with_its_checkout_is_made_anew_even_while_it_runs(beside: Place) -> None:
    server = _stand_up(beside)
    with server.connect() as administrator:
        administrator.execute("CREATE TABLE earlier (name text)")
    shutil.rmtree(beside.state)

    again = _stand_up(beside)

    assert not _has(again, "earlier")


def test_a_cluster_is_kept_as_long_as_its_password_is_there(beside: Place) -> None:
    server = _stand_up(beside)
    with server.connect() as administrator:
        administrator.execute("CREATE TABLE earlier (name text)")
    server.stop()

    assert _has(_stand_up(beside), "earlier")
