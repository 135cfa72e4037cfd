"""Clients and suppliers: found again, listed with what was sold, renamed, merged, taken away as a file; one's own only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from app.activity import contacts_queries, contacts_services
from app.activity.contacts_errors import AnotherRole, ContactGone, NameTaken, SameContact
from app.activity.models import ActivityParty, ActivityRecord
from app.activity.rules import PartyRole
from app.activity.totals import find_differences
from app.extensions import db
from app.kernel.audit import AuditEvent
from app.kernel.paging import PageAsked
from app.kernel.transaction import write_transaction
from tests.activity.conftest import Journal, days_ago, expense, sale
from tests.activity.reading import InJournal, error_of, read
from tests.support.client import HouseClient
from tests.support.world import World


def parties(journal: Journal, name: str = "member") -> dict[str, int]:
    found = select(ActivityParty.name, ActivityParty.id).where(ActivityParty.member_id == journal.people[name])
    return dict(db.session.execute(found).all())  # type: ignore[arg-type]


def change(journal: Journal, party_id: int, name: str, phone: str = "") -> None:
    with write_transaction():
        contacts_services.change_contact(journal.member(), party_id, name=name, phone=phone)


def merge(journal: Journal, gone: int, into: int, name: str = "member") -> None:
    with write_transaction():
        contacts_services.merge_contacts(journal.member(name), gone, into)


class TestServices:
    def test_the_same_name_written_otherwise_is_the_same(self, journal: Journal) -> None:
        for party in ("Hôtel du Port", "HOTEL  DU PORT", "hôtel du port"):
            journal.log(sale(party=party))
        assert list(parties(journal)) == ["Hôtel du Port"]

    def test_a_renamed_one_is_found_by_its_new_name(self, journal: Journal) -> None:
        journal.log(sale(party="Hotel"))
        party_id = parties(journal)["Hotel"]
        change(journal, party_id, "Hôtel du Port", "+212522000000")
        journal.log(sale(party="HOTEL DU PORT"))
        assert parties(journal) == {"Hôtel du Port": party_id}

    def test_a_name_that_is_there_is_not_given_twice(self, journal: Journal) -> None:
        journal.log(sale(party="Sabah"))
        journal.log(sale(party="Nezha"))
        with pytest.raises(NameTaken):
            change(journal, parties(journal)["Nezha"], "SABAH")
        change(journal, parties(journal)["Nezha"], "NEZHA")
        assert sorted(parties(journal)) == ["NEZHA", "Sabah"]

    def test_two_that_are_one(self, journal: Journal) -> None:
        """Validated ones too, and not a centime moves."""
        first = journal.log(sale(days_ago(3), party="Sabah"))
        second = journal.log(sale(days_ago(1), party="Mme Sabbah"))
        journal.validate(first, second)
        known = parties(journal)
        change(journal, known["Mme Sabbah"], "Mme Sabbah", "+212522000000")
        merge(journal, known["Mme Sabbah"], known["Sabah"])
        assert parties(journal) == {"Sabah": known["Sabah"]}
        assert set(db.session.scalars(select(ActivityRecord.party_id))) == {known["Sabah"]}
        kept = db.session.scalars(select(ActivityParty)).one()
        assert (kept.last_used_on, kept.phone) == (days_ago(1), "+212522000000")
        assert find_differences() == []

    def test_what_is_not_merged(self, journal: Journal) -> None:
        journal.log(sale(party="Sabah"))
        journal.log(expense(party="Sabah"))
        journal.log(sale(party="Youssef"), "member2")
        ids = {(row.member_id, row.role): row.id for row in db.session.scalars(select(ActivityParty))}
        client, supplier = (ids[journal.people["member"], role] for role in (PartyRole.CLIENT, PartyRole.SUPPLIER))
        foreign = ids[journal.people["member2"], PartyRole.CLIENT]
        for gone, into, refusal in (
            (client, client, SameContact),
            (client, supplier, AnotherRole),
            (client, foreign, ContactGone),
            (foreign, client, ContactGone),
        ):
            with pytest.raises(refusal):
                merge(journal, gone, into)
        with pytest.raises(ContactGone):
            change(journal, foreign, "X")

    def test_sales_by_client(self, journal: Journal) -> None:
        journal.log(sale(amount=12_000, tax_minor=2_000, party="Sabah"))
        journal.log(sale(amount=500, party="Sabah"))
        journal.log(sale(amount=99, party="Nezha"))
        journal.log(sale(amount=7, party="Sabah"), "member2")
        rows = contacts_queries.every_contact(journal.people["member"], PartyRole.CLIENT, "")
        assert [(row.name, row.records, row.net_minor) for row in rows] == [("Nezha", 1, 99), ("Sabah", 2, 10_500)]

    @pytest.mark.parametrize("typed", ["OTEL", "hôtel", "du port", "%", ""])
    def test_search_folds_and_knows_no_wild_cards(self, journal: Journal, typed: str) -> None:
        journal.log(sale(party="Hôtel du Port"))
        count = contacts_queries.count_contacts(journal.people["member"], PartyRole.CLIENT, typed)
        assert count == 1
        assert contacts_queries.count_contacts(journal.people["member"], PartyRole.CLIENT, "p_rt") == 0
        assert contacts_queries.count_contacts(journal.people["leila"], PartyRole.CLIENT, typed) == 0

    def test_pages_hold_everybody_once(self, journal: Journal) -> None:
        for rank in range(30):
            journal.log(sale(party=f"Client {rank:02}"))
        member_id = journal.people["member"]
        first = contacts_queries.fetch_contacts(member_id, PartyRole.CLIENT, "", asked=PageAsked())
        rest = contacts_queries.fetch_contacts(member_id, PartyRole.CLIENT, "", asked=PageAsked(after=first.after_id))
        names = [row.name for row in (*first.rows, *rest.rows)]
        assert names == [f"Client {rank:02}" for rank in range(30)]


@pytest.fixture
def sabah(in_journal: InJournal) -> int:
    in_journal(lambda journal: journal.log(sale(party="Madame Sabah")) and None)
    in_journal(lambda journal: journal.log(sale(party="Autre")) and None)
    return int(in_journal(lambda journal: parties(journal)["Madame Sabah"]))


class TestPages:
    def test_list_change_and_merge(self, member: HouseClient, here: str, sabah: int, in_journal: InJournal) -> None:
        assert "Madame Sabah" in member.get(f"{here}/contacts").text
        answer = member.submit(f"{here}/contacts/{sabah}", {"name": "Mme Sabah", "phone": "0522000000"})
        assert answer.status_code == 302
        assert "Mme Sabah" in member.get(f"{here}/contacts?q=SABAH").text
        other = in_journal(lambda journal: parties(journal)["Autre"])
        answer = member.submit(f"{here}/contacts/{sabah}/merge", {"into_id": str(other)})
        assert answer.status_code == 302
        assert in_journal(parties) == {"Autre": other}

    def test_a_taken_name_is_said_beside_the_field(self, member: HouseClient, here: str, sabah: int) -> None:
        answer = member.submit(f"{here}/contacts/{sabah}", {"name": "AUTRE", "phone": ""})
        assert answer.status_code == 422
        assert error_of(answer, "name")

    def test_another_persons_client_is_nobody(
        self, sign_in: Callable[[str], HouseClient], member: HouseClient, here: str, sabah: int, in_journal: InJournal
    ) -> None:
        in_journal(lambda journal: journal.log(sale(party="De Youssef"), "member2") and None)
        foreign = in_journal(lambda journal: parties(journal, "member2")["De Youssef"])
        for path in (f"{here}/contacts/{foreign}", f"{here}/contacts/{foreign}/merge"):
            assert member.get(path).status_code == 404
            assert member.submit(path, {"name": "X", "phone": "", "into_id": str(sabah)}).status_code == 404
        answer = member.submit(f"{here}/contacts/{sabah}/merge", {"into_id": str(foreign)})
        assert answer.status_code == 422
        assert "De Youssef" not in member.get(f"{here}/contacts/{sabah}/merge").text
        assert in_journal(lambda journal: parties(journal, "member2")) == {"De Youssef": foreign}

    def test_a_coach_reads_and_changes_nothing(self, coach: HouseClient, here: str, amina: int, sabah: int) -> None:
        page = coach.get(f"{here}/members/{amina}/contacts")
        assert "Madame Sabah" in page.text
        assert f"/contacts/{sabah}" not in page.text
        assert coach.submit(f"{here}/contacts/{sabah}", {"name": "X", "phone": ""}).status_code == 403

    def test_the_file_holds_what_the_list_shows_and_who_took_it_is_written_down(
        self, coach: HouseClient, member: HouseClient, here: str, amina: int, sabah: int, in_journal: InJournal
    ) -> None:
        assert sabah
        taken: Callable[[], Any] = lambda: in_journal(  # noqa: E731
            lambda journal: db.session.scalars(select(AuditEvent).filter_by(action="contacts.exported")).all()
        )
        own = read(member.get(f"{here}/contacts/export.csv?q=sabah"))
        assert "Madame Sabah" in own
        assert "Autre" not in own
        assert taken() == []
        assert "450.00" in read(coach.get(f"{here}/members/{amina}/contacts/export.csv")).replace(",", ".")
        assert len(taken()) == 1


def test_names_are_nobody_elses_suggestion(world: World, member: HouseClient, here: str, in_journal: InJournal) -> None:
    in_journal(lambda journal: journal.log(sale(party="De Youssef"), "member2") and None)
    in_journal(lambda journal: journal.log(sale(party="De moi")) and None)
    page = member.get(f"{here}/new?kind=sale").text
    assert 'value="De moi"' in page
    assert "De Youssef" not in page
