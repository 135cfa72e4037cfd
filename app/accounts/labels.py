"""Roles in words, and how somebody who was given access is told."""

from __future__ import annotations

from app.accounts.models import TokenPurpose
from app.kernel import audit_words
from app.kernel.access import Role
from app.kernel.i18n import LazyText, _l

ROLE_LABELS: dict[Role, LazyText] = {
    Role.MANAGER: _l("Manager"),
    Role.COACH: _l("Support coach"),
    Role.ENTREPRENEUR: _l("Entrepreneur"),
    Role.NETWORK_ADMINISTRATOR: _l("Network administrator"),
    Role.OBSERVER: _l("Observer"),
}

HOW_TOLD: dict[TokenPurpose | None, LazyText] = {
    TokenPurpose.INVITATION: _l("The invitation is sent by e-mail. It works once, within 24 hours."),
    TokenPurpose.RESET: _l("A link to choose another password is sent by e-mail. It works once, within one hour."),
    None: _l(
        "The access is given. The person signs in as they do already; if they cannot, they ask for a link by e-mail."
    ),
}

audit_words.say_values("membership", {"role": (_l("Role"), audit_words.by_code(ROLE_LABELS))})
