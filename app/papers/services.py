"""Recording, sending, checking and taking back a member's papers.

Every verb holds the member's row first, so that of two at once the second sees what the first has done; then, together
with others, that of the kind.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date

from sqlalchemy import select

from app.kernel import audit, files, notices
from app.kernel.database import db
from app.kernel.errors import ChangedMeanwhile
from app.kernel.i18n import N_, _l
from app.kernel.tenancy import organisation_scope
from app.kernel.uploads import Upload
from app.members.models import Member, ParcoursStep
from app.papers import rules
from app.papers.errors import (
    KindNotAsked,
    NotAPaperThatCounts,
    NothingToCheck,
    ScansNotKept,
    SentOneWaits,
    StepOfAnother,
)
from app.papers.models import COUNTED, PENDING, REPLACES, Paper, PaperKind, PaperOfStep, PaperState

RECORDED = audit.action("paper.recorded", _l("Paper received"))
WAIVED = audit.action("paper.waived", _l("Paper dispensed with"))
CHANGED = audit.action("paper.changed", _l("Paper corrected"))
DELETED = audit.action("paper.deleted", _l("Paper deleted"))
SENT = audit.action("paper.sent", _l("Paper sent by the member"))
ACCEPTED = audit.action("paper.accepted", _l("Paper sent by the member accepted"))
SENT_BACK = audit.action("paper.sent_back", _l("Paper sent by the member returned"))
OPENED = audit.action("paper.file_opened", _l("File of a paper opened"))
CHASE_LIST_TAKEN = audit.action("paper.list_taken", _l("List of papers to chase taken away as a file"))


UNSAID = ("number", "note", "step_id")  # in the log, which many read: that they changed, not what they say


@dataclass(frozen=True, kw_only=True)
class PaperDetails:
    """What a form says of a paper. Without a last day, the kind's validity gives it."""

    received_on: date
    number: str = ""
    issued_on: date | None = None
    expires_on: date | None = None
    note: str = ""
    step_id: int | None = None


def record_paper(
    member: Member,
    kind: PaperKind,
    details: PaperDetails,
    *,
    today: date,
    by_account_id: int | None,
    upload: Upload | None = None,
) -> Paper:
    """A paper is here. The one that counted before becomes history; what was sent back to the member is settled.

    Raises what `rules.refuse_impossible` raises, KindNotAsked, ScansNotKept, StepOfAnother, SentOneWaits.
    """
    _hold(member, kind)
    told = _completed(kind, details)
    _refuse(member, kind, told, upload=upload, today=today)
    _refuse_unseen(member, kind)
    _make_way(member, kind)
    _drop_pending(member, kind)
    paper = Paper(member_id=member.id, kind_id=kind.id, state=PaperState.RECEIVED, recorded_by_account_id=by_account_id)
    _write(paper, told)
    _keep_file(paper, upload)
    db.session.add(paper)
    db.session.flush()
    _attach(paper, told.step_id)
    _record(RECORDED, paper, kind, after=_told(told))
    return paper


def waive_paper(member: Member, kind: PaperKind, *, reason: str, today: date, by_account_id: int | None) -> Paper:
    """This member need not bring it. Raises KindNotAsked, SentOneWaits."""
    _hold(member, kind)
    _refuse_retired(kind)
    _refuse_unseen(member, kind)
    _make_way(member, kind)
    _drop_pending(member, kind)
    paper = Paper(
        member_id=member.id,
        kind_id=kind.id,
        state=PaperState.WAIVED,
        received_on=today,
        note=reason,
        recorded_by_account_id=by_account_id,
    )
    db.session.add(paper)
    db.session.flush()
    _record(WAIVED, paper, kind, after={"reason": reason})
    return paper


def change_paper(
    member: Member, paper: Paper, details: PaperDetails, *, version: int, today: date, upload: Upload | None = None
) -> None:
    """Correct what was recorded of the paper that counts; another file takes the place of a wrong one, which goes.

    Raises as `record_paper`, and ChangedMeanwhile, NotAPaperThatCounts.
    """
    kind = kind_of(paper)
    _hold(member, kind)
    _refuse_changed(paper, version)
    if paper.state is not PaperState.RECEIVED:
        raise NotAPaperThatCounts
    told = _completed(kind, details)
    _refuse(member, kind, told, upload=upload, today=today, is_new=False)
    known = _details_of(paper)
    if upload is None and known == told:
        return
    before, after = audit.only_changed(_told(known), _told(told))
    unsaid = [name for name in UNSAID if getattr(known, name) != getattr(told, name)] + ["file"] * (upload is not None)
    _write(paper, told)
    _keep_file(paper, upload)
    db.session.flush()
    _attach(paper, told.step_id)
    _record(CHANGED, paper, kind, before=before, after={**after, **dict.fromkeys(unsaid, "changed")})


def delete_paper(member: Member, paper: Paper) -> None:
    """Take back what was recorded by mistake, with its file; the log keeps that it was there. Raises ChangedMeanwhile."""
    _hold(member)
    _refuse_changed(paper, paper.version)
    _record(DELETED, paper, kind_of(paper), before=_told(_details_of(paper)))
    take_away(paper)


def send_paper(
    member: Member, kind: PaperKind, upload: Upload, *, note: str, today: date, by_account_id: int | None
) -> Paper:
    """A member sends a paper: it counts once somebody has looked at it. What they sent before goes.

    Raises KindNotAsked, ScansNotKept.
    """
    _hold(member, kind)
    _refuse_retired(kind)
    if not kind.keeps_files:
        raise ScansNotKept
    _drop_pending(member, kind)
    paper = Paper(
        member_id=member.id,
        kind_id=kind.id,
        state=PaperState.TO_CHECK,
        received_on=today,
        note=note,
        recorded_by_account_id=by_account_id,
    )
    _keep_file(paper, upload)
    db.session.add(paper)
    db.session.flush()
    _record(SENT, paper, kind)
    return paper


def accept_paper(member: Member, paper: Paper, details: PaperDetails, *, version: int, today: date) -> None:
    """What a member sent counts from now on. Raises as `record_paper`, and ChangedMeanwhile, NothingToCheck."""
    kind = _to_check(member, paper, version)
    told = _completed(kind, details)
    _refuse(member, kind, told, upload=None, today=today)
    _make_way(member, kind)
    _write(paper, told)
    paper.state = PaperState.RECEIVED
    db.session.flush()
    _attach(paper, told.step_id)
    _record(ACCEPTED, paper, kind, after=_told(told))


def send_back(member: Member, paper: Paper, *, remark: str, version: int) -> None:
    """The member reads the remark and sends another. Raises ChangedMeanwhile, NothingToCheck."""
    kind = _to_check(member, paper, version)
    paper.state, paper.remark = PaperState.RETURNED, remark
    _record(SENT_BACK, paper, kind, after={"remark": remark})
    notices.send(
        member.account_id,
        N_("A paper you sent came back: read the remark and send it again."),
        {},
        endpoint="papers.show_papers",
        endpoint_values={"member_id": member.id},
    )


def note_opening(organisation_id: int, member_id: int, account_id: int, *, paper: str) -> None:
    """Who opened which paper of whom."""
    with organisation_scope(organisation_id):
        audit.record(OPENED, subject_type="member", subject_id=member_id, after={"paper": paper}, account_id=account_id)


def note_list_taken(organisation_id: int, account_id: int, rows: int) -> None:
    """Who took the chase list away."""
    with organisation_scope(organisation_id):
        audit.record(CHASE_LIST_TAKEN, subject_type="report", after={"rows": rows}, account_id=account_id)


def forget_scans(kind: PaperKind) -> int:
    """The files of a kind of which none is kept any longer, and what was sent of it without being looked at; how many."""
    scans = db.session.scalars(select(Paper).where(Paper.kind_id == kind.id, Paper.file_id.is_not(None))).all()
    for paper in scans:
        if paper.state in PENDING:
            take_away(paper)
        else:
            file_id, paper.file_id = paper.file_id, None
            db.session.flush()
            files.forget(file_id or 0)
    db.session.flush()
    return len(scans)


def kind_of(paper: Paper) -> PaperKind:
    return db.session.scalars(select(PaperKind).where(PaperKind.id == paper.kind_id)).one()


def step_of(paper: Paper) -> int | None:
    """The step that a paper is attached to."""
    return db.session.scalar(select(PaperOfStep.step_id).where(PaperOfStep.paper_id == paper.id))


def _hold(member: Member, kind: PaperKind | None = None) -> None:
    """And what is asked of the kind, as it stands now: it may have been withdrawn, or its scans be kept no longer."""
    db.session.refresh(member, with_for_update=True)
    if kind is not None:
        db.session.refresh(kind, with_for_update={"read": True})


def _refuse_changed(paper: Paper, version: int) -> None:
    """The paper as it stands now is the one that was shown."""
    now = db.session.scalar(select(Paper.version).where(Paper.id == paper.id))
    if now != version:
        raise ChangedMeanwhile
    db.session.refresh(paper)


def _to_check(member: Member, paper: Paper, version: int) -> PaperKind:
    kind = kind_of(paper)
    _hold(member, kind)
    _refuse_changed(paper, version)
    if paper.state is not PaperState.TO_CHECK:
        raise NothingToCheck
    return kind


def _refuse_retired(kind: PaperKind) -> None:
    if kind.retired_at is not None:
        raise KindNotAsked


def _refuse_unseen(member: Member, kind: PaperKind) -> None:
    """What a member sent is looked at before anything takes its place."""
    if _of(member, kind, PaperState.TO_CHECK):
        raise SentOneWaits


def _refuse(
    member: Member,
    kind: PaperKind,
    told: PaperDetails,
    *,
    upload: Upload | None,
    today: date,
    is_new: bool = True,
) -> None:
    if is_new:
        _refuse_retired(kind)
    if upload is not None and not kind.keeps_files:
        raise ScansNotKept
    rules.refuse_impossible(
        received_on=told.received_on, issued_on=told.issued_on, expires_on=told.expires_on, today=today
    )
    its_steps = select(ParcoursStep.id).where(ParcoursStep.member_id == member.id)
    if told.step_id is not None and told.step_id not in set(db.session.scalars(its_steps)):
        raise StepOfAnother


def _completed(kind: PaperKind, details: PaperDetails) -> PaperDetails:
    if details.expires_on is not None or kind.months_valid is None:
        return details
    expires_on = rules.last_day_of(details.issued_on or details.received_on, kind.months_valid)
    return replace(details, expires_on=expires_on)


def _details_of(paper: Paper) -> PaperDetails:
    named = {name: getattr(paper, name) for name in PaperDetails.__dataclass_fields__ if name != "step_id"}
    return PaperDetails(**named, step_id=step_of(paper))


def _write(paper: Paper, told: PaperDetails) -> None:
    for name, value in asdict(told).items():
        if name != "step_id":
            setattr(paper, name, value)


def _attach(paper: Paper, step_id: int | None) -> None:
    """To this step and no other."""
    for attached in db.session.scalars(select(PaperOfStep).where(PaperOfStep.paper_id == paper.id)):
        if attached.step_id != step_id:
            db.session.delete(attached)
        else:
            step_id = None
    if step_id is not None:
        db.session.add(PaperOfStep(paper_id=paper.id, step_id=step_id))
    db.session.flush()


def _keep_file(paper: Paper, upload: Upload | None) -> None:
    """The bytes are on the disk before the transaction that names them commits."""
    if upload is not None:
        before, paper.file_id = paper.file_id, files.store(upload.content, upload.media_type).id
        if before is not None:
            db.session.flush()
            files.forget(before)


def _make_way(member: Member, kind: PaperKind) -> None:
    """What counted until now is history."""
    for paper in _of(member, kind, *COUNTED):
        paper.state = REPLACES[paper.state]
    db.session.flush()


def _drop_pending(member: Member, kind: PaperKind) -> None:
    """What was sent and never accepted need not be kept."""
    for paper in _of(member, kind, *PENDING):
        take_away(paper)


def _of(member: Member, kind: PaperKind, *states: PaperState) -> list[Paper]:
    found = select(Paper).where(Paper.member_id == member.id, Paper.kind_id == kind.id, Paper.state.in_(states))
    return list(db.session.scalars(found))


def take_away(paper: Paper) -> None:
    """The paper goes, with its file."""
    _attach(paper, None)
    file_id = paper.file_id
    db.session.delete(paper)
    db.session.flush()
    if file_id is not None:
        files.forget(file_id)
        db.session.flush()


def _told(details: PaperDetails) -> dict[str, object]:
    """What the log says of a paper."""
    return {"received_on": details.received_on, "issued_on": details.issued_on, "expires_on": details.expires_on}


def _record(
    action: str,
    paper: Paper,
    kind: PaperKind,
    *,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> None:
    named: dict[str, object] = {"paper": kind.label_fr}
    audit.record(
        action,
        subject_type="member",
        subject_id=paper.member_id,
        before=None if before is None else {**named, **before},
        after={**named, **(after or {})} if after is not None or before is None else None,
    )
