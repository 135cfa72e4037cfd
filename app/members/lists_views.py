"""Choosing filters and columns of the list of members, and keeping them under a name."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel.access import Permission, current_actor
from app.kernel.blueprint import FeatureBlueprint
from app.kernel.errors import Refusal
from app.kernel.i18n import _
from app.members import list_pages
from app.members import lists_pages as pages
from app.members import lists_queries as queries
from app.members import lists_services as services
from app.members.forms import EmptyForm
from app.members.lists_forms import ListForm

blueprint = FeatureBlueprint("lists", __name__)


@blueprint.get("/members/filters", access=Permission.SEE_MEMBERS)
def choose_filters() -> ResponseReturnValue:
    return render_template("lists/choose_filters.html", **list_pages.choosing())


@blueprint.get("/lists", access=Permission.SEE_MEMBERS)
def list_lists() -> ResponseReturnValue:
    return render_template("lists/list_lists.html", **pages.of_everybody())


@blueprint.get("/lists/new", access=Permission.SEE_MEMBERS)
def show_new() -> ResponseReturnValue:
    kept = pages.kept_by(pages.asked_wanted())
    return render_template("lists/new.html", form=ListForm(), may_share=pages.may_share(), **kept)


@blueprint.post("/lists/new", access=Permission.SEE_MEMBERS)
def save_list() -> ResponseReturnValue:
    form, wanted = ListForm(), pages.asked_wanted()
    if form.validate_on_submit():
        with form.refusals():
            saved = services.save_list(pages.details_of(form, wanted), **pages.by_whom())
            flash(_("The list is saved under this name."), "ok")
            return redirect(url_for("lists.open_list", list_id=saved.id))
    return render_template("lists/new.html", form=form, may_share=pages.may_share(), **pages.kept_by(wanted)), 422


@blueprint.get("/lists/<id:list_id>", access=Permission.SEE_MEMBERS)
def open_list(list_id: int) -> ResponseReturnValue:
    saved = queries.get_list_or_404(current_actor(), list_id)
    found = pages.opened(saved.wanted)
    if found.missing:
        may_change = queries.may_change(current_actor(), saved)
        return render_template("lists/outdated.html", saved=saved, opened=found, may_change=may_change)
    return redirect(url_for("members.list_members", **found.address, list=saved.id))


@blueprint.get("/lists/<id:list_id>/edit", access=Permission.SEE_MEMBERS)
def show_change(list_id: int) -> ResponseReturnValue:
    saved = queries.get_list_to_change(current_actor(), list_id)
    kept = pages.kept_by(pages.wanted_after(saved))
    form = ListForm(obj=saved)
    return render_template("lists/change.html", saved=saved, form=form, may_share=pages.may_share(), **kept)


@blueprint.post("/lists/<id:list_id>/edit", access=Permission.SEE_MEMBERS)
def change_list(list_id: int) -> ResponseReturnValue:
    saved, form = queries.get_list_to_change(current_actor(), list_id), ListForm()
    wanted, may_share = pages.wanted_after(saved), pages.may_share()
    if form.validate_on_submit():
        details = pages.details_of(form, wanted, saved)
        try:
            services.change_list(saved, details, version=form.version.data, may_share=may_share)
        except Refusal as refusal:
            form.add_refusal(refusal)
            pages.offer_newest(form, saved, refusal)
        else:
            flash(_("The list is changed."), "ok")
            return redirect(url_for("lists.open_list", list_id=saved.id))
    return render_template(
        "lists/change.html", saved=saved, form=form, may_share=may_share, **pages.kept_by(wanted)
    ), 422


@blueprint.get("/lists/<id:list_id>/delete", access=Permission.SEE_MEMBERS)
def show_deletion(list_id: int) -> ResponseReturnValue:
    saved = queries.get_list_to_change(current_actor(), list_id)
    return render_template("lists/delete.html", saved=saved, form=EmptyForm())


@blueprint.post("/lists/<id:list_id>/delete", access=Permission.SEE_MEMBERS)
def delete_list(list_id: int) -> ResponseReturnValue:
    saved, form = queries.get_list_to_change(current_actor(), list_id), EmptyForm()
    if form.validate_on_submit():
        services.delete_list(saved)
        flash(_("The list is deleted; the people in it stay as they are."), "ok")
        return redirect(url_for("lists.list_lists"))
    return render_template("lists/delete.html", saved=saved, form=form), 422
