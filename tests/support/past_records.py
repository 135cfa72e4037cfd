"""An import of past months as walks live with it."""

from __future__ import annotations

import json
from typing import Any

from app.extensions import db
from app.imports.child import FileRead
from app.kernel.transaction import write_transaction
from app.past_records import services
from app.past_records.mapping import FileMapping
from app.past_records.models import SheetKind
from tests.support.world import Place, World


def past_import_under_way(world: World, place: Place) -> dict[str, Any]:
    """A spreadsheet that was checked: one sale to write, one row that is refused."""
    lines = [
        ["N° membre", "Date", "Type", "Montant", "Client"],
        ["3", "15/06/2026", "Vente", "500", "Hôtel du Port"],
        ["99", "16/06/2026", "Vente", "500", "Hôtel du Port"],
    ]
    rows = [json.dumps([number, cells]).encode() for number, cells in enumerate(lines, 1)]
    file = FileRead(kind="csv", how={"encoding": "utf-8", "separator": ";"}, lines=rows)
    manager = world.accounts[f"manager@{place.slug}.example"]
    with write_transaction():
        opened = services.open_import(file, "1" * 64, kind=SheetKind.RECORDS, spoken="fr", by_account_id=manager)
        services.choose_columns(opened, FileMapping.of(opened.mapping).fields, order="day")
    found = {"past_import_id": opened.id}
    db.session.rollback()
    return found
