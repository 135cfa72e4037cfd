"""Reads of the social file: what stands in it now, and what held on any day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import abort
from sqlalchemy import ColumnElement, and_, bindparam, or_, select

from app.kernel.database import db
from app.kernel.paging import AnyRow, AnySelect
from app.kernel.sql import read_rows
from app.network.models import Vocabulary, VocabularyTerm
from app.social.models import (
    Disability,
    MemberTrade,
    Occupation,
    OtherJob,
    Protection,
    SocialFact,
    SocialFile,
    SpokenLanguage,
)

_FILE = select(
    SocialFile.education,
    SocialFile.antenna_id,
    SocialFile.prescriber_id,
    SocialFile.prescriber_name,
    SocialFile.channel_id,
    SocialFile.family_status,
    SocialFile.children,
    SocialFile.dependants,
    SocialFile.is_first_business,
    SocialFile.objectives,
    SocialFile.objectives_on,
    SocialFile.version,
).where(SocialFile.member_id == bindparam("member_id"))


def file_of(member_id: int) -> AnyRow | None:
    """What is known of a member besides dated facts; None while nothing was said."""
    return read_rows(_FILE, {"member_id": member_id}).one_or_none()


def find_file(member_id: int) -> SocialFile | None:
    found: SocialFile | None = db.session.scalar(select(SocialFile).where(SocialFile.member_id == member_id))
    return found


def languages_of(member_id: int) -> list[SpokenLanguage]:
    return list(db.session.scalars(select(SpokenLanguage).where(SpokenLanguage.member_id == member_id)))


def _of_member(model: Any, *columns: Any) -> AnySelect:
    return select(model.id, *columns).where(model.member_id == bindparam("member_id"))


_OCCUPATIONS = _of_member(
    Occupation, Occupation.occupation_id, Occupation.started_on, Occupation.holds_until, Occupation.note
).order_by(Occupation.started_on.desc())
_TRADES = _of_member(MemberTrade, MemberTrade.trade_id, MemberTrade.sector_id, MemberTrade.started_on).order_by(
    MemberTrade.id
)
_JOBS = _of_member(OtherJob, OtherJob.employer, OtherJob.weekly_hours, OtherJob.started_on, OtherJob.ended_on).order_by(
    OtherJob.id.desc()
)
_PROTECTION = _of_member(
    Protection,
    Protection.body_id,
    Protection.number_last_three,
    Protection.started_on,
    Protection.ended_on,
    Protection.proof,
    Protection.proof_on,
).order_by(Protection.started_on.desc(), Protection.id.desc())


def occupations_of(member_id: int) -> Sequence[AnyRow]:
    """A member's occupations, the latest first."""
    return read_rows(_OCCUPATIONS, {"member_id": member_id}).all()


def trades_of(member_id: int) -> Sequence[AnyRow]:
    return read_rows(_TRADES, {"member_id": member_id}).all()


def jobs_of(member_id: int) -> Sequence[AnyRow]:
    return read_rows(_JOBS, {"member_id": member_id}).all()


def protection_of(member_id: int) -> Sequence[AnyRow]:
    """A member's social protection, the latest first; numbers by their last three characters."""
    return read_rows(_PROTECTION, {"member_id": member_id}).all()


def get_fact_or_404(model: type[SocialFact], member_id: int, fact_id: int) -> Any:
    """A fact of this member's file."""
    found: Any = select(model).where(model.member_id == member_id, model.id == fact_id)
    return db.session.scalar(found) or abort(404)


def find_disability(member_id: int) -> Disability | None:
    """What is recorded of a disability; reading what it says is another step."""
    found: Disability | None = db.session.scalar(select(Disability).where(Disability.member_id == member_id))
    return found


def occupied_on(day: date | ColumnElement[date]) -> ColumnElement[bool]:
    """The occupations that hold on a day, one for each member of whom any had begun by then."""
    return and_(Occupation.started_on <= day, or_(Occupation.holds_until.is_(None), Occupation.holds_until >= day))


def covered_on(day: date | ColumnElement[date]) -> ColumnElement[bool]:
    """The protection that holds on a day."""
    return and_(Protection.started_on <= day, or_(Protection.ended_on.is_(None), Protection.ended_on >= day))


def code_of_term(term_id: int) -> str:
    """The code of a word: what rules and reports match."""
    return db.session.scalar(select(VocabularyTerm.code).where(VocabularyTerm.id == term_id)) or ""


def ids_coded(code: str, term_ids: Sequence[int]) -> set[int]:
    """Which of these words have a code."""
    found = select(VocabularyTerm.id).where(VocabularyTerm.id.in_(term_ids), VocabularyTerm.code == code)
    return set(db.session.scalars(found))


_VOCABULARIES = (
    Vocabulary.OCCUPATION,
    Vocabulary.TRADE,
    Vocabulary.SECTOR,
    Vocabulary.PROTECTION_BODY,
    Vocabulary.ANTENNA,
    Vocabulary.PRESCRIBER,
    Vocabulary.CHANNEL,
)
_WORDS = {
    spoken: select(VocabularyTerm.id, label).where(VocabularyTerm.vocabulary.in_(_VOCABULARIES))
    for spoken, label in (("fr", VocabularyTerm.label_fr), ("ar", VocabularyTerm.label_ar))
}


def words(spoken: str) -> dict[int, str]:
    """The words of all lists that a social file draws from, by id, withdrawn ones included."""
    return dict(read_rows(_WORDS[spoken]).all())  # type: ignore[arg-type]  # pairs
