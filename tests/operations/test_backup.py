"""A backup holds database and files, is checked, and the house boots on what was restored from it."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path

import pytest
from flask import Flask

from app.extensions import db
from app.kernel import files, jobs
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members.models import Member
from app.operations import backup
from tests.conftest import SignIn
from tests.support.world import World


def store_something(world: World) -> int:
    with organisation_scope(world.home.id), write_transaction():
        return files.store(b"a paper that must stay", "application/pdf").id


def test_a_backup_brings_back_what_was_lost(context: Flask, world: World, tmp_path: Path, sign_in: SignIn) -> None:
    stored = store_something(world)
    archive = backup.create_backup(tmp_path)
    with organisation_scope(world.home.id), write_transaction():
        member = db.session.get_one(Member, (world.home.id, world.home.members["leila"]))
        member.commune = "changed since"
    for path in files.files_directory().rglob("*"):
        if path.is_file():
            path.unlink()
    manifest = backup.restore_backup(archive, replace=True)
    assert manifest.rows["member"] == 6
    with organisation_scope(world.home.id):
        assert db.session.get_one(Member, (world.home.id, world.home.members["leila"])).commune == "Azemmour"
        assert files.read(stored) == b"a paper that must stay"
    db.session.remove()
    assert sign_in("manager@el-jadida.example").get(world.home.url("members")).status_code == 200


def test_a_damaged_archive_is_refused(context: Flask, world: World, tmp_path: Path) -> None:
    store_something(world)
    archive = backup.create_backup(tmp_path)
    content = bytearray(archive.read_bytes())
    place = content.index(b"a paper that must stay")
    content[place] ^= 1
    archive.write_bytes(content)
    with pytest.raises(backup.BackupFailed, match="missing or damaged"):
        backup.check_backup(archive)


def test_a_backup_that_lacks_a_stored_file_is_not_made(context: Flask, world: World, tmp_path: Path) -> None:
    store_something(world)
    for path in files.files_directory().rglob("*"):
        if path.is_file():
            path.unlink()
    with pytest.raises(backup.BackupFailed, match="missing or damaged"):
        backup.create_backup(tmp_path)
    assert not list(tmp_path.glob("*.tar"))


def test_a_running_house_is_not_restored_over(context: Flask, world: World, tmp_path: Path) -> None:
    archive = backup.create_backup(tmp_path)
    jobs.beat(context)
    with pytest.raises(backup.BackupFailed, match="running"):
        backup.restore_backup(archive, replace=True)


def test_data_is_not_replaced_unasked(context: Flask, world: World, tmp_path: Path) -> None:
    archive = backup.create_backup(tmp_path)
    with pytest.raises(backup.BackupFailed, match="not empty"):
        backup.restore_backup(archive, replace=False)


def test_the_key_of_identity_numbers_is_not_in_the_archive(context: Flask, world: World, tmp_path: Path) -> None:
    archive = backup.create_backup(tmp_path)
    with tarfile.open(archive) as packed:
        assert not [name for name in packed.getnames() if "key" in name]


def test_old_archives_go_when_asked(context: Flask, world: World, tmp_path: Path) -> None:
    for day in ("20200101T000000Z", "20200102T000000Z"):
        (tmp_path / f"moucharaka-{day}.tar").touch()
    backup.create_backup(tmp_path, keep=2)
    assert len(list(tmp_path.glob("moucharaka-*.tar"))) == 2


def test_healthz_tells_nothing_but_well_or_not(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/healthz").status_code == 503
    jobs.beat(app)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.data) == (200, b"ok\n")


def pack(archive: Path, **entries: bytes) -> None:
    with tarfile.open(archive, "w") as packed:
        for name, content in entries.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            packed.addfile(entry, io.BytesIO(content))


def test_an_archive_writes_nothing_outside_its_folder(context: Flask, tmp_path: Path) -> None:
    for name in ("../escaped", "/tmp/../" + str(tmp_path / "escaped"), "files/../../escaped"):
        pack(tmp_path / "moucharaka-x.tar", **{name: b"x"})
        with pytest.raises(backup.BackupFailed, match="something else than plain files"):
            backup.check_backup(tmp_path / "moucharaka-x.tar")
        assert not (tmp_path / "escaped").exists()


def test_an_archive_holds_no_links(context: Flask, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "moucharaka-x.tar", "w") as packed:
        entry = tarfile.TarInfo("files")
        entry.type, entry.linkname = tarfile.SYMTYPE, str(tmp_path)
        packed.addfile(entry)
    with pytest.raises(backup.BackupFailed, match="something else than plain files"):
        backup.check_backup(tmp_path / "moucharaka-x.tar")


def test_an_archive_holds_the_rows_it_names(context: Flask, world: World, tmp_path: Path) -> None:
    """Its files are whole, and yet not what the manifest tells of."""
    archive = backup.create_backup(tmp_path)
    with tarfile.open(archive) as packed:
        contents = {entry.name: packed.extractfile(entry).read() for entry in packed}  # type: ignore[union-attr]
    manifest = json.loads(contents["manifest.json"])
    manifest["rows"] |= {"member": manifest["rows"]["member"] + 1, "never_made": 0}
    pack(archive, **{**contents, "manifest.json": json.dumps(manifest).encode()})
    with pytest.raises(backup.BackupFailed, match=r"does not hold the rows|the dump lacks"):
        backup.check_backup(archive)
