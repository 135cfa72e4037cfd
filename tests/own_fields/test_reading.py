"""What somebody types, or a cell of a spreadsheet, as the value of a field; and the value in words again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from app.kernel.figures import FigureRefused
from app.kernel.i18n import speaking
from app.own_fields.models import FieldKind, OwnFieldChoice
from app.own_fields.reading import as_cell, in_words, read_value
from app.own_fields.rules import Value

CHOICES = [
    OwnFieldChoice(id=7, code="souk", label_fr="Souk", label_ar="السوق"),
    OwnFieldChoice(id=8, code="boutique", label_fr="Boutique d’été", label_ar="متجر"),
]


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (FieldKind.TEXT, "  Four  à pain ", "Four à pain"),
        (FieldKind.NUMBER, "12,5", 12_500),
        (FieldKind.DAY, "31/12/2025", date(2025, 12, 31)),
        (FieldKind.YES_NO, "Oui", True),
        (FieldKind.YES_NO, "لا", False),
        (FieldKind.YES_NO, "x", True),
        (FieldKind.CHOICE, "souk", 7),
        (FieldKind.CHOICE, "8", 8),
        (FieldKind.CHOICE, "BOUTIQUE D'ETE", 8),
        (FieldKind.CHOICE, "متجر", 8),
        (FieldKind.DAY, "   ", None),
    ],
)
def test_what_is_read(kind: FieldKind, typed: str, value: Value) -> None:
    assert read_value(kind, typed, CHOICES) == value


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (FieldKind.NUMBER, "douze"),
        (FieldKind.DAY, "30/02/2025"),
        (FieldKind.YES_NO, "peut-être"),
        (FieldKind.CHOICE, "Foire"),
        (FieldKind.CHOICE, "9"),
    ],
)
def test_what_is_refused(kind: FieldKind, typed: str) -> None:
    with pytest.raises(FigureRefused):
        read_value(kind, typed, CHOICES)


@pytest.mark.parametrize(
    ("kind", "value", "words", "cell"),
    [
        (FieldKind.TEXT, "Four", "Four", "Four"),
        (FieldKind.NUMBER, 12_500, "12,5", Decimal("12.5")),
        (FieldKind.DAY, date(2025, 12, 31), "31 décembre 2025", date(2025, 12, 31)),
        (FieldKind.YES_NO, False, "Non", "Non"),
        (FieldKind.CHOICE, 7, "Souk", "Souk"),
        (FieldKind.CHOICE, None, "", ""),
    ],
)
def test_what_is_said(context: Flask, kind: FieldKind, value: Value, words: str, cell: Any) -> None:
    labels = {choice.id: choice.label_fr for choice in CHOICES}
    with speaking("fr"):
        assert in_words(kind, value, labels) == words
        assert as_cell(kind, value, labels) == cell
