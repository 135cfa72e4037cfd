"""What other rooms show on a member's page, without this room knowing them: `create_app` lists the panels in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from app.kernel.access import Actor
from app.kernel.paging import AnyRow


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A template partial and the query that feeds it; None from the query: nothing is shown to this actor.

    `stays`: of what stays with a file that is merged into another.
    """

    template: str
    context: Callable[[Actor, AnyRow], dict[str, Any] | None]
    stays: bool = False


_panels: list[Panel] = []


def use_panels(panels: Iterable[Panel]) -> None:
    _panels[:] = panels


def filled_panels(actor: Actor, member: AnyRow) -> Sequence[tuple[str, dict[str, Any]]]:
    """For a row of `queries.get_file_or_404`: the template and values of each panel that has something to show."""
    return _filled(_panels, actor, member)


def panels_of_merged(actor: Actor, member: AnyRow) -> Sequence[tuple[str, dict[str, Any]]]:
    """For a file that was merged: what stays with it."""
    return _filled([panel for panel in _panels if panel.stays], actor, member)


def _filled(panels: Iterable[Panel], actor: Actor, member: AnyRow) -> Sequence[tuple[str, dict[str, Any]]]:
    filled = ((panel.template, panel.context(actor, member)) for panel in panels)
    return [(template, values) for template, values in filled if values is not None]
