"""How long papers take, as a ratio to the same page rendered as one would first write it, interleaved in one run.

The naive way: `HTML(string=page).write_pdf()` with the styles in the page, `@font-face`, flexible boxes where the sheet
has fixed tables, the QR as SVG, nothing kept between files, and neither tags nor PDF/A. Processor time, medians.
"""

from __future__ import annotations

import gc
import io
import itertools
import re
import resource
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import fontpkg
import segno

from app import pdf
from app.attestations.facts import ActivityFacts, Holder, Issuer, Signatory
from app.attestations.wording import activity_attestation
from app.pdf import AttestationDocument, Column, PageNumbers, RegisterDocument, RegisterParts, parts
from app.pdf.pages import attestation_page, preview_face, register_page, register_widths

ROUNDS = 9
ROWS = 200
FACES = (("Amiri", 400), ("Amiri", 700), ("IBM Plex Sans Arabic", 400), ("IBM Plex Sans Arabic", 600))


def sheet() -> AttestationDocument:
    """An ordinary sheet in both languages."""
    facts = ActivityFacts(
        issuer=Issuer(
            country="MA",
            kind="cooperative",
            name_fr="Coopérative des Entrepreneurs Solidaires d’El Jadida",
            name_ar="تعاونية المقاولين المتضامنين بالجديدة",
            legal_form_fr="Société coopérative, loi 112-12",
            legal_form_ar="شركة تعاونية، القانون رقم 112.12",
            registration_number="2471/07",
            tax_number="001547896000031",
            address_fr="12, rue Ibn Khaldoun, 24000 El Jadida",
            address_ar="12، زنقة ابن خلدون، 24000 الجديدة",
            city_fr="El Jadida",
            city_ar="الجديدة",
            phone="+212 523-34-56-78",
        ),
        holder=Holder(
            name_fr="Zineb Ouahbi",
            name_ar="زينب وحبي",
            sex="F",
            birth_date=date(1990, 3, 3),
            birth_place="El Jadida",
            identity_kind="cin",
            identity_number="JE050631",
        ),
        signatory=Signatory(
            name_fr="Fatima Aït Oufkir",
            name_ar="فاطمة آيت أوفقير",
            quality_fr="Présidente",
            quality_ar="رئيسة",
            sex="F",
        ),
        trade_fr="Pâtisserie traditionnelle",
        trade_ar="صناعة الحلويات التقليدية",
        since=date(2024, 2, 1),
        issued_on=date(2026, 11, 21),
        valid_until=date(2027, 2, 21),
        check_address="moucharaka.example/check",
    )
    url = "https://moucharaka.example/check/0123456789ABCDEFGHJKMNPQRS"
    return activity_attestation(facts, "both", number="ELJ-2026-00042", code="7K3QPM2X9D", check_url=url)


GIVEN = {
    "Zineb": "زينب",
    "Abdelkader": "عبد القادر",
    "Fatima Zahra": "فاطمة الزهراء",
    "Brahim": "إبراهيم",
    "Khadija": "خديجة",
}
FAMILY = {
    "Ouahbi": "وحبي",
    "Aït Oufkir": "آيت أوفقير",
    "El Idrissi": "الإدريسي",
    "Ben Salah": "بن صالح",
    "Bouzid": "بوزيد",
}
COMMUNES = ("El Jadida", "Azemmour", "Sidi Bouzid", "Moulay Abdallah")
TRADES = ("Pâtisserie traditionnelle", "Couture", "Apiculture", "Réparation de téléphones")


def register(rows: int) -> RegisterDocument:
    """A register of members, eight columns, in both scripts; hardly a name, telephone or day twice on a page."""
    labels = ("N°", "Nom", "الاسم", "Sexe", "Commune", "Métier", "Téléphone", "Admission")
    names = list(itertools.product(GIVEN.items(), FAMILY.items(), FAMILY.items()))
    return RegisterDocument(
        language="fr-MA",
        direction="ltr",
        organisation_fr="CES El Jadida",
        organisation_ar="تعاونية الجديدة",
        title="Registre des membres",
        as_of="Au 21 novembre 2026",
        explanation="Une ligne par membre présent ce jour-là.",
        columns=tuple(
            Column(label=label, width=width)
            for label, width in zip(labels, (5, 20, 18, 5, 13, 16, 12, 11), strict=True)
        ),
        rows=tuple(
            (
                str(number),
                *(" ".join(parts) for parts in zip(*names[number % len(names)], strict=True)),
                "FH"[number % 2],
                COMMUNES[number % 4],
                TRADES[number // 4 % 4],
                f"06 {number // 100:02d} {number % 100:02d} 56 78",
                f"{1 + number % 28} mars {1990 + number % 36}",
            )
            for number in range(1, rows + 1)
        ),
        empty="Aucun membre.",
    )


def naive_sheet(document: AttestationDocument) -> str:
    from app.pdf.renderer import END_OF_PAPER, SHEET_STYLE, STYLES

    style = SHEET_STYLE.read_text(encoding="utf-8").partition(END_OF_PAPER)[0] + _style(STYLES / "attestation.css")
    style = style.replace("display:table;table-layout:fixed", "display:flex").replace(
        "display:table-cell", "flex:1 1 0"
    )
    drawn = io.BytesIO()
    segno.make(str(document.check_url), error="m").save(drawn, kind="svg", xmldecl=False)
    page = attestation_page(document, density="normal", face=preview_face)
    return _with_style(re.sub(r'<img src="data:[^>]*>', drawn.getvalue().decode(), page), style)


def naive_register(document: RegisterDocument) -> str:
    from app.pdf.renderer import STYLES

    style = _style(STYLES / "register.css").replace("table-layout:fixed;", "") + register_widths(document)
    style += "table{border-collapse:collapse}td{border-block-end:.4pt solid #d3d8d5}"
    return _with_style(register_page(document, face=preview_face), style)


def _style(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _with_style(page: str, style: str) -> str:
    faces = "".join(
        f'@font-face{{font-family:"{family}";font-weight:{weight};src:url(file://{fontpkg.path(family, weight=weight)})}}'
        for family, weight in FACES
    )
    return page.replace("</head>", f"<style>{faces}{style}</style></head>")


def ratio(ours: Callable[[], bytes], naive: Callable[[], bytes], *, rounds: int, is_swept: bool = False) -> float:
    """Median processor time of ours to that of the naive way, taken in turns after one of each to warm up.

    `is_swept`: what one leaves behind is swept before the other begins. Of a register that is much, and the other would pay.
    """
    taken: dict[Callable[[], bytes], list[float]] = {ours: [], naive: []}
    for turn in range(rounds + 1):
        for way, times in taken.items():
            if is_swept:
                gc.collect()
            started = time.process_time()
            way()
            if turn:
                times.append(time.process_time() - started)
    print(f"# {ours.__name__}: {statistics.median(taken[ours]) * 1000:.0f} ms of processor", file=sys.stderr)
    return statistics.median(taken[ours]) / statistics.median(taken[naive])


def say(name: str, value: float, limit: float) -> None:
    print(f"{name} {value:.2f} {limit:g} {'ok' if value <= limit else 'over'}", flush=True)


def long_register(document: RegisterDocument) -> bytes:
    """In parts and put together, as the worker does it, but in this process."""
    made = list(parts.render_parts(RegisterParts(documents=tuple(pdf.split(document)))))
    words = {"language": document.language, "direction": document.direction, "page_word": "Page", "of_word": "/"}
    numbers = parts.render_numbers(PageNumbers(pages=sum(map(pdf.count_pages, made)), **words))
    out = io.BytesIO()
    pdf.merge(iter(made), numbers, out)
    return out.getvalue()


def say_ten_thousand() -> None:
    """As the worker does it: parts in children. Seconds of wall time, and the most memory of a child."""
    some, started = pdf.split(register(10_000)), time.perf_counter()
    made: list[bytes] = []
    for first in range(0, len(some), pdf.PARTS_AT_ONCE):
        asked = RegisterParts(documents=tuple(some[first : first + pdf.PARTS_AT_ONCE]))
        made += pdf.render_long_in_child("register_parts", pdf.to_json(asked))
    pages = PageNumbers(
        language="fr-MA", direction="ltr", page_word="Page", of_word="/", pages=sum(map(pdf.count_pages, made))
    )
    out = io.BytesIO()
    pdf.merge(iter(made), pdf.render_long_in_child("page_numbers", pdf.to_json(pages))[0], out)
    say("pdf_register_10000_seconds", time.perf_counter() - started, 150)
    say("pdf_register_10000_memory", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, 200)


def main() -> None:
    say_ten_thousand()  # first: a child is charged with what its parent held when it was begun
    from weasyprint import HTML  # a bench may: it measures what the application's own module spares

    paper, table = sheet(), register(ROWS)
    sheet_page, table_page = naive_sheet(paper), naive_register(table)

    def attestation() -> bytes:
        return pdf.render_attestation(paper)

    def register_of_members() -> bytes:
        return pdf.render_register(table)

    def naive_attestation() -> bytes:
        return bytes(HTML(string=sheet_page).write_pdf())

    def naive_table() -> bytes:
        return bytes(HTML(string=table_page).write_pdf())

    say("pdf_attestation", ratio(attestation, naive_attestation, rounds=ROUNDS), 0.55)
    say("pdf_register", ratio(register_of_members, naive_table, rounds=3, is_swept=True), 0.6)
    table_of_thousand, page_of_thousand = register(1_000), naive_register(register(1_000))

    def thousand() -> bytes:
        return long_register(table_of_thousand)

    def naive_thousand() -> bytes:
        return bytes(HTML(string=page_of_thousand).write_pdf())

    say("pdf_register_1000", ratio(thousand, naive_thousand, rounds=1, is_swept=True), 0.6)


if __name__ == "__main__":
    main()
