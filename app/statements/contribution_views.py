"""The contributions of a month over all members, for who keeps the accounts."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel.access import Permission, current_actor
from app.kernel.blueprint import FeatureBlueprint
from app.kernel.i18n import _n
from app.statements import month_pages, services
from app.statements.forms import PastingForm
from app.statements.kinds import EntryKind, Means
from app.statements.pasting import read_table

blueprint = FeatureBlueprint("contributions", __name__)


@blueprint.get("/contributions", access=Permission.KEEP_ACCOUNTS)
def list_contributions() -> ResponseReturnValue:
    return render_template("statements/list_contributions.html", **month_pages.contributions_list())


@blueprint.get("/contributions/entries", access=Permission.KEEP_ACCOUNTS)
def show_pasting() -> ResponseReturnValue:
    return render_template("statements/pasting.html", form=PastingForm(kind="payment"))


@blueprint.post("/contributions/entries", access=Permission.KEEP_ACCOUNTS)
def record_pasted() -> ResponseReturnValue:
    form = PastingForm()
    if form.validate_on_submit():
        with form.refusals():
            lines = read_table(form.table.data, currency=g.organisation.currency, today=g.organisation.today)
            kind, means, by = EntryKind(form.kind.data), Means(form.means.data), current_actor().account_id
            count = services.record_pasted(lines, kind=kind, means=means, by_account_id=by)
            flash(_n("%(num)s entry is recorded.", "%(num)s entries are recorded.", count), "ok")
            return redirect(url_for("contributions.list_contributions"))
    return render_template("statements/pasting.html", form=form), 422
