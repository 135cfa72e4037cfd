"""The picture of a person on their file: kept with their agreement, replaced and deleted for good.

The file's version stays as it is: a picture is in nobody's way who changes the file meanwhile.
"""

from __future__ import annotations

from sqlalchemy import bindparam, update

from app.kernel import audit, files
from app.kernel.database import db
from app.kernel.i18n import _l
from app.kernel.uploads import Upload
from app.members.errors import NoPhoto, PhotoNotAgreed
from app.members.models import Member

PHOTO_KEPT = audit.action("member.photo_kept", _l("Picture put on the file"))
PHOTO_DELETED = audit.action("member.photo_deleted", _l("Picture deleted from the file"))

_NAMED = (
    update(Member)
    .where(Member.id == bindparam("member"))
    .values(photo_file_id=bindparam("photo"))
    .execution_options(synchronize_session=False)
)


def keep_photo(member: Member, upload: Upload, *, is_agreed: bool) -> None:
    """This picture is the person's from now on; the one before goes. Raises PhotoNotAgreed."""
    if not is_agreed:
        raise PhotoNotAgreed
    db.session.refresh(member, with_for_update=True)
    _put(member, files.store(upload.content, upload.media_type).id)
    audit.record(PHOTO_KEPT, subject_type="member", subject_id=member.id)


def delete_photo(member: Member) -> None:
    """The file has no picture any more. Raises NoPhoto."""
    db.session.refresh(member, with_for_update=True)
    if member.photo_file_id is None:
        raise NoPhoto
    _put(member, None)
    audit.record(PHOTO_DELETED, subject_type="member", subject_id=member.id)


def _put(member: Member, photo_file_id: int | None) -> None:
    before = member.photo_file_id
    db.session.execute(_NAMED, {"member": member.id, "photo": photo_file_id})
    if before is not None:
        files.forget(before)
        db.session.flush()
    db.session.refresh(member)
