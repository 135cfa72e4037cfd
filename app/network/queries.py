"""Reads about organisations. Signatories and vocabularies are read inside the open scope."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from flask import abort
from sqlalchemy import bindparam, select

from app.kernel import clock
from app.kernel.database import db
from app.kernel.reading import among, once_a_reading
from app.kernel.sql import read_rows
from app.kernel.tenancy import open_organisation_id
from app.network.models import (
    CLOSING,
    CURRENCIES,
    Country,
    Organisation,
    OrganisationKind,
    Signatory,
    StageNature,
    Vocabulary,
    VocabularyTerm,
)


@dataclass(frozen=True, kw_only=True)
class OpenOrganisation:
    """What pages need of the organisation they stand in."""

    id: int
    slug: str
    code: str
    kind: OrganisationKind
    country: Country
    name_fr: str
    name_ar: str
    territory_revision: int  # the last change of its country's list of territories

    @property
    def currency(self) -> str:
        return CURRENCIES[self.country]

    @property
    def time_zone(self) -> ZoneInfo:
        return clock.TIME_ZONES[self.country]

    @property
    def today(self) -> date:
        return clock.today(self.country)

    def name(self, language: str) -> str:
        return self.name_ar if language == "ar" else self.name_fr


OPEN_NAMES = tuple(field.name for field in fields(OpenOrganisation))
_BY_ID = select(*(getattr(Organisation, name) for name in OPEN_NAMES)).where(
    Organisation.id == bindparam("organisation_id")
)


def open_organisation(organisation_id: int) -> OpenOrganisation:
    """The organisation as pages need it; raises NoResultFound for an unknown id."""
    row = db.session.execute(_BY_ID, {"organisation_id": organisation_id}).one()
    return OpenOrganisation(**row._mapping)


def current_organisation() -> Organisation:
    """The organisation whose scope is open, whole."""
    return db.session.get_one(Organisation, open_organisation_id())


def get_organisation_or_404(organisation_id: int) -> Organisation:
    """For the network's own pages: which organisations there are is no secret to those who may open them."""
    return db.session.get(Organisation, organisation_id) or abort(404)


def find_by_slug(slug: str) -> Organisation | None:
    return db.session.scalar(select(Organisation).filter_by(slug=slug))


def find_by_code(code: str) -> Organisation | None:
    return db.session.scalar(select(Organisation).filter_by(code=code))


def all_organisations_by_name() -> list[Organisation]:
    return list(db.session.scalars(select(Organisation).order_by(Organisation.country, Organisation.name_fr)))


def active_terms(vocabulary: Vocabulary) -> list[VocabularyTerm]:
    """The words of a list that are offered now, in their order."""
    return list(
        db.session.scalars(
            select(VocabularyTerm)
            .where(VocabularyTerm.vocabulary == vocabulary, VocabularyTerm.retired_at.is_(None))
            .order_by(VocabularyTerm.position, VocabularyTerm.id)
        )
    )


_OFFERED_IDS = select(VocabularyTerm.id).where(
    VocabularyTerm.vocabulary == bindparam("vocabulary"), VocabularyTerm.retired_at.is_(None)
)


def offered_term_ids(vocabulary: Vocabulary) -> Sequence[int]:
    """The ids of the words that are offered now: what a choice is checked against."""
    return read_rows(_OFFERED_IDS, {"vocabulary": vocabulary}).scalars().all()


_IS_PRODUCTION = select(VocabularyTerm.is_production).where(VocabularyTerm.id == bindparam("term_id"))


def is_production_cost(category_id: int | None) -> bool:
    """Whether an expense of this category is a cost of what is sold, which the gross margin takes off."""
    return category_id is not None and bool(read_rows(_IS_PRODUCTION, {"term_id": category_id}).scalar())


_OFFERED_STAGES = (
    select(VocabularyTerm.id, VocabularyTerm.nature)
    .where(VocabularyTerm.vocabulary == Vocabulary.STAGE, VocabularyTerm.retired_at.is_(None))
    .order_by(VocabularyTerm.position, VocabularyTerm.id)
)


def offered_stages() -> Sequence[Any]:
    """The stages that are offered now, in their order: `id` and `nature`."""
    return read_rows(_OFFERED_STAGES, with_pending=False).all()


def every_term(vocabulary: Vocabulary) -> list[VocabularyTerm]:
    """The words of a list with the retired ones, in their order."""
    return list(
        db.session.scalars(
            select(VocabularyTerm)
            .where(VocabularyTerm.vocabulary == vocabulary)
            .order_by(VocabularyTerm.retired_at.is_not(None), VocabularyTerm.position, VocabularyTerm.id)
        )
    )


_LABELS = {
    language: select(VocabularyTerm.id, label).where(VocabularyTerm.vocabulary == bindparam("vocabulary"))
    for language, label in (("fr", VocabularyTerm.label_fr), ("ar", VocabularyTerm.label_ar))
}


@once_a_reading
def term_labels(vocabulary: Vocabulary, language: str) -> Mapping[int, str]:
    """Label by term id, retired words included: what a list shows beside its rows."""
    return dict(read_rows(_LABELS[language], {"vocabulary": vocabulary}).all())  # type: ignore[arg-type]  # pairs


_WORDS = {
    language: select(VocabularyTerm.vocabulary, VocabularyTerm.id, label, VocabularyTerm.nature)
    .where(among(VocabularyTerm.vocabulary, (Vocabulary.TRADE, Vocabulary.STAGE)))
    .order_by(VocabularyTerm.vocabulary, VocabularyTerm.position, VocabularyTerm.id)
    for language, label in (("fr", VocabularyTerm.label_fr), ("ar", VocabularyTerm.label_ar))
}


@dataclass(frozen=True, kw_only=True)
class WordsOfMembers:
    """Label by term id, and the nature of each stage; retired words included."""

    trades: Mapping[int, str]
    stages: Mapping[int, str]
    natures: Mapping[int, StageNature]

    def closes(self, stage_id: int | None) -> bool:
        """Whether whoever is at this stage is counted as gone."""
        return stage_id is not None and self.natures.get(stage_id) in CLOSING


@once_a_reading
def words_of_members(language: str) -> WordsOfMembers:
    """What a list of members shows beside its rows and in its filters, read at once."""
    rows: Sequence[Any] = read_rows(_WORDS[language]).all()
    return WordsOfMembers(
        trades={term_id: label for vocabulary, term_id, label, _nature in rows if vocabulary is Vocabulary.TRADE},
        stages={term_id: label for vocabulary, term_id, label, _nature in rows if vocabulary is Vocabulary.STAGE},
        natures={term_id: nature for _vocabulary, term_id, _label, nature in rows if nature is not None},
    )


def active_signatories() -> list[Signatory]:
    return list(db.session.scalars(select(Signatory).where(Signatory.retired_at.is_(None)).order_by(Signatory.id)))
