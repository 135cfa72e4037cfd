"""Two files of one person as tests merge them."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from app.duplicates import services as pair_services
from app.extensions import db
from app.members import merging_services as services
from app.members import services as member_services
from app.members.merging import Pair, Which
from app.members.models import Member, MergedFile, Sex
from app.members.services import MemberDetails
from tests.support.world import TODAY, Place

DOUBLE = "double"


def pair(place: Place, *, kept: str = "member", gone: str = "member2", by_account_id: int | None = None) -> Pair:
    """Of two members of the small world, by name; DOUBLE is the last who was admitted."""
    return Pair(kept=_named(place, kept), gone=_named(place, gone), today=TODAY, by_account_id=by_account_id)


def _named(place: Place, name: str) -> Member:
    if name == DOUBLE:
        return db.session.scalars(select(Member).order_by(Member.number.desc()).limit(1)).one()
    return db.session.get_one(Member, (place.id, place.members[name]))


def merge(of: Pair, **answers: str) -> MergedFile:
    """As they stand now."""
    chosen = {code: Which(which) for code, which in answers.items()}
    return services.merge(of, chosen, seen=services.what_was_seen(of))


def second_file(place: Place, **told: object) -> Member:
    """Another file of Amina, who is `member`: DOUBLE from then on."""
    amina = MemberDetails(
        family_name_latin="Ben Ali",
        given_name_latin="Amina",
        sex=Sex.FEMALE,
        birth_date=date(1990, 5, 1),
        phone="+212661000099",
        birth_place="Azemmour",
        trade_id=place.trades[0],
    )
    details = MemberDetails(**{**vars(amina), **told})  # type: ignore[arg-type]
    admitted_on = TODAY - timedelta(days=200)
    return member_services.admit_member(details, None, admitted_on=admitted_on, is_another_person=True)


def live_with_merged_files(place: Place, *, by_account_id: int) -> dict[str, int]:
    """A second file of Amina that was merged into hers; Youssef and Leïla were told apart."""
    merged = second_file(place)
    kept = db.session.get_one(Member, (place.id, place.members["member"]))
    merge(Pair(kept=kept, gone=merged, today=TODAY, by_account_id=by_account_id))
    youssef, leila = (db.session.get_one(Member, (place.id, place.members[name])) for name in ("member2", "leila"))
    pair_services.tell_apart(youssef, leila, by_account_id=by_account_id)
    return {"other_id": leila.id, "merged_id": merged.id}
