"""What the list of papers to ask for shows: filters read, people with what is wanted of them, rows of its file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import g, request, url_for

from app.accounts import queries as account_queries
from app.kernel.access import Actor, Role
from app.kernel.i18n import _l, _lp, language
from app.kernel.ids import read_id
from app.kernel.paging import AnyRow, PageAsked
from app.kernel.tables import Cell
from app.members import queries as member_queries
from app.members.names_shown import full_name_here
from app.network import queries as network_queries
from app.papers import chase_queries, labels, queries
from app.papers.chase_queries import ChaseFilters
from app.papers.pages import label_of

WHATSAPP = "https://wa.me/"  # and a number: nothing else is said of the person


def asked_filters() -> ChaseFilters:
    """The filters in the address; a value that cannot be one does not filter."""
    args = request.args.to_dict()
    what = args.get("what", "")
    return ChaseFilters(
        what=what if what in labels.CHASED else "",
        kind_id=read_id(args.get("kind")),
        stage_id=read_id(args.get("stage")),
        coach_id=read_id(args.get("coach")),
    )


def filters_in_address(filters: ChaseFilters) -> dict[str, Any]:
    said = {"what": filters.what, "kind": filters.kind_id, "stage": filters.stage_id, "coach": filters.coach_id}
    return {name: value for name, value in said.items() if value}


def chase_list(actor: Actor, filters: ChaseFilters, asked: PageAsked) -> dict[str, Any]:
    """One page of the people to remind, each with the papers that are wanted."""
    today = g.organisation.today
    page, count = chase_queries.fetch_people_page(actor, filters, asked, on=today)
    kept = filters_in_address(filters)
    here = url_for("chase.list_papers", **kept)
    join = "&" if kept else "?"
    coaches = account_queries.every_coach() if Role.MANAGER in actor.roles else []
    return {
        "people": _people(actor, filters, page.rows),
        "count": count,
        "filters": filters,
        "kept": kept,
        "kinds": [(kind.id, label_of(kind)) for kind in queries.kinds() if kind.retired_at is None],
        "stages": network_queries.words_of_members(language()).stages.items(),
        "coaches": [(row.id, account_queries.name_of(row)) for row in coaches if row.ended_at is None],
        "links": {
            "first": here,
            "previous": f"{here}{join}before={page.before_id}" if page.before_id else None,
            "next": f"{here}{join}after={page.after_id}" if page.after_id else None,
            "last": f"{here}{join}page=last",
        },
        "labels": labels,
    }


def _people(actor: Actor, filters: ChaseFilters, rows: Any) -> list[dict[str, Any]]:
    today, ids = g.organisation.today, [row.id for row in rows]
    names = {kind.id: label_of(kind) for kind in queries.kinds()}
    coaches = member_queries.coach_names(ids, on=today) if ids else {}
    wanted: dict[int, list[dict[str, Any]]] = {}
    for entry in chase_queries.entries_of(actor, filters, ids, on=today):
        told = {"name": names[entry.kind_id], "what": entry.what, "expires_on": entry.expires_on}
        wanted.setdefault(entry.member_id, []).append(told)
    return [
        {
            "member": row,
            "papers": wanted.get(row.id, []),
            "coach": coaches.get(row.id, ""),
            "chat_url": WHATSAPP + row.phone.removeprefix("+"),
        }
        for row in rows
    ]


EXPORT_HEADERS = (
    _l("Number"),
    _l("Name"),
    _l("Phone"),
    _l("Support coach"),
    _l("Paper"),
    _lp("paper", "State"),
    _l("Expires on"),
)


def export_rows(rows: list[AnyRow]) -> Iterator[list[Cell]]:
    """A line for each paper that is wanted of somebody."""
    coaches = member_queries.coach_names(list({row.member_id for row in rows}), on=g.organisation.today)
    names = {kind.id: label_of(kind) for kind in queries.kinds()}
    for row in rows:
        standing = str(labels.CHASED[row.what])
        yield [
            row.number,
            full_name_here(row),
            row.phone,
            coaches.get(row.member_id, ""),
            names[row.kind_id],
            standing,
            row.expires_on,
        ]
