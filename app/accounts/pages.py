"""What the pages of accounts show, put together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import current_app, make_response, render_template, request, url_for
from flask.wrappers import Response
from flask_wtf import FlaskForm
from werkzeug.routing import BuildError

from app.accounts import browser, queries
from app.accounts.errors import TooManyAttempts
from app.accounts.forms import LanguageForm, PasswordChangeForm
from app.accounts.labels import ROLE_LABELS
from app.kernel import notices, passwords
from app.kernel.access import Actor, Permission, current_actor
from app.kernel.errors import Refusal
from app.kernel.i18n import language
from app.kernel.links import own_page
from app.kernel.notices import Notice
from app.kernel.reach import within_reach


def wanted_page() -> str:
    """Where somebody was going before signing in, if it is a page of ours; else home."""
    return own_page(request.values.get("next")) or url_for("accounts.show_home")


def login_page(form: FlaskForm, status: int = 200) -> Response:
    wanted = own_page(request.values.get("next"))
    return make_response(render_template("accounts/show_login.html", form=form, next=wanted), status)


def again(page: Callable[[Any, int], Response], form: Any, refusal: Refusal) -> Response:
    """The form once more with what a service refused; 429 when it is about too many attempts."""
    form.add_refusal(refusal)
    if not isinstance(refusal, TooManyAttempts):
        return page(form, 422)
    answer = page(form, 429)
    answer.headers["Retry-After"] = str(refusal.seconds)
    return answer


def forgotten_page(form: FlaskForm, status: int = 200) -> Response:
    return make_response(render_template("accounts/show_forgotten.html", form=form), status)


def only_door(actor: Actor, places: Any) -> str | None:
    """The one place somebody can go to; None when there are several or none."""
    doors = [url_for("dashboard.show_dashboard", slug=place.slug) for place in places]
    if actor.can(Permission.SEE_NETWORK):
        doors.append(url_for("network_dashboard.show_network"))
    return doors[0] if len(doors) == 1 else None


def welcome_page(form: FlaskForm, status: int = 200) -> Response:
    """Where a password is chosen, for whoever has shown a usable link or code."""
    account = queries.account_of_token(browser.held_ticket() or 0)
    if account is None:
        return stale_link_page()
    suggestion = passwords.suggest_passphrase(language())
    return private(
        render_template("accounts/show_welcome.html", form=form, account=account, suggestion=suggestion), status
    )


def stale_link_page() -> Response:
    """The same page for a link or code that is expired, used, unknown or damaged."""
    return private(render_template("accounts/stale_link.html"), 410)


def private(page: str | Response, status: int = 200) -> Response:
    """An answer that is kept nowhere: it shows or follows from a secret."""
    answer = make_response(page, status) if isinstance(page, str) else page
    answer.headers["Cache-Control"] = "no-store"
    return answer


def account_page(password_form: FlaskForm | None = None, status: int = 200) -> Response:
    actor, signed_in = current_actor(), browser.signed_in()
    account = queries.get_account(actor.account_id)
    shown = render_template(
        "accounts/show_account.html",
        account=account,
        form=password_form or PasswordChangeForm(),
        language_form=LanguageForm(formdata=None, language=language()),
        roles=queries.roles_of(account.id),
        role_labels=ROLE_LABELS,
        sessions=queries.open_sessions(account.id),
        this_session=signed_in.session_id if signed_in else None,
        suggestion=passwords.suggest_passphrase(language()),
    )
    return make_response(shown, status)


def notices_shown(actor: Actor) -> list[dict[str, Any]]:
    """The latest hundred messages in the open organisation, with where they lead, if the reader may still go there."""
    newest = notices.newest_notices(actor.account_id)
    reached = within_reach(actor, [(notice.endpoint, notice.endpoint_values) for notice in newest])
    return [
        {
            "text": notice.text,
            "when": notice.sent_at,
            "url": _url_of(notice) if may_open else None,
            "is_new": notice.read_at is None,
        }
        for notice, may_open in zip(newest, reached, strict=True)
    ]


def _url_of(notice: Notice) -> str | None:
    """Where a message leads; nowhere if that page has gone or changed since."""
    if notice.endpoint not in current_app.view_functions:
        return None
    try:
        return url_for(notice.endpoint, **notice.endpoint_values)
    except BuildError:
        return None
