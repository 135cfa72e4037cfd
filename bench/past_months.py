"""Ten thousand records of past months from a CSV file: seconds to check and to write them, and to take them back."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from random import Random

from bench.servers import ROOT

ROWS = 10_000
MOST_SECONDS = 20


def main() -> None:
    """In a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.past_months"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    for line in done.stdout.splitlines():
        print(line, flush=True)


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
        for name, value in _import().items():
            print(f"past_months_{name} {value:.2f} {MOST_SECONDS} {'ok' if value <= MOST_SECONDS else 'over'}")


def csv_of(count: int, people: list[tuple[int, object]]) -> bytes:
    """Sales of present members, spread over a hundred days."""
    chance, lines = Random("past months"), ["N° membre;Date;Type;Montant TTC;Client;Payé le"]
    for number in range(count):
        member, admitted = people[number % len(people)]
        day = admitted + timedelta(days=chance.randrange(100))  # type: ignore[operator]  # a date
        lines.append(f"{member};{day:%d/%m/%Y};Vente;{chance.randrange(10, 9000)};Client {number % 9};{day:%d/%m/%Y}")
    return "\r\n".join(lines).encode()


def _import() -> dict[str, float]:
    from app import create_app
    from app.accounts.models import Membership
    from app.imports import child
    from app.imports.services import digest_of
    from app.kernel.tenancy import organisation_scope
    from app.kernel.transaction import write_transaction
    from app.members.models import Member
    from app.network import queries as network_queries
    from app.past_records import jobs, queries, services
    from app.past_records.mapping import FileMapping
    from app.past_records.models import SheetKind, State

    app, seconds = create_app(), {}
    services.hand_to_worker = lambda *_ids: None  # type: ignore[assignment]  # the worker is this process
    with app.app_context():
        organisation = network_queries.find_by_slug("el-jadida")
        assert organisation is not None
        here = organisation.id
        account_id = Membership.query.filter_by(organisation_id=here, role="manager").first().account_id
    with app.app_context(), organisation_scope(here):
        long_ago = network_queries.open_organisation(here).today - timedelta(days=150)
        present = Member.query.filter(Member.left_on.is_(None), Member.admitted_on < long_ago).all()
        content = csv_of(ROWS, [(member.number, member.admitted_on) for member in present])
        begun = time.perf_counter()
        with write_transaction():
            file, told = child.read_in_child(content), {"spoken": "fr", "by_account_id": account_id}
            moved = services.open_import(file, digest_of(content), kind=SheetKind.RECORDS, **told)
            import_id = moved.id
            services.choose_columns(moved, FileMapping.of(moved.mapping).fields, order="day")
        for name in ("check", "writing"):
            jobs.go_on(here, import_id)
            seconds[name], begun = time.perf_counter() - begun, time.perf_counter()
            if name == "check":
                with write_transaction():
                    services.begin_writing(queries.get_import_or_404(import_id))
        with write_transaction():
            moved = queries.get_import_or_404(import_id)
            assert moved.state is State.DONE, moved.state
            print("#", moved.records, "records of", len(present), "people", file=sys.stderr)
            services.take_back(moved)
        seconds["taking_back"] = time.perf_counter() - begun
    return seconds


if __name__ == "__main__":
    measure()
