"""The house as `make run` starts it, on loopback: demo data, web server and job worker in processes of their own."""

from __future__ import annotations

import os
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


def prepare(data: Path, database_url: str | None = None, *, with_papers: bool = False) -> None:
    """Migrate and load the demonstration: on SQLite in the data folder, or in the database of this address.

    Papers that were issued before a journey are not opened on it, and are only rendered when asked for.
    """
    load = ["bin/upgrade.py", "--demo"] if with_papers else ["-c", WITHOUT_PAPERS]
    environment = _environment(data, database_url)
    subprocess.run([sys.executable, *load], cwd=ROOT, env=environment, check=True, capture_output=True)


def _environment(data: Path, database_url: str | None) -> dict[str, str]:
    address = {"DATABASE_URL": database_url} if database_url else {}
    return {**os.environ, **address, "APP_ENV": "demo", "DATA_DIR": str(data)}


@contextmanager
def running_house(data: Path, database_url: str | None = None) -> Iterator[House]:
    """Serve; everything stops at the end."""
    port = free_port()
    environment = _environment(data, database_url) | {
        "PORT": str(port),
        "HOST": "127.0.0.1",
        "WEB_PROCESSES": "1",
        "PUBLIC_BASE_URL": f"http://localhost:{port}",
    }
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
