"""What a column can mean. Each room that people import into lists its fields and how a row of them is written.

`create_app` calls `use_parts` with the parts in their order: that of the member's file comes first, since the others write to a member
who is there by then. This room knows none of them but the first::

    PART = ImportPart(
        code="social",
        label=_l("Social file"),
        fields=(ImportField(code="children", label=_l("Children"), synonyms=("nombre d'enfants",), read=read_whole),),
        write=write_social_file,
    )

Fields that each organisation has of its own are asked for (`fields_here`) while its scope is open.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import product
from typing import Any

from app.imports.errors import WordUnknown
from app.kernel.access import Permission
from app.kernel.i18n import COUNTRIES, LANGUAGES, LazyText, speaking
from app.kernel.names import ARTICLE, fold
from app.kernel.tenancy import is_scope_open

LEAVE_EMPTY, REFUSE = "", "!"
"""What an unknown word may be said to mean, besides a word of the list."""


@dataclass(frozen=True, kw_only=True)
class Here:
    """The organisation that imports, and on whose behalf."""

    country: str
    currency: str
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
    `is_several`: the cell may hold several words, and the value is a tuple. `needs`: who imports has this permission too.
    `only_beside`: the fields without which this one says nothing. `say`: how a value is shown, where that is not plain.
    `example` stands in the template.
    """

    code: str
    label: LazyText
    synonyms: tuple[str, ...]
    read: Callable[[str, CellContext], Any]
    choices: Callable[[Here], Sequence[Choice]] | None = None
    is_day: bool = False
    only_new: bool = False
    is_several: bool = False
    needs: Permission | None = None
    only_beside: tuple[str, ...] = ()
    say: Callable[[Any], object] | None = None
    example: str = ""

    def value_of(self, cell: str, context: CellContext) -> Any:
        """What the cell says; None where it says nothing."""
        if not cell:
            return None
        if self.choices is None:
            return self.read(cell, context)
        values = [self._meant(word, context) for word in self.words_in(cell, context.words)]
        said = tuple(dict.fromkeys(value for value in values if value is not None))
        return said if self.is_several else next(iter(said), None)

    def words_in(self, cell: str, known: Mapping[str, str]) -> list[str]:
        """The words of a cell: all of it, or what stands between commas where it may hold several."""
        if not self.is_several or fold(cell) in known:
            return [cell]
        return [word.strip() for word in _BETWEEN.split(cell) if word.strip()]

    def _meant(self, word: str, context: CellContext) -> Any:
        meant = context.words.get(fold(word), REFUSE)
        if meant == REFUSE:
            raise WordUnknown
        return self.read(meant, context) if meant != LEAVE_EMPTY else None


Write = Callable[[Any, Mapping[str, Any], Here], Changes]
"""Of a member, the values that are filled in, and here: write them by the room's services and say what changed."""


@dataclass(frozen=True, kw_only=True)
class ImportPart:
    """The fields of one room, and how it writes them to a member; None for the file itself, which makes the member.

    `needs`: who imports into this room has this permission too.
    """

    code: str
    label: LazyText
    fields: tuple[ImportField, ...] = ()
    fields_here: Callable[[], Sequence[ImportField]] | None = None
    write: Write | None = None
    needs: Permission | None = None

    def offered(self) -> Sequence[ImportField]:
        """Its fields, those of the open organisation too."""
        own = self.fields_here() if self.fields_here is not None and is_scope_open() else ()
        return (*self.fields, *own)


_parts: list[ImportPart] = []


def use_parts(parts: Iterable[ImportPart]) -> None:
    _parts[:] = parts
    _known_headers.cache_clear()


def fields() -> dict[str, ImportField]:
    """Every field, by code."""
    return {each.code: each for part in _parts for each in part.offered()}


def places_gone(chosen: Sequence[str], known: Collection[str]) -> list[int]:
    """Where columns stand that were chosen for a field that is no longer asked."""
    return [place for place, code in enumerate(chosen) if code and code not in known]


Writers = Sequence[tuple[Write, frozenset[str]]]


def writers() -> Writers:
    """What writes the values of each part but the file itself, and of which fields: asked once for many rows."""
    return [(part.write, frozenset(each.code for each in part.offered())) for part in _parts if part.write]


def offered_to(can: Callable[[Permission], bool]) -> list[tuple[ImportPart, list[ImportField]]]:
    """The parts and their fields that somebody with these permissions may import."""
    found = []
    for part in _parts:
        mine = [each for each in part.offered() if all(map(can, filter(None, (part.needs, each.needs))))]
        found += [(part, mine)] if mine else []
    return found


def examples() -> list[list[str]]:
    """The rows that the templates begin with, without their empty cells."""
    return [[each.example for each in some if each.example] for some in (_parts[0].fields, fields().values())]


Recognise = Callable[[str], str | None]


def recogniser() -> Recognise:
    """What finds the code of the field that a header means, of the fields of all organisations and of the open one."""
    return recogniser_of({**names_of(_only_here()), **_known_headers()})


def recogniser_of(known: Mapping[str, str]) -> Recognise:
    """What finds a header among names, as `names_of` gives them; what stands in brackets may be left out."""

    def recognise(header: str) -> str | None:
        return known.get(header_key(header)) or known.get(header_key(_ASIDE.sub(" ", header)))

    return recognise


def _only_here() -> list[ImportField]:
    return [each for part in _parts for each in part.offered()[len(part.fields) :]]


@lru_cache(maxsize=1)
def _known_headers() -> dict[str, str]:
    return names_of([each for part in _parts for each in part.fields])


def names_of(some: Sequence[ImportField]) -> dict[str, str]:
    """What fields are called, by the folded name: as the house says it in each country, then as people write it."""
    found: dict[str, str] = {}
    for spoken, country in product(LANGUAGES, COUNTRIES if some else ()):
        with speaking(spoken, country=country):
            for each in some:
                found.setdefault(header_key(str(each.label)), each.code)
    for each in some:
        for synonym in each.synonyms:
            found.setdefault(header_key(synonym), each.code)
    found.pop("", None)
    return found


_BETWEEN = re.compile(r"[,;/|+،؛\n]| et | و ")
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]|\*+|:$")
_SMALL_WORDS = frozenset("de du des d la le les l of the en a au".split())


@lru_cache(maxsize=4096)
def header_key(header: str) -> str:
    """The key under which different writings of a header are equal: folded, without articles."""
    words = [word for word in fold(header).split() if word not in _SMALL_WORDS]
    return " ".join(word.removeprefix(ARTICLE) if len(word) > 4 else word for word in words)
