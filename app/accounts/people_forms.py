"""The forms of people with access."""

from __future__ import annotations

from app.accounts.labels import ROLE_LABELS
from app.kernel.access import Role
from app.kernel.forms import BaseForm, EmailField, LineField, PhoneField, RadioField
from app.kernel.i18n import _l

GIVEN_HERE = {role.value: ROLE_LABELS[role] for role in (Role.MANAGER, Role.COACH)}


class PersonForm(BaseForm):
    """Somebody who is given access."""

    name_latin = LineField(_l("Name, Latin letters"), max_length=120)
    name_arabic = LineField(_l("Name, Arabic letters"), max_length=120, required=False, dir="rtl")
    email = EmailField(_l("E-mail"), required=False, hint=_l("The invitation is sent there."))
    phone = PhoneField(_l("Phone"), required=False, hint=_l("Without an e-mail you print a sign-in slip."))


class InvitationForm(PersonForm):
    """Somebody who is given access with a role; entrepreneurs get theirs from their file."""

    role = RadioField(_l("Role"), choices=GIVEN_HERE)


class RoleForm(BaseForm):
    """Another role for somebody who has access."""

    role = RadioField(_l("Role"), choices=GIVEN_HERE)


class EmptyForm(BaseForm):
    """A confirmation: nothing but the press of a button."""
