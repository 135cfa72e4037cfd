"""An import as tests live with it."""

from __future__ import annotations

import json
from typing import Any

from app.extensions import db
from app.imports import services as import_services
from app.imports.child import FileRead
from app.imports.models import ImportRow, RowState
from app.imports.rows import ColumnMapping
from app.kernel.transaction import write_transaction
from tests.support.world import Place, World

Ids = dict[str, Any]


def import_under_way(world: World, place: Place) -> Ids:
    """A spreadsheet that was checked: somebody new, a file to change, somebody who may be here already, a wrong date."""
    manager = world.accounts[f"manager@{place.slug}.example"]
    lines = [
        ["Nom", "Prénom", "Sexe", "Date de naissance", "Date d'admission", "N° membre", "Commune"],
        ["Nouvelle", "Personne", "F", "01/02/1990", "31/01/2026", "", "Azemmour"],
        ["", "", "", "", "", "1", "Ailleurs"],
        ["Haddad", "Leïla", "F", "03/05/1990", "31/01/2026", "", ""],
        ["Autre", "Personne", "F", "hier", "31/01/2026", "", ""],
    ]
    rows = [json.dumps([number, cells]).encode() for number, cells in enumerate(lines, 1)]
    file = FileRead(kind="csv", how={"encoding": "utf-8", "separator": ";"}, lines=rows)
    with write_transaction():
        opened = import_services.open_import(file, "0" * 64, by_account_id=manager)
        import_services.choose_columns(opened, ColumnMapping.of(opened.mapping).fields)
        import_services.answer(opened, orders={}, words={}, admitted_on=None)
    row = db.session.query(ImportRow).filter_by(import_id=opened.id, state=RowState.ALIKE).one()
    found: Ids = {"import_id": opened.id, "row_id": row.id}
    db.session.rollback()
    return found
