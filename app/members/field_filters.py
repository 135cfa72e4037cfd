"""What the list of members can be reduced by, of the fields that the organisation added by itself.

A field that is chosen from is one filter; days and numbers are two, from and until, and texts one; these three have one
more: filled in or not. The codes say the field's id, which no other field ever has.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_

from app.kernel.access import Actor, actor_or_none
from app.kernel.figures import parse_thousandths
from app.kernel.i18n import LazyText, _, language
from app.members.list_filters import OF_OWN_FIELDS, AsOf, Choices, ListFilter, Values, a_day, a_number
from app.members.models import Member
from app.members.own_filters import NONE, an_id_or_none
from app.own_fields import queries
from app.own_fields.labels import YES_NO
from app.own_fields.models import FieldKind, OwnField
from app.own_fields.rules import FieldFilter, Operator, Value

Reader = Callable[[str], Value]
Words = dict[str, LazyText | str]


def list_filters() -> Sequence[ListFilter]:
    """Those of the fields that whoever reads may list."""
    actor = actor_or_none()
    fields = queries.fields_listed_for(actor) if actor else []
    return [one for field in fields for one in _MADE[field.kind](field)]


def _code(field: OwnField, ending: str = "") -> str:
    return f"{OF_OWN_FIELDS}{field.id}{ending}"


def _asks(field: OwnField, operator: Operator, low: Value = None) -> ColumnElement[bool]:
    asked = FieldFilter(field_id=field.id, kind=field.kind, operator=operator, low=low)
    return queries.own_field_conditions([asked], of=Member.id)[0]


def _any_of(field: OwnField, read: Reader) -> Callable[[Values, AsOf], ColumnElement[bool]]:
    def condition(values: Values, _as_of: AsOf) -> ColumnElement[bool]:
        found = [_asks(field, Operator.IS, read(value)) for value in values if value != NONE]
        return or_(*found, *([_asks(field, Operator.EMPTY)] if NONE in values else []))

    return condition


def _compared(field: OwnField, operator: Operator, read: Reader) -> Callable[[Values, AsOf], ColumnElement[bool]]:
    return lambda values, _as_of: _asks(field, operator, read(values[0]))


def _chosen(field: OwnField) -> list[ListFilter]:
    def choices(_actor: Actor) -> Choices:
        return {NONE: _("Not given")} | {
            str(choice_id): words for choice_id, words in queries.choice_labels([field.id], language()).items()
        }

    return [_of_words(field, choices, reads=an_id_or_none, condition=_any_of(field, int))]


def _yes_or_no(field: OwnField) -> list[ListFilter]:
    def choices(_actor: Actor) -> Choices:
        return {**YES_NO, NONE: _("Not given")}

    condition = _any_of(field, lambda value: value == "yes")
    return [_of_words(field, choices, reads=(*YES_NO, NONE).__contains__, condition=condition)]


def _of_words(field: OwnField, choices: Callable[[Actor], Choices], **told: Any) -> ListFilter:
    return ListFilter(code=_code(field), label=field.label(language()), choices=choices, takes_several=True, **told)


def _between(field: OwnField, read: Reader, **told: Any) -> list[ListFilter]:
    name = field.label(language())
    at_least, at_most = (_compared(field, operator, read) for operator in (Operator.AT_LEAST, Operator.AT_MOST))
    return [
        ListFilter(code=_code(field, "_from"), label=_("%(field)s, from", field=name), condition=at_least, **told),
        ListFilter(code=_code(field, "_until"), label=_("%(field)s, until", field=name), condition=at_most, **told),
        _given(field, name),
    ]


def _text(field: OwnField) -> list[ListFilter]:
    name = field.label(language())
    contains = ListFilter(
        code=_code(field),
        label=_("%(field)s, contains the word", field=name),
        condition=_compared(field, Operator.CONTAINS, str),
        reads=lambda value: bool(value.strip()) and value.isprintable(),
        typed="text",
    )
    return [contains, _given(field, name)]


def _given(field: OwnField, name: str) -> ListFilter:
    def condition(values: Values, _as_of: AsOf) -> ColumnElement[bool]:
        return _asks(field, Operator.FILLED if values == ("yes",) else Operator.EMPTY)

    return ListFilter(
        code=_code(field, "_given"),
        label=_("%(field)s, filled in", field=name),
        condition=condition,
        choices=lambda _actor: YES_NO,
        reads=YES_NO.__contains__,
    )


_MADE: dict[FieldKind, Callable[[OwnField], list[ListFilter]]] = {
    FieldKind.TEXT: _text,
    FieldKind.NUMBER: lambda field: _between(field, parse_thousandths, reads=a_number, typed="number"),
    FieldKind.DAY: lambda field: _between(field, date.fromisoformat, reads=a_day),
    FieldKind.YES_NO: _yes_or_no,
    FieldKind.CHOICE: _chosen,
}
