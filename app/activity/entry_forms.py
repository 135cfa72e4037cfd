"""What every record's form has, and the fields that only the journal has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.activity import errors
from app.activity.models import LONGEST_NOTE, LONGEST_PARTY
from app.activity.rules import LARGEST_AMOUNTS, Entry, RecordKind, latest_day
from app.kernel.forms import (
    BaseForm,
    DayField,
    HiddenNumberField,
    HoursField,
    LineField,
    MoneyField,
    ParagraphField,
    RadioField,
)
from app.kernel.i18n import _l


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


class PartyField(LineField):
    """A client or a supplier, written out; those the member wrote down before are offered."""

    def __init__(self, label: object, **options: Any) -> None:
        super().__init__(label, max_length=LONGEST_PARTY, autocomplete="off", **options)
        self.known: Sequence[str] = ()


class EntryForm(BaseForm):
    """What every record has. `trade_id` is asked of those who practise several trades."""

    kind = RecordKind.WORK
    only_trade: int | None = None
    trade_id = RadioField(_l("Trade"))
    day = LoggedDayField(_l("Day"))
    note = ParagraphField(_l("Note"), max_length=LONGEST_NOTE, required=False, render_kw={"rows": 2})
    version = HiddenNumberField("", required=False)

    def offer(self, choices: Mapping[int, str]) -> None:
        """Fill in the list of the organisation that this kind of record chooses from."""

    def offer_trades(self, choices: Mapping[int, str]) -> None:
        """Ask for the trade where there is a choice."""
        if len(choices) > 1:
            self.trade_id.choices = choices
        else:
            self.only_trade = next(iter(choices), None)
            del self.trade_id

    def entry(self) -> Entry:
        """The answers, once they are valid."""
        answers = {"trade_id": self.only_trade, **self.answers()}
        return Entry(kind=self.kind, **{name: answers[name] for name in answers if name not in self.not_told})

    not_told: frozenset[str] = frozenset({"version"})
