"""The forms of clients and suppliers."""

from __future__ import annotations

from app.activity.models import LONGEST_PARTY
from app.kernel.forms import BaseForm, LineField, LocalIdField, PhoneField
from app.kernel.i18n import _l


class ContactForm(BaseForm):
    name = LineField(_l("Name"), max_length=LONGEST_PARTY, autocomplete="off")
    phone = PhoneField(_l("Phone"), required=False)


class MergeForm(BaseForm):
    """`into_id` stays."""

    into_id = LocalIdField(_l("Is the same as"))
