"""Workbooks: a title that a sheet cannot bear is made into one that it can."""

from __future__ import annotations

import io

import openpyxl
import pytest

from app.kernel.spreadsheets import xlsx_bytes


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Membres", "Membres"),
        ("'; DROP TABLE member; --", "; DROP TABLE member; --"),
        ("Registre de l'année [2026]: entrées/sorties", "Registre de l'année 2026 entrée"),
        ("🧵" * 20, "🧵" * 15),
        ("x" * 30 + "'y", "x" * 30),
        ("'[]'", "1"),
        ("", "1"),
    ],
)
def test_any_title_names_a_sheet(title: str, name: str) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(title, ["Nom"], [["Amina"]], right_to_left=False)))
    assert workbook.sheetnames == [name]
