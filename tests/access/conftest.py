"""A walk renders no PDF: what is on a page is tested elsewhere, who may ask for it is tested here."""

from __future__ import annotations

import pytest
from flask import Flask

from app import pdf
from tests.access.walk import clients
from tests.support.client import HouseClient
from tests.support.life import PAPER, Life


@pytest.fixture(autouse=True)
def no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "render_in_child", lambda *_arguments: PAPER)


@pytest.fixture
def actors(lived_in: Flask, life: Life) -> dict[str, HouseClient]:
    """A browser for each column of the table."""
    return clients(lived_in, life)
