"""`flask backup create`, `check` and `restore`."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from app.operations import backup

backup_commands = AppGroup("backup", help="Database and files, together.")
an_archive = click.argument("archive", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@backup_commands.command("create")
@click.option("--to", "directory", type=click.Path(file_okay=False, path_type=Path), help="Default: DATA_DIR/backups.")
@click.option("--keep", type=click.IntRange(1), help="Keep only the newest archives in that folder.")
def create(directory: Path | None, keep: int | None) -> None:
    """Write an archive of database and files, while the house runs, and check it."""
    try:
        archive = backup.create_backup(directory or backup.default_directory(), keep=keep)
    except (backup.BackupFailed, RuntimeError, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{archive} ({archive.stat().st_size / 1e6:.1f} MB, checked)")
    click.echo("The key of identity numbers is not in it: keep a copy of IDENTITY_KEY_FILE elsewhere.")


@backup_commands.command("check")
@an_archive
def check(archive: Path) -> None:
    """Compare an archive with its own manifest."""
    try:
        manifest = backup.check_backup(archive)
    except (backup.BackupFailed, RuntimeError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Whole: {sum(manifest.rows.values())} rows, {len(manifest.files)} files, made {manifest.made_at}.")


@backup_commands.command("restore")
@an_archive
@click.option("--replace", is_flag=True, help="Replace what is there now.")
def restore(archive: Path, *, replace: bool) -> None:
    """Put an archive in place. The web server and the worker must be stopped."""
    try:
        manifest = backup.restore_backup(archive, replace=replace)
    except (backup.BackupFailed, RuntimeError, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Restored {sum(manifest.rows.values())} rows and {len(manifest.files)} files, made {manifest.made_at}.")
