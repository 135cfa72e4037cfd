"""Lists as files, and long ones printed by the worker: page by page, for whoever asked, and gone a week later."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from html import unescape
from typing import Any

import openpyxl
import pytest
from flask import Flask
from pypdf import PdfReader

from app import pdf
from app.accounts import services as account_services
from app.accounts.models import Membership
from app.extensions import db
from app.kernel import clock, jobs
from app.kernel.access import Role
from app.kernel.audit import AuditEvent
from app.kernel.files import StoredFile, files_directory
from app.kernel.notices import Notice
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.pdf import parts
from app.reports import prints_jobs, prints_services
from app.reports.models import PrintJob, PrintKind, PrintState
from tests.conftest import SignIn
from tests.support.world import World

MANAGER = "manager@el-jadida.example"


def csv_rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def ask(client: Any, world: World, asked: str = "kind=list") -> Any:
    return client.submit(world.home.url(f"prints/new?{asked}"), {"form_key": "k" * 20})


def the_print(app: Flask, world: World) -> PrintJob:
    with app.app_context(), organisation_scope(world.home.id):
        return PrintJob.query.one()


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows a part, one part a child."""
    monkeypatch.setattr(parts, "ROWS_OF_A_PART", 2)
    monkeypatch.setattr(pdf, "PARTS_AT_ONCE", 1)


def test_the_list_as_it_is_seen_is_taken_away(sign_in: SignIn, world: World, app: Flask) -> None:
    client = sign_in(MANAGER)
    asked = "sex=F&column=age&column=phone&column=identity"
    rows = csv_rows(client.get(world.home.url(f"reports/list.csv?{asked}")).data)
    assert rows[0] == ["Nom, en lettres latines", "Nom, en lettres arabes", "Âge", "Téléphone", "Pièce d’identité"]
    assert [row[0] for row in rows[1:]] == ["Amina Benali", "Leïla Haddad"]
    assert rows[1][2] == "36"
    assert rows[1][4].endswith("•••200")
    book = openpyxl.load_workbook(io.BytesIO(client.get(world.home.url(f"reports/list.xlsx?{asked}")).data))
    assert [row[2].value for row in book.active.rows] == ["Âge", 36, 36]
    with app.app_context(), organisation_scope(world.home.id):
        first = (
            AuditEvent.query.filter_by(action="report.taken")
            .order_by(AuditEvent.happened_at, AuditEvent.id)
            .first()
            .after
        )
        assert (first["report"], first["rows"], first["format"]) == ("list", 2, "csv")
        assert "Sexe" in first["filters"]
        assert "Téléphone" in first["columns"]


def test_those_who_were_ticked_are_printed(sign_in: SignIn, world: World) -> None:
    answer = sign_in(MANAGER).get(world.home.url(f"reports/list.pdf?sex=M&member={world.home.members['leila']}"))
    text = PdfReader(io.BytesIO(answer.data)).pages[0].extract_text()
    assert "Leïla Haddad" in text
    assert "Youssef" not in text


def test_a_coach_takes_no_list(sign_in: SignIn, world: World) -> None:
    client = sign_in("coach@el-jadida.example")
    for path in ("reports/list.csv", "reports/list.xlsx", "reports/list.pdf", "prints/new"):
        assert client.get(world.home.url(path)).status_code == 403
    assert "reports/list" not in client.get(world.home.url("members")).get_data(as_text=True)


def test_too_many_rows_lead_to_the_worker(sign_in: SignIn, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.pdf.child.MOST_ROWS_IN_CHILD", 2)
    client = sign_in(MANAGER)
    for path, kind in (("reports/list.pdf?situation=all", "list"), ("reports/members.pdf?situation=all", "register")):
        answer = client.get(world.home.url(path))
        assert answer.location.endswith(f"prints/new?kind={kind}&situation=all")
        assert "3 lignes seront imprimées" in client.get(answer.location).get_data(as_text=True)


@pytest.mark.parametrize("kind", list(PrintKind))
def test_a_long_print_is_one_file_with_numbered_pages(
    sign_in: SignIn, world: World, app: Flask, small_parts: None, kind: PrintKind
) -> None:
    client = sign_in(MANAGER)
    answer = ask(client, world, f"kind={kind.value}&situation=all")
    page = client.get(answer.location).get_data(as_text=True)
    assert "Le fichier est prêt : 3 lignes" in page
    file = PdfReader(io.BytesIO(client.get(f"{answer.location}/file").data))
    texts = [one.extract_text() for one in file.pages]
    assert len(texts) == 2
    for number, text in enumerate(texts, start=1):
        assert f"Page {number} sur 2" in " ".join(text.split())
    assert ["Amina" in text for text in texts] == [True, False]
    assert ["Haddad" in text for text in texts] == [False, True]
    with app.app_context(), organisation_scope(world.home.id):
        assert AuditEvent.query.filter_by(action="print.taken").one().after["rows"] == 3
        assert Notice.query.filter_by(endpoint="prints.show_print").count() == 1


def test_the_whole_is_tagged_and_claims_what_a_small_one_claims(
    sign_in: SignIn, world: World, small_parts: None
) -> None:
    client = sign_in(MANAGER)
    file = PdfReader(io.BytesIO(client.get(ask(client, world, "situation=all").location + "/file").data))
    root = file.trailer["/Root"]
    whole = root["/StructTreeRoot"]["/K"][0].get_object()
    kinds = [kid.get_object()["/S"] for kid in whole["/K"]]
    assert kinds.count("/Table") == 2
    assert all(kid.get_object()["/P"] == whole for kid in whole["/K"])
    by_page = root["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    for number, page in enumerate(file.pages):
        assert page["/StructParents"] == by_page[2 * number] == number
        first = by_page[2 * number + 1][0].get_object()
        assert first["/Pg"].get_object()["/StructParents"] == number if "/Pg" in first else True
    claimed = root["/Metadata"].get_data()
    assert b"pdfuaid:part>1<" in claimed
    assert b"pdfaid:part" in claimed
    assert root["/Lang"].startswith("fr")


def test_only_who_asked_finds_it(sign_in: SignIn, world: World, app: Flask, quick_print: None) -> None:
    location = ask(sign_in(MANAGER), world).location
    with app.app_context(), organisation_scope(world.home.id), write_transaction():
        person = account_services.create_account(account_services.Person(name_latin="Autre", email="autre@example.org"))
        account_services.give_role(person, world.home.id, Role.MANAGER)
        world.accounts["autre@example.org"] = person.id
    other = sign_in("autre@example.org")
    for path in (location, f"{location}/file"):
        assert other.get(path).status_code == 404
    assert sign_in(MANAGER).get(f"{location}/file").status_code == 200


@pytest.fixture
def quick_print(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file at once, for tests that do not look inside."""
    monkeypatch.setattr(prints_jobs, "_step", _at_once)


def _at_once(job: PrintJob) -> bool:
    with write_transaction():
        prints_services.keep_file(job.id, b"%PDF-1.7")
    return True


def test_a_killed_worker_goes_on_where_it_stood(
    sign_in: SignIn, world: World, app: Flask, small_parts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, render = [], pdf.render_long_in_child

    def dies_once(kind: Any, payload: str) -> list[bytes]:
        made.append(kind)
        if len(made) == 2:
            raise RuntimeError("killed")
        return render(kind, payload)

    monkeypatch.setattr(pdf, "render_long_in_child", dies_once)
    client = sign_in(MANAGER)
    location = ask(client, world, "situation=all").location
    job = the_print(app, world)
    assert (job.state, job.rows_done, job.rows) == (PrintState.RUNNING, 2, 3)
    assert "data-progress" in client.get(location).get_data(as_text=True)
    assert client.get(f"{location}/file").status_code == 302
    with app.app_context():
        jobs.run_sweeps_now()  # too early: somebody may be at work
        assert len(made) == 2
        with organisation_scope(world.home.id), write_transaction():
            PrintJob.query.one().worked_at = clock.now() - prints_services.STALE_AFTER - timedelta(seconds=1)
        jobs.run_sweeps_now()
    assert made == ["register_parts"] * 3 + ["page_numbers"]
    assert the_print(app, world).state is PrintState.DONE


def test_after_three_failures_it_is_said(
    sign_in: SignIn, world: World, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_kind: str, _payload: str) -> list[bytes]:
        raise RuntimeError("broken")

    monkeypatch.setattr(pdf, "render_long_in_child", fails)
    client = sign_in(MANAGER)
    location = ask(client, world).location
    with app.app_context():
        for _again in range(3):
            with organisation_scope(world.home.id):
                prints_jobs.go_on(world.home.id, the_print(app, world).id)
    assert the_print(app, world).state is PrintState.FAILED
    page = client.get(location).get_data(as_text=True)
    assert "n’a pas pu être imprimée" in page
    again = re.search(r'href="([^"]*/prints/new[^"]*)"', page)
    assert again is not None
    assert client.get(unescape(again[1])).status_code == 200


def test_who_lost_the_right_gets_nothing(
    sign_in: SignIn, world: World, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "enqueue", lambda *_arguments: None)
    ask(sign_in(MANAGER), world)
    with app.app_context(), write_transaction():
        manager = db.session.get_one(Membership, world.home.memberships["manager"])
        manager.ended_at = clock.now()
    with app.app_context(), organisation_scope(world.home.id):
        prints_jobs.go_on(world.home.id, the_print(app, world).id)
    job = the_print(app, world)
    assert (job.state, job.stored_file_id) == (PrintState.FAILED, None)


def test_a_week_later_it_is_gone_with_its_file(sign_in: SignIn, world: World, app: Flask, quick_print: None) -> None:
    ask(sign_in(MANAGER), world)
    with app.app_context():
        with organisation_scope(world.home.id), write_transaction():
            job = PrintJob.query.one()
            path = files_directory() / db.session.get_one(StoredFile, (world.home.id, job.stored_file_id)).path
        assert path.exists()
        with write_transaction():
            prints_jobs.forget_old_prints()
        assert path.exists()
        with organisation_scope(world.home.id), write_transaction():
            PrintJob.query.one().asked_at = clock.now() - prints_services.KEPT_FOR - timedelta(seconds=1)
        with write_transaction():
            prints_jobs.forget_old_prints()
        with organisation_scope(world.home.id):
            assert PrintJob.query.count() == 0
            assert StoredFile.query.count() == 0
    assert not path.exists()
