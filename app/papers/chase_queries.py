"""Whom to remind of which paper: what is missing, has expired or soon will; and apart, what was sent and waits.

Everything starts from `visible_to(actor)`. How somebody stands is the rule of `rules.standing`, written in SQL; a test
holds the two together. Nobody is reminded of what they have sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Date, and_, bindparam, case, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from app.kernel.access import Actor, Permission
from app.kernel.database import db
from app.kernel.paging import PAGE_SIZE, AnyRow, AnySelect, Page, PageAsked, fetch_page
from app.kernel.sql import read_rows
from app.members.models import Member, ParcoursStep
from app.members.parcours_queries import holding_on
from app.members.queries import supported_by, visible_to
from app.papers.models import COUNTED, Paper, PaperKind, PaperNeed, PaperState
from app.papers.rules import SOON, Standing

TO_CHECK = "to_check"


@dataclass(frozen=True, kw_only=True)
class ChaseFilters:
    """What the list is reduced to; empty values do not filter."""

    what: str = ""  # a Standing that is chased, or TO_CHECK
    kind_id: int | None = None
    stage_id: int | None = None
    coach_id: int | None = None


_ON, _SOON = bindparam("on", type_=Date), bindparam("soon", type_=Date)
_IS_MISSING = Paper.id.is_(None)
_EXPIRES = Paper.state == PaperState.RECEIVED
_WANTED: dict[str, ColumnElement[bool]] = {
    "": or_(_IS_MISSING, and_(_EXPIRES, Paper.expires_on <= _SOON)),
    Standing.MISSING: _IS_MISSING,
    Standing.EXPIRED: and_(_EXPIRES, Paper.expires_on < _ON),
    Standing.EXPIRES_SOON: and_(_EXPIRES, Paper.expires_on >= _ON, Paper.expires_on <= _SOON),
}
_STANDING = case(
    (_IS_MISSING, Standing.MISSING.value),
    (Paper.expires_on < _ON, Standing.EXPIRED.value),
    else_=Standing.EXPIRES_SOON.value,
)
_ITS_NEEDS = and_(
    PaperNeed.organisation_id == ParcoursStep.organisation_id, PaperNeed.stage_id == ParcoursStep.stage_id
)
_ITS_KIND = and_(
    PaperKind.organisation_id == PaperNeed.organisation_id,
    PaperKind.id == PaperNeed.kind_id,
    PaperKind.retired_at.is_(None),
)
_WHAT_COUNTS = and_(
    Paper.organisation_id == PaperNeed.organisation_id,
    Paper.member_id == ParcoursStep.member_id,
    Paper.kind_id == PaperNeed.kind_id,
    Paper.state.in_(COUNTED),
)
_SENT_ALREADY = aliased(Paper)
_WAITS = and_(
    _SENT_ALREADY.organisation_id == PaperNeed.organisation_id,
    _SENT_ALREADY.member_id == ParcoursStep.member_id,
    _SENT_ALREADY.kind_id == PaperNeed.kind_id,
    _SENT_ALREADY.state == PaperState.TO_CHECK,
)
_ASKED = (
    select(ParcoursStep.member_id, PaperKind.id.label("kind_id"), Paper.expires_on, _STANDING.label("what"))
    .select_from(ParcoursStep)
    .join(PaperNeed, _ITS_NEEDS)
    .join(PaperKind, _ITS_KIND)
    .outerjoin(Paper, _WHAT_COUNTS)
    .outerjoin(_SENT_ALREADY, _WAITS)
    .where(holding_on(_ON), _SENT_ALREADY.id.is_(None))
)
_SENT = (
    select(Paper.member_id, PaperKind.id.label("kind_id"), Paper.expires_on, literal(TO_CHECK).label("what"))
    .select_from(Paper)
    .join(PaperKind, and_(PaperKind.organisation_id == Paper.organisation_id, PaperKind.id == Paper.kind_id))
    .where(Paper.state == PaperState.TO_CHECK)
)


@lru_cache(maxsize=200)
def _entries(filters: ChaseFilters, *, reads_all: bool) -> AnySelect:
    """A row for each paper of the list. Who does not read confidential papers has none of them to look at."""
    if filters.what == TO_CHECK:
        found = _SENT if reads_all else _SENT.where(PaperKind.is_confidential.is_(False))
    else:
        found = _ASKED.where(_WANTED.get(filters.what, _WANTED[""]))
    return found if filters.kind_id is None else found.where(PaperKind.id == filters.kind_id)


@lru_cache(maxsize=200)
def _people(
    filters: ChaseFilters, visible: ColumnElement[bool], on: date, *, reads_all: bool
) -> tuple[ColumnElement[bool], ...]:
    """The members who have an entry, as conditions on `Member`."""
    entries = _entries(filters, reads_all=reads_all)
    source = Paper if filters.what == TO_CHECK else ParcoursStep
    its_own = and_(source.organisation_id == Member.organisation_id, source.member_id == Member.id)
    conditions = [
        visible,
        Member.left_on.is_(None),
        exists(entries.where(its_own).correlate(Member).with_only_columns(literal(1))),
    ]
    if filters.coach_id is not None:
        conditions.append(supported_by(filters.coach_id, on))
    if filters.stage_id is not None:
        at_stage = (
            select(ParcoursStep.member_id)
            .where(ParcoursStep.stage_id == filters.stage_id, holding_on(_ON))
            .correlate(None)
        )
        conditions.append(Member.id.in_(at_stage))
    return tuple(conditions)


_COLUMNS = (
    Member.id,
    Member.number,
    Member.family_name_latin,
    Member.given_name_latin,
    Member.family_name_arabic,
    Member.given_name_arabic,
    Member.phone,
)


@lru_cache(maxsize=200)
def _listed(conditions: tuple[ColumnElement[bool], ...]) -> AnySelect:
    return select(*_COLUMNS).where(*conditions)


@lru_cache(maxsize=200)
def _counted(conditions: tuple[ColumnElement[bool], ...]) -> AnySelect:
    return select(func.count()).select_from(Member).where(*conditions)


def _asked(actor: Actor, filters: ChaseFilters, *, on: date) -> tuple[tuple[ColumnElement[bool], ...], dict[str, Any]]:
    conditions = _people(filters, visible_to(actor, on=on), on, reads_all=reads_confidential(actor))
    return conditions, {"on": on, "soon": on + SOON}


def reads_confidential(actor: Actor) -> bool:
    """Managers; the person themself is asked for elsewhere."""
    return actor.can(Permission.ADMIT_MEMBERS)


def fetch_people_page(actor: Actor, filters: ChaseFilters, asked: PageAsked, *, on: date) -> tuple[Page, int]:
    """One page of the members to remind, by name, and how many they are."""
    conditions, values = _asked(actor, filters, on=on)
    page = fetch_page(
        _listed(conditions),
        asked,
        sort_key=Member.sort_name,
        row_id=Member.id,
        key_of_row=_sort_name_of,
        values=values,
    )
    return page, count_people(actor, filters, on=on)


def count_people(actor: Actor, filters: ChaseFilters, *, on: date) -> int:
    conditions, values = _asked(actor, filters, on=on)
    return read_rows(_counted(conditions), values).scalar() or 0


def count_to_check(actor: Actor, *, on: date) -> int:
    """How many papers sent by members wait to be looked at."""
    sent = _entries(ChaseFilters(what=TO_CHECK), reads_all=reads_confidential(actor))
    its_member = and_(Member.organisation_id == Paper.organisation_id, Member.id == Paper.member_id)
    seen = sent.join(Member, its_member).where(visible_to(actor, on=on), Member.left_on.is_(None))
    return read_rows(seen.with_only_columns(func.count())).scalar() or 0


_PLACES = tuple(f"place_{place}" for place in range(PAGE_SIZE))


def entries_of(actor: Actor, filters: ChaseFilters, member_ids: Sequence[int], *, on: date) -> Sequence[AnyRow]:
    """The papers of the list for the members of a page: `member_id`, `kind_id`, `what`, `expires_on`."""
    if not member_ids:
        return []
    ids = dict.fromkeys(_PLACES) | dict(zip(_PLACES, member_ids, strict=False))
    statement = _entries_of_these(filters, reads_all=reads_confidential(actor))
    return read_rows(statement, {**ids, "on": on, "soon": on + SOON}).all()


@lru_cache(maxsize=200)
def _entries_of_these(filters: ChaseFilters, *, reads_all: bool) -> AnySelect:
    source = Paper if filters.what == TO_CHECK else ParcoursStep
    these = source.member_id.in_([bindparam(place, type_=BigInteger) for place in _PLACES])
    return _entries(filters, reads_all=reads_all).where(these).order_by(PaperKind.position, PaperKind.id)


def fetch_all(actor: Actor, filters: ChaseFilters, *, on: date) -> Sequence[AnyRow]:
    """Every paper of the list with its member, by name, for a file."""
    conditions, values = _asked(actor, filters, on=on)
    entries = _entries(filters, reads_all=reads_confidential(actor))
    source = Paper if filters.what == TO_CHECK else ParcoursStep
    its_member = and_(Member.organisation_id == source.organisation_id, Member.id == source.member_id)
    listed = entries.join(Member, its_member).add_columns(*_COLUMNS).where(*conditions)
    return read_rows(listed.order_by(Member.sort_name, Member.id, PaperKind.position, PaperKind.id), values).all()


def _sort_name_of(member_id: int) -> str | None:
    return db.session.scalar(select(Member.sort_name).where(Member.id == member_id))
