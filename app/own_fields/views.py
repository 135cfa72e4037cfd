"""The settings page of own fields: added, renamed, ordered, withdrawn; and their choices."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel.access import Permission
from app.kernel.blueprint import FeatureBlueprint
from app.kernel.errors import ChangedMeanwhile, Refusal
from app.kernel.i18n import _
from app.own_fields import pages, queries, services
from app.own_fields.forms import FieldForm, NewFieldForm, OwnChoiceForm
from app.own_fields.models import FieldKind, OwnField, OwnFieldChoice

blueprint = FeatureBlueprint("own_fields", __name__)


def _back_to_list() -> ResponseReturnValue:
    return redirect(url_for("own_fields.list_fields"))


def _back_to(field: OwnField) -> ResponseReturnValue:
    return redirect(url_for("own_fields.show_field", field_id=field.id))


@blueprint.get("/settings/own-fields", access=Permission.CHANGE_SETTINGS)
def list_fields() -> ResponseReturnValue:
    return render_template("own_fields/list_fields.html", **pages.listed_fields())


@blueprint.get("/settings/own-fields/new", access=Permission.CHANGE_SETTINGS)
def show_new_field() -> ResponseReturnValue:
    return render_template("own_fields/new_field.html", form=NewFieldForm(audience="coaches"))


@blueprint.post("/settings/own-fields/new", access=Permission.CHANGE_SETTINGS)
def add_field() -> ResponseReturnValue:
    form = NewFieldForm()
    if form.validate_on_submit():
        sensitive = bool(form.is_sensitive.data)
        with form.refusals():
            field = services.add_field(form.details(), kind=form.chosen_kind, is_sensitive=sensitive)
            is_chosen_from = field.kind is FieldKind.CHOICE
            flash(_("Now add the choices.") if is_chosen_from else _("The field is asked from now on."), "ok")
            return _back_to(field) if is_chosen_from else _back_to_list()
    return render_template("own_fields/new_field.html", form=form), 422


@blueprint.get("/settings/own-fields/<id:field_id>", access=Permission.CHANGE_SETTINGS)
def show_field(field_id: int) -> ResponseReturnValue:
    field = queries.get_field_or_404(field_id)
    return render_template("own_fields/show_field.html", form=FieldForm(obj=field), **pages.field_page(field))


@blueprint.post("/settings/own-fields/<id:field_id>", access=Permission.CHANGE_SETTINGS)
def change_field(field_id: int) -> ResponseReturnValue:
    field, form = queries.get_field_or_404(field_id), FieldForm()
    if form.validate_on_submit():
        try:
            services.change_field(field, form.details(), version=form.version.data)
        except Refusal as refusal:
            form.add_refusal(refusal)
            if isinstance(refusal, ChangedMeanwhile):
                form.version.typed, form.version.data = None, field.version
        else:
            flash(_("The field is changed everywhere it is shown."), "ok")
            return _back_to_list()
    return render_template("own_fields/show_field.html", form=form, **pages.field_page(field)), 422


@blueprint.post("/settings/own-fields/<id:field_id>/move", access=Permission.CHANGE_SETTINGS)
def move_field(field_id: int) -> ResponseReturnValue:
    services.move_field(queries.get_field_or_404(field_id), upwards=request.form.get("towards") != "end")
    return _back_to_list()


@blueprint.post("/settings/own-fields/<id:field_id>/withdraw", access=Permission.CHANGE_SETTINGS)
def withdraw_field(field_id: int) -> ResponseReturnValue:
    services.withdraw_field(queries.get_field_or_404(field_id))
    flash(_("The field is no longer asked; files keep what they say in it."), "ok")
    return _back_to_list()


@blueprint.post("/settings/own-fields/<id:field_id>/ask", access=Permission.CHANGE_SETTINGS)
def ask_field_again(field_id: int) -> ResponseReturnValue:
    try:
        services.ask_field_again(queries.get_field_or_404(field_id))
    except Refusal as refusal:
        flash(str(refusal), "bad")
    else:
        flash(_("The field is asked again."), "ok")
    return _back_to_list()


@blueprint.get("/settings/own-fields/<id:field_id>/choices/new", access=Permission.CHANGE_SETTINGS)
def show_new_choice(field_id: int) -> ResponseReturnValue:
    field = queries.get_field_or_404(field_id)
    return render_template("own_fields/choice.html", own_field=field, form=OwnChoiceForm())


@blueprint.post("/settings/own-fields/<id:field_id>/choices/new", access=Permission.CHANGE_SETTINGS)
def add_choice(field_id: int) -> ResponseReturnValue:
    field, form = queries.get_field_or_404(field_id), OwnChoiceForm()
    if form.validate_on_submit():
        with form.refusals():
            services.add_choice(field, **form.answers())
            flash(_("The choice is added."), "ok")
            return _back_to(field)
    return render_template("own_fields/choice.html", own_field=field, form=form), 422


def _found(field_id: int, choice_id: int) -> tuple[OwnField, OwnFieldChoice]:
    field = queries.get_field_or_404(field_id)
    return field, queries.get_choice_or_404(field, choice_id)


@blueprint.get("/settings/own-fields/<id:field_id>/choices/<id:choice_id>", access=Permission.CHANGE_SETTINGS)
def show_choice(field_id: int, choice_id: int) -> ResponseReturnValue:
    field, choice = _found(field_id, choice_id)
    form = OwnChoiceForm(obj=choice)
    return render_template("own_fields/choice.html", own_field=field, choice=choice, form=form)


@blueprint.post("/settings/own-fields/<id:field_id>/choices/<id:choice_id>", access=Permission.CHANGE_SETTINGS)
def change_choice(field_id: int, choice_id: int) -> ResponseReturnValue:
    (field, choice), form = _found(field_id, choice_id), OwnChoiceForm()
    if form.validate_on_submit():
        with form.refusals():
            services.change_choice(choice, **form.answers())
            flash(_("The choice is changed everywhere it is shown."), "ok")
            return _back_to(field)
    return render_template("own_fields/choice.html", own_field=field, choice=choice, form=form), 422


@blueprint.post("/settings/own-fields/<id:field_id>/choices/<id:choice_id>/withdraw", access=Permission.CHANGE_SETTINGS)
def withdraw_choice(field_id: int, choice_id: int) -> ResponseReturnValue:
    field, choice = _found(field_id, choice_id)
    services.withdraw_choice(choice)
    flash(_("The choice is no longer offered; files that chose it keep it."), "ok")
    return _back_to(field)


@blueprint.post("/settings/own-fields/<id:field_id>/choices/<id:choice_id>/offer", access=Permission.CHANGE_SETTINGS)
def offer_choice_again(field_id: int, choice_id: int) -> ResponseReturnValue:
    field, choice = _found(field_id, choice_id)
    services.offer_choice_again(choice)
    flash(_("The choice is offered again."), "ok")
    return _back_to(field)
