"""What a dry run found to change in a file, in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from app.imports import registry
from app.imports.registry import Here, ImportField
from app.kernel import audit_words
from app.kernel.i18n import format_day
from app.network import queries as network_queries
from app.network.models import Vocabulary

Change = tuple[str, str, str]
"""What it is called, what stands there, and what would stand there."""


class ChangeWords:
    """Lists of words are looked up once for all rows of a page."""

    def __init__(self, here: Here, language: str) -> None:
        self.fields = registry.fields()
        self.terms = network_queries.term_labels(Vocabulary.TRADE, language)
        self._labels = cache(
            lambda code: {choice.value: choice.label for choice in (self.fields[code].choices or _none)(here)}
        )

    def changes(self, said: Mapping[str, Any]) -> list[Change]:
        """The changes of the member's own file as the log says them, then those of the other rooms."""
        before, after = said.get("before") or {}, said.get("after") or {}
        if not isinstance(after, dict) or not isinstance(before, dict):
            return []
        in_file = [name for name in after if audit_words.has_words("member", name)]
        old, new = (
            audit_words.in_words("member", {name: side.get(name) for name in in_file}, self.terms)
            for side in (before, after)
        )
        told = [(name, was, becomes) for (name, was), (_name, becomes) in zip(old, new, strict=True)]
        others = [self.fields[name] for name in after if name in self.fields and name not in in_file]
        return told + [
            (str(each.label), self._value(each, before.get(each.code)), self._value(each, after[each.code]))
            for each in others
        ]

    def _value(self, told: ImportField, value: Any) -> str:
        if value in (None, "", []):
            return str(audit_words.NOTHING)
        if told.say is not None:
            return str(told.say(value))
        if told.choices is not None:
            several = value if isinstance(value, list) else [value]
            return ", ".join(str(self._labels(told.code).get(str(each), "…")) for each in several)
        return format_day(date.fromisoformat(value)) if told.is_day else str(value)


def _none(_here: Here) -> list[Any]:
    return []
