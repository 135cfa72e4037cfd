"""A few fields of its own for each enterprise, and what most files say in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from app.own_fields import services
from app.own_fields.models import Audience, FieldKind, OwnField
from app.own_fields.rules import Value
from app.own_fields.services import FieldDetails

_FIELDS = (
    ("Permis de conduire", "رخصة السياقة", FieldKind.YES_NO, Audience.PERSON),
    ("Surface de l’atelier (m²)", "مساحة الورشة (م²)", FieldKind.NUMBER, Audience.COACHES),
    ("Outil le plus attendu", "الأداة الأكثر انتظارا", FieldKind.TEXT, Audience.PERSON),
    ("Aide au matériel reçue le", "تاريخ التوصل بدعم العتاد", FieldKind.DAY, Audience.MANAGERS),
    ("Point de vente", "مكان البيع", FieldKind.CHOICE, Audience.COACHES),
)
_CHOICES = (("Souk", "سوق"), ("Boutique", "متجر"), ("En ligne", "عبر الإنترنت"), ("Sur commande", "حسب الطلب"))
_TOOLS = ("Surjeteuse", "Four professionnel", "Ordinateur portable", "Tour de potier", "Perceuse à colonne")


def load_fields() -> list[OwnField]:
    """The fields, in the open organisation."""
    fields = [
        services.add_field(FieldDetails(label_fr=french, label_ar=arabic, audience=audience), kind=kind)
        for french, arabic, kind, audience in _FIELDS
    ]
    for french, arabic in _CHOICES:
        services.add_choice(fields[-1], label_fr=french, label_ar=arabic)
    return fields


def fill_in(member: Any, fields: Sequence[OwnField], choices: Sequence[int], *, today: date, chance: Random) -> None:
    """Most fields of one file."""
    drawn: tuple[Value, ...] = (
        chance.random() < 0.4,
        chance.randint(8, 60) * 1000 + chance.choice((0, 500)),
        chance.choice(_TOOLS),
        today - timedelta(days=chance.randint(10, 180)),
        chance.choice(list(choices)),
    )
    answers = {field.id: value for field, value in zip(fields, drawn, strict=True) if chance.random() < 0.8}
    services.fill_in(member, answers, version=None)
