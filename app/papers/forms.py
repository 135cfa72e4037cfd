"""The forms of papers. Choices come in as arguments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from app.kernel.forms import (
    BaseForm,
    CheckField,
    DayField,
    FileField,
    HiddenNumberField,
    LineField,
    LocalIdField,
    MultipleChoiceField,
    WholeNumberField,
    here_today,
)
from app.kernel.i18n import _l, _lp
from app.kernel.uploads import LARGEST_MEGABYTES, Upload
from app.papers.kind_services import KindDetails
from app.papers.services import PaperDetails

LONGEST_VALIDITY = timedelta(days=50 * 366)
WHAT_FILES = _l(
    "PDF, JPEG or PNG, %(size)s MB at most. A picture taken with the phone will do.", size=LARGEST_MEGABYTES
)


def latest_expiry() -> date:
    return here_today() + LONGEST_VALIDITY


class CheckingForm(BaseForm):
    """What is read off a paper."""

    received_on = DayField(_l("Received on"), largest=here_today)
    number = LineField(_l("Number or reference"), max_length=60, required=False, dir="ltr")
    issued_on = DayField(_lp("paper", "Issued on"), required=False, largest=here_today)
    expires_on = DayField(_l("Expires on"), required=False, largest=latest_expiry)
    step_id = LocalIdField(
        _l("Step of the parcours"), required=False, hint=_l("Where it belongs to one, such as a signed agreement.")
    )
    note = LineField(_l("Note"), max_length=300, required=False)
    version = HiddenNumberField(_l("Version"), required=False)

    def offer(self, *, steps: Mapping[int, str]) -> None:
        self.step_id.choices = steps

    def details(self) -> PaperDetails:
        return PaperDetails(
            received_on=self.received_on.data,
            number=self.number.data or "",
            issued_on=self.issued_on.data,
            expires_on=self.expires_on.data,
            step_id=self.step_id.data,
            note=self.note.data or "",
        )


class PaperForm(CheckingForm):
    """And its file, where one is kept."""

    file = FileField(_l("File"), required=False, hint=WHAT_FILES)

    def upload(self) -> Upload | None:
        """None, too, where no file is asked for."""
        return self.file.data if "file" in self else None


class SendingForm(BaseForm):
    """A paper that a member sends."""

    file = FileField(_l("File"), hint=WHAT_FILES)
    note = LineField(_l("A word to your coach"), max_length=300, required=False)


class ReturnForm(BaseForm):
    """Why a paper is sent back."""

    remark = LineField(_l("What is wrong with it"), max_length=300)
    version = HiddenNumberField(_l("Version"))


class WaiverForm(BaseForm):
    """Why somebody need not bring a paper."""

    reason = LineField(_l("Reason"), max_length=300)


class EmptyForm(BaseForm):
    """A button."""


class KindForm(BaseForm):
    """A paper that is asked for."""

    label_fr = LineField(_l("In French"), max_length=80)
    label_ar = LineField(_l("In Arabic"), max_length=80, dir="rtl")
    stage_ids = MultipleChoiceField(_l("Asked for at these stages"), required=False)
    months_valid = WholeNumberField(
        _l("Months it is valid"),
        required=False,
        smallest=1,
        largest=240,
        hint=_l("The last day is then counted from the day of issue, and people are reminded before it."),
    )
    is_confidential = CheckField(
        _l("Confidential"), hint=_l("Only managers and the person read it; coaches see whether it is there.")
    )
    keeps_files = CheckField(
        _l("Scans are kept"), hint=_l("Without this tick it is written down that the paper was seen, and nothing else.")
    )
    is_identity = CheckField(_l("It is an identity document"), hint=_l("A card, a passport, a photo of the person."))
    scan_reason = LineField(
        _l("Why scans are kept"),
        max_length=200,
        required=False,
        hint=_l(
            "For an identity document. The law on personal data lets you keep a copy for a stated reason only; to have seen the document is enough as a rule."
        ),
    )
    version = HiddenNumberField(_l("Version"), required=False)

    def details(self) -> KindDetails:
        return KindDetails(
            label_fr=self.label_fr.data,
            label_ar=self.label_ar.data,
            months_valid=self.months_valid.data,
            is_confidential=bool(self.is_confidential.data),
            is_identity=bool(self.is_identity.data),
            keeps_files=bool(self.keeps_files.data),
            scan_reason=self.scan_reason.data or "",
        )

    def stages(self) -> list[Any]:
        return list(self.stage_ids.data or ())
