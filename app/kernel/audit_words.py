"""The values of an event in the reader's words: each room says how those it records are called and written.

An event keeps plain values under the names of columns (`amount_minor: 125000`), which code reads for ever. People read
what a room has said of them with `say_values`; what nobody says anything of, such as an id, is not shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from app.kernel.fields import currency_here
from app.kernel.i18n import LazyText, _l, format_day, format_hours, format_money, format_number, format_phone

Writer = Callable[[Any], object]

_said: dict[tuple[str, str], tuple[LazyText, Writer]] = {}


def say_values(subject: str, words: Mapping[str, tuple[LazyText, Writer]]) -> None:
    """Of the actions whose code starts with `subject`: each value's name in words, and what writes it."""
    _said.update({(subject, name): said for name, said in words.items()})


def in_words(action: str, values: Mapping[str, Any] | None, terms: Mapping[int, str]) -> list[tuple[str, str]]:
    """Name and value, as people read them, in the order they were recorded. `terms`: the organisation's words, by id."""
    subject = action.partition(".")[0]
    said = [(_said.get((subject, name)), value) for name, value in (values or {}).items()]
    return [(str(words[0]), _written(words[1], value, terms)) for words, value in said if words is not None]


def has_words(action: str, name: str) -> bool:
    """Whether a value of this action is shown."""
    return (action.partition(".")[0], name) in _said


def _written(writer: Writer, value: Any, terms: Mapping[int, str]) -> str:
    if value in (None, ""):
        return str(NOTHING)
    return terms.get(value, "…") if writer is a_word else str(writer(value))


def a_word(term_id: int) -> object:
    """The id of a word of the organisation's lists: `in_words` is given them all at once."""
    return term_id


def by_code(words: Mapping[Any, object]) -> Writer:
    """A value that is a code; its own text where a newer version no longer knows it."""
    return lambda code: words.get(code, code)


def day(written: str) -> str:
    return format_day(date.fromisoformat(written))


def money(minor: int) -> str:
    return format_money(minor, currency_here())


as_it_is: Writer = str
hours: Writer = format_hours
number: Writer = format_number
phone: Writer = format_phone
NOTHING = _l("nothing")
