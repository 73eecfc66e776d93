"""How a written word may sound: readings in several orthographies, so that words meet however somebody wrote them.

A reading is written in few signs: vowels a e i o u, consonants merged as hearers merge them, S for sh, C for ch and j.
No reading says where somebody comes from, and none is kept: the same word is read in every orthography whose signs it
shows.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

Rules = tuple[tuple[re.Pattern[str], str], ...]


def _rules(text: str) -> Rules:
    """Read `pattern>replacement` words; `>` alone drops what the pattern finds."""
    pairs = [word.split(">") for word in text.split()]
    return tuple((re.compile(pattern), replacement) for pattern, replacement in pairs)


# What a word must show to be read so, and how it is read before the rules that hold for all.
ORTHOGRAPHIES: tuple[tuple[re.Pattern[str], Rules], ...] = tuple(
    (re.compile(sign), _rules(rules))
    for sign, rules in (
        # Polish (Rada Języka Polskiego): digraphs, soft consonants before i, nasal vowels, w and j.
        (
            "sz|cz|rz|dz|[wjłśćźżńąęó]|ck|cy|c$|ci|ch|prz",
            "szcz>SC sz>S cz>C rz>Z dż>C dź>C ż>Z ch>h ci(?=[aeou])>C ć>C ś>S si(?=[aeou])>S ź>z zi(?=[aeou])>z c>ts"
            " w>v ą>on ę>en ó>u ł>l ń>n j>y",
        ),
        # Turkish (Türk Dil Kurumu): with its marks, and as keyboards without them leave it.
        ("[cçşğıöü]", "ç>C c>C ş>S ğ> ı>i ö>o ü>u"),
        # Welsh: dd, f, ff, ll, w and si; y and u are nearly i.
        ("dd|ff|ll|w|f|si|rh|u", "thl>l dd>d ff>F f>v F>f ll>l rh>r si(?=[aeou])>S w>u u>i y>i"),
        # Somali (1972): x is h, c is the catch in the throat that English drops.
        ("x|c", "x>h c> dh>d"),
        # Pinyin, and after it Wade-Giles.
        ("^q|^x|zh|^c|^z|i", "zh>C q>C x>S c(?!h)>ts z>ts"),
        ("hs|ts|tz|ch|[kptc]'", "hs>S ts>ts tz>ts ch>C '>"),
        # French spellings of Arabic names.
        ("ch|ou|dj", "ch>S ou(?=[aeiy])>v ou>u dj>C"),
        # Yoruba: ṣ is sh; with the dot lost it is written s or sh. Egypt says g for j.
        ("ṣ", "ṣ>S"),
        ("^g[aeiou]", "^g>C"),
    )
)

COMMON = _rules(
    "^x>z ^wr>r ^kn>n tch>C sch>S sh>S ch>C ph>f gb>b ^gh>g gh(?=[aeiou])>g gh> kh>k ck>k qu>kv q>k ([dtb])h(?=.)>\\1#"
    " zh>C Z>C dj>C dg>C j>C x>ks c(?=[eiy])>s c>k w(?=[aeiou])>v w$>u w>u oo>u ou>u uu>u ee>i ie>i ii>i ea>i ey>i"
    " ay>e ai>e ei>e au>o ao>o aa>a y(?=[aeiou])>Y y>i Y>y oe>o ue>u"
)
ASPIRATED = _rules("([dtb])h#>\\1 #>")
ENDINGS = _rules("(?<=[^aeiou]..)e$> (.)\\1+>\\1")
MERGED = str.maketrans({"d": "t", "b": "p", "g": "k", "z": "s", "v": "f", "S": "s"})
"""Voiced and unvoiced are one for the skeleton: hearers and dialects exchange them."""

BARE_SCRIPTS = ("ARABIC", "HEBREW", "SYRIAC")
"""Scripts that leave most vowels out."""


def plain(word: str) -> str:
    """Return a word in the letters a to z."""
    return re.sub("[^a-z]", "", anyascii(word.replace("ı", "i")).lower())


def is_bare(word: str) -> bool:
    """Say whether the word is in letters that leave vowels out."""
    return unicodedata.name(word[0], "").startswith(BARE_SCRIPTS)


@lru_cache(maxsize=50_000)
def readings(word: str) -> tuple[str, ...]:
    """Return how a lower-case word may sound, the English reading first; none for a word without letters.

    >>> readings("szymon")
    ('simon', 'Simon')
    """
    marked = unicodedata.normalize("NFC", word)
    found = [_sounded(plain(marked))]
    for sign, rules in ORTHOGRAPHIES:
        shown = marked if marked.isalpha() and not marked.isascii() else plain(marked)
        if sign.search(shown):
            found.append(_sounded(_unmarked(_applied(shown, rules))))
            if shown is marked:
                found.append(_sounded(_unmarked(_applied(plain(marked), rules))))
    return tuple(dict.fromkeys(reading for reading in found if reading))


def _unmarked(word: str) -> str:
    """Lose the marks that no rule read, keeping the capital signs of readings."""
    return re.sub("[^a-zSCFZ]", "", anyascii(word))


def _applied(word: str, rules: Rules) -> str:
    for pattern, replacement in rules:
        word = pattern.sub(replacement, word)
    return word


def _sounded(word: str) -> str:
    return _applied(_applied(_applied(word, COMMON), ASPIRATED), ENDINGS)


@lru_cache(maxsize=50_000)
def skeleton(reading: str) -> str:
    """Return the consonants of a reading, voiced and unvoiced as one, a first vowel as `a`, `h` only where it begins.

    >>> skeleton("muhamad"), skeleton("ahmet"), skeleton("hasan")
    ('mmt', 'amt', 'hsn')
    """
    first = re.sub("^[aeiou]", "A", reading)
    bones = re.sub("[aeiouy]|(?<=.)h", "", first.replace("A", "a", 1) if not first.startswith("A") else first)
    return bones.translate(MERGED).replace("A", "a")
