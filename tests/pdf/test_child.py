"""The child process: what it may know, how much it may use, how it says no."""

from __future__ import annotations

import resource
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from app import pdf
from app.attestations.wording import activity_attestation
from app.pdf import (
    CharactersNotPrintable,
    DocumentTooLarge,
    RenderingBusy,
    RenderingFault,
    RenderingTooSlow,
    child,
    render_in_child,
)
from app.pdf.documents import to_json
from app.pdf.limits import MOST_ROWS_IN_CHILD
from tests.pdf.papers import ISSUED, facts, read, register, text_of_pdf

LONG = tuple((str(row), *(f"{row} " + "mot " * 130 for _ in range(3))) for row in range(600))


def test_a_child_gives_the_same_file_as_this_process() -> None:
    """To the byte, though it is another process that hashes otherwise."""
    document = register(5)
    assert render_in_child("register", document) == pdf.render_register(document)
    sheet = activity_attestation(facts(), "both", **ISSUED)  # type: ignore[arg-type]
    assert render_in_child("attestation", sheet) == pdf.render_attestation(sheet)


def test_the_document_must_be_of_the_kind_named() -> None:
    with pytest.raises(ValueError, match="kind"):
        render_in_child("attestation", register())


def test_too_many_rows_are_refused_without_a_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *args, **kwargs: pytest.fail("a child was started"))
    with pytest.raises(DocumentTooLarge):
        render_in_child("register", register(MOST_ROWS_IN_CHILD + 1))


def test_refusals_of_the_child_come_back_by_name() -> None:
    with pytest.raises(CharactersNotPrintable) as refused:
        render_in_child("attestation", activity_attestation(facts(holder_name_fr="李明"), "fr", **ISSUED))  # type: ignore[arg-type]
    assert refused.value.characters == "李明"
    too_long = activity_attestation(
        facts(trade_fr="mot " * 140, trade_ar="كلمة " * 110, purpose_fr="mot " * 140), "both", **ISSUED
    )  # type: ignore[arg-type]
    with pytest.raises(DocumentTooLarge):
        render_in_child("attestation", too_long)


def test_a_child_that_takes_too_long_is_ended() -> None:
    started = time.monotonic()
    with pytest.raises(RenderingTooSlow):
        render_in_child("register", register(rows=LONG), wall_seconds=0.5)
    assert time.monotonic() - started < 5
    assert not [thread for thread in threading.enumerate() if "subprocess" in thread.name]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no limit of address space")
def test_a_child_without_memory_says_it_is_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises((RenderingTooSlow, RenderingFault)):
        _with_limits(monkeypatch, memory=120 * 1024 * 1024)


@pytest.mark.skipif(sys.platform != "linux", reason="measured on Linux")
def test_a_child_that_computes_too_long_is_ended_by_the_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RenderingTooSlow):
        _with_limits(monkeypatch, seconds=1, rows=LONG)


def _with_limits(
    monkeypatch: pytest.MonkeyPatch,
    *,
    memory: int = child.MEMORY_BYTES,
    seconds: int = 15,
    rows: tuple[tuple[str, ...], ...] = (),
) -> bytes:
    """A child under narrower limits: set by the kernel before it starts, so it cannot raise them."""
    run = subprocess.run

    def narrow() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))

    monkeypatch.setattr(subprocess, "run", lambda *args, **kwargs: run(*args, **kwargs, preexec_fn=narrow))
    return render_in_child("register", register(rows=rows))


def test_the_child_limits_itself() -> None:
    """The limits of the running child, read from the kernel."""
    program = (
        "import resource, runpy, sys; sys.argv = ['x', 'register'];"
        f"main = runpy.run_path({str(child.PROGRAM)!r});"
        "main['limit_resources'](memory_bytes=2**30, processor_seconds=15);"
        "print([resource.getrlimit(x)[0] for x in (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_CORE)])"
    )
    said = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout
    assert said.strip() == str([2**30, 15, 0])
    assert (child.MEMORY_BYTES, child.PROCESSOR_SECONDS, child.WALL_SECONDS) == (2**30, 15, 20)


def test_the_child_is_limited_when_it_renders() -> None:
    program = (
        f"import resource, runpy, sys; sys.argv = ['x', 'register']; main = runpy.run_path({str(child.PROGRAM)!r});"
        "code = main['main']('register');"
        "print(code, *(resource.getrlimit(x)[0] for x in (resource.RLIMIT_AS, resource.RLIMIT_CPU)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", program],
        input=to_json(register()).encode(),
        capture_output=True,
        env=child.bare_environment(),
        check=False,
    )
    assert done.stderr.split() == [b"0", b"%d" % child.MEMORY_BYTES, b"%d" % child.PROCESSOR_SECONDS]


def test_the_child_is_started_with_nothing_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[dict[str, object]] = []

    def start(command: list[str], **options: object) -> subprocess.CompletedProcess[bytes]:
        started.append({"command": command, **options})
        return subprocess.CompletedProcess(command, 0, stdout=(8).to_bytes(8, "big") + b"%PDF-1.7")

    monkeypatch.setenv("SECRET_KEY", "planted")
    monkeypatch.setattr(child.subprocess, "run", start)
    child.render_in_child("register", register())
    (how,) = started
    assert how["env"] == child.bare_environment()
    assert how["command"] == [sys.executable, "-I", str(child.PROGRAM), "register"]
    assert how["cwd"] == "/"


def test_the_child_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SECRET_KEY", "DATABASE_URL", "SMTP_URL", "IDENTITY_KEY_FILE", "HTTP_PROXY", "PYTHONPATH"):
        monkeypatch.setenv(name, "planted")
    environment = child.bare_environment()
    assert "planted" not in environment.values()
    assert set(environment) <= {"PATH", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "LANG", "HOME", "DATA_DIR"}


def test_the_child_does_not_load_the_application() -> None:
    program = (
        f"import runpy, sys; sys.argv = ['x', 'register']; main = runpy.run_path({str(child.PROGRAM)!r});"
        "code = main['main']('register'); sys.stdout.flush();"
        "sys.exit(code or ('sqlalchemy' in sys.modules) or ('app.members' in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", program],
        input=to_json(register()).encode(),
        capture_output=True,
        env=child.bare_environment(),
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert "Registre des membres" in text_of_pdf(done.stdout)


def test_a_child_that_fails_otherwise_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "PROGRAM", "/nonexistent.py")
    with pytest.raises(RenderingFault):
        render_in_child("register", register())


def test_one_child_at_a_time_and_the_others_are_told_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "PATIENCE_SECONDS", 0.05)
    with child._turns, pytest.raises(RenderingBusy):
        render_in_child("register", register())
    assert len(read(render_in_child("register", register())).pages) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not list the children of a process")
def test_no_process_is_left_behind() -> None:
    """Neither running nor ended and waited for by nobody. This process may have other children: a browser, a server."""
    before = children()
    render_in_child("register", register())
    with pytest.raises(RenderingTooSlow):
        render_in_child("register", register(rows=LONG), wall_seconds=0.5)
    assert children() <= before
    with subprocess.Popen([sys.executable, "-c", ""]) as left:
        assert children() - before == {left.pid}, "a process that is left behind is seen"


def children() -> set[int]:
    """Of this process, whichever of its threads began them."""
    lists = Path("/proc/self/task").glob("*/children")
    return {int(number) for children in lists for number in children.read_text().split()}
