"""The own fields of the organisation as columns: asked for while its scope is open, each by its two names and its code."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from app.imports.dates import read_day
from app.imports.registry import CellContext, Changes, Choice, Here, ImportField, ImportPart
from app.imports.words import YES_OR_NO
from app.kernel.access import Permission
from app.kernel.figures import thousandths_as_typed
from app.kernel.i18n import LazyText, _l, language
from app.own_fields import labels, queries, services
from app.own_fields.models import FieldKind, OwnField, OwnFieldChoice
from app.own_fields.reading import read_value
from app.own_fields.rules import Value

PREFIX, SEALED = "own_", "•••"


def fields_here() -> list[ImportField]:
    """The fields that are asked now, in their order."""
    asked = queries.asked_fields()
    choices = queries.choices_of([field.id for field in asked if field.kind is FieldKind.CHOICE])
    return [_as_column(field, choices.get(field.id, [])) for field in asked]


def _as_column(field: OwnField, choices: Sequence[OwnFieldChoice]) -> ImportField:
    return ImportField(
        code=f"{PREFIX}{field.id}",
        label=LazyText(_as_spoken, (field.label_fr, field.label_ar), {}),
        synonyms=(field.label_fr, field.label_ar, field.code),
        read=_reader(field.kind),
        choices=_words(field.kind, choices),
        is_day=field.kind is FieldKind.DAY,
        needs=Permission.SEE_SENSITIVE if field.is_sensitive else None,
        say=(lambda _value: SEALED) if field.is_sensitive else _SAY.get(field.kind),
    )


_SAY = {
    FieldKind.NUMBER: thousandths_as_typed,
    FieldKind.YES_NO: lambda is_yes: labels.YES_NO["yes" if is_yes else "no"],
}


def _as_spoken(french: str, arabic: str) -> str:
    return arabic if language() == "ar" else french


def _reader(kind: FieldKind) -> Callable[[str, CellContext], Value]:
    if kind is FieldKind.DAY:
        return _read_day
    if kind is FieldKind.YES_NO:
        return lambda cell, _context: cell == "yes"
    return (lambda cell, _context: int(cell)) if kind is FieldKind.CHOICE else partial(_read, kind)


def _read(kind: FieldKind, cell: str, _context: CellContext) -> Value:
    return read_value(kind, cell)


def _read_day(cell: str, context: CellContext) -> Value:
    return read_day(cell, order=context.order, today=context.here.today)


def _words(kind: FieldKind, choices: Sequence[OwnFieldChoice]) -> Callable[[Here], Sequence[Choice]] | None:
    if kind is FieldKind.YES_NO:
        return lambda _here: [
            Choice(value=code, label=str(labels.YES_NO[code]), names=tuple(YES_OR_NO[code].split(",")))
            for code in YES_OR_NO
        ]
    if kind is not FieldKind.CHOICE:
        return None
    told = [(choice.id, choice.label_fr, choice.label_ar, choice.code) for choice in choices if not choice.withdrawn_at]
    return lambda _here: [
        Choice(value=str(choice_id), label=_as_spoken(french, arabic), names=(french, arabic, code))
        for choice_id, french, arabic, code in told
    ]


def write(member: Any, told: Mapping[str, Any], _here: Here) -> Changes:
    """By the room's service: what it refuses names its field as the columns do."""
    answers: dict[int, Value] = {int(code.removeprefix(PREFIX)): value for code, value in told.items()}
    kept = queries.values_of(member.id)
    sealed = queries.open_sealed(member.id, queries.sealed_ids(member.id) & answers.keys())
    services.fill_in(member, answers, version=None)
    changed = [each for each, value in answers.items() if {**kept, **sealed}.get(each) != value]
    hidden = {field.id for field in queries.asked_fields() if field.is_sensitive}
    after = {f"{PREFIX}{each}": SEALED if each in hidden else answers[each] for each in changed}
    return {f"{PREFIX}{each}": kept.get(each) for each in changed}, after


PART = ImportPart(code="own_fields", label=_l("Own fields"), fields_here=fields_here, write=write)
