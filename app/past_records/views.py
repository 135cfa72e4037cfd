"""The pages of an import of past months: the file, its columns, the dry run, what came of it, and taking it back."""

from __future__ import annotations

from flask import Response, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.imports import files
from app.imports.pages import as_file
from app.imports.rows import kept
from app.imports.services import SET_ASIDE_TAKEN, here_and_now
from app.kernel import audit
from app.kernel.access import Permission, current_actor
from app.kernel.blueprint import FeatureBlueprint
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import after_read
from app.past_records import exports, labels, pages, queries, services
from app.past_records.forms import EmptyForm, PastColumnsForm
from app.past_records.models import State
from app.past_records.sheets import sheets

blueprint = FeatureBlueprint("past_records", __name__)
MAY = Permission.IMPORT_ACTIVITY


@blueprint.get("/activity/imports", access=MAY)
def list_imports() -> ResponseReturnValue:
    shown = {"imports": queries.history(), "labels": labels, "years": queries.years()}
    return render_template("past_records/list_imports.html", **shown)


@blueprint.get("/activity/imports/new", access=MAY)
def show_upload() -> ResponseReturnValue:
    shown = {"under_way": queries.open_import(), "sheets": sheets().values()}
    return render_template("past_records/upload.html", form=pages.upload_form(), **shown)


@blueprint.post("/activity/imports/new", access=MAY, own_transaction=True)
def read_file() -> ResponseReturnValue:
    form = pages.upload_form()
    if form.validate_on_submit() and (begun := pages.start(form)) is not None:
        return begun
    shown = {"under_way": queries.open_import(), "sheets": sheets().values()}
    return render_template("past_records/upload.html", form=form, **shown), 422


@blueprint.get("/activity/imports/template.xlsx", access=MAY)
def download_template() -> ResponseReturnValue:
    sheet = pages.sheet_asked()
    content = exports.template(here_and_now(current_actor().account_id), sheet)
    return as_file(content, f"{sheet.code}-template", files.XLSX)


@blueprint.get("/activity/imports/records.csv", access=MAY)
def export_records() -> ResponseReturnValue:
    year = pages.year_asked()
    after_read(_write_down_export, g.organisation.id, year)
    answer = Response(exports.records_of_year(year), mimetype="text/csv")
    answer.headers.set("Content-Disposition", "attachment", filename=f"records-{g.organisation.slug}-{year}.csv")
    return answer


def _write_down_export(organisation_id: int, year: int) -> None:
    with organisation_scope(organisation_id):
        audit.record(services.TAKEN_AWAY, after={"year": str(year)})


@blueprint.get("/activity/imports/<id:past_import_id>", access=MAY)
def show_import(past_import_id: int) -> ResponseReturnValue:
    moved = queries.get_import_or_404(past_import_id)
    if moved.state is State.MAPPING:
        return redirect(url_for("past_records.show_columns", past_import_id=past_import_id))
    return render_template("past_records/show_import.html", form=EmptyForm(), **pages.standing(moved))


@blueprint.get("/activity/imports/<id:past_import_id>/columns", access=MAY)
def show_columns(past_import_id: int) -> ResponseReturnValue:
    moved = queries.get_import_or_404(past_import_id)
    if moved.state not in (State.MAPPING, State.CHECKED):
        return redirect(url_for("past_records.show_import", past_import_id=past_import_id))
    shown = pages.columns_of(moved)
    return render_template("past_records/columns.html", form=pages.with_columns(PastColumnsForm(), shown), **shown)


@blueprint.post("/activity/imports/<id:past_import_id>/columns", access=MAY)
def choose_columns(past_import_id: int) -> ResponseReturnValue:
    shown = pages.columns_of(queries.get_import_or_404(past_import_id))
    form = pages.with_columns(PastColumnsForm(), shown)
    if form.validate_on_submit():
        with form.refusals():
            services.choose_columns(shown["moved"], form.fields(len(shown["headers"])), order=form.order.data)
            return redirect(url_for("past_records.show_import", past_import_id=past_import_id))
    return render_template("past_records/columns.html", form=form, **shown), 422


@blueprint.post("/activity/imports/<id:past_import_id>/write", access=MAY)
def begin_writing(past_import_id: int) -> ResponseReturnValue:
    return pages.carried_out(queries.get_import_or_404(past_import_id), services.begin_writing)


@blueprint.post("/activity/imports/<id:past_import_id>/drop", access=MAY)
def drop_import(past_import_id: int) -> ResponseReturnValue:
    return pages.carried_out(queries.get_import_or_404(past_import_id), services.drop)


@blueprint.get("/activity/imports/<id:past_import_id>/take-back", access=MAY)
def show_taking_back(past_import_id: int) -> ResponseReturnValue:
    moved = queries.get_import_or_404(past_import_id)
    return render_template("past_records/take_back.html", form=EmptyForm(), moved=moved)


@blueprint.post("/activity/imports/<id:past_import_id>/take-back", access=MAY)
def take_back(past_import_id: int) -> ResponseReturnValue:
    moved, form = queries.get_import_or_404(past_import_id), EmptyForm()
    if form.validate_on_submit():
        with form.refusals():
            services.take_back(moved)
            return redirect(url_for("past_records.show_import", past_import_id=past_import_id))
    return render_template("past_records/take_back.html", form=form, moved=moved), 422


@blueprint.get("/activity/imports/<id:past_import_id>/set-aside.xlsx", access=MAY)
def download_set_aside(past_import_id: int) -> ResponseReturnValue:
    moved = queries.get_import_or_404(past_import_id)
    rows = queries.refused_rows(past_import_id)
    after_read(_write_down_set_aside, g.organisation.id, past_import_id, len(rows))
    return as_file(files.set_aside(kept(moved.columns, []), rows), "set-aside", files.XLSX)


def _write_down_set_aside(organisation_id: int, past_import_id: int, count: int) -> None:
    with organisation_scope(organisation_id):
        audit.record(SET_ASIDE_TAKEN, subject_type="activity_import", subject_id=past_import_id, after={"rows": count})
