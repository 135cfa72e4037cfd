"""The photo of an expense's receipt: kept in two sizes, replaced, deleted for good.

Whoever calls holds the record, as `services.log_record` and `services.change_record` leave it: what was validated or
lies in a closed month never comes this far. The record's version moves on, so that nobody decides about a photo unseen.
"""

from __future__ import annotations

from app.activity.models import ActivityRecord
from app.kernel import audit, files
from app.kernel.database import db
from app.kernel.i18n import _l
from app.kernel.uploads import JPEG, Upload

KEPT = audit.action("activity.receipt_kept", _l("Photo of a receipt kept"))
DELETED = audit.action("activity.receipt_deleted", _l("Photo of a receipt deleted"))


def settle(record: ActivityRecord, upload: Upload | None, *, is_unwanted: bool = False) -> None:
    """Keep a photo with the record in place of the one it had; without a new one, delete an unwanted one."""
    if upload is not None:
        _put(record, files.store(upload.content, upload.media_type).id, files.store(upload.small, JPEG).id)
        audit.record(KEPT, subject_type="activity_record", subject_id=record.id)
    elif is_unwanted and record.receipt_file_id is not None:
        _put(record, None, None)
        audit.record(DELETED, subject_type="activity_record", subject_id=record.id)


def forget(*file_ids: int | None) -> None:
    """Files that no record names any longer."""
    for file_id in filter(None, file_ids):
        files.forget(file_id)
    db.session.flush()


def _put(record: ActivityRecord, file_id: int | None, small_id: int | None) -> None:
    before = (record.receipt_file_id, record.receipt_small_id)
    record.receipt_file_id, record.receipt_small_id = file_id, small_id
    db.session.flush()
    forget(*before)
