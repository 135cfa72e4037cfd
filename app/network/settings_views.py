"""What an organisation's manager decides: letterhead, signatories, words."""

from __future__ import annotations

import re
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.kernel import names
from app.kernel.access import Permission
from app.kernel.blueprint import FeatureBlueprint
from app.kernel.database import db
from app.kernel.errors import ChangedMeanwhile, Refusal
from app.kernel.i18n import _
from app.network import labels, queries, services
from app.network.forms import (
    ExpenseCategoryForm,
    IdentityForm,
    NewContractKindForm,
    NewStageForm,
    SignatoryForm,
    TermForm,
)
from app.network.models import Signatory, Vocabulary, VocabularyTerm

blueprint = FeatureBlueprint("settings", __name__)


@blueprint.get("/settings", access=Permission.CHANGE_SETTINGS)
def show_settings() -> ResponseReturnValue:
    form = IdentityForm(obj=queries.current_organisation())
    return render_template("settings/show_settings.html", form=form)


@blueprint.post("/settings", access=Permission.CHANGE_SETTINGS)
def change_identity() -> ResponseReturnValue:
    form, organisation = IdentityForm(), queries.current_organisation()
    if form.validate_on_submit():
        try:
            services.change_identity(organisation, form.identity(), version=form.version.data)
        except Refusal as refusal:
            form.add_refusal(refusal)
            if isinstance(refusal, ChangedMeanwhile):
                form.version.typed, form.version.data = None, organisation.version
        else:
            flash(_("Saved. Papers issued from now on say it; those already issued stay as they are."), "ok")
            return redirect(url_for("settings.show_settings"))
    return render_template("settings/show_settings.html", form=form), 422


@blueprint.get("/settings/signatories", access=Permission.CHANGE_SETTINGS)
def list_signatories() -> ResponseReturnValue:
    return render_template("settings/signatories.html", form=SignatoryForm(), signatories=queries.active_signatories())


@blueprint.post("/settings/signatories", access=Permission.CHANGE_SETTINGS)
def add_signatory() -> ResponseReturnValue:
    form = SignatoryForm()
    if form.validate_on_submit():
        services.add_signatory(**form.answers())
        flash(_("The signatory can be chosen from now on."), "ok")
        return redirect(url_for("settings.list_signatories"))
    return render_template("settings/signatories.html", form=form, signatories=queries.active_signatories()), 422


@blueprint.post("/settings/signatories/<id:signatory_id>/withdraw", access=Permission.CHANGE_SETTINGS)
def retire_signatory(signatory_id: int) -> ResponseReturnValue:
    signatory = db.session.scalar(select(Signatory).where(Signatory.id == signatory_id)) or abort(404)
    services.retire_signatory(signatory)
    flash(_("The signatory is no longer offered; papers already issued keep the name."), "ok")
    return redirect(url_for("settings.list_signatories"))


def _word_lists() -> dict[str, Any]:
    return {
        "lists": [
            (vocabulary, labels.VOCABULARY[vocabulary], queries.every_term(vocabulary)) for vocabulary in Vocabulary
        ],
        "natures": {**labels.NATURE, **labels.CONTRACT_NATURE},
    }


def _term_or_404(term_id: int) -> VocabularyTerm:
    term: VocabularyTerm | None = db.session.scalar(select(VocabularyTerm).where(VocabularyTerm.id == term_id))
    return term or abort(404)


def _vocabulary_or_404(code: str) -> Vocabulary:
    try:
        return Vocabulary(code)
    except ValueError:
        abort(404)


@blueprint.get("/settings/words", access=Permission.CHANGE_SETTINGS)
def list_words() -> ResponseReturnValue:
    return render_template("settings/words.html", **_word_lists())


@blueprint.get("/settings/words/<vocabulary>/new", access=Permission.CHANGE_SETTINGS)
def show_new_word(vocabulary: str) -> ResponseReturnValue:
    chosen = _vocabulary_or_404(vocabulary)
    return render_template("settings/word.html", form=_new_word_form(chosen), title=labels.VOCABULARY[chosen])


CHANGED_WITH: dict[Vocabulary, type[TermForm]] = {Vocabulary.EXPENSE_CATEGORY: ExpenseCategoryForm}
ADDED_WITH: dict[Vocabulary, type[TermForm]] = {
    **CHANGED_WITH,
    Vocabulary.STAGE: NewStageForm,
    Vocabulary.CONTRACT_KIND: NewContractKindForm,
}


def _new_word_form(vocabulary: Vocabulary) -> TermForm:
    return ADDED_WITH.get(vocabulary, TermForm)()


def _word_form(term: VocabularyTerm, **options: Any) -> TermForm:
    form: TermForm = CHANGED_WITH.get(term.vocabulary, TermForm)(**options)
    return form


@blueprint.post("/settings/words/<vocabulary>/new", access=Permission.CHANGE_SETTINGS)
def add_word(vocabulary: str) -> ResponseReturnValue:
    chosen = _vocabulary_or_404(vocabulary)
    form = _new_word_form(chosen)
    if form.validate_on_submit():
        with form.refusals():
            services.add_term(chosen, code=_code_of(form.label_fr.data), **form.answers())
            flash(_("The word is added."), "ok")
            return redirect(url_for("settings.list_words"))
    return render_template("settings/word.html", form=form, title=labels.VOCABULARY[chosen]), 422


def _code_of(label: str) -> str:
    """A lasting code from the first label: what reports match."""
    return re.sub("[^a-z0-9]+", "_", names.fold(label)).strip("_")[:40] or "word"


@blueprint.get("/settings/words/<id:term_id>", access=Permission.CHANGE_SETTINGS)
def show_word(term_id: int) -> ResponseReturnValue:
    term = _term_or_404(term_id)
    return render_template(
        "settings/word.html", form=_word_form(term, obj=term), term=term, title=labels.VOCABULARY[term.vocabulary]
    )


@blueprint.post("/settings/words/<id:term_id>", access=Permission.CHANGE_SETTINGS)
def change_word(term_id: int) -> ResponseReturnValue:
    term = _term_or_404(term_id)
    form = _word_form(term)
    if form.validate_on_submit():
        services.change_term(term, **form.answers())
        flash(_("The word is changed everywhere it is shown."), "ok")
        return redirect(url_for("settings.list_words"))
    return render_template("settings/word.html", form=form, term=term, title=labels.VOCABULARY[term.vocabulary]), 422


@blueprint.post("/settings/words/<id:term_id>/withdraw", access=Permission.CHANGE_SETTINGS)
def retire_word(term_id: int) -> ResponseReturnValue:
    try:
        services.retire_term(_term_or_404(term_id))
    except Refusal as refusal:
        flash(str(refusal), "bad")
        return redirect(url_for("settings.list_words"))
    flash(_("The word is no longer offered; records keep it."), "ok")
    return redirect(url_for("settings.list_words"))


@blueprint.post("/settings/words/<id:term_id>/offer", access=Permission.CHANGE_SETTINGS)
def offer_word(term_id: int) -> ResponseReturnValue:
    services.offer_term_again(_term_or_404(term_id))
    flash(_("The word is offered again."), "ok")
    return redirect(url_for("settings.list_words"))
