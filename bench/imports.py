"""Five thousand new members from a CSV file: seconds from the file to the last row written, and what the process weighs."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

from bench.servers import ROOT

ROWS = 5000
MOST_SECONDS, MOST_MEGABYTES = 20, 300
FAMILIES = "Benali Tazi Zerouali Chraïbi Naciri Bennis Skalli Amghar Ouhaddou Haddad".split()
GIVEN = "Amina Khadija Omar Youssef Salma Zineb Hamza Nadia Anis Leïla".split()
HEADERS = (
    "Nom;Prénom;Sexe;Date de naissance;Lieu de naissance;Téléphone;CIN;Commune;Date d'admission;Métier;Accompagnateur"
)


def main() -> None:
    """In a process of its own, whose memory is measured."""
    done = subprocess.run([sys.executable, "-m", "bench.imports"], cwd=ROOT, check=True, capture_output=True, text=True)
    for line in done.stdout.splitlines():
        print(line, flush=True)


def csv_of(count: int) -> bytes:
    """People who are all different, as a cooperative writes them."""
    return "\r\n".join([HEADERS, *_lines(count)]).encode("windows-1252")


def _lines(count: int) -> Iterator[str]:
    chance = Random("imports")
    for number in range(count):
        born = date(1965, 1, 1) + timedelta(days=chance.randrange(14000))
        admitted = date(2021, 1, 1) + timedelta(days=chance.randrange(1500))
        family = f"{chance.choice(FAMILIES)} {_letters(number)}"
        yield (
            f"{family};{chance.choice(GIVEN)};{chance.choice(('F', 'H'))};{born:%d/%m/%Y};Azemmour;06{10_000_000 + number};"
            f"QZ{number:06};El Jadida;{admitted:%d/%m/%Y};Couture et broderie;"
        )


def _letters(number: int) -> str:
    return "".join(chr(97 + number // 26**place % 26) for place in range(4))


def measure() -> None:
    """The worker's own code, on a database of its own with the demonstration in it."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "APP_ENV": "demo",
            "DATA_DIR": folder,
            "DEMO_TODAY": "2026-11-18",
            "PUBLIC_BASE_URL": "http://localhost",
        }
        for command in (("assets", "build"), ("db", "upgrade"), ("demo", "load")):
            subprocess.run([sys.executable, "-m", "flask", *command], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        seconds = _import()
    weight = peak_megabytes()
    for name, value in seconds.items():
        print(f"import_{name} {value:.2f} {MOST_SECONDS} {'ok' if value <= MOST_SECONDS else 'over'}")
    print(f"import_memory {weight:.2f} {MOST_MEGABYTES} {'ok' if weight <= MOST_MEGABYTES else 'over'}")


def peak_megabytes() -> float:
    """The most this process ever held; `getrusage` would count what its parent held when it was begun."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024


def _import() -> dict[str, float]:
    from app import create_app
    from app.imports import child, queries, row_services, services
    from app.imports import jobs as import_jobs
    from app.imports.models import ImportState
    from app.kernel.tenancy import organisation_scope
    from app.kernel.transaction import write_transaction
    from app.network import queries as network_queries

    app, seconds, content = create_app(), {}, csv_of(ROWS)
    services.hand_to_worker = lambda *_ids: None  # type: ignore[assignment]  # the worker is this process
    with app.app_context():
        organisation = network_queries.find_by_slug("el-jadida")
        assert organisation is not None
        here = organisation.id
        from app.accounts.models import Membership

        account_id = Membership.query.filter_by(organisation_id=here, role="manager").first().account_id
    with app.app_context(), organisation_scope(here):
        begun = time.perf_counter()
        file = child.read_in_child(content)
        with write_transaction():
            moved = services.open_import(file, services.digest_of(content), by_account_id=account_id)
            import_id, fields = moved.id, services.ColumnMapping.of(moved.mapping).fields
            if not services.choose_columns(moved, fields):
                services.answer(moved, orders={}, words={}, admitted_on=None)
        seconds["reading"] = time.perf_counter() - begun
        for name in ("check", "writing"):
            begun = time.perf_counter()
            while import_jobs._one_batch(import_id):
                pass
            seconds[name] = time.perf_counter() - begun
            if name == "check":
                with write_transaction():
                    counts = queries.counts_of(import_id)
                    print("#", {state.value: count for state, count in counts.items()}, file=sys.stderr)
                    services.begin_writing(queries.get_import_or_404(import_id))
        assert row_services.state_of(import_id) is ImportState.DONE
    seconds["whole"] = sum(seconds.values())
    return seconds


if __name__ == "__main__":
    measure()
