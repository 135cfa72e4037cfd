"""What phones keep and deliver: the page that shows what waits there, and the address that takes it in."""

from __future__ import annotations

from flask import flash, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.activity import pages, sync_pages, sync_services
from app.activity.sync_forms import AsideForm
from app.activity.sync_rules import NoBatch
from app.kernel import clock
from app.kernel.access import Permission, current_actor
from app.kernel.blueprint import FeatureBlueprint
from app.kernel.i18n import _
from app.kernel.submissions import csrf_token

blueprint = FeatureBlueprint("sync", __name__)


@blueprint.get("/activity/phone", access=Permission.LOG_OWN_ACTIVITY)
def show_phone() -> ResponseReturnValue:
    return render_template("activity/show_phone.html", new=url_for("activity.new_record"))


@blueprint.get("/activity/sync", access=Permission.LOG_OWN_ACTIVITY)
def show_token() -> ResponseReturnValue:
    """Who is signed in, and a token for them: the one in a kept page may be of an older session."""
    return jsonify(token=csrf_token(), account=str(current_actor().account_id), now=clock.now().isoformat())


@blueprint.post("/activity/sync", access=Permission.LOG_OWN_ACTIVITY)
def take_in() -> ResponseReturnValue:
    member = pages.own_file_or_404(current_actor())
    try:
        batch = sync_pages.batch_sent()
    except NoBatch:
        return jsonify(error=422), 422
    if batch.account != str(current_actor().account_id):
        return jsonify(error=409), 409  # somebody else is signed in on this phone now
    return jsonify(sync_pages.said_of(member, batch))


@blueprint.get("/activity/asides", access=Permission.LOG_OWN_ACTIVITY)
def list_asides() -> ResponseReturnValue:
    member = pages.own_file_or_404(current_actor())
    return render_template("activity/list_asides.html", form=AsideForm(), **sync_pages.asides(member))


@blueprint.post("/activity/asides/<id:aside_id>", access=Permission.LOG_OWN_ACTIVITY)
def settle_aside(aside_id: int) -> ResponseReturnValue:
    member, form = pages.own_file_or_404(current_actor()), AsideForm()
    aside = sync_services.get_aside_or_404(member, aside_id)
    if form.validate_on_submit():
        wrong = sync_pages.settle(member, aside, form.choice.data)
        if not wrong:
            flash(_("Settled."), "ok")
            return redirect(url_for("sync.list_asides"))
        form.form_errors = [*form.form_errors, *wrong]
    return render_template("activity/list_asides.html", form=form, **sync_pages.asides(member)), 422
