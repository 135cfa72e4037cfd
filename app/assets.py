"""Style, script, picture and font files as browsers get them: made once at set-up, named after their content.

`flask assets build` reads `app/static/{css,js,img}` and the Arabic font package and writes `app/static/generated/`
(never committed): a subset of the font for the web, the sheet and the script without comments and blanks, each under a
name that carries the hash of its content, and `manifest.json`. Building again with nothing changed does nothing.

A page asks for `static_url("css/moucharaka.css")`. When that file was built from what the tree holds now, the answer is the
built file, good for ever; otherwise the source with `?v=` and its hash, so a page always works and never shows an old look.

The font's licence (SIL OFL, with a reserved name) asks that a changed copy bears another name: hence "Moucharaka
Arabic", and its licence lies beside it.
"""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask import Flask, current_app, has_request_context, request
from flask.cli import AppGroup

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

STATIC = Path(__file__).parent / "static"
GENERATED = "generated"
MANIFEST = "manifest.json"
SOURCES = ("css", "img", "js")
HASH_LENGTH = 12
IMMUTABLE_NAME = re.compile(rf"\.[0-9a-f]{{{HASH_LENGTH}}}\.\w+$")

FONT_PACKAGE = "fontpkg_ibm_plex_sans_arabic"
FONT_FAMILY = "Moucharaka Arabic"
FONT_FILES = {
    "generated/moucharaka-arabic-400.woff2": ("IBMPlexSansArabic-Regular.ttf", "Regular"),
    "generated/moucharaka-arabic-700.woff2": ("IBMPlexSansArabic-Bold.ttf", "Bold"),
}
FONT_LICENCE = "generated/moucharaka-arabic-OFL.txt"
# What the sheet's unicode-range names: the letters of Arabic and of the Maghreb's names, vowel marks, both kinds of digits,
# and the marks that stand between Arabic words. Rarer letters come from the device's own font.
FONT_RANGES = (
    (0x0020, 0x0022),
    (0x0025, 0x0025),
    (0x0028, 0x003B),
    (0x00A0, 0x00A0),
    (0x00AB, 0x00AB),
    (0x00BB, 0x00BB),
    (0x060C, 0x060C),
    (0x061B, 0x061C),
    (0x061F, 0x061F),
    (0x0621, 0x0655),
    (0x0660, 0x066C),
    (0x0670, 0x0671),
    (0x067E, 0x067E),
    (0x0686, 0x0686),
    (0x0698, 0x0698),
    (0x06A2, 0x06A8),
    (0x06AD, 0x06AF),
    (0x2013, 0x2014),
    (0x2026, 0x2026),
)
FONT_CHARACTERS = {code for first, last in FONT_RANGES for code in range(first, last + 1)}
FONT_FEATURES = ["calt", "ccmp", "curs", "fina", "init", "isol", "kern", "liga", "mark", "medi", "mkmk", "rlig"]
FONT_RECIPE = f"{FONT_FAMILY} {FONT_RANGES} {FONT_FEATURES}"
KEPT_NAMES = (0, 13, 14)  # copyright, licence, address of the licence


@dataclass(frozen=True, kw_only=True)
class Built:
    """A file of the tree, the hash of what it was built from, and the built file's name below `static/`."""

    source_hash: str
    name: str


# --- Asking for a file --------------------------------------------------------------------------------------------


def init_assets(app: Flask) -> None:
    """Give templates `static_url` and the command line `flask assets build`."""
    app.jinja_env.globals["static_url"] = static_url
    register_assets_cli(app)


def static_url(name: str) -> str:
    """The address of a file of `app/static/`, which changes when its content does."""
    root = request.script_root if has_request_context() else ""
    return f"{root}{current_app.static_url_path}/{_shown_name(name)}"


def is_immutable(path: str, url: str) -> bool:
    """For the server of static files: may a browser keep this one for ever?"""
    return bool(IMMUTABLE_NAME.search(path))


@lru_cache(maxsize=64)
def _shown_name(name: str) -> str:
    source = STATIC / name
    if not source.is_file():
        raise FileNotFoundError(f"app/static/{name} does not exist")
    built = _read_manifest().get(name)
    here = _source_hash(name)
    if built and built.source_hash == here and (STATIC / built.name).is_file():
        return built.name
    return f"{name}?v={here}"


# --- Building -----------------------------------------------------------------------------------------------------


def register_assets_cli(app: Flask) -> None:
    group = AppGroup("assets", help="Style, script and font files for browsers.")

    @group.command("build")
    def build_command() -> None:
        """Make the web font and the files with hashed names; quick when nothing changed."""
        made = build_assets()
        click.echo(f"assets: {made} files made" if made else "assets: up to date")

    app.cli.add_command(group)


def build_assets() -> int:
    """Build what is missing or old below `app/static/generated/`; how many files were made."""
    (STATIC / GENERATED).mkdir(exist_ok=True)
    before = _read_manifest()
    after: dict[str, Built] = {}
    for name in FONT_FILES:
        after[name] = _kept(before.get(name), _font_hash(name)) or _build_font(name)
    for name in _source_names():
        after[name] = _kept(before.get(name), _source_hash(name, fonts=after)) or _build_file(name, fonts=after)
    made = [name for name, built in after.items() if before.get(name) != built]
    if made:
        _write_manifest(after)
        _remove_leftovers([*before.values(), *after.values()])
        _compress(after)
    _shown_name.cache_clear()
    return len(made)


def _source_names() -> list[str]:
    found = (path for folder in SOURCES for path in (STATIC / folder).rglob("*") if path.is_file())
    return sorted(path.relative_to(STATIC).as_posix() for path in found)


def _kept(built: Built | None, source_hash: str) -> Built | None:
    if built and built.source_hash == source_hash and (STATIC / built.name).is_file():
        return built
    return None


def _build_file(name: str, *, fonts: dict[str, Built]) -> Built:
    content = (STATIC / name).read_bytes()
    if name.endswith(".css"):
        content = _squeeze_css(content.decode(), fonts).encode()
    elif name.endswith(".js"):
        content = _squeeze_js(content.decode()).encode()
    return _write(name, content, source_hash=_source_hash(name, fonts=fonts))


def _write(name: str, content: bytes, *, source_hash: str) -> Built:
    path = Path(name)
    hashed = f"{GENERATED}/{path.stem}.{_digest(content)}{path.suffix}"
    (STATIC / hashed).write_bytes(content)
    return Built(source_hash=source_hash, name=hashed)


def _squeeze_css(sheet: str, fonts: dict[str, Built]) -> str:
    """The same rules without comments and needless blanks; fonts by the names they were built under."""
    for name, built in fonts.items():
        sheet = sheet.replace(f"../{name}", Path(built.name).name)
    sheet = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    parts = re.split(r'("[^"]*")', sheet)
    for index in range(0, len(parts), 2):
        blank_free = re.sub(r"\s+", " ", parts[index])
        blank_free = re.sub(r" ?([{};,>]) ?", r"\1", blank_free)
        parts[index] = re.sub(r": ", ":", blank_free).replace(";}", "}")
    return "".join(parts).strip()


def _squeeze_js(script: str) -> str:
    """The same lines without indentation, blank lines and whole-line comments."""
    lines = (line.strip() for line in script.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def _compress(built: dict[str, Built]) -> None:
    """Beside each text file its gzip and brotli forms, which the static server picks by itself."""
    from whitenoise.compress import Compressor

    compressor = Compressor(quiet=True)
    for one in built.values():
        path = STATIC / one.name
        if compressor.should_compress(path.name):
            compressor.compress(str(path))


def _remove_leftovers(built: list[Built]) -> None:
    """Files of older builds, but for the last one's: a server not yet restarted still names those."""
    kept = {Path(one.name).name for one in built} | {MANIFEST, Path(FONT_LICENCE).name}
    kept |= {Path(name).name for name in FONT_FILES}
    for path in (STATIC / GENERATED).iterdir():
        if path.name.removesuffix(".br").removesuffix(".gz") not in kept:
            path.unlink()


# --- The font -----------------------------------------------------------------------------------------------------


def _build_font(name: str) -> Built:
    """A subset with Arabic, digits and a few marks, renamed, as WOFF2; written under its plain name too for the source sheet."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    file, style = FONT_FILES[name]
    font = TTFont(_font_folder() / "files" / file, recalcTimestamp=False)
    options = subset.Options(layout_features=FONT_FEATURES, name_IDs=KEPT_NAMES, hinting=False)
    options.drop_tables += ["meta"]  # language tags of the whole font
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=FONT_CHARACTERS)
    subsetter.subset(font)
    _rename(font, style)
    font.flavor = "woff2"
    font.save(STATIC / name)
    shutil.copyfile(_font_folder() / "LICENSE", STATIC / FONT_LICENCE)
    return _write(name, (STATIC / name).read_bytes(), source_hash=_font_hash(name))


def _rename(font: TTFont, style: str) -> None:
    """No trace of the reserved name where fonts are told apart; copyright and licence stay."""
    full = f"{FONT_FAMILY} {style}"
    names = {1: FONT_FAMILY, 2: style, 3: f"{full} web subset", 4: full, 6: full.replace(" ", "")}
    for name_id, text in names.items():
        font["name"].setName(text, name_id, 3, 1, 0x409)


def _font_folder() -> Path:
    return Path(str(resources.files(FONT_PACKAGE)))


def _font_hash(name: str) -> str:
    """Of what the font is made from: the package's file and the recipe above."""
    original = (_font_folder() / "files" / FONT_FILES[name][0]).read_bytes()
    return _digest(original + FONT_RECIPE.encode())


# --- The manifest -------------------------------------------------------------------------------------------------


def _source_hash(name: str, *, fonts: dict[str, Built] | None = None) -> str:
    """Of the source; of a sheet also the fonts it names, since the built sheet carries their names."""
    content = (STATIC / name).read_bytes()
    if name.endswith(".css"):
        named = fonts if fonts is not None else _read_manifest()
        content += "".join(sorted(named[font].name for font in FONT_FILES if font in named)).encode()
    return _digest(content)


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()[:HASH_LENGTH]


def _read_manifest() -> dict[str, Built]:
    path = STATIC / GENERATED / MANIFEST
    try:
        return {name: Built(**fields) for name, fields in json.loads(path.read_bytes()).items()}
    except (FileNotFoundError, ValueError, TypeError, AttributeError):
        return {}


def _write_manifest(built: dict[str, Built]) -> None:
    lines = {name: {"source_hash": one.source_hash, "name": one.name} for name, one in sorted(built.items())}
    (STATIC / GENERATED / MANIFEST).write_text(json.dumps(lines, indent=1), encoding="utf-8")
