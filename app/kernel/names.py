"""Names in two scripts: one folded key for searching and sorting, words to find a person by, initials. Pure.

Rules (domain facts 2.10): search ignores case, accents, vowel signs, tatweel and hamza, and takes for one letter
أ إ آ ٱ ا, ى ي, ة ه, ؤ و, ئ ي, the Maghrebi ڭ ڨ ڤ and the letters they stand for; digits of any script are 0 to 9.

| stored | found by |
|---|---|
| N'Diaye | `ndiaye`, `n diaye`, `n'd`, `diaye` |
| Aït-Ben Haddou | `ait`, `ben`, `aitben`, `benhaddou`, `haddou` |
| El Idrissi, Elidrissi | `idrissi`, `el idrissi`, `elidrissi` |
| عبد الله, عبدالله | `عبد`, `الله`, `عبدالله`, `عبد الله` |
| العلوي, علوي | `علوي`, `العلوي` |

A typed word finds every stored word that begins with it; a person is found when each typed word finds one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from app.kernel.characters import fault_of

LONGEST_WORD = 80  # what the columns of words and of sort keys hold
LONGEST_SORT_KEY = 200
ARTICLE = "ال"
ALLAH = "الله"  # begins with the article's letters, and keeps them
JOINING_WORDS = frozenset(  # written apart from the next word, or joined to it, by the same person
    "n d l o m abd abdel abdul abou ait al at ben bent beni bel bin bint bou da de di du el la le mac mc ould oum sidi si "
    "عبد ابو ابي ابن بن بو بنت ام ايت اولاد ولد سي سيدي".split()
)
_COMPOUND = re.compile(
    "|".join(
        (
            "abd([aeu]l.{3,})",
            "(?:ait|bel|ben|bin|bou|[eu]l|ould|oum)(.{3,})",
            "عبد(ال.{2,})",
            "(?:ابن|ابو|بن|بو|بل)(.{3,})",
        )
    )
)
_VOWEL_SIGNS = re.compile("[\u0640\u064b-\u0652\u0670]")
_BETWEEN_NAMES = re.compile(r"[\s\-\u2010-\u2015\u0640]+")
_SAME_LETTER = {
    **dict.fromkeys("ء\u0674\u0640ʾʿ", ""),
    **dict.fromkeys("ٱ", "ا"),
    **dict.fromkeys("ىیے", "ي"),
    **dict.fromkeys("ةۃہھە", "ه"),
    **dict.fromkeys("ڭگک", "ك"),
    **dict.fromkeys("ڨڧ", "ق"),
    **dict.fromkeys("ڤڥڢ", "ف"),
    **{"پ": "ب", "چ": "ج", "ژ": "ز", "ں": "ن"},
    **{"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "þ": "th"},
    **{"ŋ": "ng", "ɣ": "gh", "ɛ": "e"},
}


def fold(text: str) -> str:
    """The key under which different writings of a name are equal: lower-case bare letters and digits, single spaces.

    Folding a folded text changes nothing. Marks, joiners and invisible characters go; all else that is no letter or
    digit, hyphens and apostrophes too, parts words.
    """
    return " ".join("".join(map(_folded_character, text)).split())


@lru_cache(maxsize=8192)
def _folded_character(char: str) -> str:
    """Compatibility forms and case first (twice: capital letters hide in symbols), then each remaining character."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold())
    return "".join(map(_bare, plain))


def _bare(char: str) -> str:
    if (same := _SAME_LETTER.get(char)) is not None:
        return same
    if unicodedata.combining(char) or fault_of(char) in ("invisible", "direction"):
        return ""
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    return char if unicodedata.category(char)[0] in "LMN" else " "


def words_for_search(*names: str) -> tuple[str, ...]:
    """The folded words a person is found by, each once, in the order of the names.

    With each word: what is left without ال; a run like `ben` + `ali` also joined, a word like `benali` also without its
    first part, and parts around a hyphen or apostrophe also joined.
    """
    words: dict[str, None] = {}
    for name in names:
        parts = fold(name).split()
        joined_tokens = ("".join(fold(token).split()) for token in name.split())
        for word in (*parts, *joined_tokens, *_joined_runs(parts)):
            for variant in (word, *_parts_of_compound(word)):
                words |= dict.fromkeys((variant, _without_article(variant)))
    return tuple(dict.fromkeys(word[:LONGEST_WORD] for word in words if word))


def query_prefixes(typed: str) -> tuple[str, ...]:
    """What a typed search looks for: folded beginnings of words, each of which must be found; ال is left out.

    A beginning that another one already implies (`ali` beside `alia`) is dropped.
    """
    wanted = tuple(dict.fromkeys(_without_article(word)[:LONGEST_WORD] for word in fold(typed).split()))
    return tuple(word for word in wanted if not any(other != word and other.startswith(word) for other in wanted))


def sort_key(family: str, given: str) -> str:
    """Orders people by family then given name, compared code point by code point (collation "C").

    Latin: accents and case are ignored, particles count (El Idrissi stands under E). Arabic: hamza forms and the article
    are ignored (العلوي stands under ع, إلياس under ا). A shorter family name comes first.
    """
    return f"{_sorted_part(family)}  {_sorted_part(given)}"[:LONGEST_SORT_KEY]


def initials(*names: str) -> str:
    """`F. Z. E.` or `ف. ز.`: what a public page shows of a name. The article is skipped, ه is written هـ."""
    letters = (_initial(word) for name in names for word in _BETWEEN_NAMES.split(name))
    return " ".join(f"{letter}." for letter in letters if letter)


def _initial(word: str) -> str:
    plain = _without_written_article(word)
    letter = next((char for char in plain if char.isalpha()), "")
    return "هـ" if letter == "ه" else letter.upper()[:1]


def _sorted_part(name: str) -> str:
    return fold(_without_written_article(name.strip()))


def _without_written_article(name: str) -> str:
    """Without a leading ال as written: إلياس and ألفة begin with a hamza, so theirs is no article."""
    plain = _VOWEL_SIGNS.sub("", unicodedata.normalize("NFKC", name)).replace("ٱ", "ا")
    first = plain.split(" ", 1)[0]
    return plain[len(ARTICLE) :] if _without_article(first) != first else plain


def _without_article(word: str) -> str:
    """The word without ال, if two letters or more are left. Of a folded word it may be a guess: both sides make the same."""
    rest = word.removeprefix(ARTICLE)
    return rest if len(rest) >= 2 and word != ALLAH else word


def _joined_runs(parts: Sequence[str]) -> Iterator[str]:
    """`abdelkader` and `elkader` of `abd el kader`."""
    for start, part in enumerate(parts):
        end = start
        while end < len(parts) and parts[end] in JOINING_WORDS:
            end += 1
        if part in JOINING_WORDS and end < len(parts):
            yield "".join(parts[start : end + 1])


def _parts_of_compound(word: str) -> Iterator[str]:
    """`elkader` and `kader` of `abdelkader`; الله of عبدالله."""
    if found := _COMPOUND.fullmatch(word):
        rest = found[found.lastindex or 0]
        yield rest
        yield from _parts_of_compound(rest)
