"""Which letters the bytes of a text stand for, and what parts its cells. Pure.

UTF-8 and UTF-16 show themselves, even where some bytes are damaged. The others are told apart by what they make of the bytes: Windows-1252 of French,
Windows-1256 of Arabic with French, ISO 8859-6 of Arabic from old systems. In the wrong one, Arabic letters stand alone between Latin
ones, or the article ال is nowhere.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

ENCODINGS = ("utf-8", "windows-1252", "windows-1256", "iso-8859-6", "utf-16")
SEPARATORS = ";,\t|"
LOOKED_AT = 200_000  # bytes or characters
LINES_COMPARED = 60
_ARABIC = "\u0621-\u064a"
_ARABIC_WORDS = re.compile(f"(?<![A-Za-z])[{_ARABIC}]{{2,}}(?![A-Za-z])")
_STRAYS = re.compile(f"[A-Za-z][{_ARABIC}]|[{_ARABIC}][A-Za-z]|[{_ARABIC}][\u00a0-\u00ff]|[\u00a0-\u00ff][{_ARABIC}]")
_FREQUENT, _RARE = frozenset("اليمنورتبسعةدهف"), frozenset("ظضغثذئؤءآـ")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class NoText(ValueError):
    """The bytes are no text in an encoding known here."""


def decode(content: bytes, wanted: str = "") -> tuple[str, str]:
    """The text and the name of its encoding; `wanted` is one of ENCODINGS that somebody chose. Raises NoText."""
    name = wanted or encoding_of(content)
    for mark, marked in _MARKS:
        if content.startswith(mark) and marked.startswith(name.removesuffix("-sig")):
            name = marked
    damaged = name.startswith("utf-8") and not wanted  # their cells are refused, and nobody else's
    try:
        text = content.decode(name, errors="replace" if damaged else "strict")
    except (UnicodeDecodeError, LookupError):
        raise NoText(name) from None
    if "\x00" in text:
        raise NoText(name)
    return text, name.removesuffix("-sig")


def encoding_of(content: bytes) -> str:
    """The likeliest encoding."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return name
    if (unmarked := _unmarked_utf_16(content)) is not None:
        return unmarked
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        if _is_damaged_utf_8(content):
            return "utf-8"
        return max(("windows-1252", "windows-1256", "iso-8859-6"), key=lambda name: _likeness(content, name))
    return "utf-8"


def _is_damaged_utf_8(content: bytes) -> bool:
    """Letters of several bytes, as no other encoding has them by chance, and a few bytes that belong to none."""
    text = content[:LOOKED_AT].decode("utf-8", errors="replace")
    damaged = text.count("\ufffd")
    return sum(char > "\x7f" for char in text) > 2 * damaged


def _unmarked_utf_16(content: bytes) -> str | None:
    """Every second byte of an ordinary table is then zero, or that of the Arabic block."""
    sample = content[: LOOKED_AT // 2 * 2]
    for start, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        high = sample[start::2]
        if high and (high.count(0) + high.count(6)) / len(high) > 0.9 and 0 in high:
            return name
    return None


def _likeness(content: bytes, encoding: str) -> float:
    """How much like words the text reads; 0 for one without any letter beyond ASCII."""
    text = content[:LOOKED_AT].decode(encoding, errors="replace")
    wrong = (
        8 * text.count("\ufffd") + 3 * len(_STRAYS.findall(text)) + 2 * sum("\x80" <= char < "\xa0" for char in text)
    )
    if encoding == "windows-1252":
        foreign = sum(char in "ÇÃÕÓÞÍåäáæãÏÑ¡¿ÖØÙÚÛ×÷" for char in text)
        return len(re.findall("[éèêàçôîûùëïâœÉÈÀ]", text)) - 2 * foreign - wrong
    score = 0.0
    for word in _ARABIC_WORDS.findall(text):
        score += sum((char in _FREQUENT) - 2 * (char in _RARE) for char in word) + 2 * word.startswith("ال")
    return score - wrong


def separator_of(text: str) -> str:
    """What parts the cells of most lines into the same number; a semicolon where nothing does."""
    sample = text[:LOOKED_AT]
    return max(SEPARATORS, key=lambda mark: (_regularity(sample, mark), -SEPARATORS.index(mark)))


def _regularity(sample: str, separator: str) -> tuple[float, int]:
    widths = Counter(len(cells) for cells in _some_lines(sample, separator) if any(cells))
    wide = {width: count for width, count in widths.items() if width > 1}
    if not wide:
        return 0.0, 0
    width, count = max(wide.items(), key=lambda item: (item[1], item[0]))
    return count / sum(widths.values()), width


def _some_lines(sample: str, separator: str) -> Iterator[list[str]]:
    for number, cells in enumerate(csv.reader(io.StringIO(sample, newline=""), delimiter=separator)):
        if number == LINES_COMPARED:
            return
        yield cells
