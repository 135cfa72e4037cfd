"""Spreadsheets of past months: templates, the rows that were set aside, and a year of records in the columns of the import."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from app.activity import labels
from app.imports import files
from app.imports.registry import Here
from app.kernel.i18n import _, language
from app.kernel.money import amount_as_typed
from app.kernel.paging import AnyRow
from app.kernel.tables import Cell, csv_bytes
from app.members.names_shown import full_name_here
from app.network import queries as network_queries
from app.network.models import Vocabulary
from app.past_records import queries
from app.past_records.fields import RECORD_FIELDS
from app.past_records.sheets import Sheet

_LISTS = {
    "work_kind_id": Vocabulary.WORK_KIND,
    "expense_category_id": Vocabulary.EXPENSE_CATEGORY,
    "trade_id": Vocabulary.TRADE,
}
Words = dict[str, dict[int, str]]


def template(here: Here, sheet: Sheet) -> bytes:
    return files.to_fill_in(here, sheet.fields, title=_("Past months"), advice=_advice())


def _advice() -> Iterator[str]:
    yield _("The first row is an example: it is left out.")
    yield _("Say who by member number or by name.")
    yield _("Dates like 31/12/2026, months like 12/2026, hours like 3:30.")
    yield _("Amounts include tax; the tax in them stands in its own column.")
    yield _("A sale paid in several parts has their days, amounts and means between semicolons.")
    yield _("Columns may be deleted, added and moved.")


def records_of_year(year: int) -> bytes:
    """What was validated in a year, as `fields.RECORD_FIELDS` reads it: CSV."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    paid: dict[int, list[AnyRow]] = defaultdict(list)
    for payment in queries.counted_payments(first, last):
        paid[payment.record_id].append(payment)
    words: Words = {code: dict(network_queries.term_labels(listed, language())) for code, listed in _LISTS.items()}
    rows = (_cells(record, paid[record.id], words) for record in queries.validated_records(first, last))
    return csv_bytes([each.label for each in RECORD_FIELDS], rows)


def _cells(record: AnyRow, payments: Sequence[AnyRow], words: Words) -> Sequence[Cell]:
    told: dict[str, Cell] = {
        "number": record.number,
        "person": full_name_here(record),
        "day": record.day,
        "kind": str(labels.KIND[record.kind]),
        "minutes": f"{record.minutes // 60}:{record.minutes % 60:02}" if record.minutes else "",
        "amount_minor": _money(record.amount_minor, record.currency),
        "tax_minor": _money(record.tax_minor, record.currency),
        "party": record.party,
        "description": record.description,
        "document_number": record.document_number,
        "note": " ".join(record.note.split()),
        "paid_on": "; ".join(payment.paid_on.isoformat() for payment in payments),
        "paid_minor": "; ".join(_money(payment.amount_minor, record.currency) for payment in payments),
        "means": "; ".join(str(labels.MEANS[payment.means]) for payment in payments),
        **{code: words[code].get(getattr(record, code), "") for code in _LISTS},
    }
    return [told[each.code] for each in RECORD_FIELDS]


def _money(minor: int, currency: str) -> str:
    return amount_as_typed(minor, currency) if minor else ""
