"""The social situation of a day: by education, occupation and social protection, women and men."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort

from app.kernel.access import Actor
from app.kernel.i18n import _, _l, _n, format_day, language
from app.kernel.ids import read_id
from app.members.models import Sex
from app.network import queries as network_queries
from app.network.models import Vocabulary
from app.reports.report import Report, ReportColumn
from app.social import count_queries
from app.social.count_queries import Theme
from app.social.labels import EDUCATION

THEMES = {
    Theme.EDUCATION: _l("Education"),
    Theme.ENTRY: _l("Situation at entry"),
    Theme.OCCUPATION: _l("Situation on that day"),
    Theme.PROTECTION: _l("Social protection on that day"),
}
_VOCABULARIES = {
    Theme.ENTRY: Vocabulary.OCCUPATION,
    Theme.OCCUPATION: Vocabulary.OCCUPATION,
    Theme.PROTECTION: Vocabulary.PROTECTION_BODY,
}
NOT_GIVEN = "-"  # in addresses
SEXES = {"": "", Sex.FEMALE: _l("Women"), Sex.MALE: _l("Men")}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One answer. `key` stands for it in addresses."""

    theme: Theme
    key: str
    answer: str
    women: int
    men: int
    all: int


COLUMNS = (
    ReportColumn(label=_l("What is counted"), cell=lambda row: str(THEMES[row.theme]), width=30),
    ReportColumn(label=_l("Answer"), cell=lambda row: row.answer, width=40),
    ReportColumn(label=_l("Women"), cell=lambda row: row.women, width=12, is_number=True),
    ReportColumn(label=_l("Men"), cell=lambda row: row.men, width=12, is_number=True),
    ReportColumn(label=_l("All"), cell=lambda row: row.all, width=12, is_number=True),
)


def run(actor: Actor, *, on: date, today: date) -> Report:
    """The counts of a day, of those present then whom this actor may see today."""
    everybody = count_queries.count_present(actor, on=on, today=today)
    rows = [row for theme in Theme for row in _rows(actor, theme, on=on, today=today)] if everybody.all else []
    return Report(
        code="social",
        title=_("Social situation on a day"),
        as_of=_("As of %(day)s", day=format_day(on)),
        explanation=_n(
            "One row is one answer. Who was present on that day, admitted and not gone, is counted once for each question, and once for each body that covered them: %(num)s person. Education is what the file says now; the situation at entry is the one that held on the day of admission.",
            "One row is one answer. Everybody present on that day, admitted and not gone, is counted once for each question, and once for each body that covered them: %(num)s people. Education is what the file says now; the situation at entry is the one that held on the day of admission.",
            everybody.all,
        ),
        filters=[],
        columns=COLUMNS,
        rows=rows,
        empty=_("Nobody was present on that day."),
    )


def answers_of(theme: Theme) -> Mapping[Any, str]:
    """The answers there can be, in their order and in words; None for those that are missing."""
    words: dict[Any, str] = {None: _("Not given")}
    if theme is Theme.EDUCATION:
        return {**{code: str(label) for code, label in EDUCATION.items()}, **words}
    terms = network_queries.every_term(_VOCABULARIES[theme])
    return {**{term.id: term.label(language()) for term in terms}, **words}


def _rows(actor: Actor, theme: Theme, *, on: date, today: date) -> Iterator[Row]:
    counted = {row.answer: row for row in count_queries.count_answers(actor, theme, on=on, today=today)}
    for answer, words in answers_of(theme).items():
        if (found := counted.get(answer)) is not None:
            key = NOT_GIVEN if answer is None else str(answer)
            yield Row(theme=theme, key=key, answer=words, women=found.female, men=found.male, all=found.all)


@dataclass(frozen=True, kw_only=True)
class Behind:
    """The people behind one count."""

    theme: str
    answer: str
    sex: str  # in words; empty where women and men are counted
    people: Any


def behind(actor: Actor, address: Mapping[str, str], *, on: date, today: date) -> Behind:
    """Who is counted by the theme, the answer and the sex of an address; 404 for what is no answer."""
    try:
        theme = Theme(address.get("theme", ""))
    except ValueError:
        abort(404)
    key = address.get("answer", "")
    answer: Any = None if key == NOT_GIVEN else key if theme is Theme.EDUCATION else read_id(key)
    words = answers_of(theme)
    if answer not in words or (answer is None and key != NOT_GIVEN):
        abort(404)
    sex = address.get("sex", "")
    if sex not in SEXES:
        abort(404)
    people = count_queries.people_counted(actor, theme, answer, sex=sex, on=on, today=today)
    return Behind(theme=str(THEMES[theme]), answer=words[answer], sex=str(SEXES[sex]), people=people)
