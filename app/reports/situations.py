"""Who was in which situation on a day: how many at each stage of the parcours, women and men."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.kernel.access import Actor
from app.kernel.i18n import _, _l, _n, format_day
from app.members import parcours_pages, parcours_queries
from app.network import labels
from app.network.models import StageNature
from app.reports.report import Report, ReportColumn


@dataclass(frozen=True, kw_only=True)
class Row:
    """One stage; the last row, without a stage, is their sum."""

    stage_id: int | None
    stage: str
    nature: StageNature | None
    women: int
    men: int
    all: int


COLUMNS = (
    ReportColumn(label=_l("Stage"), cell=lambda row: row.stage, width=40),
    ReportColumn(label=_l("Kind of stage"), cell=lambda row: str(labels.NATURE.get(row.nature, "")), width=30),
    ReportColumn(label=_l("Women"), cell=lambda row: row.women, width=15, is_number=True),
    ReportColumn(label=_l("Men"), cell=lambda row: row.men, width=15, is_number=True),
    ReportColumn(label=_l("All"), cell=lambda row: row.all, width=15, is_number=True),
)


def run(actor: Actor, *, on: date, today: date) -> Report:
    """The counts of a day, of those this actor may see today."""
    rows = _rows(actor, on=on, today=today)
    total = _sum_of(rows)
    return Report(
        code="situations",
        title=_("Situations on a day"),
        as_of=_("As of %(day)s", day=format_day(on)),
        explanation=_n(
            "One row is one stage of the parcours. Each person whose parcours had begun by that day is counted once, at the stage that held then: %(num)s person.",
            "One row is one stage of the parcours. Each person whose parcours had begun by that day is counted once, at the stage that held then: %(num)s people.",
            total.all,
        ),
        filters=[],
        columns=COLUMNS,
        rows=[*rows, total] if rows else [],
        empty=_("Nobody's parcours had begun by that day."),
    )


def _rows(actor: Actor, *, on: date, today: date) -> list[Row]:
    return [
        Row(
            stage_id=found.id,
            stage=parcours_pages.stage_of(found),
            nature=found.nature,
            women=found.female,
            men=found.male,
            all=found.all,
        )
        for found in parcours_queries.count_situations(actor, on=on, today=today)
    ]


def _sum_of(rows: list[Row]) -> Row:
    women, men, everybody = (sum(getattr(row, name) for row in rows) for name in ("women", "men", "all"))
    return Row(stage_id=None, stage=_("Total"), nature=None, women=women, men=men, all=everybody)
