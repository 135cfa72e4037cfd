"""One application and one world for the run; each test gets the database as it was when the world was made."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask, g
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Engine, event
from sqlalchemy.pool import NullPool, QueuePool

from app import create_app
from app.accounts import queries as account_queries
from app.assets import build_assets
from app.extensions import db, prepare_migrations
from app.kernel import clock, passwords
from app.kernel.database import engine_options
from config import load_settings
from tests.support import run
from tests.support.client import HouseClient
from tests.support.databases import TestDatabase, test_database
from tests.support.files import KeptFiles
from tests.support.life import PAPER, Life, build_life
from tests.support.run import made_once, shared_folder
from tests.support.world import TODAY, World, build_world

pytest_plugins = ["tests.support.selection"]


def pytest_configure(config: pytest.Config) -> None:
    gc.disable()  # until tests are collected: nothing of the house and of them is garbage
    if not hasattr(config, "workerinput"):  # the process that starts the others
        run.begin()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        run.end()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


@pytest.fixture(scope="session")
def _folder(worker_id: str) -> Path:
    """Of this process alone."""
    folder = shared_folder() / worker_id
    folder.mkdir()
    return folder


@pytest.fixture(scope="session")
def data_folder(_folder: Path) -> Path:
    """DATA_DIR of the application: its files, mails and keys, renewed with the database."""
    folder = _folder / "data"
    folder.mkdir()
    return folder


@pytest.fixture(scope="session")
def database(_folder: Path, data_folder: Path) -> Iterator[TestDatabase]:
    with test_database(_folder, KeptFiles(data_folder, shared_folder())) as opened:
        yield opened


@pytest.fixture(scope="session")
def _filled(database: TestDatabase, data_folder: Path) -> Iterator[tuple[Flask, World]]:
    """The application on a migrated database that holds the world. It keeps its connections as long as a test lasts."""
    passwords.settings.cost = passwords.CHEAP
    account_queries.SEEN_EVERY = timedelta(minutes=50)  # in a slow run, who signed in when the world was made
    build_assets()
    world = made_once("world", lambda: _fill(database, data_folder))
    database.renew()
    app = _connected(database, data_folder)
    prepare_migrations(app)
    gc.freeze()  # as the web process does (gunicorn.conf.py): the house is no garbage, and need not be searched for any
    yield app, world
    database.disconnect()


def _fill(database: TestDatabase, data_folder: Path) -> World:
    app = _connected(database, data_folder)
    prepare_migrations(app)
    from flask_migrate import upgrade

    midnight = datetime.combine(TODAY, time(), UTC)  # before whatever a test does on that day, at whatever hour it runs
    with app.app_context(), time_machine.travel(midnight):
        upgrade()
        world = build_world()
        db.session.remove()
    database.keep_as_template()
    return world


def _connected(database: TestDatabase, data_folder: Path) -> Flask:
    app = make_app(database.url, data_folder, pool={"poolclass": QueuePool, "max_overflow": -1})
    with app.app_context():
        database.disconnect = _closing(db.engine)
    return app


def _closing(engine: Engine) -> Callable[[], None]:
    """What closes every connection of this engine, those that somebody still holds among them."""
    opened: list[Any] = []
    event.listen(engine, "connect", lambda connection, _record: opened.append(connection))

    def close() -> None:
        engine.dispose()
        while opened:
            opened.pop().close()

    return close


def make_app(url: str, folder: Path, *, pool: Mapping[str, Any] | None = None, **overrides: object) -> Flask:
    """The application as tests run it; without a pool, each connection ends with its use."""
    settings = load_settings(
        {
            "APP_ENV": "testing",
            "DATABASE_URL": url,
            "DATA_DIR": str(folder),
            "DEMO_TODAY": TODAY.isoformat(),
            "PUBLIC_BASE_URL": "http://localhost",
        }
    )
    connecting = {name: value for name, value in engine_options(url).items() if not name.startswith(("pool", "max"))}
    options = {**connecting, **(pool or {"poolclass": NullPool})}
    app = create_app(settings, {"SQLALCHEMY_ENGINE_OPTIONS": options, **overrides})
    app.jinja_env.bytecode_cache = _templates
    app.test_client_class = HouseClient
    return app


class _Templates(BytecodeCache):
    """Compiled once for all applications and processes of a run: they differ in routes and settings, not in what templates
    can do."""

    def __init__(self) -> None:
        self.compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key not in self.compiled and (written := self._file(bucket)).exists():
            self.compiled[bucket.key] = written.read_bytes()
        if bucket.key in self.compiled:
            bucket.bytecode_from_string(self.compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.compiled[bucket.key] = bucket.bytecode_to_string()
        unfinished = self._file(bucket).with_suffix(f".{os.getpid()}")
        unfinished.write_bytes(self.compiled[bucket.key])
        unfinished.rename(self._file(bucket))

    def _file(self, bucket: Bucket) -> Path:
        return shared_folder() / f"{bucket.key}.template"


_templates = _Templates()


@pytest.fixture
def world(_filled: tuple[Flask, World]) -> World:
    return _filled[1]


@pytest.fixture
def app(_filled: tuple[Flask, World], database: TestDatabase, request: pytest.FixtureRequest) -> Flask:
    """The application, on a database of its own; no context is open."""
    database.renew("lived_in" if "lived_in" in request.fixturenames else "filled")
    clock.fix_today(TODAY)
    return _filled[0]


@pytest.fixture(scope="session")
def life(_filled: tuple[Flask, World], database: TestDatabase) -> Life:
    """The world a few weeks on, kept as a template of its own: use `lived_in`."""
    app, world = _filled
    life: Life = made_once("life", lambda: _live(app, world, database))
    world.accounts.update(life.world.accounts)
    return life


def _live(app: Flask, world: World, database: TestDatabase) -> Life:
    database.renew()
    clock.fix_today(TODAY)
    with app.app_context():
        life = build_life(app, world)
        db.session.remove()
    database.keep_as_template("lived_in")
    return life


@pytest.fixture
def lived_in(life: Life, app: Flask) -> Flask:
    """The application on a database of its own that holds the life: `app` sees who asks for it."""
    return app


@pytest.fixture
def quick_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are made at once, of fixed bytes: for tests that do not look inside."""
    monkeypatch.setattr("app.pdf.render_in_child", lambda *_arguments: PAPER)
    monkeypatch.setattr("app.attestations.jobs.render_in_child", lambda *_paper: PAPER)


@pytest.fixture
def context(app: Flask) -> Iterator[Flask]:
    """The application with a context open, for tests of rules and services."""
    with app.app_context():
        yield app
        db.session.remove()


@pytest.fixture
def trips(context: Flask) -> Iterator[list[str]]:
    """The statements that the database is asked from here on."""
    said: list[str] = []

    def note(*arguments: object) -> None:
        said.append(str(arguments[2]))

    event.listen(db.engine, "before_cursor_execute", note)
    yield said
    event.remove(db.engine, "before_cursor_execute", note)


@pytest.fixture
def client(app: Flask) -> HouseClient:
    """A visitor who is not signed in."""
    client = app.test_client()
    assert isinstance(client, HouseClient)
    return client


SignIn = Callable[[str], HouseClient]


@pytest.fixture
def sign_in(app: Flask, world: World) -> SignIn:
    """`sign_in("manager@el-jadida.example")`: a client of that person, with a session of their own."""

    def signed_in(email: str) -> HouseClient:
        from app.accounts import services
        from app.accounts.models import Account
        from app.kernel.transaction import write_transaction

        with app.app_context(), write_transaction():
            account = db.session.get_one(Account, world.accounts[email])
            token = services.open_session(account, device="Test", keep=False)
        client = app.test_client()
        assert isinstance(client, HouseClient)
        with client.session_transaction() as session:
            session["_user_id"] = getattr(token, "token", token)
        return client

    return signed_in


@pytest.fixture(autouse=True)
def _no_leftovers() -> Iterator[None]:
    """A test that forgot to close a context would lend its organisation to the next one."""
    yield
    assert not g, "an application context is still open"
