"""The forms of the journal. Choices and bounds come in as arguments."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from wtforms import widgets

from app.activity import labels
from app.activity.entry_forms import EntryForm, PaidField, PartyField, WorkedField
from app.activity.models import LONGEST_DESCRIPTION, LONGEST_REMARK, LONGEST_STEP
from app.activity.money_forms import KEPT, ExpenseForm, MoneyForm, SaleForm
from app.activity.rules import Entry, ProspectStage, RecordKind
from app.kernel.figures import FigureRefused
from app.kernel.forms import (
    BaseForm,
    DayField,
    HiddenNumberField,
    LineField,
    ParagraphField,
    RadioField,
    TypedField,
)
from app.kernel.i18n import _l
from app.kernel.ids import LARGEST_ID

__all__ = [
    "ENTRY_FORMS",
    "KEPT",
    "DeletionForm",
    "EntryForm",
    "ExpenseForm",
    "MoneyForm",
    "ProspectForm",
    "ReturnForm",
    "SaleForm",
    "SubmissionForm",
    "ValidationForm",
    "WorkForm",
]

LONGEST_SEEN = 15_000  # characters: about 600 records
PAIRS = re.compile(r"\d{1,19}:\d{1,9}(?: \d{1,19}:\d{1,9})*")


class WorkForm(EntryForm):
    kind = RecordKind.WORK
    minutes = WorkedField(_l("How long"), hint=_l("Such as 3:30, 3h30 or 3,5"))
    work_kind_id = RadioField(_l("Kind of work"))
    description = LineField(_l("What you did"), max_length=LONGEST_DESCRIPTION, required=False)

    def offer(self, choices: Mapping[int, str]) -> None:
        self.work_kind_id.choices = choices


class ProspectForm(EntryForm):
    kind = RecordKind.PROSPECT
    asks_about = "amount_minor"
    party = PartyField(_l("Who"))
    description = LineField(_l("What they may buy"), max_length=LONGEST_DESCRIPTION, required=False)
    stage = RadioField(_l("How far it has come"), choices=labels.STAGE, default=ProspectStage.CONTACT)
    amount_minor = PaidField(_l("Expected amount"), required=False)
    next_step = LineField(_l("Next step"), max_length=LONGEST_STEP, required=False)
    next_step_on = DayField(_l("On"), required=False)

    def entry(self) -> Entry:
        entry = super().entry()
        return replace(entry, stage=ProspectStage(self.stage.data), amount_minor=entry.amount_minor or 0)


ENTRY_FORMS = {
    RecordKind.WORK: WorkForm,
    RecordKind.SALE: SaleForm,
    RecordKind.EXPENSE: ExpenseForm,
    RecordKind.PROSPECT: ProspectForm,
}


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


class SubmissionForm(BaseForm):
    """The drafts that were on the page, to be handed in."""

    seen = SeenField("")


class ValidationForm(BaseForm):
    seen = SeenField("")


class ReturnForm(BaseForm):
    seen = SeenField("")
    remark = ParagraphField(
        _l("What should be corrected?"), max_length=LONGEST_REMARK, hint=_l("The entrepreneur reads this.")
    )
