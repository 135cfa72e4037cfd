"""Saved lists and a long print as tests live with them."""

from __future__ import annotations

from typing import Any

from app.extensions import db
from app.kernel import files
from app.members import lists_services
from app.members.lists_services import ListDetails
from app.reports.models import PrintJob, PrintKind, PrintState
from tests.support.world import Place, World

Ids = dict[str, Any]
PAPER = b"%PDF-1.7 made for a walk"


def lists_and_prints(world: World, place: Place) -> Ids:
    """A list that the coach keeps, one the manager shares, and a print that the manager asked for, with its file."""
    coach, manager = (world.accounts[f"{name}@{place.slug}.example"] for name in ("coach", "manager"))
    own, shared = (
        ListDetails(name=name, is_shared=name != "Mes femmes", wanted={"sex": ["F"]})
        for name in ("Mes femmes", "Femmes")
    )
    lists_services.save_list(shared, by_account_id=manager, may_share=True)
    kept = lists_services.save_list(own, by_account_id=coach, may_share=False)
    stored = files.store(PAPER, "application/pdf")
    job = PrintJob(
        kind=PrintKind.LIST, wanted={"sex": ["F"]}, language="fr", account_id=manager, state=PrintState.DONE,
        stored_file_id=stored.id,
    )  # fmt: skip
    db.session.add(job)
    db.session.flush()
    return {"list_id": kept.id, "list_version": kept.version, "print_id": job.id}
