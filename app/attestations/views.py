"""The register of attestations: looking, issuing, downloading, revoking."""

from __future__ import annotations

import logging

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.attestations import pages, queries, services
from app.attestations.forms import ConfirmForm, IssueForm, RevokeForm
from app.attestations.models import Attestation
from app.attestations.pages import SomeIssueForm
from app.attestations.rules import FileState
from app.kernel.access import Permission, current_actor
from app.kernel.blueprint import FeatureBlueprint
from app.kernel.errors import Refusal
from app.kernel.files import FileDamaged
from app.kernel.i18n import _
from app.kernel.ids import read_id
from app.kernel.paging import page_asked
from app.kernel.tables import csv_bytes
from app.kernel.transaction import after_read
from app.members import queries as member_queries
from app.members.models import Member

blueprint = FeatureBlueprint("attestations", __name__)
log = logging.getLogger(__name__)


def _visible(attestation_id: int) -> Attestation:
    return queries.get_attestation_or_404(current_actor(), attestation_id, on=g.organisation.today)


def _visible_member(member_id: int) -> Member:
    return member_queries.get_member_or_404(current_actor(), member_id, on=g.organisation.today)


@blueprint.get("/attestations", access=Permission.SEE_ATTESTATIONS)
def list_attestations() -> ResponseReturnValue:
    filters, asked = pages.asked_filters(), page_asked(request.args)
    shown = pages.register(current_actor(), filters, asked, today=g.organisation.today)
    return render_template("attestations/list_attestations.html", **shown)


@blueprint.get("/attestations/register.csv", access=Permission.EXPORT_REPORTS)
def export_register() -> ResponseReturnValue:
    actor, today = current_actor(), g.organisation.today
    rows = queries.fetch_register(actor, pages.asked_filters(), on=today)
    after_read(services.note_export, g.organisation.id, actor.account_id, len(rows))
    content = csv_bytes(pages.export_headers(), (pages.export_row(row, today=today) for row in rows))
    return _file(content, f"{g.organisation.code}-attestations-{today.isoformat()}.csv", "text/csv; charset=utf-8")


@blueprint.get("/attestations/new", access=Permission.ISSUE_ATTESTATIONS)
def show_new() -> ResponseReturnValue:
    actor, today, asked = current_actor(), g.organisation.today, request.args.get("member", "")
    if not asked:
        return render_template("attestations/choose_member.html", **pages.members_to_choose(actor, today=today))
    member = _visible_member(read_id(asked) or 0)
    form = pages.first_choices(member, today=today)
    return render_template("attestations/new.html", form=form, **pages.issuing(actor, member, today=today))


@blueprint.post("/attestations/new", access=Permission.ISSUE_ATTESTATIONS)
def preview_attestation() -> ResponseReturnValue:
    actor, today = current_actor(), g.organisation.today
    member, form, refused = _visible_member(read_id(request.args.get("member")) or 0), _form(IssueForm), None
    if form.validate_on_submit():
        try:
            draft = services.preview(member, form.wanted(), on=today, by_account_id=actor.account_id)
            return render_template("attestations/preview.html", **pages.preview(member, draft, form, today=today))
        except Refusal as refusal:
            form.add_refusal(refusal)
            refused = refusal
    shown = pages.issuing(actor, member, today=today, refusal=refused)
    return render_template("attestations/new.html", form=form, **shown), 422


@blueprint.post("/attestations/issue", access=Permission.ISSUE_ATTESTATIONS)
def issue_attestation() -> ResponseReturnValue:
    form, actor = _form(ConfirmForm), current_actor()
    member = _visible_member(form.member_id.data or 0)
    if form.validate_on_submit():
        with form.refusals():
            issued = services.issue(
                member, form.wanted(), by_account_id=actor.account_id, confirmed_digest=form.digest.data
            )
            flash(_("Attestation %(number)s is issued.", number=issued.number_text), "ok")
            return redirect(url_for("attestations.show_attestation", attestation_id=issued.id))
    return _preview_again(member, form), 422


def _form(kind: type[SomeIssueForm]) -> SomeIssueForm:
    return pages.with_signatories(kind())


def _preview_again(member: Member, form: ConfirmForm) -> str:
    """The sheet as it stands now, with what was refused; the form to choose anew if there can be no sheet."""
    actor, today = current_actor(), g.organisation.today
    try:
        draft = services.preview(member, form.wanted(), on=today, by_account_id=actor.account_id)
    except (Refusal, ValueError) as trouble:
        refusal = trouble if isinstance(trouble, Refusal) else None
        shown = pages.issuing(actor, member, today=today, refusal=refusal)
        return render_template("attestations/new.html", form=form, **shown)
    shown = pages.preview(member, draft, form, today=today)
    return render_template("attestations/preview.html", refused=form.form_errors, **shown)


@blueprint.get("/attestations/<id:attestation_id>", access=Permission.SEE_ATTESTATIONS)
def show_attestation(attestation_id: int) -> ResponseReturnValue:
    attestation = _visible(attestation_id)
    shown = pages.attestation_page(current_actor(), attestation, today=g.organisation.today)
    return render_template("attestations/show_attestation.html", **shown)


@blueprint.get("/attestations/<id:attestation_id>/file", access=Permission.SEE_ATTESTATIONS)
def download_attestation(attestation_id: int) -> ResponseReturnValue:
    attestation = _visible(attestation_id)
    if attestation.state is FileState.RENDERING:
        return redirect(url_for("attestations.show_attestation", attestation_id=attestation.id))
    try:
        content = services.read_file(attestation)
    except FileDamaged:
        log.exception("the file of attestation %s cannot be served", attestation.id)
        return render_template("attestations/file_damaged.html", attestation=attestation), 500
    after_read(services.note_download, g.organisation.id, attestation.id, current_actor().account_id)
    return _file(content, f"{attestation.number_text}.pdf", services.PDF)


def _file(content: bytes, name: str, media_type: str) -> Response:
    """A file to keep, never a page: whatever it holds, the browser runs nothing of it."""
    return Response(
        content,
        content_type=media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cache-Control": "private, no-store",
        },
    )


@blueprint.get("/attestations/<id:attestation_id>/revoke", access=Permission.REVOKE_ATTESTATIONS)
def show_revocation(attestation_id: int) -> ResponseReturnValue:
    return _revocation(_visible(attestation_id), RevokeForm())


@blueprint.post("/attestations/<id:attestation_id>/revoke", access=Permission.REVOKE_ATTESTATIONS)
def revoke_attestation(attestation_id: int) -> ResponseReturnValue:
    attestation, form = _visible(attestation_id), RevokeForm()
    if form.validate_on_submit():
        with form.refusals():
            services.revoke(attestation, reason=form.reason.data, by_account_id=current_actor().account_id)
            flash(_("Attestation %(number)s is revoked.", number=attestation.number_text), "ok")
            return redirect(url_for("attestations.show_attestation", attestation_id=attestation.id))
    return _revocation(attestation, form), 422


def _revocation(attestation: Attestation, form: RevokeForm) -> str:
    return render_template("attestations/revocation.html", attestation=attestation, form=form)
