"""Commands of the whole house: the demonstration's data and long jobs."""

from __future__ import annotations

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from app.kernel import jobs
from app.kernel.clock import now


def register_commands(app: Flask) -> None:
    app.cli.add_command(_demo)
    app.cli.add_command(_jobs)


_demo = AppGroup("demo", help="The demonstration's data.")
_jobs = AppGroup("jobs", help="Long jobs; their worker is python -m app.worker.")


@_demo.command("load")
@click.option("--members", type=click.IntRange(0, 1_000_000), default=0, help="Add this many members in bulk.")
@click.option("--records", type=click.IntRange(0, 10_000_000), default=0, help="Add this many records of activity.")
@click.option("--organisation", "slug", default="el-jadida", help="Where --members and --records are added.")
def load_demo_data(members: int, records: int, slug: str) -> None:
    """Load the demonstration into an empty database, or with --members and --records add many rows to it."""
    from app import demo_bulk, demo_data

    if current_app.config["SETTINGS"].is_production:
        raise click.ClickException("Production never loads demonstration data.")
    if members or records:
        demo_bulk.add_rows(slug, members=members, records=records)
        click.echo(f"Added {members} members and {records} records to {slug}.")
        return
    if not demo_data.database_is_empty():
        raise click.ClickException("The database is not empty; the demonstration is loaded into an empty one only.")
    started = now()
    demo_data.load_demo()
    click.echo(f"Demonstration loaded in {(now() - started).total_seconds():.0f} s.")


@_demo.command("is-needed")
def is_needed() -> None:
    """Succeeds (exit 0) when the database is empty and this is the demonstration."""
    from app import demo_data

    if not current_app.config["IS_DEMO"] or not demo_data.database_is_empty():
        raise SystemExit(1)


@_jobs.command("sweep")
def sweep() -> None:
    """Queue again, now, the work that was left behind."""
    jobs.run_sweeps_now()
