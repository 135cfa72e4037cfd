"""One act for several people: a support coach, a step of the parcours."""

from __future__ import annotations

from flask import flash, g, redirect, render_template
from flask.typing import ResponseReturnValue

from app.accounts import queries as account_queries
from app.kernel.access import Permission, current_actor
from app.kernel.blueprint import FeatureBlueprint
from app.kernel.errors import Refusal
from app.members import together_pages as pages
from app.members import together_services as services
from app.members.lists_forms import CoachTogetherForm, StepTogetherForm
from app.members.together_queries import steps_held, supports_held

blueprint = FeatureBlueprint("together", __name__)


@blueprint.get("/members/together/coach", access=Permission.ASSIGN_COACHES)
def show_coach() -> ResponseReturnValue:
    form = pages.with_coaches(CoachTogetherForm(started_on=g.organisation.today))
    return render_template("together/coach.html", form=form, **pages.around(pages.asked(form, supports_held)))


@blueprint.post("/members/together/coach", access=Permission.ASSIGN_COACHES)
def assign_coach() -> ResponseReturnValue:
    form, refused = pages.with_coaches(CoachTogetherForm()), None
    if form.validate_on_submit():
        coach = account_queries.find_membership(form.coach_id.data)
        told = {"started_on": form.started_on.data, "note": form.note.data or "", "today": g.organisation.today}
        try:
            count = services.assign_coach(current_actor(), form.seen.data, coach, **told)
        except Refusal as refusal:
            refused = refusal
        else:
            flash(pages.said_of_coach(form, count), "ok")
            return redirect(pages.way_back())
    again = pages.shown_again(form, supports_held, refused)
    return render_template("together/coach.html", form=form, **pages.around(again)), 422


@blueprint.get("/members/together/step", access=Permission.EDIT_MEMBERS)
def show_step() -> ResponseReturnValue:
    form = pages.with_stages(StepTogetherForm(started_on=g.organisation.today))
    return render_template("together/step.html", form=form, **pages.around(pages.asked(form, steps_held)))


@blueprint.post("/members/together/step", access=Permission.EDIT_MEMBERS)
def record_step() -> ResponseReturnValue:
    form, refused = pages.with_stages(StepTogetherForm()), None
    if form.validate_on_submit():
        try:
            count = services.record_step(current_actor(), form.seen.data, form.details(), today=g.organisation.today)
        except Refusal as refusal:
            refused = refusal
        else:
            flash(pages.said_of_step(count), "ok")
            return redirect(pages.way_back())
    again = pages.shown_again(form, steps_held, refused)
    return render_template("together/step.html", form=form, **pages.around(again)), 422
