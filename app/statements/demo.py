"""Accounts of the two cooperatives that exist: a rule, rates of pay, openings, pay for some months, one mistake."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from app.kernel.calendar import add_months
from app.kernel.database import db
from app.members.models import Member
from app.network.models import OrganisationKind
from app.network.queries import OpenOrganisation
from app.statements import rule_services, services
from app.statements.accounts import account_of
from app.statements.kinds import EntryKind, Means
from app.statements.rule_services import ExemptionDetails, RuleDetails
from app.statements.rules import Base, PayRates, Rule, Spared, Tier, TierPeriod
from app.statements.services import Entry

RULES = {
    "MA": Rule(
        base=Base.COLLECTED,
        period=TierPeriod.YEAR,
        tiers=(
            Tier(from_minor=0, rate=10_00),
            Tier(from_minor=35_000_00, rate=8_00),
            Tier(from_minor=45_000_00, rate=6_00),
        ),
        minimum_minor=20_00,
    ),
    "TN": Rule(base=Base.MARGIN, tiers=(Tier(from_minor=0, rate=13_50),), fixed_minor=10_000),
}
RATES = {"MA": PayRates(employer=21_09, employee=6_74), "TN": PayRates(employer=16_57, employee=9_18)}
ACCOUNTS, MONTHS = 14, 3


def load(organisation: OpenOrganisation, *, today: date) -> None:
    """The first members still there; what each account holds at the end of a month is paid by half in the next."""
    if organisation.kind is not OrganisationKind.COOPERATIVE:
        return
    this_month = today.replace(day=1)
    details = RuleDetails(
        contract_kind_id=None,
        first_month=add_months(this_month, -24),
        rule=RULES[organisation.country],
        decision="Assemblée générale",
    )
    rule_services.set_rule(details, by_account_id=None)
    rule_services.set_pay_rates(
        RATES[organisation.country], first_month=add_months(this_month, -24), reason="", by_account_id=None
    )
    there = select(Member).where(Member.left_on.is_(None)).order_by(Member.number).limit(ACCOUNTS)
    for rank, member in enumerate(db.session.scalars(there).all()):
        _open(member, rank, this_month)
        for back in range(MONTHS, 0, -1):
            _pay(member, add_months(this_month, 1 - back), rank=rank, today=today)
        if rank == ACCOUNTS // 2:
            _exempt(member, this_month)


def _open(member: Member, rank: int, this_month: date) -> None:
    day = add_months(this_month, -6)
    if rank % 3 == 0 and member.admitted_on < day:
        opening = Entry(
            kind=EntryKind.OPENING, day=day, amount_minor=(rank + 1) * 150_00, purpose="Ancien cahier de comptes"
        )
        services.record(member, opening, by_account_id=None)


def _pay(member: Member, month: date, *, rank: int, today: date) -> None:
    """On the fifth, half of what the account held the day before the month; one payment is entered twice."""
    day = min(month + timedelta(days=4), today)
    before = account_of(member, add_months(month, -1))
    held = before.months[-1].closing_minor if before.months else 0
    if held < 200_00 or day < member.admitted_on:
        return
    paid = Entry(
        kind=EntryKind.PAYMENT,
        day=day,
        amount_minor=held // 2 // 100 * 100,
        means=Means.CASH if rank % 2 else Means.TRANSFER,
        purpose="Avance sur la paie",
        reference=f"R-{rank + 1}-{month:%m}",
    )
    services.record(member, paid, by_account_id=None)
    if rank == 1:
        twice = services.record(member, paid, by_account_id=None)
        services.cancel(member, twice, reason="Saisie deux fois", today=today, by_account_id=None)


def _exempt(member: Member, this_month: date) -> None:
    first = max(add_months(this_month, -3), member.admitted_on.replace(day=1))
    details = ExemptionDetails(spared=Spared.ALL, first_month=first, last_month=None, reason="Congé de maternité")
    rule_services.exempt(member, details, by_account_id=None)
