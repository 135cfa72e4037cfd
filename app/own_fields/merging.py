"""What two files say in the fields of the organisation, when they become one."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from app.kernel.database import db
from app.own_fields import queries
from app.own_fields.models import OwnField, OwnFieldSheet, OwnFieldValue
from app.own_fields.rules import COLUMN_OF


def differing_fields(kept_id: int, gone_id: int) -> list[OwnField]:
    """The fields in which the two do not say the same; of a sensitive one nobody compares what is said."""
    kept, gone = _said(kept_id), _said(gone_id)
    return [field for field in queries.every_field() if kept.get(field.id) != gone.get(field.id)]


def _said(member_id: int) -> dict[int, object]:
    sealed = dict.fromkeys(queries.sealed_ids(member_id), (member_id, "sealed"))
    return {**queries.values_of(member_id), **sealed}


def give_values(kept_id: int, gone_id: int, taken: Collection[int]) -> list[OwnFieldValue]:
    """The survivor says in the `taken` fields what the other said. Gives back, and deletes, what is said nowhere then.

    What both say is written once. The sheet of the survivor counts as saved.
    """
    kept, gone = _rows(kept_id), _rows(gone_id)
    over: list[OwnFieldValue] = []
    for field_id in kept.keys() | gone.keys():
        goes, stays = gone.get(field_id), kept.get(field_id)
        if field_id in taken:
            over += [stays] if stays is not None else []
        elif goes is not None:
            over += [goes]
    moving = [gone[field_id] for field_id in taken if field_id in gone]
    copies = [_copy(row) for row in moving]
    for row in (*over, *moving):
        db.session.delete(row)
    db.session.flush()
    db.session.add_all(OwnFieldValue(member_id=kept_id, **values) for values in copies)
    _settle_sheets(kept_id, gone_id)
    db.session.flush()
    return over


def _rows(member_id: int) -> dict[int, OwnFieldValue]:
    found = db.session.scalars(select(OwnFieldValue).where(OwnFieldValue.member_id == member_id))
    return {row.field_id: row for row in found}


def _copy(row: OwnFieldValue) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("field_id", "kind", "words", "sealed", *COLUMN_OF.values())}


def _settle_sheets(kept_id: int, gone_id: int) -> None:
    found = db.session.scalars(select(OwnFieldSheet).where(OwnFieldSheet.member_id.in_([kept_id, gone_id])))
    sheets = {sheet.member_id: sheet for sheet in found}
    if gone_id in sheets:
        db.session.delete(sheets[gone_id])
    if kept_id in sheets:
        sheets[kept_id].version += 1
    elif gone_id in sheets:
        db.session.add(OwnFieldSheet(member_id=kept_id, version=sheets[gone_id].version + 1))
