"""What the browser keeps of a sign-in, and what it says of itself.

The cookie is signed and holds the session's token, whose digest the database knows; before that, for half an hour,
whose password may be chosen.
"""

from __future__ import annotations

from flask import request, session
from flask_login import current_user

from app.accounts import queries, rules
from app.accounts.services import OpenedSession
from app.accounts.signing_in import Browser
from app.kernel import clock, throttle
from app.kernel.access import SignedIn

TOKEN = "_user_id"  # where Flask-Login looks for what it hands to the loader of sessions
TICKET = "welcome"
TICKET_LASTS_SECONDS = 30 * 60


def this_browser() -> Browser:
    return Browser(
        address=throttle.address_group(request.remote_addr),
        device=rules.device_of(request.user_agent.string),
        language=queries.chosen_language(),
        leaving=signed_in(),
    )


def signed_in() -> SignedIn | None:
    """The session this browser has; None when it has none, or one that has ended."""
    return current_user._get_current_object() if current_user.is_authenticated else None


def hold(opened: OpenedSession) -> None:
    """Take the session's token; nothing that was in the cookie before survives."""
    session.clear()
    session.permanent = opened.is_kept
    session[TOKEN] = opened.token


def is_kept() -> bool:
    """Whether this browser stays signed in when it is closed."""
    return bool(session.permanent)


def let_go() -> None:
    """Forget everything; the cookie goes with it."""
    session.clear()


def hold_ticket(token_id: int) -> None:
    """Remember for half an hour whose password may be chosen: the secret itself leaves the address bar."""
    session[TICKET] = [token_id, int(clock.now().timestamp())]


def held_ticket() -> int | None:
    """The token whose secret this browser has shown."""
    token_id, since = session.get(TICKET) or (None, 0)
    fresh = clock.now().timestamp() - since < TICKET_LASTS_SECONDS
    return token_id if fresh else None
