"""What the pages of prints show: what would be printed, and how far the worker is."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.kernel.access import Permission, current_actor
from app.kernel.i18n import _, language
from app.members import list_pages, list_queries
from app.members.list_filters import MemberFilters, no_longer_apply
from app.reports import members_list, members_register, prints_services
from app.reports.labels import REPORT
from app.reports.models import PrintJob, PrintKind, PrintState
from app.reports.report import Report

ASKS = {PrintKind.LIST: Permission.EXPORT_MEMBERS, PrintKind.REGISTER: Permission.EXPORT_REPORTS}


def to_the_background(kind: PrintKind) -> ResponseReturnValue:
    """More rows than a request can print: the page that asks the worker."""
    filters, columns = list_pages.asked_people(), list_pages.asked_columns()
    return redirect(url_for("prints.show_new", kind=kind.value, **list_pages.filters_in_address(filters, columns)))


def says_what_is_gone(filters: MemberFilters) -> bool:
    """Of a filter that no longer applies it is said, and nothing is to be handed out: the rows would be others than people think."""
    missing = no_longer_apply(filters, current_actor())
    if missing:
        flash(_("These filters no longer apply: %(names)s. Change them, then take the list.", names=", ".join(missing)), "bad")  # fmt: skip
    return bool(missing)


def kind_asked() -> PrintKind:
    return PrintKind.REGISTER if request.args.get("kind") == PrintKind.REGISTER else PrintKind.LIST


def asked() -> dict[str, Any]:
    """What would be printed."""
    filters, columns = list_pages.asked_people(), list_pages.asked_columns()
    address = list_pages.filters_in_address(filters, columns)
    return {
        "title": REPORT[kind_asked().report],
        "said": list_pages.filters_in_words(filters),
        "count": list_queries.count_members(current_actor(), filters, on=g.organisation.today),
        "missing": no_longer_apply(filters, current_actor()),
        "back": url_for("members.list_members", **address),
        "wanted": {name: [str(one) for one in _several(value)] for name, value in address.items()},
    }


def _several(value: Any) -> Any:
    return value if isinstance(value, tuple | list) else [value]


def ask(wanted: dict[str, list[str]], count: int) -> PrintJob:
    account_id = current_actor().account_id
    return prints_services.ask(kind_asked(), wanted, language=language(), rows=count, by_account_id=account_id)


def report_of(job: PrintJob) -> Report:
    """The report as whoever asked sees it today."""
    args = MultiDict([(name, value) for name, values in job.wanted.items() for value in values])
    filters, actor = list_pages.people_in(args), current_actor()
    if job.kind is PrintKind.REGISTER:
        return members_register.run(actor, filters, on=g.organisation.today)
    return members_list.run(actor, filters, list_pages.asked_columns(args), on=g.organisation.today)


def shown(job: PrintJob) -> dict[str, Any]:
    here = url_for("prints.show_print", print_id=job.id)
    is_going_on = job.state in (PrintState.WAITING, PrintState.RUNNING)
    again = url_for("prints.show_new", kind=job.kind.value, **job.wanted)  # type: ignore[arg-type]  # lists of values
    return {"job": job, "title": REPORT[job.kind.report], "here": here if is_going_on else None, "again": again}


def file_answer(job: PrintJob, content: bytes) -> Response:
    """A file to keep, never a page."""
    name = f"{job.kind.report}-{g.organisation.slug}-{job.asked_at.date().isoformat()}.pdf"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, no-store",
    }
    return Response(content, content_type=prints_services.PDF, headers=headers)
