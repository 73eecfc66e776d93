"""``./alongside messages extract|compile|status|sign``: the words for translators, and who answers for them."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from alongside.command.words import Stop, say

if TYPE_CHECKING:
    from alongside.design.signatures import Status


def run(arguments: list[str]) -> int:
    """Bring catalogues up to date, compile them, say how each language stands, or sign one."""
    parser = argparse.ArgumentParser(prog="./alongside messages", description=__doc__)
    parts = parser.add_subparsers(dest="part", required=True, metavar="PART")
    parts.add_parser("extract", help="bring every catalogue up to date with the words of the code")
    parts.add_parser("compile", help="compile the catalogues for the programs")
    parts.add_parser("status", help="say which languages a translator has signed, and what is missing")
    signing = parts.add_parser("sign", help="sign a language: the words where a wrong one does harm")
    signing.add_argument("language")
    signing.add_argument("--name", required=True, help="the translator's own name, which everybody can read")
    chosen = parser.parse_args(arguments)
    return {"extract": _extract, "compile": _compile, "status": _status, "sign": _sign}[chosen.part](chosen)


def _extract(_chosen: argparse.Namespace) -> int:
    from alongside.design import messages

    messages.extract_all()
    say("Done.")
    return 0


def _compile(_chosen: argparse.Namespace) -> int:
    from alongside.design import messages

    messages.compile_all()
    say("Done.")
    return 0


def _status(_chosen: argparse.Namespace) -> int:
    """Say how each language stands; the exit code is 0 when all are signed."""
    from alongside.design import signatures

    found = [signatures.status(language) for language in signatures.SAFETY]
    for each in found:
        say(_in_words(each))
        for word in [*each.untranslated, *(each.not_as_signed if each.signature else [])]:
            say(f"    {word}")
    return 0 if all(each.stands for each in found) else 1


def _in_words(status: Status) -> str:
    missing = f", {len(status.untranslated)} not translated" if status.untranslated else ""
    begins = f"{status.language}: {status.words} safety words{missing}; "
    if status.signature is None:
        return f"{begins}signed by nobody: not offered in a real installation"
    by = f"{status.signature.translator} on {status.signature.signed_on}"
    if status.stands:
        return f"{begins}signed by {by}"
    changed = len(status.not_as_signed) + status.withdrawn
    return f"{begins}the signature of {by} is void ({changed} words are not as signed): not offered"


def _sign(chosen: argparse.Namespace) -> int:
    from alongside.commons import clock
    from alongside.commons.refusals import NotAllowed
    from alongside.design import signatures

    try:
        path = signatures.sign(chosen.language, chosen.name, clock.now().date().isoformat())
    except NotAllowed as refusal:
        raise Stop(str(refusal)) from None
    say(f"Signed. Commit {path.name} of “{chosen.language}”: the commit says who put it there.")
    return 0
