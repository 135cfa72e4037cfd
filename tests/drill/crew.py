"""Four people who use one organisation at the same time; SEED says what each of them does."""

from __future__ import annotations

import os
import random
import sqlite3
from contextlib import closing

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
        self.house = house
        with closing(sqlite3.connect(house.database)) as opened:
            found = opened.execute(PRESENT).fetchall()
        ids = [member_id for member_id, _email in found]
        own_id = next(member_id for member_id, email in found if email == "member@el-jadida.example")
        self.people: list[Person] = [
            Entrepreneur("member@el-jadida.example", house.port, seed=f"{SEED} entrepreneur"),
            Coach("coach@el-jadida.example", house.port, seed=f"{SEED} coach", member_id=own_id),
            *(
                Manager("manager@el-jadida.example", house.port, seed=f"{SEED} {series}", series=series, member_ids=ids)
                for series in ("KA", "KB")
            ),
        ]

    def start(self) -> None:
        for person in self.people:
            person.start()

    @property
    def deeds(self) -> list[Deed]:
        return [deed for person in self.people for deed in list(person.deeds)]

    def count(self) -> int:
        return sum(len(person.deeds) for person in self.people)

    def sent_again(self) -> int:
        return sum(person.browser.broken for person in self.people)

    def refuse_trouble(self) -> None:
        told = [person.trouble for person in self.people if person.trouble]
        assert not told, f"SEED={SEED}\n{''.join(told)}\n{self.house.said()}"

    def wait_for(self, more: int) -> None:
        """Until so many more deeds are done."""
        wanted = self.count() + more

        def enough() -> bool:
            self.refuse_trouble()
            return self.count() >= wanted

        wait_until(enough, seconds=60, what=f"people got on with their work (SEED={SEED})")

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
    wait_until(lambda: not _missing_files(house), seconds=300, what=f"each attestation has its file\n{house.said()}")


def _missing_files(house: House) -> int:
    with closing(sqlite3.connect(house.database, timeout=30)) as opened:
        return int(opened.execute("SELECT count(*) FROM attestation WHERE state != 'ready'").fetchone()[0])
