"""Writing one row of a spreadsheet: a new member, or what a file that exists says otherwise, by the services of each room.

The dry run calls this too and takes everything back, so that what it refuses is what the import would refuse.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from types import SimpleNamespace
from typing import Any

from app.accounts import queries as account_queries
from app.imports import errors, registry
from app.imports.columns import beside
from app.imports.registry import Changes, Here
from app.kernel import audit, identity
from app.members import foresight, parcours_services
from app.members import queries as member_queries
from app.members import services as member_services
from app.members.errors import StageNotOffered
from app.members.likeness import Sought
from app.members.models import Civility, IdentityKind, Member, Sex
from app.members.parcours_services import StepDetails
from app.members.services import IdentityDocument, MemberDetails

DETAILS = tuple(each.name for each in fields(MemberDetails))
SOUGHT = (
    "family_name_latin",
    "given_name_latin",
    "family_name_arabic",
    "given_name_arabic",
    "birth_date",
    "phone",
)
NEEDED = ("sex", "birth_date", "admitted_on")
SEX_OF_CIVILITY = {Civility.MADAME: Sex.FEMALE, Civility.MONSIEUR: Sex.MALE}
"""What a file says of somebody new that has one column for both. Whoever is here has chosen how to be addressed."""

Values = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Written:
    """The member, whether the row opened the file, and what it changed in one that was there."""

    member: Member
    is_new: bool
    changes: Changes


def missing(values: Values) -> list[str]:
    """The fields that a row must fill in for a person who has no file yet."""
    told = _of_somebody_new(values)
    return [code for code in NEEDED if told.get(code) is None]


def _of_somebody_new(values: Values) -> Values:
    civility = values.get("civility")
    return values if civility is None else {"sex": SEX_OF_CIVILITY[civility], **values}


def open_file(values: Values, here: Here, *, is_another_person: bool) -> Member:
    """The file of somebody new, but for what follows it. Raises CellMissing, StageNeedsDate and as `admit_member`."""
    for code in missing(values):
        raise errors.CellMissing(field=code)
    told = _of_somebody_new(values)
    details = MemberDetails(**{name: told[name] for name in DETAILS if name in told})
    try:
        return member_services.admit_member(
            details,
            document_of(values, here),
            admitted_on=values["admitted_on"],
            stage_id=None if _stage_follows(values) else values.get("stage_id"),
            is_another_person=is_another_person,
        )
    except StageNotOffered:
        raise errors.StageNeedsDate from None


def follows(values: Values, known: Known) -> bool:
    """Whether a row says more of somebody new than the file that is opened."""
    told_of_parts = any(not codes.isdisjoint(values) for _write, codes in known.writers)
    return _stage_follows(values) or values.get("coach_id") is not None or told_of_parts


def write_row(values: Values, here: Here, known: Known, *, opened: Member | None) -> Written:
    """Change a file, or write what follows one that was `opened`. Raises the refusals of every room, with the field meant."""
    if opened is not None:
        _follow(opened, values, here)
        written = Written(member=opened, is_new=True, changes=({}, {}))
    else:
        member = member_queries.locked_member(id_meant(values, here, known) or 0)
        written = Written(member=member, is_new=False, changes=_change(member, values, document_of(values, here)))
    for write, codes in known.writers:
        if told := {code: value for code, value in values.items() if code in codes}:
            before, after = write(written.member, told, here)
            written.changes[0].update(before)
            written.changes[1].update(after)
    return written


def document_of(values: Values, here: Here) -> IdentityDocument | None:
    """The document a row names: the national card, or the kind that stands beside the number."""
    country = values.get("identity_country") or here.country
    if card := values.get("card_number"):
        card_kind = IdentityKind(identity.KINDS_OF_COUNTRY.get(country, ("cin",))[0])
        return IdentityDocument(kind=card_kind, country=country, number=card)
    number, kind = values.get("identity_number"), values.get("identity_kind")
    if number is None:
        return None
    if kind is None:
        raise errors.KindMissing
    return IdentityDocument(kind=kind, country=country, number=number)


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is looked up once for a batch of rows: whom of the members they may mean, and what writes what they say."""

    indexes: Mapping[IdentityDocument, str]
    by_number: Mapping[int, int]
    by_identity: Mapping[str, int]
    writers: registry.Writers


def known_for(rows: Sequence[Values], here: Here) -> Known:
    documents = {_document_if_whole(values, here) for values in rows} - {None}
    indexes = {document: member_services.identity_index(document) for document in documents if document}
    numbers = [values["number"] for values in rows if values.get("number") is not None]
    return Known(
        indexes=indexes,
        by_number=member_queries.ids_by_number(numbers),
        by_identity=member_queries.ids_by_identity(indexes.values()),
        writers=registry.writers(),
    )


def _document_if_whole(values: Values, here: Here) -> IdentityDocument | None:
    try:
        return document_of(values, here)
    except errors.KindMissing:
        return None


def holders(known: Known) -> dict[str, int | None]:
    """Who holds each document of the batch."""
    return {index: known.by_identity.get(index) for index in known.indexes.values()}


def unlike_anybody(rows: Sequence[Values]) -> frozenset[Sought]:
    """Who of these people, if they are new, is like nobody here."""
    people = [SimpleNamespace(**{name: values.get(name, "") for name in SOUGHT}) for values in rows]
    return foresight.unlike_anybody({Sought.of(person) for person in people if person.birth_date})


def id_meant(values: Values, here: Here, known: Known) -> int | None:
    """Whose file is meant: by member number, else by identity number. Raises NumberUnknown, OtherHolder, KindMissing."""
    document = document_of(values, here)
    found = holder = known.by_identity.get(known.indexes[document]) if document else None
    if values.get("number") is not None:
        found = known.by_number.get(values["number"])
        if found is None:
            raise errors.NumberUnknown
        if holder not in (None, found):
            raise errors.OtherHolder
    return found


def _stage_follows(values: Values) -> bool:
    """A stage of another day than that of the admission is a step of its own."""
    return values.get("stage_id") is not None and values.get("stage_date") not in (None, values["admitted_on"])


def _follow(member: Member, values: Values, here: Here) -> None:
    if _stage_follows(values):
        with beside("stage_date"):
            step = StepDetails(stage_id=values["stage_id"], started_on=values["stage_date"])
            parcours_services.record_step(member, step, today=here.today, by_account_id=here.account_id)
    if values.get("coach_id") is not None:
        _assign(member, values["coach_id"])


def _assign(member: Member, coach_id: int) -> None:
    with beside("coach_id"):
        coach = member_services.known_coach(account_queries.find_membership(coach_id))
        member_services.put_with(member, coach, started_on=member.admitted_on, note="")


def _change(member: Member, values: Values, document: IdentityDocument | None) -> Changes:
    """What the row says otherwise; empty cells say nothing."""
    if values.get("admitted_on") not in (None, member.admitted_on):
        raise errors.NothingOfAdmission
    now = MemberDetails(**audit.values_of(member, *DETAILS))  # type: ignore[arg-type]  # the columns of its fields
    wanted = replace(now, **{name: values[name] for name in DETAILS if name in values})
    if document is not None and member_services.identity_index(document) == member.identity_index:
        document = None
    before, after = audit.only_changed(asdict(now), asdict(wanted))
    if document is not None:
        after["identity_number"] = "changed"
    if after:
        member_services.change_member(member, wanted, document, version=member.version)
    return before, after
