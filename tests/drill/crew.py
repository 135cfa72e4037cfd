"""Four people who use one organisation at the same time, each from home; SEED says what each of them does.

A sign-in that a kill cuts short stays counted, so that at one address four people would soon have to wait for one another.
"""

from __future__ import annotations

import os
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing

from tests.drill.browser import Browser
from tests.drill.findings import rows_of
from tests.drill.house import NEXT_DAY, House, wait_until
from tests.drill.people import Coach, Deed, Entrepreneur, Manager, Person

SEED = os.environ.get("SEED") or str(random.SystemRandom().randrange(10**6))
PRESENT = """
SELECT member.id, member.email FROM member JOIN organisation ON organisation.id = organisation_id
WHERE slug = 'el-jadida' AND left_on IS NULL AND identity_last_three != '' ORDER BY number LIMIT 12
"""


class Crew:
    """Two managers issue from the same counter of numbers; what the entrepreneur notes, the coach validates."""

    def __init__(self, house: House) -> None:
        self.house, self.rows_before = house, rows_of(house.database)
        with closing(sqlite3.connect(house.database)) as opened:
            found = opened.execute(PRESENT).fetchall()
        ids = [member_id for member_id, _email in found]
        own_id = next(member_id for member_id, email in found if email == "member@el-jadida.example")
        homes = (Browser(house.port, f"127.0.0.{place}") for place in range(2, 6))
        self.people: list[Person] = [
            Entrepreneur("member@el-jadida.example", next(homes), seed=f"{SEED} entrepreneur"),
            Coach("coach@el-jadida.example", next(homes), seed=f"{SEED} coach", member_id=own_id),
            *(
                Manager(
                    "manager@el-jadida.example", next(homes), seed=f"{SEED} {series}", series=series, member_ids=ids
                )
                for series in ("KA", "KB")
            ),
        ]

    def start(self) -> None:
        """Everybody signs in and begins."""
        for person in self.people:
            person.start()
        self._wait_until(lambda: all(person.deeds for person in self.people), what="everybody signed in")

    @property
    def deeds(self) -> list[Deed]:
        return [deed for person in self.people for deed in list(person.deeds)]

    def count(self) -> int:
        return sum(len(person.deeds) for person in self.people)

    def sent_again(self) -> int:
        return sum(person.browser.broken for person in self.people)

    def refuse_trouble(self) -> None:
        told = [person.trouble for person in self.people if person.trouble]
        assert not told, f"SEED={SEED}\n{''.join(told)}{self.told()}"

    def wait_for(self, more: int) -> None:
        """Until so many more deeds are done."""
        wanted = self.count() + more
        self._wait_until(lambda: self.count() >= wanted, what="people got on with their work")

    def _wait_until(self, is_so: Callable[[], bool], *, what: str) -> None:
        def is_so_without_trouble() -> bool:
            self.refuse_trouble()
            return is_so()

        wait_until(is_so_without_trouble, seconds=60, what=lambda: f"{what} (SEED={SEED}){self.told()}")

    def told(self) -> str:
        """Where everybody is, and the end of what the house wrote."""
        return "".join(f"\n{person}" for person in self.people) + f"\n{self.house.said()}"

    def finish(self) -> None:
        """Each brings to an end what is begun."""
        self.tell_to_stop()
        for person in self.people:
            person.join(timeout=90)
            assert not person.is_alive(), f"{person.login} still waits for an answer"
        self.refuse_trouble()

    def tell_to_stop(self) -> None:
        for person in self.people:
            person.stopping.set()


def open_the_next_day(house: House) -> None:
    """Started again a day later, when every pause between attempts is over, the house makes the files that are still missing."""
    house.stop()
    house.environment["DEMO_TODAY"] = NEXT_DAY
    house.start()
    wait_until(
        lambda: not _missing_files(house), seconds=300, what=lambda: f"each attestation has its file\n{house.said()}"
    )


def _missing_files(house: House) -> int:
    with closing(sqlite3.connect(house.database, timeout=30)) as opened:
        return int(opened.execute("SELECT count(*) FROM attestation WHERE state != 'ready'").fetchone()[0])
