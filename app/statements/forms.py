"""The forms of contributions and accounts. Amounts in minor units of the organisation's currency, rates in hundredths of a percent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from app.kernel.figures import FigureRefused, parse_thousandths
from app.kernel.forms import (
    BaseForm,
    BoundedField,
    CheckField,
    ChoiceField,
    DayField,
    LineField,
    LocalIdField,
    MoneyField,
    ParagraphField,
    RadioField,
    here_today,
)
from app.kernel.i18n import _l, format_percent
from app.kernel.money import LARGEST_AMOUNT
from app.statements import labels
from app.statements.kinds import EntryKind, Means
from app.statements.models import LONGEST_REASON
from app.statements.rule_services import ExemptionDetails, RuleDetails
from app.statements.rules import WHOLE, Base, PayRates, Rule, Spared, TierPeriod, tiers_of
from app.statements.services import Entry

LONGEST_TABLE = 50_000  # characters
LARGEST_ENTRY = 10**11  # minor units: ten thousand of them stay within a column


class RateField(BoundedField):
    """A percentage with two decimals at most, in hundredths of a percent."""

    attributes: ClassVar = {"dir": "ltr", "inputmode": "decimal", "autocomplete": "off", "maxlength": 10}
    smallest, largest = 0, WHOLE

    def read(self, typed: str) -> int:
        hundredths, rest = divmod(parse_thousandths(typed.strip().rstrip("%٪").rstrip()), 10)
        if rest:
            raise FigureRefused(_l("Write a percentage with two decimals at most."))
        return hundredths

    def stand(self, value: int) -> str:
        whole, rest = divmod(value, 100)
        return f"{whole},{rest:02}".rstrip("0").rstrip(",") if rest else str(whole)

    def say(self, value: int) -> str:
        return format_percent(value / WHOLE)


class MonthField(DayField):
    """A month, named by any of its days; `data` is its first day."""

    def read(self, typed: str) -> date:
        return super().read(typed).replace(day=1)


class RuleForm(BaseForm):
    """A contribution rule, with up to four tiers."""

    contract_kind_id = LocalIdField(
        _l("Kind of contract"), required=False, prompt=_l("Every kind without a rule of its own")
    )
    first_month = MonthField(_l("From the month of"), hint=_l("Any day of the month."))
    base = RadioField(_l("Reckoned on"), choices=labels.BASE)
    period = RadioField(_l("Bounds of the tiers"), choices=labels.TIER_PERIOD)
    rate_1 = RateField(_l("Rate, in percent"), required=False)
    from_2 = MoneyField(_l("From this amount on"), required=False, smallest=1)
    rate_2 = RateField(_l("Rate, in percent"), required=False)
    from_3 = MoneyField(_l("From this amount on"), required=False, smallest=1)
    rate_3 = RateField(_l("Rate, in percent"), required=False)
    from_4 = MoneyField(_l("From this amount on"), required=False, smallest=1)
    rate_4 = RateField(_l("Rate, in percent"), required=False)
    fixed_minor = MoneyField(_l("Fixed part a month"), required=False, largest=LARGEST_ENTRY)
    minimum_minor = MoneyField(_l("Minimum a month"), required=False, largest=LARGEST_ENTRY)
    decision = LineField(
        _l("Decided by"), max_length=120, required=False, hint=_l("Such as “board, meeting of 3 March”.")
    )
    reason = LineField(
        _l("Why this corrects a rule"),
        max_length=LONGEST_REASON,
        required=False,
        hint=_l("Only where one of the same kind begins in the same month: it is withdrawn, and stays readable."),
    )

    def offer(self, kinds: Mapping[int, str]) -> None:
        self.contract_kind_id.choices = dict(kinds) or {0: ""}

    def details(self) -> RuleDetails:
        """What was typed. Raises TierIncomplete."""
        further = [(self[f"from_{place}"].data, self[f"rate_{place}"].data) for place in (2, 3, 4)]
        rule = Rule(
            base=Base(self.base.data),
            period=TierPeriod(self.period.data),
            tiers=tiers_of(self.rate_1.data, further),
            fixed_minor=self.fixed_minor.data or 0,
            minimum_minor=self.minimum_minor.data or 0,
        )
        return RuleDetails(
            contract_kind_id=self.contract_kind_id.data,
            first_month=self.first_month.data,
            rule=rule,
            decision=self.decision.data,
            reason=self.reason.data,
        )


class WithdrawalForm(BaseForm):
    """Of a rule, an exemption or an entry."""

    reason = LineField(_l("Why"), max_length=LONGEST_REASON)


class ExemptionForm(BaseForm):
    """What a member does not owe, and why."""

    spared = RadioField(_l("Not owed"), choices=labels.SPARED)
    first_month = MonthField(_l("From the month of"), hint=_l("Any day of the month."))
    last_month = MonthField(
        _l("Up to the month of"), required=False, hint=_l("That month included; leave empty where no end is known.")
    )
    reason = LineField(_l("Why"), max_length=LONGEST_REASON, hint=_l("Such as “receives minimum benefits”."))

    def details(self) -> ExemptionDetails:
        return ExemptionDetails(
            spared=Spared(self.spared.data),
            first_month=self.first_month.data,
            last_month=self.last_month.data,
            reason=self.reason.data,
        )


class PayRatesForm(BaseForm):
    """What employer and employee pay on gross pay."""

    first_month = MonthField(_l("From the month of"), hint=_l("Any day of the month."))
    employer_rate = RateField(_l("Employer’s part, in percent of gross pay"))
    employee_rate = RateField(_l("Employee’s part, in percent of gross pay"))
    reason = LineField(
        _l("Why this corrects the rates"),
        max_length=LONGEST_REASON,
        required=False,
        hint=_l("Only where others begin in the same month."),
    )

    def rates(self) -> PayRates:
        return PayRates(employer=self.employer_rate.data, employee=self.employee_rate.data)


class EntryForm(BaseForm):
    """An entry of an account: its day and amount, how it was paid and what for."""

    kind: EntryKind
    day = DayField(_l("Day"), largest=here_today)
    amount_minor = MoneyField(_l("Amount"), smallest=1, largest=LARGEST_ENTRY)
    means = ChoiceField(_l("How"), choices=labels.MEANS)
    purpose = LineField(_l("What for"), max_length=120, required=False)
    reference = LineField(
        _l("Reference"), max_length=60, required=False, hint=_l("The number of the receipt, cheque or transfer.")
    )

    def entry(self) -> Entry:
        return Entry(
            kind=self.kind,
            day=self.day.data,
            amount_minor=self.amount_minor.data,
            means=Means(self.means.data),
            purpose=self.purpose.data,
            reference=self.reference.data,
        )


class PaymentForm(EntryForm):
    kind = EntryKind.PAYMENT


class ContributionForm(EntryForm):
    kind = EntryKind.CONTRIBUTION


class ExpensesForm(EntryForm):
    kind = EntryKind.EXPENSES


class TableField(ParagraphField):
    """Lines of a spreadsheet: the tabs between their cells become semicolons."""

    def read(self, typed: str) -> str:
        return super().read(typed.replace("\t", ";"))


class PastingForm(BaseForm):
    """Many entries at once, from a spreadsheet."""

    kind = RadioField(
        _l("Entry"), choices={kind: labels.ENTRY[kind] for kind in EntryKind if kind is not EntryKind.OPENING}
    )
    means = ChoiceField(_l("How"), choices=labels.MEANS)
    table = TableField(
        _l("Lines"),
        max_length=LONGEST_TABLE,
        hint=_l("One entry a line: member’s number, day, amount, then if any what for and reference."),
    )


class OpeningForm(BaseForm):
    """What the account held before the first month that is kept here; the person may have owed it."""

    kind = EntryKind.OPENING
    day = DayField(
        _l("On the first day of"), largest=here_today, hint=_l("The first day of the first month kept here.")
    )
    amount_minor = MoneyField(_l("Amount"), smallest=0, largest=LARGEST_AMOUNT)
    is_owed = CheckField(_l("The person owes this amount"))
    purpose = LineField(_l("Where this comes from"), max_length=120, required=False)

    def entry(self) -> Entry:
        sign = -1 if self.is_owed.data else 1
        return Entry(
            kind=self.kind, day=self.day.data, amount_minor=sign * self.amount_minor.data, purpose=self.purpose.data
        )


FORMS: dict[EntryKind, type[EntryForm | OpeningForm]] = {
    form.kind: form for form in (PaymentForm, ContributionForm, ExpensesForm, OpeningForm)
}
