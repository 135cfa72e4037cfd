"""The sentences WTForms can say, marked here so that they are translated like ours.

Its own catalogues lack a third of the Arabic ones. A test compares this list with the library's source.
"""

from __future__ import annotations

from app.kernel.i18n import N_, N_n

MESSAGES = (
    N_("CSRF failed."),
    N_("CSRF token expired."),
    N_("CSRF token missing."),
    N_("Choices cannot be None."),
    N_("Date must be at least %(min)s."),
    N_("Date must be at most %(max)s."),
    N_("Date must be between %(min)s and %(max)s."),
    N_("Field must be between %(min)d and %(max)d characters long."),
    N_("Field must be equal to %(other_name)s."),
    N_("Invalid CSRF Token."),
    N_("Invalid Choice: could not coerce."),
    N_("Invalid IP address."),
    N_("Invalid Mac address."),
    N_("Invalid URL."),
    N_("Invalid UUID."),
    N_("Invalid choice(s): one or more data inputs could not be coerced."),
    N_("Invalid email address."),
    N_("Invalid field name '%s'."),
    N_("Invalid input."),
    N_("Invalid value, can't be any of: %(values)s."),
    N_("Invalid value, must be one of: %(values)s."),
    N_("Not a valid choice."),
    N_("Not a valid date value."),
    N_("Not a valid datetime value."),
    N_("Not a valid decimal value."),
    N_("Not a valid float value."),
    N_("Not a valid integer value."),
    N_("Not a valid time value."),
    N_("Not a valid week value."),
    N_("Number must be at least %(min)s."),
    N_("Number must be at most %(max)s."),
    N_("Number must be between %(min)s and %(max)s."),
    N_("This field cannot be edited."),
    N_("This field is disabled and cannot have a value."),
    N_("This field is required."),
)

COUNTED_MESSAGES = (
    N_n("'%(value)s' is not a valid choice for this field.", "'%(value)s' are not valid choices for this field."),
    N_n("Field cannot be longer than %(max)d character.", "Field cannot be longer than %(max)d characters."),
    N_n("Field must be at least %(min)d character long.", "Field must be at least %(min)d characters long."),
    N_n("Field must be exactly %(max)d character long.", "Field must be exactly %(max)d characters long."),
)
