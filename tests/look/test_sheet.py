"""The sheet keeps its promises: both writing directions, both colour schemes, enough contrast, classes that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

APP = Path(__file__).parents[2] / "app"
SHEET = (APP / "static/css/moucharaka.css").read_text(encoding="utf-8")
RULES = re.sub(r"/\*.*?\*/", "", SHEET, flags=re.DOTALL)
# Papers and letters bring a head and a sheet of their own; the parts of an attestation are named for its sheet.
TEMPLATES = sorted(
    path for path in (APP / "templates").rglob("*.html") if "<!doctype" not in path.read_text(encoding="utf-8").lower()
)
OF_PAPERS = re.compile(r"sheet[\w-]*")
ENOUGH_FOR_TEXT = 4.5
ENOUGH_FOR_EDGES = 3.0

PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right|top|bottom)"
    r"|(?:left|right|top|bottom)\s*:"
    r"|(?:min-|max-)?(?:width|height)\s*:(?![^()]*\))"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)"
    r"|border-(?:top|bottom)-(?:left|right)-radius)"
)


def tokens_of(selector: str) -> dict[str, str]:
    """The custom properties of the first block after `selector`."""
    block = RULES[RULES.index(selector) :].split("{", 1)[1].split("}", 1)[0]
    return dict(re.findall(r"(--[\w-]+):\s*([^;]+);", block))


LIGHT = tokens_of('[data-theme="light"]')
DARK = tokens_of(':root:not([data-theme="light"])')


def luminance(colour: str) -> float:
    digits = colour.strip().removeprefix("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """The ratio of WCAG 2.2, success criterion 1.4.3."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_no_property_names_a_side_of_the_screen() -> None:
    media_free = re.sub(r"@media[^{]*", "", RULES)
    found = PHYSICAL.findall(media_free)
    assert not found, f"write the logical property (margin-inline-start, inset-block-end, inline-size …): {found}"


def test_the_chosen_dark_scheme_is_the_device_s_own() -> None:
    assert tokens_of('\n[data-theme="dark"]') == DARK


def test_both_schemes_define_the_same_colours() -> None:
    assert LIGHT.keys() == DARK.keys()


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        *((text, ground) for text in ("ink", "muted", "brand", "bad") for ground in ("paper", "surface")),
        *((text, "soft") for text in ("brand", "ink")),
        *((state, f"{state}-soft") for state in ("ok", "warn", "bad", "info")),
        *(("ink", f"{state}-soft") for state in ("ok", "warn", "bad", "info")),
        ("on-brand", "brand"),
        ("on-brand", "brand-hover"),
        ("on-bar", "bar"),
        ("on-bar", "bar-line"),
        ("surface", "bad"),
        ("ink", "sunken"),
    ],
)
def test_text_stands_out_from_its_ground(scheme: dict[str, str], text: str, ground: str) -> None:
    assert contrast(scheme[f"--{text}"], scheme[f"--{ground}"]) >= ENOUGH_FOR_TEXT


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("edge", "ground"), [("edge", "surface"), ("edge", "paper"), ("brand", "paper"), ("spark", "bar")]
)
def test_edges_of_controls_and_focus_stand_out(scheme: dict[str, str], edge: str, ground: str) -> None:
    assert contrast(scheme[f"--{edge}"], scheme[f"--{ground}"]) >= ENOUGH_FOR_EDGES


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.relative_to(APP / "templates").as_posix())
def test_every_class_of_a_template_is_in_the_sheet(template: Path) -> None:
    plain = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", template.read_text(encoding="utf-8"), flags=re.DOTALL)
    written = re.findall(r'\bclass="([^"]*)"', plain)
    unknown = {
        name
        for name in " ".join(written).split()
        if not OF_PAPERS.fullmatch(name) and not re.search(rf"\.{name}\b", RULES)
    }
    assert not unknown, (
        f"use a class of docs/pages.md, or add a rule to app/static/css/moucharaka.css: {sorted(unknown)}"
    )
