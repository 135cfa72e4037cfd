"""Saving lists of members under a name, changing and deleting them."""

from __future__ import annotations

from dataclasses import dataclass

from app.kernel import audit
from app.kernel.database import db
from app.kernel.errors import ChangedMeanwhile
from app.kernel.i18n import _l
from app.members import lists_queries
from app.members.lists_rules import refuse_saving
from app.members.models import SavedList

LIST_SAVED = audit.action("list.saved", _l("List of members saved"))
LIST_CHANGED = audit.action("list.changed", _l("List of members changed"))
LIST_DELETED = audit.action("list.deleted", _l("List of members deleted"))
Wanted = dict[str, list[str]]


@dataclass(frozen=True, kw_only=True)
class ListDetails:
    """What a form says of a list, and the address it keeps; `said`: its filters in words, for the log."""

    name: str
    is_shared: bool
    wanted: Wanted
    said: str = ""


def save_list(details: ListDetails, *, by_account_id: int, may_share: bool) -> SavedList:
    """Raises as `lists_rules.refuse_saving`."""
    others = lists_queries.names_of_others(by_account_id)
    refuse_saving(details.name, others, is_shared=details.is_shared, may_share=may_share)
    saved = SavedList(name=details.name, is_shared=details.is_shared, wanted=details.wanted, account_id=by_account_id)
    db.session.add(saved)
    db.session.flush()
    audit.record(LIST_SAVED, subject_type="list", subject_id=saved.id, after={**_told(saved), "filters": details.said})
    return saved


def change_list(saved: SavedList, details: ListDetails, *, version: int | None, may_share: bool) -> None:
    """Change a list that was shown at `version`. Raises ChangedMeanwhile, and as `save_list`."""
    db.session.refresh(saved, with_for_update=True)
    if saved.version != version:
        raise ChangedMeanwhile
    others = lists_queries.names_of_others(saved.account_id, beside=saved.id)
    is_news = details.is_shared and not saved.is_shared
    refuse_saving(details.name, others, is_shared=is_news, may_share=may_share)
    before, has_other_filters = _told(saved), saved.wanted != details.wanted
    saved.name, saved.is_shared, saved.wanted = details.name, details.is_shared, details.wanted
    db.session.flush()
    old, new = audit.only_changed(before, _told(saved))
    if has_other_filters:
        new["filters"] = details.said
    if new:
        audit.record(LIST_CHANGED, subject_type="list", subject_id=saved.id, before=old, after=new)


def delete_list(saved: SavedList) -> None:
    audit.record(LIST_DELETED, subject_type="list", subject_id=saved.id, before=_told(saved))
    db.session.delete(saved)
    db.session.flush()


def _told(saved: SavedList) -> dict[str, object]:
    return {"name": saved.name, "is_shared": saved.is_shared}
