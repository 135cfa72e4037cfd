"""What a column can mean. Each room that people import into lists its fields and how a row of them is written.

`create_app` calls `use_parts` with the parts in their order: that of the member's file comes first, since the others write to a member
who is there by then. This room knows none of them but the first::

    PART = ImportPart(
        code="social",
        label=_l("Social file"),
        fields=(ImportField(code="children", label=_l("Children"), synonyms=("nombre d'enfants",), read=read_whole),),
        write=write_social_file,
    )
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import product
from typing import Any

from app.imports.errors import WordUnknown
from app.kernel.i18n import COUNTRIES, LANGUAGES, LazyText, speaking
from app.kernel.names import ARTICLE, fold

LEAVE_EMPTY, REFUSE = "", "!"
"""What an unknown word may be said to mean, besides a word of the list."""


@dataclass(frozen=True, kw_only=True)
class Here:
    """The organisation that imports, and on whose behalf. `terms` keeps lists that were looked up, by field."""

    country: str
    today: date
    account_id: int | None


@dataclass(frozen=True, kw_only=True)
class CellContext:
    """What the reader of a cell may know besides its text: the order of day and month, and what words mean."""

    here: Here
    order: str
    words: Mapping[str, str]


Changes = tuple[dict[str, Any], dict[str, Any]]
"""What a row changed: values before and after, by name."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One word of a list: its value as text, what it is called here, and all it may be called in a file."""

    value: str
    label: str
    names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ImportField:
    """One meaning of a column. `read` raises a Refusal or FigureRefused for a cell that means nothing.

    With `choices` the cell is a word of a list, and `read` is given its value. `only_new`: says nothing of who has a file already.
    `example` stands in the template.
    """

    code: str
    label: LazyText
    synonyms: tuple[str, ...]
    read: Callable[[str, CellContext], Any]
    choices: Callable[[Here], Sequence[Choice]] | None = None
    is_day: bool = False
    only_new: bool = False
    example: str = ""

    def value_of(self, cell: str, context: CellContext) -> Any:
        """What the cell says; None where it says nothing."""
        if not cell:
            return None
        if self.choices is None:
            return self.read(cell, context)
        meant = context.words.get(fold(cell), REFUSE)
        if meant == REFUSE:
            raise WordUnknown
        return self.read(meant, context) if meant != LEAVE_EMPTY else None


Write = Callable[[Any, Mapping[str, Any], Here], Changes]
"""Of a member, the values that are filled in, and here: write them by the room's services and say what changed."""


@dataclass(frozen=True, kw_only=True)
class ImportPart:
    """The fields of one room, and how it writes them to a member; None for the file itself, which makes the member."""

    code: str
    label: LazyText
    fields: tuple[ImportField, ...]
    write: Write | None = None
    by_code: dict[str, ImportField] = field(default_factory=dict, init=False)


_parts: list[ImportPart] = []


def use_parts(parts: Iterable[ImportPart]) -> None:
    _parts[:] = parts
    _known_headers.cache_clear()


def parts() -> Sequence[ImportPart]:
    return _parts


def fields() -> dict[str, ImportField]:
    """Every field, by code."""
    return {each.code: each for part in _parts for each in part.fields}


def is_example(cells: Sequence[str]) -> bool:
    """Whether a row is the one that the template begins with."""
    filled = [cell for cell in cells if cell]
    return filled == [each.example for each in fields().values() if each.example]


def recognise(header: str) -> str | None:
    """The code of the field that a header means."""
    known = _known_headers()
    return known.get(header_key(header)) or known.get(header_key(_ASIDE.sub(" ", header)))


@lru_cache(maxsize=1)
def _known_headers() -> dict[str, str]:
    found: dict[str, str] = {}
    for spoken, country in product(LANGUAGES, COUNTRIES):
        with speaking(spoken, country=country):
            for each in fields().values():
                found.setdefault(header_key(str(each.label)), each.code)
    for each in fields().values():
        for synonym in each.synonyms:
            found.setdefault(header_key(synonym), each.code)
    found.pop("", None)
    return found


_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]|\*+|:$")
_SMALL_WORDS = frozenset("de du des d la le les l of the en a au".split())


@lru_cache(maxsize=4096)
def header_key(header: str) -> str:
    """The key under which different writings of a header are equal: folded, without articles."""
    words = [word for word in fold(header).split() if word not in _SMALL_WORDS]
    return " ".join(word.removeprefix(ARTICLE) if len(word) > 4 else word for word in words)
