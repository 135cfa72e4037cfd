"""The way from a member's file to their account."""

from __future__ import annotations

from app.kernel.i18n import _l
from app.members.sections import Section

SECTION = Section(endpoint="statements.show_statement", label=_l("Statement of account"))
