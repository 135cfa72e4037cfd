"""What may stand beside a name in the list of members, of what this room knows of a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.kernel import identity
from app.kernel.i18n import LazyText, _, _l, language
from app.kernel.tables import Cell
from app.members import labels, list_rules
from app.members.list_columns import ListColumn, Listed
from app.network.territories import territory_name

DEFAULT_CODES = ("number", "stage", "trade", "commune", "coach", "last_activity")


def _each(cell: Callable[[Any, Listed], Cell]) -> Callable[[Listed], Mapping[int, Cell]]:
    """Of each row by itself."""
    return lambda listed: {row.id: cell(row, listed) for row in listed.rows}


def _stands(name: str) -> Callable[[Listed], Mapping[int, Cell]]:
    """The value of the row as it stands."""
    return lambda listed: {row.id: getattr(row, name) for row in listed.rows}


def _document(row: Any, _listed: Listed) -> Cell:
    if row.identity_kind is None:
        return ""
    return f"{labels.IDENTITY_KIND[row.identity_kind]} {identity.masked(row.identity_last_three)}"


def _territories(listed: Listed) -> Mapping[int, Cell]:
    """As each place was called on the day of the list."""
    codes, spoken = {row.id: row.territory_code for row in listed.rows}, language()
    named = {code: territory_name(code, spoken, listed.on) for code in set(codes.values())}
    return {row_id: named[code] for row_id, code in codes.items()}


def _left_on(row: Any, listed: Listed) -> Cell:
    """By the day of the list."""
    return row.since if listed.words.closes(row.stage_id) else None


def _text(code: str, label: LazyText, name: str = "", *, width: int = 18) -> ListColumn:
    return ListColumn(code=code, label=label, cells=_stands(name or code), width=width)


def _said(code: str, label: LazyText, cell: Callable[[Any, Listed], Cell], **more: Any) -> ListColumn:
    return ListColumn(code=code, label=label, cells=_each(cell), **more)


def _day(code: str, label: LazyText, name: str = "") -> ListColumn:
    return ListColumn(code=code, label=label, cells=_stands(name or code), width=17, look="day")


def _phone(code: str, label: LazyText) -> ListColumn:
    return ListColumn(code=code, label=label, cells=_stands(code), look="phone")


OWN_COLUMNS = (
    ListColumn(code="number", label=_l("No."), cells=_stands("number"), width=9, look="code"),
    _said("sex", _l("Sex"), lambda row, _listed: str(labels.SEX[row.sex]), width=12),
    _said("civility", _l("Form of address"), lambda row, _listed: str(labels.CIVILITY.get(row.civility, ""))),
    _day("birth_date", _l("Birth date")),
    _said("age", _l("Age"), lambda row, listed: list_rules.age_on(listed.on, row.birth_date), width=8, look="number"),
    _phone("phone", _l("Phone")),
    _phone("second_phone", _l("Another phone")),
    ListColumn(code="email", label=_l("E-mail"), cells=_stands("email"), width=26, look="code"),
    _text("commune", _l("Commune")),
    ListColumn(code="territory", label=_l("Province"), cells=_territories),
    _said("settlement", _l("Lives"), lambda row, _listed: str(labels.SETTLEMENT.get(row.settlement, ""))),
    _said("nationality", _l("Nationality"), lambda row, _listed: labels.nationality_name(row.nationality)),
    _said("identity", _l("Identity document"), _document, width=24),
    _said("trade", _l("Trade"), lambda row, listed: listed.words.trades.get(row.trade_id, ""), width=20),
    _said("stage", _l("Stage"), lambda row, listed: listed.words.stages.get(row.stage_id, ""), width=24),
    _day("since", _l("At this stage since")),
    _said("coach", _l("Support coach"), lambda row, listed: listed.coaches.get(row.coach_id, ""), width=22),
    _day("admitted_on", _l("Admitted on")),
    _said("left_on", _l("Left on"), _left_on, width=17, look="day"),
    _day("last_activity", _l("Last activity"), "last_activity_on"),
    _said("account", _l("Can sign in"), lambda row, _listed: _("Yes") if row.account_id else _("No"), width=12),
)
