"""Merging two files of one person: every room moves what it holds, and the file that goes leads to the one that stays."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, or_, select, update

from app.kernel import audit
from app.kernel.database import Base, db
from app.kernel.errors import ChangedMeanwhile
from app.kernel.i18n import _l, speaking
from app.members import merging, services
from app.members.counts import add_to_counts
from app.members.errors import CannotBeMerged
from app.members.merging import Answers, Door, Pair, Question, Values
from app.members.models import Member, MemberNameWord, MergedFile

FILES_MERGED = audit.action("member.merged", _l("Two files merged: this one stays"))
FILE_GONE = audit.action("member.merged_away", _l("Two files merged: this one leads to the other"))


def obstacles(pair: Pair) -> list[str]:
    """Why these two cannot be merged as they stand, one sentence each."""
    return [sentence for door in merging.doors() for sentence in door.obstacles(pair)]


def questions(pair: Pair) -> list[Question]:
    """What the two files say differently, room by room."""
    return [question for door in merging.doors() for question in door.questions(pair)]


def holdings(pair: Pair) -> list[tuple[Door, int, int]]:
    """How many of each room the file that stays and the one that goes hold."""
    held = ((door, door.count(pair.kept.id), door.count(pair.gone.id)) for door in merging.doors())
    return [(door, kept, gone) for door, kept, gone in held if door.code != "person" and (kept or gone)]


def what_was_seen(pair: Pair) -> str:
    """A digest of all that somebody decides on: whoever merges later than a change is told."""
    with speaking("fr"):  # the page may change its language meanwhile
        told = [[one.code, one.kept, one.gone, list(one.answers)] for one in questions(pair)]
        in_the_way = obstacles(pair)
    held = [[door.code, kept, gone] for door, kept, gone in holdings(pair)]
    files = [[member.id, member.version] for member in (pair.kept, pair.gone)]
    return hashlib.sha256(json.dumps([files, told, held, in_the_way]).encode()).hexdigest()


def merge(pair: Pair, answers: Answers, *, seen: str) -> MergedFile:
    """The survivor takes over what the other holds, which from then on leads to it; the log keeps both sides.

    `seen`: `what_was_seen` when the answers were given. Raises MergedAlready, ChangedMeanwhile, CannotBeMerged, and what
    the doors raise.
    """
    _lock(pair)
    if what_was_seen(pair) != seen:
        raise ChangedMeanwhile
    in_the_way = obstacles(pair)
    if in_the_way:
        raise CannotBeMerged(in_the_way)
    with db.session.begin_nested():  # what a door refuses takes back what those before it moved
        return _merge(pair, answers)


def _merge(pair: Pair, answers: Answers) -> MergedFile:
    before, told, rows = _counted(pair), _told(pair.gone), _rows_of(pair.gone)
    counts = {door.code: gone for door, _kept, gone in holdings(pair) if gone and not door.stays}
    stayed = [
        {"door": door.code, "subject": door.subject, "values": values}
        for door in merging.doors()
        for values in door.move(pair, answers)
    ]
    file = _close(pair, counts, stayed)
    after = _counted(pair)
    add_to_counts(present=after[0] - before[0], without_coach=after[1] - before[1])
    _write_down(pair, {merging.moved(code): count for code, count in counts.items()}, told=told, rows=rows)
    db.session.flush()
    return file


def _lock(pair: Pair) -> None:
    """First what rooms lock before a member, then both members, the smaller id first; a merged one refuses (models)."""
    for door in merging.doors():
        door.hold(pair)
    for member in sorted((pair.gone, pair.kept), key=lambda member: member.id):
        db.session.refresh(member, with_for_update=True)


def _counted(pair: Pair) -> tuple[int, int]:
    """How many of the two are present, and how many of these have no coach."""
    present = [member for member in (pair.gone, pair.kept) if member.left_on is None]
    return len(present), sum(not member.is_coached for member in present)


def _close(pair: Pair, moved: dict[str, int], stayed: Sequence[Values]) -> MergedFile:
    """The file leaves every list; what was merged into it leads to the survivor now."""
    gone, kept = pair.gone, pair.kept
    gone.survivor_id, gone.is_coached = kept.id, False
    gone.left_on = gone.left_on or max(pair.today, gone.admitted_on)
    db.session.flush()
    earlier = update(Member).where(Member.survivor_id == gone.id).values(survivor_id=kept.id)
    db.session.execute(earlier.execution_options(synchronize_session=False))
    db.session.execute(delete(MemberNameWord).where(MemberNameWord.member_id == gone.id))
    kept.sort_name = services.sort_name_of(kept)
    db.session.flush()
    services.index_names(kept)
    file = MergedFile(
        member_id=gone.id,
        merged_on=pair.today,
        merged_by_account_id=pair.by_account_id,
        moved=moved,
        stayed=json.dumps(list(stayed)),
    )
    db.session.add(file)
    return file


def _rows_of(member: Member) -> list[str]:
    """Every row that points to a file, as `table:id`: the log says what was moved."""
    found = []
    for mapper in sorted(Base.registry.mappers, key=lambda mapper: mapper.class_.__name__):
        model: Any = mapper.class_
        columns = {"member_id", "to_member_id"} & set(mapper.column_attrs.keys())
        if columns and "id" in mapper.column_attrs:
            theirs = or_(*(getattr(model, name) == member.id for name in sorted(columns)))
            ids = db.session.scalars(select(model.id).where(theirs).order_by(model.id))
            found += [f"{model.__tablename__}:{row_id}" for row_id in ids]
    return found


def _told(member: Member) -> Values:
    """What the file said before."""
    names = (*services.MemberDetails.__dataclass_fields__, "number", "admitted_on", "left_on")
    return {name: value for name, value in audit.values_of(member, *names).items() if value not in (None, "")}


def _write_down(pair: Pair, moved: Values, *, told: Values, rows: Sequence[str]) -> None:
    merged = {"merged_number": pair.gone.number, **moved, "rows": list(rows)}
    audit.record(FILES_MERGED, subject_type="member", subject_id=pair.kept.id, after=merged)
    after = {"survivor_number": pair.kept.number, **moved}
    audit.record(FILE_GONE, subject_type="member", subject_id=pair.gone.id, before=told, after=after)


def merged_file(member_id: int) -> MergedFile:
    """What is kept of a file that was merged."""
    return db.session.scalars(select(MergedFile).where(MergedFile.member_id == member_id)).one()
