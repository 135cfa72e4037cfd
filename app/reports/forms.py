"""The forms of reports."""

from __future__ import annotations

from app.kernel.forms import BaseForm


class PrintForm(BaseForm):
    """Nothing but the press of a button."""
