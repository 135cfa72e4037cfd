"""What is logged for a shared trade counts for each of its members by their part, to the unit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.activity import accounts, payments, services, totals, trades
from app.activity.errors import UnknownTrade
from app.activity.models import ActivityMonth, ActivityRecord, MonthClosing
from app.activity.rules import Paid, RecordKind, RecordStatus
from app.activity.sharing import WHOLE, Part, Split, share_out, split_on
from app.activity.sharing_models import SharedTrade, SharedTradeSplit
from app.activity.trades_errors import (
    AfterTheTrade,
    AlreadyEnded,
    BeforeTheTrade,
    LoggedThen,
    NotAMember,
    NotOneWhole,
    NotPresentThen,
    SomebodyTwice,
    SplitOfClosedMonth,
    TooFewMembers,
    TradeNotOffered,
)
from app.activity.trades_services import Agreed, end_shared_trade, record_split, share_trade
from app.extensions import db
from app.kernel import clock
from app.kernel.errors import ChangedMeanwhile, Refusal
from app.kernel.transaction import write_transaction
from app.network import queries as network_queries
from app.network.models import Vocabulary
from tests.activity.conftest import Journal, days_ago, expense, sale
from tests.support.world import TODAY

PEOPLE = ("member", "member2", "leila")
LONG_AGO = days_ago(60)
PARTS = st.lists(st.integers(1, WHOLE), min_size=1, max_size=8).map(
    lambda cuts: [end - start for start, end in zip([0, *sorted({*cuts, WHOLE})], sorted({*cuts, WHOLE}), strict=False)]
)


class TestShareOut:
    @given(st.integers(-(10**12), 10**12), PARTS)
    def test_pieces_make_the_whole_and_none_is_a_unit_away(self, amount: int, parts: list[int]) -> None:
        shares = share_out(amount, parts)
        assert sum(shares) == amount
        assert all(abs(share * WHOLE - amount * part) < WHOLE for share, part in zip(shares, parts, strict=True))

    @given(st.integers(0, 10**12), PARTS)
    @example(1, [5000, 5000])
    def test_what_is_taken_back_is_what_was_given(self, amount: int, parts: list[int]) -> None:
        assert share_out(-amount, parts) == [-share for share in share_out(amount, parts)]

    def test_units_left_over_go_to_the_largest_remainders_then_to_the_first(self) -> None:
        assert share_out(100, [3333, 3333, 3334]) == [33, 33, 34]
        assert share_out(1, [5000, 5000]) == [1, 0]
        assert share_out(101, [2500, 2500, 5000]) == [25, 25, 51]

    def test_the_split_of_a_day(self) -> None:
        first = Split(id=1, starts_on=date(2026, 1, 1), parts=())
        second = Split(id=2, starts_on=date(2026, 3, 1), parts=())
        mended = Split(id=3, starts_on=date(2026, 3, 1), parts=())
        between = Split(id=4, starts_on=date(2026, 2, 1), parts=())
        every = [first, between, second, mended]
        days = {(2025, 12, 31): 1, (2026, 1, 31): 1, (2026, 2, 28): 4, (2026, 3, 1): 3, (2026, 9, 1): 3}
        assert {day: split_on(every, date(*day)).id for day in days} == days

    def test_who_has_two_places_gets_both(self) -> None:
        split = Split(starts_on=TODAY, parts=[Part(member_id=1, part=2500), Part(member_id=1, part=7500)])
        assert split.shares(101) == {1: 101}
        assert split.part_of(1) == WHOLE


def number(journal: Journal, name: str) -> int:
    return journal.member(name).number


def a_trade(place: int = 0) -> int:
    return network_queries.active_terms(Vocabulary.TRADE)[place].id


def agreed(journal: Journal, parts: dict[str, int], starts_on: date = LONG_AGO) -> Agreed:
    by_number = tuple((number(journal, name), part) for name, part in parts.items())
    return Agreed(starts_on=starts_on, signed_on=starts_on, agreement="Classeur 3", parts=by_number)


def share(journal: Journal, parts: dict[str, int], starts_on: date = LONG_AGO) -> SharedTrade:
    with write_transaction():
        shared = share_trade("Atelier commun", a_trade(), agreed(journal, parts, starts_on), by_account_id=None)
        shared_id = shared.id
    return db.session.get_one(SharedTrade, (journal.organisation.id, shared_id))


def split(journal: Journal, shared: SharedTrade, parts: dict[str, int], starts_on: date) -> SharedTradeSplit:
    with write_transaction():
        return record_split(shared, agreed(journal, parts, starts_on), by_account_id=None)


def of_shared(shared: SharedTrade) -> dict[str, int]:
    return {"trade_id": shared.trade_id, "shared_trade_id": shared.id}


def ids(journal: Journal) -> list[int]:
    return [journal.people[name] for name in PEOPLE]


def sold_of(journal: Journal, name: str, first: date = LONG_AGO, last: date = TODAY) -> int:
    member_id = journal.people[name]
    return sum(month.sold_minor for month in accounts.account_months([member_id], first, last)[member_id].values())


def close(month: date) -> None:
    with write_transaction():
        db.session.add(MonthClosing(month=month.replace(day=1)))


class TestLogging:
    def test_any_of_its_members_may_log_for_it(self, journal: Journal) -> None:
        shared = share(journal, {"member": 6000, "member2": 4000})
        for name in ("member", "member2"):
            assert journal.log(sale(**of_shared(shared)), name).shared_trade_id == shared.id

    def test_nobody_else_does(self, journal: Journal) -> None:
        shared = share(journal, {"member": 6000, "member2": 4000})
        with pytest.raises(UnknownTrade):
            journal.log(sale(**of_shared(shared)), "leila")

    def test_who_joins_later_logs_from_that_day_on(self, journal: Journal) -> None:
        shared = share(journal, {"member": 6000, "member2": 4000})
        split(journal, shared, {"member": 5000, "leila": 5000}, days_ago(5))
        journal.log(sale(days_ago(5), **of_shared(shared)), "leila")
        with pytest.raises(UnknownTrade):
            journal.log(sale(days_ago(6), **of_shared(shared)), "leila")
        with pytest.raises(UnknownTrade):
            journal.log(sale(days_ago(5), **of_shared(shared)), "member2")

    def test_before_it_began_and_after_it_ended_nobody(self, journal: Journal) -> None:
        shared = share(journal, {"member": 6000, "member2": 4000}, days_ago(10))
        with pytest.raises(UnknownTrade):
            journal.log(sale(days_ago(11), **of_shared(shared)))
        with write_transaction():
            end_shared_trade(shared, days_ago(2), version=shared.version)
        journal.log(sale(days_ago(2), **of_shared(shared)))
        with pytest.raises(UnknownTrade):
            journal.log(sale(days_ago(1), **of_shared(shared)))

    def test_a_record_keeps_its_trade_when_it_is_corrected(self, journal: Journal) -> None:
        shared = share(journal, {"member": 6000, "member2": 4000})
        record = journal.log(sale(days_ago(1), **of_shared(shared)))
        split(journal, shared, {"leila": 5000, "member2": 5000}, days_ago(1))
        entry = sale(days_ago(1), 50_000, **of_shared(shared))
        with write_transaction():
            member = journal.member()
            services.change_record(member, record.id, entry, version=record.version, organisation=journal.organisation)
        assert journal.record(record.id).shared_trade_id == shared.id

    def test_the_journal_stays_the_loggers_own(self, journal: Journal) -> None:
        shared = share(journal, {"member": 6000, "member2": 4000})
        journal.validate(journal.log(sale(amount=10_000, **of_shared(shared))))
        months = db.session.scalars(select(ActivityMonth)).all()
        assert [(row.member_id, row.sold_minor) for row in months] == [(journal.people["member"], 10_000)]
        assert totals.find_differences() == []


class TestAccounts:
    def test_each_gets_their_part_of_what_is_sold_collected_and_spent(self, journal: Journal) -> None:
        shared = share(journal, {"member": 6000, "member2": 4000})
        journal.validate(journal.log(sale(TODAY, 10_001, **of_shared(shared))))
        journal.validate(journal.log(expense(TODAY, 333, **of_shared(shared)), "member2"), name="member2", by="manager")
        found = accounts.account_months(ids(journal), TODAY, TODAY)
        month = TODAY.replace(day=1)
        one, two = (found[journal.people[name]][month] for name in ("member", "member2"))
        assert (one.sold_minor, two.sold_minor) == (6_001, 4_000)
        assert (one.collected_minor, two.collected_minor) == (6_001, 4_000)
        assert (one.spent_minor, two.spent_minor) == (200, 133)
        assert one.production_minor + two.production_minor in (0, 333)
        assert found[journal.people["leila"]] == {}

    def test_only_what_is_validated_counts(self, journal: Journal) -> None:
        shared = share(journal, {"member": 6000, "member2": 4000})
        journal.log(sale(TODAY, 10_000, **of_shared(shared)))
        assert sold_of(journal, "member2") == 0

    def test_a_split_that_changes_within_a_month(self, journal: Journal) -> None:
        shared = share(journal, {"member": 5000, "member2": 5000})
        turn = TODAY.replace(day=5)
        split(journal, shared, {"member": 2500, "member2": 7500}, turn)
        for day in (turn - timedelta(days=1), turn):
            journal.validate(journal.log(sale(day, 10_000, **of_shared(shared))))
        assert (sold_of(journal, "member"), sold_of(journal, "member2")) == (7_500, 12_500)

    def test_money_follows_the_split_of_what_it_is_for(self, journal: Journal) -> None:
        shared = share(journal, {"member": 5000, "member2": 5000})
        split(journal, shared, {"member": 100, "member2": 9900}, days_ago(2))
        late = (Paid(paid_on=TODAY, amount_minor=10_000),)
        journal.validate(journal.log(sale(days_ago(4), 10_000, payments=late, **of_shared(shared))))
        month = TODAY.replace(day=1)
        found = accounts.account_months(ids(journal), TODAY, TODAY)
        collected = [found[journal.people[name]][month].collected_minor for name in ("member", "member2")]
        assert collected == [5_000, 5_000]

    def test_the_rows_behind_a_figure_say_whose_and_what_part(self, journal: Journal) -> None:
        shared = share(journal, {"member": 6000, "member2": 4000})
        journal.validate(journal.log(sale(TODAY, 10_000, **of_shared(shared))))
        journal.validate(journal.log(sale(days_ago(1), 700), "member2"), name="member2", by="manager")
        own, of_amina = accounts.account_rows(journal.people["member2"], LONG_AGO, TODAY, figure="sold")
        assert (own.amount_minor, own.part, own.how_shared) == (700, None, "")
        assert (of_amina.amount_minor, of_amina.whole_minor, of_amina.part) == (4_000, 10_000, 4000)
        assert of_amina.by.number == number(journal, "member")
        assert "Atelier commun" in of_amina.how_shared
        hers = accounts.account_rows(journal.people["member"], LONG_AGO, TODAY, figure="collected")
        assert [(row.amount_minor, row.by) for row in hers] == [(6_000, None)]

    @pytest.mark.parametrize("seed", range(6))
    def test_over_all_members_nothing_is_lost_or_made(self, journal: Journal, seed: int) -> None:
        """Random records and payments under random splits, and some taken back below zero."""
        live(journal, Random(seed))
        raw = raw_figures()
        found = accounts.account_months(ids(journal), LONG_AGO, TODAY)
        summed: dict[date, list[int]] = {}
        for of_member in found.values():
            for month, row in of_member.items():
                sums = summed.setdefault(month, [0, 0, 0, 0])
                figures = (row.sold_minor, row.collected_minor, row.spent_minor, row.production_minor)
                summed[month] = [one + other for one, other in zip(sums, figures, strict=True)]
        assert {month: tuple(sums) for month, sums in summed.items() if any(sums)} == raw
        self.rows_make_the_figures(journal, found)

    def rows_make_the_figures(self, journal: Journal, found: dict[int, dict[date, accounts.AccountMonth]]) -> None:
        for member_id in ids(journal):
            for figure in ("sold", "collected", "spent", "production"):
                rows = accounts.account_rows(member_id, LONG_AGO.replace(day=1), TODAY, figure=figure)
                kept = sum(getattr(month, f"{figure}_minor") for month in found[member_id].values())
                assert sum(row.amount_minor for row in rows) == kept, figure
                assert [row.day for row in rows] == sorted(row.day for row in rows)

    def test_a_counter_entry_takes_back_from_each_what_they_were_given(self, journal: Journal) -> None:
        shared = share(journal, {"member": 3333, "member2": 3333, "leila": 3334})
        record = journal.log(sale(days_ago(20), 10_001, **of_shared(shared)))
        journal.validate(record)
        split(journal, shared, {"member": 100, "member2": 9900}, days_ago(10))
        take_back(journal, record, TODAY)
        assert [sold_of(journal, name) for name in PEOPLE] == [0, 0, 0]


def live(journal: Journal, chance: Random) -> None:
    shared = share(journal, {"member": 3333, "member2": 3333, "leila": 3334})
    for _turn in range(3):
        cut, other = sorted(chance.sample(range(1, WHOLE), 2))
        parts = dict(zip(PEOPLE, (cut, other - cut, WHOLE - other), strict=True))
        split(journal, shared, parts, days_ago(chance.randint(0, 59)))
    logged = []
    for _turn in range(14):
        name, day = chance.choice(PEOPLE), days_ago(chance.randint(0, 59))
        told = of_shared(shared) if chance.random() < 0.7 else {}
        amount = chance.randint(1, 99_999)
        if chance.random() < 0.6:
            part = Paid(paid_on=days_ago(chance.randint(0, 59)), amount_minor=chance.randint(1, amount))
            entry = sale(day, amount, tax_minor=chance.randint(0, amount - 1), payments=(part,), **told)
        else:
            entry = expense(day, amount, **told)
        record = journal.log(entry, name)
        if chance.random() < 0.9:
            journal.validate(record, by="manager", name=name)
            logged.append(record.id)
    for record_id in chance.sample(logged, 3):
        take_back(journal, journal.record(record_id), days_ago(chance.randint(0, 5)))


def take_back(journal: Journal, record: ActivityRecord, day: date) -> None:
    """A counter-entry as it will stand: the other's figures below zero, validated."""
    with write_transaction():
        totals.hold(record.member_id)
        names = ("member_id", "kind", "trade_id", "shared_trade_id", "expense_category_id", "is_production", "currency")
        counter = ActivityRecord(
            **{name: getattr(record, name) for name in (*names, "party_id", "description")},
            day=day,
            amount_minor=-record.amount_minor,
            tax_minor=-record.tax_minor,
            corrects_id=record.id,
            status=RecordStatus.VALIDATED,
            submitted_at=clock.now(),
            decided_at=clock.now(),
        )
        db.session.add(counter)
        db.session.flush()
        totals.recount(record.member_id, after=[totals.counted(counter)])


def raw_figures() -> dict[date, tuple[int, ...]]:
    """The sums of validated records and counted payments, from the rows themselves."""
    found: dict[date, list[int]] = {}
    for record in db.session.scalars(select(ActivityRecord).where(ActivityRecord.status == RecordStatus.VALIDATED)):
        net = record.amount_minor - record.tax_minor
        sums = found.setdefault(record.day.replace(day=1), [0, 0, 0, 0])
        if record.kind is RecordKind.SALE:
            sums[0] += net
        else:
            sums[2] += net
            sums[3] += net if record.is_production else 0
        for paid in payments.of_record(record.id):
            if paid.is_counted:
                found.setdefault(paid.paid_on.replace(day=1), [0, 0, 0, 0])[1] += paid.net_minor
    return {month: tuple(sums) for month, sums in found.items() if any(sums)}


class TestRefused:
    @pytest.mark.parametrize(
        ("parts", "refusal"),
        [
            ({"member": 6000, "member2": 3999}, NotOneWhole),
            ({"member": 6000, "member2": 4001}, NotOneWhole),
            ({"member": 10000, "member2": 0}, NotOneWhole),
            ({"member": 10000}, TooFewMembers),
            ({}, TooFewMembers),
        ],
    )
    def test_parts_that_make_no_whole(self, journal: Journal, parts: dict[str, int], refusal: type[Refusal]) -> None:
        with pytest.raises(refusal):
            share(journal, parts)

    def test_somebody_twice_and_nobody(self, journal: Journal) -> None:
        amina = number(journal, "member")
        for parts, refusal in (
            (((amina, 5000), (amina, 5000)), SomebodyTwice),
            (((amina, 1), (9999, 9999)), NotAMember),
        ):
            asked = Agreed(starts_on=TODAY, signed_on=TODAY, parts=parts)
            with pytest.raises(refusal), write_transaction():
                share_trade("X", a_trade(), asked, by_account_id=None)

    def test_somebody_who_is_not_there_yet(self, journal: Journal) -> None:
        day = min(journal.member(name).admitted_on for name in ("member", "member2")) - timedelta(days=1)
        with pytest.raises(NotPresentThen):
            share(journal, {"member": 5000, "member2": 5000}, day)

    def test_a_word_of_another_list(self, journal: Journal) -> None:
        asked = agreed(journal, {"member": 5000, "member2": 5000})
        with pytest.raises(TradeNotOffered), write_transaction():
            share_trade("X", journal.work_kinds["production"], asked, by_account_id=None)

    def test_a_split_outside_the_days_of_the_trade(self, journal: Journal) -> None:
        shared = share(journal, {"member": 5000, "member2": 5000}, days_ago(10))
        with pytest.raises(BeforeTheTrade):
            split(journal, shared, {"member": 5000, "leila": 5000}, days_ago(11))
        with write_transaction():
            end_shared_trade(shared, days_ago(3), version=shared.version)
        with pytest.raises(AfterTheTrade):
            split(journal, shared, {"member": 5000, "leila": 5000}, days_ago(2))

    def test_the_past_stays_once_a_month_of_it_is_closed(self, journal: Journal) -> None:
        shared = share(journal, {"member": 5000, "member2": 5000})
        closed = TODAY.replace(day=1) - timedelta(days=1)
        close(closed)
        for day in (closed, LONG_AGO):
            with pytest.raises(SplitOfClosedMonth):
                split(journal, shared, {"member": 4000, "member2": 6000}, day)
        split(journal, shared, {"member": 4000, "member2": 6000}, TODAY.replace(day=1))

    def test_what_was_paid_ahead_in_a_closed_month_stays_too(self, journal: Journal) -> None:
        shared = share(journal, {"member": 5000, "member2": 5000})
        first = TODAY.replace(day=1)
        ahead = (Paid(paid_on=first - timedelta(days=1), amount_minor=5_000),)
        journal.log(sale(first, 10_000, payments=ahead, **of_shared(shared)))
        close(first - timedelta(days=1))
        with pytest.raises(SplitOfClosedMonth):
            split(journal, shared, {"member": 4000, "member2": 6000}, first)

    def test_no_end_before_what_is_logged_nor_twice_nor_unseen(self, journal: Journal) -> None:
        shared = share(journal, {"member": 5000, "member2": 5000})
        journal.log(sale(days_ago(1), **of_shared(shared)))
        for version, day, refusal in ((shared.version, days_ago(2), LoggedThen), (7, TODAY, ChangedMeanwhile)):
            with pytest.raises(refusal), write_transaction():
                end_shared_trade(shared, day, version=version)
        with write_transaction():
            end_shared_trade(shared, days_ago(1), version=shared.version)
        with pytest.raises(AlreadyEnded), write_transaction():
            end_shared_trade(shared, TODAY, version=shared.version)


def test_history_is_kept(journal: Journal) -> None:
    shared = share(journal, {"member": 5000, "member2": 5000})
    split(journal, shared, {"member": 4000, "member2": 6000}, LONG_AGO)
    split(journal, shared, {"member": 3000, "member2": 7000}, TODAY)
    found: Sequence[Split] = trades.splits_of([shared.id])[shared.id]
    assert [one.part_of(journal.people["member"]) for one in found] == [5000, 4000, 3000]
    assert db.session.scalar(select(func.count()).select_from(SharedTradeSplit)) == 3
