"""Mail: through SMTP where it is set, else as `.eml` files in `DATA_DIR/outbox/`. Called after commit, never before."""

from __future__ import annotations

import secrets
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

from flask import current_app

from app.kernel import clock


def send_mail(recipient: str, subject: str, body: str) -> None:
    """Send one plain mail. Raises OSError or smtplib.SMTPException when the server does not take it."""
    settings = current_app.config["SETTINGS"]
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = settings.mail_from, recipient, subject
    message["Date"], message["Message-ID"] = formatdate(clock.now().timestamp()), make_msgid(domain="moucharaka")
    message.set_content(body)
    if settings.smtp_url:
        _send_by_smtp(settings.smtp_url, message)
    else:
        outbox = settings.data_dir / "outbox"
        outbox.mkdir(parents=True, exist_ok=True)
        name = f"{clock.now():%Y%m%dT%H%M%S.%f}-{secrets.token_hex(4)}.eml"
        (outbox / name).write_bytes(message.as_bytes())


def _send_by_smtp(url: str, message: EmailMessage) -> None:
    address = urlsplit(url)
    host = address.hostname or "localhost"
    context = ssl.create_default_context()
    if address.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, address.port or 465, timeout=20, context=context)
    else:
        server = smtplib.SMTP(host, address.port or 587, timeout=20)
    with server:
        if address.scheme == "smtp" and host not in ("localhost", "127.0.0.1"):
            server.starttls(context=context)
        if address.username:
            server.login(unquote(address.username), unquote(address.password or ""))
        server.send_message(message)
