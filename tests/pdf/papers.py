"""Papers to print: facts of three countries, and how a file is read back. No database, no application."""

from __future__ import annotations

import itertools
import re
import unicodedata
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from app.attestations.facts import ActivityFacts, Holder, Issuer, Signatory
from app.pdf.documents import Column, RegisterDocument

TOKEN = "0123456789ABCDEFGHJKMNPQRS"
ISSUED = {
    "number": "ELJ-2026-00042",
    "code": "7K3QPM2X9D",
    "check_url": f"https://moucharaka.example/check/{TOKEN}",
    "issued_at": "2026-11-21T10:15:00+00:00",
}
ISSUERS = {
    "MA": Issuer(
        country="MA",
        kind="cooperative",
        name_fr="Coopérative des Entrepreneurs Solidaires d’El Jadida",
        name_ar="تعاونية المقاولين المتضامنين بالجديدة",
        legal_form_fr="Société coopérative, loi 112-12",
        legal_form_ar="شركة تعاونية، القانون رقم 112.12",
        registration_number="2471/07",
        tax_number="001547896000031",
        social_security_number="4562310",
        address_fr="12, rue Ibn Khaldoun, 24000 El Jadida",
        address_ar="12، زنقة ابن خلدون، 24000 الجديدة",
        city_fr="El Jadida",
        city_ar="الجديدة",
        phone="+212 523-34-56-78",
        email="contact@ces-eljadida.example",
    ),
    "TN": Issuer(
        country="TN",
        kind="cooperative",
        name_fr="CES Ras Jebel",
        name_ar="تعاضدية المبادرين المتضامنين برأس الجبل",
        tax_number="1234567/A/M/000",
        city_fr="Ras Jebel",
        city_ar="رأس الجبل",
        phone="+216 72 440 123",
    ),
    "DZ": Issuer(
        country="DZ",
        kind="partner",
        name_fr="Association Flambeau Vert de l’Environnement",
        name_ar="جمعية الشعلة الخضراء للبيئة",
        city_fr="Alger",
        city_ar="الجزائر",
    ),
}
ZINEB = Holder(
    name_fr="Zineb Ouahbi",
    name_ar="زينب وحبي",
    sex="F",
    birth_date=date(1990, 3, 3),
    birth_place="El Jadida",
    identity_kind="cin",
    identity_number="JE050631",
)
FATIMA = Signatory(
    name_fr="Fatima Aït Oufkir", name_ar="فاطمة آيت أوفقير", quality_fr="Présidente", quality_ar="رئيسة", sex="F"
)


def facts(country: str = "MA", **changes: Any) -> ActivityFacts:
    """An attestation d'activité of Zineb Ouahbi; `holder_…` and `issuer_…` change one of their fields."""
    holder = {key.removeprefix("holder_"): changes.pop(key) for key in list(changes) if key.startswith("holder_")}
    issuer = {key.removeprefix("issuer_"): changes.pop(key) for key in list(changes) if key.startswith("issuer_")}
    base = ActivityFacts(
        issuer=replace(ISSUERS[country], **issuer),
        holder=replace(ZINEB, **holder),
        signatory=FATIMA,
        trade_fr="Pâtisserie traditionnelle",
        trade_ar="صناعة الحلويات التقليدية",
        since=date(2024, 2, 1),
        issued_on=date(2026, 11, 21),
        valid_until=date(2027, 2, 21),
        prevailing="ar",
        check_address="moucharaka.example/check",
    )
    return replace(base, **changes)


def register(members: int = 3, **changes: Any) -> RegisterDocument:
    """A register of so many members; `changes` replaces fields, `rows` among them."""
    row = ("Zineb Ouahbi", "زينب وحبي", "06 12 34 56 78")
    base = RegisterDocument(
        language="fr-MA",
        direction="ltr",
        organisation_fr="CES El Jadida",
        organisation_ar="تعاونية الجديدة",
        title="Registre des membres",
        as_of="Au 21 novembre 2026",
        explanation="Une ligne par membre présent ce jour-là.",
        columns=(
            Column(label="N°", width=1, align="end"),
            Column(label="Nom", width=4),
            Column(label="الاسم", width=4),
            Column(label="Téléphone", width=3),
        ),
        rows=tuple((str(number), *row) for number in range(1, members + 1)),
        empty="Aucun membre.",
        printed="Imprimé le 21 novembre 2026",
        missing_letters="Certaines lettres n’ont pas pu être imprimées.",
    )
    return replace(base, **changes)


def read(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def elements(reader: PdfReader) -> list[DictionaryObject]:
    """The structure tree, as a screen reader walks it."""
    found, seen, waiting = [], set(), [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop()
        if isinstance(element, IndirectObject):
            if element.idnum in seen:
                continue
            seen.add(element.idnum)
            element = element.get_object()
        if isinstance(element, DictionaryObject):
            found.append(element)
            kids = element.get("/K", [])
            waiting += kids if isinstance(kids, list) else [kids]
    return found


def text_of_pdf(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in read(pdf).pages)


def comparable(text: str) -> str:
    """Text as promised to be equal: after NFKC, without direction marks, and without the spaces of line breaks."""
    marks_left_out = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    return re.sub(r"\s+", "", marks_left_out)


def is_printed(text: str, found: str) -> bool:
    """Whether a value stands in the text of a file, whole. Of a value that mixes Arabic and digits (a date), the words
    may come in any order: readers turn such lines each in their own way."""
    found = comparable(found)
    if any("\u0621" <= c <= "\u064a" for c in text) and any(c.isdigit() for c in text):
        words = re.split(r"[\s،]+", text)
        return any(comparable("".join(order)) in found.replace("،", "") for order in itertools.permutations(words))
    return comparable(text) in found
