"""Refuse lock files that name a place, lack a hash, or disagree with each other or with requirements*.in."""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PINNED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^]]+\])?==(?P<version>[^\s;]+)", re.MULTILINE)
PLACES = re.compile(r"^[^#\n]*(?:://|file:| @ )|^\s*-+(?!-?hash)\w.*", re.MULTILINE)
BLOCK = re.compile(r"^(?=[A-Za-z0-9])", re.MULTILINE)


def main() -> None:
    run, dev = (ROOT / name for name in ("requirements.txt", "requirements-dev.txt"))
    complaints = [
        *complaints_of_lock(run),
        *complaints_of_lock(dev),
        *complaints_of_source(ROOT / "requirements.in", pins_of(run)),
        *complaints_of_source(ROOT / "requirements-dev.in", pins_of(dev)),
    ]
    for name, version in pins_of(run).items():
        if pins_of(dev).get(name) != version:
            complaints.append(f"{dev.name}: {name} is not at {version} as in {run.name}; type: make lock")
    for complaint in complaints:
        print(complaint)
    sys.exit(bool(complaints))


def pins_of(path: Path) -> dict[str, str]:
    """Library, in its customary spelling, to version."""
    return {spell(found["name"]): found["version"] for found in PINNED.finditer(path.read_text(encoding="utf-8"))}


def spell(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def complaints_of_lock(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    complaints = [
        f"{path.name} names a place ({found[0].strip()[:60]}); type: make lock" for found in PLACES.finditer(text)
    ]
    for block in BLOCK.split(text):
        if (found := PINNED.match(block)) and "--hash=sha256:" not in block:
            complaints.append(f"{path.name}: {found['name']} has no hash; type: make lock")
    return complaints


def complaints_of_source(path: Path, locked: dict[str, str]) -> list[str]:
    complaints = []
    for line in path.read_text(encoding="utf-8").splitlines():
        wanted = line.split("#")[0].split(";")[0].strip()
        if not wanted or wanted.startswith("-"):
            continue
        name, _, version = wanted.partition("==")
        there = locked.get(spell(re.sub(r"\[.*", "", name)))
        if there is None or version not in ("", there):
            complaints.append(f"{path.name} asks for {wanted}, the lock has {there or 'nothing'}; type: make lock")
    return complaints


if __name__ == "__main__":
    main()
