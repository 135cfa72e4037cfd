"""Steps of a member's parcours: recorded, corrected, taken back; exits and returns."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel.access import Permission, current_actor
from app.kernel.blueprint import FeatureBlueprint
from app.kernel.errors import Refusal
from app.kernel.i18n import _, format_day
from app.members import parcours_pages as pages
from app.members import parcours_services as services
from app.members import queries
from app.members.forms import EmptyForm
from app.members.models import Member, ParcoursStep
from app.members.parcours_forms import ExitForm, ReturnForm, StepForm
from app.members.parcours_queries import get_step_or_404

blueprint = FeatureBlueprint("parcours", __name__)


def _visible(member_id: int) -> Member:
    member = queries.get_member_or_404(current_actor(), member_id, on=g.organisation.today)
    return member if pages.may_correct(member) else abort(403)


def _found(member_id: int, step_id: int) -> tuple[Member, ParcoursStep]:
    """A step the actor may correct: exits and refusals are for those who admit."""
    member = _visible(member_id)
    step = get_step_or_404(member, step_id)
    if pages.closes(step) and not pages.may_decide_presence():
        abort(403)
    return member, step


def _back_to(member: Member) -> ResponseReturnValue:
    return redirect(url_for("members.show_member", member_id=member.id) + "#parcours")


@blueprint.get("/members/<id:member_id>/steps/new", access=Permission.EDIT_MEMBERS)
def show_new_step(member_id: int) -> ResponseReturnValue:
    form = pages.with_choices(StepForm(started_on=g.organisation.today))
    return render_template("parcours/step.html", member=_visible(member_id), form=form)


@blueprint.post("/members/<id:member_id>/steps/new", access=Permission.EDIT_MEMBERS)
def record_step(member_id: int) -> ResponseReturnValue:
    member, form = _visible(member_id), pages.with_choices(StepForm())
    if form.validate_on_submit():
        with form.refusals():
            services.record_step(
                member, form.details(), by_account_id=current_actor().account_id, **pages.at_what_right()
            )
            flash(_("The step is recorded."), "ok")
            return _back_to(member)
    return render_template("parcours/step.html", member=member, form=form), 422


@blueprint.get("/members/<id:member_id>/steps/<id:step_id>", access=Permission.EDIT_MEMBERS)
def show_step(member_id: int, step_id: int) -> ResponseReturnValue:
    member, step = _found(member_id, step_id)
    form = pages.with_choices(StepForm(obj=step), kept=step)
    return render_template("parcours/step.html", **_shown(member, step, form))


@blueprint.post("/members/<id:member_id>/steps/<id:step_id>", access=Permission.EDIT_MEMBERS)
def change_step(member_id: int, step_id: int) -> ResponseReturnValue:
    member, step = _found(member_id, step_id)
    form = pages.with_choices(StepForm(), kept=step)
    if form.validate_on_submit():
        try:
            services.change_step(member, step, form.details(), version=form.version.data, **pages.at_what_right())
        except Refusal as refusal:
            form.add_refusal(refusal)
            pages.offer_newest(form, step, refusal)
        else:
            flash(_("The step is changed."), "ok")
            return _back_to(member)
    return render_template("parcours/step.html", **_shown(member, step, form)), 422


def _shown(member: Member, step: ParcoursStep, form: StepForm | EmptyForm) -> dict[str, Any]:
    return {"member": member, "step": step, "form": form, "ends_absence": member.left_on == step.started_on}


@blueprint.get("/members/<id:member_id>/steps/<id:step_id>/delete", access=Permission.EDIT_MEMBERS)
def show_deletion(member_id: int, step_id: int) -> ResponseReturnValue:
    member, step = _found(member_id, step_id)
    return render_template("parcours/delete_step.html", **_shown(member, step, EmptyForm()))


@blueprint.post("/members/<id:member_id>/steps/<id:step_id>/delete", access=Permission.EDIT_MEMBERS)
def delete_step(member_id: int, step_id: int) -> ResponseReturnValue:
    member, step = _found(member_id, step_id)
    form = EmptyForm()
    if form.validate_on_submit():
        with form.refusals():
            services.delete_step(member, step, today=g.organisation.today, decides_presence=pages.may_decide_presence())
            flash(_("The step is deleted; the log of changes keeps what it said."), "ok")
            return _back_to(member)
    return render_template("parcours/delete_step.html", **_shown(member, step, form)), 422


@blueprint.get("/members/<id:member_id>/exit", access=Permission.ADMIT_MEMBERS)
def show_exit(member_id: int) -> ResponseReturnValue:
    form = pages.with_exits(ExitForm(started_on=g.organisation.today), request.args.get("why", ""))
    return render_template("parcours/exit.html", member=_visible(member_id), form=form)


@blueprint.post("/members/<id:member_id>/exit", access=Permission.ADMIT_MEMBERS)
def record_exit(member_id: int) -> ResponseReturnValue:
    member, form = _visible(member_id), pages.with_exits(ExitForm())
    if form.validate_on_submit():
        with form.refusals():
            services.record_exit(member, form.details(), **pages.by_whom())
            flash(_("The exit on %(day)s is recorded.", day=format_day(form.started_on.data)), "ok")
            return _back_to(member)
    return render_template("parcours/exit.html", member=member, form=form), 422


@blueprint.get("/members/<id:member_id>/return", access=Permission.ADMIT_MEMBERS)
def show_return(member_id: int) -> ResponseReturnValue:
    member = _visible(member_id)
    form = pages.with_returns(ReturnForm(started_on=g.organisation.today), member)
    return render_template("parcours/return.html", member=member, form=form)


@blueprint.post("/members/<id:member_id>/return", access=Permission.ADMIT_MEMBERS)
def record_return(member_id: int) -> ResponseReturnValue:
    member = _visible(member_id)
    form = pages.with_returns(ReturnForm(), member)
    if form.validate_on_submit():
        with form.refusals():
            services.record_return(member, form.details(), **pages.by_whom())
            flash(_("The member is present again."), "ok")
            return _back_to(member)
    return render_template("parcours/return.html", member=member, form=form), 422
