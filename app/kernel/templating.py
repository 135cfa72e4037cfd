"""How Jinja is set up: what every template may name is laid out once, when the template is loaded."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from flask.templating import Environment


class HouseEnvironment(Environment):
    """Globals are looked up for every sentence and import of every page; Jinja's own chain of maps made that slow.

    What is added to `jinja_env.globals` after the first page was shown is not seen by templates that are loaded.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}
