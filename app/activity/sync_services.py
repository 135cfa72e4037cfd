"""Records that phones deliver, each kept once and by itself; what comes under a mark already used is set aside."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import abort
from sqlalchemy import select

from app.activity import services, totals
from app.activity.models import ActivityRecord
from app.activity.rules import Entry
from app.activity.services import Log
from app.activity.sync_models import ActivityAside, ActivityDelivery
from app.activity.sync_rules import Delivery
from app.kernel import audit, clock, notices, submissions
from app.kernel.database import db
from app.kernel.errors import Refusal
from app.kernel.i18n import N_, _l
from app.kernel.sql import load_rows
from app.kernel.submissions import Accepted
from app.kernel.tenancy import open_organisation_id
from app.members.models import Member
from app.network.queries import OpenOrganisation

SET_ASIDE = audit.action("activity.set_aside", _l("Second content of a record set aside"))
SETTLED = audit.action("activity.aside_settled", _l("Second content of a record settled"))

Answer = dict[str, Any]
_KEPT_ID = re.compile(r"[?&]kept=([0-9]{1,19})(?:&|$)")


class AlreadySettled(Refusal):
    message = _l("This was settled meanwhile.")


class FirstIsGone(Refusal):
    message = _l("The first record was deleted meanwhile. Keep this one as a record of its own, or leave it out.")


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """What came under a mark before: whether its content was the same, and what was answered (None: not ours to tell)."""

    is_same: bool
    answer: Answer | None


def earlier_ones(account_id: int, deliveries: Sequence[Delivery], *, form_path: str) -> Mapping[str, Earlier]:
    """By mark, what was kept before; also what the same account posted as a form to `form_path`."""
    uids = [delivery.uid for delivery in deliveries]
    digests = {delivery.uid: delivery.digest for delivery in deliveries}
    as_forms = {delivery.uid: digest_as_form(delivery, form_path) for delivery in deliveries}
    found = {
        uid: _from_form(uid, accepted, is_same=accepted.digest == as_forms[uid])
        for uid, accepted in submissions.accepted_before(account_id, uids).items()
    }
    for kept in db.session.scalars(select(ActivityDelivery).where(ActivityDelivery.uid.in_(uids))):
        is_same = kept.payload_digest == digests[kept.uid]
        found[kept.uid] = Earlier(is_same=is_same, answer=kept.answer if kept.account_id == account_id else None)
    return found


def digest_as_form(delivery: Delivery, path: str) -> str:
    lists: dict[str, list[str]] = {}
    for name, value in delivery.fields:
        lists.setdefault(name, []).append(value)
    return submissions.digest_of(path, lists.items())


def _from_form(uid: str, accepted: Accepted, *, is_same: bool) -> Earlier:
    """The place a form led to names the record; another kind of form, with the same key, is none of this."""
    kept = _KEPT_ID.search(accepted.location)
    return Earlier(is_same=is_same, answer={"uid": uid, "state": "kept", "id": kept[1], "said": ""} if kept else None)


def keep_each(member: Member, entries: Sequence[Entry], log: Log) -> list[ActivityRecord | Refusal]:
    """Each entry's record, or why it is refused, in their order: as many at once as nothing is wrong with."""
    if not entries:
        return []
    try:
        with db.session.begin_nested(), audit.told_together(are_kept=True):
            return [*services.log_records(member, entries, log)]
    except Refusal as refusal:
        if len(entries) == 1:
            return [refusal]
    half = len(entries) // 2
    return [one for part in (entries[:half], entries[half:]) for one in keep_each(member, part, log)]


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A delivery that became a record: what the phone is told, and where the same content, posted as a form, leads."""

    delivery: Delivery
    answer: Answer
    accepted: Accepted


def write_down(member: Member, kept: Sequence[Kept], *, account_id: int, clock_ahead: timedelta | None) -> None:
    """Note what was kept under which mark, in the transaction of the records."""
    rows = [
        {
            "member_id": member.id,
            "account_id": account_id,
            "uid": one.delivery.uid,
            "payload_digest": one.delivery.digest,
            "answer": one.answer,
            "made_at": one.delivery.made_at,
            "clock_ahead": _bounded_seconds(clock_ahead),
            "received_at": clock.now(),
        }
        for one in kept
    ]
    load_rows(open_organisation_id(), ActivityDelivery, rows)
    submissions.note_accepted(account_id, {one.delivery.uid: one.accepted for one in kept})


def _bounded_seconds(duration: timedelta | None) -> int | None:
    """An Integer holds 68 years."""
    return None if duration is None else max(-(2**31) + 1, min(2**31 - 1, int(duration.total_seconds())))


# --- Set aside ----------------------------------------------------------------------------------------------------


def set_aside(member: Member, delivery: Delivery, *, account_id: int) -> None:
    """Keep content that came under the mark of another record, once, and tell the person."""
    known = select(ActivityAside.id).filter_by(uid=delivery.uid, payload_digest=delivery.digest)
    if db.session.scalar(known) is not None:
        return
    aside = ActivityAside(
        member_id=member.id,
        account_id=account_id,
        uid=delivery.uid,
        payload_digest=delivery.digest,
        kind=delivery.kind or "",
        fields=[list(pair) for pair in delivery.fields],
        made_at=delivery.made_at,
    )
    db.session.add(aside)
    db.session.flush()
    told = {"member_id": member.id, "kind": aside.kind}
    audit.record(SET_ASIDE, subject_type="activity_aside", subject_id=aside.id, after=told)
    notices.send(account_id, _CAME_TWICE, {}, endpoint="sync.list_asides")


_CAME_TWICE = N_("A record came from your phone a second time, with other content. Say which one holds.")


def open_asides(member_id: int) -> Sequence[ActivityAside]:
    """What the member has not settled yet, oldest first."""
    found = select(ActivityAside).where(ActivityAside.member_id == member_id, ActivityAside.settled_at.is_(None))
    return db.session.scalars(found.order_by(ActivityAside.id)).all()


def get_aside_or_404(member: Member, aside_id: int) -> ActivityAside:
    """Of this member; unknown, foreign and other people's ones are all 404."""
    found = select(ActivityAside).where(ActivityAside.id == aside_id, ActivityAside.member_id == member.id)
    aside: ActivityAside | None = db.session.scalar(found)
    return aside if aside is not None else abort(404)


def first_record(aside: ActivityAside) -> ActivityRecord | None:
    """The record that was kept under the same mark, where it still is."""
    record_id = _first_record_id(aside)
    found = select(ActivityRecord).where(ActivityRecord.id == record_id, ActivityRecord.member_id == aside.member_id)
    return db.session.scalar(found) if record_id else None


def _first_record_id(aside: ActivityAside) -> int | None:
    delivered = db.session.scalar(select(ActivityDelivery.answer).where(ActivityDelivery.uid == aside.uid))
    posted = submissions.accepted_before(aside.account_id, [aside.uid]).get(aside.uid)
    answer = delivered or (posted and _from_form(aside.uid, posted, is_same=False).answer) or {}
    return int(answer["id"]) if answer.get("id") else None


def put_in_place(
    member: Member, aside: ActivityAside, entry: Entry, *, organisation: OpenOrganisation
) -> ActivityRecord:
    """The second content corrects the first record. Raises AlreadySettled, FirstIsGone and as `change_record`."""
    _refuse_settled(aside)
    first = first_record(aside)
    if first is None:
        raise FirstIsGone
    record = services.change_record(member, first.id, entry, version=first.version, organisation=organisation)
    _settle(aside, "replace")
    return record


def keep_both(member: Member, aside: ActivityAside, entry: Entry, *, organisation: OpenOrganisation) -> ActivityRecord:
    """The second content becomes a record of its own. Raises AlreadySettled and as `log_record`."""
    _refuse_settled(aside)
    record = services.log_record(member, entry, Log(organisation=organisation, by_account_id=aside.account_id))
    _settle(aside, "both")
    return record


def leave_out(aside: ActivityAside) -> None:
    """The first record holds. Raises AlreadySettled."""
    _refuse_settled(aside)
    _settle(aside, "leave")


def _refuse_settled(aside: ActivityAside) -> None:
    """Whoever settles the member's records waits here for one another."""
    totals.hold(aside.member_id)
    db.session.refresh(aside)
    if aside.settled_at is not None:
        raise AlreadySettled


def _settle(aside: ActivityAside, choice: str) -> None:
    aside.settled_at = clock.now()
    db.session.flush()
    told = {"member_id": aside.member_id, "kind": aside.kind, "choice": choice}
    audit.record(SETTLED, subject_type="activity_aside", subject_id=aside.id, after=told)
