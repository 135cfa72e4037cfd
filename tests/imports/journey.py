"""The way of a file through the pages, as a manager goes it."""

from __future__ import annotations

import io
import re
from html import unescape
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from app.extensions import db
from app.imports import queries
from app.imports.models import Import, ImportRow, ImportState, RowState
from app.imports.rows import kept
from app.kernel.tenancy import organisation_scope
from tests.conftest import SignIn
from tests.support.client import HouseClient
from tests.support.world import Place, World


class Journey:
    """One import, step by step."""

    def __init__(self, world: World, sign_in: SignIn, place: Place | None = None) -> None:
        self.place = place or world.home
        self.client = sign_in(f"manager@{self.place.slug}.example")
        self.url = ""

    def send(
        self, content: bytes, name: str = "membres.xlsx", *, client: HouseClient | None = None, encoding: str = ""
    ) -> Any:
        """Upload; the answer."""
        data = {"file": (io.BytesIO(content), name), "encoding": encoding}
        here = self.place.url("members/imports/new")
        answer = (client or self.client).submit(here, data, content_type="multipart/form-data")
        if answer.status_code == 302:
            self.url = re.sub(r"/columns$", "", answer.location)
        return answer

    @property
    def id(self) -> int:
        return int(self.url.rsplit("/", 1)[1])

    def columns(self) -> list[str]:
        """What is proposed, in the order of the columns."""
        page = LexborHTMLParser(self.client.get(f"{self.url}/columns").get_data(as_text=True))
        return [chosen for _label, chosen, _name in self._selects(page)]

    @staticmethod
    def _selects(page: LexborHTMLParser) -> list[tuple[str, str, str]]:
        found = []
        for select in page.css("select[name^=columns]"):
            label = page.css_first(f'label[for="{select.attributes["id"]}"]').text().strip()
            option = select.css_first("option[selected]")
            found.append(
                (label, (option.attributes.get("value") if option else "") or "", select.attributes["name"] or "")
            )
        return found

    def choose(self, **changed: str) -> Any:
        """Take what is proposed, but for headers given by their place (`c2="phone"`)."""
        page = LexborHTMLParser(self.client.get(f"{self.url}/columns").get_data(as_text=True))
        told = {name: chosen for _label, chosen, name in self._selects(page)}
        told |= {f"columns-{place[1:]}": code for place, code in changed.items()}
        return self.client.submit(f"{self.url}/columns", told)

    def answer(self, **told: str) -> Any:
        return self.client.submit(
            f"{self.url}/questions", {name.replace("_of_", "-"): value for name, value in told.items()}
        )

    def write(self) -> Any:
        return self.client.submit(f"{self.url}/write")

    def page(self, path: str = "") -> str:
        return unescape(self.client.get(f"{self.url}{path}").get_data(as_text=True))

    def counts(self) -> dict[str, int]:
        with self.client.application.app_context(), organisation_scope(self.place.id):
            found = {state.value: count for state, count in queries.counts_of(self.id).items()}
            db.session.rollback()
        return found

    def state(self) -> ImportState:
        with self.client.application.app_context(), organisation_scope(self.place.id):
            state = db.session.get_one(Import, (self.place.id, self.id)).state
            db.session.rollback()
        return state

    def problems(self) -> dict[int, list[tuple[str, str]]]:
        """Field and sentence (French) of each refused row, by its number."""
        with self.client.application.app_context(), organisation_scope(self.place.id):
            rows = (
                db.session.query(ImportRow)
                .filter_by(import_id=self.id, state=RowState.REFUSED)
                .order_by(ImportRow.row_number)
            )
            found = {
                row.row_number: [(each["field"], each["fr"]) for each in kept(row.found, {})["problems"]]
                for row in rows
            }
            db.session.rollback()
        return found
