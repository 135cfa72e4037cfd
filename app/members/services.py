"""Admitting members, changing their file, and who supports them from when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from app.accounts.models import Membership
from app.kernel import audit, cipher, identity, names, notices
from app.kernel.access import Role
from app.kernel.database import db
from app.kernel.errors import ChangedMeanwhile
from app.kernel.i18n import N_, _l
from app.kernel.ids import new_id
from app.kernel.sql import load_rows
from app.kernel.tenancy import open_organisation_id
from app.members import parcours_queries, parcours_services, queries
from app.members.counts import add_file, add_to_counts, add_words, draw_number, foreseen
from app.members.errors import (
    AssignedAfterExit,
    AssignedBeforeAdmission,
    BornAfterAdmission,
    ExpiresBeforeIssue,
    IdentityAlreadyRegistered,
    IssuedBeforeBirth,
    LaterAssignmentExists,
    NameMissing,
    NotACoachHere,
    PossibleDuplicate,
    SameCoachAlready,
    StepBeforeBirth,
)
from app.members.likeness import Sought
from app.members.models import (
    Civility,
    CoachAssignment,
    IdentityKind,
    Member,
    MemberNameWord,
    Settlement,
    Sex,
)
from app.members.names_shown import full_name

MEMBER_ADMITTED = audit.action("member.admitted", _l("Member admitted"))
MEMBER_CHANGED = audit.action("member.changed", _l("Member's file changed"))
COACH_ASSIGNED = audit.action("member.coach_assigned", _l("Support coach assigned"))
COACHING_ENDED = audit.action("member.coaching_ended", _l("Coaching ended"))
IDENTITY_REVEALED = audit.action("member.identity_revealed", _l("Identity number shown in full"))
NAMES = (
    "family_name_latin",
    "given_name_latin",
    "birth_name_latin",
    "family_name_arabic",
    "given_name_arabic",
    "birth_name_arabic",
)


@dataclass(frozen=True, kw_only=True)
class IdentityDocument:
    """A document as typed; the number is normalised, never judged."""

    kind: IdentityKind
    country: str
    number: str


@dataclass(frozen=True, kw_only=True)
class MemberDetails:
    """What a form says of a person. Names in at least one script; phone in E.164."""

    family_name_latin: str = ""
    given_name_latin: str = ""
    family_name_arabic: str = ""
    given_name_arabic: str = ""
    sex: Sex
    civility: Civility | None = None
    birth_date: date
    birth_place: str = ""
    phone: str = ""
    email: str = ""
    territory_code: str = ""
    commune: str = ""
    trade_id: int | None = None
    birth_name_latin: str = ""
    birth_name_arabic: str = ""
    nationality: str = ""
    second_phone: str = ""
    address: str = ""
    settlement: Settlement | None = None
    emergency_name: str = ""
    emergency_phone: str = ""
    identity_issued_on: date | None = None
    identity_issued_at: str = ""
    identity_expires_on: date | None = None


def admit_member(
    details: MemberDetails,
    document: IdentityDocument | None,
    *,
    admitted_on: date,
    stage_id: int | None = None,
    is_another_person: bool = False,
) -> Member:
    """Open the file of a new member, at a stage of the parcours: by default the first one inside.

    `is_another_person`: who admits has looked at those who are like them.

    Raises NameMissing, BornAfterAdmission, IssuedBeforeBirth, ExpiresBeforeIssue, IdentityAlreadyRegistered,
    PossibleDuplicate and StageNotOffered.
    """
    _refuse_nameless(details)
    if details.birth_date >= admitted_on:
        raise BornAfterAdmission
    _refuse_impossible_document(details)
    _refuse_lookalikes(details, is_another_person=is_another_person)
    first_stage_id = parcours_services.first_stage(stage_id)
    member = Member(id=new_id(), sort_name=sort_name_of(details), admitted_on=admitted_on, **vars(details))
    if document is not None:
        _write_identity(member, document)
    member.number = draw_number()
    add_file(member, {"stage_id": first_stage_id, "started_on": admitted_on})
    add_words(partial(name_word_rows, member))
    add_to_counts(present=1, without_coach=1)
    audit.record(
        MEMBER_ADMITTED,
        subject_type="member",
        subject_id=member.id,
        after={"number": member.number, "admitted_on": admitted_on, "stage_id": first_stage_id},
    )
    return member


def change_member(member: Member, details: MemberDetails, document: IdentityDocument | None, *, version: int) -> None:
    """Change a file that was shown at `version`; no document keeps the one on file.

    Raises ChangedMeanwhile, StepBeforeBirth, and as `admit_member`.
    """
    if member.version != version:
        raise ChangedMeanwhile
    _refuse_nameless(details)
    if details.birth_date >= member.admitted_on:
        raise BornAfterAdmission
    if details.birth_date >= parcours_queries.begun_on(member.id):
        raise StepBeforeBirth(field="birth_date")
    _refuse_impossible_document(details)
    values = asdict(details)
    before, after = audit.only_changed(audit.values_of(member, *values), values)
    for name, value in values.items():
        setattr(member, name, value)
    member.sort_name = sort_name_of(details)
    if document is not None:
        _write_identity(member, document)
        after["identity_number"] = "changed"
    db.session.flush()
    index_names(member)
    if after:
        audit.record(MEMBER_CHANGED, subject_type="member", subject_id=member.id, before=before, after=after)


def _refuse_lookalikes(details: MemberDetails, *, is_another_person: bool) -> None:
    if is_another_person or Sought.of(details) in foreseen().unlike:
        return
    found = queries.lookalikes(details)
    if found:
        raise PossibleDuplicate(found)


def refuse_impossible_person(member: Member) -> None:
    """Of a file whose values come from two. Raises NameMissing, IssuedBeforeBirth, ExpiresBeforeIssue."""
    _refuse_nameless(member)
    _refuse_impossible_document(member)


def _refuse_impossible_document(details: MemberDetails | Member) -> None:
    issued_on, expires_on = details.identity_issued_on, details.identity_expires_on
    if issued_on is not None and issued_on < details.birth_date:
        raise IssuedBeforeBirth
    if issued_on is not None and expires_on is not None and expires_on <= issued_on:
        raise ExpiresBeforeIssue


def _refuse_nameless(details: MemberDetails | Member) -> None:
    latin = details.family_name_latin and details.given_name_latin
    arabic = details.family_name_arabic and details.given_name_arabic
    if not latin and not arabic:
        raise NameMissing


def sort_name_of(details: MemberDetails | Member) -> str:
    if details.family_name_latin or details.given_name_latin:
        return names.sort_key(details.family_name_latin, details.given_name_latin)[:200]
    return names.sort_key(details.family_name_arabic, details.given_name_arabic)[:200]


def index_names(member: Member) -> None:
    """Write the words the member is found by, those of files merged into theirs too, in place of others."""
    db.session.execute(delete(MemberNameWord).where(MemberNameWord.member_id == member.id))
    merged = db.session.scalars(select(Member).where(Member.survivor_id == member.id)).all()
    load_rows(open_organisation_id(), MemberNameWord, name_word_rows(member, merged))


def name_word_rows(member: Any, merged: Sequence[Any] = ()) -> list[dict[str, Any]]:
    """A row for every folded word of the names in either script, and for the number; of files merged into this one too."""
    files = (member, *merged)
    found_by = names.words_for_search(*(getattr(file, name) for file in files for name in NAMES))
    words = sorted({*found_by, *(str(file.number) for file in files)})
    all_words = "".join(f" {word}" for word in words)
    return [{"word": word, "member_id": member.id, "all_words": all_words} for word in words]


def _write_identity(member: Member, document: IdentityDocument) -> None:
    number = identity.normalise(document.kind, document.country, document.number)
    index = _index_of(document, number)
    holders = foreseen().holders
    holder = holders[index] if index in holders else queries.holder_of_identity(index)
    if holder is not None and holder != member.id:
        raise IdentityAlreadyRegistered(holder)
    if holder is not None and index != member.identity_index:
        _take_from_merged(index)
    member.identity_kind, member.identity_country, member.identity_number = document.kind, document.country, number
    member.identity_last_three, member.identity_index = identity.last_three(number), index


def _take_from_merged(index: str) -> None:
    """The number stands in a file merged into this one: from now on it stands here."""
    theirs = update(Member).where(Member.identity_index == index, Member.survivor_id.is_not(None))
    released = theirs.values(identity_index=None, identity_number=None)
    db.session.execute(released.execution_options(synchronize_session=False))


def identity_index(document: IdentityDocument) -> str:
    """What the same number is found by in the open organisation, without opening any."""
    return _index_of(document, identity.normalise(document.kind, document.country, document.number))


def _index_of(document: IdentityDocument, number: str) -> str:
    return cipher.blind_index(f"{document.kind}:{document.country}:{number}", f"identity:{open_organisation_id()}")


def named(member: Member, language: str = "fr") -> dict[str, object]:
    """A member's name and number, for sentences."""
    return {"name": full_name(member, language), "number": member.number}


def reveal_identity_number(member: Member) -> str | None:
    """The identity number in full; who asked is written down in the same transaction."""
    audit.record(IDENTITY_REVEALED, subject_type="member", subject_id=member.id)
    return member.identity_number


def assign_coach(member: Member, coach: Membership | None, *, started_on: date, note: str = "") -> CoachAssignment:
    """From this day the coach supports the member, and is told; whoever did so until then stops the day before.

    Raises NotACoachHere, AssignedBeforeAdmission, AssignedAfterExit, SameCoachAlready, LaterAssignmentExists.
    """
    known = known_coach(coach)
    db.session.refresh(member, with_for_update=True)
    assignment = put_with(member, known, started_on=started_on, note=note)
    _tell_coach(member, known, started_on=started_on)
    return assignment


def known_coach(coach: Membership | None) -> Membership:
    """Raises NotACoachHere."""
    if coach is None or coach.role is not Role.COACH or coach.ended_at is not None:
        raise NotACoachHere
    return coach


def put_with(member: Member, coach: Membership, *, started_on: date, note: str) -> CoachAssignment:
    """As `assign_coach`, without a word to the coach: of hundreds at once it would be noise."""
    if started_on < member.admitted_on:
        raise AssignedBeforeAdmission
    if member.left_on is not None:
        raise AssignedAfterExit
    _make_room(queries.assignments_beyond(member.id, started_on - timedelta(days=1)), coach, started_on)
    assignment = CoachAssignment(member_id=member.id, coach_id=coach.id, started_on=started_on, note=note)
    db.session.add(assignment)
    add_to_counts(without_coach=-1 if member.left_on is None and not member.is_coached else 0)
    member.is_coached = True
    db.session.flush()
    after = {"coach": coach.account.display_name, "started_on": started_on}
    audit.record(COACH_ASSIGNED, subject_type="member", subject_id=member.id, after=after)
    return assignment


def _make_room(beyond: Sequence[CoachAssignment], coach: Membership, started_on: date) -> None:
    """Of those that reach the day or go beyond: each stops the day before, so that nobody has two coaches on a day."""
    for earlier in beyond:
        if earlier.ended_on is None and earlier.coach_id == coach.id and earlier.started_on <= started_on:
            raise SameCoachAlready
        if earlier.started_on > started_on or (earlier.started_on == started_on and earlier.ended_on is None):
            raise LaterAssignmentExists
    for earlier in beyond:
        if earlier.started_on == started_on:
            db.session.delete(earlier)  # ended on the day it began
        else:
            earlier.ended_on = started_on - timedelta(days=1)


def _tell_coach(member: Member, coach: Membership, *, started_on: date) -> None:
    notices.send(
        coach.account_id,
        N_("From %(day)s you support %(name)s."),
        {"day": started_on, "name": full_name(member)},
        endpoint="members.show_member",
        endpoint_values={"member_id": member.id},
    )


def end_coaching(member: Member, *, ended_on: date) -> None:
    """End the assignments that are open, keeping their history; where none is, nothing happens."""
    open_ones = queries.open_assignments(member.id)
    if not open_ones:
        return
    for assignment in open_ones:
        assignment.ended_on = max(ended_on, assignment.started_on)
    add_to_counts(without_coach=1 if member.left_on is None and member.is_coached else 0)
    member.is_coached = False
    audit.record(COACHING_ENDED, subject_type="member", subject_id=member.id, after={"ended_on": ended_on})


_NOTED = (
    update(Member)
    .where(Member.id == bindparam("noted_member"), Member.last_activity_on.is_distinct_from(bindparam("day")))
    .values(last_activity_on=bindparam("day"))
    .execution_options(synchronize_session=False)
)


def note_activity(member_id: int, day: date | None) -> None:
    """The latest day the member logged something for; None when nothing is left. The file's version stays as it is."""
    db.session.execute(_NOTED, {"noted_member": member_id, "day": day})
