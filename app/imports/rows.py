"""A row's cells as values, with every cell that means nothing named; and what is kept of a row, as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from app.imports import errors, registry, words
from app.imports.dates import DAY_FIRST
from app.imports.registry import CellContext, Choice, Here, ImportField
from app.kernel import cipher
from app.kernel.errors import Refusal
from app.kernel.figures import FigureRefused
from app.kernel.i18n import LANGUAGES, speaking
from app.kernel.names import fold

Problem = dict[str, Any]
"""`field` (a code, or ""), `fr` and `ar`: what is wrong, in words."""


def kept(text: str, otherwise: Any) -> Any:
    """What was kept as JSON; `otherwise` where nothing was, or what cannot be read."""
    try:
        value = json.loads(text) if text else otherwise
    except ValueError:
        return otherwise
    return value if isinstance(value, type(otherwise)) else otherwise


def as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else str(value)


@dataclass(frozen=True, kw_only=True)
class ColumnMapping:
    """What the columns of a file mean: the field of each, the order of its days, and what unknown words stand for.

    `questions` is what the file leaves open: columns whose days can be read in two ways, words no list knows.
    `known`: a value of `proposals`, how the file was recognised.
    """

    fields: list[str]
    orders: dict[str, str]
    words: dict[str, dict[str, str]]
    admitted_on: str = ""
    questions: dict[str, Any] = field(default_factory=dict)
    known: str = ""

    @classmethod
    def of(cls, text: str) -> ColumnMapping:
        told = kept(text, {})
        return cls(
            fields=_of_kind(told.get("fields"), []),
            orders=_of_kind(told.get("orders"), {}),
            words=_of_kind(told.get("words"), {}),
            admitted_on=_of_kind(told.get("admitted_on"), ""),
            questions=_of_kind(told.get("questions"), {}),
            known=_of_kind(told.get("known"), ""),
        )

    def text(self) -> str:
        return as_json(asdict(self))


def _of_kind(value: Any, otherwise: Any) -> Any:
    return value if isinstance(value, type(otherwise)) else otherwise


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Reads the rows of one import."""

    here: Here
    columns: tuple[tuple[int, ImportField, CellContext], ...]
    gone: tuple[tuple[int, str, str], ...]
    admitted_on: date | None

    def values_of(self, cells: Sequence[str]) -> tuple[dict[str, Any], list[Problem]]:
        """What the filled cells say by field, and what is wrong with the others."""
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        for place, meant, context in self.columns:
            try:
                value = meant.value_of(cells[place] if place < len(cells) else "", context)
            except (Refusal, FigureRefused) as refusal:
                problems.append(problem(refusal.message, meant.code, country=self.here.country))
            else:
                if value is not None and value != "":
                    values[meant.code] = value
        for place, code, header in self.gone:
            if place < len(cells) and cells[place]:
                problems.append(problem(errors.ColumnGone(header).message, code, country=self.here.country))
        if (whole := values.pop("full_name", None)) is not None:
            values.setdefault("family_name_latin", whole[0])
            values.setdefault("given_name_latin", whole[1])
        if self.admitted_on is not None and values.get("number") is None:
            values.setdefault("admitted_on", self.admitted_on)
        return values, problems


def reader_of(mapping: ColumnMapping, here: Here, *, headers: Sequence[str]) -> Reader:
    """Lists of words are looked up once for all rows. What fills a column whose field was withdrawn is not dropped in silence."""
    known, columns = registry.fields(), []
    for place, code in enumerate(mapping.fields):
        if meant := known.get(code):
            context = CellContext(
                here=here,
                order=mapping.orders.get(str(place), DAY_FIRST),
                words={**mapping.words.get(code, {}), **meanings_of(meant, here)} if meant.choices else {},
            )
            columns.append((place, meant, context))
    day = date.fromisoformat(mapping.admitted_on) if mapping.admitted_on else None
    gone = tuple(
        (place, mapping.fields[place], headers[place]) for place in registry.places_gone(mapping.fields, known)
    )
    return Reader(here=here, columns=tuple(columns), gone=gone, admitted_on=day)


def meanings_of(meant: ImportField, here: Here) -> Mapping[str, str]:
    """What words of a list mean, said in either language: the worker does not speak that of who sent the file."""
    said: list[Choice] = []
    for spoken in LANGUAGES if meant.choices else ():
        with speaking(spoken, country=here.country):
            said += meant.choices(here) if meant.choices else ()
    return words.meanings(said)


def problem(message: object, field: str | None, *, country: str) -> Problem:
    """A refusal in both languages: who reads it later may speak the other one."""
    said: Problem = {"field": field or ""}
    for spoken in LANGUAGES:
        with speaking(spoken, country=country):
            said[spoken] = str(message)
    return said


def person_key(values: Mapping[str, Any], import_id: int) -> str:
    """Finds the same person twice in one file: the words of the name in one script, in any order, and the day of birth."""
    for script in ("latin", "arabic"):
        family, given = values.get(f"family_name_{script}", ""), values.get(f"given_name_{script}", "")
        if family and given and values.get("birth_date"):
            name = " ".join(sorted(fold(f"{family} {given}").split()))
            return cipher.blind_index(f"{name}:{values['birth_date']}", f"import:{import_id}")
    return ""
