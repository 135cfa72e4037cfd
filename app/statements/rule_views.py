"""Contribution rules and rates of pay, in the settings."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel.access import Permission, current_actor
from app.kernel.blueprint import FeatureBlueprint
from app.kernel.i18n import _
from app.statements import labels, pages, queries, rule_services
from app.statements.forms import PayRatesForm, RuleForm, WithdrawalForm

blueprint = FeatureBlueprint("contribution_rules", __name__)


def _back() -> ResponseReturnValue:
    return redirect(url_for("contribution_rules.show_rules"))


@blueprint.get("/settings/contributions", access=Permission.CHANGE_SETTINGS)
def show_rules() -> ResponseReturnValue:
    return render_template("statements/rules.html", **pages.rules_page())


@blueprint.get("/settings/contributions/new", access=Permission.CHANGE_SETTINGS)
def show_rule() -> ResponseReturnValue:
    form = RuleForm(first_month=g.organisation.today.replace(day=1), base="collected", period="month")
    form.offer(pages.offered_kinds())
    return render_template("statements/rule.html", form=form)


@blueprint.post("/settings/contributions/new", access=Permission.CHANGE_SETTINGS)
def set_rule() -> ResponseReturnValue:
    form = RuleForm()
    form.offer(pages.offered_kinds())
    if form.validate_on_submit():
        with form.refusals():
            rule_services.set_rule(form.details(), by_account_id=current_actor().account_id)
            flash(_("The contribution rule is fixed."), "ok")
            return _back()
    return render_template("statements/rule.html", form=form), 422


@blueprint.get("/settings/contributions/<id:contribution_rule_id>/withdraw", access=Permission.CHANGE_SETTINGS)
def show_withdrawal(contribution_rule_id: int) -> ResponseReturnValue:
    rule = queries.get_rule_or_404(contribution_rule_id)
    return render_template("statements/rule_withdrawal.html", rule=rule, form=WithdrawalForm(), labels=labels)


@blueprint.post("/settings/contributions/<id:contribution_rule_id>/withdraw", access=Permission.CHANGE_SETTINGS)
def withdraw_rule(contribution_rule_id: int) -> ResponseReturnValue:
    rule, form = queries.get_rule_or_404(contribution_rule_id), WithdrawalForm()
    if form.validate_on_submit():
        with form.refusals():
            rule_services.withdraw_rule(rule, reason=form.reason.data, by_account_id=current_actor().account_id)
            flash(_("The contribution rule is withdrawn, and stays readable."), "ok")
            return _back()
    return render_template("statements/rule_withdrawal.html", rule=rule, form=form, labels=labels), 422


@blueprint.get("/settings/contributions/pay", access=Permission.CHANGE_SETTINGS)
def show_pay_rates() -> ResponseReturnValue:
    form = PayRatesForm(first_month=g.organisation.today.replace(day=1))
    return render_template("statements/pay_rates.html", form=form)


@blueprint.post("/settings/contributions/pay", access=Permission.CHANGE_SETTINGS)
def set_pay_rates() -> ResponseReturnValue:
    form = PayRatesForm()
    if form.validate_on_submit():
        with form.refusals():
            rule_services.set_pay_rates(
                form.rates(),
                first_month=form.first_month.data,
                reason=form.reason.data,
                by_account_id=current_actor().account_id,
            )
            flash(_("The rates are fixed."), "ok")
            return _back()
    return render_template("statements/pay_rates.html", form=form), 422
