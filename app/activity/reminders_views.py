"""Reminders: whom to call or write to, after how many days, and one's own choice about e-mails."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.activity import pages, reminders, reminders_pages
from app.activity.follow_up_forms import OwnRemindersForm, ReminderRuleForm
from app.activity.views import blueprint
from app.kernel.access import Permission, current_actor
from app.kernel.errors import ChangedMeanwhile
from app.kernel.i18n import _
from app.kernel.paging import page_asked


@blueprint.get("/activity/reminders", access=Permission.VALIDATE_ACTIVITY)
def list_to_remind() -> ResponseReturnValue:
    listed = reminders_pages.to_remind(current_actor(), page_asked(request.args))
    return render_template("activity/list_to_remind.html", **listed)


@blueprint.post("/activity/reminders/<id:member_id>", access=Permission.VALIDATE_ACTIVITY)
def note_call(member_id: int) -> ResponseReturnValue:
    member = pages.decidable_member(member_id)
    reminders.note_call(member, by_account_id=current_actor().account_id)
    flash(_("Written down: this person was reminded."), "ok")
    return redirect(url_for("activity.list_to_remind"))


@blueprint.get("/activity/reminders/rule", access=Permission.CHANGE_SETTINGS)
def show_reminder_rule() -> ResponseReturnValue:
    days, version = reminders.rule()
    return render_template("activity/reminder_rule.html", form=ReminderRuleForm(after_days=days, version=version))


@blueprint.post("/activity/reminders/rule", access=Permission.CHANGE_SETTINGS)
def change_reminder_rule() -> ResponseReturnValue:
    form = ReminderRuleForm()
    if form.validate_on_submit():
        try:
            reminders.change_rule(form.after_days.data, version=form.version.data)
        except ChangedMeanwhile as refusal:
            form.add_refusal(refusal)
            form.version.typed, form.version.data = None, reminders.rule()[1]
        else:
            flash(_("The reminders are set."), "ok")
            return redirect(url_for("activity.list_to_remind"))
    return render_template("activity/reminder_rule.html", form=form), 422


@blueprint.get("/activity/reminders/mine", access=Permission.LOG_OWN_ACTIVITY)
def show_own_reminders() -> ResponseReturnValue:
    member = pages.own_file_or_404(current_actor())
    form = OwnRemindersForm(is_wanted="yes" if reminders.is_wanted(member.id) else "no")
    return render_template("activity/own_reminders.html", form=form, days=reminders.rule()[0])


@blueprint.post("/activity/reminders/mine", access=Permission.LOG_OWN_ACTIVITY)
def choose_own_reminders() -> ResponseReturnValue:
    member, form = pages.own_file_or_404(current_actor()), OwnRemindersForm()
    if form.validate_on_submit():
        reminders.choose(member, is_wanted_now=form.is_wanted.data == "yes")
        flash(_("Your choice is kept."), "ok")
        return redirect(url_for("activity.show_own_reminders"))
    return render_template("activity/own_reminders.html", form=form, days=reminders.rule()[0]), 422
