"""Whether a counter-entry takes a record back: columns for statements about `ActivityRecord`."""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from app.activity.models import ActivityRecord

_counter = aliased(ActivityRecord)
_TAKES_BACK = (
    _counter.organisation_id == ActivityRecord.organisation_id,
    _counter.corrects_id == ActivityRecord.id,
)
COUNTER_ID = select(_counter.id).where(*_TAKES_BACK).correlate(ActivityRecord).scalar_subquery().label("counter_id")
IS_TAKEN_BACK = exists().where(*_TAKES_BACK).correlate(ActivityRecord)
