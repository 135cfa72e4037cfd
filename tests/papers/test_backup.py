"""A paper's file is in the backup, and served again after a restoration."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from app.extensions import db
from app.kernel import files
from app.operations.backup import check_backup, create_backup, restore_backup
from app.papers import services
from app.papers.services import PaperDetails
from tests.papers.conftest import BY, UPLOAD, at_work, inside, kind, papers
from tests.support.world import TODAY, World


def test_a_paper_comes_back_with_its_file(
    context: Flask, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with at_work(world) as member:
        details = PaperDetails(received_on=TODAY)
        services.record_paper(member, kind("cv"), details, upload=UPLOAD, **BY)
    archive = create_backup(tmp_path)
    assert len(check_backup(archive).files) > 1
    with at_work(world) as member:
        services.delete_paper(member, papers(world)[0])
    for path in files.files_directory().rglob("*"):
        if path.is_file():
            path.unlink()
    db.session.remove()
    restore_backup(archive, replace=True)
    with inside(world):
        assert files.read_with_type(papers(world)[0].file_id or 0) == (UPLOAD.content, UPLOAD.media_type)
