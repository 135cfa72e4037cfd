"""What the list of contracts shows: filters read, choices offered, rows in words, the same as a file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import request, url_for

from app.accounts import queries as account_queries
from app.kernel import audit
from app.kernel.access import Actor
from app.kernel.i18n import _, language
from app.kernel.ids import read_id
from app.kernel.paging import AnyRow, PageAsked
from app.kernel.reading import read_numbers
from app.kernel.tables import Cell, csv_bytes
from app.kernel.tenancy import organisation_scope
from app.members import queries as member_queries
from app.members.names_shown import full_name
from app.network import queries as network_queries
from app.network.models import Vocabulary
from app.work_relations import labels, list_queries, queries
from app.work_relations.list_queries import ContractFilters, View
from app.work_relations.pages import kind_of
from app.work_relations.queries import DecidedRules
from app.work_relations.services import LIST_TAKEN

LONGEST_SEARCH, MOST_DAYS = 100, 3660


def asked_filters(decided: DecidedRules) -> ContractFilters:
    """The filters in the address; a value that cannot be one does not filter."""
    args = request.args.to_dict()
    view, days = args.get("view", ""), read_id(args.get("days"))
    return ContractFilters(
        view=next((known for known in View if known == view), View.ENDING),
        days=days if days is not None and days <= MOST_DAYS else decided.warning_days,
        typed=args.get("q", "")[:LONGEST_SEARCH],
        kind_id=read_id(args.get("kind")),
        coach="none" if args.get("coach") == "none" else str(read_id(args.get("coach")) or ""),
    )


def filters_in_address(filters: ContractFilters, decided: DecidedRules) -> dict[str, Any]:
    """The filters as an address says them, without those that do not bite."""
    said = {
        "view": filters.view.value,
        "days": filters.days if filters.days != decided.warning_days else None,
        "q": filters.typed,
        "kind": filters.kind_id,
        "coach": filters.coach,
    }
    return {name: value for name, value in said.items() if value}


def contracts_list(actor: Actor, asked: PageAsked, *, today: date) -> dict[str, Any]:
    """One page of the list with what its rows, filters and links need."""
    decided = queries.decided_rules()
    filters, rule = asked_filters(decided), decided.associate_rule
    found = list_queries.fetch_contracts_page(actor, filters, asked, on=today, rule=rule)
    kept, page = filters_in_address(filters, decided), found.page
    here = url_for("contracts.list_contracts", **kept)
    return {
        "lines": _lines(page.rows, found.deadlines, today),
        "count": found.count,
        "filters": filters,
        "decided": decided,
        "views": _views(actor, decided, filters, today=today),
        "kinds": network_queries.term_labels(Vocabulary.CONTRACT_KIND, language()),
        "coaches": account_queries.coach_choices(),
        "active_filters": len(kept.keys() - {"q", "view"}),
        "kept": kept,
        "clear_url": url_for("contracts.list_contracts", view=filters.view.value, q=filters.typed or None),
        "links": {
            "first": here,
            "previous": f"{here}&before={page.before_id}" if page.before_id else None,
            "next": f"{here}&after={page.after_id}" if page.after_id else None,
            "last": f"{here}&page=last",
        },
    }


def _views(actor: Actor, decided: DecidedRules, filters: ContractFilters, *, today: date) -> list[dict[str, Any]]:
    """The views with their counts; that of associates only where the organisation asks for it."""
    counts = read_numbers(list_queries.numbers_of_views(actor, decided, on=today))
    counts |= {View.ASSOCIATE: list_queries.count_due_associates(actor, decided, on=today)}
    offered = [view for view in View if view is not View.ASSOCIATE or decided.expects_associates]
    return [
        {
            "label": labels.VIEW[view],
            "url": url_for("contracts.list_contracts", view=view.value),
            "current": view is filters.view,
            "count": counts[view],
        }
        for view in offered
    ]


def _lines(rows: Any, deadlines: Mapping[int, date], today: date) -> list[dict[str, Any]]:
    coaches = member_queries.coach_names([row.member_id for row in rows], on=today)
    return [
        {
            "row": row,
            "kind": kind_of(row),
            "coach": coaches.get(row.member_id, ""),
            "deadline": deadlines.get(row.member_id),
            "is_late": (deadlines.get(row.member_id) or today) < today,
            "url": url_for("work_relations.show_contracts", member_id=row.member_id),
        }
        for row in rows
    ]


def as_csv(actor: Actor, *, today: date) -> tuple[bytes, dict[str, object]]:
    """The rows of the list asked for, and what is written down of it."""
    decided = queries.decided_rules()
    filters = asked_filters(decided)
    rows, deadlines = list_queries.fetch_contracts(actor, filters, on=today, rule=decided.associate_rule)
    headers = (
        _("No."), _("Name"), _("Name in Arabic"), _("Kind of contract"), _("From"), _("Last day"),
        _("End of the trial period"), _("Associate by"), _("Left on"),
    )  # fmt: skip
    content = csv_bytes(headers, (_cells(row, deadlines) for row in rows))
    return content, {"list": filters.view.value, "rows": len(rows)}


def _cells(row: AnyRow, deadlines: Mapping[int, date]) -> tuple[Cell, ...]:
    return (
        row.number,
        full_name(row),
        full_name(row, "ar"),
        kind_of(row),
        row.started_on,
        row.last_day,
        row.trial_last_day,
        deadlines.get(row.member_id),
        row.left_on,
    )


def write_down(organisation_id: int, taken: dict[str, object]) -> None:
    with organisation_scope(organisation_id):
        audit.record(LIST_TAKEN, after=taken)
