"""Two files of one person as tests merge them."""

from __future__ import annotations

from datetime import date, timedelta

from app.duplicates import services as pair_services
from app.extensions import db
from app.members import merging_services as services
from app.members import services as member_services
from app.members.merging import Pair, Which
from app.members.models import Member, MergedFile, Sex
from app.members.services import MemberDetails
from tests.support.world import TODAY, Place


def pair(place: Place, *, kept: str = "member", gone: str = "member2", by_account_id: int | None = None) -> Pair:
    """Of two members of the small world, by name."""
    files = {name: db.session.get_one(Member, (place.id, place.members[name])) for name in (kept, gone)}
    return Pair(kept=files[kept], gone=files[gone], today=TODAY, by_account_id=by_account_id)


def merge(of: Pair, **answers: str) -> MergedFile:
    """As they stand now."""
    chosen = {code: Which(which) for code, which in answers.items()}
    return services.merge(of, chosen, seen=services.what_was_seen(of))


def second_file(place: Place, *, name: str = "double", **told: object) -> Member:
    """Another file of Amina, who is `member`, under a name of its own in the small world."""
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
    member = member_services.admit_member(details, None, admitted_on=admitted_on, is_another_person=True)
    place.members[name] = member.id
    return member


def live_with_merged_files(place: Place, *, by_account_id: int) -> dict[str, int]:
    """A second file of Amina that was merged into hers; Youssef and Leïla were told apart."""
    merged = second_file(place)
    kept = db.session.get_one(Member, (place.id, place.members["member"]))
    merge(Pair(kept=kept, gone=merged, today=TODAY, by_account_id=by_account_id))
    youssef, leila = (db.session.get_one(Member, (place.id, place.members[name])) for name in ("member2", "leila"))
    pair_services.tell_apart(youssef, leila, by_account_id=by_account_id)
    return {"other_id": leila.id, "merged_id": merged.id}
