"""The register of members: the same rows as page, PDF, XLSX and CSV, inert, and each file taken written down."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from flask import Flask
from pypdf import PdfReader

from app.extensions import db
from app.kernel.audit import AuditEvent
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members.models import Member
from tests.conftest import SignIn
from tests.support.world import World

MANAGER = "manager@el-jadida.example"


def csv_rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_all_forms_hold_the_same_members(sign_in: SignIn, world: World) -> None:
    client = sign_in(MANAGER)
    page = client.get(world.home.url("reports/members")).get_data(as_text=True)
    rows = csv_rows(client.get(world.home.url("reports/members.csv")).data)
    book = openpyxl.load_workbook(io.BytesIO(client.get(world.home.url("reports/members.xlsx")).data))
    pdf = PdfReader(io.BytesIO(client.get(world.home.url("reports/members.pdf")).data))
    printed = "".join(one.extract_text() for one in pdf.pages)
    names = [row[1] for row in rows[1:]]
    assert names == ["Amina Benali", "Youssef El Idrissi", "Leïla Haddad"]
    assert [row[1].value for row in list(book.active.rows)[1:]] == names
    for name in names:
        assert name in page
        assert name.split()[0] in printed


def test_identity_numbers_stay_masked(sign_in: SignIn, world: World) -> None:
    client = sign_in(MANAGER)
    for ending in ("", ".csv"):
        content = client.get(world.home.url(f"reports/members{ending}")).get_data(as_text=True)
        assert "•••200" in content
        assert "MX100200" not in content


def test_cells_never_compute(sign_in: SignIn, world: World, app: Flask) -> None:
    with app.app_context(), organisation_scope(world.home.id), write_transaction():
        db.session.get_one(Member, (world.home.id, world.home.members["leila"])).commune = '=HYPERLINK("http://x")'
    client = sign_in(MANAGER)
    rows = csv_rows(client.get(world.home.url("reports/members.csv")).data)
    assert any(cell == '\'=HYPERLINK("http://x")' for row in rows for cell in row)
    book = openpyxl.load_workbook(io.BytesIO(client.get(world.home.url("reports/members.xlsx")).data))
    assert not [cell for row in book.active.rows for cell in row if cell.data_type == "f"]


@pytest.mark.parametrize("ending", ["pdf", "xlsx", "csv"])
def test_each_file_taken_is_written_down(sign_in: SignIn, world: World, app: Flask, ending: str) -> None:
    sign_in(MANAGER).get(world.home.url(f"reports/members.{ending}"))
    with app.app_context(), organisation_scope(world.home.id):
        events = AuditEvent.query.filter_by(action="report.taken").all()
        assert [event.after for event in events] == [
            {"report": "members", "format": ending, "rows": 3, "filters": "Présents"}
        ]


def test_a_coach_reads_the_register_of_their_people_and_takes_no_file(sign_in: SignIn, world: World) -> None:
    client = sign_in("coach@el-jadida.example")
    page = client.get(world.home.url("reports/members")).get_data(as_text=True)
    assert "Amina Benali" in page
    assert "Youssef" not in page
    assert client.get(world.home.url("reports/members.csv")).status_code == 403


@pytest.mark.parametrize("ending", ["pdf", "xlsx", "csv"])
@pytest.mark.parametrize("asked", ["trade=1", "age=never", "field_17=yes"])
def test_a_filter_that_no_longer_applies_gives_no_file(sign_in: SignIn, world: World, ending: str, asked: str) -> None:
    client = sign_in(MANAGER)
    answer = client.get(world.home.url(f"reports/members.{ending}?{asked}"))
    assert answer.status_code == 302
    assert "ne s’appliquent plus" in client.get(answer.location).get_data(as_text=True)
