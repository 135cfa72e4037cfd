"""What the list of members can be reduced by, of the social file: antenna and education, as they are now."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, or_, select

from app.kernel.i18n import _l
from app.members.list_filters import AsOf, ListFilter, Values
from app.members.models import Member
from app.members.own_filters import NONE, an_id_or_none, fixed, ids_in, of_vocabulary, one_of
from app.network.models import Vocabulary
from app.social.labels import EDUCATION
from app.social.models import Education, SocialFile

NO_ANSWER = "unknown"  # “none” is an education: no schooling
_NOT_GIVEN = _l("Not given")


def _said(column: Any, values: list[Any], *, or_nothing: bool) -> ColumnElement[bool]:
    """Who said any of these; who said nothing may have no social file at all."""
    files = select(SocialFile.member_id)
    found = [Member.id.in_(files.where(one_of(column, values)))] if values else []
    return or_(*found, *([Member.id.not_in(files.where(column.is_not(None)))] if or_nothing else []))


def _of_antenna(values: Values, _as_of: AsOf) -> ColumnElement[bool]:
    return _said(SocialFile.antenna_id, ids_in(values), or_nothing=NONE in values)


def _educated(values: Values, _as_of: AsOf) -> ColumnElement[bool]:
    levels = [Education(value) for value in values if value != NO_ANSWER]
    return _said(SocialFile.education, levels, or_nothing=NO_ANSWER in values)


FILTERS = (
    ListFilter(
        code="antenna",
        label=_l("Antenna"),
        condition=_of_antenna,
        choices=of_vocabulary(Vocabulary.ANTENNA, none=_NOT_GIVEN),
        reads=an_id_or_none,
        takes_several=True,
    ),
    fixed(
        "education",
        _l("Education"),
        {**{level.value: label for level, label in EDUCATION.items()}, NO_ANSWER: _NOT_GIVEN},
        condition=_educated,
        takes_several=True,
    ),
)


def list_filters() -> tuple[ListFilter, ...]:
    return FILTERS
