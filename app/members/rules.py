"""What holds for every file, whoever writes it: a form or an import. Pure."""

from __future__ import annotations

from datetime import timedelta

OLDEST = timedelta(days=110 * 366)  # nobody is older than that
