"""What the text policy lets in breaks no page, paper or table that shows it, and stands there as it was typed.

Every text of the corpora goes into every text field of every form; what is kept is then read by everybody who may.
"""

from __future__ import annotations

import csv
import io
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.attestations.models import Attestation
from app.attestations.rules import FileState
from app.extensions import db
from app.kernel.tables import neutral
from app.kernel.tenancy import organisation_scope
from app.kernel.text import clean_line
from app.members.models import Member
from app.network import queries as network_queries
from tests.access.nasty import TEXTS, post_with
from tests.access.test_nasty import SANE
from tests.access.walk import ACTORS, crawl, routes
from tests.kernel.test_text import names, naughty, spoofs
from tests.support.client import HouseClient
from tests.support.forms import FORMS, Sender
from tests.support.life import Life, visitor

SOME_NAMES = [name for _script, name in names()][::6]
ALL_TEXTS = list(dict.fromkeys([*naughty(), *(text for text, _why in spoofs()), *SOME_NAMES, *TEXTS]))
LONGEST = 80  # of a name
WRITTEN = {
    "admission": "family_name_latin given_name_latin family_name_arabic given_name_arabic birth_place commune",
    "change of a file": "family_name_latin given_name_latin family_name_arabic given_name_arabic birth_place commune",
    "work": "description note",
    "sale": "client description note",
    "expense": "description",
    "letterhead": "name_fr name_ar",
    "signatory": "name_latin name_arabic quality_fr quality_ar",
    "new word": "label_fr label_ar",
    "word": "label_fr label_ar",
    "invitation": "name_latin name_arabic",
    "organisation": "name_fr name_ar",
    "first manager": "name_latin name_arabic",
}
VERSION = re.compile(r'name="version"[^>]*value="(\d+)"|value="(\d+)"[^>]*name="version"')
CITY = {"city_fr": "El Jadida", "city_ar": "الجديدة"}  # without it no paper is made out
PAPERS = 24
NO_PAGE = "operations.show_health"  # 503: no worker lives in tests
MOST_ARE_KEPT = 100


class Typist:
    """Sends a form again and again, each time valid but for one text."""

    def __init__(self, sender: Sender, name: str) -> None:
        self.sender, self.name, self.fields = sender, name, WRITTEN[name].split()
        self.client, self.path = sender.client(name), sender.path(name)
        self.statuses: Counter[int] = Counter()
        self.kept: list[str] = []  # in all fields

    def type(self, text: str, number: int) -> None:
        """In all fields at once; when that is refused, in one."""
        if self._send(dict.fromkeys(self.fields, text), number):
            self.kept.append(text)
        else:
            self._send({self.fields[number % len(self.fields)]: text}, number)

    def _send(self, changed: dict[str, str], number: int) -> bool:
        data = {**self.sender.data(self.name), **self._unique(number), **changed}
        status = post_with(self.client, self.path, data).status_code
        self.statuses[status] += 1
        return status == FORMS[self.name].accepted

    def _unique(self, number: int) -> dict[str, str]:
        """What may not be there twice, and what was on the page."""
        given = FORMS[self.name].data
        own = {"email": f"p{number}@example.org", "slug": f"place-{number}", "code": f"{_letters(number)}"}
        unique = {name: value for name, value in own.items() if name in given and self.name != "letterhead"}
        if "identity_number" in given:
            unique["identity_number"] = f"Q{number:06d}" if self.name == "admission" else "AB100999"
        if self.name == "letterhead":
            unique |= CITY
        if "minutes" in given:
            unique["minutes"] = "0:01"
        if "version" in given:
            found = VERSION.search(self.client.get(self.path).get_data(as_text=True))
            assert found, self.path
            unique["version"] = found[1] or found[2]
        return unique


def _letters(number: int) -> str:
    return "".join("ABCDEFGHIJKLMNOPQRSTUVWXYZ"[number // 26**place % 26] for place in range(3))


@pytest.fixture
def sender(lived_in: Flask, life: Life, monkeypatch: pytest.MonkeyPatch) -> Sender:
    monkeypatch.setitem(lived_in.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setattr("tests.support.client.UNRENDERED", re.compile("$^"))  # people write {{ too
    return Sender(lived_in, life, life.world.home)


def test_what_is_kept_breaks_nothing(lived_in: Flask, life: Life, sender: Sender) -> None:
    typists = {name: Typist(sender, name) for name in WRITTEN}
    for name, typist in typists.items():
        for number, text in enumerate(ALL_TEXTS):
            typist.type(text, number)
        assert set(typist.statuses) <= SANE, (name, typist.statuses)
        assert len(typist.kept) > MOST_ARE_KEPT, (name, typist.statuses)
    broken = {path: status for path, status in read_by_everybody(lived_in, life) if status not in SANE}
    assert not broken
    manager = sender.client("admission")
    assert not missing_in(cells_of_csv(manager, life), typists["admission"].kept, neutral)
    assert not missing_in(cells_of_xlsx(manager, life), typists["admission"].kept, str)
    assert papers_for(lived_in, life, manager) > PAPERS // 4


def read_by_everybody(app: Flask, life: Life) -> Iterator[tuple[str, int]]:
    """All pages and files that each person is led to, looked at strictly (tests/support/client.py)."""
    for who in ("manager", "coach", "member", "admin"):
        client = visitor(app, life, ACTORS[who])
        client.reads_pages = True
        answers: list[TestResponse] = []
        client.get = _noting(client.get, answers)  # type: ignore[method-assign]
        starts = [
            route.path(life.of(life.world.home))
            for route in routes(app)
            if route.method == "GET" and route.endpoint != NO_PAGE
        ]
        for path, _content in crawl(client, starts):
            yield f"{who} {path}", answers[-1].status_code


def _noting(get: Callable[..., TestResponse], answers: list[TestResponse]) -> Callable[..., TestResponse]:
    def get_and_note(path: str) -> TestResponse:
        answers.append(get(path))
        return answers[-1]

    return get_and_note


def missing_in(cells: set[str], kept: Sequence[str], shown: Callable[[str], str]) -> list[str]:
    """Of the texts that were kept, those that no cell ends or begins with: names stand beside each other."""
    everything = "\n".join(cells)
    return [text for text in map(received, kept) if shown(clean_line(text, LONGEST))[:20].strip(" '") not in everything]


def received(text: str) -> str:
    """As it arrives: of half a character the web framework makes %ED%A0%80."""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "werkzeug.url_quote")


def cells_of_csv(client: HouseClient, life: Life) -> set[str]:
    content = client.get(life.world.home.url("reports/members.csv")).data.decode("utf-8-sig")
    return {cell for row in csv.reader(io.StringIO(content, newline=""), delimiter=";") for cell in row}


def cells_of_xlsx(client: HouseClient, life: Life) -> set[str]:
    content = client.get(life.world.home.url("reports/members.xlsx")).data
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None}


def papers_for(app: Flask, life: Life, manager: HouseClient) -> int:
    """Issue to some of those who were admitted; each paper that gets a number gets its file too."""
    with app.app_context(), organisation_scope(life.world.home.id):
        newest = select(Member.id).order_by(Member.number.desc())
        ids = random.sample(list(db.session.scalars(newest))[: len(ALL_TEXTS) // 2], PAPERS)
        signatory = network_queries.active_signatories()[0].id
        db.session.rollback()
    for member_id in ids:
        issue(manager, life, {"language": "fr", "purpose": "bank", "signatory_id": signatory, "member_id": member_id})
    with app.app_context(), organisation_scope(life.world.home.id):
        papers = db.session.scalars(select(Attestation).where(Attestation.member_id.in_(ids))).all()
        assert all(paper.state is FileState.READY for paper in papers), [paper.holder_name_latin for paper in papers]
        db.session.rollback()
    return len(papers)


def issue(manager: HouseClient, life: Life, wanted: dict[str, object]) -> None:
    preview = manager.submit(life.world.home.url(f"attestations/new?member={wanted['member_id']}"), wanted)
    assert preview.status_code in (200, 422)
    found = re.search(r'name="digest" value="(\w+)"', preview.get_data(as_text=True))
    if found:
        answer = manager.submit(life.world.home.url("attestations/issue"), {**wanted, "digest": found[1]})
        assert answer.status_code in (302, 422)
