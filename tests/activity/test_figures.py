"""A member's month and year: sums, what they are made of, and the records behind each figure."""

from __future__ import annotations

import re

from app.activity.rules import Paid
from tests.activity.conftest import Journal, days_ago, expense, sale, work
from tests.activity.reading import InJournal, read
from tests.conftest import SignIn
from tests.support.client import HouseClient
from tests.support.world import TODAY, World

MONTH, YEAR = "span=month", "span=year"


def line_of(page: str, label: str) -> str:
    """What a table says in the line of a label."""
    (found,) = re.findall(rf"<tr><th[^>]*><a[^>]*><bdi>{re.escape(label)}</bdi></a></th>(.*?)</tr>", page, re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", found).split())


def tile(page: str, label: str) -> tuple[str, str]:
    """The value of a tile and where it leads."""
    found = re.search(
        rf'<a class="tile[^"]*" href="([^"]+)"><span class="label">{label}</span> <strong><bdi>(.*?)</bdi>', page
    )
    assert found, label
    return found[2].replace("\xa0", " ").replace("\u202f", " "), found[1]


def log_a_month(journal: Journal) -> None:
    """In this month two clients, a kind of work, an expense; and a sale a year ago that was paid in this month."""
    journal.log(sale(amount=45_000))
    journal.log(sale(amount=15_000, payments=()))
    journal.log(sale(amount=20_000, party="Hôtel du Port", payments=()))
    journal.log(work(minutes=90))
    journal.validate(journal.log(expense(amount=12_050)))


class TestMonth:
    def test_sums_and_what_they_are_made_of(self, member: HouseClient, here: str, in_journal: InJournal) -> None:
        in_journal(log_a_month)
        page = read(member.get(f"{here}/figures?{MONTH}"))
        assert tile(page, "Vendu")[0] == "800,00 MAD"
        assert tile(page, "Encaissé")[0] == "450,00 MAD"
        assert tile(page, "Dépensé")[0] == "120,50 MAD"
        said = line_of(page, "Madame Sabah").replace("\xa0", " ").replace("\u202f", " ")
        assert "600,00 MAD" in said
        assert "75 %" in said
        assert said.endswith("2")

    def test_validated_stands_below(self, member: HouseClient, here: str, in_journal: InJournal) -> None:
        in_journal(log_a_month)
        page = read(member.get(f"{here}/figures")).replace("\xa0", " ").replace("\u202f", " ")
        assert page.count("Validé : 120,50 MAD") == 1
        assert page.count("Validé : 0,00 MAD") == 2

    def test_each_figure_opens_the_lines_it_counts(self, member: HouseClient, here: str, in_journal: InJournal) -> None:
        in_journal(log_a_month)
        page = member.get(f"{here}/figures").text
        for label, value in (("Vendu", "800,00 MAD"), ("Encaissé", "450,00 MAD"), ("Dépensé", "120,50 MAD")):
            _shown, url = tile(read(member.get(f"{here}/figures")), label)
            opened = read(member.get(url)).replace("\xa0", " ").replace("\u202f", " ")
            assert f"<dt>{label}</dt><dd>{value}</dd>" in opened
        assert "Hôtel du Port" in page

    def test_nothing_of_other_months(self, member: HouseClient, here: str, in_journal: InJournal) -> None:
        in_journal(lambda journal: journal.log(sale(days_ago(40))))
        page = read(member.get(f"{here}/figures"))
        assert tile(page, "Vendu")[0] == "0,00 MAD"
        assert "Madame Sabah" not in page
        assert "Madame Sabah" in read(member.get(f"{here}/figures?{MONTH}&on={days_ago(40)}"))

    def test_money_counts_in_the_month_it_came(self, member: HouseClient, here: str, in_journal: InJournal) -> None:
        paid = (Paid(paid_on=TODAY, amount_minor=30_000),)
        in_journal(lambda journal: journal.log(sale(days_ago(40), payments=paid)))
        page = read(member.get(f"{here}/figures"))
        value, url = tile(page, "Encaissé")
        assert value == "300,00 MAD"
        assert "Madame Sabah" in read(member.get(url))

    def test_a_day_that_cannot_be_is_this_month(self, member: HouseClient, here: str) -> None:
        for asked in ("on=x", "span=decade", "on=0001-01-01", "on=9999-12-31"):
            assert member.get(f"{here}/figures?{asked}").status_code == 200

    def test_what_is_not_decided_leads_to_its_records(
        self, member: HouseClient, here: str, in_journal: InJournal
    ) -> None:
        in_journal(lambda journal: [journal.log(sale(), is_handed_in=False), journal.log(work())])
        page = read(member.get(f"{here}/figures"))
        draft, waiting = re.findall(r'<li><span>([^<]+)</span><a href="([^"]+)"', page)
        assert draft[0].startswith("1 saisie")
        assert "Madame Sabah" in read(member.get(draft[1]))
        assert "Madame Sabah" not in read(member.get(waiting[1]))

    def test_many_clients_end_in_one_line_that_keeps_the_sum(
        self, member: HouseClient, here: str, in_journal: InJournal
    ) -> None:
        def log(journal: Journal) -> None:
            for number in range(15):
                journal.log(sale(amount=1_000 * (20 - number), party=f"Client {number:02d}", payments=()))

        in_journal(log)
        said = line_of(read(member.get(f"{here}/figures")), "3 autres").replace("\xa0", " ")
        assert "210,00 MAD" in said  # the smallest three: 60, 70 and 80


class TestYear:
    def test_months_stand_beside_each_other(self, member: HouseClient, here: str, in_journal: InJournal) -> None:
        in_journal(lambda journal: [journal.log(sale(amount=45_000)), journal.log(sale(days_ago(40), amount=15_000))])
        page = read(member.get(f"{here}/figures?{YEAR}"))
        in_year = [day for day in (TODAY, days_ago(40)) if day.year == TODAY.year]
        assert len(in_year) == 2
        assert tile(page, "Vendu")[0] == "600,00 MAD"
        assert page.count('<tr><th scope="row">') >= 12

    def test_the_years_around_are_led_to_while_the_person_was_there(self, member: HouseClient, here: str) -> None:
        page = read(member.get(f"{here}/figures?{YEAR}&on=1990-01-01"))
        assert 'rel="prev"' not in page


class TestWhoSees:
    def test_a_coach_their_people(self, coach: HouseClient, here: str, world: World, in_journal: InJournal) -> None:
        in_journal(log_a_month)
        amina, other = world.home.members["member"], world.home.members["member2"]
        assert "Hôtel du Port" in read(coach.get(f"{here}/members/{amina}/figures"))
        for address in (
            f"members/{other}/figures",
            f"list?member={other}",
            f"list?member={world.abroad.members['member']}",
            "list?member=",
            f"figures/file.csv?member={other}",
            "figures/file.csv",
        ):
            assert coach.get(f"{here}/{address}").status_code == 404, address

    def test_an_entrepreneur_only_themself(
        self, sign_in: SignIn, here: str, world: World, in_journal: InJournal
    ) -> None:
        in_journal(log_a_month)
        amina, other = world.home.members["member"], sign_in("member2@el-jadida.example")
        assert other.get(f"{here}/members/{amina}/figures").status_code == 403
        assert other.get(f"{here}/list?member={amina}").status_code == 404
        assert "Madame Sabah" not in read(other.get(f"{here}/list"))
        assert other.get(f"{here}/figures/file.csv?member={amina}").status_code == 404

    def test_a_week_month_and_year_lead_to_each_other(self, coach: HouseClient, here: str, amina: int) -> None:
        week = read(coach.get(f"{here}/members/{amina}"))
        (month,) = re.findall(rf'href="({re.escape(here)}/members/{amina}/figures[^"]*)"', week)
        page = coach.get(month)
        assert page.status_code == 200
        assert f"{here}/members/{amina}/figures?span=year" in read(page)
        assert f"{here}/members/{amina}?week=" in read(page)
