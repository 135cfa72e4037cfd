"""Everybody at once: those a coach follows, and the cooperative's month."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from app.activity.models import MonthClosing
from app.activity.periods import Direction, Span, period_of, trend_months, trend_of, weeks_of
from app.extensions import db
from app.kernel.calendar import add_months
from app.kernel.transaction import write_transaction
from tests.activity.conftest import Journal, days_ago, sale, work
from tests.activity.reading import InJournal, read
from tests.conftest import SignIn
from tests.support.client import HouseClient
from tests.support.world import TODAY, World


def people(response: TestResponse) -> list[str]:
    """The family names of the list, in order."""
    page = read(response)
    assert response.status_code == 200, page
    return re.findall(r'<tr><th scope="row"><a href="[^"]+"><bdi>\S+ (.*?)</bdi>', page)


def line_of(response: TestResponse, family_name: str) -> str:
    (found,) = re.findall(rf"<tr><th[^>]*><a[^>]*><bdi>\S+ {family_name}</bdi>(.*?)</tr>", read(response), re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", found).split()).replace("\xa0", " ").replace("\u202f", " ")


class TestTrend:
    def test_without_sales_before_it_begins(self) -> None:
        assert trend_of(0, 1).direction is Direction.BEGINS
        assert trend_of(0, 0).direction is Direction.NOTHING
        assert trend_of(100, 0).percent == -100

    @given(before=st.integers(1, 10**12), after=st.integers(0, 10**12))
    def test_it_says_which_way(self, before: int, after: int) -> None:
        trend = trend_of(before, after)
        if trend.direction is Direction.RISES:
            assert after > before
        elif trend.direction is Direction.FALLS:
            assert after < before
        else:
            assert abs(after - before) * 100 <= before * 5.5 + 1

    @given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
    def test_it_compares_six_whole_months_that_are_over(self, today: date) -> None:
        before, after = trend_months(today)
        assert len(before) == len(after) == 3
        assert add_months(after[-1], 1) == today.replace(day=1)
        assert add_months(before[0], 3) == after[0]

    @given(st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.sampled_from(["MA", "TN", "DZ"]))
    def test_weeks_of_a_month_cover_it_once(self, day: date, country: str) -> None:
        period = period_of(Span.MONTH, day)
        days = [
            date.fromordinal(number)
            for start, end in weeks_of(period, country)
            for number in range(start.toordinal(), end.toordinal() + 1)
        ]
        assert days == [
            date.fromordinal(number) for number in range(period.start.toordinal(), period.end.toordinal() + 1)
        ]


class TestFollowed:
    def test_each_follows_their_own_people(
        self, coach: HouseClient, manager: HouseClient, sign_in: SignIn, here: str
    ) -> None:
        assert people(coach.get(f"{here}/followed")) == ["Benali"]
        assert people(sign_in("coach2@el-jadida.example").get(f"{here}/followed")) == ["El Idrissi"]
        assert {"Benali", "El Idrissi", "Haddad"} <= set(people(manager.get(f"{here}/followed")))

    def test_what_stands_open_and_the_last_entry(self, coach: HouseClient, here: str, in_journal: InJournal) -> None:
        def log(journal: Journal) -> None:
            journal.log(sale(is_day := days_ago(2)), is_handed_in=False)
            journal.log(work(is_day))
            journal.send_back(journal.log(sale(is_day)))

        in_journal(log)
        said = line_of(coach.get(f"{here}/followed"), "Benali")
        assert said.split()[-3:] == ["1", "1", "1"]
        assert "Sans nouvelles" not in said

    def test_the_trend(self, coach: HouseClient, here: str, in_journal: InJournal) -> None:
        before, after = trend_months(TODAY)

        def log(journal: Journal) -> None:
            journal.log(sale(after[1], amount=30_000))

        in_journal(log)
        assert "Démarre" in line_of(coach.get(f"{here}/followed"), "Benali")
        in_journal(lambda journal: journal.log(sale(before[2], amount=40_000)))
        assert "En baisse, -25 %" in line_of(coach.get(f"{here}/followed"), "Benali").replace("\u2212", "-")

    @pytest.mark.parametrize(
        ("show", "found"),
        [("drafts", {"Benali"}), ("waiting", {"El Idrissi"}), ("returned", set()), ("silent", {"Haddad"})],
    )
    def test_filters(self, manager: HouseClient, here: str, in_journal: InJournal, show: str, found: set[str]) -> None:
        def log(journal: Journal) -> None:
            journal.log(sale(), is_handed_in=False)
            journal.log(sale(), "member2")

        in_journal(log)
        shown = set(people(manager.get(f"{here}/followed?show={show}")))
        assert found <= shown
        assert not shown & ({"Benali", "El Idrissi"} - found)

    def test_sorted_by_the_last_entry_both_ways(self, manager: HouseClient, here: str, in_journal: InJournal) -> None:
        in_journal(lambda journal: [journal.log(sale(days_ago(5))), journal.log(sale(days_ago(1)), "member2")])
        longest = people(manager.get(f"{here}/followed?sort=last"))
        assert longest[-2:] == ["Benali", "El Idrissi"]
        assert people(manager.get(f"{here}/followed?sort=recent"))[:2] == ["El Idrissi", "Benali"]

    def test_found_by_name_and_coach(self, manager: HouseClient, here: str) -> None:
        assert people(manager.get(f"{here}/followed?q=benal")) == ["Benali"]
        assert "Benali" not in people(manager.get(f"{here}/followed?coach=none"))

    def test_a_coach_cannot_ask_for_anothers_people(self, coach: HouseClient, here: str) -> None:
        assert people(coach.get(f"{here}/followed?coach=none")) == ["Benali"]

    def test_as_a_file_it_says_the_same(self, manager: HouseClient, here: str, in_journal: InJournal) -> None:
        in_journal(lambda journal: journal.log(sale(days_ago(2))))
        text = manager.get(f"{here}/followed/file.csv").data.decode("utf-8-sig")
        (row,) = [row for row in csv.reader(io.StringIO(text), delimiter=";") if row[1] == "Amina Benali"]
        assert row[3:5] == [days_ago(2).isoformat(), "2"]
        assert row[6:] == ["0", "1", "0"]


class TestCooperative:
    def test_people_and_sums_with_the_month_before(
        self, manager: HouseClient, here: str, in_journal: InJournal
    ) -> None:
        last_month = add_months(TODAY.replace(day=1), -1)

        def log(journal: Journal) -> None:
            journal.log(sale(amount=45_000))
            journal.log(sale(amount=5_000, payments=()), "member2")
            journal.log(sale(last_month, amount=10_000))

        in_journal(log)
        page = manager.get(f"{here}/cooperative")
        assert people(page) == ["Benali", "El Idrissi"]
        said = read(page).replace("\xa0", " ").replace("\u202f", " ")
        assert "<strong><bdi>500,00 MAD</bdi></strong> <small>Validé : 0,00 MAD · Mois précédent : 100,00 MAD" in said
        assert "450,00 MAD" in line_of(page, "Benali")

    def test_totals_open_their_rows(self, manager: HouseClient, here: str, in_journal: InJournal) -> None:
        in_journal(lambda journal: [journal.log(sale()), journal.log(sale(party="Riad"), "member2")])
        page = read(manager.get(f"{here}/cooperative"))
        (url,) = re.findall(r'<a class="tile" href="([^"]+)"><span class="label">Vendu<', page)
        opened = read(manager.get(url)).replace("\xa0", " ")
        assert "Madame Sabah" in opened
        assert "Riad" in opened
        assert "<dt>Vendu</dt><dd>900,00 MAD</dd>" in opened

    def test_sorted_by_sales_and_searched(self, manager: HouseClient, here: str, in_journal: InJournal) -> None:
        in_journal(lambda journal: [journal.log(sale(amount=1_000)), journal.log(sale(amount=9_000), "member2")])
        assert people(manager.get(f"{here}/cooperative?sort=sold")) == ["El Idrissi", "Benali"]
        assert people(manager.get(f"{here}/cooperative?q=idrissi")) == ["El Idrissi"]

    def test_it_says_whether_the_month_is_closed(self, manager: HouseClient, here: str, in_journal: InJournal) -> None:
        last_month = add_months(TODAY.replace(day=1), -1)
        address = f"{here}/cooperative?month={last_month}"
        assert "Pas encore clôturé" in read(manager.get(address))
        assert "En cours" in read(manager.get(f"{here}/cooperative"))

        def close(journal: Journal) -> None:
            with write_transaction():
                db.session.add(MonthClosing(month=last_month, closed_by=journal.account("manager")))

        in_journal(close)
        assert ">Clôturé<" in read(manager.get(address))

    def test_it_leads_to_the_contributions_of_the_month(self, manager: HouseClient, here: str) -> None:
        page = read(manager.get(f"{here}/cooperative"))
        (url,) = re.findall(r'href="([^"]*/contributions\?month=[^"]+)"', page)
        assert url.endswith(f"={TODAY:%Y-%m}")
        assert manager.get(url).status_code == 200

    def test_a_month_that_cannot_be_is_shown_as_one_that_can(self, manager: HouseClient, here: str) -> None:
        for asked in ("month=x", "month=0001-01-01", "month=9999-12-31"):
            assert manager.get(f"{here}/cooperative?{asked}").status_code == 200

    def test_it_is_for_the_manager(self, coach: HouseClient, member: HouseClient, here: str) -> None:
        for client in (coach, member):
            assert client.get(f"{here}/cooperative").status_code == 403
            assert client.get(f"{here}/cooperative/file.csv").status_code == 403

    def test_as_a_file_each_person_once(
        self, manager: HouseClient, here: str, world: World, in_journal: InJournal
    ) -> None:
        in_journal(lambda journal: [journal.log(sale()), journal.log(work(), "member2")])
        text = manager.get(f"{here}/cooperative/file.csv").data.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text), delimiter=";"))
        assert [row[1] for row in rows[1:]] == ["Amina Benali", "Youssef El Idrissi"]
        assert rows[1][4:7] == ["450,00", "450,00", "0,00"]
