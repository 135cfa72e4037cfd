"""What the forms of sales and expenses are filled with, and who may open the photo of a receipt."""

from __future__ import annotations

from typing import Any

from flask import abort, g, request

from app.activity import currencies, kilometres, money_queries, money_rules, queries, receipts, taxes
from app.activity.entry_forms import EntryForm
from app.activity.kilometres import Rate
from app.activity.models import ActivityRecord
from app.activity.money_forms import AS_AMOUNT, BEFORE_TAX, NO_TAX, WITH_TAX, ExpenseForm, MoneyForm
from app.activity.rules import RecordKind
from app.kernel.access import current_actor
from app.kernel.i18n import format_money
from app.kernel.uploads import examine_posted, examine_receipt
from app.members import queries as member_queries
from app.members.models import Member

WITH_MONEY = (RecordKind.SALE, RecordKind.EXPENSE)


def first_answers(member: Member, kind: RecordKind) -> dict[str, Any]:
    """Of a new sale or expense: the tax of the last one of its kind."""
    if kind not in WITH_MONEY or not money_rules.asks_tax():
        return {}
    last = money_queries.last_tax_rate(member.id, kind)
    return {"tax": NO_TAX if last is None else str(last)}


def answers_of(record: ActivityRecord) -> dict[str, Any]:
    """Of a record to correct: how its amount and its tax were come to."""
    if record.kind not in WITH_MONEY:
        return {}
    tax = NO_TAX if not record.tax_minor else AS_AMOUNT if record.tax_rate is None else str(record.tax_rate)
    answers: dict[str, Any] = {"tax": tax, "tax_minor": record.tax_minor or None, "tax_way": WITH_TAX}
    if record.foreign_minor is None or record.foreign_rate is None:
        return answers | ({"amount_minor": None} if record.distance_km else {})
    worth = currencies.converted(
        record.foreign_minor, record.foreign_rate, theirs=record.foreign_currency, ours=record.currency
    )
    is_before = worth == record.amount_minor - record.tax_minor and bool(record.tax_minor)
    return answers | {"amount_minor": None, "tax_way": BEFORE_TAX if is_before else WITH_TAX}


def complete(form: EntryForm, record: ActivityRecord | None) -> None:
    """Give the form of a sale or an expense its rates and currencies; a record keeps those it was reckoned with."""
    if not isinstance(form, MoneyForm):
        return
    organisation = g.organisation
    rates = list(taxes.rates_on(organisation.country, organisation.today))
    if record is not None and record.tax_rate is not None and record.tax_rate not in rates:
        rates.append(record.tax_rate)
    asks_tax = bool(record and record.tax_minor) or money_rules.asks_tax()
    form.offer_money(tax_rates=rates, asks_tax=asks_tax, own_currency=organisation.currency)
    if isinstance(form, ExpenseForm):
        _complete_expense(form, record)


def _complete_expense(form: ExpenseForm, record: ActivityRecord | None) -> None:
    rates = kilometres.every_rate()
    kept = next((rate for rate in rates if record and rate.id == record.km_rate_id), None)
    form.offer_kilometres(rates, kept=(record.day, kept) if record and kept else None)
    now = kept or kilometres.rate_on(rates, g.organisation.today)
    if "distance_km" in form and now:
        form.distance_km.description = labels_of_rate(now)
    form.keeps_receipt(has_one=bool(record and record.receipt_file_id))


def labels_of_rate(rate: Rate) -> object:
    return money_rules.say_kilometre(format_money(rate.per_km_minor, rate.currency))


def examine_sent(**_address: int) -> None:
    """Look at the photo before anything is locked, for those who may log at all."""
    if member_queries.own_member(current_actor()) is None:
        abort(404)
    if "receipt" in request.files:
        examine_posted("receipt", by=examine_receipt)


def settle_receipt(record: ActivityRecord, form: EntryForm) -> None:
    """Keep, replace or delete the photo that the form of an expense speaks of."""
    if isinstance(form, ExpenseForm):
        receipts.settle(record, form.upload(), is_unwanted=form.wants_receipt_gone)


def receipt_or_404(expense_id: int, *, small: bool) -> int:
    """The file of a receipt's photo, for who sees its owner's file: they, their coach, managers. For others it is not there."""
    record = queries.find_record(expense_id) or abort(404)
    member_queries.get_file_or_404(current_actor(), record.member_id, on=g.organisation.today)
    file_id = record.receipt_small_id if small else record.receipt_file_id
    return file_id if file_id is not None else abort(404)
