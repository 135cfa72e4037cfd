"""What is refused about clients and suppliers, one sentence each."""

from __future__ import annotations

from app.kernel.errors import Refusal
from app.kernel.i18n import _l


class ContactGone(Refusal):
    message = _l("This client or supplier was merged into another meanwhile.")
    field = "into_id"


class NameTaken(Refusal):
    message = _l("You have this name already. If it is the same, merge the two.")
    field = "name"


class SameContact(Refusal):
    message = _l("Choose another one.")
    field = "into_id"


class AnotherRole(Refusal):
    message = _l("A client is not merged with a supplier.")
    field = "into_id"
