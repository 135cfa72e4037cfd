"""A thousand records that waited on a phone, each delivered one to eight times, most answers lost: stored is what was made.

RECORDS says how many (1000), SEED how they are drawn; a failure prints both.
"""

from __future__ import annotations

import json
import os
import random
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from typing import Any

from tests.drill.browser import Browser
from tests.drill.crew import SEED
from tests.drill.findings import found_in
from tests.drill.house import House
from tests.drill.people import HOME, PASSPHRASE, TODAY

RECORDS = int(os.environ.get("RECORDS", "1000"))
SYNC, MEMBER = f"{HOME}/activity/sync", "member@el-jadida.example"
MOST_TIMES, MOST_AT_ONCE, TABS = 8, 100, 3
WITHIN = 5.0  # seconds, for a thousand
MACHINE_IS_OURS = os.getloadavg()[0] < 1
THIS_RUN = f"SEED={SEED} RECORDS={RECORDS}"
Record = dict[str, Any]


def test_stored_is_what_was_made(house: House) -> None:
    chance = random.Random(SEED)
    records = [a_sale(chance, number) for number in range(RECORDS)]
    phone = Phone(house)
    with ThreadPoolExecutor(TABS) as tabs:
        list(tabs.map(phone.lose, lots_of(chance, records)))
    told = phone.deliver_all(records)
    assert phone.deliver_all(records[::-1]) == told, f"{THIS_RUN}: the first answer is the last"
    house.stop()
    stored = Counter(mark for (mark,) in rows(house, "SELECT description FROM activity_record"))
    made = Counter(record["uid"] for record in records)
    assert {mark: stored[mark] for mark in made} == made, THIS_RUN
    assert set(told) == set(made)
    assert found_in(house, []) == [], THIS_RUN


def test_a_thousand_are_taken_in_within_seconds(house: House) -> None:
    chance = random.Random(SEED)
    phone, records = Phone(house), [a_sale(chance, number) for number in range(RECORDS)]
    begun = time.monotonic()
    phone.deliver_all(records)
    seconds = time.monotonic() - begun
    print(f"\n{THIS_RUN}: {RECORDS} records in {seconds:.2f} s")
    assert seconds < WITHIN or not MACHINE_IS_OURS, THIS_RUN


class Phone:
    """Signed in as a member; sends lots of records as the script of the house does."""

    def __init__(self, house: House) -> None:
        self.browser = Browser(house.port)
        form = self.browser.form("/login", having="password")
        entered = self.browser.send("/login", {**form.values, "login": MEMBER, "password": PASSPHRASE})
        assert entered.status == 302, entered.text
        told = json.loads(self.browser.get(SYNC).content)
        self.account, self.token = told["account"], told["token"]
        shown = self.browser.form(f"{HOME}/activity/new?kind=sale", having="day").values
        self.chosen = [[name, value] for name, value in shown.items() if name.endswith("_id")]

    def lose(self, records: Sequence[Record]) -> None:
        self.browser.deliver_and_hang_up(SYNC, self.token, self._batch(records))

    def deliver_all(self, records: Sequence[Record]) -> dict[str, Record]:
        """What each record was answered, by its mark."""
        told: dict[str, Record] = {}
        for start in range(0, len(records), MOST_AT_ONCE):
            answer = self.browser.deliver(SYNC, self.token, self._batch(records[start : start + MOST_AT_ONCE]))
            assert answer.status == 200, f"{THIS_RUN}: {answer.status} {answer.text[:2000]}"
            told |= {one["uid"]: one for one in json.loads(answer.content)["answers"]}
        refused = [one for one in told.values() if one["state"] != "kept"]
        assert not refused, f"{THIS_RUN}: {len(refused)}, such as {refused[:3]}"
        return told

    def _batch(self, records: Sequence[Record]) -> str:
        filled_in = [{**one, "fields": [*one["fields"], *self.chosen]} for one in records]
        return json.dumps({"account": self.account, "records": filled_in})


def a_sale(chance: random.Random, number: int) -> Record:
    uid, day = f"waiting-{number:010d}", TODAY - timedelta(days=chance.randint(0, 60))
    typed = {"amount_minor": str(chance.randint(200, 900)), "party": "Madame Sabah", "description": uid}
    paid = {"paid": "full", "means": "cash", "day": day.isoformat()}
    return {"uid": uid, "kind": "sale", "fields": [list(pair) for pair in {**typed, **paid}.items()]}


def lots_of(chance: random.Random, records: Sequence[Record]) -> Iterator[Sequence[Record]]:
    """Each record up to seven times, in any order, in lots of any size: once more follows, and is answered."""
    sent = [record for record in records for _time in range(chance.randint(0, MOST_TIMES - 1))]
    chance.shuffle(sent)
    while sent:
        size = chance.randint(1, MOST_AT_ONCE)
        lot, sent = sent[:size], sent[size:]
        yield lot


def rows(house: House, statement: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(house.database)) as opened:
        return opened.execute(statement).fetchall()
