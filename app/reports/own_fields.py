"""Members and their own fields: one row a member, the fields asked for beside the name. No sensitive field is among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlalchemy import ColumnElement, select

from app.kernel.access import Actor, Role
from app.kernel.i18n import _, _l, _n, format_day, format_day_short, language
from app.kernel.sql import read_rows
from app.kernel.tables import Cell
from app.members.models import Member
from app.members.queries import visible_to
from app.own_fields import labels, queries
from app.own_fields.models import Audience, OwnField
from app.own_fields.reading import as_cell, in_words
from app.own_fields.rules import FieldFilter, Operator, Value
from app.reports.forms import PRESENCE, OwnFieldsForm
from app.reports.report import Report, ReportColumn


@dataclass(frozen=True, kw_only=True)
class Row:
    """One member and what their file says in the fields shown."""

    id: int
    number: int
    name_latin: str
    name_arabic: str
    left_on: date | None
    values: Mapping[int, Value]


@dataclass(frozen=True, kw_only=True)
class Question:
    """Which fields are shown, of whom, and what is asked of one of them."""

    shown: Sequence[OwnField]
    situation: str
    filters: Sequence[FieldFilter]
    choices: Mapping[int, str]


COLUMNS = (
    ReportColumn(label=_l("No."), cell=lambda row: row.number, width=9, is_number=True),
    ReportColumn(label=_l("Name, Latin letters"), cell=lambda row: row.name_latin, width=26),
    ReportColumn(label=_l("Name, Arabic letters"), cell=lambda row: row.name_arabic, width=22, is_on_screen=False),
)


def fields_of(actor: Actor) -> list[OwnField]:
    """The fields that this reader may list: coaches none that only managers read; of themself see `_rows`."""
    every = Role.MANAGER in actor.roles
    return [field for field in queries.fields_for_lists() if every or field.audience is not Audience.MANAGERS]


def asked_form(actor: Actor) -> OwnFieldsForm:
    """The form as the address fills it in."""
    fields, spoken = fields_of(actor), language()
    by_field = queries.choices_of([field.id for field in fields])
    choices = {field_id: {one.id: one.label(spoken) for one in offered} for field_id, offered in by_field.items()}
    return OwnFieldsForm(fields, choices)


def question_of(form: OwnFieldsForm, actor: Actor) -> Question:
    """What a valid form asks. Raises what `FieldFilter` raises."""
    fields = fields_of(actor)
    return Question(
        shown=[field for field in fields if field.id in form.show.data],
        situation=form.situation.data or "present",
        filters=form.filters(),
        choices=queries.choice_labels([field.id for field in fields], language()),
    )


def run(actor: Actor, question: Question, *, on: date) -> Report:
    """The members this actor may see, reduced by the question, by name."""
    rows = _rows(actor, question, on)
    return Report(
        code="own_fields",
        title=_("Members and their own fields"),
        as_of=_("As of %(day)s", day=format_day(on)),
        explanation=_n(
            "One row is one member of the organisation, counted once: %(num)s member.",
            "One row is one member of the organisation, counted once: %(num)s members.",
            len(rows),
        ),
        filters=[str(PRESENCE[question.situation]), *(_in_words(asked, question) for asked in question.filters)],
        columns=[*COLUMNS, *(_column(field, question.choices) for field in question.shown)],
        rows=rows,
        empty=_("No member corresponds."),
    )


def _conditions(actor: Actor, question: Question, on: date) -> list[ColumnElement[bool]]:
    conditions = [visible_to(actor, on=on), *queries.own_field_conditions(question.filters, of=Member.id)]
    if (
        Role.MANAGER not in actor.roles
    ):  # a coach who is a member reads of themself what their file shows them, and no more
        conditions.append(Member.account_id.is_distinct_from(actor.account_id))
    if question.situation == "present":
        conditions.append(Member.left_on.is_(None))
    return conditions


def _rows(actor: Actor, question: Question, on: date) -> list[Row]:
    conditions = _conditions(actor, question, on)
    values = queries.values_for(select(Member.id).where(*conditions), [field.id for field in question.shown])
    columns = (
        Member.id,
        Member.number,
        Member.given_name_latin,
        Member.family_name_latin,
        Member.given_name_arabic,
        Member.family_name_arabic,
        Member.left_on,
    )
    listed = select(*columns).where(*conditions).order_by(Member.sort_name, Member.id)
    return [
        Row(
            id=found.id,
            number=found.number,
            name_latin=f"{found.given_name_latin} {found.family_name_latin}".strip(),
            name_arabic=f"{found.given_name_arabic} {found.family_name_arabic}".strip(),
            left_on=found.left_on,
            values=values.get(found.id, {}),
        )
        for found in read_rows(listed)
    ]


def _column(field: OwnField, choices: Mapping[int, str]) -> ReportColumn:
    return ReportColumn(
        label=field.label(language()),
        cell=partial(_cell, field, choices),
        shown=partial(_shown, field, choices),
        width=20,
        is_number=field.kind == "number",
    )


def _cell(field: OwnField, choices: Mapping[int, str], row: Row) -> Cell:
    return as_cell(field.kind, row.values.get(field.id), choices)


def _shown(field: OwnField, choices: Mapping[int, str], row: Row) -> str:
    value = row.values.get(field.id)
    return format_day_short(value) if isinstance(value, date) else in_words(field.kind, value, choices)


def _in_words(asked: FieldFilter, question: Question) -> str:
    """“Driving licence is exactly: yes”."""
    field = queries.find_field(asked.field_id)
    name, operator = field.label(language()) if field else "", str(labels.OPERATOR[asked.operator])
    if asked.operator in (Operator.EMPTY, Operator.FILLED):
        return _("“%(field)s” %(question)s", field=name, question=operator)
    low, high = (in_words(asked.kind, value, question.choices) for value in (asked.low, asked.high))
    if asked.operator is Operator.BETWEEN:
        return _("“%(field)s” is between %(low)s and %(high)s", field=name, low=low, high=high)
    return _("“%(field)s” %(question)s: %(value)s", field=name, question=operator, value=low)
