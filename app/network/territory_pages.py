"""What the pages of territories show: the list of a country, one territory over time, choices offered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from flask import abort, url_for

from app.kernel import clock
from app.kernel.access import current_actor
from app.kernel.errors import ChangedMeanwhile, Refusal
from app.kernel.i18n import language
from app.kernel.names import sort_key
from app.network import labels, territories
from app.network import territory_rules as rules
from app.network.models import Country
from app.network.territory_forms import ClosingForm, NewTerritoryForm, RenamingForm, SeveralForm, TakingBackForm
from app.network.territory_rules import Change, Territory

Shown = TypeVar("Shown", NewTerritoryForm, SeveralForm, ClosingForm, TakingBackForm)


@dataclass(frozen=True, kw_only=True)
class Atlas:
    """The list of a country today, with its changes."""

    country: Country
    today: date
    listed: rules.Listed
    changes: list[Change]

    @property
    def version(self) -> int:
        """How many changes it was made with."""
        return len(self.changes)

    def name(self, code: str | None) -> str:
        found = self.listed.get(code or "")
        return found.name(language(), self.today) if found else code or ""

    def inside(self, code: str | None) -> list[Territory]:
        """What lies directly in a territory, the largest ones for None, by name; wilayas by number."""
        found = [each for each in self.listed.values() if each.parent == code]
        if self.country in territories.ORDERED_BY_NUMBER and code is None:
            return found
        return sorted(found, key=lambda each: sort_key(each.name(language(), self.today), ""))


def country_or_404(code: str) -> Country:
    return Country(code) if code in territories.COUNTRIES else abort(404)


def atlas_of(country: Country) -> Atlas:
    listed, changes = territories.list_and_changes(country)
    return Atlas(country=country, today=clock.today(country), listed=listed, changes=changes)


def found_or_404(code: str) -> tuple[Atlas, Territory]:
    """A territory that is or was, and the list it stands in."""
    atlas = atlas_of(country_or_404(code.partition("-")[0]))
    return (atlas, atlas.listed[code]) if code in atlas.listed else abort(404)


def country_list(country: Country) -> dict[str, Any]:
    atlas = atlas_of(country)
    return {
        "atlas": atlas,
        "kinds": labels.TERRITORY_KIND,
        "countries": [
            {"label": str(labels.COUNTRY[each]), "url": url_for("territories.show_list", country=each.value), "current": each is country}
            for each in Country
        ],
        "changes": in_words(atlas, atlas.changes),
    }  # fmt: skip


def one(code: str) -> dict[str, Any]:
    atlas, found = found_or_404(code)
    changes = [change for change in atlas.changes if change.code == code]
    return {
        "atlas": atlas,
        "found": found,
        "kinds": labels.TERRITORY_KIND,
        "took_its_place": [each.name(language(), atlas.today) for each in rules.in_place_of(atlas.listed, found)],
        "changes": in_words(atlas, changes),
    }


def of_change(atlas: Atlas, change: Change) -> dict[str, Any]:
    return {"atlas": atlas, "change": change, "kind": labels.CHANGE_KIND[change.kind]}


def in_words(atlas: Atlas, changes: list[Change]) -> list[dict[str, Any]]:
    """The changes, the last one first, and whether each may be taken back."""
    undone = {change.takes_back for change in changes}
    return [
        {
            "change": change,
            "kind": labels.CHANGE_KIND[change.kind],
            "name": atlas.name(change.code),
            "is_undone": change.number in undone,
            "may_go": _may_go(changes, change.number),
        }
        for change in reversed(changes)
    ]


def _may_go(changes: list[Change], number: int) -> bool:
    try:
        rules.refuse_taking_back(changes, number)
    except Refusal:
        return False
    return True


def change_or_404(country: Country, number: int) -> tuple[Atlas, Change]:
    atlas = atlas_of(country)
    known = {change.number: change for change in atlas.changes}
    return (atlas, known[number]) if number in known else abort(404)


def with_places(form: NewTerritoryForm, atlas: Atlas) -> NewTerritoryForm:
    """What stands and has others in it; and where a new one may come out of."""
    around = {kind for kinds in rules.AROUND.values() for kind in kinds}
    standing = [each for each in atlas.listed.values() if each.existed(atlas.today)]
    by_name = sorted(standing, key=lambda each: sort_key(each.name(language(), atlas.today), ""))
    form.offer(
        atlas.country.value,
        around={each.code: atlas.name(each.code) for each in by_name if each.kind in around},
        known={each.code: atlas.name(each.code) for each in by_name},
    )
    return begun(form, atlas)


def with_kinds(form: SeveralForm, atlas: Atlas) -> SeveralForm:
    form.offer(atlas.country.value)
    if len(form.kind.choices) == 1 and not form.is_submitted():
        form.kind.data = next(iter(form.kind.choices))
    return begun(form, atlas)


def with_successors(form: ClosingForm, atlas: Atlas, closed: Territory) -> ClosingForm:
    """Those of its level that stand, beside it first."""
    beside = [
        each for each in atlas.listed.values() if each.kind == closed.kind or {each.kind, closed.kind} <= {*rules.HOMES}
    ]
    offered = [each for each in beside if each.code != closed.code and not each.has_ended(atlas.today)]
    offered.sort(key=lambda each: (each.parent != closed.parent, sort_key(each.name(language(), atlas.today), "")))
    form.successor.choices = {each.code: atlas.name(each.code) for each in offered}
    return begun(form, atlas)


def begun(form: Shown, atlas: Atlas) -> Shown:
    """The list as it is shown."""
    if not form.is_submitted():
        form.version.data = atlas.version
    return form


def naming_form(atlas: Atlas, found: Territory) -> RenamingForm:
    name = found.names[-1]
    return RenamingForm(name_fr=name.fr, name_ar=name.ar, version=atlas.version)


def by_whom() -> dict[str, Any]:
    return {"by_account_id": current_actor().account_id}


def decided(form: Any, atlas: Atlas) -> dict[str, Any]:
    """Of which list, by whom, on which day: for a service."""
    return {"version": form.version.data, "today": atlas.today, **by_whom()}


def explain(form: Any, refusal: Refusal, atlas: Atlas) -> None:
    """After somebody else's change the next submission is compared with what stands now."""
    form.add_refusal(refusal)
    if isinstance(refusal, ChangedMeanwhile):
        form.version.typed, form.version.data = None, atlas.version
