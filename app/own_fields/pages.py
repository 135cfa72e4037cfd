"""What pages show of own fields: the list of the settings, and what one file says in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.kernel.i18n import language
from app.own_fields import labels, queries
from app.own_fields.models import FieldKind, OwnField
from app.own_fields.reading import in_words
from app.own_fields.rules import Reader, Value, is_filled_in_by, is_read_by


@dataclass(frozen=True, kw_only=True)
class Line:
    """A field of a file in words; `is_sealed`: something is on file that is not shown."""

    label: str
    text: str
    is_sealed: bool


def filled_in_by(reader: Reader) -> list[OwnField]:
    """The fields asked now that this reader fills in."""
    return [
        field
        for field in queries.asked_fields()
        if is_filled_in_by(reader, field.audience, is_sensitive=field.is_sensitive)
    ]


def read_by(reader: Reader) -> list[OwnField]:
    """The fields this reader is shown; one that was withdrawn, for what files say in it."""
    return [
        field for field in queries.every_field() if is_read_by(reader, field.audience, is_sensitive=field.is_sensitive)
    ]


def lines_of(member_id: int, reader: Reader) -> list[Line]:
    """What a file says, field by field; a withdrawn field only where something is said."""
    fields, values, sealed = read_by(reader), queries.values_of(member_id), queries.sealed_ids(member_id)
    shown = [one for one in fields if one.withdrawn_at is None or one.id in values or one.id in sealed]
    words = queries.choice_labels([one.id for one in shown], language())
    return [_line(one, values.get(one.id), words, is_sealed=one.id in sealed) for one in shown]


def _line(field: OwnField, value: Value, words: Mapping[int, str], *, is_sealed: bool) -> Line:
    return Line(label=field.label(language()), text=in_words(field.kind, value, words), is_sealed=is_sealed)


def revealed_lines(values: Mapping[int, Value], fields: Sequence[OwnField]) -> list[Line]:
    """Sensitive values that were decrypted, in words."""
    words = queries.choice_labels([field.id for field in fields], language())
    return [_line(field, values[field.id], words, is_sealed=False) for field in fields if field.id in values]


def listed_fields() -> dict[str, Any]:
    return {"fields": queries.every_field(), "counts": queries.counts_filled(), "labels": labels}


def field_page(field: OwnField) -> dict[str, Any]:
    """A field with its choices, and how many files say something in it."""
    has_choices = field.kind is FieldKind.CHOICE
    return {
        "own_field": field,
        "choices": queries.choices_of([field.id]).get(field.id, []) if has_choices else None,
        "chosen": queries.counts_chosen(field.id) if has_choices and not field.is_sensitive else {},
        "count": queries.counts_filled().get(field.id, 0),
        "labels": labels,
    }
