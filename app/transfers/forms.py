"""The forms of transfers. Choices come in as arguments."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from app.kernel.forms import (
    BaseForm,
    CheckField,
    DayField,
    LineField,
    LocalIdField,
    MultipleChoiceField,
    RadioField,
    here_today,
)
from app.kernel.i18n import _l
from app.transfers.labels import MANNER, PART
from app.transfers.rules import ORDINARY, SENSITIVE, Part
from app.transfers.services import Admission, Wanted


class EmptyForm(BaseForm):
    """A button."""


class ChoiceForm(BaseForm):
    """To whom, and what may be copied."""

    to_organisation_id = LocalIdField(_l("Organisation that receives"))
    parts = MultipleChoiceField(
        _l("What may be copied besides"),
        required=False,
        hint=_l("Who the person is and how they are reached always goes along. Tick only what the person agreed to."),
    )
    sensitive = MultipleChoiceField(
        _l("Sensitive: each only if the person agreed to it by name"),
        required=False,
    )

    def offer(self, *, receivers: Mapping[int, str], on_file: Collection[Part]) -> None:
        self.to_organisation_id.choices = receivers
        self.parts.choices = {part: PART[part] for part in ORDINARY if part in on_file}
        self.sensitive.choices = {part: PART[part] for part in SENSITIVE if part in on_file}

    def ticked(self) -> tuple[Part, ...]:
        return (*map(Part, self.parts.data), *map(Part, self.sensitive.data))


class TransferForm(ChoiceForm):
    """And the consent."""

    consented_on = DayField(_l("Consent given on"), largest=here_today)
    manner = RadioField(_l("How the consent was given"), choices=MANNER)
    has_consented = CheckField(_l("The person knows what is copied to whom, and agrees"))

    def wanted(self) -> Wanted:
        return Wanted(
            to_organisation_id=self.to_organisation_id.data,
            parts=self.ticked(),
            has_consented=bool(self.has_consented.data),
            consented_on=self.consented_on.data,
            manner=self.manner.data,
        )


class WithdrawalForm(BaseForm):
    reason = LineField(_l("Reason"), max_length=300, required=False, hint=_l("The other organisation reads it."))


class DeclineForm(BaseForm):
    reason = LineField(_l("Reason"), max_length=300, hint=_l("The organisation that sent the transfer reads it."))


class AcceptanceForm(BaseForm):
    """From when the person is a member here, and at which stage."""

    admitted_on = DayField(_l("Admission date"), largest=here_today)
    stage_id = LocalIdField(_l("Stage of the parcours"))
    is_another_person = CheckField(_l("This is another person"))
    lookalikes: Sequence[Any] = ()

    def admission(self) -> Admission:
        return Admission(
            admitted_on=self.admitted_on.data,
            stage_id=self.stage_id.data,
            is_another_person=bool(self.is_another_person.data),
        )


class HereForm(BaseForm):
    """Whose file it is already."""

    member_id = LocalIdField(_l("Whose file is it"))
