"""Whose picture may be put where, by whom."""

from __future__ import annotations

from flask import abort, g

from app.kernel.access import Permission, current_actor
from app.kernel.uploads import examine_portrait, examine_posted
from app.members import queries
from app.members.models import Member
from app.members.photo_forms import OwnPhotoForm, PhotoForm


def keeping(member_id: int) -> Member:
    """A member whose picture the actor may change: who changes files, and the person themself."""
    member = queries.get_member_or_404(current_actor(), member_id, on=g.organisation.today)
    return member if is_own(member) or current_actor().can(Permission.EDIT_MEMBERS) else abort(403)


def is_own(member: Member) -> bool:
    return member.account_id is not None and member.account_id == current_actor().account_id


def form_for(member: Member) -> OwnPhotoForm:
    return OwnPhotoForm() if is_own(member) else PhotoForm()


def examine_sent(member_id: int) -> None:
    keeping(member_id)
    examine_posted("photo", by=examine_portrait)


def photo_or_404(member_id: int, photo_id: int) -> int:
    """The picture of this file, of those who may see it; one that was replaced is no longer there."""
    member = queries.get_file_or_404(current_actor(), member_id, on=g.organisation.today)
    return photo_id if member.photo_file_id == photo_id else abort(404)
