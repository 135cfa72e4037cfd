"""One's own clients and suppliers; those of the people one supports, to read."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.activity import contacts_pages as pages
from app.activity import contacts_queries as queries
from app.activity import contacts_services as services
from app.activity.contacts_forms import ContactForm
from app.activity.pages import own_file_or_404, visible_member
from app.kernel.access import Permission, current_actor
from app.kernel.blueprint import FeatureBlueprint
from app.kernel.i18n import _

blueprint = FeatureBlueprint("contacts", __name__)


@blueprint.get("/activity/contacts", access=Permission.LOG_OWN_ACTIVITY)
def list_contacts() -> ResponseReturnValue:
    member = own_file_or_404(current_actor())
    here = url_for("contacts.list_contacts")
    return render_template("activity/contacts.html", own=True, **pages.listed(member, here))


@blueprint.get("/activity/contacts/export.csv", access=Permission.LOG_OWN_ACTIVITY)
def export_contacts() -> ResponseReturnValue:
    actor = current_actor()
    return pages.as_file(own_file_or_404(actor), today=g.organisation.today, by_account_id=actor.account_id)


@blueprint.get("/activity/members/<id:member_id>/contacts", access=Permission.VALIDATE_ACTIVITY)
def list_contacts_of(member_id: int) -> ResponseReturnValue:
    member = visible_member(member_id)
    here = url_for("contacts.list_contacts_of", member_id=member.id)
    return render_template("activity/contacts.html", own=False, **pages.listed(member, here))


@blueprint.get("/activity/members/<id:member_id>/contacts/export.csv", access=Permission.VALIDATE_ACTIVITY)
def export_contacts_of(member_id: int) -> ResponseReturnValue:
    member = visible_member(member_id)
    return pages.as_file(member, today=g.organisation.today, by_account_id=current_actor().account_id)


@blueprint.get("/activity/contacts/<id:party_id>", access=Permission.LOG_OWN_ACTIVITY)
def show_contact(party_id: int) -> ResponseReturnValue:
    party = queries.get_contact_or_404(own_file_or_404(current_actor()), party_id)
    form = ContactForm(name=party.name, phone=party.phone)
    return render_template("activity/contacts_change.html", party=party, form=form, others=queries.others(party))


@blueprint.post("/activity/contacts/<id:party_id>", access=Permission.LOG_OWN_ACTIVITY)
def change_contact(party_id: int) -> ResponseReturnValue:
    member, form = own_file_or_404(current_actor()), ContactForm()
    party = queries.get_contact_or_404(member, party_id)
    if form.validate_on_submit():
        with form.refusals():
            services.change_contact(member, party_id, name=form.name.data, phone=form.phone.data or "")
            flash(_("Saved: %(name)s", name=form.name.data), "ok")
            return redirect(url_for("contacts.list_contacts", role=party.role.value))
    shown = {"party": party, "form": form, "others": queries.others(party)}
    return render_template("activity/contacts_change.html", **shown), 422


@blueprint.get("/activity/contacts/<id:party_id>/merge", access=Permission.LOG_OWN_ACTIVITY)
def ask_merge(party_id: int) -> ResponseReturnValue:
    party = queries.get_contact_or_404(own_file_or_404(current_actor()), party_id)
    return render_template("activity/contacts_merge.html", party=party, form=pages.merging(party))


@blueprint.post("/activity/contacts/<id:party_id>/merge", access=Permission.LOG_OWN_ACTIVITY)
def merge_contact(party_id: int) -> ResponseReturnValue:
    member = own_file_or_404(current_actor())
    party = queries.get_contact_or_404(member, party_id)
    form = pages.merging(party)
    if form.validate_on_submit():
        with form.refusals():
            kept = services.merge_contacts(member, party_id, form.into_id.data)
            flash(_("Now one: %(name)s", name=kept.name), "ok")
            return redirect(url_for("contacts.list_contacts", role=kept.role.value))
    return render_template("activity/contacts_merge.html", party=party, form=form), 422
