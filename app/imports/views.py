"""The pages of an import: the file, its columns, what they leave open, the dry run, and the members that come of it."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.imports import files, labels, pages, queries, services
from app.imports.file_forms import ColumnsForm, EmptyForm, UploadForm
from app.imports.forms import ANOTHER, DecisionForm, QuestionsForm
from app.imports.models import ImportState
from app.imports.rows import kept
from app.kernel import audit
from app.kernel.access import Permission, current_actor
from app.kernel.blueprint import FeatureBlueprint
from app.kernel.errors import Refusal
from app.kernel.i18n import _
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import after_read
from app.members import slips

blueprint = FeatureBlueprint("imports", __name__)
MAY = Permission.IMPORT_MEMBERS


@blueprint.get("/members/imports", access=MAY)
def list_imports() -> ResponseReturnValue:
    return render_template("imports/list_imports.html", imports=queries.history(), labels=labels)


@blueprint.get("/members/imports/new", access=MAY)
def show_upload() -> ResponseReturnValue:
    return render_template("imports/upload.html", form=UploadForm(), under_way=queries.open_import())


@blueprint.post("/members/imports/new", access=MAY, own_transaction=True)
def read_file() -> ResponseReturnValue:
    form = UploadForm()
    if form.validate_on_submit() and (begun := pages.start(form)) is not None:
        return begun
    return render_template("imports/upload.html", form=form, under_way=queries.open_import()), 422


@blueprint.get("/members/imports/template.xlsx", access=MAY)
def download_template() -> ResponseReturnValue:
    content = files.template(services.here_and_now(current_actor().account_id), pages.fields_of_template())
    return pages.as_file(content, "members-template", files.XLSX)


@blueprint.get("/members/imports/<id:import_id>", access=MAY)
def show_import(import_id: int) -> ResponseReturnValue:
    moved = queries.get_import_or_404(import_id)
    if moved.state is ImportState.MAPPING:
        return redirect(url_for("imports.show_columns", import_id=import_id))
    return render_template("imports/show_import.html", form=EmptyForm(), **pages.standing(moved))


@blueprint.get("/members/imports/<id:import_id>/columns", access=MAY)
def show_columns(import_id: int) -> ResponseReturnValue:
    moved = queries.get_import_or_404(import_id)
    if moved.state not in (ImportState.MAPPING, ImportState.CHECKED):
        return redirect(url_for("imports.show_import", import_id=import_id))
    shown = pages.columns_of(moved)
    return render_template("imports/columns.html", form=pages.with_columns(ColumnsForm(), shown), **shown)


@blueprint.post("/members/imports/<id:import_id>/columns", access=MAY)
def choose_columns(import_id: int) -> ResponseReturnValue:
    shown = pages.columns_of(queries.get_import_or_404(import_id))
    form = pages.with_columns(ColumnsForm(), shown)
    if form.validate_on_submit():
        with form.refusals():
            is_settled = services.choose_columns(shown["moved"], form.fields(len(shown["headers"])))
            return redirect(
                url_for("imports.show_import" if is_settled else "imports.show_questions", import_id=import_id)
            )
    return render_template("imports/columns.html", form=form, **shown), 422


@blueprint.get("/members/imports/<id:import_id>/questions", access=MAY)
def show_questions(import_id: int) -> ResponseReturnValue:
    moved = queries.get_import_or_404(import_id)
    asked = pages.questions_of(moved)
    if moved.state is not ImportState.MAPPING:
        return redirect(url_for("imports.show_import", import_id=import_id))
    return render_template("imports/questions.html", form=pages.with_questions(QuestionsForm(), asked), **asked)


@blueprint.post("/members/imports/<id:import_id>/questions", access=MAY)
def answer_questions(import_id: int) -> ResponseReturnValue:
    moved = queries.get_import_or_404(import_id)
    asked = pages.questions_of(moved)
    form = pages.with_questions(QuestionsForm(), asked)
    if form.validate_on_submit():
        return pages.carried_out(moved, lambda: services.answer(moved, **pages.answers_of(form, asked)))
    return render_template("imports/questions.html", form=form, **asked), 422


@blueprint.get("/members/imports/<id:import_id>/rows", access=MAY)
def list_rows(import_id: int) -> ResponseReturnValue:
    moved = queries.get_import_or_404(import_id)
    return render_template("imports/list_rows.html", **pages.rows_of(moved))


@blueprint.get("/members/imports/<id:import_id>/slips", access=MAY)
def show_slips(import_id: int) -> ResponseReturnValue:
    return slips.ask_for_whom(pages.without_access(queries.get_import_or_404(import_id)))


@blueprint.post("/members/imports/<id:import_id>/slips", access=MAY)
def give_slips(import_id: int) -> ResponseReturnValue:
    return slips.give_chosen(pages.without_access(queries.get_import_or_404(import_id)))


@blueprint.post("/members/imports/<id:import_id>/alike", access=MAY)
def decide_all(import_id: int) -> ResponseReturnValue:
    moved, form = queries.get_import_or_404(import_id), DecisionForm()
    if not form.validate_on_submit():
        return redirect(url_for("imports.show_import", import_id=import_id))
    is_another = form.decision.data == ANOTHER
    return pages.carried_out(moved, lambda: services.decide(moved, None, is_another=is_another))


@blueprint.post("/members/imports/<id:import_id>/rows/<id:row_id>", access=MAY)
def decide_row(import_id: int, row_id: int) -> ResponseReturnValue:
    moved, form = queries.get_import_or_404(import_id), DecisionForm()
    row = queries.get_row_or_404(import_id, row_id)
    if form.validate_on_submit():
        try:
            services.decide(moved, [row], is_another=form.decision.data == ANOTHER)
        except Refusal as refusal:
            flash(str(refusal), "bad")
    return redirect(url_for("imports.list_rows", import_id=import_id, kind="alike"))


@blueprint.post("/members/imports/<id:import_id>/write", access=MAY)
def begin_writing(import_id: int) -> ResponseReturnValue:
    moved = queries.get_import_or_404(import_id)

    def begin() -> None:
        if not services.begin_writing(moved):
            flash(_("The check was old: it is done again first."), "warn")

    return pages.carried_out(moved, begin)


@blueprint.get("/members/imports/<id:import_id>/drop", access=MAY)
def show_drop(import_id: int) -> ResponseReturnValue:
    moved = queries.get_import_or_404(import_id)
    return render_template("imports/drop.html", form=EmptyForm(), moved=moved)


@blueprint.post("/members/imports/<id:import_id>/drop", access=MAY)
def drop_import(import_id: int) -> ResponseReturnValue:
    moved = queries.get_import_or_404(import_id)
    return pages.carried_out(moved, lambda: services.drop(moved))


@blueprint.get("/members/imports/<id:import_id>/set-aside.xlsx", access=MAY)
def download_set_aside(import_id: int) -> ResponseReturnValue:
    moved = queries.get_import_or_404(import_id)
    rows = queries.rows_set_aside(import_id)
    after_read(_write_down, g.organisation.id, import_id, len(rows))
    return pages.as_file(files.set_aside(kept(moved.columns, []), rows), "set-aside", files.XLSX)


def _write_down(organisation_id: int, import_id: int, count: int) -> None:
    with organisation_scope(organisation_id):
        audit.record(services.SET_ASIDE_TAKEN, subject_type="import", subject_id=import_id, after={"rows": count})
