"""The house as `make run` starts it, on loopback: demo data, web server and job worker in processes of their own."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.servers import free_port

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "cooperer-c-est-partager"
PATIENCE_SECONDS = 90
UPGRADE = ["bin/upgrade.py", "--demo"]
WITHOUT_PAPERS = """
import runpy, sys
from app.attestations import demo
demo.render_attestation = lambda _document: b"%PDF-1.7 of a journey"
sys.argv = ["bin/upgrade.py", "--demo"]
runpy.run_path("bin/upgrade.py", run_name="__main__")
"""


@dataclass(frozen=True, kw_only=True)
class House:
    """Where it answers, and where it keeps its data."""

    url: str
    data: Path


def prepare(data: Path, shared: Path) -> None:
    """Migrate and load the demonstration on SQLite: once for all processes that run journeys, then it is copied."""
    with (shared / "journeys.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "journeys").exists():
            environment = {**os.environ, "APP_ENV": "demo", "DATA_DIR": str(shared / "unfinished")}
            subprocess.run([sys.executable, *UPGRADE], cwd=ROOT, env=environment, check=True, capture_output=True)
            (shared / "unfinished").rename(shared / "journeys")
    shutil.copytree(shared / "journeys", data, dirs_exist_ok=True)


@contextmanager
def running_house(data: Path, database_url: str | None) -> Iterator[House]:
    """Serve; everything stops at the end.

    Given the address of a database, the demonstration is loaded there first. Its papers are not rendered then: in SQLite they
    are, and would be the same. What is issued on the journey is always rendered.
    """
    port = free_port()
    environment = {
        **os.environ,
        "APP_ENV": "demo",
        "DATA_DIR": str(data),
        "PORT": str(port),
        "HOST": "127.0.0.1",
        "WEB_PROCESSES": "1",
        "PUBLIC_BASE_URL": f"http://localhost:{port}",
    }
    if database_url:
        environment["DATABASE_URL"] = database_url
        load = [sys.executable, "-c", WITHOUT_PAPERS]
        subprocess.run(load, cwd=ROOT, env=environment, check=True, capture_output=True)
    commands = (["gunicorn", "--config", "gunicorn.conf.py", "wsgi:app"], ["app.worker"])
    running = [
        subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
        for command in commands
    ]
    try:
        house = House(url=f"http://localhost:{port}", data=data)
        _wait_until_well(house)
        yield house
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(timeout=30)


def _wait_until_well(house: House) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{house.url}/healthz", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)  # until server and worker answer
    raise RuntimeError("the house did not answer")
