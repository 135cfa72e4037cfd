"""Months of the cooperative: their state, the checklist of their closing, and reopening with a reason."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.activity import closing, months_pages
from app.activity.follow_up_forms import ClosingForm, ReopeningForm
from app.activity.views import blueprint
from app.kernel.access import Permission, current_actor
from app.kernel.i18n import _, _n


@blueprint.get("/activity/months", access=Permission.CLOSE_MONTHS)
def list_months() -> ResponseReturnValue:
    return render_template("activity/list_months.html", **months_pages.year_of_months())


@blueprint.get("/activity/month", access=Permission.CLOSE_MONTHS)
def show_month() -> ResponseReturnValue:
    return render_template("activity/show_month.html", **months_pages.one_month(months_pages.month_asked()))


@blueprint.post("/activity/month", access=Permission.CLOSE_MONTHS)
def close_month() -> ResponseReturnValue:
    month, form = months_pages.month_asked(), ClosingForm()
    if form.validate_on_submit():
        with form.refusals():
            asked = closing.Asked(
                today=g.organisation.today, by_account_id=current_actor().account_id, **form.answers()
            )
            closed = closing.close(month, asked)
            flash(_n("%(num)s month is closed.", "%(num)s months are closed.", num=len(closed)), "ok")
            return redirect(url_for("activity.show_month", on=month.isoformat()))
    return render_template("activity/show_month.html", **months_pages.show_afresh(form, month)), 422


@blueprint.post("/activity/month/reopen", access=Permission.CLOSE_MONTHS)
def reopen_month() -> ResponseReturnValue:
    month, form = months_pages.month_asked(), ReopeningForm()
    if form.validate_on_submit():
        with form.refusals():
            closing.reopen(month, form.reason.data, by_account_id=current_actor().account_id)
            flash(_("The month is open again."), "ok")
            return redirect(url_for("activity.show_month", on=month.isoformat()))
    return render_template("activity/show_month.html", **months_pages.one_month(month, form)), 422
