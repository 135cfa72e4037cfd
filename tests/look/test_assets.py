"""Files for browsers: built once, named after their content, small enough for a poor network."""

from __future__ import annotations

import gzip
import re
import shutil
from pathlib import Path

import pytest
from flask import Flask

from app import assets

MOST_OF_SHEET_AND_SCRIPT = 10_000
MOST_OF_A_FONT = 16_000
MOST_OF_THE_SCRIPT = 3_000


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the static folder, built from nothing."""
    static = tmp_path_factory.mktemp("assets") / "static"
    shutil.copytree(assets.STATIC, static, ignore=shutil.ignore_patterns(assets.GENERATED))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assets, "STATIC", static)
        assert assets.build_assets() > 0
    return static


@pytest.fixture
def static(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The built folder, for one test to spoil."""
    shutil.copytree(built, tmp_path / "static")
    monkeypatch.setattr(assets, "STATIC", tmp_path / "static")
    assets._shown_name.cache_clear()
    return tmp_path / "static"


@pytest.fixture(autouse=True)
def forget_names() -> object:
    yield
    assets._shown_name.cache_clear()


def address(name: str) -> str:
    with Flask("app", static_folder=str(assets.STATIC)).test_request_context():
        return assets.static_url(name)


def weight(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


def test_building_again_makes_nothing(static: Path) -> None:
    assert assets.build_assets() == 0


def test_a_built_file_is_asked_for_by_the_hash_of_its_content(static: Path) -> None:
    found = address("css/moucharaka.css")
    assert re.fullmatch(r"/static/generated/moucharaka\.[0-9a-f]{12}\.css", found)
    assert assets.is_immutable(found, found)


def test_a_changed_source_is_shown_at_once_and_built_next_time(static: Path) -> None:
    before = address("css/moucharaka.css")
    with (static / "css/moucharaka.css").open("a", encoding="utf-8") as sheet:
        sheet.write(".new { color: red; }")
    assets._shown_name.cache_clear()
    unbuilt = address("css/moucharaka.css")
    assert unbuilt.startswith("/static/css/moucharaka.css?v=")
    assert not assets.is_immutable(unbuilt.partition("?")[0], unbuilt)
    assert assets.build_assets() == 1
    after = address("css/moucharaka.css")
    assert after != before
    assert ".new{color:red}" in (static / after.removeprefix("/static/")).read_text(encoding="utf-8")


def test_the_last_build_stays_for_a_server_that_still_names_it(static: Path) -> None:
    first = static / address("js/moucharaka.js").removeprefix("/static/")
    for text in ("let one;", "let two;"):
        (static / "js/moucharaka.js").write_text(text, encoding="utf-8")
        assets.build_assets()
        if text == "let one;":
            assert first.exists()
    assert not first.exists()


def test_an_unknown_file_is_refused(static: Path) -> None:
    with pytest.raises(FileNotFoundError, match="does not exist"):
        address("css/misspelt.css")


def test_the_built_sheet_names_built_fonts(static: Path) -> None:
    sheet = (static / address("css/moucharaka.css").removeprefix("/static/")).read_text(encoding="utf-8")
    fonts = re.findall(r'url\("([^"]+)"\)', sheet)
    assert len(fonts) == 2
    for font in fonts:
        assert assets.is_immutable(font, font)
        assert (static / "generated" / font).is_file()


def test_squeezing_keeps_what_is_written_in_quotes() -> None:
    sheet = '/* note */ .a > .b , .c { content: "a  ;  b" ; margin : calc( 1px + 2px ) ; }'
    assert assets._squeeze_css(sheet, {}) == '.a>.b,.c{content:"a  ;  b";margin :calc( 1px + 2px )}'


@pytest.mark.parametrize("name", assets.FONT_FILES)
def test_the_font_is_a_renamed_subset_that_writes_arabic(built: Path, name: str) -> None:
    from fontTools.ttLib import TTFont

    font = TTFont(built / name)
    telling = {1, 2, 3, 4, 6, 16, 17}
    assert not [
        str(one) for one in font["name"].names if one.nameID in telling and re.search("plex|ibm", str(one), re.I)
    ]
    assert font["name"].getDebugName(1) == "Moucharaka Arabic"
    assert "IBM" in font["name"].getDebugName(0) and "Open Font License" in font["name"].getDebugName(13)
    asked = {ord(letter) for letter in "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئىةڤڨڭگپچ٠٩0123456789،؛؟«»"}
    assert asked <= font.getBestCmap().keys()
    assert ord("A") not in font.getBestCmap()
    assert (built / assets.FONT_LICENCE).is_file()


def test_the_sheet_asks_the_font_for_the_letters_it_has() -> None:
    sheet = (assets.STATIC / "css/moucharaka.css").read_text(encoding="utf-8")
    for ranges in re.findall(r"unicode-range:([^;]+);", sheet):
        asked: set[int] = set()
        for one in re.findall(r"U\+([0-9A-F]+(?:-[0-9A-F]+)?)", ranges):
            first, _, last = one.partition("-")
            asked |= set(range(int(first, 16), int(last or first, 16) + 1))
        assert asked == assets.FONT_CHARACTERS


def test_files_are_light(built: Path) -> None:
    by_kind = {kind: list((built / "generated").glob(f"moucharaka*.*.{kind}")) for kind in ("css", "js", "woff2")}
    assert weight(by_kind["js"][0]) <= MOST_OF_THE_SCRIPT
    assert weight(by_kind["css"][0]) + weight(by_kind["js"][0]) <= MOST_OF_SHEET_AND_SCRIPT
    assert len(by_kind["woff2"]) == 2
    assert all(font.stat().st_size <= MOST_OF_A_FONT for font in by_kind["woff2"])
