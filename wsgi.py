"""The application as servers and the `flask` command find it.

A start that is refused (config.UnsafeSettings) is one sentence and status 4, at which gunicorn and the systemd units
stop, where any other would be tried again and again.
"""

import sys

from app import create_app
from config import UnsafeSettings

try:
    app = create_app()
except UnsafeSettings as refusal:
    sys.stderr.write(f"{refusal}\n")
    raise SystemExit(4) from None
