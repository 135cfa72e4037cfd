"""bin/serve.py with stand-ins for the web server and the worker: what is killed comes back, and nothing is left behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROMISED_SECONDS = 5

STAND_INS = """
import sys
sys.path.insert(0, {bin!r})
import serve

WEB = '''
import http.server, os, socket
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(str(os.getpid()).encode())
    def log_message(self, *ignored):
        pass
server = http.server.HTTPServer(("127.0.0.1", 0), Answer, bind_and_activate=False)
server.socket = socket.socket(fileno=int(os.environ["WEB_SOCKET"]))
server.serve_forever()
'''
FAILS = "raise SystemExit(3)"
WORKER = '''
import os, pathlib, signal, sys
pathlib.Path(sys.argv[1]).write_text(str(os.getpid()))
signal.pause()
'''

def make_children(listener):
    number = listener.fileno()
    environment = {{"WEB_SOCKET": str(number)}}
    return [
        serve.Child(name="web server", command=[sys.executable, "-c", {web}], descriptors=(number,), environment=environment),
        serve.Child(name="job worker", command=[sys.executable, "-c", WORKER, {worker_note!r}]),
    ]

serve.make_children = make_children
{more}
sys.argv = ["serve.py"]
sys.exit(serve.main())
"""


class House:
    """A running supervisor and what it says."""

    def __init__(self, folder: Path, *, web: str = "WEB", more: str = "", host: str = "127.0.0.1") -> None:
        self.port = free_port()
        self.worker_note = folder / "worker"
        self.log = folder / "log"
        program = STAND_INS.format(bin=str(ROOT / "bin"), web=web, worker_note=str(self.worker_note), more=more)
        environment = {key: value for key, value in os.environ.items() if key not in ("MAKELEVEL", "PUBLIC_BASE_URL")}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", program],
                env={**environment, "HOST": host, "PORT": str(self.port), "APP_ENV": "demo"},
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    @property
    def said(self) -> str:
        return self.log.read_text()

    def web_process(self) -> int:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=PROMISED_SECONDS) as answer:
            return int(answer.read())

    def worker_process(self) -> int:
        return int(self.worker_note.read_text() or 0)

    def wait_until_ready(self) -> None:
        wait_for(lambda: "Ctrl-C stops everything" in self.said and self.worker_note.exists())


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    started = House(tmp_path)
    try:
        started.wait_until_ready()
        yield started
    finally:
        started.process.kill()
        started.process.wait()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def wait_for(is_so: Callable[[], bool], *, seconds: float = PROMISED_SECONDS * 4) -> float:
    """Seconds it took; fails when it takes longer than allowed. The default allows for a busy machine."""
    begun = time.monotonic()
    while not is_so():
        assert time.monotonic() - begun < seconds, f"not so after {seconds} s"
        time.sleep(0.02)
    return time.monotonic() - begun


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return not Path("/proc").is_dir()
    except ProcessLookupError:
        return False


def test_says_address_and_logins_once_it_answers(house: House) -> None:
    assert f"http://localhost:{house.port}" in house.said
    for login in ("manager@el-jadida.example", "member2@kasserine.example", "observer@moucharaka.example"):
        assert login in house.said
    assert "cooperer-c-est-partager" in house.said


def test_a_killed_web_server_is_back_and_callers_only_wait(house: House) -> None:
    killed = house.web_process()
    os.kill(killed, signal.SIGKILL)
    wait_for(lambda: not is_alive(killed))

    begun = time.monotonic()
    assert house.web_process() != killed  # not one connection refused: the port stays open meanwhile
    assert time.monotonic() - begun < PROMISED_SECONDS


def test_a_killed_worker_is_back(house: House) -> None:
    killed = house.worker_process()
    os.kill(killed, signal.SIGKILL)
    wait_for(lambda: house.worker_process() not in (0, killed), seconds=PROMISED_SECONDS)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_told_to_stop_it_stops_everything(house: House, number: signal.Signals) -> None:
    children = [house.web_process(), house.worker_process()]
    house.process.send_signal(number)
    assert house.process.wait(timeout=20) == 0
    assert not any(map(is_alive, children))
    assert house.said.rstrip().endswith("Stopped.")


def test_killed_itself_it_leaves_nobody_behind(house: House) -> None:
    children = [house.web_process(), house.worker_process()]
    house.process.kill()
    wait_for(lambda: not any(map(is_alive, children)), seconds=PROMISED_SECONDS)


def test_leaves_nobody_behind_where_the_kernel_does_not_help(tmp_path: Path) -> None:
    house = House(tmp_path, more="serve._LIBC = None\nserve.PLATFORM = 'darwin'")
    house.wait_until_ready()
    children = [house.web_process(), house.worker_process()]
    house.process.kill()
    house.process.wait()
    wait_for(lambda: not any(map(is_alive, children)), seconds=PROMISED_SECONDS)


def test_a_web_server_that_never_starts_ends_everything(tmp_path: Path) -> None:
    house = House(tmp_path, web="FAILS", more="serve.LONGEST_PAUSE = 0.1\nserve.answers_well = lambda address: False")
    assert house.process.wait(timeout=40) == 1
    assert "The web server does not start" in house.said
    assert not is_alive(house.worker_process())


def test_a_port_in_use_is_said_in_a_sentence(house: House) -> None:
    second = subprocess.run(
        [sys.executable, ROOT / "bin" / "serve.py"],
        env={**os.environ, "HOST": "127.0.0.1", "PORT": str(house.port)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert second.returncode == 1
    assert second.stderr.startswith(f"Port {house.port} on 127.0.0.1 is already in use")
    assert "Traceback" not in second.stderr


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"PORT": "http"}, "PORT is 'http'; it must be a number from 1 to 65535."),
        ({"PORT": "70000"}, "PORT is '70000'; it must be a number from 1 to 65535."),
        ({"PORT": "5999", "HOST": "192.0.2.1"}, "HOST is '192.0.2.1': this machine cannot listen there"),
    ],
)
def test_an_impossible_address_is_said_in_a_sentence(settings: dict[str, str], sentence: str) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "bin" / "serve.py"],
        env={**os.environ, "HOST": "127.0.0.1", **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith(sentence)
    assert "Traceback" not in done.stderr
