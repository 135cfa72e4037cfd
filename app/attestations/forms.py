"""Forms of attestations, inside and for the public check."""

from __future__ import annotations

from typing import ClassVar

from wtforms import widgets

from app.attestations import labels
from app.attestations.drafts import Wanted
from app.attestations.rules import LONGEST_PURPOSE, LONGEST_REASON, PaperLanguage, Purpose
from app.kernel.forms import BaseForm, LineField, LocalIdField, ParagraphField, RadioField
from app.kernel.i18n import _l
from app.kernel.text import clean_digits

LONGEST_TYPED_NUMBER = 40
LONGEST_TYPED_CODE = 30


class IssueForm(BaseForm):
    """What the manager chooses. `signatory_id.choices` comes from the view."""

    language = RadioField(_l("Language of the paper"), choices=labels.LANGUAGES)
    purpose = RadioField(_l("What is it for?"), choices=labels.PURPOSES)
    purpose_fr = LineField(
        _l("Another purpose, in French"),
        max_length=LONGEST_PURPOSE,
        required=False,
        dir="ltr",
        hint=_l("Only if you chose “Another purpose”. Printed after “for the following purpose”."),
    )
    purpose_ar = LineField(
        _l("Another purpose, in Arabic"),
        max_length=LONGEST_PURPOSE,
        required=False,
        dir="rtl",
        hint=_l("Only if you chose “Another purpose” and the paper is in Arabic."),
    )
    signatory_id = LocalIdField(_l("Who signs"))

    def wanted(self) -> Wanted:
        return Wanted(
            language=PaperLanguage(self.language.data),
            purpose=Purpose(self.purpose.data),
            purpose_fr=self.purpose_fr.data,
            purpose_ar=self.purpose_ar.data,
            signatory_id=self.signatory_id.data,
        )


class ConfirmForm(IssueForm):
    """The same choices, sent again from the preview with the digest of what was looked at."""

    member_id = LocalIdField(_l("Member"))
    digest = LineField(_l("Sheet"), max_length=64, widget=widgets.HiddenInput())


class RevokeForm(BaseForm):
    reason = ParagraphField(
        _l("Reason"),
        max_length=LONGEST_REASON,
        hint=_l("Stays in the register. Who checks the paper reads only that it is revoked, and since when."),
    )


class PaperCodeField(LineField):
    """Letters and digits copied from a paper or a message: Arabic digits are read, marks that came along go."""

    attributes: ClassVar = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}

    def read(self, typed: str) -> str:
        return clean_digits(typed, self.max_length)


class CheckForm(BaseForm):
    """Number and code as they stand on a paper."""

    number = PaperCodeField(
        _l("Number of the attestation"),
        max_length=LONGEST_TYPED_NUMBER,
        hint=_l("For example ELJ-2026-00042."),
    )
    code = PaperCodeField(
        _l("Code"),
        max_length=LONGEST_TYPED_CODE,
        hint=_l("Ten letters and digits, beside the number. Capital or small letters, with or without the dash."),
    )
