"""Reminding those who logged nothing for some days: by e-mail at night, or by somebody who calls or writes.

A reminder is a row first; the worker sends it, and tries again while it is worth sending. At most one in as many days as
the rule says, and none to who wants none.
"""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from app.accounts.letters import Draft, write
from app.accounts.models import Account, Membership
from app.activity.models import Reminder, ReminderRefusal, ReminderRule
from app.activity.rules import ReminderMeans
from app.kernel import audit, clock, jobs
from app.kernel.access import Role
from app.kernel.database import db
from app.kernel.errors import ChangedMeanwhile
from app.kernel.i18n import LANGUAGES, _l
from app.kernel.links import external_url
from app.kernel.mail import send_mail
from app.kernel.paging import AnyRow
from app.kernel.sql import read_rows
from app.kernel.tenancy import all_organisations, open_organisation_id, organisation_scope
from app.kernel.transaction import on_commit, read_transaction, write_transaction
from app.members import queries as member_queries
from app.members.models import Member
from app.network.models import Organisation
from app.network.queries import open_organisation

log = logging.getLogger(__name__)
USUAL_DAYS = 7
TRY_AGAIN_AFTER = timedelta(minutes=2)
WORTH_SENDING = timedelta(days=1)
REMINDED = audit.action("activity.reminded", _l("Reminded to log"))
RULE_CHANGED = audit.action("activity.reminder_rule", _l("Reminders set"))
CHOSEN = audit.action("activity.reminders_chosen", _l("Own reminders chosen"))

# --- The rule, and who wants none -----------------------------------------------------------------------------------

_RULE = select(ReminderRule.after_days, ReminderRule.version)
_REFUSED = select(ReminderRefusal.member_id)


def rule() -> tuple[int, int]:
    """After how many days somebody is reminded (0: nobody is), and the version of that; version 0 where none is written."""
    row = read_rows(_RULE).one_or_none()
    return (row.after_days, row.version) if row else (USUAL_DAYS, 0)


def change_rule(after_days: int, *, version: int | None) -> None:
    """Raises ChangedMeanwhile."""
    before, known = rule()
    if known != version:
        raise ChangedMeanwhile
    kept = db.session.get(ReminderRule, open_organisation_id())
    if kept is None:
        db.session.add(ReminderRule(after_days=after_days))
    else:
        kept.after_days = after_days
    db.session.flush()
    if after_days != before:
        audit.record(RULE_CHANGED, before={"after_days": before}, after={"after_days": after_days})


def is_wanted(member_id: int) -> bool:
    return member_id not in set(read_rows(_REFUSED.where(ReminderRefusal.member_id == member_id)).scalars())


def choose(member: Member, *, is_wanted_now: bool) -> None:
    """A member's own choice about e-mails; it stands until they choose again."""
    if is_wanted_now == is_wanted(member.id):
        return
    if is_wanted_now:
        db.session.delete(db.session.get_one(ReminderRefusal, (open_organisation_id(), member.id)))
    else:
        db.session.add(ReminderRefusal(member_id=member.id))
    db.session.flush()
    before, after = {"is_wanted": not is_wanted_now}, {"is_wanted": is_wanted_now}
    audit.record(CHOSEN, subject_type="member", subject_id=member.id, before=before, after=after)


# --- Who is silent --------------------------------------------------------------------------------------------------

LAST_SIGN = func.coalesce(Member.last_activity_on, Member.admitted_on)
"""The day of a member's last record, or of their admission."""
_HAS_MAIL = and_(Account.email.is_not(None), Account.deactivated_at.is_(None), Account.password_hash.is_not(None))
_WANTS_NONE = exists().where(
    ReminderRefusal.organisation_id == Member.organisation_id, ReminderRefusal.member_id == Member.id
)


def silent_since(today: date, days: int) -> ColumnElement[bool]:
    """Present members whose last sign is more than so many days old."""
    return and_(Member.left_on.is_(None), member_queries.NOT_MERGED, today - timedelta(days=days) > LAST_SIGN)


def reached_by_mail() -> ColumnElement[bool]:
    """Who has an account with an e-mail that they use, is an entrepreneur there, and wants to be reminded."""
    logs = exists().where(
        Membership.organisation_id == Member.organisation_id,
        Membership.account_id == Account.id,
        Membership.role == Role.ENTREPRENEUR,
        Membership.ended_at.is_(None),
    )
    return and_(_HAS_MAIL, logs, ~_WANTS_NONE)


def last_reminders(member_ids: Sequence[int]) -> dict[int, datetime]:
    """When each of these members was reminded last, in whatever way."""
    latest = select(Reminder.member_id, func.max(Reminder.asked_at)).where(Reminder.member_id.in_(member_ids))
    return {row[0]: row[1] for row in db.session.execute(latest.group_by(Reminder.member_id))}


def note_call(member: Member, *, by_account_id: int) -> None:
    """Somebody called or wrote to a member."""
    _keep(member.id, member.last_activity_on or member.admitted_on, means=ReminderMeans.PHONE, by=by_account_id)


def _keep(member_id: int, since: date, *, means: ReminderMeans, by: int | None = None) -> Reminder:
    sent_at = None if means is ReminderMeans.EMAIL else clock.now()
    kept = Reminder(member_id=member_id, means=means, silent_since=since, sent_at=sent_at, by_account_id=by)
    db.session.add(kept)
    db.session.flush()
    audit.record(REMINDED, subject_type="member", subject_id=member_id, after={"means": means})
    return kept


# --- What the worker does -------------------------------------------------------------------------------------------


@jobs.nightly
def remind_silent_members() -> None:
    """Write down whom an e-mail reminds, in each organisation; each is sent once that is saved."""
    for organisation_id in db.session.scalars(select(Organisation.id).order_by(Organisation.id)).all():
        with organisation_scope(organisation_id):
            for row in due(open_organisation(organisation_id).today):
                since = row.last_activity_on or row.admitted_on
                reminder = _keep(row.id, since, means=ReminderMeans.EMAIL)
                on_commit(jobs.enqueue_task, send_reminder, organisation_id, reminder.id)


def due(today: date) -> Sequence[AnyRow]:
    """Members of the open organisation whom an e-mail reminds today."""
    days, _version = rule()
    if not days:
        return []
    lately = exists().where(
        Reminder.organisation_id == Member.organisation_id,
        Reminder.member_id == Member.id,
        Reminder.means == ReminderMeans.EMAIL,
        Reminder.asked_at > clock.ago(days=days) + timedelta(hours=1),  # a night is not always 24 hours long
    )
    found = select(Member.id, Member.last_activity_on, Member.admitted_on).join(
        Account, Account.id == Member.account_id
    )
    return db.session.execute(
        found.where(silent_since(today, days), reached_by_mail(), ~lately).order_by(Member.id)
    ).all()


@jobs.task
def send_reminder(organisation_id: int, reminder_id: int) -> None:
    """Send one reminder. What the mail server refuses is tried again by the sweep."""
    draft = _take(organisation_id, reminder_id)
    if draft is None:
        return
    try:
        send_mail(draft.recipient, *write(draft))
    except (OSError, smtplib.SMTPException):
        log.exception("reminder %s could not be sent", reminder_id)
        return
    with write_transaction():
        db.session.get_one(Reminder, (organisation_id, reminder_id)).sent_at = clock.now()


def _take(organisation_id: int, reminder_id: int) -> Draft | None:
    """What is to be written; None when it was sent, is being sent, is no longer wanted, or comes too late."""
    with write_transaction():
        reminder = db.session.get(Reminder, (organisation_id, reminder_id), with_for_update=True)
        if reminder is None or reminder.sent_at is not None or not _is_free(reminder):
            return None
        reminder.taken_at = clock.now()
        reached = select(Account).join(Member, Member.account_id == Account.id).where(Member.id == reminder.member_id)
        still_silent = reminder.silent_since >= LAST_SIGN
        account = db.session.scalar(reached.where(reached_by_mail(), Member.left_on.is_(None), still_silent))
        return _draft(account, reminder, organisation_id) if account else None


def _is_free(reminder: Reminder) -> bool:
    now = clock.now()
    is_taken = reminder.taken_at is not None and now - reminder.taken_at < TRY_AGAIN_AFTER
    return not is_taken and now - reminder.asked_at < WORTH_SENDING


def _draft(account: Account, reminder: Reminder, organisation_id: int) -> Draft:
    place = open_organisation(organisation_id)
    latin, arabic = account.display_name, account.display_name_arabic
    return Draft(
        recipient=account.email or "",
        languages=(account.language,) if account.language in LANGUAGES else LANGUAGES,
        template="reminder",
        values={
            "name": lambda language: (arabic or latin) if language == "ar" else latin,
            "organisation": lambda language: place.name_ar if language == "ar" else place.name_fr,
            "since": reminder.silent_since,
            "link": external_url("activity.show_activity", slug=place.slug, view="mine"),
            "choice": external_url("activity.show_own_reminders", slug=place.slug),
        },
    )


@jobs.sweep
def send_waiting_reminders() -> None:
    """Hand over again what a killed worker or a silent mail server left behind, while it is worth sending."""
    now = clock.now()
    waiting = select(Reminder.organisation_id, Reminder.id).where(
        Reminder.sent_at.is_(None),
        Reminder.asked_at.between(now - WORTH_SENDING, now - TRY_AGAIN_AFTER),
        or_(Reminder.taken_at.is_(None), Reminder.taken_at < now - TRY_AGAIN_AFTER),
    )
    with read_transaction(), all_organisations():
        left = [(row.organisation_id, row.id) for row in db.session.execute(waiting.limit(100))]
    for organisation_id, reminder_id in left:
        jobs.enqueue_task(send_reminder, organisation_id, reminder_id)
