"""Documents travel as JSON, and what is too large is refused before anything is rendered."""

from __future__ import annotations

import base64
import json
import re
import zlib
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from app.attestations.wording import activity_attestation
from app.pdf import CharactersNotPrintable, DocumentTooLarge, attestation_html, check_printable
from app.pdf.documents import Column, Picture, from_json, to_json
from app.pdf.limits import LONGEST_FIELD, LONGEST_REGISTER, MOST_COLUMNS, MOST_ROWS, check_size
from app.pdf.pages import register_widths
from app.reports import members_register
from tests.pdf.papers import ISSUED, facts, register


def picture(width: int = 40, height: int = 20, kind: str = "PNG") -> Picture:
    data = BytesIO()
    Image.new("RGB", (width, height), "#0b5d4b").save(data, kind)
    media_type = "image/png" if kind == "PNG" else "image/jpeg"
    return Picture(media_type=media_type, data=base64.b64encode(data.getvalue()).decode())  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["fr", "ar", "both"])
def test_an_attestation_survives_json(language: str) -> None:
    document = activity_attestation(facts(), language, **ISSUED, logo=picture())  # type: ignore[arg-type]
    assert from_json("attestation", to_json(document)) == document
    assert to_json(from_json("attestation", to_json(document))) == to_json(document)


def test_a_register_survives_json() -> None:
    document = register(totals=("", "", "", "3"), filters=("Commune : El Jadida",))
    assert from_json("register", to_json(document)) == document


@pytest.mark.parametrize(
    "change",
    [
        {"unknown": 1},
        {"title": 5},
        {"title": None},
        {"rows": "text"},
        {"rows": [["1", 2]]},
        {"direction": "sideways"},
        {"columns": [{"label": "N", "width": True}]},
        {"columns": [{"label": "N", "width": 1, "style": "x"}]},
    ],
    ids=str,
)
def test_json_of_another_shape_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        from_json("register", json.dumps(json.loads(to_json(register())) | change))


def test_json_with_a_field_left_out_is_refused() -> None:
    values = json.loads(to_json(register()))
    del values["title"]
    with pytest.raises(ValueError, match="title"):
        from_json("register", json.dumps(values))


def test_a_field_of_the_longest_length_passes_and_one_more_is_refused() -> None:
    check_size(register(title="x" * LONGEST_FIELD))
    with pytest.raises(DocumentTooLarge):
        check_size(register(title="x" * (LONGEST_FIELD + 1)))


def test_rows_columns_and_whole_text_are_bounded() -> None:
    check_size(register(MOST_ROWS))
    with pytest.raises(DocumentTooLarge, match=r"spreadsheet|tableur|جدول"):
        check_size(register(MOST_ROWS + 1))
    with pytest.raises(DocumentTooLarge):
        check_size(register(0, columns=(Column(label="x", width=1),) * (MOST_COLUMNS + 1)))
    long_rows = (("x" * LONGEST_FIELD,) * 4,) * (LONGEST_REGISTER // (4 * LONGEST_FIELD) + 1)
    with pytest.raises(DocumentTooLarge):
        check_size(register(rows=long_rows))


def test_a_row_without_one_cell_a_column_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="one cell a column"):
        check_size(register(rows=(("1",),)))


def test_a_check_address_that_would_make_too_fine_a_code_is_refused() -> None:
    long = ISSUED | {"check_url": "https://" + "a" * 120}
    with pytest.raises(DocumentTooLarge):
        check_size(activity_attestation(facts(), "fr", **long))  # type: ignore[arg-type]


@pytest.mark.parametrize("logo", [picture(), picture(kind="JPEG")], ids=["png", "jpeg"])
def test_an_ordinary_logo_passes(logo: Picture) -> None:
    check_size(activity_attestation(facts(), "fr", logo=logo))


def bomb() -> str:
    """A PNG of a few bytes that says it has 12,000 by 12,000 pixels."""
    header = b"IHDR" + (12_000).to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"
    chunk = (13).to_bytes(4, "big") + header + zlib.crc32(header).to_bytes(4, "big")
    return base64.b64encode(b"\x89PNG\r\n\x1a\n" + chunk).decode()


@pytest.mark.parametrize(
    "data",
    [
        bomb(),
        base64.b64encode(b"<svg xmlns='http://www.w3.org/2000/svg'/>").decode(),
        base64.b64encode(b"\x89PNG" + b"0" * 600_000).decode(),
        "not base64!",
        "",
    ],
    ids=["pixels", "svg", "bytes", "encoding", "empty"],
)
def test_a_logo_that_is_no_small_picture_is_refused(data: str) -> None:
    with pytest.raises(DocumentTooLarge):
        check_size(activity_attestation(facts(), "fr", logo=Picture(media_type="image/png", data=data)))


def test_a_name_no_font_can_draw_is_refused_before_a_number_is_taken() -> None:
    check_printable(activity_attestation(facts(), "both"))
    with pytest.raises(CharactersNotPrintable) as refused:
        check_printable(activity_attestation(facts(holder_name_fr="Zineb 李明 𓀀"), "fr"))
    assert refused.value.characters == "李明𓀀"


def test_a_document_too_large_is_not_previewed() -> None:
    with pytest.raises(DocumentTooLarge):
        attestation_html(activity_attestation(facts(trade_fr="x" * 10_000), "fr"))


LINE, A_DAY = 297 - 2 * 13, 17.0  # millimetres: what a line of register.css holds, and a day in figures


@pytest.mark.parametrize(
    "widths",
    [[column.width for column in members_register.COLUMNS], [26, 22] + [18] * (MOST_COLUMNS - 2)],
    ids=["members", "a list of many days"],
)
def test_a_day_stands_on_one_line_however_many_columns(widths: list[int]) -> None:
    css = register_widths(replace(register(), columns=tuple(Column(label="", width=width) for width in widths)))
    padding = float(re.findall(r"padding-inline:([\d.]+)mm", css)[0])
    shares = [float(share) for share in re.findall(r"inline-size:([\d.]+)%", css)]
    days = [share for share, width in zip(shares, widths, strict=True) if width in (17, 18)]
    assert len(days) >= 3
    assert min(days) * LINE / 100 - 2 * padding >= A_DAY
