"""What the pages of the list show: filters and columns read from the address, lines, words, ways on."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from flask import g, request, url_for
from werkzeug.datastructures import MultiDict

from app.accounts import queries as account_queries
from app.kernel.access import Actor, Permission, current_actor
from app.kernel.i18n import _, format_day, language
from app.kernel.ids import read_id
from app.kernel.paging import PageAsked
from app.members import labels, list_filters, list_queries, lists_queries
from app.members.list_columns import ListColumn, Listed, all_columns, cells_of, chosen_columns
from app.members.list_filters import Criterion, MemberFilters, criterion_in_words, read_criteria
from app.members.lists_rules import MOST_TOGETHER
from app.members.names_shown import both_names
from app.members.own_columns import DEFAULT_CODES
from app.network import queries as network_queries
from app.network.queries import WordsOfMembers

LONGEST_SEARCH = 100
Args = MultiDict[str, str]


def asked_filters(args: Args | None = None) -> MemberFilters:
    """The filters in the address; a value that cannot be one does not filter."""
    args = request.args if args is None else args
    first, (criteria, left_out) = args.to_dict(), read_criteria(args)
    situation = first.get("situation", "present")
    return MemberFilters(
        typed=first.get("q", "")[:LONGEST_SEARCH],
        situation=situation if situation in labels.SITUATION else "present",
        as_of=_past_day(first.get("on", "")),
        criteria=criteria,
        left_out=left_out,
    )


def asked_people() -> MemberFilters:
    """The same, or the people who were ticked; all of the list, if that was ticked too."""
    return asked_filters() if "all" in request.args else people_in(request.args)


def people_in(args: Args) -> MemberFilters:
    ticked = [read_id(value) for value in args.getlist("member")[:MOST_TOGETHER]]
    found = tuple(dict.fromkeys(member_id for member_id in ticked if member_id))
    filters = asked_filters(args)
    return MemberFilters(situation="all", as_of=filters.as_of, only=found) if found else filters


def asked_day() -> date | None:
    """The past day in the address; today is where lists and reports stand anyway."""
    return _past_day(request.args.get("on", ""))


def _past_day(typed: str) -> date | None:
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if date(1900, 1, 1) <= day < g.organisation.today else None


def asked_columns(args: Args | None = None) -> tuple[str, ...]:
    """The codes of the columns in the address, in their order; none: the ordinary ones."""
    asked = (request.args if args is None else args).getlist("column")
    chosen = tuple(column.code for column in chosen_columns(asked)) if asked else ()
    return () if set(chosen) == set(DEFAULT_CODES) else chosen


def filters_in_address(filters: MemberFilters, columns: Sequence[str] = ()) -> dict[str, Any]:
    """The filters as an address says them, without those that do not bite."""
    said = {
        "q": filters.typed,
        "situation": filters.situation if filters.situation != "present" else "",
        "on": filters.as_of.isoformat() if filters.as_of else "",
        **{code: values if len(values) > 1 else values[0] for code, values in filters.criteria},
        "member": filters.only,
        "column": tuple(columns),
    }
    return {name: value for name, value in said.items() if value}


def in_pairs(address: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """The same as hidden fields."""
    return tuple((name, one) for name, value in address.items() for one in _several(value))


def _several(value: Any) -> Sequence[str]:
    return [str(one) for one in value] if isinstance(value, tuple | list) else [str(value)]


ListedMember = namedtuple(  # type: ignore[misc]  # a line as `fetch_members_page` reads it, quick to compare
    "ListedMember",
    [
        *(column.key for column in list_queries.LIST_COLUMNS),
        *("stage_id", "coach_id"),
    ],
)
IN_THE_PANEL = frozenset({"stage", "coach", "trade", "sex"})


def members_list(actor: Actor, filters: MemberFilters, asked: PageAsked, *, today: date) -> dict[str, Any]:
    """One page of the list with what its rows, filters and links need."""
    columns = asked_columns()
    shape = list_queries.WHOLE_ROWS if columns else list_queries.SHORT_ROWS
    page, count = list_queries.fetch_members_page(actor, filters, asked, on=today, rows=shape)
    around = _around(actor, filters, columns)
    words, coaches = network_queries.words_of_members(language()), account_queries.every_coach()
    coach_names = {coach.id: account_queries.name_of(coach) for coach in coaches}
    if columns:
        shown = chosen_columns(columns)
        day, is_past = filters.as_of or today, filters.as_of is not None
        lines = _chosen_lines(shown, Listed(rows=page.rows, on=day, actor=actor, is_past=is_past))
    else:
        shown, lines = [], [_line(row, words, coach_names) for row in page.rows]
    return {
        "rows": lines,
        "shown": tuple((str(column.label), column.look) for column in shown),
        "count": count,
        "trades": tuple(words.trades.items()),
        "stages": tuple(words.stages.items()),
        "coaches": tuple((coach.id, coach_names[coach.id]) for coach in coaches if coach.ended_at is None),
        "labels": labels,
        **around,
        "links": _links(page, around["way"]),
    }


def _modes() -> dict[str, str]:
    """What else the address keeps: the saved list it came from, and whether people are being chosen."""
    kept = {"list": str(read_id(request.args.get("list")) or ""), "choose": "1" if "choose" in request.args else ""}
    return {name: value for name, value in kept.items() if value}


def _around(actor: Actor, filters: MemberFilters, columns: tuple[str, ...]) -> dict[str, Any]:
    """The panel of filters, and what leads on from this list."""
    kept, modes = filters_in_address(filters, columns), _modes()
    written = {name: _written(name, value) for name, value in (kept | modes).items()}
    aside = [each for each in filters.criteria if each.code not in IN_THE_PANEL or len(each.values) > 1]
    carried = {each.code: each.values for each in aside} | {"column": columns} | modes
    return {
        "filters": filters,
        "not_read": [list_filters.label_of(code) for code, _values in filters.left_out],
        "chosen": replace(filters, typed=""),
        "hidden": in_pairs({name: value for name, value in carried.items() if value}),
        "chips": _chips(actor, aside, written) if aside else (),
        "active_filters": len(kept.keys() - {"q", "column"}),
        "kept": _as_query(written[name] for name in kept),
        "way": _as_query(written.values()),
        "cleared": _as_query(written[name] for name in ("q", "column") if name in kept),
        "saved": _saved(actor, modes, kept) if "list" in modes else None,
        "passed": in_pairs(kept),
        "is_choosing": "choose" in modes and may_act_together(actor),
    }


def may_act_together(actor: Actor) -> bool:
    return actor.can(Permission.ASSIGN_COACHES) or actor.can(Permission.EDIT_MEMBERS)


def _chips(actor: Actor, aside: Sequence[Criterion], written: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Each criterion that the panel does not show, in words, and the list without it."""
    here = url_for("members.list_members")
    return tuple(
        (
            criterion_in_words(each, actor),
            here + _as_query(text for name, text in written.items() if name != each.code),
        )
        for each in aside
    )


@lru_cache(maxsize=2_000)
def _written(name: str, value: str | tuple[str, ...]) -> str:
    """As an address has it. Kept, since the links of a page of twelve filters say each of them over and over."""
    return urlencode(in_pairs({name: value}))


def _as_query(written: Iterable[str]) -> str:
    query = "&".join(filter(None, written))
    return f"?{query}" if query else ""


def _saved(actor: Actor, modes: Mapping[str, str], kept: Mapping[str, Any]) -> dict[str, Any] | None:
    """The saved list that this one began as, and whether its filters or columns are others now."""
    found = lists_queries.find_list(actor, int(modes["list"]))
    if found is None:
        return None
    return {"id": found.id, "name": found.name, "is_changed": found.wanted != as_saved(kept), "is_own": found.is_own}


def as_saved(kept: Mapping[str, Any]) -> dict[str, list[str]]:
    """An address as a saved list keeps it: without the words typed, which look for a person, and without people."""
    return {name: list(_several(value)) for name, value in kept.items() if name not in ("q", "member")}


def _links(page: Any, query: str) -> dict[str, str | None]:
    here = url_for("members.list_members") + query
    join = "&" if query else "?"
    return {
        "first": here,
        "previous": f"{here}{join}before={page.before_id}" if page.before_id else None,
        "next": f"{here}{join}after={page.after_id}" if page.after_id else None,
        "last": f"{here}{join}page=last",
    }


def _line(row: Any, words: WordsOfMembers, coach_names: Mapping[int, str]) -> tuple[Hashable, ...]:
    """A row, and its trade, stage and coach in words."""
    row = ListedMember._make(row)
    stage_id = row.stage_id
    stage, nature = words.stages.get(stage_id, ""), words.natures.get(stage_id)
    return row, words.trades.get(row.trade_id, ""), stage, nature, coach_names.get(row.coach_id, "")


def _chosen_lines(columns: Sequence[ListColumn], listed: Listed) -> list[tuple[Hashable, ...]]:
    """The id, both names, and the chosen cells as people read them."""
    spoken = language()
    return [
        (
            row.id,
            *both_names(row, spoken),
            tuple(column.text(cell) for column, cell in zip(columns, cells, strict=True)),
        )
        for row, cells in zip(listed.rows, cells_of(columns, listed), strict=True)
    ]


def filters_in_words(filters: MemberFilters) -> list[str]:
    """What the rows are reduced to, a sentence each."""
    actor, said = current_actor(), [str(labels.SITUATION[filters.situation])]
    if filters.typed:
        said.append(_("Name or number beginning with “%(typed)s”", typed=filters.typed))
    if filters.only:
        said.append(_("People who were chosen one by one"))
    return said + [criterion_in_words(each, actor) for each in filters.criteria]


def day_in_words(filters: MemberFilters) -> str:
    return _("As of %(day)s", day=format_day(filters.as_of or g.organisation.today))


def choosing() -> dict[str, Any]:
    """Every filter and every column, with what is chosen now."""
    actor, filters, columns = current_actor(), asked_filters(), asked_columns()
    return {
        "filters": filters,
        "every_filter": [
            {"one": one, "choices": one.choices(actor) if one.choices else None, "chosen": filters.values_of(code)}
            for code, one in list_filters.all_filters().items()
        ],
        "every_column": list(all_columns().values()),
        "chosen_columns": columns or DEFAULT_CODES,
        "hidden": in_pairs({"q": filters.typed} | _modes() if filters.typed else _modes()),
        "labels": labels,
        "back": url_for("members.list_members", **filters_in_address(filters, columns) | _modes()),
    }
