"""The forms of the settings: a field, and a choice of a field."""

from __future__ import annotations

from app.kernel.forms import BaseForm, CheckField, ChoiceField, HiddenNumberField, LineField, RadioField
from app.kernel.i18n import _l
from app.own_fields import labels
from app.own_fields.models import Audience, FieldKind
from app.own_fields.services import FieldDetails


class FieldForm(BaseForm):
    """What can be changed of a field."""

    label_fr = LineField(_l("In French"), max_length=80)
    label_ar = LineField(_l("In Arabic"), max_length=80, dir="rtl")
    help_fr = LineField(
        _l("Help in French"), max_length=200, required=False, hint=_l("Why it is asked, or an example.")
    )
    help_ar = LineField(_l("Help in Arabic"), max_length=200, required=False, dir="rtl")
    audience = RadioField(_l("Who reads it"), choices=labels.AUDIENCE)
    is_required = CheckField(_l("Must be filled in"))
    version = HiddenNumberField(_l("Version"), required=False)

    def details(self) -> FieldDetails:
        return FieldDetails(
            label_fr=self.label_fr.data,
            label_ar=self.label_ar.data,
            help_fr=self.help_fr.data or "",
            help_ar=self.help_ar.data or "",
            is_required=bool(self.is_required.data),
            audience=Audience(self.audience.data),
        )


class NewFieldForm(FieldForm):
    """And what is chosen once."""

    kind = ChoiceField(_l("Kind of answer"), choices=labels.KIND, hint=_l("It cannot be changed later."))
    is_sensitive = CheckField(
        _l("Sensitive: health, beliefs, justice"),
        hint=_l(
            "Kept encrypted; never in lists, reports or files; each reading is logged. It cannot be changed later."
        ),
    )

    @property
    def chosen_kind(self) -> FieldKind:
        return FieldKind(self.kind.data)


class OwnChoiceForm(BaseForm):
    """A choice, in both languages."""

    label_fr = LineField(_l("In French"), max_length=80)
    label_ar = LineField(_l("In Arabic"), max_length=80, dir="rtl")
