"""The words of contributions and accounts, by code."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.kernel import audit_words
from app.kernel.fields import currency_here
from app.kernel.i18n import _, _l, _lp, format_money, format_month, format_percent
from app.statements.kinds import EntryKind, Means
from app.statements.rules import WHOLE, Base, Line, LineKind, Spared, TierPeriod

BASE = {
    Base.COLLECTED: _l("What customers paid"),
    Base.SOLD: _l("What was sold"),
    Base.MARGIN: _l("What was sold, less production costs"),
}
TIER_PERIOD = {TierPeriod.MONTH: _l("Of each month"), TierPeriod.YEAR: _l("Of the year, from January on")}
SPARED = {
    Spared.FIXED: _l("The fixed part"),
    Spared.MINIMUM: _l("The minimum"),
    Spared.ALL: _l("The whole contribution"),
}
ENTRY = {
    EntryKind.PAYMENT: _l("Paid to the person"),
    EntryKind.CONTRIBUTION: _l("Contribution received"),
    EntryKind.EXPENSES: _l("Costs given back"),
    EntryKind.OPENING: _l("Opening balance"),
}
DO = {  # as a button says it
    EntryKind.PAYMENT: _l("Record a payment to the person"),
    EntryKind.CONTRIBUTION: _l("Record a contribution received"),
    EntryKind.EXPENSES: _l("Record costs given back"),
    EntryKind.OPENING: _l("Open the account with a balance"),
}
LEAD = {
    EntryKind.PAYMENT: _l("Pay, an advance, or what the person kept of what customers paid."),
    EntryKind.CONTRIBUTION: _l("What the person paid in, of what they owe."),
    EntryKind.EXPENSES: _l(
        "Costs the person had advanced. They are among the costs of the journal already, so the balance stays the same."
    ),
    EntryKind.OPENING: _l("What the account held before the first month that is kept here. One for each person."),
}
MEANS = {
    Means.CASH: _l("Cash"),
    Means.TRANSFER: _l("Bank transfer"),
    Means.CHEQUE: _l("Cheque"),
    Means.KEPT: _l("Kept from what customers paid"),
    Means.OTHER: _lp("means of payment", "Other"),
}
FIGURE = {
    "opening": _l("Opening balance"),
    "sold": _l("Sold"),
    "collected": _l("Collected"),
    "spent": _l("Costs"),
    "production": _l("Production costs"),
    "received": _l("Contributions received"),
    "paid": _l("Paid to the person"),
    "given_back": _l("Costs given back"),
}
ENTRY_OF_FIGURE = {
    "opening": EntryKind.OPENING,
    "received": EntryKind.CONTRIBUTION,
    "paid": EntryKind.PAYMENT,
    "given_back": EntryKind.EXPENSES,
}


def rate(hundredths: int) -> str:
    """`13,5 %` from 1350."""
    decimals = 0 if hundredths % 100 == 0 else 1 if hundredths % 10 == 0 else 2
    return format_percent(hundredths / WHOLE, decimals)


def line(told: Line, currency: str) -> str:
    """A line of the computation in words."""
    if told.kind is not LineKind.TIER:
        return str(_LINE[told.kind])
    said = {"rate": rate(told.rate), "part": format_money(told.part_minor, currency)}
    if told.to_minor is None and told.from_minor == 0:
        return _("%(rate)s of %(part)s", **said)
    if told.to_minor is None:
        return _("%(rate)s of %(part)s, above %(low)s", **said, low=format_money(told.from_minor, currency))
    high = format_money(told.to_minor, currency)
    if told.from_minor == 0:
        return _("%(rate)s of %(part)s, up to %(high)s", **said, high=high)
    low = format_money(told.from_minor, currency)
    return _("%(rate)s of %(part)s, between %(low)s and %(high)s", **said, low=low, high=high)


_LINE = {
    LineKind.FIXED: _l("Fixed part"),
    LineKind.FIXED_SPARED: _l("Fixed part not owed: exemption"),
    LineKind.MINIMUM: _l("Missing to the minimum"),
    LineKind.MINIMUM_SPARED: _l("Minimum not owed: exemption"),
    LineKind.ALL_SPARED: _l("Contribution not owed: exemption"),
}


def tiers_in_words(tiers: Any) -> str:
    """`10 %; 8 % from 35 000,00 MAD`, of pairs of bound and rate."""
    currency = currency_here()
    said = [
        _("%(rate)s from %(low)s", rate=rate(percent), low=format_money(bound, currency)) if bound else rate(percent)
        for bound, percent in tiers
    ]
    return _("; ").join(said)


def _month(written: str) -> str:
    return format_month(date.fromisoformat(written))


audit_words.say_values(
    "statement",
    {
        "number": (_l("Entry no."), audit_words.number),
        "kind": (_l("Entry"), audit_words.by_code(ENTRY)),
        "day": (_l("Day"), audit_words.day),
        "amount_minor": (_l("Amount"), audit_words.money),
        "means": (_l("How"), audit_words.by_code(MEANS)),
        "purpose": (_l("What for"), audit_words.as_it_is),
        "reference": (_l("Reference"), audit_words.as_it_is),
        "reason": (_l("Reason"), audit_words.as_it_is),
    },
)
audit_words.say_values(
    "contribution",
    {
        "first_month": (_l("From"), _month),
        "last_month": (_l("Up to"), _month),
        "contract_kind_id": (_l("Kind of contract"), audit_words.a_word),
        "base": (_l("Reckoned on"), audit_words.by_code(BASE)),
        "period": (_l("Bounds of the tiers"), audit_words.by_code(TIER_PERIOD)),
        "tiers": (_l("Rates"), tiers_in_words),
        "fixed_minor": (_l("Fixed part a month"), audit_words.money),
        "minimum_minor": (_l("Minimum a month"), audit_words.money),
        "decision": (_l("Decided by"), audit_words.as_it_is),
        "spared": (_l("Not owed"), audit_words.by_code(SPARED)),
        "employer_rate": (_l("Employer’s part"), rate),
        "employee_rate": (_l("Employee’s part"), rate),
        "reason": (_l("Reason"), audit_words.as_it_is),
    },
)
