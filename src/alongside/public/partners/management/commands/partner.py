"""Look after the agencies whose machines may post a referral: add, list, secret, agree, close (docs/partners.md)."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from alongside.commons.refusals import NotAllowed
from alongside.public.partners import actions, queries, terms


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        add = acts.add_parser("add", help="admit an agency that agreed to the terms")
        add.add_argument("name")
        add.add_argument("--a-day", type=int, default=actions.AN_AGENCY_A_DAY, help="the most referrals a day")
        agree = acts.add_parser("agree", help="write down that it agreed to the terms that hold now")
        for each in (add, agree):
            each.add_argument("--terms", required=True, help=f"the version they agreed to: {terms.CURRENT}")
            each.add_argument("--agreed-by", required=True, help="who agreed, with name and role")
        acts.add_parser("list", help="who may post")
        for each in (agree, acts.add_parser("secret", help="another secret"), acts.add_parser("close", help="no more")):
            each.add_argument("client_id")

    def handle(self, *args: Any, **said: Any) -> None:
        try:
            getattr(self, said["act"])(said)
        except NotAllowed as refused:
            raise CommandError(str(refused)) from None

    def add(self, said: dict[str, Any]) -> None:
        self._show(
            actions.add(
                said["name"], terms_version=said["terms"], agreed_by=said["agreed_by"], a_day=max(1, said["a_day"])
            )
        )

    def secret(self, said: dict[str, Any]) -> None:
        self._show(actions.new_secret(said["client_id"]))

    def agree(self, said: dict[str, Any]) -> None:
        actions.agree(said["client_id"], terms_version=said["terms"], agreed_by=said["agreed_by"])
        self.stdout.write("Written down.")

    def close(self, said: dict[str, Any]) -> None:
        actions.close(said["client_id"])
        self.stdout.write("Closed. Its tokens have stopped working.")

    def list(self, said: dict[str, Any]) -> None:
        for one in queries.all_agencies():
            state = f"closed on {one.closed_on}" if one.closed_on else f"terms {one.terms_version}, {one.a_day} a day"
            self.stdout.write(f"{one.id}  {one.name}  {state}; agreed by {one.agreed_by} on {one.agreed_on}")

    def _show(self, given: actions.Credentials) -> None:
        self.stdout.write(f"client id:     {given.client_id}\nclient secret: {given.secret}")
        self.stdout.write(
            "The secret is shown only now; we keep its hash. Hand it over by a way that nobody else reads."
        )
