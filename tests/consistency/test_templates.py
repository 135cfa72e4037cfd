"""Templates: nothing inline, nothing unescaped, none unused."""

from __future__ import annotations

import re

from tests.consistency.code import modules, templates

NAMED = re.compile(r"""["']([\w/.-]+\.(?:html|txt))["']""")
INLINE = re.compile(r"""<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=["']|javascript:""")
UNESCAPED = re.compile(r"\|\s*safe\b|autoescape\s+false")


def test_nothing_is_inline() -> None:
    wrong = [name for name, text in templates().items() if INLINE.search(re.sub(r"{#.*?#}", "", text, flags=re.DOTALL))]
    assert not wrong, f"move it to the sheet or the script: {wrong}"


def test_nothing_is_left_unescaped() -> None:
    wrong = [name for name, text in templates().items() if UNESCAPED.search(text)]
    assert not wrong, f"let Jinja escape it: {wrong}"


def test_every_template_is_used() -> None:
    import ast

    said = " ".join(ast.unparse(tree) for tree in modules().values()) + " ".join(templates().values())
    used = set(NAMED.findall(said)) | {name for name in templates() if name.startswith("errors/")}
    used |= {"activity/waiting_members.html", "activity/silent_members.html"}  # named after the tab that is open
    unused = set(templates()) - used
    assert not unused, f"delete {sorted(unused)}"
