"""The forms of what follows an entry: payments, comments, counter-entries, the closing of months, reminders."""

from __future__ import annotations

from app.activity import labels
from app.activity.entry_forms import PaidField
from app.activity.models import LONGEST_NOTE, LONGEST_REMARK
from app.activity.rules import Means, Paid
from app.kernel.forms import (
    BaseForm,
    CheckField,
    DayField,
    HiddenNumberField,
    ParagraphField,
    RadioField,
    WholeNumberField,
    here_today,
)
from app.kernel.i18n import _l


class PaymentForm(BaseForm):
    paid_on = DayField(_l("Paid on"), largest=here_today)
    paid_minor = PaidField(_l("Amount paid"))
    means = RadioField(_l("Paid how"), choices=labels.MEANS, default=Means.CASH)
    version = HiddenNumberField("")

    def paid(self) -> Paid:
        return Paid(paid_on=self.paid_on.data, amount_minor=self.paid_minor.data, means=Means(self.means.data))


class VersionForm(BaseForm):
    """A button about something as it was shown."""

    version = HiddenNumberField("")


class PaymentRefusalForm(BaseForm):
    remark = ParagraphField(
        _l("Why does it not count?"), max_length=LONGEST_REMARK, hint=_l("The entrepreneur reads this.")
    )
    version = HiddenNumberField("")


class CommentForm(BaseForm):
    comment = ParagraphField(
        _l("Comment"), max_length=LONGEST_REMARK, required=False, hint=_l("The entrepreneur reads this.")
    )
    version = HiddenNumberField("")


class CounterForm(BaseForm):
    day = DayField(
        _l("Day of the counter-entry"), largest=here_today, hint=_l("In an open month: it counts there, below zero.")
    )
    reason = ParagraphField(_l("What was wrong?"), max_length=LONGEST_NOTE)
    version = HiddenNumberField("")


class ClosingForm(BaseForm):
    with_earlier = CheckField(_l("Close the earlier months too"))
    is_left_accepted = CheckField(_l("Close although this is not validated: it does not count"))
    left = HiddenNumberField("")


class ReopeningForm(BaseForm):
    reason = ParagraphField(_l("Why is it reopened?"), max_length=LONGEST_REMARK)


class ReminderRuleForm(BaseForm):
    after_days = WholeNumberField(
        _l("Days without a record"), smallest=0, largest=365, hint=_l("0: no reminders are sent.")
    )
    version = HiddenNumberField("")


class OwnRemindersForm(BaseForm):
    is_wanted = RadioField(
        _l("E-mails that remind me to log"), choices={"yes": _l("Send them to me"), "no": _l("Do not send any")}
    )
