"""Signing in and out, choosing a password, one's own account, the way in, and notices."""

from __future__ import annotations

from flask import abort, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts import browser, pages, queries, services, signing_in
from app.accounts.forms import ForgottenForm, LanguageForm, PasswordChangeForm, SignInForm, WelcomeForm
from app.kernel import notices
from app.kernel.access import Permission, current_actor
from app.kernel.blueprint import INSIDE, FeatureBlueprint
from app.kernel.errors import Refusal
from app.kernel.i18n import _, language

blueprint = FeatureBlueprint("accounts", __name__, scoped=False)


@blueprint.get("/", access=Permission.LOGGED_IN)
def show_home() -> ResponseReturnValue:
    actor = current_actor()
    places = queries.organisations_of(actor.account_id)
    door = pages.only_door(actor, places)
    if door is not None:
        return redirect(door)
    return render_template("accounts/show_home.html", places=places, sees_network=actor.can(Permission.SEE_NETWORK))


@blueprint.get("/login", access=Permission.PUBLIC)
def show_login() -> ResponseReturnValue:
    if browser.signed_in() is not None:
        return redirect(pages.wanted_page())
    return pages.login_page(SignInForm())


@blueprint.post("/login", access=Permission.PUBLIC, own_transaction=True)
def sign_in() -> ResponseReturnValue:
    form, here = SignInForm(), browser.this_browser()
    if not form.validate_on_submit():
        return pages.login_page(form, 422)
    try:
        proof = signing_in.prove(form.login.data, form.password.data, browser=here)
        if proof.token_id is not None:
            browser.hold_ticket(proof.token_id)
            return redirect(url_for("accounts.show_welcome"))
        opened = signing_in.enter(proof, browser=here, keep=bool(form.keep_signed_in.data))
    except Refusal as refusal:
        return pages.again(pages.login_page, form, refusal)
    browser.hold(opened)
    return redirect(pages.wanted_page())


@blueprint.post("/logout", access=Permission.PUBLIC)
def sign_out() -> ResponseReturnValue:
    session = browser.signed_in()
    if session is not None:
        services.end_session(session.session_id, account_id=session.account_id)
    browser.let_go()
    answer = make_response(redirect(url_for("accounts.show_login")))
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


@blueprint.get("/welcome/<token>", access=Permission.PUBLIC)
def follow_link(token: str) -> ResponseReturnValue:
    """A link from a mail: what it says is remembered, so that the secret leaves the address bar at once."""
    usable = queries.usable_token(token)
    if usable is None:
        return pages.stale_link_page()
    browser.hold_ticket(usable.id)
    return pages.private(make_response(redirect(url_for("accounts.show_welcome"))))


@blueprint.get("/welcome", access=Permission.PUBLIC)
def show_welcome() -> ResponseReturnValue:
    return pages.welcome_page(WelcomeForm())


@blueprint.post("/welcome", access=Permission.PUBLIC, own_transaction=True)
def choose_first_password() -> ResponseReturnValue:
    form, ticket, here = WelcomeForm(), browser.held_ticket() or 0, browser.this_browser()
    if queries.account_of_token(ticket) is None:
        return pages.stale_link_page()
    if not form.validate_on_submit():
        return pages.welcome_page(form, 422)
    try:
        opened = signing_in.choose_first_password(
            ticket, form.chosen(), browser=here, keep=bool(form.keep_signed_in.data)
        )
    except Refusal as refusal:
        return pages.again(pages.welcome_page, form, refusal)
    browser.hold(opened)
    flash(_("Your password is chosen and you are signed in. The link or code you used no longer works."), "ok")
    return redirect(url_for("accounts.show_home"))


@blueprint.get("/forgotten", access=Permission.PUBLIC)
def show_forgotten() -> ResponseReturnValue:
    return pages.forgotten_page(ForgottenForm())


@blueprint.post("/forgotten", access=Permission.PUBLIC, own_transaction=True)
def ask_for_reset() -> ResponseReturnValue:
    form, here = ForgottenForm(), browser.this_browser()
    if not form.validate_on_submit():
        return pages.forgotten_page(form, 422)
    try:
        signing_in.ask_for_reset(form.login.data, address=here.address, language=language())
    except Refusal as refusal:
        return pages.again(pages.forgotten_page, form, refusal)
    return redirect(url_for("accounts.show_reset_asked"))


@blueprint.get("/forgotten/asked", access=Permission.PUBLIC)
def show_reset_asked() -> ResponseReturnValue:
    return render_template("accounts/show_reset_asked.html")


@blueprint.get("/account", access=Permission.LOGGED_IN)
def show_account() -> ResponseReturnValue:
    return pages.account_page()


@blueprint.post("/account/password", access=Permission.LOGGED_IN, own_transaction=True)
def change_password() -> ResponseReturnValue:
    form, here = PasswordChangeForm(), browser.this_browser()
    if not form.validate_on_submit():
        return pages.account_page(form, 422)
    try:
        account_id, current = current_actor().account_id, form.current_password.data
        opened = signing_in.change_password(
            account_id, current, new=form.chosen(), browser=here, keep=browser.is_kept()
        )
    except Refusal as refusal:
        return pages.again(pages.account_page, form, refusal)
    browser.hold(opened)
    flash(_("Your password is changed. Every other device is signed out."), "ok")
    return redirect(url_for("accounts.show_account"))


@blueprint.post("/account/language", access=Permission.LOGGED_IN)
def choose_language() -> ResponseReturnValue:
    form = LanguageForm()
    if not form.validate_on_submit():
        return pages.account_page(status=422)
    services.choose_language(current_actor().account_id, form.language.data)
    return redirect(url_for("accounts.show_account", lang=form.language.data))


@blueprint.post("/account/sessions/<id:session_id>/end", access=Permission.LOGGED_IN)
def end_session(session_id: int) -> ResponseReturnValue:
    session = browser.signed_in()
    if session is not None and session.session_id == session_id:
        return sign_out()
    if not services.end_session(session_id, account_id=current_actor().account_id):
        abort(404)
    flash(_("That device is signed out."), "ok")
    return redirect(url_for("accounts.show_account"))


@blueprint.post("/account/sessions/end-others", access=Permission.LOGGED_IN)
def end_other_sessions() -> ResponseReturnValue:
    session = browser.signed_in()
    services.end_sessions(current_actor().account_id, but=session.session_id if session else None)
    flash(_("Every other device is signed out."), "ok")
    return redirect(url_for("accounts.show_account"))


@blueprint.get(f"{INSIDE}/notices", access=Permission.SEE_ORGANISATION)
def list_notices() -> ResponseReturnValue:
    return render_template("accounts/list_notices.html", notices=pages.notices_shown(current_actor()))


@blueprint.post(f"{INSIDE}/notices/read", access=Permission.SEE_ORGANISATION)
def mark_notices_read() -> ResponseReturnValue:
    notices.mark_all_read(current_actor().account_id)
    flash(_("All notices are marked as read."), "ok")
    return redirect(url_for("accounts.list_notices"))
