"""The way from a member's file to their trades."""

from __future__ import annotations

from app.kernel.i18n import _l
from app.members.sections import Section

SECTION = Section(endpoint="trades.show_trades", label=_l("Trades"))
