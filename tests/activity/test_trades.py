"""The trades of a member, on their file and in the form of an entry."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.activity import services
from app.activity.errors import UnknownTrade
from app.activity.models import ActivityTrade
from app.activity.sharing_models import SharedTrade, SharedTradePart
from app.activity.trades import DAYS_BACK
from app.activity.trades_errors import (
    EndsBeforeItStarts,
    LoggedThen,
    PractisedAlready,
    TradeNotOffered,
    TradeOnFile,
)
from app.activity.trades_services import Practised, add_trade, change_trade
from app.extensions import db
from app.kernel.errors import ChangedMeanwhile, Refusal
from app.kernel.transaction import write_transaction
from app.network import queries as network_queries
from app.network.models import Vocabulary
from tests.activity.conftest import Journal, days_ago, sale
from tests.activity.reading import InJournal, error_of, only_record, read, version_in
from tests.support.client import HouseClient
from tests.support.world import TODAY, World


def plain(response: TestResponse) -> str:
    """The page with every space plain and no marks of direction."""
    return re.sub("[\u200e\u200f\u2066-\u2069]", "", read(response)).replace("\xa0", " ").replace("\u202f", " ")


def trade_ids(journal: Journal) -> list[int]:
    """Words that are not in Amina's file."""
    offered = network_queries.active_terms(Vocabulary.TRADE)
    return [term.id for term in offered if term.id != journal.member().trade_id]


def add(journal: Journal, trade_id: int, started_on: date, ended_on: date | None = None) -> ActivityTrade:
    with write_transaction():
        row = add_trade(journal.member(), Practised(trade_id=trade_id, started_on=started_on, ended_on=ended_on))
        row_id = row.id
    return db.session.get_one(ActivityTrade, (journal.organisation.id, row_id))


def change(journal: Journal, row: ActivityTrade, started_on: date, ended_on: date | None = None) -> None:
    practised = Practised(trade_id=row.trade_id, started_on=started_on, ended_on=ended_on)
    with write_transaction():
        change_trade(journal.member(), row, practised, version=row.version)


class TestDays:
    def test_a_trade_is_for_its_own_days_only(self, journal: Journal) -> None:
        trade = trade_ids(journal)[0]
        add(journal, trade, days_ago(10), days_ago(5))
        for day in (days_ago(10), days_ago(5)):
            assert journal.log(sale(day, trade_id=trade)).trade_id == trade
        for day in (days_ago(11), days_ago(4)):
            with pytest.raises(UnknownTrade):
                journal.log(sale(day, trade_id=trade))

    def test_each_of_several_days_is_judged_by_itself(self, journal: Journal) -> None:
        """A day within the period lets no other day through."""
        trade = trade_ids(journal)[0]
        add(journal, trade, days_ago(3))
        entries = [sale(days_ago(2), trade_id=trade), sale(days_ago(9), trade_id=trade)]
        with pytest.raises(UnknownTrade), write_transaction():
            services.log_records(journal.member(), entries, journal.log_of())

    def test_the_trade_of_the_file_is_theirs_on_any_day(self, journal: Journal) -> None:
        own = journal.member().trade_id
        assert journal.log(sale(days_ago(40), trade_id=own)).trade_id == own

    def test_somebody_elses_trade_is_not_theirs(self, journal: Journal) -> None:
        trade = trade_ids(journal)[0]
        add(journal, trade, days_ago(10))
        with pytest.raises(UnknownTrade):
            journal.log(sale(TODAY, trade_id=trade), "leila")

    def test_a_trade_that_is_logged_for_keeps_those_days(self, journal: Journal) -> None:
        trade = trade_ids(journal)[0]
        row = add(journal, trade, days_ago(10))
        journal.log(sale(days_ago(2), trade_id=trade))
        with pytest.raises(LoggedThen):
            change(journal, row, days_ago(10), days_ago(3))
        with pytest.raises(LoggedThen):
            change(journal, row, days_ago(1))
        change(journal, row, days_ago(2), days_ago(2))
        assert row.ended_on == days_ago(2)

    def test_what_is_refused(self, journal: Journal) -> None:
        trade, other = trade_ids(journal)[:2]
        row = add(journal, trade, days_ago(10), days_ago(5))
        asked: list[tuple[type[Refusal], int, date, date | None]] = [
            (PractisedAlready, trade, days_ago(5), None),
            (TradeOnFile, journal.member().trade_id or 0, TODAY, None),
            (TradeNotOffered, journal.work_kinds["production"], TODAY, None),
            (EndsBeforeItStarts, other, TODAY, days_ago(1)),
        ]
        for refusal, trade_id, start, end in asked:
            with pytest.raises(refusal):
                add(journal, trade_id, start, end)
        add(journal, trade, days_ago(4))
        with pytest.raises(PractisedAlready):
            change(journal, row, days_ago(10), days_ago(4))
        with pytest.raises(ChangedMeanwhile), write_transaction():
            change_trade(journal.member(), row, Practised(trade_id=trade, started_on=TODAY), version=7)


class TestForm:
    def test_who_has_one_trade_is_not_asked(self, member: HouseClient, here: str) -> None:
        assert 'name="trade_id"' not in member.get(f"{here}/new").text

    def test_several_are_offered_the_last_used_first(
        self, member: HouseClient, here: str, in_journal: InJournal
    ) -> None:
        trade = in_journal(lambda journal: trade_ids(journal)[0])
        in_journal(lambda journal: add(journal, trade, days_ago(10)))
        in_journal(lambda journal: journal.log(sale(TODAY, trade_id=trade)))
        page = member.get(f"{here}/new?kind=sale").text
        own = in_journal(lambda journal: journal.member().trade_id)
        assert page.index(f'value="{trade}"') < page.index(f'value="{own}"')

    def test_one_that_ended_is_offered_for_what_is_logged_late(
        self, member: HouseClient, here: str, in_journal: InJournal
    ) -> None:
        first, second = in_journal(lambda journal: trade_ids(journal)[:2])
        in_journal(lambda journal: add(journal, first, days_ago(100), days_ago(DAYS_BACK)) and None)
        in_journal(lambda journal: add(journal, second, days_ago(100), days_ago(DAYS_BACK + 1)) and None)
        page = member.get(f"{here}/new?kind=sale").text
        assert f'value="{first}"' in page
        assert f'value="{second}"' not in page

    def test_a_trade_that_is_not_theirs_that_day_is_said_beside_the_field(
        self, member: HouseClient, here: str, in_journal: InJournal
    ) -> None:
        trade = in_journal(lambda journal: trade_ids(journal)[0])
        in_journal(lambda journal: add(journal, trade, days_ago(3)) and None)
        data = {"day": days_ago(4).isoformat(), "amount_minor": "10", "party": "C", "description": "D", "paid": "full"}
        answer = member.submit(f"{here}/new?kind=sale", {**data, "means": "cash", "trade_id": str(trade)})
        assert answer.status_code == 422
        assert error_of(answer, "trade_id")

    def test_a_shared_trade_is_offered_and_kept(
        self, member: HouseClient, manager: HouseClient, here: str, in_journal: InJournal, world: World
    ) -> None:
        shared_id = share_by_hand(manager, world, in_journal)
        data = {"day": TODAY.isoformat(), "amount_minor": "10", "party": "C", "description": "D", "paid": "full"}
        assert "Atelier commun" in member.get(f"{here}/new?kind=sale").text
        answer = member.submit(f"{here}/new?kind=sale", {**data, "means": "cash", "trade_id": f"s{shared_id}"})
        assert answer.status_code == 302
        found = in_journal(lambda journal: db.session.scalars(select(SharedTrade.trade_id)).one())
        record = in_journal(lambda journal: vars(only_record(journal)).copy())
        assert (record["shared_trade_id"], record["trade_id"]) == (shared_id, found)
        chosen = re.search(rf'<input[^>]*value="s{shared_id}"[^>]*>', member.get(f"{here}/records/{record['id']}").text)
        assert chosen is not None
        assert "checked" in chosen[0]


def numbers(in_journal: InJournal) -> tuple[int, int]:
    return in_journal(lambda journal: (journal.member().number, journal.member("member2").number))


def share_by_hand(manager: HouseClient, world: World, in_journal: InJournal, **told: str) -> int:
    """Through the manager's form: Amina has 60 %, Youssef 40 %."""
    one, two = numbers(in_journal)
    parts = {"number_1": str(one), "part_1": "60", "number_2": str(two), "part_2": "40"}
    trade = in_journal(lambda journal: trade_ids(journal)[0])
    day = days_ago(30).isoformat()
    data = {"name": "Atelier commun", "trade_id": str(trade), "starts_on": day, "signed_on": day, **parts, **told}
    answer = manager.submit(world.home.url("trades/shared/new"), data)
    assert answer.status_code == 302, read(answer)
    return int(in_journal(lambda journal: db.session.scalars(select(SharedTrade.id)).one()))


class TestPages:
    def test_a_coach_adds_and_ends_a_trade(
        self, coach: HouseClient, world: World, amina: int, in_journal: InJournal
    ) -> None:
        trade = in_journal(lambda journal: trade_ids(journal)[0])
        section = world.home.url(f"members/{amina}/trades")
        day = days_ago(9).isoformat()
        assert coach.submit(f"{section}/new", {"trade_id": str(trade), "started_on": day}).status_code == 302
        row_id = in_journal(lambda journal: db.session.scalars(select(ActivityTrade.id)).one())
        asked = coach.get(f"{section}/{row_id}")
        ended = {"started_on": day, "ended_on": days_ago(1).isoformat(), "version": version_in(asked)}
        assert coach.submit(f"{section}/{row_id}", ended).status_code == 302
        assert in_journal(lambda journal: db.session.scalars(select(ActivityTrade.ended_on)).one()) == days_ago(1)

    def test_an_entrepreneur_sees_their_own_and_changes_nothing(
        self, member: HouseClient, world: World, amina: int, in_journal: InJournal
    ) -> None:
        in_journal(lambda journal: add(journal, trade_ids(journal)[0], days_ago(9)) and None)
        page = member.get(world.home.url(f"members/{amina}/trades"))
        assert page.status_code == 200
        assert "/trades/new" not in page.text

    def test_all_members_of_a_split_read_it_with_numbers_and_parts(
        self, member: HouseClient, manager: HouseClient, world: World, amina: int, in_journal: InJournal
    ) -> None:
        share_by_hand(manager, world, in_journal)
        page = plain(member.get(world.home.url(f"members/{amina}/trades")))
        youssef = in_journal(lambda journal: journal.member("member2"))
        assert "Atelier commun" in page
        assert f"Membre n° {youssef.number}" in page
        assert youssef.family_name_latin not in page
        assert "40 %" in page

    def test_parts_that_make_no_whole_are_said_and_what_was_typed_stays(
        self, manager: HouseClient, world: World, in_journal: InJournal
    ) -> None:
        one, two = numbers(in_journal)
        trade = in_journal(lambda journal: trade_ids(journal)[0])
        parts = {"number_1": str(one), "part_1": "60", "number_2": str(two), "part_2": "33,33"}
        day = TODAY.isoformat()
        data = {"name": "X", "trade_id": str(trade), "starts_on": day, "signed_on": day, **parts}
        answer = manager.submit(world.home.url("trades/shared/new"), data)
        assert answer.status_code == 422
        assert "93,33 %" in plain(answer)
        assert 'value="33,33"' in answer.text
        assert in_journal(lambda journal: db.session.scalars(select(SharedTradePart)).all()) == []

    def test_another_split_and_the_end(self, manager: HouseClient, world: World, in_journal: InJournal) -> None:
        shared_id = share_by_hand(manager, world, in_journal)
        here, (one, two) = world.home.url(f"trades/shared/{shared_id}"), numbers(in_journal)
        asked = manager.get(f"{here}/split")
        assert 'value="60"' in asked.text
        day = days_ago(3).isoformat()
        parts = {"number_1": str(one), "part_1": "25", "number_2": str(two), "part_2": "75"}
        assert manager.submit(f"{here}/split", {"starts_on": day, "signed_on": day, **parts}).status_code == 302
        page = plain(manager.get(world.home.url("trades/shared")))
        assert "75 %" in page
        assert "60 %" in page
        end = {"ended_on": TODAY.isoformat(), "version": version_in(manager.get(f"{here}/end"))}
        assert manager.submit(f"{here}/end", end).status_code == 302
        assert in_journal(lambda journal: db.session.scalars(select(SharedTrade.ended_on)).one()) == TODAY


def test_the_log_says_it_in_words(manager: HouseClient, world: World, in_journal: InJournal) -> None:
    share_by_hand(manager, world, in_journal)
    one, two = numbers(in_journal)
    assert f"n° {one} : 60 % ; n° {two} : 40 %" in plain(manager.get(world.home.url("settings/log")))
