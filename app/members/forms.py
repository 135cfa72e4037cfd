"""The forms of the member's file. Choices come in as arguments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from wtforms import ValidationError

from app.kernel import identity
from app.kernel.forms import (
    BaseForm,
    CheckField,
    ChoiceField,
    DayField,
    EmailField,
    HiddenNumberField,
    LineField,
    LocalIdField,
    MultipleChoiceField,
    PhoneField,
    RadioField,
    here_today,
)
from app.kernel.i18n import _l
from app.kernel.text import TextRefused
from app.members import labels
from app.members.models import Civility, IdentityKind, Settlement, Sex
from app.members.rules import OLDEST
from app.members.services import IdentityDocument, MemberDetails

TEXTS_FOR_LATER = (
    "birth_name_latin",
    "birth_name_arabic",
    "nationality",
    "second_phone",
    "address",
    "emergency_name",
    "emergency_phone",
    "identity_issued_at",
)


def earliest_birth() -> date:
    return here_today() - OLDEST


class MemberForm(BaseForm):
    """Who a person is. Names in at least one script; the service says so if neither is whole."""

    family_name_latin = LineField(_l("Family name, Latin letters"), max_length=80, required=False, autocomplete="off")
    given_name_latin = LineField(_l("Given name, Latin letters"), max_length=80, required=False, autocomplete="off")
    family_name_arabic = LineField(_l("Family name, Arabic letters"), max_length=80, required=False, dir="rtl")
    given_name_arabic = LineField(_l("Given name, Arabic letters"), max_length=80, required=False, dir="rtl")
    sex = RadioField(_l("Sex"), choices=labels.SEX)
    civility = ChoiceField(
        _l("Form of address"), choices=labels.CIVILITY, required=False, hint=_l("As the person wishes to be addressed.")
    )
    birth_date = DayField(_l("Birth date"), smallest=earliest_birth, largest=here_today)
    birth_place = LineField(_l("Birth place"), max_length=80, required=False)
    phone = PhoneField(_l("Phone"), required=False, hint=_l("The person can sign in with this number."))
    email = EmailField(_l("E-mail"), required=False)
    territory_code = ChoiceField(_l("Province"), required=False)
    commune = LineField(_l("Commune"), max_length=80, required=False)
    trade_id = LocalIdField(_l("Trade"))
    identity_kind = ChoiceField(_l("Identity document"), required=False)
    identity_country = ChoiceField(_l("Issued by"), choices=labels.COUNTRY)
    identity_number = LineField(_l("Document number"), max_length=30, required=False, dir="ltr", autocomplete="off")

    localities: Sequence[str] = ()  # to write the commune with

    def offer(
        self,
        *,
        territories: Mapping[str, object],
        localities: Sequence[str],
        trades: Mapping[int, str],
        country: str,
    ) -> None:
        """Fill in the lists of the organisation's country."""
        self.territory_code.choices, self.localities = territories, localities
        self.trade_id.choices = trades
        kinds = (IdentityKind(kind) for kind in identity.KINDS_OF_COUNTRY[country])
        self.identity_kind.choices = {kind.value: labels.IDENTITY_KIND[kind] for kind in kinds}
        if self.identity_country.data is None:
            self.identity_country.data = country

    def validate_identity_number(self, field: LineField) -> None:
        """A number needs its kind; its characters are those of documents."""
        if field.data and not self.identity_kind.data:
            raise ValidationError(_l("Choose what kind of document this number is on."))
        if field.data:
            try:
                identity.normalise(self.identity_kind.data, self.identity_country.data or "", field.data)
            except TextRefused as refusal:
                raise ValidationError(refusal.message) from None

    def details(self) -> MemberDetails:
        return MemberDetails(
            family_name_latin=self.family_name_latin.data,
            given_name_latin=self.given_name_latin.data,
            family_name_arabic=self.family_name_arabic.data,
            given_name_arabic=self.given_name_arabic.data,
            sex=Sex(self.sex.data),
            civility=Civility(self.civility.data) if self.civility.data else None,
            birth_date=self.birth_date.data,
            birth_place=self.birth_place.data,
            phone=self.phone.data or "",
            email=self.email.data or "",
            territory_code=self.territory_code.data or "",
            commune=self.commune.data,
            trade_id=self.trade_id.data,
        )

    def document(self) -> IdentityDocument | None:
        """The document typed, if a number was."""
        if not self.identity_number.data:
            return None
        return IdentityDocument(
            kind=IdentityKind(self.identity_kind.data),
            country=self.identity_country.data,
            number=self.identity_number.data,
        )


class AdmissionForm(MemberForm):
    """A new member: the file, the day it opens, and where the parcours begins."""

    admitted_on = DayField(_l("Admission date"), largest=here_today)
    stage_id = LocalIdField(_l("Stage of the parcours"), required=False)
    is_another_person = CheckField(_l("This is another person"))
    lookalikes: Sequence[Any] = ()  # shown once there are some

    def circumstances(self) -> dict[str, Any]:
        """What `services.admit_member` asks besides the person."""
        return {
            "admitted_on": self.admitted_on.data,
            "stage_id": self.stage_id.data,
            "is_another_person": bool(self.is_another_person.data),
        }


class ChangeForm(MemberForm):
    """A file that exists, with what can wait until after the admission: sent with the version that was shown."""

    birth_name_latin = LineField(_l("Birth name, Latin letters"), max_length=80, required=False, autocomplete="off")
    birth_name_arabic = LineField(_l("Birth name, Arabic letters"), max_length=80, required=False, dir="rtl")
    nationality = ChoiceField(_l("Nationality"), required=False)
    second_phone = PhoneField(_l("Another phone"), required=False)
    address = LineField(
        _l("Address"), max_length=200, required=False, hint=_l("Street and number, or the nearest landmark.")
    )
    settlement = ChoiceField(_l("Lives"), choices=labels.SETTLEMENT, required=False)
    emergency_name = LineField(_l("Person to call in an emergency"), max_length=120, required=False)
    emergency_phone = PhoneField(_l("Their phone"), required=False)
    identity_issued_on = DayField(_l("Document issued on"), required=False, largest=here_today)
    identity_issued_at = LineField(_l("Document issued in"), max_length=80, required=False)
    identity_expires_on = DayField(_l("Document expires on"), required=False)
    version = HiddenNumberField(_l("Version"))

    def details(self) -> MemberDetails:
        texts: dict[str, Any] = {name: self[name].data or "" for name in TEXTS_FOR_LATER}
        return replace(
            super().details(),
            **texts,
            settlement=Settlement(self.settlement.data) if self.settlement.data else None,
            identity_issued_on=self.identity_issued_on.data,
            identity_expires_on=self.identity_expires_on.data,
        )


class CoachForm(BaseForm):
    """Who supports the member, from a day."""

    coach_id = LocalIdField(_l("Support coach"))
    started_on = DayField(_l("From"))
    note = LineField(_l("Note"), max_length=200, required=False, hint=_l("Such as the reason for a hand-over."))


class AccessForm(BaseForm):
    """How a member is let in; which button was pressed says it."""

    how = ChoiceField(_l("How"), choices={"slip": _l("Sign-in slip"), "letter": _l("E-mail")}, required=False)


class SlipsForm(BaseForm):
    """Who gets a slip."""

    member_ids = MultipleChoiceField(_l("For whom"))

    def chosen(self) -> list[int]:
        return list(self.member_ids.data)


class EmptyForm(BaseForm):
    """A confirmation: nothing but the press of a button."""
