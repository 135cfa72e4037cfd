"""What must be true of an installation's data after trials, whatever happened to its processes.

A program: deeds (tests/drill/people.py) come in as JSON, findings go out, each a sentence; nothing found is []. It runs in a
process of its own, since keys and clock of an installation belong to a process. `found_in(house, deeds)` starts it.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict
from itertools import groupby
from pathlib import Path

from tests.drill.house import House
from tests.drill.people import Deed

MARKS = {
    "noted": "SELECT description FROM activity_record",
    "admitted": "SELECT substr(family_name_latin, 7) FROM member WHERE family_name_latin LIKE 'Essai %'",
    "issued": "SELECT key FROM submission JOIN attestation ON location LIKE '%/attestations/' || attestation.id",
}
EVENTS = {
    "noted": "activity.logged",
    "admitted": "member.admitted",
    "issued": "attestation.issued",
    "validated": "activity.validated",
}
COUNTED = ("activity_record", "member", "attestation")


def found_in(house: House, deeds: Sequence[Deed]) -> list[str]:
    """Everything that is not as it must be."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.drill.findings"],
        input=json.dumps([asdict(deed) for deed in deeds]),
        cwd=house.tree,
        env=house.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    findings: list[str] = json.loads(done.stdout)
    return findings


def rows_of(database: Path) -> dict[str, int]:
    """How many rows there are of what people make."""
    with closing(sqlite3.connect(database)) as opened:
        return {name: opened.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in COUNTED}


def findings_of(opened: sqlite3.Connection, deeds: Sequence[Deed]) -> Iterator[str]:
    yield from _of_sqlite(opened)
    yield from _of_deeds(opened, deeds)
    yield from _of_numbers(opened)
    yield from _of_totals()
    yield from _of_papers()


def _of_sqlite(opened: sqlite3.Connection) -> Iterator[str]:
    whole = opened.execute("PRAGMA integrity_check").fetchall()
    if whole != [("ok",)]:
        yield f"the database is not whole: {whole[:3]}"
    for row in opened.execute("PRAGMA foreign_key_check"):
        yield f"a row points nowhere: {row}"


def _of_deeds(opened: sqlite3.Connection, deeds: Sequence[Deed]) -> Iterator[str]:
    """What was answered with success is there once, and is told of once in the log."""
    for what, statement in MARKS.items():
        there = Counter(mark for (mark,) in opened.execute(statement))
        for deed in deeds:
            if deed.what == what and there[deed.mark] != 1:
                yield f"{what}, and there {there[deed.mark]} times: {deed.mark} at {deed.led_to}"
    for deed in deeds:
        if deed.what == "validated":
            status = opened.execute("SELECT status FROM activity_record WHERE id = ?", (deed.mark,)).fetchone()
            if status != ("validated",):
                yield f"validated, but it is {status}: {deed.mark}"
    yield from _of_events(opened, deeds)


def _of_events(opened: sqlite3.Connection, deeds: Sequence[Deed]) -> Iterator[str]:
    events = "SELECT action, subject_id, count(*) FROM audit_event GROUP BY action, subject_id"
    told = {(action, subject): count for action, subject, count in opened.execute(events)}
    for deed in deeds:
        if deed.what in EVENTS and deed.what != "noted":
            subject = int(deed.mark) if deed.what == "validated" else deed.id
            times = told.get((EVENTS[deed.what], subject), 0)
            if times != 1:
                yield f"{deed.what}, and told of {times} times: {subject}"
    for (action, subject), times in told.items():
        if action in EVENTS.values() and times > 1:
            yield f"{action} of {subject} is told of {times} times"


def _of_numbers(opened: sqlite3.Connection) -> Iterator[str]:
    numbered = opened.execute("SELECT organisation_id, year, number FROM attestation ORDER BY 1, 2, 3").fetchall()
    for (organisation, year), rows in groupby(numbered, key=lambda row: row[:2]):
        numbers = [number for _organisation, _year, number in rows]
        if numbers != list(range(1, len(numbers) + 1)):
            yield f"the numbers of {organisation} in {year} have gaps or repeats: {numbers}"
    members = opened.execute("SELECT organisation_id, number, count(*) FROM member GROUP BY 1, 2 HAVING count(*) > 1")
    yield from (f"two members have the same number: {row}" for row in members)


def _of_totals() -> Iterator[str]:
    """Running totals equal the sums of their rows."""
    from app.activity import totals
    from app.kernel.tenancy import organisation_scope
    from app.members import queries as members

    for organisation_id in _organisation_ids():
        with organisation_scope(organisation_id):
            yield from map(str, totals.find_differences())
            if members.kept_counts() != members.raw_counts():
                yield f"members of {organisation_id}: kept {members.kept_counts()}, counted {members.raw_counts()}"


def _of_papers() -> Iterator[str]:
    """Each issued paper has its file, with the bytes that were hashed, and can be read with the keys that are here."""
    from app.attestations import services
    from app.attestations.models import Attestation
    from app.attestations.rules import FileState
    from app.extensions import db
    from app.kernel.tenancy import organisation_scope

    for organisation_id in _organisation_ids():
        with organisation_scope(organisation_id):
            for paper in db.session.query(Attestation):
                if paper.state is not FileState.READY:
                    yield f"{paper.number_text} has no file: {paper.state}, tried {paper.attempts} times"
                elif hashlib.sha256(services.read_file(paper)).hexdigest() != paper.sha256:
                    yield f"{paper.number_text} has another file"
                if paper.number_text not in paper.document:
                    yield f"{paper.number_text} was frozen with another number"


def _organisation_ids() -> Iterable[int]:
    from app.network import queries

    return [organisation.id for organisation in queries.all_organisations_by_name()]


def main() -> None:
    from app import create_app
    from app.kernel.transaction import read_transaction

    deeds = [Deed(**one) for one in json.load(sys.stdin)]
    app = create_app()
    path = app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///")
    with closing(sqlite3.connect(path)) as opened, app.app_context(), read_transaction():
        print(json.dumps(list(findings_of(opened, deeds))))


if __name__ == "__main__":
    main()
