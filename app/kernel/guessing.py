"""How many bits a passphrase is worth to somebody who guesses from what people here choose. Pure.

zxcvbn knows English words and Latin keyboards and gives any Arabic text its best mark (measured), so this stands beside
it. The text is folded, then cut in the cheapest way into common words (data/common_words.txt), the person's own names,
repeats, runs along an alphabet or keyboard, years, and single characters; the sum is the worth. It is an upper bound for
a guesser who knows these lists, a rough one for others.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from app.kernel.names import fold

COMMON_WORDS_FILE = Path(__file__).parent / "data" / "common_words.txt"
SHORTEST_RUN = 3
OWN_WORD_BITS = 2.0  # a name, the organisation, a piece of the phone number
RUN_BITS = 4.0  # a repeat of what came before, a run along an alphabet or a keyboard
YEAR_BITS = 6.0
LETTER_BITS = 3.0  # in words of no list: above the entropy of running French or Arabic, below that of random letters
DIGIT_BITS = 3.3
SYMBOL_BITS = 2.0  # each different one, wherever it stands
_YEAR = re.compile("(19|20)[0-9]{2}")
_LETTERS_FOR_SIGNS = str.maketrans("@$!+013457€", "asitoieaste")
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz 01234567890 azertyuiop qsdfghjklm wxcvbn qwertyuiop asdfghjkl zxcvbnm "
    "ابتثجحخدذرزسشصضطظعغفقكلمنهوي ابجدهوزحطيكلمنسعفصقرشتثخذضظغ ضصثقفغعهخحجد شسيبلاتنمكط"
).split()
_RUNS = " ".join((*_ROWS, *(row[::-1] for row in _ROWS)))


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """The list, folded and without spaces."""
    lines = COMMON_WORDS_FILE.read_text(encoding="utf-8").splitlines()
    entries = (entry for line in lines if not line.startswith("#") for entry in line.split())
    return frozenset(_folded(entry) for entry in entries)


def guess_bits(password: str, known: Iterable[str] = ()) -> float:
    """The worth in bits; `known` are words tied to the person: names, organisation, phone number, e-mail address."""
    own = frozenset(
        piece for text in known for piece in (_folded(text), *fold(text).split()) if len(piece) >= SHORTEST_RUN
    )
    written = _folded(password)
    spelt = _folded(password.translate(_LETTERS_FOR_SIGNS))  # p4$$word
    signs = {char for char in password if not char.isalnum() and not char.isspace()}
    return min(_cheapest(written, own), _cheapest(spelt, own)) + SYMBOL_BITS * len(signs - {"-", "_", "'"})


def _folded(text: str) -> str:
    return fold(text).replace(" ", "")


def _cheapest(text: str, own: frozenset[str]) -> float:
    """The least sum of bits over all ways to cut the text: best[i] is that of its first i characters."""
    best = [0.0]
    for end in range(1, len(text) + 1):
        single = DIGIT_BITS if text[end - 1].isdigit() else LETTER_BITS
        best.append(best[end - 1] + single)
        for start in range(end - SHORTEST_RUN, -1, -1):
            if best[start] < best[end]:
                best[end] = min(best[end], best[start] + _piece_bits(text, start, end=end, own=own))
    return best[-1]


def _piece_bits(text: str, start: int, *, end: int, own: frozenset[str]) -> float:
    piece = text[start:end]
    if any(piece in word for word in own):
        return OWN_WORD_BITS
    if piece in _RUNS or len(set(piece)) == 1 or piece in text[:start]:
        return RUN_BITS
    if _YEAR.fullmatch(piece):
        return YEAR_BITS
    return math.log2(len(common_words())) if piece in common_words() else math.inf
