"""The forms of what an organisation decides about money in the journal."""

from __future__ import annotations

from app.activity.kilometres import LARGEST_RATES
from app.kernel.forms import BaseForm, CheckField, DayField, HiddenNumberField, MoneyField, currency_here
from app.kernel.i18n import _l


class MoneyRuleForm(BaseForm):
    asks_tax = CheckField(
        _l("Ask for the tax of sales and expenses"),
        hint=_l("Leave it empty where people are exempt: the form stays shorter."),
    )
    version = HiddenNumberField("")


class KilometreForm(BaseForm):
    """A rate from a day on."""

    starts_on = DayField(_l("From"))
    per_km_minor = MoneyField(_l("A kilometre is worth"), smallest=1, largest=lambda: LARGEST_RATES[currency_here()])


class EmptyForm(BaseForm):
    """A button."""
