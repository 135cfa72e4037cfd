"""The forms of organisations."""

from __future__ import annotations

import re
from typing import Any

from wtforms import ValidationError

from app.kernel import clock
from app.kernel.forms import (
    BaseForm,
    CheckField,
    DayField,
    EmailField,
    HiddenNumberField,
    LineField,
    PhoneField,
    RadioField,
    here_today,
)
from app.kernel.i18n import _l
from app.network import labels
from app.network.models import ContractNature, Country, OrganisationKind, StageNature

SLUG = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
CODE = re.compile("[A-Z]{3,5}")
RESERVED_SLUGS = {"new"}


class OrganisationForm(BaseForm):
    """A new organisation of the network."""

    name_fr = LineField(_l("Name in French"), max_length=120)
    name_ar = LineField(_l("Name in Arabic"), max_length=120, dir="rtl")
    kind = RadioField(_l("Kind"), choices={kind.value: label for kind, label in labels.KIND.items()})
    country = RadioField(_l("Country"), choices={country.value: label for country, label in labels.COUNTRY.items()})
    slug = LineField(
        _l("Name in addresses"),
        max_length=40,
        dir="ltr",
        hint=_l("Small letters, digits and hyphens, such as el-jadida"),
    )
    code = LineField(
        _l("Code in document numbers"),
        max_length=5,
        dir="ltr",
        hint=_l("Three to five capital letters; it never changes"),
    )

    def validate_slug(self, field: LineField) -> None:
        if not SLUG.fullmatch(field.data) or field.data in RESERVED_SLUGS:
            raise ValidationError(_l("Write small letters, digits and single hyphens only."))

    def validate_code(self, field: LineField) -> None:
        if not CODE.fullmatch(field.data):
            raise ValidationError(_l("Write three to five capital letters."))

    def values(self) -> dict[str, Any]:
        """What services.create_organisation takes."""
        country = Country(self.country.data)
        return {
            "slug": self.slug.data,
            "code": self.code.data,
            "kind": OrganisationKind(self.kind.data),
            "country": country,
            "identity": {"name_fr": self.name_fr.data, "name_ar": self.name_ar.data},
            "created_on": clock.today(country),
        }


class CooperativeForm(BaseForm):
    """The day a project becomes a cooperative."""

    on = DayField(_l("Cooperative since"), largest=here_today)


class IdentityForm(BaseForm):
    """What stands on the letterhead, in both scripts."""

    name_fr = LineField(_l("Name in French"), max_length=120)
    name_ar = LineField(_l("Name in Arabic"), max_length=120, dir="rtl")
    legal_form_fr = LineField(_l("Legal form in French"), max_length=120, required=False)
    legal_form_ar = LineField(_l("Legal form in Arabic"), max_length=120, required=False, dir="rtl")
    registration_number = LineField(_l("Registration number"), max_length=60, required=False, dir="ltr")
    tax_number = LineField(_l("Tax number"), max_length=40, required=False, dir="ltr")
    social_security_number = LineField(_l("Social security number"), max_length=40, required=False, dir="ltr")
    address_fr = LineField(_l("Address in French"), max_length=200, required=False)
    address_ar = LineField(_l("Address in Arabic"), max_length=200, required=False, dir="rtl")
    city_fr = LineField(_l("City where papers are made out, in French"), max_length=80, required=False)
    city_ar = LineField(_l("City where papers are made out, in Arabic"), max_length=80, required=False, dir="rtl")
    phone = PhoneField(_l("Phone"), required=False)
    email = EmailField(_l("E-mail"), required=False)
    version = HiddenNumberField(_l("Version"))

    def identity(self) -> dict[str, str]:
        return {name: value or "" for name, value in self.answers().items() if name != "version"}


class SignatoryForm(BaseForm):
    """Who signs papers."""

    name_latin = LineField(_l("Name, Latin letters"), max_length=120)
    name_arabic = LineField(_l("Name, Arabic letters"), max_length=120, dir="rtl")
    quality_fr = LineField(_l("Quality in French"), max_length=80, hint=_l("Such as “présidente”"))
    quality_ar = LineField(_l("Quality in Arabic"), max_length=80, dir="rtl")
    sex = RadioField(_l("Sex"), choices=labels.SEX)


class TermForm(BaseForm):
    """A word of a list, in both languages."""

    label_fr = LineField(_l("In French"), max_length=80)
    label_ar = LineField(_l("In Arabic"), max_length=80, dir="rtl")


class ExpenseCategoryForm(TermForm):
    """A kind of expense."""

    is_production = CheckField(
        _l("A cost of what is sold"),
        hint=_l(
            "The gross margin takes it off: supplies, yes; the telephone, no. It counts for what is logged from now on."
        ),
    )

    def answers(self) -> dict[str, Any]:
        return {**super().answers(), "is_production": bool(self.is_production.data)}


class NewStageForm(TermForm):
    """A stage of the parcours: what it means for being there is chosen once."""

    nature = RadioField(
        _l("Kind of stage"),
        choices=labels.NATURE,
        hint=_l(
            "It says whether the person counts among the members present. It cannot be changed later; a stage can be withdrawn."
        ),
    )

    def answers(self) -> dict[str, Any]:
        return {**super().answers(), "nature": StageNature(self.nature.data)}


class NewContractKindForm(TermForm):
    """A kind of contract: what it binds to is chosen once."""

    nature = RadioField(
        _l("Nature of the contract"),
        choices=labels.CONTRACT_NATURE,
        hint=_l(
            "It says whether the person is an employee, whether the contract has an end, and whether it can run beside another one. It cannot be changed later; a kind can be withdrawn."
        ),
    )

    def answers(self) -> dict[str, Any]:
        return {**super().answers(), "nature": ContractNature(self.nature.data)}
