"""What the pages of an import show."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Response, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.imports import child, errors, labels, queries, registry, services
from app.imports.change_words import ChangeWords
from app.imports.file_forms import ColumnsForm, UploadForm
from app.imports.forms import QuestionsForm
from app.imports.models import Import, ImportState, RowState
from app.imports.registry import ImportField
from app.imports.rows import ColumnMapping, kept
from app.kernel.access import current_actor
from app.kernel.errors import Refusal
from app.kernel.i18n import _, language
from app.kernel.paging import AnyRow, page_asked
from app.kernel.transaction import write_transaction
from app.members import queries as member_queries
from app.members import slips

SAMPLES = 5
BEFORE = (RowState.NEW, RowState.CHANGED, RowState.ALIKE, RowState.REFUSED, RowState.UNCHANGED, RowState.SKIPPED)
AFTER = (RowState.CREATED, RowState.UPDATED, RowState.REFUSED, RowState.UNCHANGED, RowState.SKIPPED)


def start(form: UploadForm) -> ResponseReturnValue | None:
    """Read the file and keep its rows; None when it is refused, with the reason beside the field."""
    content, account_id = form.file.data.read(), current_actor().account_id
    digest = services.digest_of(content)
    try:
        under_way = queries.open_import()
        if under_way is not None:
            raise errors.ImportUnderWay(under_way.id)
        file = child.read_in_child(content, form.encoding.data or "")
        with write_transaction():
            opened = services.open_import(file, digest, by_account_id=account_id).id
    except Refusal as refusal:
        form.add_refusal(refusal)
        return _already(refusal, digest)
    return redirect(url_for("imports.show_columns", import_id=opened))


def _already(refusal: Refusal, digest: str) -> ResponseReturnValue | None:
    """The same file sent again by the same person leads to the import it opened."""
    if not isinstance(refusal, errors.ImportUnderWay):
        return None
    under_way = queries.get_import_or_404(refusal.import_id)
    is_theirs = under_way.started_by_account_id == current_actor().account_id
    if under_way.file_digest == digest and is_theirs:
        return redirect(url_for("imports.show_import", import_id=under_way.id))
    return None


def carried_out(moved: Import, action: Callable[[], object]) -> ResponseReturnValue:
    """Do a step, and show where the import stands; a refusal is said on top of that page."""
    try:
        action()
    except Refusal as refusal:
        flash(str(refusal), "bad")
    return redirect(url_for("imports.show_import", import_id=moved.id))


def columns_of(moved: Import) -> dict[str, Any]:
    """Headers, first values and what is proposed, for the form of columns."""
    headers, mapping = kept(moved.columns, []), ColumnMapping.of(moved.mapping)
    some = queries.some_cells(moved.id, 40)
    samples = [_samples(some, place) for place in range(len(headers))]
    return {"moved": moved, "headers": headers, "mapping": mapping, "samples": samples, "how": kept(moved.how_read, {})}


def _samples(rows: Sequence[Sequence[str]], place: int) -> list[str]:
    """The first values that differ."""
    filled = (row[place] for row in rows if place < len(row) and row[place])
    return list(dict.fromkeys(filled))[:SAMPLES]


def with_columns(form: ColumnsForm, shown: Mapping[str, Any]) -> ColumnsForm:
    headers = shown["headers"]
    chosen = [*shown["mapping"].fields, *[""] * len(headers)]
    form.offer([header or _("Without a name") for header in headers], field_choices(), chosen)
    return form


def field_choices() -> dict[str, dict[str, object]]:
    """The fields that may be imported by who asks, below the part they belong to."""
    offered = registry.offered_to(current_actor().can)
    return {str(part.label): {each.code: each.label for each in fields} for part, fields in offered}


def fields_of_template() -> list[ImportField]:
    """The columns of the member's own file; all that may be imported where `columns=all` is asked for."""
    offered = registry.offered_to(current_actor().can)
    asked = offered if request.args.get("columns") == "all" else offered[:1]
    return [each for _part, fields in asked for each in fields]


def questions_of(moved: Import) -> dict[str, Any]:
    """What the file leaves open, in a fixed order."""
    mapping, headers = ColumnMapping.of(moved.mapping), kept(moved.columns, [])
    known, here = registry.fields(), services.here_and_now(None)
    words = []
    for code, found in mapping.questions.get("words", {}).items():
        choices = known[code].choices if code in known else None
        listed = {choice.value: choice.label for choice in choices(here)} if choices else {}
        words += [{"code": code, "key": key, "word": word, "choices": listed} for key, word in found.items()]
    orders = [
        {"place": place, "header": headers[int(place)], "example": example}
        for place, example in mapping.questions.get("orders", {}).items()
    ]
    return {
        "moved": moved,
        "orders": orders,
        "words": words,
        "asks_day": mapping.questions.get("admitted_on"),
        "known": known,
    }


def with_questions(form: QuestionsForm, asked: Mapping[str, Any]) -> QuestionsForm:
    form.offer(
        [each["header"] for each in asked["orders"]], [(each["word"], each["choices"]) for each in asked["words"]]
    )
    return form


def answers_of(form: QuestionsForm, asked: Mapping[str, Any]) -> dict[str, Any]:
    """The form as `services.answer` takes it."""
    words: dict[str, dict[str, str]] = {}
    for each, meaning in zip(asked["words"], form.meanings(), strict=False):
        words.setdefault(each["code"], {})[each["key"]] = meaning
    orders = {each["place"]: entry.data for each, entry in zip(asked["orders"], form.orders, strict=False)}
    return {"orders": orders, "words": words, "admitted_on": form.admitted_on.data}


def standing(moved: Import) -> dict[str, Any]:
    """Where an import stands: progress while it runs, then counts that lead to their rows."""
    counts = queries.counts_of(moved.id)
    shown = AFTER if moved.state is ImportState.DONE else BEFORE
    tiles = [_tile(moved, state, counts[state]) for state in shown if counts.get(state)]
    accepted = sum(counts.get(state, 0) for state in services.ACCEPTED)
    before = queries.written_before(moved.file_digest) if moved.is_open else None
    return {
        "moved": moved,
        "labels": labels,
        "counts": tiles,
        "accepted": accepted,
        "alike": counts.get(RowState.ALIKE, 0),
        "refused": counts.get(RowState.REFUSED, 0),
        "written_before": before,
        "states": ImportState,
    }


def without_access(moved: Import) -> dict[str, Any]:
    """The people that this import created and who cannot sign in yet, for the page of slips."""
    return {"moved": moved, **slips.waiting(among=queries.created_ids(moved.id))}


def _tile(moved: Import, state: RowState, count: int) -> dict[str, Any]:
    url = url_for("imports.list_rows", import_id=moved.id, kind=state.value)
    note = labels.NOTES.get(state, "") if moved.is_open or state is RowState.REFUSED else ""
    return {"label": labels.ROW[state], "value": count, "url": url, "note": note, "tone": labels.TONE.get(state, "")}


def rows_of(moved: Import) -> dict[str, Any]:
    """One page of the rows of a kind, with what was found of each in words."""
    offered = {state.value: state for state in (*BEFORE, RowState.CREATED, RowState.UPDATED)}
    kind = offered.get(request.args.get("kind", ""), RowState.REFUSED)
    page = queries.rows_page(moved.id, [kind], page_asked(request.args))
    here = url_for("imports.list_rows", import_id=moved.id, kind=kind.value)
    return {
        "moved": moved,
        "kind": kind,
        "title": labels.ROW[kind],
        "rows": _in_words(moved, page.rows),
        "count": queries.counts_of(moved.id).get(kind, 0),
        "states": RowState,
        "links": {
            "first": here if page.before_id else None,
            "previous": f"{here}&before={page.before_id}" if page.before_id else None,
            "next": f"{here}&after={page.after_id}" if page.after_id else None,
            "last": f"{here}&page=last" if page.after_id else None,
        },
    }


def _in_words(moved: Import, rows: Sequence[AnyRow]) -> list[dict[str, Any]]:
    mapping, headers = ColumnMapping.of(moved.mapping), kept(moved.columns, [])
    found = [kept(row.found, {}) for row in rows]
    alike = {int(each) for said in found for each in said.get("alike", ())}
    people = member_queries.people_by_id({row.member_id for row in rows if row.member_id} | alike)
    words = ChangeWords(services.here_and_now(None), language())
    return [
        {
            "id": row.id,
            "number": row.row_number,
            "member": people.get(row.member_id),
            "name": _name_in(kept(row.cells, []), mapping),
            "problems": [
                (_header_of(each.get("field", ""), mapping, headers), each.get(language(), ""))
                for each in said.get("problems", ())
            ],
            "changes": words.changes(said),
            "alike": [people[int(each)] for each in said.get("alike", ()) if int(each) in people],
            "same_as_row": said.get("row"),
        }
        for row, said in zip(rows, found, strict=True)
    ]


def _name_in(cells: Sequence[str], mapping: ColumnMapping) -> str:
    """Who a row is about, as its cells say; the first filled one where no name is known."""
    by_field = {code: cells[place] for place, code in enumerate(mapping.fields) if code and place < len(cells)}
    for codes in (
        ("given_name_latin", "family_name_latin"),
        ("full_name",),
        ("given_name_arabic", "family_name_arabic"),
    ):
        name = " ".join(by_field[code] for code in codes if by_field.get(code))
        if name:
            return name
    return next(filter(None, cells), "")


def _header_of(code: str, mapping: ColumnMapping, headers: Sequence[str]) -> str:
    """The column as the file calls it, else as we do."""
    if code in mapping.fields and mapping.fields.index(code) < len(headers):
        return str(headers[mapping.fields.index(code)])
    known = registry.fields().get(code)
    return str(known.label) if known else ""


def as_file(content: bytes, name: str, media_type: str) -> Response:
    answer = Response(content, mimetype=media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=f"{name}-{g.organisation.slug}.xlsx")
    return answer
