"""What a transfer refuses, one sentence each."""

from __future__ import annotations

from app.kernel.errors import Refusal
from app.kernel.i18n import _l


class NoConsent(Refusal):
    message = _l("Nothing leaves without the person's consent: tick that they agreed.")
    field = "has_consented"


class ConsentLater(Refusal):
    message = _l("The consent cannot be of a day to come.")
    field = "consented_on"


class NumbersWithoutFile(Refusal):
    message = _l("Social protection numbers go with the social file: tick it too, or leave them out.")
    field = "sensitive"


class NotOnFile(Refusal):
    message = _l("Something you ticked is no longer on file. Look again.")
    field = "parts"


class NoSuchReceiver(Refusal):
    message = _l("This organisation cannot receive anybody: choose one of the list.")
    field = "to_organisation_id"


class UnderWay(Refusal):
    message = _l("A transfer of this person is already under way: wait for the answer, or withdraw it.")


class AnsweredAlready(Refusal):
    message = _l("This transfer is no longer open: it was answered, withdrawn or left without an answer for too long.")


class PackageUnreadable(Refusal):
    message = _l(
        "This transfer was prepared by another version of the application and cannot be read here. Decline it, and ask the organisation to send it again."
    )


class NotOneOfThese(Refusal):
    message = _l("Choose one of the files shown.")
    field = "member_id"
