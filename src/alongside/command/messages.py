"""``./alongside messages extract|compile``: the words for translators."""

from __future__ import annotations

from alongside.command.words import Stop, say


def run(arguments: list[str]) -> int:
    """Bring every catalogue up to date with the words of the code, or compile them."""
    from alongside.design import messages

    if arguments == ["extract"]:
        messages.extract_all()
    elif arguments == ["compile"]:
        messages.compile_all()
    else:
        raise Stop("Say: ./alongside messages extract, or ./alongside messages compile")
    say("Done.")
    return 0
