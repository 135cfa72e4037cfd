"""An organisation of 10,000 members and 400,000 records, made once and kept in build/bench."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from bench.servers import ROOT

MEMBERS, RECORDS = 10_000, 400_000
FOLDER = ROOT / "build" / "bench"


def environment() -> dict[str, str]:
    return {
        "APP_ENV": "demo",
        "DATA_DIR": str(FOLDER),
        "PUBLIC_BASE_URL": "http://localhost",
        "DEMO_TODAY": "2026-11-18",
    }


def prepare() -> None:
    """Make the data if there is none for today's schema."""
    _flask("assets", "build")
    done = FOLDER / f"ready-{_schema()}"
    if done.exists():
        return
    if FOLDER.exists():
        for old in FOLDER.glob("*"):
            subprocess.run(["rm", "-rf", str(old)], check=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    _flask("db", "upgrade")
    _flask("demo", "load")
    _flask("demo", "load", "--members", str(MEMBERS), "--records", str(RECORDS), "--organisation", "el-jadida")
    done.touch()


def _flask(*command: str) -> None:
    given = {**os.environ, **environment()}
    subprocess.run([sys.executable, "-m", "flask", *command], cwd=ROOT, env=given, check=True, stdout=sys.stderr)


def _schema() -> str:
    import hashlib

    told = hashlib.sha256()
    for path in sorted([*Path(ROOT / "migrations/versions").glob("*.py"), *Path(ROOT / "app").rglob("bulk.py")]):
        told.update(path.read_bytes())
    return told.hexdigest()[:12]
