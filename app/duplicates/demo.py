"""One person of each enterprise had been admitted twice, under another spelling; their two files were merged since."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from sqlalchemy import select

from app.kernel.database import db
from app.members import merging_services, services
from app.members.merging import Pair
from app.members.models import Member
from app.members.services import MemberDetails

TWICE_AFTER = timedelta(days=50)


def load(*, today: date, chance: Random) -> None:
    """The spelling is that of whoever typed it: the names joined, the phone number the other one."""
    long_there = select(Member).where(Member.left_on.is_(None), Member.admitted_on < today - 2 * TWICE_AFTER)
    named = long_there.where(Member.family_name_latin != "", Member.given_name_latin != "")
    members = db.session.scalars(named.order_by(Member.number)).all()
    if not members:
        return
    kept = chance.choice(members)
    details = MemberDetails(
        family_name_latin=kept.family_name_latin.replace(" ", ""),
        given_name_latin=kept.given_name_latin.replace("-", " "),
        sex=kept.sex,
        birth_date=kept.birth_date,
        phone=kept.phone,
        commune=kept.commune,
    )
    admitted_on = kept.admitted_on + TWICE_AFTER
    gone = services.admit_member(details, None, admitted_on=admitted_on, is_another_person=True)
    pair = Pair(kept=kept, gone=gone, today=today)
    merging_services.merge(pair, {}, seen=merging_services.what_was_seen(pair))
