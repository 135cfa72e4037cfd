"""What may stand beside a name in the list of members, of the social file: antenna and education, as they are now."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from app.kernel.i18n import _l, language
from app.kernel.sql import read_rows
from app.kernel.tables import Cell
from app.members.list_columns import ListColumn, Listed
from app.network.models import VocabularyTerm
from app.social.labels import EDUCATION
from app.social.models import SocialFile


def _antennas(listed: Listed) -> Mapping[int, Cell]:
    label = VocabularyTerm.label_ar if language() == "ar" else VocabularyTerm.label_fr
    its_antenna = (VocabularyTerm.organisation_id == SocialFile.organisation_id) & (
        VocabularyTerm.id == SocialFile.antenna_id
    )
    said = select(SocialFile.member_id, label.label("antenna")).join(VocabularyTerm, its_antenna)
    return {row.member_id: row.antenna for row in read_rows(said.where(SocialFile.member_id.in_(listed.ids)))}


def _educations(listed: Listed) -> Mapping[int, Cell]:
    said = select(SocialFile.member_id, SocialFile.education).where(
        SocialFile.member_id.in_(listed.ids), SocialFile.education.is_not(None)
    )
    return {row.member_id: str(EDUCATION[row.education]) for row in read_rows(said)}


COLUMNS = (
    ListColumn(code="antenna", label=_l("Antenna"), cells=_antennas),
    ListColumn(code="education", label=_l("Education"), cells=_educations),
)


def list_columns() -> tuple[ListColumn, ...]:
    return COLUMNS
