"""Reports of the social file and of own fields, as pages and files."""

from __future__ import annotations

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import pdf
from app.kernel.access import Permission, current_actor
from app.kernel.errors import Refusal
from app.members import list_pages as member_pages
from app.reports import own_fields, renderers, social_situation
from app.reports.forms import OwnFieldsForm
from app.reports.report import Report
from app.reports.taken import taken
from app.reports.views import blueprint


def _day() -> dict[str, Any]:
    today = g.organisation.today
    return {"on": member_pages.asked_day() or today, "today": today}


def _social() -> Report:
    return social_situation.run(current_actor(), **_day())


@blueprint.get("/reports/social", access=Permission.SEE_REPORTS)
def show_social() -> ResponseReturnValue:
    day = member_pages.asked_day()
    kept = {"on": day.isoformat()} if day else {}
    themes = social_situation.THEMES
    return render_template("reports/show_social.html", report=_social(), day=day, kept=kept, themes=themes)


@blueprint.get("/reports/social/people", access=Permission.SEE_REPORTS)
def list_social_people() -> ResponseReturnValue:
    behind = social_situation.behind(current_actor(), request.args, **_day())
    day = member_pages.asked_day()
    return render_template("reports/social_people.html", behind=behind, day=day)


@blueprint.get("/reports/social.pdf", access=Permission.EXPORT_REPORTS)
def social_pdf() -> ResponseReturnValue:
    try:
        return taken(_social(), "pdf", renderers.as_pdf)
    except (pdf.RenderingBusy, pdf.RenderingTooSlow) as refusal:
        flash(str(refusal), "bad")
        return redirect(url_for("reports.show_social", on=request.args.get("on")))


@blueprint.get("/reports/social.xlsx", access=Permission.EXPORT_REPORTS)
def social_xlsx() -> ResponseReturnValue:
    return taken(_social(), "xlsx", renderers.as_xlsx)


@blueprint.get("/reports/social.csv", access=Permission.EXPORT_REPORTS)
def social_csv() -> ResponseReturnValue:
    return taken(_social(), "csv", renderers.as_csv)


def _question() -> dict[str, Any]:
    """What the address asks, for links to the same."""
    asked = {name: request.args.getlist(name) for name in ("show", "situation", "field", "operator", "low", "high")}
    return {name: values for name, values in asked.items() if values}


def _asked() -> tuple[OwnFieldsForm, Report | None]:
    """The question of the address and its answer; None where it cannot be asked, which the form says."""
    actor = current_actor()
    form = own_fields.asked_form(actor)
    if not form.validate():
        return form, None
    try:
        return form, own_fields.run(actor, own_fields.question_of(form, actor), on=g.organisation.today)
    except Refusal as refusal:
        form.add_refusal(refusal)
        return form, None


@blueprint.get("/reports/own-fields", access=Permission.SEE_REPORTS)
def show_own_fields() -> ResponseReturnValue:
    form, report = _asked()
    page = render_template("reports/show_own_fields.html", form=form, report=report, kept=_question())
    return page, 200 if report is not None else 422


def _taken_or_asked_again(ending: str, render: Any) -> ResponseReturnValue:
    _form, report = _asked()
    if report is None:
        return redirect(url_for("reports.show_own_fields", **_question()))
    return taken(report, ending, render)


@blueprint.get("/reports/own-fields.xlsx", access=Permission.EXPORT_REPORTS)
def own_fields_xlsx() -> ResponseReturnValue:
    return _taken_or_asked_again("xlsx", renderers.as_xlsx)


@blueprint.get("/reports/own-fields.csv", access=Permission.EXPORT_REPORTS)
def own_fields_csv() -> ResponseReturnValue:
    return _taken_or_asked_again("csv", renderers.as_csv)
