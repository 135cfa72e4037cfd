"""What the pages of saved lists show: what each list keeps, and whether all of it still applies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from app.kernel.access import Permission, current_actor
from app.kernel.errors import ChangedMeanwhile, Refusal
from app.members import list_filters, list_pages, lists_queries
from app.members.list_filters import MemberFilters
from app.members.lists_forms import ListForm
from app.members.lists_services import ListDetails, Wanted
from app.members.models import SavedList


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A saved list as an address, and the labels of what no longer applies."""

    filters: MemberFilters
    columns: tuple[str, ...]
    missing: Sequence[str]

    @property
    def address(self) -> dict[str, Any]:
        return list_pages.filters_in_address(self.filters, self.columns)


def opened(wanted: Mapping[str, Sequence[str]]) -> Opened:
    """What a list keeps, read as today's filters; criteria that no longer apply are taken out and named."""
    args = MultiDict([(name, str(value)) for name, values in wanted.items() for value in values])
    filters, actor = list_pages.asked_filters(args), current_actor()
    unknown = wanted.keys() - list_filters.all_filters().keys() - list_filters.RESERVED
    missing = [*list_filters.no_longer_apply(filters, actor), *map(list_filters.label_of, sorted(unknown))]
    applying = tuple(
        each for each in filters.criteria if not list_filters.no_longer_apply(MemberFilters(criteria=(each,)), actor)
    )
    kept = replace(filters, criteria=applying, left_out=())
    return Opened(filters=kept, columns=list_pages.asked_columns(args), missing=missing)


def asked_wanted() -> Wanted:
    """The list in the address, as it is saved."""
    filters, columns = list_pages.asked_filters(), list_pages.asked_columns()
    return list_pages.as_saved(list_pages.filters_in_address(filters, columns))


def wanted_after(saved: SavedList) -> Wanted:
    """What a change keeps: the filters in the address if there are, else those that stand."""
    return asked_wanted() if "keep" in request.args else dict(saved.wanted)


def details_of(form: ListForm, wanted: Wanted, saved: SavedList | None = None) -> ListDetails:
    """Who may not share is not asked, and leaves it as it is."""
    is_shared = form.is_shared.data if form.is_shared.data is not None else saved is not None and saved.is_shared
    said = " · ".join(list_pages.filters_in_words(opened(wanted).filters))
    return ListDetails(name=form.name.data, is_shared=is_shared, wanted=wanted, said=said)


def by_whom() -> dict[str, Any]:
    actor = current_actor()
    return {"by_account_id": actor.account_id, "may_share": may_share()}


def may_share() -> bool:
    return current_actor().can(Permission.SHARE_LISTS)


def of_everybody() -> dict[str, Any]:
    """The lists one may open: one's own, then those that others share."""
    actor, lists = current_actor(), lists_queries.lists_of(current_actor())
    lines: list[dict[str, Any]] = [
        {
            "list": one,
            "said": list_pages.filters_in_words(opened(one.wanted).filters),
            "may_change": lists_queries.may_change(actor, one),
        }
        for one in lists
    ]
    own = [line for line in lines if line["list"].account_id == actor.account_id]
    return {"own": own, "shared": [line for line in lines if line not in own]}


def kept_by(wanted: Wanted) -> dict[str, Any]:
    """What a form of a list shows of it."""
    found = opened(wanted)
    back = url_for("members.list_members", **found.address)
    return {"said": list_pages.filters_in_words(found.filters), "missing": found.missing, "back": back}


def offer_newest(form: ListForm, saved: SavedList, refusal: Refusal) -> None:
    """After somebody else's save: the next submission is compared with what stands now."""
    if isinstance(refusal, ChangedMeanwhile):
        form.version.typed, form.version.data = None, saved.version
