"""The way from a member's file to their shares."""

from __future__ import annotations

from app.kernel.i18n import _l
from app.members.sections import Section

SECTION = Section(endpoint="shares.show_shares", label=_l("Shares"))
