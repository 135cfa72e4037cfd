"""The picture on a member's file: seen, put there, deleted."""

from __future__ import annotations

import logging

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import files
from app.kernel.access import Permission
from app.kernel.blueprint import FeatureBlueprint
from app.kernel.i18n import _
from app.kernel.uploads import hand_out
from app.members import photo_pages, photo_services
from app.members.forms import EmptyForm

blueprint = FeatureBlueprint("photos", __name__)
log = logging.getLogger(__name__)
HERE = "/members/<id:member_id>/photo"


@blueprint.get(HERE, access=Permission.SEE_ORGANISATION)
def show_photo(member_id: int) -> ResponseReturnValue:
    member = photo_pages.keeping(member_id)
    return render_template("members/photo.html", member=member, form=photo_pages.form_for(member))


@blueprint.post(HERE, access=Permission.SEE_ORGANISATION, prepare=photo_pages.examine_sent)
def keep_photo(member_id: int) -> ResponseReturnValue:
    member = photo_pages.keeping(member_id)
    form = photo_pages.form_for(member)
    if form.validate_on_submit():
        with form.refusals():
            photo_services.keep_photo(member, form.photo.data, is_agreed=form.is_agreed)
            flash(_("The picture is on the file."), "ok")
            return redirect(url_for("members.show_member", member_id=member.id))
    return render_template("members/photo.html", member=member, form=form), 422


@blueprint.get(f"{HERE}/delete", access=Permission.SEE_ORGANISATION)
def show_deletion(member_id: int) -> ResponseReturnValue:
    return render_template("members/photo_deletion.html", member=photo_pages.keeping(member_id), form=EmptyForm())


@blueprint.post(f"{HERE}/delete", access=Permission.SEE_ORGANISATION)
def delete_photo(member_id: int) -> ResponseReturnValue:
    member, form = photo_pages.keeping(member_id), EmptyForm()
    if form.validate_on_submit():
        with form.refusals():
            photo_services.delete_photo(member)
            flash(_("The picture is deleted."), "ok")
            return redirect(url_for("members.show_member", member_id=member.id))
    return render_template("members/photo_deletion.html", member=member, form=form), 422


@blueprint.get(f"{HERE}/<id:photo_id>", access=Permission.SEE_ORGANISATION)
def open_photo(member_id: int, photo_id: int) -> ResponseReturnValue:
    try:
        content, media_type = files.read_with_type(photo_pages.photo_or_404(member_id, photo_id))
    except files.FileDamaged:
        log.exception("the picture %s cannot be served", photo_id)
        abort(404)
    return hand_out(content, media_type=media_type, name="photo")
