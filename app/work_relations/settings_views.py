"""What a manager decides about contracts: days of warning, and becoming an associate."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel.access import Permission
from app.kernel.blueprint import FeatureBlueprint
from app.kernel.errors import ChangedMeanwhile
from app.kernel.i18n import _
from app.work_relations import queries, rule_services
from app.work_relations.forms import RulesForm

blueprint = FeatureBlueprint("contract_settings", __name__)


@blueprint.get("/settings/contracts", access=Permission.CHANGE_SETTINGS)
def show_rules() -> ResponseReturnValue:
    return render_template("work_relations/rules.html", form=RulesForm(obj=queries.decided_rules()))


@blueprint.post("/settings/contracts", access=Permission.CHANGE_SETTINGS)
def change_rules() -> ResponseReturnValue:
    form = RulesForm()
    if form.validate_on_submit():
        try:
            rule_services.change_rules(form.rules(queries.decided_rules()), version=form.version.data)
        except ChangedMeanwhile as refusal:
            form.add_refusal(refusal)
            form.version.typed, form.version.data = None, queries.decided_rules().version
        else:
            flash(_("Saved. Lists and warnings follow from now on."), "ok")
            return redirect(url_for("contract_settings.show_rules"))
    return render_template("work_relations/rules.html", form=form), 422
