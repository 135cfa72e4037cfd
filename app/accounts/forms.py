"""Forms of signing in, passwords and one's own account."""

from __future__ import annotations

from app.accounts.rules import LONGEST_LOGIN
from app.accounts.signing_in import NewPassword
from app.kernel.forms import BaseForm, CheckField, EmailField, LineField, PasswordField, PhoneField, RadioField
from app.kernel.i18n import _l

LANGUAGE_NAMES = {"fr": "Français", "ar": "العربية"}  # each in its own language


class SignInForm(BaseForm):
    login = LineField(_l("E-mail or phone number"), max_length=LONGEST_LOGIN, autocomplete="username", dir="ltr")
    password = PasswordField(_l("Password or one-time code"))
    keep_signed_in = CheckField(
        _l("Keep me signed in on this phone"),
        hint=_l("For 30 days, on your own phone only. Entrepreneurs only."),
    )


class ForgottenForm(BaseForm):
    login = LineField(_l("E-mail or phone number"), max_length=LONGEST_LOGIN, autocomplete="username", dir="ltr")


class NewPasswordForm(BaseForm):
    new_password = PasswordField(_l("New password"), autocomplete="new-password")
    repeated_password = PasswordField(_l("The same password again"), autocomplete="new-password")

    def chosen(self) -> NewPassword:
        return NewPassword(password=self.new_password.data, repeated=self.repeated_password.data)


class WelcomeForm(NewPasswordForm):
    keep_signed_in = CheckField(
        _l("Keep me signed in on this phone"),
        hint=_l("For 30 days, on your own phone only. Entrepreneurs only."),
    )


class PasswordChangeForm(NewPasswordForm):
    current_password = PasswordField(_l("Current password"), autocomplete="current-password")


class LoginChangeForm(BaseForm):
    email = EmailField(_l("E-mail"), required=False, hint=_l("A link is sent there; it is yours once you follow it."))
    phone = PhoneField(_l("Phone"), required=False, hint=_l("With the country code, such as +216."))
    current_password = PasswordField(_l("Current password"), autocomplete="current-password")


class LanguageForm(BaseForm):
    language = RadioField(_l("Language"), choices=LANGUAGE_NAMES)
