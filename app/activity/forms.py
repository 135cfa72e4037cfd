"""The forms of the journal. Choices and bounds come in as arguments."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from wtforms import widgets

from app.activity import errors
from app.activity.models import LONGEST_CLIENT, LONGEST_DESCRIPTION, LONGEST_NOTE, LONGEST_REMARK
from app.activity.rules import LARGEST_AMOUNTS, Entry, RecordKind, latest_day
from app.kernel.figures import FigureRefused
from app.kernel.forms import (
    BaseForm,
    DayField,
    HiddenNumberField,
    HoursField,
    LineField,
    MoneyField,
    ParagraphField,
    RadioField,
    TypedField,
)
from app.kernel.i18n import _l
from app.kernel.ids import LARGEST_ID

LONGEST_SEEN = 15_000  # characters: about 600 records
PAIRS = re.compile(r"\d{1,19}:\d{1,9}(?: \d{1,19}:\d{1,9})*")


class LoggedDayField(DayField):
    """A day of membership that has come; `allow` says from when to when."""

    left_on: date | None = None

    def allow(self, *, admitted_on: date, today: date, left_on: date | None) -> None:
        self.smallest, self.largest, self.left_on = admitted_on, latest_day(today, left_on), left_on

    def too_small(self, low: date) -> object:
        return errors.say_admission(low)

    def too_large(self, high: date) -> object:
        return errors.say_exit(high) if high == self.left_on else errors.FutureDay.message


class WorkedField(HoursField):
    """A duration above nothing."""

    def too_small(self, low: int) -> object:
        return errors.HoursNotPositive.message


class PaidField(MoneyField):
    """An amount above zero and below what is surely a slip."""

    smallest = 1

    def bounds(self) -> tuple[int, int]:
        return 1, LARGEST_AMOUNTS[self.currency()]

    def too_small(self, low: int) -> object:
        return errors.AmountNotPositive.message

    def too_large(self, high: int) -> object:
        return errors.AmountTooLarge(high, self.currency()).message


class EntryForm(BaseForm):
    """What every record has."""

    kind = RecordKind.WORK
    day = LoggedDayField(_l("Day"))
    note = ParagraphField(_l("Note"), max_length=LONGEST_NOTE, required=False, render_kw={"rows": 2})
    version = HiddenNumberField("", required=False)

    def offer(self, choices: Mapping[int, str]) -> None:
        """Fill in the list of the organisation that this kind of record chooses from."""

    def entry(self) -> Entry:
        """The answers, once they are valid."""
        answers = {name: value for name, value in self.answers().items() if name != "version"}
        return Entry(kind=self.kind, **answers)


class WorkForm(EntryForm):
    kind = RecordKind.WORK
    minutes = WorkedField(_l("How long"), hint=_l("Such as 3:30, 3h30 or 3,5"))
    work_kind_id = RadioField(_l("Kind of work"))
    description = LineField(_l("What you did"), max_length=LONGEST_DESCRIPTION, required=False)

    def offer(self, choices: Mapping[int, str]) -> None:
        self.work_kind_id.choices = choices


class SaleForm(EntryForm):
    kind = RecordKind.SALE
    amount_minor = PaidField(_l("Amount collected"))
    client = LineField(_l("Client"), max_length=LONGEST_CLIENT, autocomplete="off")
    description = LineField(_l("What you sold"), max_length=LONGEST_DESCRIPTION)


class ExpenseForm(EntryForm):
    kind = RecordKind.EXPENSE
    amount_minor = PaidField(_l("Amount spent"))
    expense_category_id = RadioField(_l("Category"))
    description = LineField(_l("What for"), max_length=LONGEST_DESCRIPTION)

    def offer(self, choices: Mapping[int, str]) -> None:
        self.expense_category_id.choices = choices


ENTRY_FORMS = {RecordKind.WORK: WorkForm, RecordKind.SALE: SaleForm, RecordKind.EXPENSE: ExpenseForm}


class SeenField(TypedField):
    """The records that were on the page, as `id:version id:version`: nothing else is decided."""

    widget = widgets.HiddenInput()

    def read(self, typed: str) -> dict[int, int]:
        if len(typed) > LONGEST_SEEN or PAIRS.fullmatch(typed) is None:
            raise FigureRefused(_l("This page was not sent whole. Open it again."))
        pairs = (pair.split(":") for pair in typed.split(" "))
        return {int(record_id): int(version) for record_id, version in pairs if int(record_id) <= LARGEST_ID}

    def stand(self, value: Mapping[int, int]) -> str:
        return " ".join(f"{record_id}:{version}" for record_id, version in value.items())


class DeletionForm(BaseForm):
    version = HiddenNumberField("")


class ValidationForm(BaseForm):
    seen = SeenField("")


class ReturnForm(BaseForm):
    seen = SeenField("")
    remark = ParagraphField(
        _l("What should be corrected?"), max_length=LONGEST_REMARK, hint=_l("The entrepreneur reads this.")
    )
