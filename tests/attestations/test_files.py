"""The file of an attestation: made once, by whichever worker is first, and served as it was made."""

from __future__ import annotations

import hashlib
import logging
import re
import unicodedata
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.attestations import jobs as attestation_jobs
from app.attestations import queries, services
from app.attestations.models import Attestation
from app.attestations.rules import PaperLanguage
from app.extensions import db
from app.kernel import clock, files, jobs
from app.kernel.files import StoredFile
from app.kernel.notices import Notice
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from tests.attestations.conftest import FIXED_BYTES, Issue, issue_here
from tests.support.world import World

Row = Callable[..., dict[str, Any]]
BIDI_MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u061c\u202a\u202b\u202c\u2066\u2067\u2068\u2069"))


def stored_path(app: Flask, world: World, attestation: dict[str, Any]) -> Path:
    with app.app_context(), organisation_scope(world.home.id):
        stored = db.session.get_one(StoredFile, (world.home.id, attestation["stored_file_id"]))
        return files.files_directory() / stored.path


def test_the_download_is_the_file_that_was_issued(
    app: Flask, world: World, issue: Issue, row: Row, sign_in: Any
) -> None:
    attestation_id = issue()
    answer = sign_in("member@el-jadida.example").get(world.home.url(f"attestations/{attestation_id}/file"))
    assert answer.status_code == 200
    assert answer.data == FIXED_BYTES
    assert hashlib.sha256(answer.data).hexdigest() == row(attestation_id)["sha256"]
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="ELJ-2026-00001.pdf"'
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert "no-store" in answer.headers["Cache-Control"]


def test_who_downloads_is_written_down(world: World, issue: Issue, sign_in: Any, events: Any) -> None:
    attestation_id = issue()
    sign_in("coach@el-jadida.example").get(world.home.url(f"attestations/{attestation_id}/file"))
    (told,) = events(services.DOWNLOADED)
    assert (told["subject_id"], told["account_id"]) == (attestation_id, world.accounts["coach@el-jadida.example"])


@pytest.mark.parametrize("damage", ["changed", "missing"])
def test_a_damaged_file_is_kept_back(
    app: Flask, world: World, issue: Issue, row: Row, sign_in: Any, caplog: pytest.LogCaptureFixture, damage: str
) -> None:
    attestation_id = issue()
    path = stored_path(app, world, row(attestation_id))
    path.write_bytes(b"%PDF-1.7 forged") if damage == "changed" else path.unlink()
    with caplog.at_level(logging.ERROR):
        answer = sign_in("manager@el-jadida.example").get(world.home.url(f"attestations/{attestation_id}/file"))
    assert answer.status_code == 500
    assert b"%PDF" not in answer.data
    assert answer.mimetype == "text/html"
    assert "ELJ-2026-00001" in answer.text
    assert str(attestation_id) in caplog.text


def test_another_file_in_the_store_is_not_believed(app: Flask, world: World, issue: Issue, row: Row) -> None:
    """Bytes and row of the store changed together: the register still knows the first hash."""
    first, second = issue(), issue()
    other = row(second)
    with app.app_context(), organisation_scope(world.home.id), write_transaction():
        stored = db.session.get_one(StoredFile, (world.home.id, row(first)["stored_file_id"]))
        changed = files.store(b"%PDF-1.7 forged", "application/pdf")
        stored.path, stored.sha256 = changed.path, changed.sha256
    with app.app_context(), organisation_scope(world.home.id):
        with pytest.raises(files.FileDamaged):
            services.read_file(db.session.get_one(Attestation, (world.home.id, first)))
        assert services.read_file(db.session.get_one(Attestation, (world.home.id, second))) == FIXED_BYTES
        db.session.rollback()
    assert row(second) == other


def test_the_job_may_run_twice(
    app: Flask, world: World, issue: Issue, row: Row, monkeypatch: pytest.MonkeyPatch
) -> None:
    attestation_id = issue()
    before = row(attestation_id)
    monkeypatch.setattr("app.attestations.jobs.render_in_child", lambda *_paper: b"%PDF-1.7 another")
    with app.app_context(), organisation_scope(world.home.id):
        attestation_jobs.make_file(world.home.id, attestation_id)
        with write_transaction():
            assert not services.keep_file(attestation_id, b"%PDF-1.7 another")
        assert db.session.scalar(select(func.count()).select_from(StoredFile)) == 1
        db.session.rollback()
    assert row(attestation_id) == before


def test_an_unknown_attestation_is_no_work(app: Flask, world: World) -> None:
    with app.app_context(), organisation_scope(world.home.id):
        attestation_jobs.make_file(world.home.id, 1)


def lost(app: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> int:
    """An attestation whose worker was killed while it rendered."""
    with monkeypatch.context() as gone:
        gone.setattr("app.attestations.services.hand_to_worker", lambda *_ids: None)
        with app.app_context(), organisation_scope(world.home.id), write_transaction():
            attestation_id = issue_here(world, world.home, "member").id
    with app.app_context(), organisation_scope(world.home.id), write_transaction():
        assert services.begin_file(attestation_id) is not None
    return attestation_id


def sweep(app: Flask) -> None:
    with app.app_context():
        jobs.run_sweeps_now()


@pytest.mark.usefixtures("quick_files")
def test_the_sweep_finds_what_a_killed_worker_left(
    app: Flask, world: World, row: Row, monkeypatch: pytest.MonkeyPatch
) -> None:
    attestation_id, real = lost(app, world, monkeypatch), clock.now
    sweep(app)
    assert row(attestation_id)["state"] == "rendering", "within the minute another worker may still be at it"
    monkeypatch.setattr(clock, "now", lambda: real() + timedelta(seconds=61))
    sweep(app)
    assert (row(attestation_id)["state"], row(attestation_id)["attempts"]) == ("ready", 2)


@pytest.mark.usefixtures("quick_files")
def test_the_sweep_finds_what_never_reached_the_queue(
    app: Flask, world: World, row: Row, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = clock.now
    with monkeypatch.context() as broken:
        broken.setattr("app.kernel.jobs.enqueue", lambda *_arguments: 1 / 0)
        with app.app_context(), organisation_scope(world.home.id), write_transaction():
            attestation_id = issue_here(world, world.home, "member").id
    assert row(attestation_id)["state"] == "rendering"
    monkeypatch.setattr(clock, "now", lambda: real() + timedelta(seconds=61))
    sweep(app)
    assert row(attestation_id)["state"] == "ready"


def test_pauses_between_attempts_grow_to_an_hour() -> None:
    minutes = [queries._pause(attempts).total_seconds() / 60 for attempts in (0, 1, 2, 3, 6, 7, 60)]
    assert minutes == [1, 1, 2, 4, 32, 60, 60]


def test_the_page_says_that_the_file_is_being_made(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch, sign_in: Any
) -> None:
    attestation_id = lost(app, world, monkeypatch)
    client, address = sign_in("manager@el-jadida.example"), world.home.url(f"attestations/{attestation_id}")
    page = client.get(address).text
    assert f'data-progress="{address}"' in page
    assert '<noscript><meta http-equiv="refresh"' in page
    assert f"{address}/file" not in page
    early = client.get(f"{address}/file")
    assert (early.status_code, early.location) == (302, address)


def test_the_holder_is_told_once_when_it_is_ready(app: Flask, world: World, issue: Issue) -> None:
    issue()
    issue("leila")  # has no account
    with app.app_context(), organisation_scope(world.home.id):
        told = [
            (notice.account_id, notice.values)
            for notice in db.session.scalars(select(Notice))
            if "ready" in notice.message
        ]
        db.session.rollback()
    assert told == [(world.accounts["member@el-jadida.example"], {"number": "ELJ-2026-00001"})]


# --- With the real engine -----------------------------------------------------------------------------------------


def flat(text: str) -> str:
    """Text as one compares it after a PDF: compatibility forms, no bidi marks, no spaces (lines break anywhere)."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).translate(BIDI_MARKS))


@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")  # the engine's colour profile
@pytest.mark.parametrize("language", list(PaperLanguage))
def test_the_paper_says_what_the_register_says(app: Flask, world: World, row: Row, language: PaperLanguage) -> None:
    from pypdf import PdfReader

    with app.app_context(), organisation_scope(world.home.id):
        with write_transaction():
            attestation_id = issue_here(world, world.home, "member2", language=language).id
        content = services.read_file(db.session.get_one(Attestation, (world.home.id, attestation_id)))
        db.session.rollback()
    issued = row(attestation_id)
    reader = PdfReader(BytesIO(content))
    assert len(reader.pages) == 1
    said = flat(reader.pages[0].extract_text())
    assert flat(issued["number_text"]) in said
    assert flat(f"{issued['code'][:5]}-{issued['code'][5:]}") in said
    assert "MX100201" in said
    french, arabic = ["Youssef El Idrissi", "dossier bancaire"], ["يوسف", "الإدريسي", "ملف بنكي"]
    for words in (french if language != "ar" else []) + (arabic if language != "fr" else []):
        assert flat(words) in said, words
    assert ("Idrissi" in said) == (language != "ar")
    assert not [char for char in said if unicodedata.category(char) in ("Cc", "Cf", "Co")]
