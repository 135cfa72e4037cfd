"""Values as people type them and as people read them: one parser and one writer per kind of field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from app.kernel import names
from app.kernel.figures import FigureRefused, parse_day, parse_thousandths
from app.kernel.i18n import _l, format_day, format_number
from app.kernel.tables import Cell
from app.kernel.text import clean_paragraph
from app.own_fields import labels
from app.own_fields.models import FieldKind, OwnFieldChoice
from app.own_fields.rules import LONGEST_TEXT, Value

YES = frozenset(("yes", "y", "1", "true", "oui", "o", "x", "نعم"))
NO = frozenset(("no", "n", "0", "false", "non", "لا"))


def read_value(kind: FieldKind, typed: str, choices: Iterable[OwnFieldChoice] = ()) -> Value:
    """What somebody typed, or a cell of a spreadsheet, as the value of a field; None for nothing.

    A choice is named by its code, its id or its label in either language. Raises FigureRefused and text.TextRefused.
    """
    text = typed.strip()
    if not text:
        return None
    if kind is FieldKind.TEXT:
        return clean_paragraph(text, LONGEST_TEXT)
    if kind is FieldKind.NUMBER:
        return parse_thousandths(text)
    if kind is FieldKind.DAY:
        return parse_day(text)
    return _yes_or_no(text) if kind is FieldKind.YES_NO else _choice(text, choices)


def _yes_or_no(text: str) -> bool:
    folded = text.casefold()
    if folded not in YES | NO:
        raise FigureRefused(_l("Write yes or no."))
    return folded in YES


def _choice(text: str, choices: Iterable[OwnFieldChoice]) -> int:
    wanted = names.fold(text)
    for choice in choices:
        if text in (str(choice.id), choice.code) or wanted in (
            names.fold(choice.label_fr),
            names.fold(choice.label_ar),
        ):
            return choice.id
    raise FigureRefused(_l("This choice is not in the list. Choose again."))


def in_words(kind: FieldKind, value: Value, choices: Mapping[int, str]) -> str:
    """A value as people read it in the language spoken; `choices`: the words of choices, by id."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(labels.YES_NO["yes" if value else "no"])
    if isinstance(value, date):
        return format_day(value)
    if isinstance(value, str):
        return value
    return format_number(Decimal(value) / 1000) if kind is FieldKind.NUMBER else choices.get(value, "")


def as_cell(kind: FieldKind, value: Value, choices: Mapping[int, str]) -> Cell:
    """A value as a spreadsheet keeps it: numbers and days stay what they are."""
    if kind is FieldKind.NUMBER and isinstance(value, int):
        return Decimal(value) / 1000
    return value if kind is FieldKind.DAY and isinstance(value, date) else in_words(kind, value, choices)
