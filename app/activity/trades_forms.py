"""The forms of trades and how they are shared. Choices come in as arguments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.activity.sharing import WHOLE
from app.activity.sharing_models import LONGEST_AGREEMENT, LONGEST_NAME
from app.activity.trades_services import Agreed, Practised
from app.kernel.figures import FigureRefused
from app.kernel.forms import (
    BaseForm,
    DayField,
    DecimalField,
    HiddenNumberField,
    LineField,
    LocalIdField,
    WholeNumberField,
    here_today,
)
from app.kernel.i18n import _l

MOST_WHO_SHARE = 8
LARGEST_NUMBER = 2**31 - 1


class PartField(DecimalField):
    """A part in percent, as hundredths of a percent: `33,34` is 3334."""

    def read(self, typed: str) -> int:
        thousandths = super().read(typed)
        if thousandths % 10 or not 0 < thousandths <= WHOLE * 10:
            raise FigureRefused(_l("Write a part between 0.01 and 100, with two decimals at most."))
        return thousandths // 10

    def stand(self, value: int) -> str:
        return super().stand(value * 10)


class AddTradeForm(BaseForm):
    trade_id = LocalIdField(_l("Trade"))
    started_on = DayField(_l("From"), largest=here_today)

    def practised(self) -> Practised:
        return Practised(trade_id=self.trade_id.data, started_on=self.started_on.data)


class ChangeTradeForm(BaseForm):
    """The days of a trade; a last day ends it."""

    started_on = DayField(_l("From"), largest=here_today)
    ended_on = DayField(_l("Last day"), required=False, hint=_l("Leave empty while it goes on."))
    version = HiddenNumberField(_l("Version"))


class SplitForm(BaseForm):
    """Who gets what part, from a day, as the members agreed in writing. `names`: whose the typed numbers are."""

    starts_on = DayField(_l("From"), largest=here_today)
    signed_on = DayField(_l("Agreement signed on"), largest=here_today)
    agreement = LineField(
        _l("About the agreement"),
        max_length=LONGEST_AGREEMENT,
        required=False,
        hint=_l("Where the signed paper is, and what else it says."),
    )
    names: Mapping[int, str] = {}  # noqa: RUF012  # never written to

    def rows(self) -> list[tuple[Any, Any]]:
        """The fields of each person: the number and the part."""
        return [(self[f"number_{place}"], self[f"part_{place}"]) for place in range(1, MOST_WHO_SHARE + 1)]

    def numbers(self) -> list[int]:
        return [number.data for number, _part in self.rows() if number.data]

    def agreed(self) -> Agreed:
        """What was typed; a row without number and part is nobody."""
        parts = [(number.data or 0, part.data or 0) for number, part in self.rows() if number.data or part.data]
        return Agreed(
            starts_on=self.starts_on.data,
            signed_on=self.signed_on.data,
            agreement=self.agreement.data or "",
            parts=parts,
        )


for _place in range(1, MOST_WHO_SHARE + 1):
    _said = {"place": _place}
    setattr(
        SplitForm,
        f"number_{_place}",
        WholeNumberField(_l("Member no. (%(place)s)", **_said), required=False, smallest=1, largest=LARGEST_NUMBER),
    )
    setattr(SplitForm, f"part_{_place}", PartField(_l("Part in percent (%(place)s)", **_said), required=False))


class ShareForm(SplitForm):
    """A trade that is shared from now on, with its first split."""

    name = LineField(_l("Name of the shared trade"), max_length=LONGEST_NAME, hint=_l("Such as “Atelier commun”."))
    trade_id = LocalIdField(_l("Trade"))


class EndForm(BaseForm):
    ended_on = DayField(_l("Last day"), largest=here_today)
    version = HiddenNumberField(_l("Version"))


def first_answers(parts: Mapping[int, int], day: date) -> dict[str, Any]:
    """What the form of a split begins with: the parts by number of member, as they are."""
    answers: dict[str, Any] = {"starts_on": day, "signed_on": day}
    for place, (number, part) in enumerate(list(parts.items())[:MOST_WHO_SHARE], start=1):
        answers |= {f"number_{place}": number, f"part_{place}": part or None}
    return answers
