"""What an import refuses, remembers and survives."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import func, select

from app import IMPORT_PARTS
from app.extensions import db
from app.imports import caerp, child, jobs, registry, row_services, rows, services, upkeep
from app.imports.caerp import COLUMNS, SIGNS
from app.imports.member_fields import FILE
from app.imports.models import Import, ImportRow, ImportState
from app.kernel import clock
from app.kernel.audit import AuditEvent
from app.kernel.i18n import speaking
from app.kernel.jobs import _nightly
from app.kernel.names import fold
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members import queries as member_queries
from app.members.counts import many_together, read_once
from app.members.models import Member
from tests.conftest import SignIn
from tests.imports.journey import Journey
from tests.imports.ugly import xlsx_of
from tests.support.world import TODAY, World

HEADERS = ["Nom", "Prénom", "Sexe", "Date de naissance", "Date d'admission", "CIN", "N° membre", "Commune", "Téléphone"]
PERSON = ["Zerouali", "Salma", "F", "31/12/1990", "15/03/2025", "AB100", "", "Azemmour", "0612345678"]


def csv_of(*rows: list[str], headers: list[str] = HEADERS) -> bytes:
    return "\n".join(";".join(row) for row in (headers, *rows)).encode()


def person(**changed: str) -> list[str]:
    names = dict(
        zip(("nom", "prenom", "sexe", "naissance", "admission", "cin", "numero", "commune", "tel"), PERSON, strict=True)
    )
    return list({**names, **changed}.values())


def checked(journey: Journey, *rows: list[str], headers: list[str] = HEADERS) -> dict[str, int]:
    """Send, take what is proposed, and answer nothing."""
    journey.send(csv_of(*rows, headers=headers), "liste.csv")
    answer = journey.choose()
    if answer.location.endswith("/questions"):
        answer = journey.answer(orders_of_0="day")
    assert answer.status_code == 302, answer.text
    return journey.counts()


def in_the_cooperative(journey: Journey, statement: Any) -> Any:
    with journey.client.application.app_context(), organisation_scope(journey.place.id):
        found = db.session.execute(statement).all()
        db.session.rollback()
    return found


def test_a_person_is_admitted_by_the_services(journey: Journey) -> None:
    assert checked(journey, PERSON) == {"new": 1}
    journey.write()
    assert journey.counts() == {"created": 1}
    with journey.client.application.app_context(), organisation_scope(journey.place.id):
        made = db.session.query(Member).filter_by(family_name_latin="Zerouali").one()
        assert (made.number, made.phone, made.identity_last_three) == (4, "+212612345678", "00")
        assert member_queries.kept_counts() == member_queries.raw_counts()
        told = db.session.query(AuditEvent).filter_by(subject_id=made.id, action="member.admitted").one()
        assert told.account_id is not None
        assert db.session.query(AuditEvent).filter_by(action="import.done").count() == 1
        made_id = made.id
        db.session.rollback()
    assert "Zerouali" in journey.client.get(journey.place.url("members?q=zerouali")).text
    assert f"/members/{made_id}" in journey.page("/rows?kind=created")


def test_a_file_is_changed_by_its_number_and_empty_cells_erase_nothing(journey: Journey) -> None:
    assert checked(journey, ["", "", "", "", "", "", "1", "Ailleurs", ""]) == {"changed": 1}
    page = journey.page("/rows?kind=changed")
    assert "Ailleurs" in page
    assert "Azemmour" in page
    journey.write()
    [amina] = in_the_cooperative(
        journey, select(Member.commune, Member.phone, Member.given_name_latin).where(Member.number == 1)
    )
    assert tuple(amina) == ("Ailleurs", "+212661000000", "Amina")


def test_a_file_is_found_by_its_identity_number(journey: Journey) -> None:
    assert checked(
        journey, person(nom="", prenom="", naissance="", admission="", cin="mx 100-201", commune="Rabat")
    ) == {"changed": 1}
    journey.write()
    assert in_the_cooperative(journey, select(Member.commune).where(Member.number == 2)) == [("Rabat",)]


def test_nothing_new_changes_nothing(journey: Journey) -> None:
    same = ["Benali", "Amina", "F", "1990-05-01", "", "MX100200", "1", "Azemmour", "+212661000000"]
    assert checked(journey, same) == {"unchanged": 1}


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (person(naissance="31/12/2025"), "birth_date"),
        (person(naissance="01/01/1800"), "birth_date"),
        (person(naissance=""), "birth_date"),
        (person(admission=""), "admitted_on"),
        (person(admission="01/01/2030"), "admitted_on"),
        (person(sexe=""), "sex"),
        (person(tel="12"), "phone"),
        (person(nom="x" * 90), "family_name_latin"),
        (person(nom="Zer\u202eouali"), "family_name_latin"),
        (person(nom=""), "family_name_latin"),
        (person(nom="الزروالي"), "family_name_latin"),
        (person(numero="99"), "number"),
        (person(numero="1", cin="MX100201"), "card_number"),
        (person(cin="é"), "card_number"),
        (["", "", "", "", "01/01/2020", "", "1", "", ""], "admitted_on"),
    ],
)
def test_what_is_wrong_is_said_by_row_and_column(journey: Journey, row: list[str], field: str) -> None:
    assert checked(journey, row, person(cin="AB200", nom="Autre")) == {"refused": 1, "new": 1}
    fields = [code for code, sentence in journey.problems()[2] if sentence]
    assert field in fields
    assert "Omar" not in journey.page("/rows?kind=refused")
    before = in_the_cooperative(journey, select(func.count()).select_from(Member))
    journey.write()
    assert in_the_cooperative(journey, select(func.count()).select_from(Member))[0][0] == before[0][0] + 1


def test_all_that_is_wrong_in_a_row_is_said_at_once(journey: Journey) -> None:
    checked(journey, person(sexe="", naissance="hier", tel="12", admission=""))
    assert {field for field, _said in journey.problems()[2]} == {"sex", "birth_date", "phone", "admitted_on"}


def test_the_same_document_twice_in_a_file(journey: Journey) -> None:
    assert checked(journey, PERSON, person(nom="Autre")) == {"new": 1, "refused": 1}
    assert journey.problems()[3][0][0] == "card_number"


def test_the_same_member_twice_in_a_file(journey: Journey) -> None:
    change = ["", "", "", "", "", "", "1", "Ailleurs", ""]
    assert checked(journey, change, change) == {"changed": 1, "refused": 1}


@pytest.mark.parametrize(("decision", "state"), [("another", "new"), ("same", "skipped")])
def test_who_looks_alike_is_decided(journey: Journey, decision: str, state: str) -> None:
    alike = person(nom="Haddad", prenom="Leila", naissance="03/05/1990", cin="")
    assert checked(journey, alike, person(nom="Benali", prenom="Amina", cin="AB201", tel="")) == {"alike": 2}
    row = in_the_cooperative(
        journey, select(ImportRow.id).where(ImportRow.import_id == journey.id).order_by(ImportRow.row_number)
    )[0]
    journey.client.submit(f"{journey.url}/rows/{row.id}", {"decision": decision})
    assert journey.counts() == {state: 1, "alike": 1}
    journey.client.submit(f"{journey.url}/alike", {"decision": decision})
    assert journey.counts() == {state: 2}


def test_unknown_words_are_asked_once_and_remembered(journey: Journey) -> None:
    headers = [*HEADERS, "Métier"]
    rows = [
        [*PERSON, "Kouture"],
        [*person(nom="Autre", prenom="Omar", naissance="30/12/1990", cin="AB201", tel=""), "kouture "],
    ]
    journey.send(csv_of(*rows, headers=headers), "liste.csv")
    assert journey.choose().location.endswith("/questions")
    assert journey.page("/questions").count("Kouture") >= 1
    trade = journey.place.trades[2]
    journey.answer(words_of_0=str(trade))
    assert journey.counts() == {"new": 2}
    journey.write()
    assert in_the_cooperative(journey, select(Member.trade_id).where(Member.number.in_((4, 5)))) == [(trade,), (trade,)]
    journey.send(
        csv_of(
            [*person(nom="Tierce", prenom="Nadia", naissance="29/12/1990", cin="AB202", tel=""), "KOUTURE"],
            headers=headers,
        ),
        "suite.csv",
    )
    assert journey.choose().location.endswith(str(journey.id)), "nothing is asked again"
    assert journey.counts() == {"new": 1}


def test_words_that_are_refused_set_their_rows_aside(journey: Journey) -> None:
    journey.send(csv_of([*PERSON, "Kouture"], headers=[*HEADERS, "Métier"]), "liste.csv")
    journey.choose()
    journey.answer(words_of_0="!")
    assert journey.counts() == {"refused": 1}


def test_columns_are_remembered(journey: Journey) -> None:
    headers = [*HEADERS[:-1], "Zzz"]
    journey.send(csv_of(PERSON, headers=headers), "liste.csv")
    assert journey.columns()[-1] == ""
    journey.choose(c8="phone")
    journey.client.submit(f"{journey.url}/drop")
    journey.send(csv_of(person(nom="Autre"), headers=[header.upper() for header in headers]), "autre.csv")
    assert journey.columns()[-1] == "phone"


def test_stage_and_coach(journey: Journey) -> None:
    headers = [*HEADERS, "Étape", "Date de l'étape", "Accompagnateur"]
    rows = [
        [*PERSON, "Test d’activité", "", "Coach"],
        [*person(nom="Autre", cin="AB201"), "sortie", "10/10/2026", ""],
        [*person(nom="Tierce", cin="AB202"), "sortie", "", ""],
        [*person(nom="Quatrième", cin="AB203"), "salaried", "20/04/2025", "Coach2"],
    ]
    with journey.client.application.app_context(), organisation_scope(journey.place.id):
        labels = {term.code: term.label_fr for term in services.network_queries.active_terms(registry_vocabulary())}
        db.session.rollback()
    for row, code in zip(rows, ("test", "exit", "exit", "salaried"), strict=True):
        row[9] = labels[code]
    assert checked(journey, *rows, headers=headers) == {"new": 3, "refused": 1}
    assert journey.problems()[4][0][0] == "stage_id"
    journey.write()
    found = dict(in_the_cooperative(journey, select(Member.family_name_latin, Member.left_on).where(Member.number > 3)))
    assert found["Autre"] is not None
    assert found["Zerouali"] is None
    assert in_the_cooperative(
        journey, select(func.count()).select_from(Member).where(Member.is_coached, Member.number > 3)
    ) == [(2,)]


def registry_vocabulary() -> Any:
    from app.network.models import Vocabulary

    return Vocabulary.STAGE


def test_a_name_in_one_cell_is_split_by_capitals_or_refused(journey: Journey) -> None:
    headers = ["Nom et prénom", *HEADERS[2:]]
    rows = [
        ["EL IDRISSI Salma", *PERSON[2:]],
        ["El Idrissi Salma", *person(cin="AB201")[2:]],
        ["Salma EL IDRISSI Nour", *person(cin="AB202")[2:]],
    ]
    assert checked(journey, *rows, headers=headers) == {"new": 1, "refused": 2}
    journey.write()
    [made] = in_the_cooperative(
        journey, select(Member.family_name_latin, Member.given_name_latin).where(Member.number == 4)
    )
    assert tuple(made) == ("EL IDRISSI", "Salma")


def test_an_export_of_caerp_is_recognised(journey: Journey) -> None:
    headers = [*COLUMNS, *(sign for sign in SIGNS if sign not in COLUMNS)]
    cells = {"Nom": "Durand", "Prénom": "Claire", "Sexe": "F", "Date de naissance": "31/01/1990", "Ville": "Azemmour"}
    journey.send(xlsx_of([headers, [cells.get(header, "") for header in headers]]))
    assert "CAErp" in journey.page("/columns")
    assert journey.columns() == caerp.mapped(headers)
    assert set(journey.columns()) == {"", *COLUMNS.values()}
    journey.choose()
    journey.answer(admitted_on="2025-01-01")
    assert journey.counts() == {"new": 1}


@pytest.mark.parametrize(("spoken", "columns"), [("fr", ""), ("fr", "all"), ("ar", "all")])
def test_the_template_is_read_again(journey: Journey, spoken: str, columns: str) -> None:
    template = journey.place.url("members/imports/template.xlsx")
    answer = journey.client.get(f"{template}?lang={spoken}&columns={columns}")
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    people, lists = book.worksheets
    assert lists.max_column > 5
    assert [cell.value for cell in people[1]] != []
    content = io.BytesIO()
    book.save(content)
    assert journey.send(content.getvalue()).status_code == 422, "the example alone is nobody"
    headers = [cell.value for cell in people[1]]
    assert None not in headers
    row = {place + 1: cell.value for place, cell in enumerate(people[2])}
    for place, value in row.items():
        people.cell(3, place, value)
    people.cell(3, headers.index(headers[0]) + 1, "Autre")
    content = io.BytesIO()
    book.save(content)
    journey.send(content.getvalue())
    expected = [each.code for part in IMPORT_PARTS for each in part.fields]
    assert journey.columns() == (expected if columns else expected[: len(FILE.fields)])


def test_every_label_is_recognised_in_every_country(app: Flask) -> None:
    with app.app_context():
        for spoken in ("fr", "ar"):
            for country in ("MA", "TN", "DZ"):
                with speaking(spoken, country=country):
                    labels = {code: str(each.label) for code, each in registry.fields().items()}
                recognise = registry.recogniser()
                assert {code: recognise(label) for code, label in labels.items()} == {code: code for code in labels}


@pytest.mark.parametrize("spoken", ["fr", "ar"])
def test_the_worker_knows_the_words_of_each_language(context: Flask, world: World, spoken: str) -> None:
    """It speaks none of its own; who filled the sheet in took the words that they were shown."""
    for place in (world.home, world.abroad):
        with organisation_scope(place.id):
            here = services.here_and_now(None)
            for each in (field for field in registry.fields().values() if field.choices):
                with speaking(spoken, country=here.country):
                    shown = {fold(choice.label): choice.value for choice in each.choices(here)}
                unknown = shown.keys() - rows.meanings_of(each, here).keys()
                assert not unknown, each.code


def test_rows_set_aside_come_back_corrected(journey: Journey) -> None:
    checked(journey, PERSON, person(nom="Autre", prenom="Omar", naissance="30/12/1990", cin="AB201", tel="12"))
    journey.write()
    taken = journey.client.get(f"{journey.url}/set-aside.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(taken.data)).active
    assert [cell.value for cell in sheet[1]][-1] == "À corriger"
    assert "téléphone" in str(sheet[2][9].value)
    sheet.cell(2, 9, "")
    content = io.BytesIO()
    sheet.parent.save(content)
    journey.send(content.getvalue())
    journey.choose()
    assert journey.counts() == {"new": 1}


def test_one_import_at_a_time(journey: Journey, world: World, sign_in: SignIn) -> None:
    assert journey.send(csv_of(PERSON), "liste.csv").status_code == 302
    answer = journey.send(csv_of(person(nom="Autre")), "autre.csv")
    assert answer.status_code == 422
    assert "Un autre import est en cours" in answer.text
    assert Journey(world, sign_in, world.abroad).send(csv_of(PERSON), "liste.csv").status_code == 302


def test_twenty_identical_submissions_open_one(journey: Journey) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _n: journey.send(csv_of(PERSON), "liste.csv").status_code, range(20)))
    assert set(answers) == {302}
    assert in_the_cooperative(journey, select(func.count()).select_from(Import)) == [(1,)]


def test_the_same_file_again_is_noticed(journey: Journey) -> None:
    checked(journey, PERSON)
    journey.write()
    assert checked(journey, PERSON) == {"unchanged": 1}
    assert "Ce même fichier a été importé" in journey.page()


def test_another_organisations_import_is_unknown(journey: Journey, world: World, sign_in: SignIn) -> None:
    journey.send(csv_of(PERSON), "liste.csv")
    stranger = sign_in("manager@ras-jebel.example")
    for path in ("", "/columns", "/questions", "/rows", "/drop", "/set-aside.xlsx"):
        assert stranger.get(world.abroad.url(f"members/imports/{journey.id}{path}")).status_code == 404


def test_a_row_of_another_import_is_unknown(journey: Journey) -> None:
    checked(journey, person(nom="Haddad", prenom="Leila", naissance="03/05/1990", cin=""))
    row = in_the_cooperative(journey, select(ImportRow.id))[0].id
    first = journey.id
    journey.write()
    checked(journey, PERSON)
    assert first != journey.id
    assert journey.client.submit(f"{journey.url}/rows/{row}", {"decision": "another"}).status_code == 404


def test_columns_that_tell_nobody_are_refused(journey: Journey) -> None:
    journey.send(csv_of(PERSON), "liste.csv")
    assert "Choisissez les colonnes" in journey.choose(c0="", c6="").text
    assert "Deux colonnes" in journey.choose(c7="phone").text
    assert journey.choose(c7="nonsense").status_code == 422


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "vide"),
        (b"bonjour\nles amis\n", "noms de colonnes"),
        (b"Nom;Sexe\n", "aucune ligne"),
        (b"%PDF-1.4", "lisible"),
    ],
)
def test_a_file_that_is_none_is_refused_beside_the_field(journey: Journey, content: bytes, sentence: str) -> None:
    answer = journey.send(content, "x.csv")
    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_dropped_import_leaves_nothing(journey: Journey) -> None:
    checked(journey, PERSON)
    journey.client.submit(f"{journey.url}/drop")
    assert journey.state() is ImportState.DISCARDED
    assert journey.counts() == {}
    assert "entre-temps" in journey.client.submit(f"{journey.url}/write", follow_redirects=True).text


def people(count: int) -> list[list[str]]:
    return [
        person(nom=f"Nom {chr(97 + n // 26)}{chr(97 + n % 26)}", cin=f"QZ{n:04}", tel=f"06{10000000 + n}")
        for n in range(count)
    ]


def test_a_killed_worker_doubles_nobody(journey: Journey, monkeypatch: pytest.MonkeyPatch) -> None:
    """It dies between two batches of the dry run, and inside a batch of the writing; the sweep goes on."""
    monkeypatch.setattr(row_services, "ROWS_AT_ONCE", 10)
    queued = services.hand_to_worker
    monkeypatch.setattr(services, "hand_to_worker", lambda *_ids: None)
    monkeypatch.setattr(upkeep, "hand_to_worker", queued)
    journey.send(csv_of(*people(25)), "liste.csv")
    journey.choose()
    app, here = journey.client.application, journey.place.id
    with app.app_context(), organisation_scope(here):
        assert jobs._one_batch(journey.id)
    assert journey.counts() == {"new": 10, "waiting": 15}
    _sweep(app, journey)
    assert journey.counts() == {"new": 25}
    journey.write()
    kept = row_services._end
    with monkeypatch.context() as dying, app.app_context(), organisation_scope(here):
        assert jobs._one_batch(journey.id)
        dying.setattr(row_services.clock, "now", _dies)
        with pytest.raises(SystemExit):
            jobs._one_batch(journey.id)
    assert kept is row_services._end
    assert journey.counts() == {"created": 10, "new": 15}
    _sweep(app, journey)
    assert journey.counts() == {"created": 25}
    assert journey.state() is ImportState.DONE
    numbers = in_the_cooperative(journey, select(Member.number).order_by(Member.number))
    assert [row.number for row in numbers] == list(range(1, 29))


def _dies() -> None:
    raise SystemExit


def _sweep(app: Flask, journey: Journey) -> None:
    """A minute later, what the worker does each minute."""
    with app.app_context():
        with organisation_scope(journey.place.id), write_transaction():
            moved = db.session.get_one(Import, (journey.place.id, journey.id))
            moved.moved_at = clock.ago(minutes=2)
        upkeep.go_on_with_imports_left_behind()


def test_a_row_that_is_refused_after_all_leaves_the_others(journey: Journey) -> None:
    """Somebody registers the number between the dry run and the writing."""
    assert checked(journey, *people(3)) == {"new": 3}
    with journey.client.application.app_context(), organisation_scope(journey.place.id), write_transaction():
        leila = db.session.get_one(Member, (journey.place.id, journey.place.members["leila"]))
        document = services_document("QZ0001")
        row_services.member_services._write_identity(leila, document)
    journey.write()
    assert journey.counts() == {"created": 2, "refused": 1}
    assert "ont changé" in journey.problems()[3][0][1]
    assert in_the_cooperative(journey, select(Member.commune).where(Member.number == 3)) == [("Azemmour",)]
    assert in_the_cooperative(journey, select(Member.family_name_latin).where(Member.number == 3)) == [("Haddad",)]


def services_document(number: str) -> Any:
    from app.members.models import IdentityKind
    from app.members.services import IdentityDocument

    return IdentityDocument(kind=IdentityKind.CIN, country="MA", number=number)


def test_an_old_check_is_done_again(journey: Journey) -> None:
    """What is decided about its rows makes it no younger, and is not asked again."""
    checked(journey, PERSON, person(nom="Benali", prenom="Amina", cin="AB201", tel=""))
    with journey.client.application.app_context(), organisation_scope(journey.place.id), write_transaction():
        db.session.get_one(Import, (journey.place.id, journey.id)).checked_at = clock.ago(hours=2)
    journey.client.submit(f"{journey.url}/alike", {"decision": "another"})
    assert journey.counts() == {"new": 2}
    journey.write()
    assert journey.state() is ImportState.CHECKED
    assert journey.counts() == {"new": 2}
    journey.write()
    assert journey.state() is ImportState.DONE


def test_a_decision_about_others_is_taken_again(journey: Journey) -> None:
    """Somebody else who is alike was admitted between the two checks."""
    checked(journey, PERSON, person(nom="Benali", prenom="Amina", cin="AB201", tel=""))
    journey.client.submit(f"{journey.url}/alike", {"decision": "another"})
    with journey.client.application.app_context(), organisation_scope(journey.place.id), write_transaction():
        db.session.get_one(Import, (journey.place.id, journey.id)).checked_at = clock.ago(hours=2)
        row = db.session.scalars(select(ImportRow).where(ImportRow.is_another.is_(True))).one()
        row.found = rows.as_json({"alike": ["7"]})
    journey.write()
    assert journey.counts() == {"new": 1, "alike": 1}


def test_after_a_week_nothing_is_left_of_what_was_said(journey: Journey) -> None:
    checked(journey, PERSON, person(nom="Autre", cin="AB201", tel="12"))
    journey.write()
    first = journey.id
    journey.send(csv_of(person(nom="Tierce")), "autre.csv")
    assert upkeep.forget_what_spreadsheets_said in _nightly
    week = timedelta(days=upkeep.KEPT_DAYS + 1)
    with journey.client.application.app_context():
        with organisation_scope(journey.place.id), write_transaction():
            for moved in db.session.query(Import):
                moved.moved_at -= week
                moved.ended_at = moved.ended_at and moved.ended_at - week
        with write_transaction():
            upkeep.forget_what_spreadsheets_said()
    assert journey.state() is ImportState.DISCARDED
    assert in_the_cooperative(journey, select(ImportRow.state).where(ImportRow.import_id == first)) == [("created",)]
    assert TODAY


def test_a_busy_reader_says_so(journey: Journey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "PATIENCE_SECONDS", 0.05)
    child._turns.acquire()
    try:
        assert "en cours de lecture" in journey.send(csv_of(PERSON), "x.csv").text
    finally:
        child._turns.release()


def test_what_is_asked_of_thousands_of_rows_is_worded_once(context: Flask, world: World) -> None:
    def somebody(family: str, given: str) -> SimpleNamespace:
        names = {"family_name_latin": family, "given_name_latin": given}
        return SimpleNamespace(
            **names, family_name_arabic="", given_name_arabic="", birth_date=TODAY, phone="+212612345678"
        )

    with organisation_scope(world.home.id):
        member_queries._alike.cache_clear()
        for family, given in (("Tazi", "Salma"), ("Naciri", "Hamza"), ("Skalli", "Omar")):
            assert not member_queries.lookalikes(somebody(family, given))
        assert member_queries._alike.cache_info().misses == 1
        assert [row.number for row in member_queries.lookalikes(somebody("Benali", "Amina"))] == [1]
    asked: list[int] = []

    def read() -> int:
        asked.append(1)
        return len(asked)

    with many_together(are_kept=False):
        assert [read_once(read), read_once(read)] == [1, 1]
    assert [read_once(read), read_once(read)] == [2, 3]


@pytest.mark.parametrize(
    ("word", "civility", "sex"),
    [("Mme", "mme", "F"), ("Mlle", "mme", "F"), ("M.", "m", "M"), ("السيدة", "mme", "F"), ("الآنسة", "mme", "F"), ("السيد", "m", "M")],
)  # fmt: skip
def test_a_civility_also_says_the_sex_where_no_column_does(
    journey: Journey, word: str, civility: str, sex: str
) -> None:
    headers = ["Civilité" if header == "Sexe" else header for header in HEADERS]
    assert checked(journey, person(sexe=word), headers=headers) == {"new": 1}
    journey.write()
    found = select(Member.civility, Member.sex).where(Member.family_name_latin == "Zerouali")
    assert in_the_cooperative(journey, found) == [(civility, sex)]


def test_a_civility_leaves_the_sex_on_a_file_as_it_is(journey: Journey) -> None:
    assert checked(journey, ["1", "M."], headers=["N° membre", "Civilité"]) == {"changed": 1}
    journey.write()
    found = select(Member.civility, Member.sex).where(Member.family_name_latin == "Benali")
    assert in_the_cooperative(journey, found) == [("m", "F")]
