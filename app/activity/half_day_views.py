"""What an organisation's manager decides about the journal."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.activity.quick_forms import HalfDayForm
from app.kernel.access import Permission
from app.kernel.blueprint import FeatureBlueprint
from app.kernel.i18n import _
from app.network import queries as network_queries
from app.network import services as network_services

blueprint = FeatureBlueprint("half_day", __name__)


@blueprint.get("/settings/half-day", access=Permission.CHANGE_SETTINGS)
def show_half_day() -> ResponseReturnValue:
    form = HalfDayForm(obj=network_queries.current_organisation())
    return render_template("activity/show_half_day.html", form=form)


@blueprint.post("/settings/half-day", access=Permission.CHANGE_SETTINGS)
def change_half_day() -> ResponseReturnValue:
    form, organisation = HalfDayForm(), network_queries.current_organisation()
    if form.validate_on_submit():
        network_services.change_half_day(organisation, form.half_day_minutes.data)
        flash(_("Saved. What is logged already stays as it is."), "ok")
        return redirect(url_for("half_day.show_half_day"))
    return render_template("activity/show_half_day.html", form=form), 422
