"""Run the web server and the job worker in the foreground, and keep both running.

    bin/serve.py             start both; SIGTERM, SIGINT (Ctrl-C) or SIGHUP stops both
    bin/serve.py --prepare   first bring files and database up to date (bin/upgrade.py)

- The port is opened here and handed to the web server: it is refused at once when somebody else has it, and callers
  wait, instead of being turned away, while a killed web server is started again.
- A process that ends is started again: at once when it was killed, a little later each time (2 s at most) when it fails
  by itself. One that keeps failing before anything was ever served is not worth waiting for: everything stops.
- Nothing outlives this process, however it ends: on Linux the kernel tells the children, elsewhere a watcher does.

Standard library only: this process stays small, and imports nothing of the application.
"""

from __future__ import annotations

import argparse
import ctypes
import errno
import http.client
import os
import select
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
PLATFORM = sys.platform
STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
STOP_SECONDS = 15.0  # what a child gets to end by itself; the web server needs 10 for requests under way
KILLED_PAUSE = 0.1
LONGEST_PAUSE = 2.0
STEADY_SECONDS = 10.0  # a child that ran this long has not failed at its start
HOPELESS_STARTS = 4
PATIENCE_SECONDS = 60.0  # then say that nothing answers yet

DEMO_SLUGS = ("el-jadida", "ras-jebel", "casablanca", "kasserine")
DEMO_PEOPLE = ("manager", "coach", "coach2", "member", "member2")
DEMO_NETWORK = ("network@moucharaka.example", "observer@moucharaka.example")
DEMO_PASSPHRASE = "cooperer-c-est-partager"


class CannotServe(SystemExit):
    """Nothing was started; the message says why, in one sentence, and what to do."""


def say(sentence: str) -> None:
    try:
        print(sentence, flush=True)
    except OSError:
        pass  # nobody reads any more; keep serving


# --- The port ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Address:
    host: str
    port: int

    @property
    def reachable_host(self) -> str:
        """Where to ask when every address is listened on."""
        return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)

    @property
    def url(self) -> str:
        host = self.reachable_host
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"


def read_address(environ: dict[str, str] | os._Environ[str]) -> Address:
    text = environ.get("PORT") or "5000"
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise CannotServe(f"PORT is {text!r}; it must be a number from 1 to 65535.")
    return Address(host=environ.get("HOST") or "127.0.0.1", port=int(text))


def open_port(address: Address) -> socket.socket:
    """A listening socket, or CannotServe."""
    try:
        family, _, _, _, where = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)[0]
        both = address.host == "::" and socket.has_dualstack_ipv6()
        listener = socket.create_server(where[:2], family=family, backlog=128, dualstack_ipv6=both)
    except PermissionError:
        raise CannotServe(
            f"Port {address.port} needs more rights than this account has. Choose one above 1023."
        ) from None
    except OSError as error:
        raise CannotServe(_why_not_open(address, error)) from None
    listener.set_inheritable(True)
    return listener


def _why_not_open(address: Address, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {address.port} on {address.host} is already in use, perhaps by another `make run`. "
            f"Stop that one, or take another port: PORT={address.port + 1} make run"
        )
    reason = error.strerror if isinstance(error, socket.gaierror) else os.strerror(error.errno or 0)
    return f"HOST is {address.host!r}: this machine cannot listen there ({reason})."


# --- Children ---------------------------------------------------------------------------------------------------------


@dataclass(kw_only=True)
class Child:
    """A program that is to be running."""

    name: str
    command: list[str]
    descriptors: tuple[int, ...] = ()
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    due_at: float = 0.0
    failed_starts: int = 0

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        self.process = start_tethered(self.command, descriptors=self.descriptors, environment=self.environment)
        self.started_at = time.monotonic()

    def note_end(self) -> str:
        """Say in words how it ended, and set when it is to start again."""
        assert self.process is not None
        code = self.process.returncode
        signal_group(self.process.pid, signal.SIGTERM)  # what it leaves behind, such as the web server's own processes
        self.process = None
        now = time.monotonic()
        if code < 0:
            self.due_at = now + KILLED_PAUSE
            return f"was ended by signal {-code}"
        self.failed_starts = 1 if now - self.started_at > STEADY_SECONDS else self.failed_starts + 1
        self.due_at = now + min(0.25 * 2**self.failed_starts, LONGEST_PAUSE)
        return f"ended with status {code}"


def start_tethered(
    command: list[str], *, descriptors: tuple[int, ...] = (), environment: dict[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Start a program in a process group of its own (Ctrl-C is ours to hand on) that ends when this process does."""
    parent = os.getpid()
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        pass_fds=descriptors,
        start_new_session=True,
        preexec_fn=lambda: die_with_parent(parent),
    )
    if not PLATFORM.startswith("linux"):
        start_watcher(parent, process.pid)
    return process


_LIBC = ctypes.CDLL(None, use_errno=True) if PLATFORM.startswith("linux") else None
_PR_SET_PDEATHSIG = 1


def die_with_parent(parent: int) -> None:
    """Ask the kernel to end the calling process when its parent ends (prctl(2)); end at once if it already has."""
    if _LIBC is None:
        return
    _LIBC.prctl(_PR_SET_PDEATHSIG, int(signal.SIGTERM))
    if os.getppid() != parent:
        os._exit(1)


def start_watcher(parent: int, child: int) -> None:
    """Where the kernel offers nothing of the kind: a shell that ends `child` within a second of `parent`'s end."""
    script = 'while kill -0 "$1" && kill -0 "$2"; do sleep 1; done 2>/dev/null; kill -TERM "$2" 2>/dev/null'
    subprocess.Popen(
        ["/bin/sh", "-c", script, "watcher", str(parent), str(child)],
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


def signal_group(group: int, number: int) -> None:
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        pass


# --- Keeping them running ---------------------------------------------------------------------------------------------


class Supervisor:
    """Starts the children, starts them again when they end, stops them when told to."""

    def __init__(self, children: list[Child], *, address: Address, is_demonstration: bool) -> None:
        self.children = children
        self.address = address
        self.is_demonstration = is_demonstration
        self.stops_asked = 0
        self.has_answered = False
        self._awake, waker = os.pipe()
        for end in (self._awake, waker):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
        for number in STOP_SIGNALS:
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup asks to ignore SIGHUP
                signal.signal(number, self._ask_to_stop)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)

    def _ask_to_stop(self, number: int, frame: object) -> None:
        self.stops_asked += 1

    def prepare(self, command: list[str]) -> int:
        """Run a command to its end, and hand a stop on to it; its exit status."""
        process = start_tethered(command)
        while process.poll() is None and not self.stops_asked:
            self._sleep(1.0)
        if process.poll() is None:
            self._stop([process])
        return process.wait()

    def run(self) -> int:
        """Until told to stop (0) or until it is hopeless (1)."""
        for child in self.children:
            child.start()
        begun = time.monotonic()
        patience = PATIENCE_SECONDS
        while not self.stops_asked:
            for child in self.children:
                self._look_after(child)
            if not self.has_answered:
                if hopeless := self._hopeless_child():
                    say(f"The {hopeless.name} does not start; what it said stands above. Stopping.")
                    self.stop()
                    return 1
                self._look_for_an_answer()
                if not self.has_answered and time.monotonic() - begun > patience:
                    say(f"Nothing answers yet at {self.address.url}/healthz; still waiting.")
                    patience *= 2
            self._sleep(self._seconds_to_wait())
        self.stop()
        return 0

    def _look_after(self, child: Child) -> None:
        if child.process is not None and not child.is_running:
            say(f"The {child.name} {child.note_end()}; starting it again.")
        if child.process is None and time.monotonic() >= child.due_at:
            child.start()

    def _hopeless_child(self) -> Child | None:
        return next((child for child in self.children if child.failed_starts >= HOPELESS_STARTS), None)

    def _seconds_to_wait(self) -> float:
        waits = [child.due_at - time.monotonic() for child in self.children if child.process is None]
        return max(0.0, min([*waits, 30.0 if self.has_answered else 0.2]))

    def _sleep(self, seconds: float) -> None:
        """Until the time is over or a signal arrives."""
        select.select([self._awake], [], [], seconds)
        try:
            while os.read(self._awake, 512):
                pass
        except BlockingIOError:
            pass

    def _look_for_an_answer(self) -> None:
        if answers_well(self.address):
            self.has_answered = True
            say(welcome(self.address, is_demonstration=self.is_demonstration))

    def stop(self) -> None:
        running = [child.process for child in self.children if child.process is not None and child.is_running]
        self._stop(running)
        say("Stopped.")

    def _stop(self, processes: list[subprocess.Popen[bytes]]) -> None:
        """SIGTERM, then SIGKILL to what is left after STOP_SECONDS or when asked a second time."""
        asked = self.stops_asked
        deadline = time.monotonic() + STOP_SECONDS
        for process in processes:
            process.terminate()
        while any(process.poll() is None for process in processes):
            if time.monotonic() > deadline or self.stops_asked > asked:
                break
            self._sleep(0.5)
        for process in processes:
            signal_group(process.pid, signal.SIGKILL)
            process.wait()


def answers_well(address: Address) -> bool:
    """Does /healthz answer 200, that is: web server, database and worker are all there?"""
    public = os.environ.get("PUBLIC_BASE_URL", "").split("://", 1)[-1].split("/", 1)[0]
    connection = http.client.HTTPConnection(address.reachable_host, address.port, timeout=1.0)
    try:
        connection.request("GET", "/healthz", headers={"Host": public} if public else {})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def welcome(address: Address, *, is_demonstration: bool) -> str:
    local = "http://localhost:" + str(address.port)
    is_local = address.reachable_host in ("127.0.0.1", "::1")
    shown = os.environ.get("PUBLIC_BASE_URL") or (local if is_local else address.url)
    lines = ["", f"Moucharaka answers at {shown}", ""]
    if is_demonstration:
        lines += [f"Demonstration logins; the passphrase of all is {DEMO_PASSPHRASE}"]
        for slug in DEMO_SLUGS:
            lines.append("  " + "  ".join(f"{person}@{slug}.example" for person in DEMO_PEOPLE))
        lines += ["  " + "  ".join(DEMO_NETWORK), ""]
    return "\n".join([*lines, "Ctrl-C stops everything.", ""])


# --- Starting ---------------------------------------------------------------------------------------------------------


def make_children(listener: socket.socket) -> list[Child]:
    # Freed memory goes back to the system instead of staying with each thread (mallopt(3)).
    frugal = {"MALLOC_ARENA_MAX": "2", "MALLOC_TRIM_THRESHOLD_": "131072", "PYTHONUNBUFFERED": "1"}
    web = [PYTHON, "-m", "gunicorn"]
    worker = [PYTHON, "-m", "app.worker"]
    return [
        Child(
            name="web server",
            command=web,
            descriptors=(listener.fileno(),),
            environment={**frugal, "WEB_SOCKET": str(listener.fileno())},
        ),
        Child(name="job worker", command=worker, environment=frugal),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description="Run the web server and the job worker.")
    parser.add_argument("--prepare", action="store_true", help="bring files and database up to date first")
    options = parser.parse_args()
    if os.environ.get("MAKELEVEL"):  # started by make: when make is killed, stop
        die_with_parent(os.getppid())
    address = read_address(os.environ)
    listener = open_port(address)
    is_demonstration = os.environ.get("APP_ENV") == "demo"
    supervisor = Supervisor(make_children(listener), address=address, is_demonstration=is_demonstration)
    if options.prepare:
        demo = ["--demo"] if is_demonstration else []
        status = supervisor.prepare([PYTHON, "bin/upgrade.py", *demo])
        if supervisor.stops_asked:
            say("Stopped.")
            return 0
        if status:
            return max(status, 1)
    return supervisor.run()


if __name__ == "__main__":
    sys.exit(main())
