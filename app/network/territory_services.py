"""Changing the list of territories that all organisations of a country share. Nothing is overwritten: each change is a row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date

from app.kernel import audit
from app.kernel.database import db
from app.kernel.errors import ChangedMeanwhile, Refusal
from app.kernel.i18n import _, _l
from app.network import territories
from app.network import territory_rules as rules
from app.network.errors import LinesRefused
from app.network.models import Country, TerritoryChange
from app.network.territory_rules import Change, ChangeKind

CHANGED = {
    ChangeKind.ADDED: audit.action("territory.added", _l("Territory added")),
    ChangeKind.RENAMED: audit.action("territory.renamed", _l("Territory renamed")),
    ChangeKind.CORRECTED: audit.action("territory.corrected", _l("Name of a territory corrected")),
    ChangeKind.CLOSED: audit.action("territory.closed", _l("Territory ended")),
    ChangeKind.TAKEN_BACK: audit.action("territory.taken_back", _l("Change of a territory taken back")),
}
MOST_REASONS = 5
By = int | None


def add_territory(country: Country, change: Change, *, version: int, today: date, by_account_id: By) -> None:
    """A new one, from a day. Raises ChangedMeanwhile and what `rules.refuse_addition` raises."""
    known, _changes = _hold(country, version)
    rules.refuse_addition(known, change, today=today)
    _write(country, replace(change, number=version + 1), by_account_id)


def add_several(country: Country, changes: Iterable[Change], *, version: int, today: date, by_account_id: By) -> int:
    """All of them or none; how many. Raises ChangedMeanwhile, LinesRefused."""
    known, _changes = _hold(country, version)
    refused, taken = [], []
    for line, change in enumerate(changes, start=1):
        try:
            rules.refuse_addition(known, change, today=today)
        except Refusal as refusal:
            refused.append(_("Line %(num)s: %(reason)s", num=line, reason=str(refusal)))
        else:
            taken.append(replace(change, number=version + line))
            known = {**known, **rules.amended((), [change])}
    if refused:
        raise LinesRefused(" ".join(refused[:MOST_REASONS]))
    for change in taken:
        _write(country, change, by_account_id)
    return len(taken)


def name_territory(country: Country, change: Change, *, version: int, today: date, by_account_id: By) -> None:
    """Another name from a day, or instead of a wrong one. Raises ChangedMeanwhile and what `rules.refuse_naming` raises."""
    known, _changes = _hold(country, version)
    rules.refuse_naming(known, change, today=today)
    _write(country, replace(change, number=version + 1), by_account_id)


def close_territory(country: Country, change: Change, *, version: int, by_account_id: By) -> None:
    """It stands no longer from a day on; files keep it until somebody chooses. Raises ChangedMeanwhile and what `rules.refuse_closing` raises."""
    known, _changes = _hold(country, version)
    rules.refuse_closing(known, change)
    _write(country, replace(change, number=version + 1), by_account_id)


def take_back(country: Country, number: int, *, version: int, today: date, by_account_id: By) -> None:
    """As if the change had not been made; both stay written.

    Raises ChangedMeanwhile, NothingToTakeBack, and what `rules.refuse_as_it_would_stand` raises.
    """
    _known, changes = _hold(country, version)
    wrong = rules.refuse_taking_back(changes, number)
    undoing = Change(number=version + 1, kind=ChangeKind.TAKEN_BACK, code=wrong.code, takes_back=number)
    rules.refuse_as_it_would_stand(territories.list_after(country, [*changes, undoing]), wrong.code, today=today)
    _write(country, undoing, by_account_id)


def _hold(country: Country, version: int) -> tuple[rules.Listed, list[Change]]:
    """The list as it was shown, after so many changes."""
    known, changes = territories.list_and_changes(country)
    if len(changes) != version:
        raise ChangedMeanwhile
    return known, changes


def _write(country: Country, change: Change, by_account_id: By) -> None:
    """Who is faster by a moment has the number: the second is told by the database."""
    told = asdict(change)
    db.session.add(TerritoryChange(country=country, account_id=by_account_id, **told))
    db.session.flush()
    said = {name: value for name, value in told.items() if value not in (None, "") and name != "kind"}
    audit.record_network(CHANGED[change.kind], subject_type="territory", after={"country": country, **said})
