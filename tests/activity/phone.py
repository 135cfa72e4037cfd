"""A phone in tests: records as its script sends them, over HTTP."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from secrets import token_urlsafe
from typing import Any

from werkzeug.test import TestResponse

from tests.support.client import HouseClient
from tests.support.world import TODAY

Record = dict[str, Any]


@dataclass(kw_only=True)
class Phone:
    """Of whoever is signed in at this client, in the organisation whose journal stands at `here`."""

    client: HouseClient
    here: str

    def token(self) -> dict[str, str]:
        told: dict[str, str] = self.client.get(f"{self.here}/sync").get_json()
        return told

    def post(self, body: object, **headers: str) -> TestResponse:
        """The body as JSON, with a fresh token unless one is given."""
        token = headers.pop("token", None) or self.token()["token"]
        return self.client.post(f"{self.here}/sync", json=body, headers={"X-CSRFToken": token, **headers})

    def send(self, *records: Record, **told: Any) -> TestResponse:
        batch = {"account": self.token()["account"], "sent_at": now_here(), "records": list(records), **told}
        return self.post(batch)

    def answers(self, *records: Record, **told: Any) -> Sequence[Record]:
        answer = self.send(*records, **told)
        assert answer.status_code == 200, answer.text
        return answer.get_json()["answers"]


def now_here() -> str:
    """This instant on the day of the tests."""
    return datetime.combine(TODAY, datetime.now(UTC).timetz()).isoformat()


def sale(uid: str = "", **fields: str) -> Record:
    typed = {
        "amount_minor": "450",
        "party": "Madame Sabah",
        "description": "Six nappes",
        "day": TODAY.isoformat(),
        "paid": "full",
        "means": "cash",
    }
    return record("sale", uid, {**typed, **fields})


def work(kind_id: int, uid: str = "", **fields: str) -> Record:
    typed = {"minutes": "0:30", "work_kind_id": str(kind_id), "description": "Atelier", "day": TODAY.isoformat()}
    return record("work", uid, {**typed, **fields})


def record(kind: str, uid: str, fields: dict[str, str]) -> Record:
    pairs = [[name, value] for name, value in fields.items()]
    return {"uid": uid or token_urlsafe(18), "kind": kind, "fields": pairs, "made_at": now_here()}


def changed(one: Record, **fields: str) -> Record:
    """The same mark with other content."""
    return {**one, "fields": [[name, fields.get(name, value)] for name, value in one["fields"]]}


def key_in(page: str) -> str:
    found = re.search(r'name="form_key" value="([^"]+)"', page)
    assert found is not None
    return found[1]
