"""What the pages of an import of past months show."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.imports import child
from app.imports import errors as import_errors
from app.imports.rows import kept
from app.imports.services import digest_of
from app.kernel.access import current_actor
from app.kernel.errors import Refusal
from app.kernel.i18n import _, language
from app.kernel.paging import AnyRow
from app.kernel.transaction import write_transaction
from app.past_records import labels, queries, services
from app.past_records.forms import PastColumnsForm, PastUploadForm
from app.past_records.mapping import FileMapping
from app.past_records.models import ActivityImport, SheetKind, State
from app.past_records.sheets import Sheet, sheet_of, sheets

SAMPLES = 5


def upload_form() -> PastUploadForm:
    form = PastUploadForm()
    form.offer_sheets({sheet.code: sheet.label for sheet in sheets().values()})
    return form


def sheet_asked() -> Sheet:
    """The kind of sheet in the address."""
    return sheets().get(request.args.get("sheet", SheetKind.RECORDS)) or abort(404)


def year_asked() -> int:
    """A year in the address that has records; the latest when none is asked."""
    years = queries.years() or [g.organisation.today.year]
    asked = request.args.get("year", str(years[0]))
    return next((year for year in years if str(year) == asked), None) or abort(404)


def start(form: PastUploadForm) -> ResponseReturnValue | None:
    """Read the file and keep its rows; None when it is refused, with the reason beside the field."""
    content, account_id = form.file.data.read(), current_actor().account_id
    digest, kind = digest_of(content), SheetKind(form.sheet.data)
    try:
        under_way = queries.open_import()
        if under_way is not None:
            raise import_errors.ImportUnderWay(under_way.id)
        file = child.read_in_child(content, form.encoding.data or "")
        with write_transaction():
            opened = services.open_import(file, digest, kind=kind, spoken=language(), by_account_id=account_id).id
    except Refusal as refusal:
        form.add_refusal(refusal)
        return _already(refusal, digest)
    return redirect(url_for("past_records.show_columns", past_import_id=opened))


def _already(refusal: Refusal, digest: str) -> ResponseReturnValue | None:
    """The same file sent again by the same person leads to the import it opened."""
    if not isinstance(refusal, import_errors.ImportUnderWay):
        return None
    under_way = queries.get_import_or_404(refusal.import_id)
    if under_way.file_digest == digest and under_way.started_by_account_id == current_actor().account_id:
        return redirect(url_for("past_records.show_import", past_import_id=under_way.id))
    return None


def carried_out(moved: ActivityImport, action: Callable[[ActivityImport], object]) -> ResponseReturnValue:
    """Do a step, and show where the import stands; a refusal is said on top of that page."""
    try:
        action(moved)
    except Refusal as refusal:
        flash(str(refusal), "bad")
    return redirect(url_for("past_records.show_import", past_import_id=moved.id))


def columns_of(moved: ActivityImport) -> dict[str, Any]:
    """Headers, first values and what is proposed, for the form of columns."""
    headers = kept(moved.columns, [])
    some = [kept(row.cells, []) for row in queries.some_rows(moved.id)]
    samples = [
        list(dict.fromkeys(row[place] for row in some if place < len(row) and row[place]))[:SAMPLES]
        for place in range(len(headers))
    ]
    return {"moved": moved, "headers": headers, "samples": samples, "sheet": sheet_of(moved)}


def with_columns(form: PastColumnsForm, shown: Mapping[str, Any]) -> PastColumnsForm:
    told = FileMapping.of(shown["moved"].mapping)
    choices = {each.code: each.label for each in shown["sheet"].fields}
    headers = [header or _("Without a name") for header in shown["headers"]]
    form.offer_columns(headers, choices, {"fields": told.fields, "order": told.order})
    return form


def standing(moved: ActivityImport) -> dict[str, Any]:
    """Where an import stands: progress while it runs, then what it would do or did, and the rows that were refused."""
    is_shown = moved.state in (State.CHECKED, State.DONE)
    before = queries.written_before(moved.file_digest) if moved.is_open else None
    return {
        "moved": moved,
        "labels": labels,
        "states": State,
        "tiles": _tiles(moved),
        "written_before": before,
        "rows": _in_words(moved, queries.refused_rows(moved.id, most=queries.SHOWN_ROWS)) if is_shown else [],
    }


def _tiles(moved: ActivityImport) -> list[dict[str, Any]]:
    told = [
        (_("Rows to write") if moved.is_open else _("Rows written"), moved.accepted, "", ""),
        (_("In the journal already"), moved.twice, _("Left out: nothing is written twice."), ""),
        (_("Set aside"), moved.refused, _("Each says what is wrong."), "bad"),
    ]
    return [
        {"label": label, "value": value, "note": note, "tone": tone}
        for label, value, note, tone in told
        if value or not tone
    ]


def _in_words(moved: ActivityImport, rows: Sequence[AnyRow]) -> list[dict[str, Any]]:
    mapping, headers, sheet = FileMapping.of(moved.mapping), kept(moved.columns, []), sheet_of(moved)
    return [
        {
            "number": row.row_number,
            "name": _who(kept(row.cells, []), mapping),
            "problems": [
                (_header_of(each.get("field", ""), mapping.fields, headers, sheet=sheet), each.get(language(), ""))
                for each in kept(row.found, {}).get("problems", ())
            ],
        }
        for row in rows
    ]


def _who(cells: Sequence[str], mapping: FileMapping) -> str:
    """Whom a row is about, as its cells say."""
    told = {code: cells[place] for place, code in enumerate(mapping.fields) if code and place < len(cells)}
    return told.get("person") or told.get("number") or next(filter(None, cells), "")


def _header_of(code: str, fields: Sequence[str], headers: Sequence[str], *, sheet: Sheet) -> str:
    """The column as the file calls it, else as we do."""
    if code in fields and fields.index(code) < len(headers):
        return headers[fields.index(code)]
    return next((str(each.label) for each in sheet.fields if each.code == code), "")
