"""The social file as a section of a member's file."""

from __future__ import annotations

from app.kernel.i18n import _l
from app.members.sections import Section

SECTION = Section(endpoint="social.show_social", label=_l("Social file"))
