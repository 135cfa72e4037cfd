"""The one door in the walls between organisations: a transfer has two sides, and whoever acts on one writes to the other.

Nothing else of the other side is read or written than the row of that transfer, who is to be told of it, its line in the
log, and the files that the package names: ADR 27.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app.kernel.database import db
from app.kernel.tenancy import all_organisations, organisation_scope


@contextmanager
def side_of(organisation_id: int) -> Iterator[None]:
    """The scope of one side of a transfer, whichever is open; what waits to be written on this side is written first."""
    db.session.flush()
    with all_organisations(), organisation_scope(organisation_id):
        yield
