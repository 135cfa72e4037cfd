"""A browser and a running house, once for all journeys. Without a browser: an error in CI, a clear skip elsewhere."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.house import House, prepare, running_house
from tests.journeys.visitor import Come, Visitor
from tests.support.databases import PostgresqlDatabase, TestDatabase
from tests.support.run import made_once, shared_folder

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def browser_path() -> str | None:
    return os.environ.get("BROWSER_PATH") or next(filter(None, map(shutil.which, BROWSERS)), None)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = browser_path()
        bundled = Path(playwright.chromium.executable_path)
        if path is None and not bundled.exists():
            message = "no Chromium or Chrome was found: `make test` installs one"
            if os.environ.get("CI"):
                pytest.fail(message)
            pytest.skip(message)
        launched = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield launched
        launched.close()


@pytest.fixture(scope="package")
def house(browser: Browser, database: TestDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A copy, for this process, of the demonstration: SQLite in the data folder, or a PostgreSQL database."""
    url, data, kept = None, tmp_path_factory.mktemp("house"), shared_folder() / "journeys"
    if isinstance(database, PostgresqlDatabase):
        made_once("journeys", lambda: prepare(kept, database.another("journeys")))
        url = database.another(f"{database.name}_journeys", like="journeys")
    else:
        made_once("journeys", lambda: prepare(kept))
    shutil.copytree(kept, data, dirs_exist_ok=True)
    with running_house(data, url) as running:
        yield running


@pytest.fixture
def come(request: pytest.FixtureRequest, browser: Browser, house: House) -> Iterator[Come]:
    """`come()`: another person on a device of their own, in this run's manner."""
    visitors: list[Visitor] = []

    def arrive() -> Visitor:
        visitors.append(Visitor(browser, house, request.node.callspec.params["manner"]))
        return visitors[-1]

    yield arrive
    for visitor in visitors:
        visitor.leave()
