"""Who answers for a translation: a translator signs, by name, the words of the pages where a wrong word does harm.

`public/locale/<language>/signed.json` holds the translator's name, the day, and a digest of each word with its
translation. A signature stands while every such word is as it was signed; a word that is new, gone, changed or
untranslated makes it void. A real installation offers no language without one (languages.py).

    ./alongside messages status
    ./alongside messages sign cy --name "Nia Rowlands"
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from babel.messages.catalog import Catalog, Message

from alongside.commons import canonical
from alongside.commons.refusals import NotAllowed

from . import messages

# Where every word counts: the whole way of a concern, how to leave it, its receipt and what is said when Send fails.
# Who reads in Arabic or Urdu does not come to the form of professionals.
FOR_EVERYBODY: Final = (
    "public/concerns/",
    "commons/envelope/receipt.py",
    "site/tokens.py",
    "site/typed.py",
    "commons/told.py",
    "design/templates/413.html",
    "design/templates/design/_exit_this_page.html",
)
SAFETY: Final = {"cy": (*FOR_EVERYBODY, "public/professionals/"), "ar": FOR_EVERYBODY, "ur": FOR_EVERYBODY}


@dataclass(frozen=True)
class Signature:
    """A translator's word for a language: `words` are digests of all that was read."""

    translator: str
    signed_on: str
    words: list[str]


@dataclass(frozen=True)
class Status:
    """How a language stands: its safety words, those without a translation, those not as they were signed."""

    language: str
    words: int
    untranslated: list[str]
    signature: Signature | None
    not_as_signed: list[str]
    withdrawn: int

    @property
    def stands(self) -> bool:
        return bool(self.signature and not (self.untranslated or self.not_as_signed or self.withdrawn))


def status(language: str) -> Status:
    """Compare the catalogues with what was signed."""
    words = _safety_words(language)
    signature = _signature(language)
    signed = set(signature.words) if signature else set()
    return Status(
        language,
        len(words),
        [said(word) for word in words if not translated(word)],
        signature,
        [said(word) for word in words if digest(language, word) not in signed],
        len(signed - {digest(language, word) for word in words}),
    )


@cache
def stands(language: str) -> bool:
    """Whether this language may be offered where it matters. Read once a process."""
    return language in SAFETY and signed_file(language).exists() and status(language).stands


def sign(language: str, translator: str, on: str) -> Path:
    """Write the signature. Raises NotAllowed while a word has no translation, or without a name."""
    if language not in SAFETY:
        raise NotAllowed(f"There is no translation to sign in “{language}”. There are: {', '.join(SAFETY)}.")
    if not translator.strip():
        raise NotAllowed("Say who signs: the translator's own name.")
    words = _safety_words(language)
    if missing := [said(word) for word in words if not translated(word)]:
        raise NotAllowed(f"{len(missing)} words have no translation yet, so nothing can be signed: {missing[0]!r} …")
    signature = Signature(translator.strip(), on, sorted(digest(language, word) for word in words))
    path = signed_file(language)
    path.write_text(json.dumps(asdict(signature), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    stands.cache_clear()
    return path


def signed_file(language: str) -> Path:
    return messages.PACKAGE / "public" / "locale" / language / "signed.json"


def _signature(language: str) -> Signature | None:
    try:
        return Signature(**json.loads(signed_file(language).read_bytes()))
    except FileNotFoundError:
        return None


def _safety_words(language: str) -> list[Message]:
    """The words of the catalogues that come from the places of SAFETY."""
    places = SAFETY[language]
    catalogues = [_catalogue(folder, language) for folder in ("design", "public")]
    return [
        word
        for catalogue in catalogues
        for word in catalogue
        if word.id and any(place.startswith(places) for place, _line in word.locations)
    ]


def _catalogue(folder: str, language: str) -> Catalog:
    path = messages.po_file(folder, language)
    return messages.read(path, language) if path.exists() else Catalog(language)


def digest(language: str, word: Message) -> str:
    """Of a word in its context and all its forms in a language."""
    whole: Any = [language, word.context or "", _forms(word.id), _forms(word.string)]
    return hashlib.sha256(b"alongside-translation-1 " + canonical.encode(whole)).hexdigest()[:32]


def translated(word: Message) -> bool:
    """Whether every form of a word has a translation that nobody marked as doubtful."""
    return not word.fuzzy and all(_forms(word.string))


def said(word: Message) -> str:
    return _forms(word.id)[0]


def _forms(text: Any) -> list[str]:
    return [text] if isinstance(text, str) else list(text or [""])
