"""What may stand in a field, which questions can be asked of it, and who reads it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.kernel import names
from app.own_fields.errors import CannotCompareSo, NothingToCompareWith, WrongWayRound
from app.own_fields.models import Audience, FieldKind

Value = str | int | date | bool | None  # text; thousandths, or the id of a choice; day; yes or no; None: empty
COLUMN_OF = {
    FieldKind.TEXT: "text",
    FieldKind.NUMBER: "thousandths",
    FieldKind.DAY: "day",
    FieldKind.YES_NO: "is_yes",
    FieldKind.CHOICE: "choice_id",
}
LONGEST_TEXT = 500


class Operator(StrEnum):
    IS = "is"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BETWEEN = "between"
    CONTAINS = "contains"
    EMPTY = "empty"
    FILLED = "filled"


_ORDERED = (Operator.IS, Operator.AT_LEAST, Operator.AT_MOST, Operator.BETWEEN)
_ALWAYS = (Operator.FILLED, Operator.EMPTY)
OPERATORS = {
    FieldKind.TEXT: (Operator.CONTAINS, Operator.IS, *_ALWAYS),
    FieldKind.NUMBER: (*_ORDERED, *_ALWAYS),
    FieldKind.DAY: (*_ORDERED, *_ALWAYS),
    FieldKind.YES_NO: (Operator.IS, *_ALWAYS),
    FieldKind.CHOICE: (Operator.IS, *_ALWAYS),
}


@dataclass(frozen=True, kw_only=True)
class FieldFilter:
    """One question about one field, such as “at least 2”. `high` is for BETWEEN; both ends are included."""

    field_id: int
    kind: FieldKind
    operator: Operator
    low: Value = None
    high: Value = None

    def __post_init__(self) -> None:
        """A question that cannot be asked raises: left out silently, it would make counts wrong."""
        if self.operator not in OPERATORS[self.kind]:
            raise CannotCompareSo
        if self.operator not in _ALWAYS and self.low in (None, ""):
            raise NothingToCompareWith
        if self.operator is Operator.BETWEEN:
            if self.high is None:
                raise NothingToCompareWith(field="high")
            if self.high < self.low:  # type: ignore[operator]  # both are of the field's kind
                raise WrongWayRound


def answers(asked: FieldFilter, value: Value) -> bool:
    """Whether one value is found by a question: the slow and obvious reading, which the database's must equal."""
    if asked.operator in _ALWAYS:
        return (value is not None) == (asked.operator is Operator.FILLED)
    if value is None:
        return False
    if asked.operator is Operator.IS:
        return value == asked.low
    if asked.operator is Operator.CONTAINS:
        words = names.fold(str(value)).split()
        return all(any(word.startswith(wanted) for word in words) for wanted in names.fold(str(asked.low)).split())
    at_least = asked.operator is Operator.AT_MOST or value >= asked.low  # type: ignore[operator]  # both are of the kind
    return at_least and (asked.operator is Operator.AT_LEAST or value <= _last(asked))  # type: ignore[operator]  # both are of the kind


def _last(asked: FieldFilter) -> Value:
    return asked.high if asked.operator is Operator.BETWEEN else asked.low


def words_of(text: str) -> str:
    """The folded words of a text, each after a space; what a search for the beginning of a word compares."""
    return "".join(f" {word}" for word in names.fold(text).split())[:1000]


def as_plain(value: Value) -> str:
    """A value as text, to be encrypted or written into the log; `from_plain` reads it back."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)


def from_plain(kind: FieldKind, text: str) -> Value:
    if kind is FieldKind.YES_NO:
        return text == "yes"
    if kind is FieldKind.DAY:
        return date.fromisoformat(text)
    return text if kind is FieldKind.TEXT else int(text)


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Who opens a file: may they see what only managers see, what is sensitive, what the house sees; is it their own?"""

    is_manager: bool
    sees_sensitive: bool
    is_coach: bool
    is_own: bool


def is_read_by(reader: Reader, audience: Audience, *, is_sensitive: bool) -> bool:
    """Whether a field is shown at all. A sensitive one: to who may see what is sensitive, and to the person if it is for them."""
    if reader.is_own and audience is Audience.PERSON:
        return True
    return is_filled_in_by(reader, audience, is_sensitive=is_sensitive)


def is_filled_in_by(reader: Reader, audience: Audience, *, is_sensitive: bool) -> bool:
    """A coach fills in what coaches read, and leaves their own file to others."""
    if is_sensitive:
        return reader.sees_sensitive
    return reader.is_manager or (reader.is_coach and not reader.is_own and audience is not Audience.MANAGERS)
