"""After access was given: the slip to print, or how the person is told who signs in already."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.labels import HOW_TOLD
from app.accounts.services import Invitation
from app.members import pages
from app.members.models import Member


def given(member: Member, invitation: Invitation) -> ResponseReturnValue:
    if invitation.secret is not None:
        return render_template("members/slip.html", member=member, **pages.slip(member, invitation.secret))
    flash(str(HOW_TOLD[invitation.purpose]), "ok")
    return redirect(url_for("members.show_member", member_id=member.id))
