"""Copies of the project that a trial may change, or that stay as they are while somebody goes on working in it."""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_COPIED = shutil.ignore_patterns(
    ".git", ".venv", "instance", "build", ".hypothesis", "__pycache__", "bench", "docs", ".*_cache", "*.png", "*.whl"
)


def copy_of_the_tree(folder: Path) -> Path:
    shutil.copytree(ROOT, folder, ignore=NOT_COPIED)
    return folder
