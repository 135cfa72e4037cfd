"""Settings: whether tax is asked in the journal, and what a kilometre is worth."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.activity import kilometres, money_rules
from app.activity.settings_forms import EmptyForm, KilometreForm, MoneyRuleForm
from app.kernel.access import Permission, current_actor
from app.kernel.blueprint import FeatureBlueprint
from app.kernel.errors import ChangedMeanwhile, Refusal
from app.kernel.i18n import _

blueprint = FeatureBlueprint("activity_settings", __name__)
HERE = "/settings/activity"


@blueprint.get(HERE, access=Permission.CHANGE_SETTINGS)
def show_rules() -> ResponseReturnValue:
    return _page()


@blueprint.post(HERE, access=Permission.CHANGE_SETTINGS)
def change_rules() -> ResponseReturnValue:
    form = MoneyRuleForm()
    if form.validate_on_submit():
        try:
            money_rules.change(asks_tax=bool(form.asks_tax.data), version=form.version.data)
        except Refusal as refusal:
            form.add_refusal(refusal)
            if isinstance(refusal, ChangedMeanwhile):
                form.version.typed, form.version.data = None, _as_it_stands()["version"]
        else:
            flash(_("Saved. Records already logged stay as they are."), "ok")
            return redirect(url_for("activity_settings.show_rules"))
    return _page(form=form), 422


@blueprint.get(f"{HERE}/kilometres", access=Permission.CHANGE_SETTINGS)
def show_new_rate() -> ResponseReturnValue:
    return render_template("activity/kilometre_rate.html", form=KilometreForm(starts_on=g.organisation.today))


@blueprint.post(f"{HERE}/kilometres", access=Permission.CHANGE_SETTINGS)
def add_rate() -> ResponseReturnValue:
    form = KilometreForm()
    if form.validate_on_submit():
        with form.refusals():
            kilometres.add(
                starts_on=form.starts_on.data,
                per_km_minor=form.per_km_minor.data,
                currency=g.organisation.currency,
                by_account_id=current_actor().account_id,
            )
            flash(_("The rate is added. Expenses already logged keep theirs."), "ok")
            return redirect(url_for("activity_settings.show_rules"))
    return render_template("activity/kilometre_rate.html", form=form), 422


@blueprint.post(f"{HERE}/kilometres/<id:kilometre_rate_id>/delete", access=Permission.CHANGE_SETTINGS)
def remove_rate(kilometre_rate_id: int) -> ResponseReturnValue:
    rate, form = kilometres.find(kilometre_rate_id) or abort(404), EmptyForm()
    if form.validate_on_submit():
        with form.refusals():
            kilometres.remove(rate)
            flash(_("The rate is taken back."), "ok")
            return redirect(url_for("activity_settings.show_rules"))
    return _page(refused=form), 422


def _page(*, form: MoneyRuleForm | None = None, refused: EmptyForm | None = None) -> str:
    form = form or MoneyRuleForm(formdata=None, data=_as_it_stands())
    return render_template("activity/settings.html", form=form, refused=refused or form, rates=kilometres.listed())


def _as_it_stands() -> dict[str, Any]:
    rule = money_rules.recorded()
    return {"asks_tax": rule.asks_tax if rule else False, "version": rule.version if rule else 0}
