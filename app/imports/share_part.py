"""The shares somebody holds when the ledger begins: one subscription, for who has no entry in it yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.imports.columns import beside, read_past_day, refuse_gaps, split, within
from app.imports.errors import LedgerBegun
from app.imports.registry import CellContext, Changes, Here, ImportField, ImportPart
from app.kernel import audit_words
from app.kernel.access import Permission
from app.kernel.figures import parse_whole
from app.kernel.i18n import _l, format_number
from app.kernel.money import LARGEST_AMOUNT, parse_amount
from app.members.models import Member
from app.shares import queries, services
from app.shares.rules import MovementKind
from app.shares.services import Entry

MOST_SHARES = 100_000


def _read_shares(cell: str, _context: CellContext) -> int:
    return within(parse_whole(cell), 1, MOST_SHARES, say=format_number)


def _read_amount(cell: str, context: CellContext) -> int:
    return within(parse_amount(cell, context.here.currency), 0, LARGEST_AMOUNT)


FIELDS = (
    ImportField(
        code="shares_count",
        label=_l("Shares subscribed"),
        synonyms=split(
            "nombre de parts, parts, parts sociales, nb parts, nombre de parts sociales, parts souscrites, عدد الحصص, الحصص, الحصص الاجتماعية, عدد الحصص المكتتبة"
        ),
        only_beside=("shares_on",),
        read=_read_shares,
    ),
    ImportField(
        code="shares_paid_minor",
        label=_l("Paid on these shares"),
        synonyms=split(
            "montant libéré, capital libéré, montant versé, parts libérées, المبلغ المدفوع, المبلغ المحرر, رأس المال المحرر"
        ),
        read=_read_amount,
        say=audit_words.money,
        only_beside=("shares_count", "shares_on"),
    ),
    ImportField(
        code="shares_on",
        label=_l("Shares held since"),
        synonyms=split(
            "date de souscription, souscription, date d'entrée au sociétariat, date de souscription des parts, تاريخ الاكتتاب, تاريخ الحصص"
        ),
        only_beside=("shares_count",),
        read=read_past_day,
        is_day=True,
    ),
)


def write(member: Member, told: Mapping[str, Any], here: Here) -> Changes:
    """Raises LedgerBegun, and what the ledger refuses."""
    refuse_gaps(told, "shares_count", "shares_on")
    count, day = told["shares_count"], told["shares_on"]
    entries = queries.movements([member.id])
    paid = told.get("shares_paid_minor", entries[0].paid_minor if entries else 0)
    if [(each.kind, each.shares, each.paid_minor, each.day) for each in entries] == [
        (MovementKind.SUBSCRIPTION, count, paid, day)
    ]:
        return {}, {}
    if entries:
        raise LedgerBegun
    with beside("shares_count", paid_minor="shares_paid_minor", happened_on="shares_on"):
        entry = Entry(kind=MovementKind.SUBSCRIPTION, happened_on=day, shares=count, paid_minor=paid)
        services.record(member, entry, by_account_id=here.account_id)
    return dict.fromkeys(told), dict(told)


SHARES = ImportPart(code="shares", label=_l("Shares"), fields=FIELDS, write=write, needs=Permission.MANAGE_SHARES)
