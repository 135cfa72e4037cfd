"""A walk renders no PDF: what is on a page is tested elsewhere, who may ask for it is tested here."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.access.walk import clients
from tests.support.client import HouseClient
from tests.support.life import Life


@pytest.fixture(autouse=True)
def _no_engine(quick_papers: None) -> None: ...


@pytest.fixture
def actors(lived_in: Flask, life: Life) -> dict[str, HouseClient]:
    """A browser for each column of the table."""
    return clients(lived_in, life)
