"""Roles in words."""

from __future__ import annotations

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

audit_words.say_values("membership", {"role": (_l("Role"), audit_words.by_code(ROLE_LABELS))})
