"""The house as it runs: bin/serve.py on data of its own, whose processes can be killed and which can be started again."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tests.drill.tree import copy_of_the_tree

DAY, NEXT_DAY = "2026-11-18", "2026-11-19"
OURS = ("APP_ENV", "DATA_DIR", "DATABASE_URL", "HOST", "PORT", "PUBLIC_BASE_URL", "IDENTITY_KEY_FILE", "JOBS_URL",
        "SMTP_URL", "MAKELEVEL", "WEB_PROCESSES", "WEB_THREADS", "FLASK_DEBUG", "SECRET_KEY")  # fmt: skip


class Part(StrEnum):
    """What is killed. The supervisor alone leaves its children to the kernel; everything at once is like a power cut."""

    WEB_PROCESS = "web process"
    WEB_SERVER = "web server"
    JOB_WORKER = "job worker"
    SUPERVISOR = "supervisor"
    EVERYTHING = "everything"


@dataclass(frozen=True, kw_only=True)
class Absence:
    """How long something was away, and how much of that the new processes only waited for a processor others used."""

    seconds: float
    queued: float

    @property
    def own(self) -> float:
        return self.seconds - self.queued


class House:
    """One installation of the demonstration, in one folder, on one port; `tree` is the code it runs."""

    def __init__(self, tree: Path, folder: Path, *, today: str = DAY) -> None:
        self.tree = tree
        self.data, self.log, self.port = folder / "data", folder / "said.log", free_port()
        kept = {name: value for name, value in os.environ.items() if name not in OURS}
        self.environment = {
            **kept,
            "APP_ENV": "demo",
            "DATA_DIR": str(self.data),
            "DEMO_TODAY": today,
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
        }
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def database(self) -> Path:
        return self.data / "moucharaka.sqlite"

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """A program of the house, such as `run("-m", "flask", …)`, to its end."""
        return subprocess.run(
            [sys.executable, *command], cwd=self.tree, env=self.environment, capture_output=True, text=True, check=False
        )

    def begin(self, *command: str) -> subprocess.Popen[bytes]:
        """The same, without waiting for it; it is the caller's to end."""
        return subprocess.Popen(
            [sys.executable, *command],
            cwd=self.tree,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def prepare(self) -> None:
        """A migrated database with the demonstration in it."""
        self.data.mkdir(parents=True)
        done = self.run("bin/upgrade.py", "--demo")
        assert done.returncode == 0, done.stdout + done.stderr

    # --- Running ----------------------------------------------------------------------------------------------------

    def start(self) -> float:
        """Start, again and again while a killed one's children still hold the port; seconds until it answers well."""
        begun = time.monotonic()
        self._launch()
        while not (self._children("gunicorn") and self.is_well()):  # else it may be they who answer
            assert self.process is not None
            if self.process.poll() is not None:
                self._launch()
            assert time.monotonic() - begun < 60, f"it does not start\n{self.said()}"
            time.sleep(0.02)
        return time.monotonic() - begun

    def _launch(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "bin/serve.py"],
                cwd=self.tree,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def stop(self) -> None:
        """As Ctrl-C does; what does not stop is killed."""
        if self.process is None:
            return
        everybody = self._everybody()
        self.process.terminate()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            kill(everybody)
            self.process.wait()
        wait_until(lambda: not any(map(is_alive, everybody)), seconds=20, what="its processes ended")
        self.process = None

    def is_well(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2) as answer:
                return bool(answer.status == 200)
        except (OSError, http.client.HTTPException):  # an answer of 503 too
            return False

    def said(self) -> str:
        """The end of what it wrote."""
        return self.log.read_text(errors="replace")[-4000:] if self.log.exists() else ""

    # --- Its processes ----------------------------------------------------------------------------------------------

    def processes_of(self, part: Part) -> list[int]:
        """Those that a kill of this part hits, empty while it is being started."""
        if part is Part.EVERYTHING:
            return self._everybody()
        if part is Part.SUPERVISOR:
            return [self._supervisor()]
        if part is Part.WEB_PROCESS:
            return [child for server in self._children("gunicorn") for child in children_of(server)]
        return self._children("gunicorn" if part is Part.WEB_SERVER else "app.worker")

    def _supervisor(self) -> int:
        assert self.process is not None, "it was not started"
        return self.process.pid

    def _children(self, word: str) -> list[int]:
        return [child for child in children_of(self._supervisor()) if word in command_of(child)]

    def _everybody(self) -> list[int]:
        return [self._supervisor(), *descendants_of(self._supervisor())]

    def kill(self, part: Part) -> Absence:
        """Kill without warning; how long until it is back and the house answers well. Of itself, or started again by us."""
        wait_until(lambda: bool(self.processes_of(part)), seconds=10, what=f"there was a {part}")
        before, everybody = self.processes_of(part), self._everybody()
        begun = time.monotonic()
        kill(before)
        if part in (Part.EVERYTHING, Part.SUPERVISOR):
            assert self.process is not None
            self.process.wait()
            begun = time.monotonic() - self.start()
        wait_until(
            lambda: bool(set(self.processes_of(part)) - set(before)) and self.is_well(),
            seconds=60,
            what=f"the {part} was back\n{self.said()}",
        )
        seconds = time.monotonic() - begun
        new = set(self._everybody()) - set(everybody)
        others = set(self.processes_of(Part.JOB_WORKER)) if part is not Part.JOB_WORKER else set()
        return Absence(seconds=seconds, queued=sum(map(seconds_queued, new - others)))


def demonstration(folder: Path) -> Path:
    """A folder with a copy of the code and the data of a stopped house: `moved_in` makes houses of it."""
    House(copy_of_the_tree(folder / "tree"), folder / "house").prepare()
    return folder


def moved_in(prepared: Path, folder: Path) -> House:
    """A house on a copy of the data that was prepared."""
    shutil.copytree(prepared / "house", folder)
    return House(prepared / "tree", folder)


# --- The system -------------------------------------------------------------------------------------------------------


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def wait_until(is_so: Callable[[], bool], *, seconds: float, what: str | Callable[[], str]) -> float:
    """Seconds it took. What did not come true may be told only then."""
    begun = time.monotonic()
    while not is_so():
        assert time.monotonic() - begun < seconds, (
            f"not within {seconds} s: {what if isinstance(what, str) else what()}"
        )
        time.sleep(0.02)
    return time.monotonic() - begun


def kill(processes: list[int]) -> None:
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def _stat(process: int) -> list[str]:
    """State, parent and more, of /proc; empty when it is gone."""
    with suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return []


def is_alive(process: int) -> bool:
    return _stat(process)[:1] not in ([], ["Z"])


def seconds_queued(process: int) -> float:
    """How long it was ready to run and none of the machine's processors was free (proc(5), schedstat)."""
    with suppress(OSError):
        return int(Path(f"/proc/{process}/schedstat").read_text().split()[1]) / 1e9
    return 0.0


def children_of(parent: int) -> list[int]:
    processes = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return [process for process in processes if is_alive(process) and _stat(process)[1:2] == [str(parent)]]


def descendants_of(parent: int) -> Iterator[int]:
    for child in children_of(parent):
        yield child
        yield from descendants_of(child)


def command_of(process: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    return ""
