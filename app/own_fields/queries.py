"""Reads of own fields: definitions, values of one file or of many at once, and conditions for lists and reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import abort
from sqlalchemy import ColumnElement, Select, and_, func, select, true

from app.kernel import names
from app.kernel.access import Actor, Role
from app.kernel.database import db
from app.kernel.sql import read_rows
from app.own_fields.models import Audience, OwnField, OwnFieldChoice, OwnFieldSheet, OwnFieldValue
from app.own_fields.rules import COLUMN_OF, FieldFilter, Operator, Value, from_plain

_IN_ORDER = (OwnField.position, OwnField.id)


def every_field() -> list[OwnField]:
    """All fields, those asked first, in their order."""
    return list(db.session.scalars(select(OwnField).order_by(OwnField.withdrawn_at.is_not(None), *_IN_ORDER)))


def asked_fields() -> list[OwnField]:
    """The fields that are asked now, in their order."""
    return list(db.session.scalars(select(OwnField).where(OwnField.withdrawn_at.is_(None)).order_by(*_IN_ORDER)))


def fields_for_lists() -> list[OwnField]:
    """The fields that lists, reports and exports may show, withdrawn ones last: none that is sensitive."""
    return [field for field in every_field() if not field.is_sensitive]


def fields_listed_for(actor: Actor) -> list[OwnField]:
    """Those of them that this reader may list: coaches none that only managers read.

    Who is a coach and has a file too reads of their own what is for the person; a list cannot except one row, so it offers no more.
    """
    if Role.MANAGER in actor.roles:
        return fields_for_lists()
    hidden = {Audience.MANAGERS, Audience.COACHES} if Role.ENTREPRENEUR in actor.roles else {Audience.MANAGERS}
    return [field for field in fields_for_lists() if field.audience not in hidden]


def find_field(field_id: int) -> OwnField | None:
    field: OwnField | None = db.session.scalar(select(OwnField).where(OwnField.id == field_id))
    return field


def get_field_or_404(field_id: int) -> OwnField:
    return find_field(field_id) or abort(404)


def get_choice_or_404(field: OwnField, choice_id: int) -> OwnFieldChoice:
    """A choice of this field."""
    found = select(OwnFieldChoice).where(OwnFieldChoice.field_id == field.id, OwnFieldChoice.id == choice_id)
    choice: OwnFieldChoice | None = db.session.scalar(found)
    return choice if choice is not None else abort(404)


def choices_of(field_ids: Iterable[int]) -> Mapping[int, list[OwnFieldChoice]]:
    """The choices of each of these fields in their order, withdrawn ones too, as they stand now."""
    found = select(OwnFieldChoice).where(OwnFieldChoice.field_id.in_(list(field_ids)))
    by_field: dict[int, list[OwnFieldChoice]] = defaultdict(list)
    in_order = found.order_by(OwnFieldChoice.position, OwnFieldChoice.id)
    for choice in db.session.scalars(in_order, execution_options={"populate_existing": True}):
        by_field[choice.field_id].append(choice)
    return by_field


def counts_filled() -> Mapping[int, int]:
    """In how many files each field is filled in, by id."""
    counted = select(OwnFieldValue.field_id, func.count().label("count")).group_by(OwnFieldValue.field_id)
    return {row.field_id: row._mapping["count"] for row in db.session.execute(counted)}


def counts_chosen(field_id: int) -> Mapping[int, int]:
    """In how many files each choice of a field was chosen, by id; of a sensitive field nobody counts."""
    chosen = select(OwnFieldValue.choice_id, func.count().label("count")).where(
        OwnFieldValue.field_id == field_id, OwnFieldValue.choice_id.is_not(None)
    )
    rows = db.session.execute(chosen.group_by(OwnFieldValue.choice_id))
    return {row.choice_id: row._mapping["count"] for row in rows if row.choice_id is not None}


_COLUMNS = (
    OwnFieldValue.member_id,
    OwnFieldValue.field_id,
    OwnFieldValue.kind,
    *(getattr(OwnFieldValue, column) for column in COLUMN_OF.values()),
)


def values_for(
    member_ids: Sequence[int] | Select[Any], field_ids: Sequence[int] | Select[Any]
) -> Mapping[int, Mapping[int, Value]]:
    """What these files say in these fields, in one query: by member, then by field; an empty field is absent.

    Both may be statements that select them. A sensitive value is never among them.
    """
    found = select(*_COLUMNS).where(
        OwnFieldValue.member_id.in_(member_ids),
        OwnFieldValue.field_id.in_(field_ids),
        OwnFieldValue.sealed.is_(None),
    )
    by_member: dict[int, dict[int, Value]] = defaultdict(dict)
    for row in read_rows(found):
        by_member[row.member_id][row.field_id] = getattr(row, COLUMN_OF[row.kind])
    return by_member


def values_of(member_id: int) -> dict[int, Value]:
    """What one file says, by field; sensitive values are not among them."""
    return dict(values_for([member_id], select(OwnField.id)).get(member_id, {}))


def sealed_ids(member_id: int) -> set[int]:
    """The sensitive fields in which this file says something."""
    found = select(OwnFieldValue.field_id).where(
        OwnFieldValue.member_id == member_id, OwnFieldValue.sealed.is_not(None)
    )
    return set(db.session.scalars(found))


def open_sealed(member_id: int, field_ids: Iterable[int]) -> dict[int, Value]:
    """The sensitive values of one file, decrypted: for a reading that is logged."""
    found = select(OwnFieldValue.field_id, OwnFieldValue.kind, OwnFieldValue.sealed).where(
        OwnFieldValue.member_id == member_id, OwnFieldValue.sealed.is_not(None)
    )
    wanted = set(field_ids)
    return {
        row.field_id: from_plain(row.kind, str(row.sealed))
        for row in db.session.execute(found)
        if row.field_id in wanted
    }


def sheet_version(member_id: int) -> int:
    """How often the own fields of a file were saved; 0: never."""
    found = select(OwnFieldSheet.version).where(OwnFieldSheet.member_id == member_id)
    return db.session.scalar(found) or 0


def own_field_conditions(filters: Iterable[FieldFilter], *, of: ColumnElement[int] | Any) -> list[ColumnElement[bool]]:
    """Conditions for a list of members, one for each question; `of` is the column with the member's id, such as Member.id."""
    return [_condition(asked, of) for asked in filters]


def _condition(asked: FieldFilter, of: Any) -> ColumnElement[bool]:
    filled = select(OwnFieldValue.member_id).where(
        OwnFieldValue.field_id == asked.field_id, OwnFieldValue.sealed.is_(None)
    )
    if asked.operator is Operator.EMPTY:
        empty: ColumnElement[bool] = of.not_in(filled)
        return empty
    found: ColumnElement[bool] = of.in_(filled.where(_comparison(asked)))
    return found


def _comparison(asked: FieldFilter) -> ColumnElement[bool]:
    column = getattr(OwnFieldValue, COLUMN_OF[asked.kind])
    if asked.operator is Operator.CONTAINS:
        words = names.fold(str(asked.low)).split()
        return and_(true(), *(OwnFieldValue.words.contains(f" {word}", autoescape=True) for word in words))
    if asked.operator is Operator.FILLED:
        return true()
    if asked.operator is Operator.IS:
        return column == asked.low  # type: ignore[no-any-return]  # a condition, not a bool
    at_least = true() if asked.operator is Operator.AT_MOST else column >= asked.low
    last = asked.high if asked.operator is Operator.BETWEEN else asked.low
    return and_(at_least, true() if asked.operator is Operator.AT_LEAST else column <= last)


def choice_labels(field_ids: Iterable[int], language: str) -> dict[int, str]:
    """The words of all choices of these fields, by their id."""
    by_field = choices_of(field_ids)
    return {choice.id: choice.label(language) for choices in by_field.values() for choice in choices}
