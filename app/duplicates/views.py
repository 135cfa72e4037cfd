"""Possible duplicates: the list, two files side by side, merging them, and telling them apart."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.duplicates import pages, services
from app.duplicates.forms import EmptyForm, TwoNumbersForm
from app.kernel.access import Permission, current_actor
from app.kernel.blueprint import FeatureBlueprint
from app.kernel.errors import Refusal
from app.kernel.i18n import _
from app.members import merging_services

blueprint = FeatureBlueprint("duplicates", __name__)


def _back() -> ResponseReturnValue:
    return redirect(url_for("duplicates.list_duplicates"))


def _to_file(member_id: int) -> ResponseReturnValue:
    return redirect(url_for("members.show_member", member_id=member_id))


def _to_survivor(survivor_id: int) -> ResponseReturnValue:
    flash(_("One of these two files was merged meanwhile: this is the file that stays."), "info")
    return _to_file(survivor_id)


@blueprint.get("/members/duplicates", access=Permission.MERGE_MEMBERS)
def list_duplicates() -> ResponseReturnValue:
    form = TwoNumbersForm()
    if "first" in request.args and (found := pages.two_by_number(form)):
        return redirect(url_for("duplicates.show_merge", member_id=found[0], other_id=found[1]))
    return render_template("duplicates/list_duplicates.html", form=form, **pages.pairs_alike())


@blueprint.get("/members/duplicates/apart", access=Permission.MERGE_MEMBERS)
def list_told_apart() -> ResponseReturnValue:
    return render_template("duplicates/list_told_apart.html", lines=pages.told_apart())


@blueprint.get("/members/<id:member_id>/merge/<id:other_id>", access=Permission.MERGE_MEMBERS)
def show_merge(member_id: int, other_id: int) -> ResponseReturnValue:
    if survivor_id := pages.survivor_of(member_id, other_id):
        return _to_survivor(survivor_id)
    pair = pages.visible_pair(member_id, other_id)
    return render_template("duplicates/merge.html", **pages.compared(pair, pages.merge_form(pair)))


@blueprint.post("/members/<id:member_id>/merge/<id:other_id>", access=Permission.MERGE_MEMBERS)
def merge(member_id: int, other_id: int) -> ResponseReturnValue:
    if survivor_id := pages.survivor_of(member_id, other_id):
        return _to_survivor(survivor_id)
    pair = pages.visible_pair(member_id, other_id)
    form = pages.merge_form(pair)
    if form.validate_on_submit():
        try:
            merging_services.merge(pair, form.chosen(), seen=form.seen.data)
        except Refusal as refusal:
            pages.after_refusal(form, pair, refusal)
        else:
            flash(_("Files no. %(gone)s and no. %(kept)s are one.", **pages.numbers_of(pair)), "ok")
            return _to_file(member_id)
    return render_template("duplicates/merge.html", **pages.compared(pair, form)), 422


@blueprint.post("/members/<id:member_id>/merge/<id:other_id>/apart", access=Permission.MERGE_MEMBERS)
def tell_apart(member_id: int, other_id: int) -> ResponseReturnValue:
    (one, other), form = pages.the_two(member_id, other_id), EmptyForm()
    if form.validate_on_submit():
        with form.refusals():  # merged at this very moment: then the list proposes them no longer
            services.tell_apart(one, other, by_account_id=current_actor().account_id)
            flash(_("No. %(one)s and no. %(other)s are two people.", one=one.number, other=other.number), "ok")
    return _back()


@blueprint.post("/members/<id:member_id>/merge/<id:other_id>/alike", access=Permission.MERGE_MEMBERS)
def take_back(member_id: int, other_id: int) -> ResponseReturnValue:
    (one, other), form = pages.the_two(member_id, other_id), EmptyForm()
    if form.validate_on_submit():
        with form.refusals():
            services.take_back(one, other)
            flash(_("No. %(one)s and no. %(other)s may be the same person.", one=one.number, other=other.number), "ok")
    return redirect(url_for("duplicates.list_told_apart"))
