"""The preview in the browser: the same sheet, marked, without number or code, and without anything inline."""

from __future__ import annotations

import subprocess
import sys

import pytest
from selectolax.lexbor import LexborHTMLParser

from app.attestations.wording import activity_attestation
from app.pdf import attestation_html
from app.pdf.documents import text_of
from tests.pdf.papers import ISSUED, TOKEN, facts

HOSTILE = "<script>alert(1)</script>\" onload=x style='a' {{ 7*7 }}"


@pytest.mark.parametrize("language", ["fr", "ar", "both"])
def test_a_preview_is_marked_and_shows_no_number_code_or_picture(language: str) -> None:
    document = activity_attestation(facts(), language, **ISSUED)  # type: ignore[arg-type]
    html = attestation_html(document)
    for version in document.versions:
        assert version.preview_word in html
        assert version.number_pending in html
        for paragraph in version.paragraphs:
            assert all(run.text.strip() in html for run in paragraph), text_of(paragraph)
    for secret in (ISSUED["number"], "7K3QP", TOKEN, "<img"):
        assert secret not in html


@pytest.mark.parametrize("language", ["fr", "ar", "both"])
def test_nothing_is_inline_and_values_stay_text(language: str) -> None:
    said = facts(holder_name_fr=HOSTILE, holder_name_ar=f"زينب {HOSTILE}", trade_fr=HOSTILE, trade_ar=HOSTILE)
    html = attestation_html(activity_attestation(said, language))  # type: ignore[arg-type]
    sheet = LexborHTMLParser(html).body
    assert not sheet.css("script, style, link, iframe, object")
    assert not [
        name for element in sheet.css("*") for name in element.attributes if name == "style" or name.startswith("on")
    ]
    assert "49" not in html
    assert "<script" not in html


def test_the_preview_has_one_heading_of_the_second_level() -> None:
    sheet = LexborHTMLParser(attestation_html(activity_attestation(facts(), "both")))
    assert (len(sheet.css("h2")), len(sheet.css("h1"))) == (1, 0)


def test_the_web_process_never_loads_the_engine() -> None:
    """Previews, checks and the child's parent: none of them imports WeasyPrint."""
    program = (
        "import sys; from app.pdf import *; from app.attestations.wording import activity_attestation;"
        "from tests.pdf.papers import facts, register;"
        "d = activity_attestation(facts(), 'both'); attestation_html(d); check_printable(d); check_size(register());"
        "sys.exit('weasyprint' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
