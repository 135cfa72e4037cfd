"""Templates: nothing inline, nothing unescaped, none unused."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from jinja2 import Environment, nodes

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
    said = " ".join(ast.unparse(tree) for tree in modules().values()) + " ".join(templates().values())
    used = set(NAMED.findall(said)) | {name for name in templates() if name.startswith("errors/")}
    used |= {"activity/waiting_members.html", "activity/silent_members.html"}  # named after the tab that is open
    unused = set(templates()) - used
    assert not unused, f"delete {sorted(unused)}"


UNQUOTED = re.compile(r"""<[^>{]*\s[\w-]+=\s*{{""")
NAMED_BY_CODE = {  # sentences that arrive translated or are marked where they are made
    "attestations/_missing.html",
}
TRANSLATES = {"_", "_n", "_p", "gettext", "ngettext", "pgettext"}


def test_every_attribute_is_quoted() -> None:
    """A value with a space would become an attribute of its own."""
    wrong = [name for name, text in templates().items() if UNQUOTED.search(text)]
    assert not wrong, f'write name="{{{{ value }}}}" in {wrong}'


def calls_of_translation(text: str) -> Iterator[nodes.Call]:
    parsed = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"]).parse(text)
    for call in parsed.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in TRANSLATES:
            yield call


def test_sentences_in_templates_are_written_out() -> None:
    """What is not a literal is never collected, so never translated."""
    wrong = [
        f"{name}:{call.lineno}"
        for name, text in templates().items()
        if name not in NAMED_BY_CODE
        for call in calls_of_translation(text)
        if not isinstance(call.args[0], nodes.Const)
    ]
    assert not wrong, f"write the English sentence inside _() in {wrong}"


def test_forms_that_change_something_carry_a_token() -> None:
    """By the macro, or by hand: a form without one is refused anyway, and this says so before."""
    wrong = []
    for name, text in templates().items():
        for form in re.findall(r"<form[^>]*method=.post.*?</form>", text, re.DOTALL | re.IGNORECASE):
            if "csrf_token" not in form:
                wrong.append(name)
    assert not wrong, f"use form_start, or add the hidden csrf_token: {wrong}"


def test_nothing_comes_from_elsewhere() -> None:
    """No picture, style or script of another site: the policy forbids it, and a page would wait for it."""
    wrong = [
        name
        for name, text in templates().items()
        if re.search(r"""(?:src|srcset|href)=["'](?:https?:)?//""", text) and not name.startswith("emails/")
    ]
    assert not wrong, f"serve it ourselves: {wrong}"
