"""The pages where somebody changes what they sign in with."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response

from app.accounts import browser, logins, pages, queries
from app.accounts.forms import LoginChangeForm
from app.accounts.people_forms import EmptyForm
from app.accounts.views import blueprint
from app.kernel.access import Permission, current_actor
from app.kernel.errors import Refusal
from app.kernel.i18n import _


def _change_page(form: LoginChangeForm, status: int = 200) -> Response:
    return make_response(render_template("accounts/change_login.html", form=form), status)


@blueprint.get("/account/login", access=Permission.LOGGED_IN)
def show_login_change() -> ResponseReturnValue:
    account = queries.get_account(current_actor().account_id)
    return _change_page(LoginChangeForm(email=account.email, phone=account.phone))


@blueprint.post("/account/login", access=Permission.LOGGED_IN, own_transaction=True)
def change_login() -> ResponseReturnValue:
    form, here = LoginChangeForm(), browser.this_browser()
    if not form.validate_on_submit():
        return _change_page(form, 422)
    wanted = logins.Logins(email=form.email.data or "", phone=form.phone.data or "")
    try:
        is_asked = logins.change(current_actor().account_id, form.current_password.data, wanted, browser=here)
    except Refusal as refusal:
        return pages.again(_change_page, form, refusal)
    flash(
        _("A link is on its way to the new e-mail. Until you follow it, nothing changes.") if is_asked else _("Saved."),
        "ok",
    )
    return redirect(url_for("accounts.show_account"))


@blueprint.get("/account/email/<token>", access=Permission.LOGGED_IN)
def show_new_email(token: str) -> ResponseReturnValue:
    wanted = logins.wanted_change(token, account_id=current_actor().account_id)
    if wanted is None:
        return pages.private(render_template("accounts/stale_email_link.html"), 410)
    return pages.private(render_template("accounts/confirm_email.html", email=wanted.email, form=EmptyForm()))


@blueprint.post("/account/email/<token>", access=Permission.LOGGED_IN)
def confirm_new_email(token: str) -> ResponseReturnValue:
    session = browser.signed_in()
    try:
        logins.confirm(token, account_id=current_actor().account_id, session_id=session.session_id if session else 0)
    except Refusal:
        return pages.private(render_template("accounts/stale_email_link.html"), 410)
    flash(_("From now on you sign in with this e-mail. Every other device is signed out."), "ok")
    return redirect(url_for("accounts.show_account"))
