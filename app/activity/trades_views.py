"""The trades of a member, and those that members share."""

from __future__ import annotations

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.activity import trades_pages as pages
from app.activity import trades_queries as queries
from app.activity import trades_services as services
from app.activity.trades_forms import AddTradeForm, ChangeTradeForm, EndForm, ShareForm, SplitForm
from app.activity.trades_services import Practised
from app.kernel.access import Permission, current_actor
from app.kernel.blueprint import FeatureBlueprint
from app.kernel.i18n import _
from app.members import queries as member_queries
from app.members.models import Member
from app.members.parcours_pages import may_correct

blueprint = FeatureBlueprint("trades", __name__)


def _correctable(member_id: int) -> Member:
    """A coach leaves their own file to others."""
    member = member_queries.get_member_or_404(current_actor(), member_id, on=g.organisation.today)
    return member if may_correct(member) else abort(403)


# --- A member's own -------------------------------------------------------------------------------------------------


@blueprint.get("/members/<id:member_id>/trades", access=Permission.SEE_ORGANISATION)
def show_trades(member_id: int) -> ResponseReturnValue:
    member = member_queries.get_file_or_404(current_actor(), member_id, on=g.organisation.today)
    return render_template("activity/trades.html", **pages.member_trades(member))


@blueprint.get("/members/<id:member_id>/trades/new", access=Permission.EDIT_MEMBERS)
def new_trade(member_id: int) -> ResponseReturnValue:
    member, form = _correctable(member_id), AddTradeForm(started_on=g.organisation.today)
    form.trade_id.choices = pages.offered_words()
    return render_template("activity/trades_new.html", member=member, form=form)


@blueprint.post("/members/<id:member_id>/trades/new", access=Permission.EDIT_MEMBERS)
def add_trade(member_id: int) -> ResponseReturnValue:
    member, form = _correctable(member_id), AddTradeForm()
    form.trade_id.choices = pages.offered_words()
    if form.validate_on_submit():
        with form.refusals():
            services.add_trade(member, form.practised())
            flash(_("The trade is added."), "ok")
            return redirect(url_for("trades.show_trades", member_id=member.id))
    return render_template("activity/trades_new.html", member=member, form=form), 422


@blueprint.get("/members/<id:member_id>/trades/<id:practised_id>", access=Permission.EDIT_MEMBERS)
def show_trade(member_id: int, practised_id: int) -> ResponseReturnValue:
    member = _correctable(member_id)
    row = queries.get_practised_or_404(member, practised_id)
    form = ChangeTradeForm(started_on=row.started_on, ended_on=row.ended_on, version=row.version)
    return render_template("activity/trades_change.html", member=member, form=form, trade=pages.words()[row.trade_id])


@blueprint.post("/members/<id:member_id>/trades/<id:practised_id>", access=Permission.EDIT_MEMBERS)
def change_trade(member_id: int, practised_id: int) -> ResponseReturnValue:
    member, form = _correctable(member_id), ChangeTradeForm()
    row = queries.get_practised_or_404(member, practised_id)
    if form.validate_on_submit():
        practised = Practised(trade_id=row.trade_id, started_on=form.started_on.data, ended_on=form.ended_on.data)
        with form.refusals():
            services.change_trade(member, row, practised, version=form.version.data)
            flash(_("The days of the trade are saved."), "ok")
            return redirect(url_for("trades.show_trades", member_id=member.id))
    form.version.typed, form.version.data = None, row.version
    shown = {"member": member, "form": form, "trade": pages.words()[row.trade_id]}
    return render_template("activity/trades_change.html", **shown), 422


# --- Shared ones ----------------------------------------------------------------------------------------------------


@blueprint.get("/trades/shared", access=Permission.MANAGE_CONTRACTS)
def list_shared() -> ResponseReturnValue:
    shared = pages.shown(queries.every_shared_trade())
    return render_template("activity/trades_shared.html", shared=shared, may_share=True)


@blueprint.get("/trades/shared/new", access=Permission.MANAGE_CONTRACTS)
def new_shared() -> ResponseReturnValue:
    form = ShareForm(data=pages.first_split())
    form.trade_id.choices = pages.offered_words()
    return render_template("activity/trades_share.html", form=pages.name_people(form))


@blueprint.post("/trades/shared/new", access=Permission.MANAGE_CONTRACTS)
def share_trade() -> ResponseReturnValue:
    form = ShareForm()
    form.trade_id.choices = pages.offered_words()
    if form.validate_on_submit():
        with form.refusals():
            account_id = current_actor().account_id
            services.share_trade(form.name.data, form.trade_id.data, form.agreed(), by_account_id=account_id)
            flash(_("The shared trade is recorded. Its members can log for it."), "ok")
            return redirect(url_for("trades.list_shared"))
    return render_template("activity/trades_share.html", form=pages.name_people(form)), 422


@blueprint.get("/trades/shared/<id:shared_trade_id>/split", access=Permission.MANAGE_CONTRACTS)
def new_split(shared_trade_id: int) -> ResponseReturnValue:
    shared = queries.get_shared_or_404(shared_trade_id)
    form = pages.name_people(SplitForm(data=pages.next_split(shared)))
    return render_template("activity/trades_split.html", shared=shared, form=form)


@blueprint.post("/trades/shared/<id:shared_trade_id>/split", access=Permission.MANAGE_CONTRACTS)
def record_split(shared_trade_id: int) -> ResponseReturnValue:
    shared, form = queries.get_shared_or_404(shared_trade_id), SplitForm()
    if form.validate_on_submit():
        with form.refusals():
            services.record_split(shared, form.agreed(), by_account_id=current_actor().account_id)
            flash(_("The split is recorded."), "ok")
            return redirect(url_for("trades.list_shared"))
    return render_template("activity/trades_split.html", shared=shared, form=pages.name_people(form)), 422


@blueprint.get("/trades/shared/<id:shared_trade_id>/end", access=Permission.MANAGE_CONTRACTS)
def ask_end(shared_trade_id: int) -> ResponseReturnValue:
    shared = queries.get_shared_or_404(shared_trade_id)
    form = EndForm(ended_on=g.organisation.today, version=shared.version)
    return render_template("activity/trades_end.html", shared=shared, form=form)


@blueprint.post("/trades/shared/<id:shared_trade_id>/end", access=Permission.MANAGE_CONTRACTS)
def end_shared(shared_trade_id: int) -> ResponseReturnValue:
    shared, form = queries.get_shared_or_404(shared_trade_id), EndForm()
    if form.validate_on_submit():
        with form.refusals():
            services.end_shared_trade(shared, form.ended_on.data, version=form.version.data)
            flash(_("The shared trade has ended."), "ok")
            return redirect(url_for("trades.list_shared"))
    form.version.typed, form.version.data = None, shared.version
    return render_template("activity/trades_end.html", shared=shared, form=form), 422
