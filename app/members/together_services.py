"""One act for several people: each goes through the service that acts on one, and nothing is written while one is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from sqlalchemy import select

from app.accounts.models import Membership
from app.kernel import notices
from app.kernel.access import Actor, Permission
from app.kernel.database import db
from app.kernel.errors import Refusal
from app.kernel.i18n import N_
from app.members import parcours_services, services, together_queries
from app.members.errors import ChangedSinceShown, NotVisibleAnyMore, OwnParcoursIsOthers, SomeRefused
from app.members.models import Member
from app.members.parcours_services import StepDetails
from app.members.queries import visible_to

Seen = Mapping[int, int]
"""Member id to the id of the step or support that held when the person was shown, 0 for none."""


def assign_coach(
    actor: Actor, seen: Seen, coach: Membership | None, *, started_on: date, note: str, today: date
) -> int:
    """From this day the coach supports all of them, and is told once; how many they are.

    Raises NotACoachHere, and SomeRefused when one cannot be assigned, was changed meanwhile or is not seen any more.
    """
    known, members = services.known_coach(coach), _locked(actor, seen, today)
    held = together_queries.supports_held(tuple(seen), on=today)

    def assign(member: Member) -> None:
        services.put_with(member, known, started_on=started_on, note=note)

    _to_each(members, seen, held, act=assign)
    notices.send(
        known.account_id,
        N_("From %(day)s you support more people: %(count)s."),
        {"day": started_on, "count": len(seen)},
        endpoint="coaching.show_coaching",
    )
    return len(seen)


def record_step(actor: Actor, seen: Seen, details: StepDetails, *, today: date) -> int:
    """The same step for all of them; how many they are.

    Raises SomeRefused when one cannot take it, was changed meanwhile or is not seen any more.
    """
    decides_presence, members = actor.can(Permission.ADMIT_MEMBERS), _locked(actor, seen, today)
    held = together_queries.steps_held(tuple(seen), on=today)

    def record(member: Member) -> None:
        if member.account_id == actor.account_id and not decides_presence:
            raise OwnParcoursIsOthers
        parcours_services.record_step(
            member, details, today=today, by_account_id=actor.account_id, decides_presence=decides_presence
        )

    _to_each(members, seen, held, act=record)
    return len(seen)


def _locked(actor: Actor, seen: Seen, today: date) -> dict[int, Member]:
    """Those the actor sees, always in the same order, so that two acts at once wait for each other instead of for ever.

    What they have is read after this: what another act wrote meanwhile is then seen.
    """
    found = select(Member).where(Member.id.in_(tuple(seen)), visible_to(actor, on=today)).order_by(Member.id)
    locked = db.session.scalars(found.with_for_update(), execution_options={"populate_existing": True})
    return {member.id: member for member in locked}


def _to_each(
    members: Mapping[int, Member], seen: Seen, held: Mapping[int, int], *, act: Callable[[Member], None]
) -> None:
    reasons: dict[int, Refusal] = {}
    for member_id, was_held in seen.items():
        try:
            if member_id not in members:
                raise NotVisibleAnyMore
            if held.get(member_id, 0) != was_held:
                raise ChangedSinceShown
            act(members[member_id])
        except Refusal as refusal:
            reasons[member_id] = refusal
    if reasons:
        raise SomeRefused(reasons)
