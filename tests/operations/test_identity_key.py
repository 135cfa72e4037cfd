"""The key of identity numbers: made where nothing is encrypted yet, and missed with one sentence where something is."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Text, select, type_coerce

from app import create_app
from app.extensions import db
from app.kernel import cipher, jobs, key_file
from app.members.models import Member
from app.operations import backup, key_rotation
from config import UnsafeSettings, load_settings
from tests.consistency.code import ROOT
from tests.support.world import World


@pytest.fixture(autouse=True)
def _same_keys_afterwards() -> Iterator[None]:
    before = cipher._Configured.keys
    yield
    if before is not None:
        cipher.configure(before)


def in_production(folder: Path, **more: str) -> dict[str, str]:
    """All that production needs, and where to keep data."""
    needed = {"SECRET_KEY": "s" * 40, "PUBLIC_BASE_URL": "https://cooperative.example"}
    return {"APP_ENV": "production", "DATA_DIR": str(folder), **needed, **more}


def test_production_makes_the_key_at_its_first_start_and_no_database(tmp_path: Path) -> None:
    for _start in range(2):
        create_app(load_settings(in_production(tmp_path)))
        path = tmp_path / "keys" / "identity.key"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert not (tmp_path / "moucharaka.sqlite").exists()


@pytest.mark.usefixtures("world")
def test_it_does_not_start_without_the_key_of_what_is_stored(app: Flask, tmp_path: Path) -> None:
    settings = load_settings(in_production(tmp_path, DATABASE_URL=app.config["SQLALCHEMY_DATABASE_URI"]))
    with pytest.raises(UnsafeSettings, match="is missing, and the database holds identity numbers") as refused:
        create_app(settings)
    assert str(settings.identity_key_file) in str(refused.value)
    assert not settings.identity_key_file.exists()
    key_file.create_key_file(settings.identity_key_file)
    with pytest.raises(UnsafeSettings, match="is not the file that closed"):
        create_app(settings)
    settings.identity_key_file.write_text(app.config["SETTINGS"].identity_key_file.read_text())
    create_app(settings)


def test_without_key_and_database_nobody_can_tell(tmp_path: Path) -> None:
    """A database that does not answer is no reason to make a key; with a key, pages may say so themselves."""
    nowhere = "postgresql://nobody@127.0.0.1:1/nothing"
    settings = load_settings(in_production(tmp_path, DATABASE_URL=nowhere))
    with pytest.raises(UnsafeSettings, match="the database does not answer"):
        create_app(settings)
    assert not settings.identity_key_file.exists()
    key_file.create_key_file(settings.identity_key_file)
    create_app(settings)


def test_a_key_that_cannot_be_made_or_read_is_a_sentence(tmp_path: Path) -> None:
    in_the_way = tmp_path / "a file"
    in_the_way.write_text("not a folder")
    settings = load_settings(in_production(tmp_path, IDENTITY_KEY_FILE=str(in_the_way / "identity.key")))
    with pytest.raises(UnsafeSettings, match="cannot be made or read"):
        create_app(settings)


def test_the_server_ends_with_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "identity.key").write_text("garbage")
    (tmp_path / "identity.key").chmod(0o600)
    environment = in_production(tmp_path, IDENTITY_KEY_FILE=str(tmp_path / "identity.key"), PATH=os.environ["PATH"])
    ended = subprocess.run(
        [sys.executable, "-W", "error", "-c", "import wsgi"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert ended.returncode == 4
    assert ended.stdout == ""
    assert ended.stderr.count("\n") == 1, ended.stderr
    assert "malformed" in ended.stderr


@pytest.mark.usefixtures("world")
def test_backups_and_restores_speak_of_the_key(context: Flask, tmp_path: Path) -> None:
    path = context.config["SETTINGS"].identity_key_file
    runner = context.test_cli_runner()
    made = runner.invoke(args=["backup", "create", "--to", str(tmp_path)])
    assert f"not in it: keep a copy of {path} elsewhere" in made.output
    assert str(path) in runner.invoke(args=["identity-key", "check"]).output
    kept = path.read_text()
    path.write_text(cipher.as_text(cipher.new_keys()))
    try:
        archive = next(tmp_path.glob("*.tar"))
        restored = runner.invoke(args=["backup", "restore", str(archive), "--replace"])
        checked = runner.invoke(args=["identity-key", "check"])
    finally:
        path.write_text(kept)
        db.session.remove()
    assert "Restored" in restored.output
    for said in (restored, checked):
        assert said.exit_code == 1
        assert "is not the file that closed" in said.output
    assert backup.check_backup(archive).rows["member"] == 6


def test_the_world_has_something_encrypted(context: Flask, world: World) -> None:
    assert world.home.members
    assert len(list(key_file._stored_values())) >= 1


# --- A new key --------------------------------------------------------------------------------------------------------


@pytest.fixture
def own_key(context: Flask) -> Iterator[Path]:
    """The key file of this test; what it was is put back, as the database is."""
    path = context.config["SETTINGS"].identity_key_file
    kept = path.read_text()
    yield path
    path.write_text(kept)
    db.session.remove()


def stored() -> list[str]:
    """The identity numbers as the database keeps them."""
    column = Member.__table__.c.identity_number
    with db.engine.connect() as opened:
        return list(opened.execute(select(type_coerce(column, Text)).where(column.is_not(None))).scalars())


def in_clear() -> list[str]:
    with db.engine.connect() as opened:
        return sorted(opened.execute(select(Member.__table__.c.identity_number)).scalars())


def test_everything_is_closed_with_a_new_key(context: Flask, world: World, own_key: Path) -> None:
    before, numbers, former = stored(), in_clear(), cipher.parse_keys(own_key.read_text())
    said = context.test_cli_runner().invoke(args=["identity-key", "rotate"])
    assert said.exit_code == 0, said.output
    assert said.output.startswith(f"{len(numbers)} values are closed")
    keys = cipher.parse_keys(own_key.read_text())
    newest = cipher.Keys(encryption=keys.encryption[:1], index=keys.index)
    assert keys.encryption[1:] == former.encryption
    assert keys.index == former.index  # a number in use is still found
    assert stat.S_IMODE(own_key.stat().st_mode) == 0o600
    assert in_clear() == numbers
    assert not set(stored()) & set(before)
    assert all(cipher.opens(newest, value) for value in stored())
    assert all(cipher.opens(keys, value) for value in before)  # of an older backup


def test_old_keys_are_forgotten_once_nothing_needs_them(context: Flask, world: World, own_key: Path) -> None:
    runner, before, numbers = context.test_cli_runner(), stored(), in_clear()
    keys = cipher.with_new_encryption_key(cipher.parse_keys(own_key.read_text()))
    key_file.replace_key_file(own_key, keys)  # as after a rotation that was cut short at once
    refused = runner.invoke(args=["identity-key", "forget-old"])
    assert refused.exit_code == 1
    assert "still closed with an older key" in refused.output
    assert cipher.parse_keys(own_key.read_text()) == keys
    runner.invoke(args=["identity-key", "rotate"])
    assert runner.invoke(args=["identity-key", "forget-old"]).output.startswith("2 old keys")
    left = cipher.parse_keys(own_key.read_text())
    assert len(left.encryption) == 1
    assert in_clear() == numbers
    assert not any(cipher.opens(left, value) for value in before)
    assert runner.invoke(args=["identity-key", "forget-old"]).output.startswith("0 old keys")
    assert in_clear() == numbers


def test_a_rotation_cut_short_loses_nothing_and_is_begun_again(
    context: Flask, world: World, own_key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers, close, closed = in_clear(), key_rotation._close_one, 0

    def until_the_power_fails(*one: object) -> None:
        nonlocal closed
        closed += 1
        if closed == len(numbers) // 2:
            raise OSError("no power")
        close(*one)  # type: ignore[arg-type]

    monkeypatch.setattr(key_rotation, "ROWS_AT_ONCE", 1)
    monkeypatch.setattr(key_rotation, "_close_one", until_the_power_fails)
    runner = context.test_cli_runner()
    assert "no power" in runner.invoke(args=["identity-key", "rotate"]).output
    cipher.configure(cipher.parse_keys(own_key.read_text()))
    assert in_clear() == numbers
    assert "older key" in runner.invoke(args=["identity-key", "forget-old"]).output
    monkeypatch.setattr(key_rotation, "_close_one", close)
    assert runner.invoke(args=["identity-key", "rotate"]).exit_code == 0
    assert runner.invoke(args=["identity-key", "forget-old"]).exit_code == 0
    assert in_clear() == numbers


def test_two_do_not_change_the_keys_at_once(context: Flask, world: World, own_key: Path) -> None:
    before = own_key.read_text()
    with key_file.alone_with_key_file(own_key):
        said = context.test_cli_runner().invoke(args=["identity-key", "rotate"])
    assert "Somebody else is changing the keys" in said.output
    assert own_key.read_text() == before


def test_a_link_to_another_volume_and_the_mode_stay(tmp_path: Path) -> None:
    volume, link = tmp_path / "volume.key", tmp_path / "identity.key"
    key_file.create_key_file(volume)
    volume.chmod(0o640)
    link.symlink_to(volume)
    keys = cipher.new_keys()
    key_file.replace_key_file(link, keys)
    assert link.is_symlink()
    assert cipher.parse_keys(volume.read_text()) == keys
    assert stat.S_IMODE(volume.stat().st_mode) == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["identity.key", "volume.key"]


def test_nothing_is_rotated_while_the_house_runs(context: Flask, world: World, own_key: Path) -> None:
    before, keys = stored(), own_key.read_text()
    jobs.beat(context)
    for command in ("rotate", "forget-old"):
        said = context.test_cli_runner().invoke(args=["identity-key", command])
        assert said.exit_code == 1
        assert "stop the web server and the worker first" in said.output
    assert (stored(), own_key.read_text()) == (before, keys)
