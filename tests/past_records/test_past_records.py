"""Past months from spreadsheets: what is written, what is refused and where it says so, and taking it all back."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select

from app.activity import queries as activity_queries
from app.activity import totals
from app.activity.models import ActivityPayment, ActivityRecord, MonthClosing
from app.activity.rules import Means, RecordKind, RecordStatus
from app.extensions import db
from app.imports import upkeep as member_imports
from app.kernel.audit import AuditEvent
from app.kernel.jobs import _nightly
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.past_records import jobs, services, upkeep
from app.past_records.models import ActivityImport, ActivityImportRow, State
from app.past_records.month_sheet import spread
from tests.conftest import SignIn
from tests.past_records.conftest import Journey
from tests.support.world import World

HEADERS = ["N° membre", "Nom", "Date", "Type", "Heures", "Type de travail", "Montant TTC", "TVA", "Client", "Catégorie", "Désignation", "Payé le", "Montant payé", "Mode de paiement"]  # fmt: skip
SALE = ["1", "Amina Benali", "15/06/2026", "Vente", "", "", "1200", "200", "Hôtel du Port", "", "Six nappes", "20/06/2026 ; 03/07/2026", "600 ; 300", "espèces ; virement"]  # fmt: skip
WORK = ["1", "", "16/06/2026", "Travail", "3:30", "Production", "", "", "", "", "Atelier", "", "", ""]
SPENT = [
    "",
    "Benali Amina",
    "17/06/2026",
    "Dépense",
    "",
    "",
    "٩٠",
    "",
    "",
    "Matières et fournitures",
    "Fil",
    "",
    "",
    "",
]
JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)
MONTHS = ["Numéro", "Mois", "Heures", "Ventes", "Encaissements", "Dépenses"]


def changed(row: list[str], **cells: str) -> list[str]:
    """The row with some cells otherwise, named by their headers' places: `c3="Vente"`."""
    told = list(row)
    for place, cell in cells.items():
        told[int(place[1:])] = cell
    return told


@pytest.fixture
def inside(app: Flask, world: World) -> Callable[[Callable[[], Any]], Any]:
    """Ask or do something in the cooperative, between requests."""

    def act(action: Callable[[], Any]) -> Any:
        with app.app_context(), organisation_scope(world.home.id), write_transaction():
            return action()

    return act


Inside = Callable[[Callable[[], Any]], Any]


def figures(inside: Inside, member_id: int, month: date) -> tuple[int, int, int, int]:
    """Minutes, sold, collected, spent: what is validated."""
    found = inside(lambda: activity_queries.member_month(member_id, month))
    return (found.minutes, found.counted_sold_minor, found.counted_collected_minor, found.counted_spent_minor)


def test_records_are_written_validated_and_summed(journey: Journey, inside: Inside, world: World) -> None:
    amina = world.home.members["member"]
    journey.imported(SALE, WORK, SPENT, headers=HEADERS)
    assert (journey.state(), journey.counts()) == (State.DONE, (3, 0, 0))
    assert figures(inside, amina, JUNE) == (210, 100_000, 50_000, 9_000)
    assert figures(inside, amina, JULY) == (0, 0, 25_000, 0)

    def look() -> None:
        sale = db.session.query(ActivityRecord).filter_by(kind=RecordKind.SALE).one()
        assert (sale.status, sale.import_id) == (RecordStatus.VALIDATED, journey.id)
        assert sale.decided_by == sale.created_by == world.accounts["manager@el-jadida.example"]
        paid = db.session.query(ActivityPayment).filter_by(record_id=sale.id).order_by(ActivityPayment.paid_on).all()
        assert [(one.paid_on, one.amount_minor, one.means) for one in paid] == [
            (date(2026, 6, 20), 60_000, Means.CASH),
            (date(2026, 7, 3), 30_000, Means.TRANSFER),
        ]
        spent = db.session.query(ActivityRecord).filter_by(kind=RecordKind.EXPENSE).one()
        assert spent.is_production
        assert totals.find_differences() == []
        told = db.session.query(AuditEvent).filter_by(action="past_import.done").one()
        assert told.after == {"sheet": "records", "rows": 3, "records": 3, "refused": 0}
        assert db.session.query(ActivityImportRow).count() == 0

    inside(look)


def test_columns_in_arabic_and_days_month_first(journey: Journey, inside: Inside, world: World) -> None:
    headers = ["رقم العضو", "التاريخ", "النوع", "المبلغ", "الزبون"]
    journey.send(["1", "06/28/2026", "بيع", "٣٥٠", "فندق الميناء"], headers=headers)
    assert journey.fields() == ["number", "day", "kind", "amount_minor", "party"]
    journey.choose()
    journey.write()
    assert figures(inside, world.home.members["member"], JUNE) == (0, 35_000, 0, 0)


@pytest.mark.parametrize(
    ("row", "field", "words"),
    [
        (changed(SALE, c0="77"), "number", "Aucun membre n’a ce numéro"),
        (changed(SALE, c1="Youssef Autre"), "person", "autre nom"),
        (changed(SPENT, c1="Personne Inconnue"), "person", "ne porte ce nom"),
        (changed(SALE, c0="", c1=""), "number", "numéro de membre"),
        (changed(SALE, c2="31/12/2026"), "day", ""),
        (changed(SALE, c2="15/06/2024"), "day", "adhésion"),
        (changed(SALE, c2=""), "day", "vide"),
        (changed(SALE, c3="troc"), "kind", "liste"),
        (changed(SALE, c4="2:00"), "minutes", ""),
        (changed(WORK, c6="100"), "amount_minor", ""),
        (changed(WORK, c4="25:00"), "minutes", "24"),
        (changed(WORK, c5=""), "work_kind_id", ""),
        (changed(SALE, c6="1.200"), "amount_minor", "1200"),
        (changed(SALE, c6="-5"), "amount_minor", ""),
        (changed(SALE, c7="1200"), "tax_minor", ""),
        (changed(SALE, c8=""), "party", ""),
        (changed(SPENT, c9="Voyages"), "expense_category_id", "liste"),
        (changed(SALE, c12="600 ; 700"), "paid_minor", ""),
        (changed(SALE, c12="600"), "paid_minor", "points-virgules"),
        (changed(SALE, c11="20/06/2026 ; 24/12/2026"), "paid_on", ""),
        (changed(SALE, c11=""), "paid_on", "vide"),
    ],
)
def test_what_is_wrong_stands_beside_its_column(journey: Journey, row: list[str], field: str, words: str) -> None:
    journey.send(row, headers=HEADERS)
    assert journey.choose().status_code == 302
    [(found, sentence)] = journey.problems()[2]
    assert found == field, sentence
    assert words in sentence
    assert sentence in journey.page()


def test_refused_rows_come_back_as_a_file_and_the_others_are_written(journey: Journey, inside: Inside) -> None:
    journey.send(SALE, changed(WORK, c5="Sieste"), changed(SPENT, c6="trop"), headers=HEADERS)
    journey.choose()
    assert journey.counts() == (1, 0, 2)
    book = openpyxl.load_workbook(io.BytesIO(journey.client.get(f"{journey.url}/set-aside.xlsx").data))
    lines = [[cell or "" for cell in row] for row in book.active.iter_rows(values_only=True)]
    assert [line[5] for line in lines[1:]] == ["Sieste", ""]
    assert all(line[-1] for line in lines[1:])
    journey.write()
    assert inside(lambda: db.session.query(ActivityRecord).count()) == 1


def test_nothing_is_written_before_it_is_agreed(journey: Journey, inside: Inside) -> None:
    journey.send(SALE, headers=HEADERS)
    journey.choose()
    assert journey.state() is State.CHECKED
    assert inside(lambda: db.session.query(ActivityRecord).count()) == 0
    journey.client.submit(f"{journey.url}/drop")
    assert journey.state() is State.DISCARDED
    journey.write()
    assert inside(lambda: db.session.query(ActivityRecord).count()) == 0
    assert inside(lambda: db.session.query(ActivityImportRow).count()) == 0


def test_the_same_file_again_writes_nothing_and_says_so(journey: Journey, world: World, sign_in: SignIn) -> None:
    journey.imported(SALE, SALE, WORK, headers=HEADERS)
    assert journey.counts() == (3, 0, 0)
    again = Journey(world, sign_in)
    again.send(SALE, SALE, WORK, headers=HEADERS)
    again.choose()
    assert again.counts() == (0, 3, 0)
    assert "Ce même fichier a été importé" in again.page()


def test_a_third_time_the_same_sale_is_another_one(journey: Journey, world: World, sign_in: SignIn) -> None:
    journey.imported(SALE, headers=HEADERS)
    again = Journey(world, sign_in).imported(SALE, SALE, headers=HEADERS)
    assert again.counts() == (1, 1, 0)


def test_days_have_24_hours_across_rows(journey: Journey) -> None:
    journey.send(changed(WORK, c4="14:00"), changed(WORK, c4="11:00"), headers=HEADERS)
    journey.choose()
    assert journey.counts() == (1, 0, 1)
    assert journey.problems()[3][0][0] == "minutes"


def close(month: date) -> None:
    db.session.add(MonthClosing(month=month))


def test_a_closed_month_refuses(journey: Journey, inside: Inside) -> None:
    inside(lambda: close(JUNE))
    journey.send(SALE, headers=HEADERS)
    journey.choose()
    assert journey.problems()[2][0][0] == "day"


def test_a_month_closed_after_the_check_is_noticed(journey: Journey, inside: Inside) -> None:
    journey.send(SALE, changed(WORK, c2="02/07/2026"), headers=HEADERS)
    journey.choose()
    inside(lambda: close(JUNE))
    journey.write()
    assert (journey.state(), journey.counts()) == (State.CHECKED, (1, 0, 1))
    assert inside(lambda: db.session.query(ActivityRecord).count()) == 0


def test_nobody_validates_their_own_by_an_import(journey: Journey, inside: Inside, world: World) -> None:
    def make_her_manager() -> None:
        moved = db.session.get_one(ActivityImport, (world.home.id, journey.id))
        moved.started_by_account_id = world.accounts["member@el-jadida.example"]

    journey.send(SALE, headers=HEADERS)
    inside(make_her_manager)
    journey.choose()
    assert journey.problems()[2][0][0] == "number"


def test_an_import_is_taken_back_as_a_whole(journey: Journey, inside: Inside, world: World) -> None:
    amina = world.home.members["member"]
    journey.imported(SALE, WORK, headers=HEADERS)
    assert "2" in journey.page("/take-back")
    assert journey.client.submit(f"{journey.url}/take-back").status_code == 302
    assert journey.state() is State.TAKEN_BACK
    assert figures(inside, amina, JUNE) == (0, 0, 0, 0)
    assert inside(lambda: db.session.query(ActivityPayment).count()) == 0
    assert inside(totals.find_differences) == []
    assert inside(lambda: db.session.query(AuditEvent).filter_by(action="past_import.taken_back").count()) == 1
    assert journey.client.submit(f"{journey.url}/take-back").status_code == 422


def change_it() -> None:
    record = db.session.scalars(select(ActivityRecord).where(ActivityRecord.kind == RecordKind.WORK)).one()
    record.note = "Corrigé"


def pay_it() -> None:
    sale = db.session.scalars(select(ActivityRecord).where(ActivityRecord.kind == RecordKind.SALE)).one()
    paid = {"paid_on": date(2026, 8, 3), "amount_minor": 30_000, "net_minor": 25_000, "means": Means.CASH}
    db.session.add(ActivityPayment(record_id=sale.id, **paid))


@pytest.mark.parametrize(
    "touch",
    [change_it, pay_it, lambda: close(JUNE), lambda: close(JULY)],
    ids=["changed", "paid", "the month of its day closed", "the month of its payment closed"],
)
def test_what_was_touched_or_closed_is_not_taken_back(
    journey: Journey, inside: Inside, touch: Callable[[], None]
) -> None:
    journey.imported(SALE, WORK, headers=HEADERS)
    inside(touch)
    assert journey.client.submit(f"{journey.url}/take-back").status_code == 422
    assert journey.state() is State.DONE
    assert inside(lambda: db.session.query(ActivityRecord).count()) == 2


def test_sums_of_months_become_records(journey: Journey, inside: Inside, world: World) -> None:
    """What is collected pays the month's sale, then what earlier months are still owed."""
    amina = world.home.members["member"]
    rows = [["1", "07/2026", "", "1000", "1500", "200"], ["1", "juin 2026", "120:00", "2000", "500", ""]]
    journey.imported(*rows, headers=MONTHS, sheet="months")
    assert journey.counts() == (2, 0, 0), journey.problems()
    assert figures(inside, amina, JUNE) == (7_200, 200_000, 50_000, 0)
    assert figures(inside, amina, JULY) == (0, 100_000, 150_000, 20_000)
    assert inside(totals.find_differences) == []

    def look() -> None:
        last = db.session.query(ActivityRecord).filter_by(kind=RecordKind.EXPENSE).one()
        assert (last.day, last.import_id) == (date(2026, 7, 31), journey.id)

    inside(look)


@pytest.mark.parametrize(
    ("rows", "field"),
    [
        ([["1", "06/2026", "", "100", "200", ""]], "collected_minor"),
        ([["1", "06/2026", "", "100", "", ""], ["1", "2026-06", "", "100", "", ""]], "month"),
        ([["1", "06/2026", "", "", "", ""]], ""),
        ([["1", "juillet", "", "100", "", ""]], "month"),
        ([["1", "12/2026", "", "100", "", ""]], "month"),
        ([["1", "03/2026", "", "100", "", ""]], "month"),
        ([["1", "06/2026", "740:00", "", "", ""]], "minutes"),
    ],
)
def test_sums_that_cannot_be(journey: Journey, rows: list[list[str]], field: str) -> None:
    journey.send(*rows, headers=MONTHS, sheet="months")
    journey.choose()
    assert journey.problems()[len(rows) + 1][0][0] == field


def test_a_month_that_the_journal_knows_is_not_summed_again(journey: Journey, world: World, sign_in: SignIn) -> None:
    journey.imported(WORK, headers=HEADERS)
    again = Journey(world, sign_in)
    again.send(["1", "06/2026", "", "100", "", ""], ["1", "07/2026", "", "100", "", ""], headers=MONTHS, sheet="months")
    again.choose()
    assert again.counts() == (1, 0, 1)


@pytest.mark.parametrize("minutes", [0, 1, 479, 480, 481, 7_201, 31 * 1440])
def test_work_is_spread_without_losing_a_minute(minutes: int) -> None:
    first, last = date(2026, 7, 1), date(2026, 7, 31)
    shares = list(spread(minutes, first, last))
    assert sum(share for _day, share in shares) == minutes
    assert len({day for day, _share in shares}) == len(shares)
    assert all(first <= day <= last and 0 < share <= 1440 for day, share in shares)


def test_a_year_taken_away_gives_the_same_sums_elsewhere(journey: Journey, inside: Inside, world: World) -> None:
    amina = world.home.members["member"]
    journey.imported(SALE, WORK, SPENT, headers=HEADERS)
    kept = [figures(inside, amina, month) for month in (JUNE, JULY)]
    for language in ("fr", "ar"):
        journey.client.set_cookie("language", language)
        exported = journey.client.get(world.home.url("activity/imports/records.csv?year=2026"))
        assert exported.status_code == 200
        journey.client.submit(f"{journey.url}/take-back")
        assert figures(inside, amina, JUNE) == (0, 0, 0, 0)
        journey.send_bytes(exported.data)
        assert journey.choose().status_code == 302
        assert journey.problems() == {}
        journey.write()
        assert [figures(inside, amina, month) for month in (JUNE, JULY)] == kept
    assert inside(lambda: db.session.query(AuditEvent).filter_by(action="past_import.exported").count()) == 2


@pytest.mark.parametrize("sheet", ["records", "months"])
def test_the_template_is_recognised_and_its_example_left_out(journey: Journey, world: World, sheet: str) -> None:
    book = journey.client.get(world.home.url(f"activity/imports/template.xlsx?sheet={sheet}"))
    assert journey.send_bytes(book.data, sheet=sheet).status_code == 422  # headers, and no row below them
    made = openpyxl.load_workbook(io.BytesIO(book.data))
    made.worksheets[0].append(["1", "", "", "", ""])
    content = io.BytesIO()
    made.save(content)
    assert journey.send_bytes(content.getvalue(), sheet=sheet).status_code == 302
    assert "" not in journey.fields()


def test_columns_that_are_needed(journey: Journey) -> None:
    journey.send(SALE, headers=HEADERS)
    assert journey.choose(c0="", c1="").status_code == 422
    assert journey.choose(c2="").status_code == 422
    assert journey.choose(c5="number").status_code == 422
    assert journey.state() is State.MAPPING


def test_one_import_at_a_time(journey: Journey, world: World, sign_in: SignIn) -> None:
    journey.send(SALE, headers=HEADERS)
    assert Journey(world, sign_in).send(WORK, headers=HEADERS).status_code == 422
    same = Journey(world, sign_in)
    assert same.send(SALE, headers=HEADERS).status_code == 302
    assert same.id == journey.id


def test_a_killed_worker_is_followed_by_another(
    journey: Journey, inside: Inside, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    journey.send(SALE, headers=HEADERS)
    with monkeypatch.context() as killed:
        killed.setattr(services.jobs, "enqueue", lambda *_told: None)
        journey.choose()
        assert journey.state() is State.CHECKING
    monkeypatch.setattr(member_imports, "LEFT_BEHIND_AFTER", timedelta(seconds=-1))
    with journey.client.application.app_context():
        upkeep.go_on_with_past_months_left_behind()
    assert journey.state() is State.CHECKED
    journey.write()
    with journey.client.application.app_context(), organisation_scope(world.home.id):
        jobs.go_on(world.home.id, journey.id)
    assert inside(lambda: db.session.query(ActivityRecord).count()) == 1


def test_what_is_left_for_a_week_is_forgotten(
    journey: Journey, inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    journey.send(SALE, changed(SALE, c0="77"), headers=HEADERS)
    journey.choose()
    assert upkeep.forget_what_past_months_said in _nightly
    monkeypatch.setattr(upkeep, "KEPT_DAYS", -1)
    with journey.client.application.app_context(), write_transaction():
        upkeep.forget_what_past_months_said()
    assert journey.state() is State.DISCARDED
    assert inside(lambda: db.session.query(ActivityImportRow).count()) == 0


def test_imports_are_the_managers(world: World, sign_in: SignIn) -> None:
    for name in ("coach", "member"):
        assert sign_in(f"{name}@el-jadida.example").get(world.home.url("activity/imports")).status_code == 403
