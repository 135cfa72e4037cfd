"""The journal looked at: a member's month and year, the records behind a figure, those followed, the cooperative's month."""

from __future__ import annotations

from flask import abort, g, render_template, request
from flask.typing import ResponseReturnValue

from app.activity import figures_pages, files, overview_pages, pages, records_pages, view_files
from app.activity.views import blueprint
from app.kernel.access import Permission, current_actor
from app.kernel.ids import read_id
from app.kernel.paging import page_asked
from app.members import queries as member_queries

# --- A member's month and year --------------------------------------------------------------------------------------


@blueprint.get("/activity/figures", access=Permission.LOG_OWN_ACTIVITY)
def show_figures() -> ResponseReturnValue:
    member = pages.own_file_or_404(current_actor())
    return render_template("activity/show_figures.html", **figures_pages.figures(member, is_own=True))


@blueprint.get("/activity/members/<id:member_id>/figures", access=Permission.VALIDATE_ACTIVITY)
def show_member_figures(member_id: int) -> ResponseReturnValue:
    member = pages.visible_member(member_id)
    return render_template("activity/show_figures.html", **figures_pages.figures(member, is_own=False))


@blueprint.get("/activity/figures/file.<any(csv, xlsx):ending>", access=Permission.SEE_ACTIVITY)
def export_figures(ending: str) -> ResponseReturnValue:
    actor, member_id = current_actor(), read_id(request.args.get("member"))
    if member_id is None:
        abort(404)
    member = member_queries.get_member_or_404(actor, member_id, on=g.organisation.today)
    return files.taken(actor, view_files.figures(member), ending, member=member)


# --- The records behind a figure ------------------------------------------------------------------------------------


@blueprint.get("/activity/list", access=Permission.SEE_ACTIVITY)
def list_records() -> ResponseReturnValue:
    shown = records_pages.records_list(current_actor(), page_asked(request.args))
    return render_template("activity/list_records.html", **shown)


@blueprint.get("/activity/list/file.<any(csv, xlsx):ending>", access=Permission.SEE_ACTIVITY)
def export_list(ending: str) -> ResponseReturnValue:
    actor, filters = current_actor(), records_pages.asked_filters()
    member = records_pages.whose(actor, filters)
    return files.taken(actor, view_files.records(actor, filters), ending, member=member)


# --- Everybody at once ----------------------------------------------------------------------------------------------


@blueprint.get("/activity/followed", access=Permission.VALIDATE_ACTIVITY)
def list_followed() -> ResponseReturnValue:
    shown = overview_pages.followed(current_actor(), page_asked(request.args))
    return render_template("activity/list_followed.html", **shown)


@blueprint.get("/activity/followed/file.<any(csv, xlsx):ending>", access=Permission.VALIDATE_ACTIVITY)
def export_followed(ending: str) -> ResponseReturnValue:
    actor = current_actor()
    return files.taken(actor, view_files.followed(actor), ending)


@blueprint.get("/activity/cooperative", access=Permission.SEE_EVERYBODYS_FIGURES)
def show_cooperative_month() -> ResponseReturnValue:
    shown = overview_pages.cooperative_month(current_actor(), page_asked(request.args))
    return render_template("activity/show_cooperative_month.html", **shown)


@blueprint.get("/activity/cooperative/file.<any(csv, xlsx):ending>", access=Permission.SEE_EVERYBODYS_FIGURES)
def export_cooperative_month(ending: str) -> ResponseReturnValue:
    return files.taken(current_actor(), view_files.cooperative_month(), ending)
