"""`flask backup create`, `check` and `restore`; `flask identity-key check`, `rotate` and `forget-old`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app.kernel import key_file
from app.kernel.cipher import CannotDecrypt, KeysRefused
from app.operations import backup, key_rotation

backup_commands = AppGroup("backup", help="Database and files, together.")
key_commands = AppGroup("identity-key", help="The key that opens the identity numbers.")
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
    click.echo(f"The key of identity numbers is not in it: keep a copy of {_key_file()} elsewhere.")


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
    _refuse_another_key()


@key_commands.command("check")
def check_key() -> None:
    """Say where the key lies, and that it opens what is stored."""
    _refuse_another_key()
    click.echo(f"{_key_file()} opens all that is encrypted. It is in no backup: keep a copy of it elsewhere.")


@key_commands.command("rotate")
def rotate_key() -> None:
    """Close every identity number with a new key. The web server and the worker must be stopped."""
    with _said_in_a_sentence():
        closed = key_rotation.rotate(_key_file())
    click.echo(f"{closed} values are closed with a new key. Copy {_key_file()} to its safe place again, now.")
    click.echo("It still opens what backups hold that were made before.")


@key_commands.command("forget-old")
def forget_old_keys() -> None:
    """Leave only the newest key. Backups made before the last rotation cannot be read with the file any more."""
    with _said_in_a_sentence():
        gone = key_rotation.forget_old_keys(_key_file())
    click.echo(f"{gone} old keys are gone from {_key_file()}. Copy it to its safe place again, now.")


@contextmanager
def _said_in_a_sentence() -> Iterator[None]:
    try:
        yield
    except (backup.BackupFailed, KeysRefused, CannotDecrypt, OSError) as error:
        raise click.ClickException(str(error)) from error


def _refuse_another_key() -> None:
    """What was restored may have been closed with another key: then the house will not start, and now is when to say it."""
    try:
        key_file.open_key_file(_key_file())
    except KeysRefused as refused:
        raise click.ClickException(str(refused)) from refused


def _key_file() -> Path:
    return Path(current_app.config["SETTINGS"].identity_key_file)
