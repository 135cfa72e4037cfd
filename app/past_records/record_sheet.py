"""A sheet with one record a row: who, when, what kind, how much, and what was paid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from app.activity import parties
from app.activity.rules import Entry, Means, Paid, RecordKind
from app.imports.errors import BesideMissing
from app.kernel.i18n import _l
from app.kernel.paging import AnyRow
from app.past_records import fields, writing
from app.past_records.errors import NotOfTheKind, PaymentsUneven
from app.past_records.judging import Judge, Kept, OfMember, decide_each, judge_for, keep_in_mind, key_of
from app.past_records.models import ActivityImport, RowState, SheetKind
from app.past_records.sheets import JudgedRow, ReadRow, Sheet

_MONEY = {"amount_minor", "tax_minor", "party", "document_number"}
_OF_KIND = {
    RecordKind.WORK: {"minutes", "work_kind_id"},
    RecordKind.SALE: _MONEY | {"paid_on", "paid_minor", "means"},
    RecordKind.EXPENSE: _MONEY | {"expense_category_id"},
}
_OF_SOME_KIND = frozenset().union(*_OF_KIND.values())
_AS_THEY_ARE = ("minutes", "work_kind_id", "expense_category_id", "amount_minor", "tax_minor", "party")
_WORDS = ("document_number", "description", "note")


def judge(moved: ActivityImport, rows: Sequence[ReadRow]) -> list[JudgedRow]:
    """What the journal holds already is left out, as often as it holds it."""
    judged_by = judge_for(moved)
    kept, seen = keep_in_mind(judged_by, rows), Counter[tuple[object, ...]]()
    return decide_each(judged_by, rows, lambda row: _decide(judged_by, row, kept=kept, seen=seen), fields={})


def _decide(judged_by: Judge, row: ReadRow, *, kept: Kept, seen: Kept) -> tuple[RowState, OfMember]:
    person = judged_by.person_of(row.values)
    entry = entry_of(row.values, person)
    made = OfMember(person=person, entries=(entry,))
    role_and_key = parties.key_of(entry)
    key = key_of(person.id, entry, role_and_key[1] if role_and_key else "")
    seen[key] += 1
    if seen[key] <= kept[key]:
        return RowState.TWICE, made
    judged_by.refuse(person, entry)
    return RowState.NEW, made


def entry_of(values: Mapping[str, Any], person: AnyRow) -> Entry:
    """What a row tells of. Raises BesideMissing, NotOfTheKind, PaymentsUneven."""
    for code in ("day", "kind"):
        if code not in values:
            raise BesideMissing(field=code)
    kind = values["kind"]
    for code in sorted(_OF_SOME_KIND - _OF_KIND[kind]):
        if values.get(code):
            raise NotOfTheKind(field=code)
    told = {name: values[name] for name in (*_AS_THEY_ARE, *_WORDS) if name in values}
    return Entry(
        kind=kind,
        day=values["day"],
        trade_id=values.get("trade_id") or person.trade_id,
        payments=_payments(values),
        **told,
    )


def _payments(values: Mapping[str, Any]) -> tuple[Paid, ...]:
    """A day alone means that all was paid then; one way of paying is that of all payments."""
    days, amounts, means = (values.get(code) or () for code in ("paid_on", "paid_minor", "means"))
    if not any(amounts) and (not days or amounts):
        return ()
    if not days:
        raise BesideMissing(field="paid_on")
    amounts = amounts or (values.get("amount_minor", 0),)
    means = (means or (Means.OTHER,)) * (len(amounts) if len(means) <= 1 else 1)
    if not len(days) == len(amounts) == len(means):
        raise PaymentsUneven
    return tuple(
        Paid(paid_on=day, amount_minor=amount, means=how) for day, amount, how in zip(days, amounts, means, strict=True)
    )


SHEET = Sheet(
    code=SheetKind.RECORDS,
    label=_l("Records, one a row"),
    hint=_l("Day, kind, hours or amount, client, and what was paid."),
    fields=fields.RECORD_FIELDS,
    needed=(("number", "person"), ("day",), ("kind",), ("minutes", "amount_minor")),
    hold=writing.hold,
    judge=judge,
    write=writing.write,
    take_back=writing.take_back,
)
