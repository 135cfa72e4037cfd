"""The records behind a figure: found, counted, added up, in pages and as files."""

from __future__ import annotations

import csv
import io
import re

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.activity import records_queries
from app.activity.rules import Paid
from app.extensions import db
from app.kernel.audit import AuditEvent
from app.kernel.paging import PAGE_SIZE
from tests.activity.conftest import Journal, days_ago, expense, sale, work
from tests.activity.reading import InJournal, count_statements, read
from tests.conftest import SignIn
from tests.support.client import HouseClient
from tests.support.world import TODAY, World

PERIOD = f"start={days_ago(60)}&end={TODAY}"


def shown(response: TestResponse) -> list[str]:
    """What the lines of the list say, the first column."""
    page = read(response)
    assert response.status_code == 200, page
    return re.findall(r'<tr><th scope="row"><a href="[^"]+"><bdi>(.*?)</bdi>', page)


def log_some(journal: Journal) -> None:
    journal.log(sale(days_ago(3), description="Six nappes", document_number="R-17"))
    journal.log(sale(days_ago(2), party="Hôtel du Port", description="100 % coton", payments=()))
    journal.log(work(days_ago(1), minutes=90))
    journal.validate(journal.log(expense(days_ago(1))))
    journal.log(sale(days_ago(50), party="Autrefois"))


class TestFilters:
    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ("what=sale", ["Hôtel du Port", "Madame Sabah"]),
            ("what=payment", ["Madame Sabah"]),
            ("status=submitted&what=sale", ["Hôtel du Port", "Madame Sabah"]),
            ("status=draft", []),
            ("what=prospect", []),
            ("q=sabah", ["Madame Sabah"]),
            ("q=HÔTEL", ["Hôtel du Port"]),
            ("q=r-17", ["Madame Sabah"]),
            ("q=100 %25 c", ["Hôtel du Port"]),
            ("q=%25", ["Hôtel du Port"]),
            ("q=_", []),
            ("trade=none&what=sale", ["Hôtel du Port", "Madame Sabah"]),
            ("trade=7", []),
            ("term=7", []),
            ("client=7", []),
        ],
    )
    def test_each_alone(
        self, coach: HouseClient, here: str, in_journal: InJournal, asked: str, found: list[str]
    ) -> None:
        in_journal(log_some)
        assert shown(coach.get(f"{here}/list?start={days_ago(10)}&end={TODAY}&{asked}")) == found

    def test_a_period_the_newest_first(self, coach: HouseClient, here: str, in_journal: InJournal) -> None:
        in_journal(log_some)
        assert shown(coach.get(f"{here}/list?what=sale&{PERIOD}")) == ["Hôtel du Port", "Madame Sabah", "Autrefois"]
        turned = f"what=sale&start={TODAY}&end={days_ago(10)}"
        assert shown(coach.get(f"{here}/list?{turned}")) == ["Hôtel du Port", "Madame Sabah"]

    def test_validated_payments_are_those_that_count(
        self, coach: HouseClient, here: str, in_journal: InJournal
    ) -> None:
        def log(journal: Journal) -> None:
            journal.validate(journal.log(sale()))
            journal.log(sale(party="Pas encore lue", payments=(Paid(paid_on=TODAY, amount_minor=1_000),)))

        in_journal(log)
        assert shown(coach.get(f"{here}/list?what=payment&status=validated&{PERIOD}")) == ["Madame Sabah"]

    def test_what_cannot_be_does_not_filter(self, coach: HouseClient, here: str, in_journal: InJournal) -> None:
        in_journal(log_some)
        asked = "what=x&status=x&trade=x&term=x&client=x&start=x&end=31/02/2026"
        assert coach.get(f"{here}/list?{asked}").status_code == 200


class TestList:
    def test_each_sees_their_own_people(
        self, manager: HouseClient, coach: HouseClient, member: HouseClient, here: str, in_journal: InJournal
    ) -> None:
        def log(journal: Journal) -> None:
            for name in ("member", "member2", "leila"):
                journal.log(sale(party=f"De {name}"), name)

        in_journal(log)
        address = f"{here}/list?what=sale&{PERIOD}"
        assert set(shown(manager.get(address))) == {"De member", "De member2", "De leila"}
        assert shown(coach.get(address)) == ["De member"]
        assert shown(member.get(address)) == ["De member"]

    def test_it_says_how_many_and_what_they_come_to(self, coach: HouseClient, here: str, in_journal: InJournal) -> None:
        in_journal(log_some)
        page = read(coach.get(f"{here}/list?{PERIOD}")).replace("\xa0", " ").replace("\u202f", " ")
        assert "5 lignes" in page
        assert "<dt>Vendu</dt><dd>1 350,00 MAD</dd>" in page
        assert "<dt>Dépensé</dt><dd>120,50 MAD</dd>" in page

    def test_of_too_many_it_says_no_sum(
        self, coach: HouseClient, here: str, in_journal: InJournal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        in_journal(log_some)
        monkeypatch.setattr(records_queries, "MOST_COUNTED", 2)
        records_queries._counted.cache_clear()
        page = read(coach.get(f"{here}/list?{PERIOD}"))
        records_queries._counted.cache_clear()
        assert "Plus de mille lignes" in page
        assert '<dl class="sums">' not in page

    def test_pages_hold_every_line_once(self, coach: HouseClient, here: str, in_journal: InJournal) -> None:
        names = [f"Client {number:02d}" for number in range(2 * PAGE_SIZE + 3)]
        in_journal(lambda journal: [journal.log(sale(party=name, payments=())) for name in names])
        found: list[str] = []
        address: str | None = f"{here}/list?what=sale&{PERIOD}"
        while address:
            page = coach.get(address)
            found += shown(page)
            following = re.search(r'href="([^"]+)" rel="next"', read(page))
            address = following[1] if following else None
        assert sorted(found) == names

    def test_more_lines_take_no_more_statements(
        self, app: Flask, coach: HouseClient, here: str, in_journal: InJournal
    ) -> None:
        address = f"{here}/list?what=sale&{PERIOD}"
        in_journal(lambda journal: journal.log(sale()))
        coach.get(address)
        few = count_statements(app, lambda: coach.get(address))
        in_journal(lambda journal: [journal.log(sale(party=f"Client {number}")) for number in range(12)])
        assert count_statements(app, lambda: coach.get(address)) == few


class TestFiles:
    def rows(self, response: TestResponse) -> list[list[str]]:
        assert response.status_code == 200
        assert response.mimetype == "text/csv"
        return list(csv.reader(io.StringIO(response.data.decode("utf-8-sig")), delimiter=";"))

    def taken(self, in_journal: InJournal) -> list[dict[str, object]]:
        asked = select(AuditEvent).where(AuditEvent.action == "activity.exported")
        return in_journal(lambda journal: [event.after for event in db.session.scalars(asked)])

    def test_all_pages_of_what_was_asked(self, coach: HouseClient, here: str, in_journal: InJournal) -> None:
        in_journal(lambda journal: [journal.log(sale(party=f"Client {number}")) for number in range(PAGE_SIZE + 5)])
        headers, *rows = self.rows(coach.get(f"{here}/list/file.csv?what=sale&{PERIOD}"))
        assert len(rows) == PAGE_SIZE + 5
        assert {len(row) for row in rows} == {len(headers)}
        assert self.taken(in_journal) == [{"what": "records"}]

    def test_formulas_stay_words(self, coach: HouseClient, here: str, in_journal: InJournal) -> None:
        in_journal(lambda journal: journal.log(sale(party="=1+1", description="@SUM(A1)")))
        _headers, row = self.rows(coach.get(f"{here}/list/file.csv?what=sale&{PERIOD}"))
        assert "'=1+1" in row
        assert "'@SUM(A1)" in row

    def test_ones_own_leaves_no_line_in_the_log(self, member: HouseClient, here: str, in_journal: InJournal) -> None:
        in_journal(log_some)
        assert len(self.rows(member.get(f"{here}/list/file.csv?{PERIOD}"))) == 6
        assert self.taken(in_journal) == []

    def test_every_view_is_a_workbook_too(
        self, manager: HouseClient, here: str, world: World, in_journal: InJournal
    ) -> None:
        in_journal(log_some)
        amina = world.home.members["member"]
        for address in (
            f"list/file.xlsx?{PERIOD}",
            f"figures/file.xlsx?member={amina}&span=year",
            "followed/file.xlsx",
            "cooperative/file.xlsx",
        ):
            answer = manager.get(f"{here}/{address}")
            assert answer.status_code == 200, address
            assert answer.data.startswith(b"PK"), address
        assert [told["what"] for told in self.taken(in_journal)] == ["records", "figures", "followed", "month"]

    def test_a_members_figures_part_by_part(
        self, sign_in: SignIn, here: str, world: World, in_journal: InJournal
    ) -> None:
        in_journal(log_some)
        amina = world.home.members["member"]
        address = f"{here}/figures/file.csv?member={amina}&span=year&on={TODAY}"
        rows = self.rows(sign_in("member@el-jadida.example").get(address))
        assert ["Ventes par client", "Hôtel du Port", "1", "", "450,00", "MAD"] in rows
        assert any(row[3] == "1,50" for row in rows)
