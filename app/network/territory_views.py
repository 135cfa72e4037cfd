"""The lists of territories, seen by the network and changed by its administrators."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel.access import Permission
from app.kernel.blueprint import FeatureBlueprint
from app.kernel.errors import Refusal
from app.kernel.i18n import _, _n
from app.network import territory_pages as pages
from app.network import territory_services as services
from app.network.territory_forms import ClosingForm, NewTerritoryForm, RenamingForm, SeveralForm, TakingBackForm

blueprint = FeatureBlueprint("territories", __name__, scoped=False)
LIST, ONE = "/network/territories/<country>", "/network/territory/<territory_code>"


def _back_to(code: str) -> ResponseReturnValue:
    return redirect(url_for("territories.show_territory", territory_code=code))


@blueprint.get(LIST, access=Permission.SEE_NETWORK)
def show_list(country: str) -> ResponseReturnValue:
    return render_template("territories/list.html", **pages.country_list(pages.country_or_404(country)))


@blueprint.get(f"{LIST}/new", access=Permission.MANAGE_NETWORK)
def show_new(country: str) -> ResponseReturnValue:
    atlas = pages.atlas_of(pages.country_or_404(country))
    return render_template("territories/new.html", atlas=atlas, form=pages.with_places(NewTerritoryForm(), atlas))


@blueprint.post(f"{LIST}/new", access=Permission.MANAGE_NETWORK)
def add_territory(country: str) -> ResponseReturnValue:
    atlas = pages.atlas_of(pages.country_or_404(country))
    form = pages.with_places(NewTerritoryForm(), atlas)
    if form.validate_on_submit():
        change = form.change()
        try:
            services.add_territory(atlas.country, change, **pages.decided(form, atlas))
        except Refusal as refusal:
            pages.explain(form, refusal, atlas)
        else:
            flash(_("The territory is in the list, for all organisations of the country."), "ok")
            return _back_to(change.code)
    return render_template("territories/new.html", atlas=atlas, form=form), 422


@blueprint.get(f"{LIST}/several", access=Permission.MANAGE_NETWORK)
def show_several(country: str) -> ResponseReturnValue:
    atlas = pages.atlas_of(pages.country_or_404(country))
    return render_template("territories/several.html", atlas=atlas, form=pages.with_kinds(SeveralForm(), atlas))


@blueprint.post(f"{LIST}/several", access=Permission.MANAGE_NETWORK)
def add_several(country: str) -> ResponseReturnValue:
    atlas = pages.atlas_of(pages.country_or_404(country))
    form = pages.with_kinds(SeveralForm(), atlas)
    if form.validate_on_submit():
        try:
            count = services.add_several(atlas.country, form.changes(), **pages.decided(form, atlas))
        except Refusal as refusal:
            pages.explain(form, refusal, atlas)
        else:
            flash(_n("%(num)s territory is added.", "%(num)s territories are added.", num=count), "ok")
            return redirect(url_for("territories.show_list", country=country))
    return render_template("territories/several.html", atlas=atlas, form=form), 422


@blueprint.get(ONE, access=Permission.SEE_NETWORK)
def show_territory(territory_code: str) -> ResponseReturnValue:
    return render_template("territories/show_territory.html", **pages.one(territory_code))


@blueprint.get(f"{ONE}/name", access=Permission.MANAGE_NETWORK)
def show_naming(territory_code: str) -> ResponseReturnValue:
    atlas, found = pages.found_or_404(territory_code)
    return render_template("territories/name.html", atlas=atlas, found=found, form=pages.naming_form(atlas, found))


@blueprint.post(f"{ONE}/name", access=Permission.MANAGE_NETWORK)
def name_territory(territory_code: str) -> ResponseReturnValue:
    atlas, found = pages.found_or_404(territory_code)
    form = RenamingForm()
    if form.validate_on_submit():
        try:
            services.name_territory(atlas.country, form.change(found.code), **pages.decided(form, atlas))
        except Refusal as refusal:
            pages.explain(form, refusal, atlas)
        else:
            flash(_("The name is changed, for all organisations of the country."), "ok")
            return _back_to(found.code)
    return render_template("territories/name.html", atlas=atlas, found=found, form=form), 422


@blueprint.get(f"{ONE}/close", access=Permission.MANAGE_NETWORK)
def show_closing(territory_code: str) -> ResponseReturnValue:
    atlas, found = pages.found_or_404(territory_code)
    form = pages.with_successors(ClosingForm(), atlas, found)
    return render_template("territories/close.html", atlas=atlas, found=found, form=form)


@blueprint.post(f"{ONE}/close", access=Permission.MANAGE_NETWORK)
def close_territory(territory_code: str) -> ResponseReturnValue:
    atlas, found = pages.found_or_404(territory_code)
    form = pages.with_successors(ClosingForm(), atlas, found)
    if form.validate_on_submit():
        decided = {"version": form.version.data, **pages.by_whom()}
        try:
            services.close_territory(atlas.country, form.change(found.code), **decided)
        except Refusal as refusal:
            pages.explain(form, refusal, atlas)
        else:
            flash(
                _("The end is written down. Files that say this territory are asked for another one from that day."),
                "ok",
            )
            return _back_to(found.code)
    return render_template("territories/close.html", atlas=atlas, found=found, form=form), 422


@blueprint.get(f"{LIST}/changes/<id:change_number>", access=Permission.MANAGE_NETWORK)
def show_taking_back(country: str, change_number: int) -> ResponseReturnValue:
    atlas, change = pages.change_or_404(pages.country_or_404(country), change_number)
    form = pages.begun(TakingBackForm(), atlas)
    return render_template("territories/take_back.html", form=form, **pages.of_change(atlas, change))


@blueprint.post(f"{LIST}/changes/<id:change_number>", access=Permission.MANAGE_NETWORK)
def take_back(country: str, change_number: int) -> ResponseReturnValue:
    atlas, change = pages.change_or_404(pages.country_or_404(country), change_number)
    form = TakingBackForm()
    if form.validate_on_submit():
        try:
            services.take_back(atlas.country, change.number, **pages.decided(form, atlas))
        except Refusal as refusal:
            pages.explain(form, refusal, atlas)
        else:
            flash(_("The change is taken back; both stay written down."), "ok")
            return _back_to(change.code)
    return render_template("territories/take_back.html", form=form, **pages.of_change(atlas, change)), 422
