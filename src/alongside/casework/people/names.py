"""A name as it was written, taken apart into words that can be compared. Pure: text in, words out.

A name is a bag of words here: which is the given and which the family name is not asked, because forms, clerks and
peoples put them in different orders. Particles and titles say little and are left out where enough else is left.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

from . import sounds

KINSHIP = "ap ab ferch verch bin ibn bint binti ben abu umm um bu ould wuld ait von van de da di der den du la le"
ARTICLES = "al el ul ud ar as ash an az"
TITLES = "mr mrs ms miss mx dr prof sir haji hajji alhaji"
PARTICLES = frozenset(f"{KINSHIP} {ARTICLES} {TITLES}".split())
"""Words of kinship, articles, titles: Welsh ap, ferch; Arabic ibn, bint, abu, al- and its assimilated forms."""

SHORTENED = {"md": "mohammed", "mohd": "mohammed", "mhd": "mohammed", "muhd": "mohammed", "mo": "mohammed"}
SERVANT_OF = re.compile("^abd(?:ul|el|al|ur|ir|ou?l?|i|u)?(?=[a-z]{4,})")
"""Abdul-, Abdel-, Abdi-: one word or two, with any vowel (Arabic *ʿabd al-*, Somali *cabdi*)."""

ARTICLE = re.compile("^[ae]l(?=[^aeioulx])")
ARABIC_ARTICLE = "ال"
ARABIC_VOWEL_FIRST = str.maketrans(dict.fromkeys("اأإآع", "a"))
MAX_WORDS = 8


@dataclass(frozen=True, eq=False)
class Word:
    """One word of a name: its letters a to z, its readings and their skeletons; `bare` if written without vowels.

    Compared as objects, because tens of thousands of pairs are looked up in a look-up: `_word` makes each once.
    """

    plain: str
    readings: tuple[str, ...]
    skeletons: tuple[str, ...]
    bare: bool = False


@lru_cache(maxsize=20_000)
def words_of(name: str) -> tuple[Word, ...]:
    """Return the words of a written name, in any script, without particles; at most eight.

    >>> [word.plain for word in words_of("Fatima bint al-Hashimi, (Umm Ali)")]
    ['fatima', 'hashimi', 'ali']
    """
    found = [word for piece in _pieces(name) if (word := _word(piece)).plain]
    telling = [word for word in found if word.plain not in PARTICLES]
    return tuple((telling if len(telling) >= 2 else found)[:MAX_WORDS])


def _pieces(name: str) -> list[str]:
    text = unicodedata.normalize("NFKC", name).replace("İ", "i").lower()
    text = re.sub(r"[’'ʻʼ`ʿʾ]", "", text)
    return [piece for part in re.split(r"[\W\d_]+", _keep_marks(text)) if part for piece in _of_script(part)]


def _keep_marks(text: str) -> str:
    """Put marks that stand apart onto their letters, and drop those that have no letter of their own."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(letter for letter in composed if not unicodedata.combining(letter))


def _of_script(part: str) -> list[str]:
    """Return characters of Chinese as syllables, Arabic words without their article, everything else as it is."""
    if unicodedata.name(part[0], "").startswith("CJK"):
        return re.findall("[A-Z][a-z]*", anyascii(part)) or [part]
    if sounds.is_bare(part) and part.startswith(ARABIC_ARTICLE) and len(part) > 4:
        return [part[len(ARABIC_ARTICLE) :]]
    return [part]


@lru_cache(maxsize=50_000)
def _word(piece: str) -> Word:
    bare = sounds.is_bare(piece)
    if bare:
        piece = piece[0].translate(ARABIC_VOWEL_FIRST) + piece[1:]
    piece = piece.lower()
    return read(SHORTENED.get(piece, piece), bare=bare)


def read(piece: str, *, bare: bool = False) -> Word:
    """Return a word with all its readings: as it stands, without its article, and without "servant of"."""
    letters = SERVANT_OF.sub("abd", sounds.plain(piece))
    heard = list(sounds.readings(piece if letters == sounds.plain(piece) else letters))
    if len(letters) > 5 and ARTICLE.match(letters):
        heard += sounds.readings(letters[2:])
    return Word(letters, tuple(dict.fromkeys(heard)), tuple(dict.fromkeys(map(sounds.skeleton, heard))), bare=bare)


@lru_cache(maxsize=50_000)
def spans(words: tuple[Word, ...]) -> list[tuple[Word, frozenset[int]]]:
    """Return words with their places in the name, and after them each two neighbours as one word."""
    single = [(word, frozenset({at})) for at, word in enumerate(words)]
    pairs = itertools.pairwise(words)
    return single + [(joined(one, other), frozenset({at, at + 1})) for at, (one, other) in enumerate(pairs)]


def joined(first: Word, second: Word) -> Word:
    """Return two words as one, as others may write them: Xiao Ming and Xiaoming, Abd Rahman and Abdulrahman."""
    return read(first.plain + second.plain, bare=first.bare)
