"""The amount of a sale or an expense and what it is come to from: tax, another currency, quantities, kilometres."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.activity import kilometres, money_rules
from app.activity.rules import RecordStatus
from app.kernel.transaction import write_transaction
from tests.activity.conftest import Journal, days_ago
from tests.activity.reading import InJournal, all_records, error_of, only_record, read, version_in
from tests.support.client import HouseClient
from tests.support.world import TODAY

SALE = {"party": "Riad", "description": "Deux nappes", "day": TODAY.isoformat(), "paid": "full", "means": "cash"}
EURO = {"foreign_currency": "EUR", "foreign_minor": "42", "foreign_rate": "10,714286"}


@pytest.fixture
def with_tax(in_journal: InJournal) -> None:
    def ask(_journal: Journal) -> None:
        with write_transaction():
            money_rules.change(asks_tax=True, version=0)

    in_journal(ask)


@pytest.fixture
def rates(in_journal: InJournal) -> None:
    """2.50 dirhams since long ago, 3 since two days ago."""

    def add(journal: Journal) -> None:
        with write_transaction():
            for day, minor in ((days_ago(900), 250), (days_ago(2), 300)):
                by = journal.account("manager")
                kilometres.add(starts_on=day, per_km_minor=minor, currency="MAD", by_account_id=by)

    in_journal(add)


def kept(in_journal: InJournal, *names: str) -> dict[str, Any]:
    def look(journal: Journal) -> dict[str, Any]:
        record = only_record(journal)
        return {name: getattr(record, name) for name in names}

    return in_journal(look)  # type: ignore[no-any-return]


def log(client: HouseClient, here: str, kind: str, values: dict[str, Any]) -> Any:
    return client.submit(f"{here}/new?kind={kind}", values)


class TestTax:
    MONEY = ("amount_minor", "tax_minor", "tax_rate")

    def test_it_is_not_asked_until_the_organisation_says_so(self, member: HouseClient, here: str) -> None:
        assert 'name="tax"' not in member.get(f"{here}/new?kind=sale").text

    @pytest.mark.parametrize(
        ("typed", "expected"),
        [
            ({"tax": "none"}, (120_00, 0, None)),
            ({}, (120_00, 0, None)),
            ({"tax": "2000"}, (120_00, 20_00, 2000)),
            ({"tax": "1000", "tax_way": "with"}, (120_00, 10_91, 1000)),
            ({"tax": "2000", "tax_way": "before"}, (144_00, 24_00, 2000)),
            ({"tax": "amount", "tax_minor": "7,50"}, (120_00, 7_50, None)),
            ({"tax": "amount", "tax_minor": "٧٫٥", "tax_way": "before"}, (127_50, 7_50, None)),
        ],
    )
    @pytest.mark.usefixtures("with_tax")
    def test_it_is_reckoned(
        self, member: HouseClient, here: str, in_journal: InJournal, typed: dict[str, str], expected: tuple[Any, ...]
    ) -> None:
        assert log(member, here, "sale", {**SALE, "amount_minor": "120", **typed}).status_code == 302
        found = kept(in_journal, *self.MONEY)
        assert tuple(found.values()) == expected
        assert in_journal(lambda journal: [paid.amount_minor for paid in _payments(journal)]) == [expected[0]]

    @pytest.mark.usefixtures("with_tax")
    def test_the_one_used_last_is_offered_and_shown(self, member: HouseClient, here: str) -> None:
        log(member, here, "sale", {**SALE, "amount_minor": "120", "tax": "1000"})
        assert 'checked id="tax-2"' in member.get(f"{here}/new?kind=sale").text
        assert 'checked id="tax-0"' in member.get(f"{here}/new?kind=expense").text
        assert "dont TVA, 10\u00a0%\u00a0: 10,91\u00a0MAD" in read(member.get(here))

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"tax": "1234"}, "tax"),
            ({"tax": "amount"}, "tax_minor"),
            ({"tax": "amount", "tax_minor": "120"}, "tax_minor"),
            ({"tax": "amount", "tax_minor": "-1"}, "tax_minor"),
        ],
    )
    @pytest.mark.usefixtures("with_tax")
    def test_another_is_refused_beside_its_field(
        self, member: HouseClient, here: str, in_journal: InJournal, typed: dict[str, str], field: str
    ) -> None:
        answer = log(member, here, "sale", {**SALE, "amount_minor": "120", **typed})
        assert answer.status_code == 422
        assert error_of(answer, field)
        assert in_journal(all_records) == []

    @pytest.mark.usefixtures("with_tax")
    def test_a_correction_that_changes_nothing_changes_nothing(
        self, member: HouseClient, here: str, in_journal: InJournal
    ) -> None:
        log(member, here, "sale", {**SALE, "amount_minor": "100", "tax": "2000", "tax_way": "before"})
        path = f"{here}/records/{kept(in_journal, 'id')['id']}"
        page = member.get(path)
        assert 'value="120,00"' in page.text
        told = {**SALE, "amount_minor": "120,00", "tax": "2000", "tax_way": "with", "version": version_in(page)}
        assert member.submit(path, {**told, "paid": "kept"}).status_code == 302
        assert tuple(kept(in_journal, *self.MONEY).values()) == (120_00, 20_00, 2000)


def _payments(journal: Journal) -> list[Any]:
    from app.activity import payments

    return payments.of_record(only_record(journal).id)


class TestOtherCurrency:
    COLUMNS = ("amount_minor", "foreign_currency", "foreign_minor", "foreign_rate", "foreign_rate_on")

    def test_the_amount_is_worked_out(self, member: HouseClient, here: str, in_journal: InJournal) -> None:
        assert log(member, here, "sale", {**SALE, **EURO}).status_code == 302
        assert tuple(kept(in_journal, *self.COLUMNS).values()) == (450_00, "EUR", 42_00, 10_714_286, TODAY)
        assert "42,00\u00a0€ à 10,714286 le" in read(member.get(here))

    def test_three_decimals_and_arabic_digits(self, member: HouseClient, here: str, in_journal: InJournal) -> None:
        typed = {"foreign_currency": "TND", "foreign_minor": "١٢٫٥٠٠", "foreign_rate": "٣٫٢"}
        day = (TODAY - timedelta(days=3)).isoformat()
        assert log(member, here, "sale", {**SALE, **typed, "foreign_rate_on": day}).status_code == 302
        found = tuple(kept(in_journal, *self.COLUMNS).values())
        assert found == (40_00, "TND", 12_500, 3_200_000, TODAY - timedelta(days=3))

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"foreign_currency": "XYZ"}, "foreign_currency"),
            ({"foreign_currency": "MAD"}, "foreign_currency"),
            ({"foreign_minor": ""}, "foreign_minor"),
            ({"foreign_minor": "12,345"}, "foreign_minor"),
            ({"foreign_minor": "0"}, "foreign_minor"),
            ({"foreign_rate": ""}, "foreign_rate"),
            ({"foreign_rate": "0"}, "foreign_rate"),
            ({"foreign_rate": "onze"}, "foreign_rate"),
            ({"foreign_rate_on": "2999-01-01"}, "foreign_rate_on"),
            ({"amount_minor": "449"}, "amount_minor"),
            ({"foreign_minor": "9999999"}, "amount_minor"),
        ],
    )
    def test_what_cannot_be_is_said_beside_its_field(
        self, member: HouseClient, here: str, in_journal: InJournal, typed: dict[str, str], field: str
    ) -> None:
        answer = log(member, here, "sale", {**SALE, **EURO, **typed})
        assert answer.status_code == 422
        assert error_of(answer, field)
        assert "Deux nappes" in answer.text
        assert in_journal(all_records) == []

    def test_an_unusual_rate_is_asked_about_once(self, member: HouseClient, here: str, in_journal: InJournal) -> None:
        turned = {**SALE, **EURO, "foreign_rate": "0,0933"}
        answer = log(member, here, "sale", turned)
        assert answer.status_code == 422
        assert "rate_is_right" in answer.text
        assert in_journal(all_records) == []
        assert log(member, here, "sale", {**turned, "rate_is_right": "y"}).status_code == 302
        assert kept(in_journal, "amount_minor") == {"amount_minor": 3_92}

    @pytest.mark.usefixtures("with_tax")
    @pytest.mark.parametrize(("way", "money"), [("with", (450_00, 75_00)), ("before", (540_00, 90_00))])
    def test_a_correction_keeps_how_it_was_reckoned(
        self, member: HouseClient, here: str, in_journal: InJournal, way: str, money: tuple[int, int]
    ) -> None:
        log(member, here, "sale", {**SALE, **EURO, "tax": "2000", "tax_way": way})
        path = f"{here}/records/{kept(in_journal, 'id')['id']}"
        page = member.get(path)
        assert f'checked id="tax_way-{int(way == "before")}"' in page.text
        assert "<details open>" in page.text
        told = {**SALE, **EURO, "tax": "2000", "tax_way": way, "paid": "kept", "version": version_in(page)}
        assert member.submit(path, told).status_code == 302
        assert tuple(kept(in_journal, "amount_minor", "tax_minor").values()) == money

    def test_left_empty_nothing_is_kept_of_it(self, member: HouseClient, here: str, in_journal: InJournal) -> None:
        log(member, here, "sale", {**SALE, "amount_minor": "450", **EURO, "foreign_currency": ""})
        assert tuple(kept(in_journal, *self.COLUMNS).values()) == (450_00, "", None, None, None)


class TestRareFields:
    def test_quantity_and_receipt_number(self, member: HouseClient, here: str, in_journal: InJournal) -> None:
        typed = {"amount_minor": "450", "quantity": "2,5", "document_number": "R-17"}
        assert log(member, here, "sale", {**SALE, **typed}).status_code == 302
        assert tuple(kept(in_journal, "quantity", "document_number").values()) == (2_500, "R-17")
        page = read(member.get(here))
        assert "2,5" in page
        assert "R-17" in page

    @pytest.mark.parametrize("quantity", ["0", "-2", "beaucoup", "12.500"])
    def test_an_absurd_quantity_is_refused(self, member: HouseClient, here: str, quantity: str) -> None:
        answer = log(member, here, "sale", {**SALE, "amount_minor": "450", "quantity": quantity})
        assert answer.status_code == 422
        assert error_of(answer, "quantity")
        assert "<details open>" in answer.text

    def test_the_usual_form_stays_short(self, member: HouseClient, here: str) -> None:
        for kind in ("sale", "expense"):
            page = member.get(f"{here}/new?kind={kind}").text
            assert "<details><summary>" in page
            assert page.index("<details><summary>") < page.index('name="foreign_currency"')


class TestKilometres:
    COLUMNS = ("amount_minor", "distance_km")

    @pytest.fixture
    def journey(self, words: dict[str, int]) -> dict[str, Any]:
        return {
            "expense_category_id": words["supplies"],
            "description": "Souk",
            "day": TODAY.isoformat(),
            "distance_km": "36",
        }

    def test_without_a_rate_they_are_not_asked(self, member: HouseClient, here: str) -> None:
        assert "distance_km" not in member.get(f"{here}/new?kind=expense").text

    @pytest.mark.usefixtures("rates")
    @pytest.mark.parametrize(("day", "minor"), [(0, 108_00), (2, 108_00), (3, 90_00)])
    def test_the_rate_of_the_day_counts(
        self, member: HouseClient, here: str, in_journal: InJournal, journey: dict[str, Any], day: int, minor: int
    ) -> None:
        assert log(member, here, "expense", {**journey, "day": days_ago(day).isoformat()}).status_code == 302
        assert tuple(kept(in_journal, *self.COLUMNS).values()) == (minor, 36)
        assert "36\u00a0km à" in read(member.get(f"{here}?week={days_ago(day)}"))

    @pytest.mark.usefixtures("rates")
    def test_an_expense_keeps_its_rate_when_a_newer_one_comes(
        self, member: HouseClient, here: str, in_journal: InJournal, journey: dict[str, Any]
    ) -> None:
        log(member, here, "expense", journey)

        def supersede(journal: Journal) -> None:
            with write_transaction():
                by = journal.account("manager")
                kilometres.add(starts_on=days_ago(1), per_km_minor=400, currency="MAD", by_account_id=by)

        in_journal(supersede)
        path = f"{here}/records/{kept(in_journal, 'id')['id']}"
        told = {**journey, "distance_km": "40", "version": version_in(member.get(path))}
        assert member.submit(path, told).status_code == 302
        assert tuple(kept(in_journal, *self.COLUMNS).values()) == (120_00, 40)
        told |= {"day": days_ago(1).isoformat(), "version": version_in(member.get(path))}
        assert member.submit(path, told).status_code == 302
        assert tuple(kept(in_journal, *self.COLUMNS).values()) == (160_00, 40)

    @pytest.mark.usefixtures("rates")
    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"distance_km": "0"}, "distance_km"),
            ({"distance_km": "-5"}, "distance_km"),
            ({"distance_km": "2001"}, "distance_km"),
            ({"distance_km": "trente"}, "distance_km"),
            ({"amount_minor": "100"}, "amount_minor"),
            (EURO, "foreign_currency"),
        ],
    )
    def test_what_cannot_be_is_said_beside_its_field(
        self, member: HouseClient, here: str, journey: dict[str, Any], typed: dict[str, str], field: str
    ) -> None:
        answer = log(member, here, "expense", {**journey, **typed})
        assert answer.status_code == 422
        assert error_of(answer, field)

    def test_before_the_first_rate_the_amount_is_asked(
        self, member: HouseClient, here: str, in_journal: InJournal, journey: dict[str, Any]
    ) -> None:
        def add(journal: Journal) -> None:
            with write_transaction():
                by = journal.account("manager")
                kilometres.add(starts_on=TODAY, per_km_minor=300, currency="MAD", by_account_id=by)

        in_journal(add)
        answer = log(member, here, "expense", {**journey, "day": days_ago(1).isoformat()})
        assert answer.status_code == 422
        assert "Écrivez le montant" in error_of(answer, "distance_km")


class TestSettings:
    @pytest.fixture
    def page(self, here: str) -> str:
        return here.replace("/activity", "/settings/activity")

    def test_tax_is_asked_from_now_on(self, manager: HouseClient, member: HouseClient, here: str, page: str) -> None:
        assert manager.submit(page, {"asks_tax": "y", "version": "0"}).status_code == 302
        assert 'name="tax"' in member.get(f"{here}/new?kind=sale").text
        assert manager.submit(page, {"asks_tax-shown": "1", "version": "0"}).status_code == 422
        assert manager.submit(page, {"asks_tax-shown": "1", "version": "1"}).status_code == 302
        assert 'name="tax"' not in member.get(f"{here}/new?kind=sale").text

    def test_a_rate_is_added_and_never_changed(
        self,
        manager: HouseClient,
        member: HouseClient,
        here: str,
        page: str,
        words: dict[str, int],
        in_journal: InJournal,
    ) -> None:
        path = f"{page}/kilometres"
        told = {"per_km_minor": "2,50", "starts_on": days_ago(30).isoformat()}
        assert manager.submit(path, told).status_code == 302
        again = manager.submit(path, {**told, "per_km_minor": "3"})
        assert again.status_code == 422
        assert error_of(again, "starts_on")
        assert error_of(manager.submit(path, {**told, "per_km_minor": "0"}), "per_km_minor")
        assert error_of(manager.submit(path, {**told, "per_km_minor": "51"}), "per_km_minor")
        assert "2,50\u00a0MAD" in read(manager.get(page))

    @pytest.mark.usefixtures("rates")
    def test_a_rate_in_use_stays(
        self,
        manager: HouseClient,
        member: HouseClient,
        here: str,
        page: str,
        words: dict[str, int],
        in_journal: InJournal,
    ) -> None:
        spent = {"expense_category_id": words["supplies"], "description": "Souk", "day": TODAY.isoformat()}
        assert log(member, here, "expense", {**spent, "distance_km": "3"}).status_code == 302
        used, unused = in_journal(lambda _journal: [rate.id for rate in kilometres.every_rate()])
        assert manager.submit(f"{page}/kilometres/{unused}/delete", {}).status_code == 302
        assert manager.submit(f"{page}/kilometres/{used}/delete", {}).status_code == 422
        assert in_journal(lambda _journal: [rate.id for rate in kilometres.every_rate()]) == [used]

    def test_a_cost_of_what_is_sold_counts_from_then_on(
        self, manager: HouseClient, member: HouseClient, here: str, words: dict[str, int], in_journal: InJournal
    ) -> None:
        spent = {"expense_category_id": words["supplies"], "description": "Fil", "day": TODAY.isoformat()}
        log(member, here, "expense", {**spent, "amount_minor": "10"})
        was = kept(in_journal, "is_production", "id")
        word = here.replace("/activity", f"/settings/words/{words['supplies']}")
        told = {"label_fr": "Fournitures", "label_ar": "لوازم", "is_production-shown": "1"}
        assert manager.submit(word, told if was["is_production"] else {**told, "is_production": "y"}).status_code == 302
        path = f"{here}/records/{was['id']}"
        member.submit(path, {**spent, "amount_minor": "11", "version": version_in(member.get(path))})
        log(member, here, "expense", {**spent, "amount_minor": "12"})
        flags = in_journal(lambda journal: [record.is_production for record in all_records(journal)])
        assert flags == [was["is_production"], not was["is_production"]]


def test_what_was_validated_is_not_reckoned_anew(member: HouseClient, here: str, in_journal: InJournal) -> None:
    log(member, here, "sale", {**SALE, "amount_minor": "450"})

    def decide(journal: Journal) -> int:
        record = only_record(journal)
        record_id = record.id
        with write_transaction():
            from app.activity import services

            services.submit_records(journal.member(), {record.id: record.version})
        journal.validate(journal.record(record_id))
        return record_id

    path = f"{here}/records/{in_journal(decide)}"
    told = {**SALE, **EURO, "paid": "kept", "version": "3"}
    assert member.submit(path, told).status_code == 422
    assert kept(in_journal, "foreign_currency", "status") == {"foreign_currency": "", "status": RecordStatus.VALIDATED}
