"""The data folder of papers in tests."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def own_data_dir(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The font cache is kept between tests, away from the developer's own data."""
    folder = tmp_path_factory.getbasetemp() / "data"
    folder.mkdir(exist_ok=True)
    monkeypatch.setenv("DATA_DIR", str(folder))
    return folder
