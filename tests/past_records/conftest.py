"""A file of past months on its way through the pages, as the manager of the cooperative goes it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest

from app.extensions import db
from app.imports.rows import kept
from app.kernel.tenancy import organisation_scope
from app.past_records import queries
from app.past_records.mapping import FileMapping
from app.past_records.models import ActivityImport, State
from tests.conftest import SignIn
from tests.support.client import HouseClient
from tests.support.world import Place, World


class Journey:
    """One import, step by step."""

    def __init__(self, world: World, sign_in: SignIn, place: Place | None = None) -> None:
        self.place = place or world.home
        self.client: HouseClient = sign_in(f"manager@{self.place.slug}.example")
        self.url = ""

    def send(self, *rows: list[str], headers: list[str], sheet: str = "records") -> Any:
        content = io.StringIO()
        csv.writer(content, delimiter=";").writerows([headers, *rows])
        return self.send_bytes(content.getvalue().encode(), sheet=sheet)

    def send_bytes(self, content: bytes, *, sheet: str = "records") -> Any:
        data = {"file": (io.BytesIO(content), "mois.csv"), "sheet": sheet, "encoding": ""}
        answer = self.client.submit(self.place.url("activity/imports/new"), data, content_type="multipart/form-data")
        if answer.status_code == 302:
            self.url = re.sub(r"/columns$", "", answer.location)
        return answer

    @property
    def id(self) -> int:
        return int(self.url.rsplit("/", 1)[1])

    def asked(self, question: Callable[[ActivityImport], Any]) -> Any:
        with self.client.application.app_context(), organisation_scope(self.place.id):
            found = question(db.session.get_one(ActivityImport, (self.place.id, self.id)))
            db.session.rollback()
        return found

    def fields(self) -> list[str]:
        """What is proposed, in the order of the columns."""
        return self.asked(lambda moved: FileMapping.of(moved.mapping).fields)

    def choose(self, **changed: str) -> Any:
        """Take what is proposed, but for columns given by their place (`c2="party"`) and the order of days."""
        told = {f"columns-{place}": code for place, code in enumerate(self.fields())}
        told |= {"order": self.asked(lambda moved: FileMapping.of(moved.mapping).order)}
        told |= {f"columns-{name[1:]}" if name != "order" else name: value for name, value in changed.items()}
        return self.client.submit(f"{self.url}/columns", told)

    def write(self) -> Any:
        return self.client.submit(f"{self.url}/write")

    def imported(self, *rows: list[str], headers: list[str], sheet: str = "records") -> Journey:
        """The whole way."""
        assert self.send(*rows, headers=headers, sheet=sheet).status_code == 302
        answer = self.choose()
        assert answer.status_code == 302, answer.text
        self.write()
        return self

    def page(self, path: str = "") -> str:
        return unescape(self.client.get(f"{self.url}{path}").get_data(as_text=True))

    def state(self) -> State:
        return self.asked(lambda moved: moved.state)

    def counts(self) -> tuple[int, int, int]:
        """Accepted, in the journal already, refused."""
        return self.asked(lambda moved: (moved.accepted, moved.twice, moved.refused))

    def problems(self) -> dict[int, list[tuple[str, str]]]:
        """Field and sentence (French) of each refused row, by its number."""
        return self.asked(
            lambda moved: {
                row.row_number: [(each["field"], each["fr"]) for each in kept(row.found, {})["problems"]]
                for row in queries.refused_rows(moved.id)
            }
        )


@pytest.fixture
def journey(world: World, sign_in: SignIn) -> Journey:
    return Journey(world, sign_in)
