"""The fonts of papers: static files from font packages, found through a fontconfig file of our own.

No `@font-face` (a forked child that ends deletes the temporary files behind it, and the next paper has no text), no
variable fonts (three times slower), no system configuration (other machines would give other papers). Besides Amiri and
IBM Plex Sans Arabic, two folders are looked into when they exist: DejaVu, which bin/setup installs on Debian and Ubuntu, for Greek,
Cyrillic, Tifinagh, Hebrew, Armenian, Georgian and Vietnamese names; and `DATA_DIR/fonts`, where an operator can put
fonts for any other script. A font package (`fontpkg-…`) that is installed besides is found as well.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from xml.sax.saxutils import escape

import fontpkg

FAMILIES = ("Amiri", "IBM Plex Sans Arabic")
DEJAVU = Path("/usr/share/fonts/truetype/dejavu")
INVISIBLE = frozenset("\n\t\u00ad\u200b\u200c\u200d\u200e\u200f\u202f\u2060\u2066\u2067\u2068\u2069")


def data_dir() -> Path:
    """DATA_DIR as config.py reads it; here without an application, for the child process has none."""
    return Path(os.environ.get("DATA_DIR") or Path(__file__).resolve().parents[2] / "instance").resolve()


def folders() -> tuple[Path, ...]:
    """Where fonts are looked for, first ours."""
    return (*(path.parent for path in _packaged()), *_fallback_folders())


def _packaged() -> tuple[Path, ...]:
    """One file of each family that is installed as a package, ours first."""
    others = sorted(family.name for family in fontpkg.families().values() if family.name not in FAMILIES)
    return tuple(fontpkg.family(name).files[0].path for name in (*FAMILIES, *others))


def _fallback_folders() -> tuple[Path, ...]:
    return tuple(folder for folder in (DEJAVU, data_dir() / "fonts") if folder.is_dir())


@contextmanager
def own_fonts() -> Iterator[None]:
    """Inside, fontconfig reads our file. To be held around the engine's import and around each font configuration made;
    given back after, so that a browser or another program started from this process keeps its own fonts.
    """
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(write_configuration())
    try:
        yield
    finally:
        if before is None:
            del os.environ["FONTCONFIG_FILE"]
        else:
            os.environ["FONTCONFIG_FILE"] = before


def write_configuration() -> Path:
    """Write the fontconfig file where it is missing or says something else; its path."""
    cache = _writable_cache()
    directories = "".join(f"<dir>{escape(str(folder))}</dir>" for folder in folders())
    text = (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
        f"<fontconfig>{directories}<cachedir>{escape(str(cache))}</cachedir></fontconfig>\n"
    )
    configuration = cache / "fonts.conf"
    if not configuration.exists() or configuration.read_text(encoding="utf-8") != text:
        fresh = cache / f"fonts.conf.{os.getpid()}"
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(configuration)
    return configuration


def _writable_cache() -> Path:
    """`DATA_DIR/cache/fonts`; where that cannot be written, a folder of this user's in the temporary directory."""
    for folder in (data_dir() / "cache" / "fonts", Path(tempfile.gettempdir()) / f"moucharaka-fonts-{os.getuid()}"):
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError:
            continue
        if os.access(folder, os.W_OK) and folder.stat().st_uid == os.getuid():
            return folder
    raise RuntimeError("no folder can be written for the font cache: set DATA_DIR")


@lru_cache(maxsize=64)
def _letters_of_file(path: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont  # heavy: only where papers are made or checked

    with TTFont(path, lazy=True) as font:
        numbers = range(font["maxp"].numGlyphs)  # the names of glyphs take ten times as long to read
        font.setGlyphOrder(list(map(str, numbers)))
        return frozenset(font.getBestCmap())


@lru_cache(maxsize=4)
def letters_of(family: str) -> frozenset[int]:
    """Code points that one of our families draws by itself."""
    return _letters_of_file(fontpkg.path(family))


@lru_cache(maxsize=1)
def _files() -> tuple[Path, ...]:
    """Of all fonts, those of papers first."""
    return (*_packaged(), *(path for folder in _fallback_folders() for path in sorted(folder.glob("*.[to]tf"))))


def unprintable(text: str) -> str:
    """The characters of `text` that no font of ours can draw, each once, in order of appearance."""
    left = {c for c in text if c not in INVISIBLE}
    for path in _files():
        if not left:
            return ""
        left = {c for c in left if ord(c) not in _letters_of_file(path)}
    return "".join(dict.fromkeys(c for c in text if c in left))
