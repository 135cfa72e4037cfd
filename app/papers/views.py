"""The papers of a member: seen, recorded, corrected, dispensed with, taken back, sent by the member, checked."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import files
from app.kernel.access import Permission, current_actor
from app.kernel.blueprint import FeatureBlueprint
from app.kernel.errors import Refusal
from app.kernel.files import FileDamaged
from app.kernel.i18n import _
from app.kernel.transaction import after_read
from app.kernel.uploads import hand_out
from app.members import queries as member_queries
from app.members.models import Member
from app.papers import pages, services
from app.papers.forms import CheckingForm, EmptyForm, PaperForm, ReturnForm, SendingForm, WaiverForm
from app.papers.models import PaperKind

blueprint = FeatureBlueprint("papers", __name__)
log = logging.getLogger(__name__)
HERE = "/members/<id:member_id>/papers"
KIND, PAPER = f"{HERE}/kinds/<id:paper_kind_id>", f"{HERE}/<id:paper_id>"


def _back_to(member: Member) -> ResponseReturnValue:
    return redirect(url_for("papers.show_papers", member_id=member.id))


def _page(template: str, member: Member, kind: PaperKind, **shown: Any) -> str:
    return render_template(template, member=member, kind=kind, name=pages.label_of(kind), **shown)


@blueprint.get(HERE, access=Permission.SEE_ORGANISATION)
def show_papers(member_id: int) -> ResponseReturnValue:
    member = member_queries.get_file_or_404(current_actor(), member_id, on=g.organisation.today)
    return render_template("papers/show_papers.html", **pages.section(member))


@blueprint.get(f"{KIND}/record", access=Permission.EDIT_MEMBERS)
def show_new_paper(member_id: int, paper_kind_id: int) -> ResponseReturnValue:
    member, kind = pages.recording_kind(member_id, paper_kind_id)
    form = pages.with_steps(PaperForm(received_on=g.organisation.today), member, kind)
    return _page("papers/paper.html", member, kind, form=form)


@blueprint.post(f"{KIND}/record", access=Permission.EDIT_MEMBERS, prepare=pages.examine_recorded)
def record_paper(member_id: int, paper_kind_id: int) -> ResponseReturnValue:
    member, kind = pages.recording_kind(member_id, paper_kind_id)
    form = pages.with_steps(PaperForm(), member, kind)
    if form.validate_on_submit():
        with form.refusals():
            services.record_paper(member, kind, form.details(), upload=form.upload(), **pages.by_whom())
            flash(_("The paper is recorded."), "ok")
            return _back_to(member)
    return _page("papers/paper.html", member, kind, form=form), 422


@blueprint.get(f"{KIND}/waive", access=Permission.EDIT_MEMBERS)
def show_waiver(member_id: int, paper_kind_id: int) -> ResponseReturnValue:
    member, kind = pages.recording_kind(member_id, paper_kind_id)
    return _page("papers/waiver.html", member, kind, form=WaiverForm())


@blueprint.post(f"{KIND}/waive", access=Permission.EDIT_MEMBERS)
def waive_paper(member_id: int, paper_kind_id: int) -> ResponseReturnValue:
    member, kind = pages.recording_kind(member_id, paper_kind_id)
    form = WaiverForm()
    if form.validate_on_submit():
        with form.refusals():
            services.waive_paper(member, kind, reason=form.reason.data, **pages.by_whom())
            flash(_("The person need not bring this paper."), "ok")
            return _back_to(member)
    return _page("papers/waiver.html", member, kind, form=form), 422


@blueprint.get(f"{KIND}/send", access=Permission.SEE_OWN_FILE)
def show_sending(member_id: int, paper_kind_id: int) -> ResponseReturnValue:
    member, kind = pages.sending(member_id, paper_kind_id)
    return _page("papers/sending.html", member, kind, form=SendingForm())


@blueprint.post(f"{KIND}/send", access=Permission.SEE_OWN_FILE, prepare=pages.examine_sent)
def send_paper(member_id: int, paper_kind_id: int) -> ResponseReturnValue:
    member, kind = pages.sending(member_id, paper_kind_id)
    form = SendingForm()
    if form.validate_on_submit():
        with form.refusals():
            services.send_paper(member, kind, form.file.data, note=form.note.data, **pages.by_whom())
            flash(_("Your paper is sent. It counts once your coach has looked at it."), "ok")
            return _back_to(member)
    return _page("papers/sending.html", member, kind, form=form), 422


@blueprint.get(PAPER, access=Permission.EDIT_MEMBERS)
def show_paper(member_id: int, paper_id: int) -> ResponseReturnValue:
    member, paper, kind = pages.handling(member_id, paper_id)
    form = pages.with_steps(PaperForm(obj=pages.filled(paper)), member, kind)
    return _page("papers/paper.html", member, kind, form=form, paper=paper)


@blueprint.post(PAPER, access=Permission.EDIT_MEMBERS, prepare=pages.examine_recorded)
def change_paper(member_id: int, paper_id: int) -> ResponseReturnValue:
    member, paper, kind = pages.handling(member_id, paper_id)
    form = pages.with_steps(PaperForm(), member, kind)
    if form.validate_on_submit():
        try:
            services.change_paper(member, paper, form.details(), **pages.correction(form))
        except Refusal as refusal:
            form.add_refusal(refusal)
            pages.offer_newest(form, paper, refusal)
        else:
            flash(_("The paper is corrected."), "ok")
            return _back_to(member)
    return _page("papers/paper.html", member, kind, form=form, paper=paper), 422


@blueprint.get(f"{PAPER}/delete", access=Permission.EDIT_MEMBERS)
def show_deletion(member_id: int, paper_id: int) -> ResponseReturnValue:
    member, paper, kind = pages.handling(member_id, paper_id)
    return _page("papers/deletion.html", member, kind, form=EmptyForm(), paper=paper)


@blueprint.post(f"{PAPER}/delete", access=Permission.EDIT_MEMBERS)
def delete_paper(member_id: int, paper_id: int) -> ResponseReturnValue:
    member, paper, kind = pages.handling(member_id, paper_id)
    form = EmptyForm()
    if form.validate_on_submit():
        with form.refusals():
            services.delete_paper(member, paper)
            flash(_("The paper is deleted; the log of changes keeps that it was there."), "ok")
            return _back_to(member)
    return _page("papers/deletion.html", member, kind, form=form, paper=paper), 422


@blueprint.get(f"{PAPER}/check", access=Permission.EDIT_MEMBERS)
def show_check(member_id: int, paper_id: int) -> ResponseReturnValue:
    member, paper, kind = pages.handling(member_id, paper_id)
    form = pages.with_steps(CheckingForm(obj=pages.filled(paper)), member, kind)
    return _page("papers/check.html", member, kind, form=form, paper=paper)


@blueprint.post(f"{PAPER}/check", access=Permission.EDIT_MEMBERS)
def accept_paper(member_id: int, paper_id: int) -> ResponseReturnValue:
    member, paper, kind = pages.handling(member_id, paper_id)
    form = pages.with_steps(CheckingForm(), member, kind)
    if form.validate_on_submit():
        try:
            services.accept_paper(member, paper, form.details(), version=form.version.data, today=g.organisation.today)
        except Refusal as refusal:
            form.add_refusal(refusal)
            pages.offer_newest(form, paper, refusal)
        else:
            flash(_("The paper is received."), "ok")
            return _back_to(member)
    return _page("papers/check.html", member, kind, form=form, paper=paper), 422


@blueprint.get(f"{PAPER}/return", access=Permission.EDIT_MEMBERS)
def show_return(member_id: int, paper_id: int) -> ResponseReturnValue:
    member, paper, kind = pages.handling(member_id, paper_id)
    return _page("papers/return.html", member, kind, form=ReturnForm(version=paper.version), paper=paper)


@blueprint.post(f"{PAPER}/return", access=Permission.EDIT_MEMBERS)
def send_back(member_id: int, paper_id: int) -> ResponseReturnValue:
    member, paper, kind = pages.handling(member_id, paper_id)
    form = ReturnForm()
    if form.validate_on_submit():
        try:
            services.send_back(member, paper, remark=form.remark.data, version=form.version.data)
        except Refusal as refusal:
            form.add_refusal(refusal)
            pages.offer_newest(form, paper, refusal)
        else:
            flash(_("The paper is sent back with your remark."), "ok")
            return _back_to(member)
    return _page("papers/return.html", member, kind, form=form, paper=paper), 422


@blueprint.get(f"{PAPER}/file", access=Permission.SEE_ORGANISATION)
def open_file(member_id: int, paper_id: int) -> ResponseReturnValue:
    paper, kind = pages.reading(member_id, paper_id)
    try:
        content, media_type = files.read_with_type(paper.file_id or 0)
    except FileDamaged:
        log.exception("the file of paper %s cannot be served", paper.id)
        return render_template("papers/file_damaged.html", member_id=member_id), 500
    opened = partial(services.note_opening, paper=kind.label_fr)
    after_read(opened, g.organisation.id, member_id, current_actor().account_id)
    return hand_out(content, media_type=media_type, name=pages.file_name(paper, kind))
