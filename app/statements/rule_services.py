"""Contribution rules, exemptions and rates of pay: a newer one follows the older, a correction says why; nothing is overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.kernel import audit, clock
from app.kernel.database import db
from app.kernel.i18n import _l
from app.kernel.sql import load_rows
from app.members.models import Member
from app.network import queries as network_queries
from app.network.models import Vocabulary
from app.statements import queries, rules
from app.statements.errors import (
    AlreadyWithdrawn,
    EndsBeforeItBegins,
    KindNotOffered,
    NotAFirstDay,
    SameMonth,
)
from app.statements.models import ContributionExemption, ContributionRule, ContributionTier, PayParameters
from app.statements.rules import PayRates, Rule, Spared
from app.statements.services import open_accounts, refuse_closed_since

RULE_SET = audit.action("contribution.rule_set", _l("Contribution rule fixed"))
RULE_WITHDRAWN = audit.action("contribution.rule_withdrawn", _l("Contribution rule withdrawn"))
EXEMPTED = audit.action("contribution.exempted", _l("Exemption from contribution given"))
EXEMPTION_WITHDRAWN = audit.action("contribution.exemption_withdrawn", _l("Exemption from contribution withdrawn"))
PAY_SET = audit.action("contribution.pay_set", _l("Rates of pay fixed"))

_Withdrawable = ContributionRule | ContributionExemption | PayParameters


@dataclass(frozen=True, kw_only=True)
class RuleDetails:
    """What a form says of a rule. `reason`: why it corrects the one that begins in the same month."""

    contract_kind_id: int | None
    first_month: date
    rule: Rule
    decision: str = ""
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ExemptionDetails:
    """What a form says of an exemption; `last_month` None: until it is withdrawn."""

    spared: Spared
    first_month: date
    last_month: date | None
    reason: str


def set_rule(details: RuleDetails, *, by_account_id: int | None) -> ContributionRule:
    """What is asked from a month on, of today or of the past.

    Raises what `rules.refuse_impossible` raises, KindNotOffered, SameMonth, MonthClosed.
    """
    organisation = open_accounts()
    rules.refuse_impossible(details.rule, details.first_month)
    _refuse_kind(details.contract_kind_id)
    refuse_closed_since(details.first_month)
    _withdraw_corrected(details, by_account_id=by_account_id)
    row = ContributionRule(
        contract_kind_id=details.contract_kind_id,
        first_month=details.first_month,
        base=details.rule.base,
        period=details.rule.period,
        fixed_minor=details.rule.fixed_minor,
        minimum_minor=details.rule.minimum_minor,
        currency=organisation.currency,
        decision=details.decision,
        recorded_by_account_id=by_account_id,
    )
    db.session.add(row)
    db.session.flush()
    tiers = [{"rule_id": row.id, "from_minor": tier.from_minor, "rate": tier.rate} for tier in details.rule.tiers]
    load_rows(organisation.id, ContributionTier, tiers)
    audit.record(RULE_SET, after=_told_of_rule(row))
    return row


def _withdraw_corrected(details: RuleDetails, *, by_account_id: int | None) -> None:
    """The rule that this one corrects, if there is one."""
    standing = queries.rule_of_month(details.contract_kind_id, details.first_month)
    if standing is None:
        return
    if not details.reason:
        raise SameMonth
    withdraw_rule(standing, reason=details.reason, by_account_id=by_account_id)


def withdraw_rule(row: ContributionRule, *, reason: str, by_account_id: int | None) -> None:
    """The rule counts for no month any more; it stays readable, with the reason. Raises AlreadyWithdrawn, MonthClosed."""
    open_accounts()
    refuse_closed_since(row.first_month)
    _withdraw(row, reason=reason, by_account_id=by_account_id)
    audit.record(RULE_WITHDRAWN, before=_told_of_rule(row), after={"reason": reason})


def exempt(member: Member, details: ExemptionDetails, *, by_account_id: int | None) -> ContributionExemption:
    """What a member does not owe from a month on. Raises NotAFirstDay, EndsBeforeItBegins, MonthClosed."""
    open_accounts()
    if details.first_month.day != 1:
        raise NotAFirstDay
    last = details.last_month.replace(day=1) if details.last_month is not None else None
    if last is not None and last < details.first_month:
        raise EndsBeforeItBegins
    refuse_closed_since(details.first_month, last)
    row = ContributionExemption(
        member_id=member.id,
        spared=details.spared,
        first_month=details.first_month,
        last_month=last,
        reason=details.reason,
        recorded_by_account_id=by_account_id,
    )
    db.session.add(row)
    db.session.flush()
    audit.record(EXEMPTED, subject_type="member", subject_id=member.id, after=_told_of_exemption(row))
    return row


def withdraw_exemption(member: Member, row: ContributionExemption, *, reason: str, by_account_id: int | None) -> None:
    """The exemption counts for no month any more. Raises AlreadyWithdrawn, MonthClosed."""
    open_accounts()
    refuse_closed_since(row.first_month, row.last_month)
    _withdraw(row, reason=reason, by_account_id=by_account_id)
    told = _told_of_exemption(row)
    audit.record(
        EXEMPTION_WITHDRAWN, subject_type="member", subject_id=member.id, before=told, after={"reason": reason}
    )


def set_pay_rates(rates: PayRates, *, first_month: date, reason: str, by_account_id: int | None) -> PayParameters:
    """What holds from a month on. Raises NotAFirstDay, SameMonth."""
    open_accounts()
    if first_month.day != 1:
        raise NotAFirstDay
    same = next((row for row in queries.recorded_pay_parameters() if row.first_month == first_month), None)
    if same is not None:
        if not reason:
            raise SameMonth
        _withdraw(same, reason=reason, by_account_id=by_account_id)
    row = PayParameters(
        first_month=first_month,
        employer_rate=rates.employer,
        employee_rate=rates.employee,
        recorded_by_account_id=by_account_id,
    )
    db.session.add(row)
    db.session.flush()
    names = ("first_month", "employer_rate", "employee_rate")
    told = audit.values_of(row, *names) | ({"reason": reason} if same is not None else {})
    audit.record(PAY_SET, before=audit.values_of(same, *names) if same is not None else None, after=told)
    return row


def _withdraw(row: _Withdrawable, *, reason: str, by_account_id: int | None) -> None:
    db.session.refresh(row)
    if row.withdrawn_at is not None:
        raise AlreadyWithdrawn
    row.withdrawn_at, row.withdrawn_by_account_id = clock.now(), by_account_id
    row.withdrawal_reason = reason
    db.session.flush()


def _refuse_kind(contract_kind_id: int | None) -> None:
    if contract_kind_id is None:
        return
    if contract_kind_id not in network_queries.offered_term_ids(Vocabulary.CONTRACT_KIND):
        raise KindNotOffered


def _told_of_rule(row: ContributionRule) -> dict[str, object]:
    """With its tiers, as “0: 10 %” in hundredths: the log keeps what the rule was."""
    names = ("first_month", "contract_kind_id", "base", "period", "fixed_minor", "minimum_minor", "decision")
    told = {name: value for name, value in audit.values_of(row, *names).items() if value not in (None, "", 0)}
    found = db.session.execute(
        select(ContributionTier.from_minor, ContributionTier.rate)
        .where(ContributionTier.rule_id == row.id)
        .order_by(ContributionTier.from_minor)
    )
    return told | {"tiers": [[tier.from_minor, tier.rate] for tier in found]}


def _told_of_exemption(row: ContributionExemption) -> dict[str, object]:
    told = audit.values_of(row, "spared", "first_month", "last_month", "reason")
    return {name: value for name, value in told.items() if value is not None}
