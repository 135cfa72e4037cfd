"""Long work, outside the request: huey carries the call, our own rows carry the state.

A task that a killed worker was running is lost to the queue; so no work lives only there. The row that needs the
work says so, tasks can run twice without harm, and `sweep` queues again what was left behind.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime

from flask import Flask

_driver = sys.modules.get("psycopg")
sys.modules["psycopg"] = None  # type: ignore[assignment]  # huey would load it for a storage that is not ours: 9 MB
from huey import Huey, MemoryHuey, SqliteHuey, crontab  # noqa: E402  # hence not at the top

del sys.modules["psycopg"]
if _driver is not None:
    sys.modules["psycopg"] = _driver
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.database import db, safe_journal_mode
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction

log = logging.getLogger(__name__)
HEARTBEAT_SECONDS = 10
STALE_AFTER_SECONDS = 45

Task = Callable[..., None]
_tasks: dict[str, Task] = {}
_sweeps: list[Callable[[], None]] = []
_nightly: list[Callable[[], None]] = []


class WorkerHeartbeat(db.Model):
    """When the job worker last said it was alive."""

    __tablename__ = "worker_heartbeat"
    name: Mapped[str] = mapped_column(String(30), primary_key=True)
    beat_at: Mapped[datetime]


def task(function: Task) -> Task:
    """Declare a job: `function(organisation_id, *ids)`, run by the worker inside that organisation's scope.

    With None for an organisation, such as a mail about an account, no scope is open.
    """
    _tasks[f"{function.__module__}.{function.__name__}"] = function
    return function


def sweep(function: Callable[[], None]) -> Callable[[], None]:
    """Declare a function run every minute that queues again the work left behind."""
    _sweeps.append(function)
    return function


def nightly(function: Callable[[], None]) -> Callable[[], None]:
    """Declare a function run once a night, in a write transaction of its own."""
    _nightly.append(function)
    return function


def enqueue(name: str, organisation_id: int | None, *ids: int) -> None:
    """Hand a declared task to the worker. Call it through `on_commit`."""
    _queue().run(name, organisation_id, *ids)


def enqueue_task(function: Task, organisation_id: int | None, *ids: int) -> None:
    enqueue(f"{function.__module__}.{function.__name__}", organisation_id, *ids)


class Queue:
    """The queue of one application."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.huey: Huey = _storage(app)
        self.run = self.huey.task()(self._run)
        self.huey.periodic_task(crontab())(self._sweep)
        self.huey.periodic_task(crontab(hour="3", minute="10"))(self._night)

    def _run(self, name: str, organisation_id: int | None, *ids: int) -> None:
        scope = nullcontext() if organisation_id is None else organisation_scope(organisation_id)
        with self.app.app_context(), scope:
            _tasks[name](organisation_id, *ids)

    def _sweep(self) -> None:
        with self.app.app_context():
            for function in _sweeps:
                function()

    def _night(self) -> None:
        with self.app.app_context():
            for function in _nightly:
                with write_transaction():
                    function()


def _storage(app: Flask) -> Huey:
    """SQLite in DATA_DIR; at once and in the same process under test; Redis by JOBS_URL."""
    settings = app.config["SETTINGS"]
    if app.config["TESTING"]:
        return MemoryHuey("moucharaka", immediate=True, utc=True)
    if settings.jobs_url:
        from huey import RedisHuey

        return RedisHuey("moucharaka", url=settings.jobs_url, utc=True)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    file = str(settings.data_dir / "jobs.sqlite")
    return SqliteHuey("moucharaka", filename=file, utc=True, fsync=True, journal_mode=safe_journal_mode())


def init_jobs(app: Flask) -> None:
    app.extensions["jobs"] = Queue(app)


def _queue() -> Queue:
    from flask import current_app

    queue: Queue = current_app.extensions["jobs"]
    return queue


def beat(app: Flask) -> None:
    """Say that the worker is alive."""
    with app.app_context(), write_transaction():
        db.session.merge(WorkerHeartbeat(name="worker", beat_at=clock.now()))


def worker_is_alive() -> bool:
    heartbeat = db.session.get(WorkerHeartbeat, "worker")
    return heartbeat is not None and (clock.now() - heartbeat.beat_at).total_seconds() < STALE_AFTER_SECONDS


def work(app: Flask) -> None:
    """Run the worker in the foreground until it is told to stop; it says every ten seconds that it lives."""
    import threading

    stopping = threading.Event()

    def keep_beating() -> None:
        while not stopping.is_set():
            try:
                beat(app)
            except Exception:
                log.exception("the worker could not say that it is alive")
            stopping.wait(HEARTBEAT_SECONDS)

    threading.Thread(target=keep_beating, daemon=True).start()
    try:
        app.extensions["jobs"].huey.create_consumer(workers=1, periodic=True, initial_delay=0.05, max_delay=0.5).run()
    finally:
        stopping.set()


def run_sweeps_now() -> None:
    """What the worker does every minute, at once (for tests and `flask jobs sweep`)."""
    for function in _sweeps:
        function()
