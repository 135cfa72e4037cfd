"""Accounts as tests live with them."""

from __future__ import annotations

from datetime import date

from app.extensions import db
from app.kernel.calendar import add_months
from app.members.models import Member
from app.network import queries as network_queries
from app.network.models import Vocabulary
from app.statements import queries, rule_services, services
from app.statements.kinds import EntryKind, Means
from app.statements.models import ContributionRule, PayParameters
from app.statements.rule_services import ExemptionDetails, RuleDetails
from app.statements.rules import Base, PayRates, Rule, Spared, Tier
from app.statements.services import Entry
from tests.support.world import TODAY

THIS_MONTH = TODAY.replace(day=1)
LAST_YEAR = add_months(THIS_MONTH, -12)
TEN_PERCENT = Rule(base=Base.COLLECTED, tiers=(Tier(from_minor=0, rate=10_00),), fixed_minor=20_00)


def live_with_account(member: Member, *, by_account_id: int) -> dict[str, object]:
    """A contribution received, a payment taken back, an exemption and one withdrawn; rules for all."""
    rule_id = _rules(by_account_id)
    made = services.record(member, _paid(EntryKind.CONTRIBUTION, "Reçu 12"), by_account_id=by_account_id)
    mistake = services.record(member, _paid(EntryKind.PAYMENT, "Virement 7"), by_account_id=by_account_id)
    services.cancel(member, mistake, reason="Versement rejeté", today=TODAY, by_account_id=by_account_id)
    exemptions = [
        rule_services.exempt(
            member,
            ExemptionDetails(spared=Spared.FIXED, first_month=month, last_month=None, reason="Minimum social"),
            by_account_id=by_account_id,
        )
        for month in (THIS_MONTH, LAST_YEAR)
    ]
    rule_services.withdraw_exemption(member, exemptions[1], reason="Erreur de date", by_account_id=by_account_id)
    return {
        "account_entry_id": made.id,
        "exemption_id": exemptions[0].id,
        "contribution_rule_id": rule_id,
        "entry_kind": "payment",
        "figure": "paid",
        "file_format": "csv",
    }


def set_rule(rule: Rule = TEN_PERCENT, *, since: date = LAST_YEAR, kind_id: int | None = None, reason: str = "") -> int:
    """A rule from a month on; its id."""
    details = RuleDetails(contract_kind_id=kind_id, first_month=since, rule=rule, decision="Bureau", reason=reason)
    return rule_services.set_rule(details, by_account_id=None).id


def _rules(by_account_id: int) -> int:
    """Once in an organisation: a rule for all, one of a kind of contract that was withdrawn, and rates corrected."""
    standing = queries.rule_of_month(None, LAST_YEAR)
    if standing is not None:
        return standing.id
    kind = network_queries.active_terms(Vocabulary.CONTRACT_KIND)[0]
    wrong = db.session.get_one(ContributionRule, (kind.organisation_id, set_rule(since=THIS_MONTH, kind_id=kind.id)))
    rule_services.withdraw_rule(wrong, reason="Essai", by_account_id=by_account_id)
    for employer in (20_00, 21_09):
        rates, reason = PayRates(employer=employer, employee=6_74), "Taux de la caisse"
        rule_services.set_pay_rates(rates, first_month=LAST_YEAR, reason=reason, by_account_id=by_account_id)
    for row in db.session.query(PayParameters):
        row.recorded_by_account_id = by_account_id
    rule_id = set_rule()
    db.session.get_one(ContributionRule, (kind.organisation_id, rule_id)).recorded_by_account_id = by_account_id
    return rule_id


def _paid(kind: EntryKind, reference: str) -> Entry:
    return Entry(kind=kind, day=TODAY, amount_minor=50_00, means=Means.CASH, purpose="Acompte", reference=reference)
