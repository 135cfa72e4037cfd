"""Transfers as a section of a member's file: for managers, and for the person themself."""

from __future__ import annotations

from typing import Any

from app.kernel.access import Actor, Permission
from app.kernel.i18n import _l
from app.members.sections import Section


def is_shown(actor: Actor, member: Any) -> bool:
    is_own = member.account_id is not None and member.account_id == actor.account_id
    return is_own or actor.can(Permission.TRANSFER_MEMBERS)


SECTION = Section(endpoint="transfers.show_transfers", label=_l("Transfer of the file"), shown_to=is_shown)
