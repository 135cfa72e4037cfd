"""The register of members: one row a member, present on the day or, if asked, also those who left.

The Moroccan law on cooperatives (112-12) and Tunisian practice expect number, names, identity document, address and
admission; the identity number itself stays masked: the paper travels further than the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.accounts import queries as account_queries
from app.kernel import identity
from app.kernel.access import Actor
from app.kernel.i18n import _, _l, _n, format_day_short, language
from app.members import labels, list_pages, list_queries
from app.members.list_filters import MemberFilters
from app.members.models import IdentityKind, Sex
from app.network import queries as network_queries
from app.reports.report import Report, ReportColumn


@dataclass(frozen=True, kw_only=True)
class Row:
    """One member as the register says."""

    id: int
    number: int
    name_latin: str
    name_arabic: str
    sex: Sex
    birth_date: date
    identity_kind: IdentityKind | None
    identity_end: str
    commune: str
    trade: str
    stage: str
    admitted_on: date
    left_on: date | None
    coach: str


COLUMNS = (
    ReportColumn(label=_l("No."), cell=lambda row: row.number, width=9, is_number=True),
    ReportColumn(label=_l("Name, Latin letters"), cell=lambda row: row.name_latin, width=26),
    ReportColumn(label=_l("Name, Arabic letters"), cell=lambda row: row.name_arabic, width=22, is_on_screen=False),
    ReportColumn(label=_l("Sex"), cell=lambda row: str(labels.SEX[row.sex]), width=12),
    ReportColumn(
        label=_l("Born"), cell=lambda row: row.birth_date, width=17, shown=lambda row: format_day_short(row.birth_date)
    ),
    ReportColumn(label=_l("Identity document"), cell=lambda row: _document(row), width=23),
    ReportColumn(label=_l("Commune"), cell=lambda row: row.commune, width=16),
    ReportColumn(label=_l("Trade"), cell=lambda row: row.trade, width=20),
    ReportColumn(label=_l("Stage"), cell=lambda row: row.stage, width=25),
    ReportColumn(
        label=_l("Admitted on"),
        cell=lambda row: row.admitted_on,
        width=17,
        shown=lambda row: format_day_short(row.admitted_on),
    ),
    ReportColumn(
        label=_l("Left on"),
        cell=lambda row: row.left_on,
        width=17,
        shown=lambda row: format_day_short(row.left_on),
        is_on_screen=False,
    ),
    ReportColumn(label=_l("Support coach"), cell=lambda row: row.coach, width=22),
)


def run(actor: Actor, filters: MemberFilters, *, on: date) -> Report:
    """The register of the members this actor may see, by name."""
    rows = _rows(actor, filters, on)
    return Report(
        code="members",
        title=_("Register of members"),
        as_of=list_pages.day_in_words(filters),
        explanation=_n(
            "One row is one member of the organisation, counted once: %(num)s member.",
            "One row is one member of the organisation, counted once: %(num)s members.",
            len(rows),
        ),
        filters=list_pages.filters_in_words(filters),
        columns=COLUMNS,
        rows=rows,
        empty=_("No member corresponds."),
    )


def _rows(actor: Actor, filters: MemberFilters, on: date) -> list[Row]:
    words = network_queries.words_of_members(language())
    coaches = {coach.id: account_queries.name_of(coach) for coach in account_queries.every_coach()}
    return [
        Row(
            id=member.id,
            number=member.number,
            name_latin=f"{member.given_name_latin} {member.family_name_latin}".strip(),
            name_arabic=f"{member.given_name_arabic} {member.family_name_arabic}".strip(),
            sex=member.sex,
            birth_date=member.birth_date,
            identity_kind=member.identity_kind,
            identity_end=member.identity_last_three,
            commune=member.commune,
            trade=words.trades.get(member.trade_id, ""),
            stage=words.stages.get(member.stage_id, ""),
            admitted_on=member.admitted_on,
            left_on=member.since if words.closes(member.stage_id) else None,
            coach=coaches.get(member.coach_id, ""),
        )
        for member in list_queries.fetch_members(actor, filters, on=on)
    ]


def _document(row: Row) -> str:
    if row.identity_kind is None:
        return ""
    return f"{labels.IDENTITY_KIND[row.identity_kind]} {identity.masked(row.identity_end)}"
