"""Settings: which papers are asked for, at which stages, and of which scans are kept."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel.access import Permission
from app.kernel.blueprint import FeatureBlueprint
from app.kernel.errors import ChangedMeanwhile, Refusal
from app.kernel.i18n import _, language
from app.members.parcours_pages import THERE, offered_stages
from app.network import queries as network_queries
from app.network.models import Vocabulary
from app.papers import kind_services as services
from app.papers import queries
from app.papers.forms import KindForm
from app.papers.models import PaperKind

blueprint = FeatureBlueprint("paper_kinds", __name__)
LIST, ONE = "/settings/papers", "/settings/papers/<id:paper_kind_id>"


def _with_stages(form: KindForm, kind: PaperKind | None = None) -> KindForm:
    """The stages of people who are there; a kind keeps those that were withdrawn."""
    kept = services.needs_of(kind.id) if kind else []
    labels = network_queries.term_labels(Vocabulary.STAGE, language())
    form.stage_ids.choices = offered_stages(*THERE) | {stage_id: labels[stage_id] for stage_id in kept}
    return form


def _filled(kind: PaperKind) -> SimpleNamespace:
    names = (*services.KindDetails.__dataclass_fields__, "version")
    return SimpleNamespace(**{name: getattr(kind, name) for name in names}, stage_ids=services.needs_of(kind.id))


def _back() -> ResponseReturnValue:
    return redirect(url_for("paper_kinds.list_kinds"))


@blueprint.get(LIST, access=Permission.CHANGE_SETTINGS)
def list_kinds() -> ResponseReturnValue:
    return render_template("papers/kinds.html", **_listed())


def _listed() -> dict[str, Any]:
    return {
        "kinds": queries.every_kind(),
        "asking": queries.stages_by_kind(),
        "stages": network_queries.term_labels(Vocabulary.STAGE, language()),
    }


@blueprint.get(f"{LIST}/new", access=Permission.CHANGE_SETTINGS)
def show_new_kind() -> ResponseReturnValue:
    return render_template("papers/kind.html", form=_with_stages(KindForm(keeps_files=True)), kind=None)


@blueprint.post(f"{LIST}/new", access=Permission.CHANGE_SETTINGS)
def add_kind() -> ResponseReturnValue:
    form = _with_stages(KindForm())
    if form.validate_on_submit():
        with form.refusals():
            services.add_kind(form.details(), form.stages())
            flash(_("The paper is asked for from now on."), "ok")
            return _back()
    return render_template("papers/kind.html", form=form, kind=None), 422


@blueprint.get(ONE, access=Permission.CHANGE_SETTINGS)
def show_kind(paper_kind_id: int) -> ResponseReturnValue:
    kind = queries.get_kind_or_404(paper_kind_id)
    return render_template("papers/kind.html", form=_with_stages(KindForm(obj=_filled(kind)), kind), kind=kind)


@blueprint.post(ONE, access=Permission.CHANGE_SETTINGS)
def change_kind(paper_kind_id: int) -> ResponseReturnValue:
    kind = queries.get_kind_or_404(paper_kind_id)
    form = _with_stages(KindForm(), kind)
    if form.validate_on_submit():
        try:
            services.change_kind(kind, form.details(), form.stages(), version=form.version.data)
        except Refusal as refusal:
            form.add_refusal(refusal)
            if isinstance(refusal, ChangedMeanwhile):
                form.version.typed, form.version.data = None, kind.version
        else:
            flash(_("Saved. What is missing is counted anew from now on."), "ok")
            return _back()
    return render_template("papers/kind.html", form=form, kind=kind), 422


@blueprint.post(f"{ONE}/withdraw", access=Permission.CHANGE_SETTINGS)
def retire_kind(paper_kind_id: int) -> ResponseReturnValue:
    services.retire_kind(queries.get_kind_or_404(paper_kind_id))
    flash(_("The paper is no longer asked for; those received stay in the files."), "ok")
    return _back()


@blueprint.post(f"{ONE}/offer", access=Permission.CHANGE_SETTINGS)
def offer_kind(paper_kind_id: int) -> ResponseReturnValue:
    services.offer_kind_again(queries.get_kind_or_404(paper_kind_id))
    flash(_("The paper is asked for again."), "ok")
    return _back()


@blueprint.post(f"{ONE}/up", access=Permission.CHANGE_SETTINGS)
def move_kind_up(paper_kind_id: int) -> ResponseReturnValue:
    services.move_kind_up(queries.get_kind_or_404(paper_kind_id))
    return _back()
