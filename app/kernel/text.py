"""The text policy: the one way in for everything people type, import or send. Pure.

What is stored is NFC, says what it shows, and is the same when cleaned again. Spaces of every kind become single plain
ones; Arabic positional forms become ordinary letters. Whatever is invisible, turns the direction of text, or dresses one
letter as another is refused, with words that say where it stands. Base: Unicode UTS 39 (one script per word), RFC 8266,
"Trojan Source" (CVE-2021-42574).

Kept: ZWNJ and ZWJ between letters of scripts that need them; up to three combining marks on a base letter; in
paragraphs line breaks, and the coloured form of a symbol. Length counts code points, after cleaning.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from app.kernel import characters
from app.kernel.characters import EMOJI_LOOK, JOINERS, LINE_BREAK, fault_of, plain_form, script_of
from app.kernel.errors import Refusal
from app.kernel.i18n import N_, _l

MOST_MARKS = 3
STAND_IN = "▯"
_SPACES = re.compile(r"[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_BLANK_LINES = re.compile(r"\n{3,}")
_FORMS = re.compile(r"[\ufb00-\ufdff\ufe70-\ufefc]")
_SCRIPTS_THAT_MIX = (
    frozenset(("LATIN", "HAN", "HIRAGANA", "KATAKANA")),
    frozenset(("LATIN", "HAN", "BOPOMOFO")),
    frozenset(("LATIN", "HAN", "HANGUL")),
)
_LATIN = "A-Za-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
_ARABIC = "\u0621-\u063a\u0641-\u064a\u067e\u0686\u06a4\u06a8\u06ad\u06af"
_BETWEEN = "\n -/:-@[-`{-~«»°‘’“”…–—،؛؟"
_FAMILIAR = re.compile(f"[{_BETWEEN}]*(?:(?:[{_LATIN}]+|[{_ARABIC}]+)(?:[{_BETWEEN}]+|$))*")
_CODE = re.compile(r"[A-Za-z0-9\-./_]*")
_ARABIC_DIGITS = {ord(zero) + n: str(n) for zero in "٠۰" for n in range(10)}
_LEFT_TO_RIGHT_MARKS = dict.fromkeys(map(ord, "\u200e\u202a\u202c\u2066\u2069"))
_AS_TYPED_NUMBER = {**_ARABIC_DIGITS, **_LEFT_TO_RIGHT_MARKS, ord("٫"): ".", ord("٬"): None, ord("−"): "-"}

_MESSAGES = {
    "too_long": N_("This text is too long: %(length)s characters, for %(most)s at most."),
    "line_break": N_("Write this on one line: in “%(excerpt)s”, ▯ stands for a line break (%(code)s)."),
    "odd_line_break": N_("In “%(excerpt)s”, ▯ stands for a line break of another kind (%(code)s). Press Enter there."),
    "control": N_("In “%(excerpt)s”, ▯ stands for a control character (%(code)s). Delete it."),
    "direction": N_(
        "In “%(excerpt)s”, ▯ stands for an invisible mark that turns the direction of text (%(code)s). "
        "Delete it, or type this part again."
    ),
    "invisible": N_(
        "In “%(excerpt)s”, ▯ stands for an invisible character (%(code)s). Delete it, or type this part again."
    ),
    "damaged": N_("In “%(excerpt)s”, ▯ stands for a damaged character (%(code)s). Type it again."),
    "unknown": N_("In “%(excerpt)s”, ▯ stands for a character that cannot be shown everywhere (%(code)s). Replace it."),
    "styled": N_("In “%(excerpt)s”, ▯ stands for a decorated letter, digit or mark (%(code)s). Type the plain one."),
    "too_many_marks": N_("In “%(excerpt)s”, a letter carries more than three marks. Type this part again."),
    "mark_alone": N_("In “%(excerpt)s”, a mark (%(code)s) stands without a letter to carry it. Type this part again."),
    "mixed_scripts": N_("The word “%(word)s” mixes letters of two alphabets. Type it again with a single keyboard."),
    "mixed_digits": N_("The word “%(word)s” mixes two kinds of digits. Type it again with a single keyboard."),
    "disguised": N_("The word “%(word)s” looks Latin, but its letters are of another alphabet. Type it again."),
    "foreign_digit": N_("In “%(excerpt)s”, a digit (%(code)s) is neither Western nor Arabic. Type 0 to 9 or ٠ to ٩."),
    "not_in_codes": N_(
        "In “%(excerpt)s”, ▯ stands for a character (%(code)s) that does not belong here: use A to Z and 0 to 9."
    ),
}


class TextRefused(Refusal):
    """A text that may not be stored. `message` says what and where.

    `reason` is a key of the messages above; `position` counts code points from 0 in the text as it stood at that check
    (as typed for single characters; after NFC and squeezed spaces for marks and words); `character_name` is Unicode's.
    """

    def __init__(self, reason: str, position: int, character_name: str = "", **values: object) -> None:
        super().__init__(_l(_MESSAGES[reason], **values))
        self.reason, self.position, self.character_name = reason, position, character_name


def clean_line(value: str, max_length: int) -> str:
    """One line of text (a name, a title), clean and NFC; "" when nothing is left. Raises `TextRefused`.

    Control characters and line breaks are refused, at the edges too.
    """
    _refuse_endless(value, max_length)
    if value.isascii() and value.isprintable():
        text = " ".join(value.split())
    else:
        text = _policed(value, allowed="").strip(" ")
        _refuse_disguised_words(text)
    return _of_length(text, max_length)


def clean_paragraph(value: str, max_length: int) -> str:
    """Text of several lines: as `clean_line`, but line breaks stay as "\\n", at most one empty line in a row.

    A tab, which pasted tables bring, is a space. Line breaks count as one character each.
    """
    _refuse_endless(value, max_length)
    typed = value.replace("\r\n", LINE_BREAK).replace("\r", LINE_BREAK).replace("\t", " ")
    lines = _policed(typed, allowed=LINE_BREAK).split(LINE_BREAK)
    text = LINE_BREAK.join(line.strip(" ") for line in lines)
    return _of_length(_BLANK_LINES.sub("\n\n", text).strip(LINE_BREAK), max_length)


def clean_digits(value: str, max_length: int = 40) -> str:
    """A typed number with Western digits: Arabic-Indic and extended Arabic-Indic ones become ASCII, others are refused.

    `٫` becomes ".", `٬` goes, "−" becomes "-"; left-to-right marks, which phones copy along with a number, go. Signs,
    separators and letters are left for the field that parses.
    """
    _refuse_endless(value, max_length)
    text = clean_line(value if value.isascii() else value.translate(_AS_TYPED_NUMBER), max_length)
    if text.isascii():
        return text
    for position, char in enumerate(text):
        if not char.isascii() and char.isnumeric():
            raise _refused_at(text, position, "foreign_digit")
    return text


def clean_code(value: str, max_length: int = 64) -> str:
    """An identifier: upper-case ASCII letters, digits and `- . / _`, without spaces. Arabic digits become ASCII."""
    text = clean_digits(value, max_length).replace(" ", "")
    if _CODE.fullmatch(text):
        return text.upper()
    for position, char in enumerate(text):
        if not (char.isascii() and (char.isalnum() or char in "-./_")):
            raise _refused_at(text, position, "not_in_codes")
    return text.upper()


def scripts_of(text: str) -> frozenset[str]:
    """The scripts of the letters of a text, as `LATIN` or `ARABIC`."""
    return frozenset(script_of(char) for char in text if char.isalpha()) - {""}


def excerpt(text: str, position: int) -> str:
    """A few characters around a place, each refused one shown as ▯, wrapped so that it cannot disturb the sentence."""
    around = text[max(0, position - 15) : position + 11]
    here = min(position, 15)
    shown = "".join(
        STAND_IN if index == here or fault_of(char) or char in JOINERS else char
        for index, char in enumerate(around)
        if index == here or not unicodedata.combining(char)
    )
    return isolated(shown)


def isolated(text: str) -> str:
    """The text between U+2068 and U+2069, for a sentence whose direction may differ. For showing, never for storing."""
    return f"\u2068{text}\u2069"


def _refused_at(text: str, position: int, reason: str) -> TextRefused:
    char = text[position]
    name = unicodedata.name(char, characters.code_of(char))
    return TextRefused(reason, position, name, excerpt=excerpt(text, position), code=characters.code_of(char))


def _refused_word(word: str, position: int, reason: str) -> TextRefused:
    return TextRefused(reason, position, word=isolated(word[:30]))


def _refuse_endless(value: str, max_length: int) -> None:
    """Before anything costly: no text shrinks to a quarter by composing (squeezed spaces aside)."""
    if len(value) > 4 * max_length + 200:
        raise TextRefused("too_long", max_length, length=len(value), most=max_length)


def _of_length(text: str, max_length: int) -> str:
    if len(text) > max_length:
        raise TextRefused("too_long", max_length, length=len(text), most=max_length)
    return text


def _policed(typed: str, *, allowed: str) -> str:
    """Every rule but those about edges and length. Marks are counted first: composing thousands of them takes seconds."""
    _refuse_faults(typed, allowed=allowed)
    text = _SPACES.sub(" ", typed)
    if _FAMILIAR.fullmatch(text):
        return text
    _refuse_loose_marks(text, most=2 * MOST_MARKS)
    if _FORMS.search(text):
        text = "".join(map(plain_form, text))
    text = unicodedata.normalize("NFC", text)
    _refuse_loose_marks(text, most=MOST_MARKS)
    _refuse_mixed_words(text)
    return text


def _refuse_faults(text: str, *, allowed: str) -> None:
    """Refuse the first character that may not stand where it stands."""
    for position, char in enumerate(text):
        fault = fault_of(char)
        if fault is None or char in allowed:
            continue
        if char in JOINERS and _joins_letters(text, position):
            continue
        if char == EMOJI_LOOK and allowed and position and unicodedata.category(text[position - 1]) == "So":
            continue
        raise _refused_at(text, position, "odd_line_break" if allowed and fault == "line_break" else fault)


def _joins_letters(text: str, position: int) -> bool:
    """A joiner stands after a letter (and its marks) and before a letter or mark of the same script, one that joins."""
    before = next((char for char in reversed(text[max(0, position - 4) : position]) if not _is_mark(char)), " ")
    after = text[position + 1 : position + 2]
    script = script_of(before) if before.isalpha() else ""
    return script in characters.JOINING_SCRIPTS and script_of(after or " ") == script


def _is_mark(char: str) -> bool:
    return unicodedata.category(char) in ("Mn", "Mc")


def _refuse_loose_marks(text: str, *, most: int) -> None:
    """A non-spacing mark needs something to stand on, and only so many stand on one."""
    run, base = 0, " "
    for position, char in enumerate(text):
        if unicodedata.category(char) != "Mn":
            if not _is_mark(char) and char not in JOINERS:
                run, base = 0, char
            continue
        run += char != EMOJI_LOOK
        if base in " \n":
            raise _refused_at(text, position, "mark_alone")
        if run > most:
            raise _refused_at(text, position, "too_many_marks")


def _words(text: str) -> Iterator[tuple[int, str]]:
    """Unbroken runs of letters, marks, numbers and joiners, with where they start."""
    start = None
    for position, char in enumerate(text + " "):
        inside = char in JOINERS or unicodedata.category(char)[0] in "LMN"
        if inside and start is None:
            start = position
        elif not inside and start is not None:
            yield start, text[start:position]
            start = None


def _refuse_mixed_words(text: str) -> None:
    """One script per word (UTS 39, highly restrictive: CJK scripts mix, with Latin too), one kind of digits per word."""
    for start, word in _words(text):
        scripts = {script_of(char) for char in word} - {""}
        zeros = {ord(char) - unicodedata.decimal(char) for char in word if char.isdecimal()}
        if len(zeros) > 1:
            raise _refused_word(word, start, "mixed_digits")
        if len(scripts) > 1 and not any(scripts <= mix for mix in _SCRIPTS_THAT_MIX):
            raise _refused_word(word, start, "mixed_scripts")


def _refuse_disguised_words(text: str) -> None:
    """In a line with Latin words, no Cyrillic, Greek or Armenian word whose every letter looks Latin (UTS 39, 4)."""
    if _FAMILIAR.fullmatch(text) or "LATIN" not in scripts_of(text):
        return
    for start, word in _words(text):
        letters = [char for char in word if char.isalpha()]
        if letters and all(char in characters.LATIN_LOOKALIKES for char in letters):
            raise _refused_word(word, start, "disguised")
