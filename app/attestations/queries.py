"""Reads of attestations. Inside: everything starts from `visible_to(actor)`. Outside: the two ways to check a paper."""

from __future__ import annotations

import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from flask import abort
from sqlalchemy import ColumnElement, Date, Integer, Row, Select, bindparam, func, or_, select, true

from app.accounts import queries as account_queries
from app.accounts.models import Account
from app.attestations.models import Attestation, AttestationCheckCount
from app.attestations.rules import (
    AttestationKind,
    FileState,
    Status,
    TypedNumber,
    parse_part_of_number,
    status_of,
)
from app.kernel import clock, names
from app.kernel.access import Actor, Role
from app.kernel.database import db
from app.kernel.paging import Page, PageAsked, fetch_page
from app.kernel.reading import Number
from app.kernel.sql import read_rows
from app.kernel.tenancy import all_organisations, open_organisation_id
from app.members import list_queries as members_list
from app.members import queries as member_queries
from app.members.models import Member
from app.network.models import Organisation

AnyRow = Row[*tuple[Any, ...]]
LEFT_BEHIND_AFTER = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)


def visible_to(actor: Actor, *, on: date) -> ColumnElement[bool]:
    """A manager sees the whole register; others the attestations of the members they see that day, and of files merged into theirs."""
    if Role.MANAGER in actor.roles:
        return true()
    return _about(member_queries.visible_to(actor, on=on))


@lru_cache(maxsize=500)
def _about(visible_members: ColumnElement[bool]) -> ColumnElement[bool]:
    return _of_them(select(Member.id).where(visible_members))


def _of_them(member_ids: Select[int]) -> ColumnElement[bool]:
    """What was issued to the file stays with it when it is merged into another."""
    merged = Attestation.member_id.in_(member_queries.merged_into(member_ids))
    return or_(Attestation.member_id.in_(member_ids), merged)


def get_attestation_or_404(actor: Actor, attestation_id: int, *, on: date) -> Attestation:
    """An attestation the actor may see; unknown, foreign and invisible ones are all 404."""
    seen = select(Attestation).where(Attestation.id == attestation_id, visible_to(actor, on=on))
    found: Attestation | None = db.session.scalar(seen)
    if found is None:
        abort(404)
    return found


@dataclass(frozen=True, kw_only=True)
class RegisterFilters:
    """What the register is reduced to; empty values do not filter."""

    typed: str = ""  # the beginning of words of a name in either script, or a number or its end
    status: str = ""


LIST_COLUMNS = (
    Attestation.id,
    Attestation.number_text,
    Attestation.issued_on,
    Attestation.kind,
    Attestation.language,
    Attestation.holder_name_latin,
    Attestation.holder_name_arabic,
    Attestation.member_id,
    Attestation.valid_until,
    Attestation.revoked_at,
    Attestation.state,
)


def row_status(row: Any, *, today: date) -> Status:
    """Where a row of the register stands."""
    return status_of(revoked=row.revoked_at is not None, state=row.state, valid_until=row.valid_until, today=today)


def _conditions(filters: RegisterFilters, today: date) -> list[ColumnElement[bool]]:
    conditions = _found_by(filters.typed)
    if filters.status:
        conditions.append(_standing(Status(filters.status), today))
    return conditions


def _found_by(typed: str) -> list[ColumnElement[bool]]:
    number = parse_part_of_number(typed) if typed else None
    if number is not None:
        return [_has_number(number)]
    return [_of_them(found) for found in members_list.ids_found_by(typed)]


def _has_number(typed: TypedNumber) -> ColumnElement[bool]:
    condition = Attestation.number == typed.number
    if typed.year is not None:
        condition &= Attestation.year == typed.year
    if typed.code is not None:
        condition &= Attestation.number_text.startswith(f"{typed.code}-", autoescape=True)
    return condition


def _standing(status: Status, today: date) -> ColumnElement[bool]:
    """The condition that `status_of` decides row by row."""
    kept = Attestation.revoked_at.is_(None)
    ready = kept & (Attestation.state == FileState.READY)
    return {
        Status.REVOKED: Attestation.revoked_at.is_not(None),
        Status.PREPARING: kept & (Attestation.state == FileState.RENDERING),
        Status.EXPIRED: ready & (Attestation.valid_until < today),
        Status.VALID: ready & or_(Attestation.valid_until.is_(None), Attestation.valid_until >= today),
    }[status]


def fetch_register_page(actor: Actor, filters: RegisterFilters, asked: PageAsked, *, on: date) -> Page:
    """One page of the register, the latest number first; rows carry LIST_COLUMNS."""
    statement = select(*LIST_COLUMNS).where(visible_to(actor, on=on), *_conditions(filters, on))
    return fetch_page(
        statement,
        asked,
        sort_key=Attestation.serial,
        row_id=Attestation.id,
        key_of_row=_serial_of,
        descending=True,
    )


def _serial_of(attestation_id: int) -> int | None:
    return db.session.scalar(select(Attestation.serial).where(Attestation.id == attestation_id))


def count_register(actor: Actor, filters: RegisterFilters, *, on: date) -> int:
    counted = _COUNT.where(visible_to(actor, on=on), *_conditions(filters, on))
    return read_rows(counted).scalar() or 0


def fetch_register(actor: Actor, filters: RegisterFilters, *, on: date) -> Sequence[AnyRow]:
    """The whole register by number, for exports: LIST_COLUMNS and what the paper register also holds."""
    signatures = (Attestation.purpose, Attestation.sha256, account_queries.shown_name().label("issued_by"))
    return db.session.execute(
        select(*LIST_COLUMNS, *signatures)
        .join(Account, Account.id == Attestation.issued_by_account_id)
        .where(visible_to(actor, on=on), *_conditions(filters, on))
        .order_by(Attestation.serial, Attestation.id)
    ).all()


_OF_MEMBER = Attestation.member_id == bindparam("member_id")
_LATEST = (
    select(*LIST_COLUMNS)
    .where(_OF_MEMBER)
    .order_by(Attestation.serial.desc(), Attestation.id.desc())
    .limit(bindparam("limit", type_=Integer))
)
_COUNT = select(func.count()).select_from(Attestation)
_COUNT_OF_MEMBER = _COUNT.where(_OF_MEMBER)


def attestations_of(member_id: int, *, limit: int) -> tuple[Sequence[AnyRow], int]:
    """The latest of a member whose file the caller may see, and how many there are in all."""
    rows = read_rows(_LATEST, {"member_id": member_id, "limit": limit}).all()
    if len(rows) < limit:
        return rows, len(rows)
    return rows, read_rows(_COUNT_OF_MEMBER, {"member_id": member_id}).scalar() or 0


def issued_since(actor: Actor, day: date, *, on: date) -> Number:
    """How many of those the actor sees were issued on this day or later."""
    return Number(statement=_issued_since(visible_to(actor, on=on)), values={"issued_since": day})


@lru_cache(maxsize=500)
def _issued_since(visible: ColumnElement[bool]) -> Select[int]:
    return _COUNT.where(visible, Attestation.issued_on >= bindparam("issued_since", type_=Date))


def check_count(attestation_id: int) -> AttestationCheckCount | None:
    """How often and when last an attestation was checked from outside."""
    return db.session.get(AttestationCheckCount, (open_organisation_id(), attestation_id))


def names_of_accounts(*account_ids: int | None) -> dict[int, str]:
    """The names of those who issued or revoked, in the reader's script."""
    named = select(Account.id, account_queries.shown_name().label("name")).where(
        Account.id.in_(filter(None, account_ids))
    )
    return {row.id: row.name for row in db.session.execute(named)}


def account_of_holder(attestation: Attestation) -> int | None:
    """The account of the person a paper is about, if they have one; their file may have been merged since."""
    its_file = select(func.coalesce(Member.survivor_id, Member.id)).where(Member.id == attestation.member_id)
    return db.session.scalar(select(Member.account_id).where(Member.id == its_file.scalar_subquery()))


# --- Checking a paper, from outside -------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class CheckedPaper:
    """All that a stranger may know of an attestation: initials, never a name; no number of a person, no amount."""

    organisation_id: int
    attestation_id: int
    kind: AttestationKind
    number_text: str
    issuer_name_fr: str
    issuer_name_ar: str
    initials_latin: str
    initials_arabic: str
    issued_on: date
    valid_until: date | None
    revoked_on: date | None
    status: Status


_PAPER = select(
    Attestation.organisation_id,
    Attestation.id,
    Attestation.kind,
    Attestation.number_text,
    Attestation.code,
    Attestation.issuer_name_fr,
    Attestation.issuer_name_ar,
    Attestation.holder_name_latin,
    Attestation.holder_name_arabic,
    Attestation.issued_on,
    Attestation.valid_until,
    Attestation.revoked_at,
    Organisation.country,
).join(Organisation, Organisation.id == Attestation.organisation_id)
_BY_TOKEN = _PAPER.where(Attestation.token == bindparam("token"))
_BY_NUMBER = _PAPER.where(
    Organisation.code == bindparam("organisation_code"),
    Attestation.year == bindparam("year"),
    Attestation.number == bindparam("number"),
)
_TOKEN = re.compile("[A-Za-z2-7]{26}")
_NO_TOKEN = "-" * 26
_NO_NUMBER = TypedNumber(code="", year=0, number=0)
_NO_CODE = "-" * 10


def find_by_token(token: str) -> CheckedPaper | None:
    """The attestation of a QR; whatever else is asked for takes one look-up too, and finds nothing."""
    asked = token.upper() if _TOKEN.fullmatch(token) else _NO_TOKEN
    with all_organisations():
        row = db.session.execute(_BY_TOKEN, {"token": asked}).one_or_none()
    return None if row is None else _checked(row)


def find_by_number(typed: TypedNumber | None, code: str) -> CheckedPaper | None:
    """The attestation of a number, if the dictated code is its own. A wrong code and an unknown number answer alike."""
    asked = typed or _NO_NUMBER
    with all_organisations():
        row = db.session.execute(
            _BY_NUMBER, {"organisation_code": asked.code, "year": asked.year, "number": asked.number}
        ).one_or_none()
    right = hmac.compare_digest((row.code if row is not None else _NO_CODE).encode(), code.encode())
    return _checked(row) if row is not None and right else None


def _checked(row: AnyRow) -> CheckedPaper:
    today = clock.today(row.country)
    revoked_on = row.revoked_at and row.revoked_at.astimezone(clock.TIME_ZONES[row.country]).date()
    return CheckedPaper(
        organisation_id=row.organisation_id,
        attestation_id=row.id,
        kind=row.kind,
        number_text=row.number_text,
        issuer_name_fr=row.issuer_name_fr,
        issuer_name_ar=row.issuer_name_ar,
        initials_latin=names.initials(row.holder_name_latin),
        initials_arabic=names.initials(row.holder_name_arabic),
        issued_on=row.issued_on,
        valid_until=row.valid_until,
        revoked_on=revoked_on,
        status=status_of(revoked=row.revoked_at is not None, valid_until=row.valid_until, today=today),
    )


# --- Files left behind ----------------------------------------------------------------------------------------------


def files_left_behind(now: datetime, *, limit: int = 100) -> list[tuple[int, int]]:
    """Organisation and id of attestations whose file should have been made by now, in every organisation.

    The pause between attempts doubles from a minute to an hour.
    """
    with all_organisations():
        rows = db.session.execute(
            select(
                Attestation.organisation_id,
                Attestation.id,
                Attestation.attempts,
                func.coalesce(Attestation.tried_at, Attestation.issued_at).label("since"),
            )
            .where(Attestation.state == FileState.RENDERING)
            .order_by(Attestation.tried_at.is_not(None), Attestation.tried_at, Attestation.id)
            .limit(limit)
        ).all()
    return [(row.organisation_id, row.id) for row in rows if now - row.since >= _pause(row.attempts)]


def _pause(attempts: int) -> timedelta:
    doublings = min(max(attempts - 1, 0), 10)
    return min(LEFT_BEHIND_AFTER * (1 << doublings), LONGEST_PAUSE)
