"""Bring files and database up to what this version of the code needs; with nothing to do, it only looks.

    bin/upgrade.py          build the browser's files; if the database is behind: back it up, then migrate it
    bin/upgrade.py --demo   and load the demonstration if the database is empty (`make run`)

What it found in order is noted in DATA_DIR/up-to-date: as long as neither code nor SQLite file changed in what matters here,
it does not even load the application, so that `make run` is quick.

Run it on one machine, with web server and worker stopped when docs/operations.md says so for the version. It stops
without touching anything when the database was written by a newer version of the code.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import secrets
import sqlite3
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.chdir(ROOT)

from config import load_settings  # noqa: E402  # from the folder named above


class CannotUpgrade(SystemExit):
    """Nothing was changed; the message says why and what to do."""


def main() -> None:
    parser = argparse.ArgumentParser(description="Bring files and database up to date.")
    parser.add_argument("--demo", action="store_true", help="load the demonstration into an empty database")
    options = parser.parse_args()
    if is_noted(with_demonstration=options.demo):
        return
    finished = new_sqlite_file() if options.demo else None
    if finished is not None:
        make_demonstration(finished)
    else:
        application = load_application()
        bring_up_to_date(application)
        if options.demo and is_empty(application):
            load_demonstration(application)
    note(with_demonstration=options.demo)


# --- What was in order last time --------------------------------------------------------------------------------------


def is_noted(*, with_demonstration: bool) -> bool:
    try:
        return note_path().read_text(encoding="utf-8") == state(with_demonstration=with_demonstration)
    except FileNotFoundError:
        return False


def note(*, with_demonstration: bool) -> None:
    if sqlite_file() is not None:
        note_path().write_text(state(with_demonstration=with_demonstration), encoding="utf-8")


def note_path() -> Path:
    return load_settings().data_dir / "up-to-date"


def state(*, with_demonstration: bool) -> str:
    """A digest of all that this program looks at: migrations, browser files and their sources, the database's revision."""
    digest = hashlib.sha256()
    parts = (ROOT / "migrations", ROOT / "app" / "static", ROOT / "app" / "assets.py", ROOT / "requirements.txt")
    for part in parts:
        for path in sorted(part.rglob("*")) if part.is_dir() else [part]:
            if path.is_file() and path.suffix != ".pyc":
                digest.update(f"{path.relative_to(ROOT)} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return f"{digest.hexdigest()} {noted_revision()} {'demonstration' if with_demonstration else ''}\n"


def noted_revision() -> str:
    """What the SQLite file says of itself; a different text each time where that cannot be read, so nothing is skipped."""
    file = sqlite_file()
    if file is None or not file.exists():
        return secrets.token_hex()
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    try:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchall())
    except sqlite3.Error:
        return secrets.token_hex()
    finally:
        connection.close()


def sqlite_file() -> Path | None:
    """The database, if it is a SQLite file."""
    url = load_settings().database_url
    return Path(url.removeprefix("sqlite:///")).resolve() if url.startswith("sqlite:///") else None


# --- The demonstration ------------------------------------------------------------------------------------------------


def new_sqlite_file() -> Path | None:
    """Where the database will be, if it is a SQLite file that does not exist yet."""
    file = sqlite_file()
    return None if file is None or file.exists() else file


def make_demonstration(finished: Path) -> None:
    """Fill a new file under another name: stopped half-way, it is not taken for a whole one, and the next run starts anew."""
    unfinished = finished.with_name(finished.name + ".loading")
    for leftover in finished.parent.glob(unfinished.name + "*"):
        leftover.unlink()
    asked_for = os.environ.get("DATABASE_URL", "")
    os.environ["DATABASE_URL"] = f"sqlite:///{unfinished}"
    application = load_application()
    bring_up_to_date(application)
    load_demonstration(application)
    with application.app_context():
        for engine in application.extensions["sqlalchemy"].engines.values():
            engine.dispose()
    keep_in_one_file(unfinished)
    unfinished.rename(finished)
    os.environ["DATABASE_URL"] = asked_for


def keep_in_one_file(database: Path) -> None:
    """Write what a journal beside the file still holds into the file; an error if anyone else has it open."""
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.close()
    database.with_name(database.name + "-journal").unlink(missing_ok=True)  # emptied, not removed, by the mode before


def load_demonstration(application: Flask) -> None:
    print("Loading the demonstration into the empty database (once)", flush=True)
    run_command(application, "demo", "load")


def is_empty(application: Flask) -> bool:
    try:
        run_command(application, "demo", "is-needed")
    except SystemExit as end:
        return not end.code
    return True


# --- Upgrade ----------------------------------------------------------------------------------------------------------


def load_application() -> Flask:
    from app.extensions import prepare_migrations
    from wsgi import app

    prepare_migrations(app)
    return app


def bring_up_to_date(application: Flask) -> None:
    run_command(application, "assets", "build")
    is_at, leads_to = revisions(application)
    if is_at == leads_to:
        return
    if is_at:
        print("The database is of an older version: backing it up, then migrating it", flush=True)
        run_command(application, "backup", "create")
    run_command(application, "db", "upgrade")


def revisions(application: Flask) -> tuple[set[str], set[str]]:
    """Where the database is (nothing: a new one) and where migrations/ lead to."""
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    with application.app_context():
        scripts = ScriptDirectory.from_config(application.extensions["migrate"].migrate.get_config())
        with application.extensions["sqlalchemy"].engine.connect() as connection:
            is_at = set(MigrationContext.configure(connection).get_current_heads())
    known = {script.revision for script in scripts.walk_revisions()}
    if unknown := is_at - known:
        raise CannotUpgrade(
            f"The database is at revision {', '.join(sorted(unknown))}, which this version does not know: it was written "
            "by a newer one. Install that version again, or restore a backup made before it."
        )
    return is_at, set(scripts.get_heads())


def run_command(application: Flask, *arguments: str) -> None:
    """Run `flask …` in this process: the application is loaded once for all of them."""
    from flask.cli import FlaskGroup

    commands = FlaskGroup(create_app=lambda: application, load_dotenv=False, set_debug_flag=False)
    try:
        commands.main(args=list(arguments), prog_name="flask", standalone_mode=True)
    except SystemExit as end:
        if end.code:
            raise


if __name__ == "__main__":
    main()
