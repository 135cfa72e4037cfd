"""The forms of contracts. Choices come in as arguments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from app.kernel.forms import (
    BaseForm,
    CheckField,
    DayField,
    HiddenNumberField,
    HoursField,
    LineField,
    LocalIdField,
    ParagraphField,
    WholeNumberField,
    here_today,
)
from app.kernel.i18n import _l
from app.work_relations.queries import DecidedRules
from app.work_relations.services import AmendmentDetails, ContractDetails, EndDetails

LONGEST_WEEK = 84 * 60
MOST_WARNING_DAYS, MOST_MONTHS = 366, 120


def next_year() -> date:
    return here_today() + timedelta(days=366)


def latest_end() -> date:
    return here_today() + timedelta(days=10 * 366)


class EmptyForm(BaseForm):
    """Yes or back."""


class TermsForm(BaseForm):
    """What a contract says, and an amendment may say otherwise. `meanwhile`: what somebody else saved, in words."""

    meanwhile: Sequence[tuple[str, str]] = ()

    signed_on = DayField(_l("Signed on"), required=False, largest=here_today)
    ends_on = DayField(_l("End"), required=False, largest=latest_end)
    trial_ends_on = DayField(_l("End of the trial period"), required=False, largest=latest_end)
    weekly_minutes = HoursField(
        _l("Hours a week"), required=False, largest=LONGEST_WEEK, hint=_l("Such as 44 or 20:30.")
    )
    post_fr = LineField(_l("Post, in French"), max_length=120, required=False)
    post_ar = LineField(_l("Post, in Arabic"), max_length=120, required=False, dir="rtl")
    pay_terms = ParagraphField(_l("Pay terms"), max_length=2000, required=False)
    objectives = ParagraphField(_l("Objectives"), max_length=2000, required=False)
    version = HiddenNumberField(_l("Version"), required=False)


class ContractForm(TermsForm):
    """A contract as it was signed."""

    kind_id = LocalIdField(_l("Kind of contract"))
    reference = LineField(
        _l("Reference"), max_length=60, required=False, hint=_l("The number on the signed paper, if it has one.")
    )
    started_on = DayField(_l("From"), largest=next_year)

    def offer(self, kinds: Mapping[int, str]) -> None:
        self.kind_id.choices = kinds

    def details(self) -> ContractDetails:
        return ContractDetails(**_without_version(self))


class AmendmentForm(TermsForm):
    """What changes from a day on; a field left empty changes nothing."""

    effective_on = DayField(_l("Takes effect on"), largest=next_year)
    reason = LineField(_l("Reason"), max_length=200, required=False)

    def details(self) -> AmendmentDetails:
        return AmendmentDetails(**_without_version(self))


class EndForm(BaseForm):
    """The last day of a contract, and why it ends."""

    closed_on = DayField(_l("Last day"), largest=next_year)
    end_reason_id = LocalIdField(_l("Reason"), required=False)
    end_note = LineField(_l("In more words"), max_length=200, required=False)

    def details(self) -> EndDetails:
        return EndDetails(**self.answers())


class RulesForm(BaseForm):
    """Warnings, and becoming an associate."""

    warning_days = WholeNumberField(
        _l("Days of warning"),
        smallest=1,
        largest=MOST_WARNING_DAYS,
        hint=_l("How long before an end, the end of a trial period or a deadline it is announced."),
    )
    expects_associates = CheckField(
        _l("Employees become associates within a time limit"),
        hint=_l("Who does not is named in a list before the limit and after it. Nothing ends by itself."),
    )
    associate_months = WholeNumberField(
        _l("Months to become an associate"),
        smallest=1,
        largest=MOST_MONTHS,
        hint=_l("Counted from the first day of the first employment contract."),
    )
    deducts_agreements = CheckField(
        _l("The time under a support agreement counts"),
        hint=_l("The days spent under an agreement before the employment are taken off."),
    )
    version = HiddenNumberField(_l("Version"))

    def rules(self, kept: DecidedRules) -> DecidedRules:
        """What was decided; a box that was not in the form stays as it was."""
        return replace(kept, **{name: value for name, value in self.answers().items() if value is not None})


def _without_version(form: TermsForm) -> dict[str, Any]:
    return {name: value for name, value in form.answers().items() if name != "version"}
