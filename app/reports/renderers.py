"""A report as PDF, XLSX or CSV. The page is a template."""

from __future__ import annotations

from typing import Any

from flask import Response, g

from app import pdf
from app.kernel import clock
from app.kernel.i18n import _, format_instant, language, text_direction
from app.kernel.spreadsheets import xlsx_bytes
from app.kernel.tables import csv_bytes
from app.reports.report import Report

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_csv(report: Report) -> Response:
    cells = ([column.cell(row) for column in report.columns] for row in report.lines)
    return _file(csv_bytes([column.label for column in report.columns], cells), report, "csv", media_type="text/csv")


def as_xlsx(report: Report) -> Response:
    cells = ([column.cell(row) for column in report.columns] for row in report.lines)
    headers = [column.label for column in report.columns]
    content = xlsx_bytes(report.title, headers, cells, right_to_left=text_direction() == "rtl")
    return _file(content, report, "xlsx", media_type=XLSX)


def as_pdf(report: Report) -> Response:
    """Printed in a child process, so that this one never loads the engine. Raises pdf.DocumentTooLarge."""
    return _file(
        pdf.render_in_child("register", register_document(report)), report, "pdf", media_type="application/pdf"
    )


def register_document(report: Report) -> pdf.RegisterDocument:
    """The report as plain values for print."""
    organisation = g.organisation
    return pdf.RegisterDocument(
        language=language(),
        direction="rtl" if text_direction() == "rtl" else "ltr",
        organisation_fr=organisation.name_fr,
        organisation_ar=organisation.name_ar,
        title=report.title,
        as_of=report.as_of,
        explanation=report.explanation,
        columns=tuple(
            pdf.Column(label=str(column.label), width=column.width, align="end" if column.is_number else "start")
            for column in report.columns
        ),
        rows=tuple(tuple(column.text(row) for column in report.columns) for row in report.rows),
        empty=report.empty,
        totals=None if report.totals is None else tuple(column.text(report.totals) for column in report.columns),
        filters=tuple(report.filters),
        notes=tuple(report.notes),
        signature=report.signature,
        printed=_("Printed on %(instant)s", instant=format_instant(clock.now())),
        page_word=_("Page"),
        of_word=_("of"),
        missing_letters=_("A letter that the printer's fonts lack stands as a box."),
    )


def page_words() -> dict[str, Any]:
    """What the numbers of pages are written with, in the language spoken."""
    direction = "rtl" if text_direction() == "rtl" else "ltr"
    return {"language": language(), "direction": direction, "page_word": _("Page"), "of_word": _("of")}


def _file(content: bytes, report: Report, ending: str, *, media_type: str) -> Response:
    response = Response(content, mimetype=media_type)
    name = f"{report.code}-{g.organisation.slug}-{g.organisation.today.isoformat()}.{ending}"
    disposition = "inline" if ending == "pdf" else "attachment"
    response.headers.set("Content-Disposition", disposition, filename=name)
    return response
