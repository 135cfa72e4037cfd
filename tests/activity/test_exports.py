"""The journal taken away as a file, and what a member's page shows of it."""

from __future__ import annotations

import csv
import io

from sqlalchemy import select
from werkzeug.test import TestResponse

from app.extensions import db
from app.kernel.audit import AuditEvent
from tests.activity.conftest import Journal, days_ago, sale, work
from tests.activity.reading import (
    InJournal,
    read,
)
from tests.conftest import SignIn
from tests.support.client import HouseClient
from tests.support.world import TODAY, World


class TestExport:
    def rows(self, response: TestResponse) -> list[list[str]]:
        assert response.status_code == 200
        assert response.mimetype == "text/csv"
        assert response.data.startswith(b"\xef\xbb\xbf")
        return list(csv.reader(io.StringIO(response.data.decode("utf-8-sig")), delimiter=";"))

    def test_ones_own_week(self, sign_in: SignIn, here: str, in_journal: InJournal) -> None:
        def log(journal: Journal) -> None:
            journal.log(sale(days_ago(2), description='=HYPERLINK("x")'))
            journal.log(work(minutes=210))
            journal.log(sale(days_ago(30)))

        in_journal(log)
        headers, first, second = self.rows(sign_in("member@el-jadida.example").get(f"{here}/export.csv?view=mine"))
        assert len(headers) == len(first)
        assert (first[0], first[7], first[11]) == (days_ago(2).isoformat(), "450,00", '\'=HYPERLINK("x")')
        assert (second[6], second[7]) == ("3,50", "")

    def test_what_waits_for_ones_own_people(self, coach: HouseClient, here: str, in_journal: InJournal) -> None:
        in_journal(lambda journal: [journal.log(sale(), name) for name in ("member", "member2")])
        _headers, row = self.rows(coach.get(f"{here}/export.csv?view=waiting"))
        assert "Amina Benali" in row

    def test_a_members_week(self, coach: HouseClient, here: str, world: World, in_journal: InJournal) -> None:
        in_journal(lambda journal: [journal.log(sale()), journal.log(sale(days_ago(9)))])
        address = f"{here}/export.csv?member="
        assert len(self.rows(coach.get(f"{address}{world.home.members['member']}&week={TODAY}"))) == 2
        for other in (world.home.members["member2"], world.abroad.members["member"], "x", "", "9" * 30):
            assert coach.get(f"{address}{other}").status_code == 404

    def test_the_silent(self, manager: HouseClient, here: str) -> None:
        rows = self.rows(manager.get(f"{here}/export.csv?view=silent"))
        assert len(rows) == 4
        assert any(cell.startswith("'+212") for cell in rows[1])

    def test_an_entrepreneur_takes_only_their_own(
        self, sign_in: SignIn, here: str, world: World, in_journal: InJournal
    ) -> None:
        in_journal(lambda journal: journal.log(sale(party="Secret"), "member2"))
        member = sign_in("member@el-jadida.example")
        for view in ("waiting", "silent", "mine", ""):
            assert "Secret" not in member.get(f"{here}/export.csv?view={view}").text
        assert member.get(f"{here}/export.csv?member={world.home.members['member2']}").status_code in (403, 404)

    def test_taking_others_records_is_written_down(
        self, coach: HouseClient, sign_in: SignIn, here: str, world: World, in_journal: InJournal
    ) -> None:
        sign_in("member@el-jadida.example").get(f"{here}/export.csv")
        coach.get(f"{here}/export.csv?view=waiting")

        def exported(journal: Journal) -> list[tuple[int | None, object]]:
            told = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "activity.exported"))
            return [(event.account_id, event.after) for event in told]

        assert in_journal(exported) == [(world.accounts["coach@el-jadida.example"], {"what": "waiting"})]


class TestPanel:
    def test_a_members_page_shows_the_month_and_what_waits(
        self, coach: HouseClient, world: World, amina: int, in_journal: InJournal
    ) -> None:
        in_journal(lambda journal: [journal.log(sale(amount=123_400)), journal.log(work(days_ago(10), 75))])
        page = read(coach.get(world.home.url(f"members/{amina}")))
        assert "1\u202f234,00\u00a0MAD" in page
        assert "1\u00a0h\u00a015" in page
        assert f"activity/members/{amina}?week={days_ago(10)}" in page

    def test_on_ones_own_page_it_leads_to_ones_own_journal(
        self, sign_in: SignIn, world: World, amina: int, in_journal: InJournal
    ) -> None:
        in_journal(lambda journal: journal.log(sale()))
        page = sign_in("member@el-jadida.example").get(world.home.url(f"members/{amina}")).text
        assert f"activity/members/{amina}" not in page
        assert "activity?view=mine" in page
