"""Short files, short functions, few positional arguments (the style of the house, in ten lines)."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.consistency.code import ROOT, modules

LONGEST_FILE, LONGEST_FUNCTION, LONGEST_VIEW = 400, 25, 15
MOST_POSITIONAL = 3
MAY_BE_LONGER = {
    ("app/attestations/services.py", "_numbered"): "one row, column by column",
    ("app/style_guide/samples.py", "sample_form"): "one form of every field",
}


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def lines_of_code(function: ast.FunctionDef) -> int:
    """Without signature and docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_files_are_short() -> None:
    long = {path: len((ROOT / path).read_text().splitlines()) for path in modules()}
    offenders = {path: lines for path, lines in long.items() if lines > LONGEST_FILE}
    assert not offenders, f"more than {LONGEST_FILE} lines: take a room of its own out of it {offenders}"


def test_functions_are_short() -> None:
    offenders = {}
    for path, tree in modules().items():
        limit = LONGEST_VIEW if path.endswith("views.py") else LONGEST_FUNCTION
        for function in functions(tree):
            if lines_of_code(function) > limit:
                offenders[path, function.name] = lines_of_code(function)
    new = {name: lines for name, lines in offenders.items() if name not in MAY_BE_LONGER}
    assert not new, f"name a part of it and take it out: {new}"
    assert not MAY_BE_LONGER.keys() - offenders.keys(), "short now: take it out of MAY_BE_LONGER"


def test_few_arguments_are_known_by_their_place() -> None:
    """The fourth at the latest has a name where it is called. Libraries decide for the functions they call."""
    called_by_libraries = {"_add_headers", "open"}
    offenders = [
        f"{path}:{function.lineno} {function.name}({', '.join(names)})"
        for path, tree in modules().items()
        for function in functions(tree)
        if function.name not in called_by_libraries
        and len(names := [argument.arg for argument in function.args.args if argument.arg not in ("self", "cls")])
        > MOST_POSITIONAL
    ]
    assert not offenders, "write * before the last ones\n" + "\n".join(offenders)


def test_public_functions_say_types() -> None:
    offenders = [
        f"{path}:{function.lineno} {function.name}"
        for path, tree in modules().items()
        for function in functions(tree)
        if function.returns is None
    ]
    assert not offenders, "say what it returns\n" + "\n".join(offenders)


def test_values_are_frozen_and_named() -> None:
    """Dataclasses are frozen and take their fields by name; these are not, and say why where they stand."""
    others = {"_Pending", "_Sums", "Money"}
    offenders = []
    for path, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and node.name not in others:
                for decorator in node.decorator_list:
                    if "dataclass" in ast.unparse(decorator) and "frozen=True, kw_only=True" not in ast.unparse(
                        decorator
                    ):
                        offenders.append(f"{path}:{node.lineno} {node.name}")
    assert not offenders, "write @dataclass(frozen=True, kw_only=True)\n" + "\n".join(offenders)


def test_every_module_says_what_it_is_for() -> None:
    silent = [path for path, tree in modules().items() if not ast.get_docstring(tree)]
    assert not silent, f"one sentence at the top: {silent}"
