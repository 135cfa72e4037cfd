"""The application's code as text and as syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "app"


@cache
def modules() -> dict[str, ast.Module]:
    """Syntax tree by path below the project, such as `app/members/views.py`."""
    return {str(path.relative_to(ROOT)): ast.parse(path.read_text()) for path in sorted(APP.rglob("*.py"))}


@cache
def templates() -> dict[str, str]:
    folder = APP / "templates"
    return {str(path.relative_to(folder)): path.read_text() for path in sorted(folder.rglob("*.html"))}


@cache
def imported(tree: ast.Module) -> list[tuple[str, int]]:
    """Each module that is imported, with its line; those for type checkers alone are left out."""
    return list(_imported(tree))


def _imported(tree: ast.Module) -> Iterator[tuple[str, int]]:
    skipped = {id(node) for block in ast.walk(tree) if _is_for_types(block) for node in ast.walk(block)}
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node.lineno
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def calls(tree: ast.Module, name: str) -> list[ast.Call]:
    """Calls of a function by its last name."""
    return _calls(tree).get(name, [])


@cache
def _calls(tree: ast.Module) -> dict[str, list[ast.Call]]:
    found: dict[str, list[ast.Call]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = node.func
            last = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
            found.setdefault(last, []).append(node)
    return found
