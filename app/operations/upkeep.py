"""What the worker tidies at night: files nobody names, and what the database knows of its own tables."""

from __future__ import annotations

import time

from sqlalchemy import select

from app.kernel import jobs
from app.kernel.database import db
from app.kernel.files import StoredFile, files_directory
from app.kernel.sql import refresh_statistics
from app.kernel.tenancy import all_organisations

YOUNGEST_ORPHAN_SECONDS = 24 * 3600  # a younger one may belong to a transaction that has not committed yet


@jobs.nightly
def refresh_what_the_planner_knows() -> None:
    refresh_statistics()


@jobs.nightly
def remove_files_nobody_names() -> None:
    """A transaction that rolled back leaves the file it had written; a day later it goes."""
    if not files_directory().exists():
        return
    with all_organisations():
        named = set(db.session.scalars(select(StoredFile.path)))
    newest = time.time() - YOUNGEST_ORPHAN_SECONDS
    for path in files_directory().rglob("*"):
        is_named = str(path.relative_to(files_directory())) in named
        if path.is_file() and not is_named and path.stat().st_mtime < newest:
            path.unlink()
