"""Stored bytes stay as they are, and are not served when they are not what was stored."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.exc import NoResultFound

from app.extensions import db
from app.kernel import files
from app.kernel.files import FileDamaged, StoredFile
from app.kernel.tenancy import NoOrganisationScope, organisation_scope
from app.kernel.transaction import write_transaction
from tests.support.world import World

CONTENT = b"%PDF-1.7\x00\xff a paper"


@pytest.fixture
def stored(context: Flask, world: World) -> Iterator[StoredFile]:
    """A file of El Jadida, whose scope is open."""
    with organisation_scope(world.home.id):
        with write_transaction():
            kept = files.store(CONTENT, "application/pdf")
        yield kept


def path_of(stored: StoredFile) -> Path:
    return files.files_directory() / stored.path


def test_what_was_stored_is_read(stored: StoredFile) -> None:
    assert files.read(stored.id) == CONTENT
    assert (stored.size, stored.sha256) == (len(CONTENT), hashlib.sha256(CONTENT).hexdigest())


@pytest.mark.parametrize("damage", [b"", CONTENT + b" ", CONTENT[:-1] + b"R", CONTENT[:5]])
def test_what_was_changed_is_not_served(stored: StoredFile, damage: bytes) -> None:
    path_of(stored).write_bytes(damage)
    with pytest.raises(FileDamaged, match="has changed"):
        files.read(stored.id)


def test_what_is_missing_is_not_served(stored: StoredFile) -> None:
    path_of(stored).unlink()
    with pytest.raises(FileDamaged, match="cannot be read"):
        files.read(stored.id)


def test_a_file_has_a_random_name_below_its_organisation(stored: StoredFile, world: World) -> None:
    organisation, folder, name = stored.path.split("/")
    assert organisation == str(world.home.id)
    assert len(name) == 32
    assert name.startswith(folder)


def test_a_file_of_another_organisation_is_not_found(context: Flask, world: World) -> None:
    with organisation_scope(world.abroad.id), write_transaction():
        theirs = files.store(CONTENT, "application/pdf").id
    with organisation_scope(world.home.id), pytest.raises(NoResultFound):
        files.read(theirs)


def test_no_file_belongs_to_nobody(context: Flask) -> None:
    with pytest.raises(NoOrganisationScope), write_transaction():
        files.store(CONTENT, "application/pdf")


def test_nothing_half_written_is_left(stored: StoredFile, monkeypatch: pytest.MonkeyPatch) -> None:
    """Written under another name, synced, then renamed: the name is there with all its bytes, or not at all."""
    synced = []
    monkeypatch.setattr(files.os, "fsync", lambda descriptor: synced.append(descriptor))
    target = path_of(stored).with_name("another")
    files.write_durably(target, CONTENT)
    assert target.read_bytes() == CONTENT
    assert len(synced) == 2, "the file and its folder"
    assert not [path for path in target.parent.iterdir() if path.name.startswith(".")]


def test_the_row_rolls_back_with_its_transaction(context: Flask, world: World) -> None:
    with organisation_scope(world.home.id):
        with pytest.raises(ZeroDivisionError), write_transaction():
            files.store(CONTENT, "application/pdf")
            _ = 1 // 0
        assert db.session.query(StoredFile).count() == 0
