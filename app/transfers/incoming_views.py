"""Transfers that other organisations sent: listed, read, accepted, declined, closed because the person is here already."""

from __future__ import annotations

from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel.access import Permission, current_actor
from app.kernel.blueprint import FeatureBlueprint
from app.kernel.i18n import _, language
from app.kernel.transaction import after_read
from app.members import services as member_services
from app.transfers import incoming_pages as pages
from app.transfers import queries, services
from app.transfers.forms import AcceptanceForm, DeclineForm, HereForm

blueprint = FeatureBlueprint("incoming_transfers", __name__)
HERE, ONE = "/members/transfers", "/members/transfers/<id:incoming_id>"
MAY = Permission.TRANSFER_MEMBERS


@blueprint.get(HERE, access=MAY)
def list_transfers() -> ResponseReturnValue:
    return render_template("transfers/list_transfers.html", **pages.both_lists())


def _page(shown: dict[str, Any], form: AcceptanceForm, here: HereForm) -> str:
    """Who reads a package is noted, also where a form was refused: the page shows all of it again."""
    if shown["package"]:
        after_read(services.note_reading, g.organisation.id, shown["transfer"].id, current_actor().account_id)
    return render_template("transfers/show_incoming.html", form=form, here=here, **shown)


@blueprint.get(ONE, access=MAY)
def show_incoming(incoming_id: int) -> ResponseReturnValue:
    shown = pages.shown(queries.get_incoming_or_404(incoming_id))
    form = pages.with_stages(AcceptanceForm(admitted_on=g.organisation.today))
    return _page(shown, form, pages.with_people(HereForm(), shown["package"]))


@blueprint.post(f"{ONE}/accept", access=MAY)
def accept(incoming_id: int) -> ResponseReturnValue:
    transfer, form = queries.get_incoming_or_404(incoming_id), pages.with_stages(AcceptanceForm())
    if form.validate_on_submit():
        with form.refusals():
            member = services.accept(transfer, form.admission(), **pages.by_whom())
            said = member_services.named(member, language())
            flash(_("%(name)s is admitted, with number %(number)s.", **said), "ok")
            return redirect(url_for("transfers.show_transfers", member_id=member.id))
    shown = pages.shown(transfer)
    return _page(shown, form, pages.with_people(HereForm(), shown["package"])), 422


@blueprint.post(f"{ONE}/here", access=MAY)
def close_as_here(incoming_id: int) -> ResponseReturnValue:
    transfer = queries.get_incoming_or_404(incoming_id)
    shown = pages.shown(transfer)
    here = pages.with_people(HereForm(), shown["package"])
    if here.validate_on_submit():
        known = shown["package"]["alike"] if shown["package"] else ()
        with here.refusals():
            services.close_as_here(transfer, here.member_id.data, known, by_account_id=current_actor().account_id)
            flash(_("The transfer is closed: nothing was copied."), "ok")
            return redirect(url_for("members.show_member", member_id=here.member_id.data))
    form = pages.with_stages(AcceptanceForm(formdata=None, admitted_on=g.organisation.today))
    return _page(shown, form, here), 422


@blueprint.get(f"{ONE}/decline", access=MAY)
def show_decline(incoming_id: int) -> ResponseReturnValue:
    transfer = queries.get_incoming_or_404(incoming_id)
    return render_template("transfers/decline.html", form=DeclineForm(), transfer=transfer)


@blueprint.post(f"{ONE}/decline", access=MAY)
def decline(incoming_id: int) -> ResponseReturnValue:
    transfer, form = queries.get_incoming_or_404(incoming_id), DeclineForm()
    if form.validate_on_submit():
        with form.refusals():
            services.decline(transfer, reason=form.reason.data, by_account_id=current_actor().account_id)
            flash(_("The transfer is declined; what waited here is destroyed."), "ok")
            return redirect(url_for("incoming_transfers.list_transfers"))
    return render_template("transfers/decline.html", form=form, transfer=transfer), 422
