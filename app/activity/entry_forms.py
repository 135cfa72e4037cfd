"""What every record's form has, and the fields that only the journal has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from app.activity import errors
from app.activity.models import LONGEST_NOTE, LONGEST_PARTY
from app.activity.rules import LARGEST_AMOUNTS, Entry, RecordKind, latest_day, times_usual
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
from app.kernel.i18n import _l, format_number


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
    """A duration above nothing: typed, or that of the button that was pressed (half a day).

    What was typed counts: who types and presses Enter presses the form's first button without knowing.
    """

    def process_formdata(self, values: list[Any]) -> None:
        super().process_formdata([one for one in values if one][:1] or values[:1])

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


@dataclass(frozen=True, kw_only=True)
class TradeOffered:
    """A trade to log for, one's own or one that is shared."""

    label: str
    trade_id: int
    shared_trade_id: int | None = None

    @property
    def key(self) -> str:
        """How the form names it: `17`, or `s17` for a shared one."""
        return f"s{self.shared_trade_id}" if self.shared_trade_id else str(self.trade_id)

    def values(self) -> dict[str, Any]:
        return {"trade_id": self.trade_id, "shared_trade_id": self.shared_trade_id}


class TradeForm(BaseForm):
    """What asks for the trade, of those who have a choice."""

    trades: Mapping[str, TradeOffered] = MappingProxyType({})
    trade_id = RadioField(_l("Trade"))

    def offer_trades(self, offered: Sequence[TradeOffered], *, is_asked: bool) -> None:
        """Ask for the trade where there is a choice; without a choice the only one is taken as said."""
        self.trades = {one.key: one for one in offered}
        if is_asked:
            self.trade_id.choices = {one.key: one.label for one in offered}
        else:
            del self.trade_id

    def trade_values(self) -> dict[str, Any]:
        """The columns of the trade that was chosen, or of the only one."""
        asked = self.trade_id.data if self.trade_id else None
        trade = self.trades[asked] if asked else next(iter(self.trades.values()), None)
        return trade.values() if trade else {}


class EntryForm(TradeForm):
    """What every record has."""

    kind = RecordKind.WORK
    usual: int | None = None  # what such a record usually comes to; above ten times that, the form asks once
    asks_about = "minutes"
    asked_times = 0
    day = LoggedDayField(_l("Day"))
    note = ParagraphField(_l("Note"), max_length=LONGEST_NOTE, required=False, render_kw={"rows": 2})
    version = HiddenNumberField("", required=False)
    sure = HiddenNumberField("", required=False)  # the figure that was asked about

    def validate(self, extra_validators: Any = None) -> bool:
        return super().validate(extra_validators) and not self._asks_about_its_figure()

    def _asks_about_its_figure(self) -> bool:
        """Whether the figure is far from the usual and was not confirmed yet; it then is by being sent again."""
        field = self._fields[self.asks_about]
        self.asked_times = times_usual(field.data or 0, self.usual) if self.sure.data != field.data else 0
        if self.asked_times:
            self.sure.typed, self.sure.data = None, field.data
            field.errors = [*field.errors, say_far_from_usual(self.asked_times)]
        return bool(self.asked_times)

    def offer(self, choices: Mapping[int, str]) -> None:
        """Fill in the list of the organisation that this kind of record chooses from."""

    def entry(self) -> Entry:
        """The answers, once they are valid."""
        answers = {name: answer for name, answer in self.answers().items() if name not in self.not_told}
        return Entry(kind=self.kind, **{**answers, **self.trade_values()})

    not_told: frozenset[str] = frozenset({"trade_id", "version", "sure"})


def say_far_from_usual(times: int) -> object:
    return _l(
        "This is %(times)s times what you usually log. If it is right, save once more.", times=format_number(times)
    )
