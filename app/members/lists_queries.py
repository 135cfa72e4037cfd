"""Reads of saved lists: one's own, and those that are shared in the organisation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import abort
from sqlalchemy import ColumnElement, or_, select

from app.accounts.models import Account
from app.accounts.queries import shown_name
from app.kernel.access import Actor, Permission
from app.kernel.database import db
from app.kernel.paging import AnyRow
from app.kernel.sql import read_rows
from app.members.models import SavedList


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Whoever sees members sees the lists that are shared, and their own."""
    return or_(SavedList.is_shared, SavedList.account_id == actor.account_id)


def find_list(actor: Actor, list_id: int) -> AnyRow | None:
    """`id`, `name`, `wanted` and `is_own` of a list the actor may open."""
    own = (SavedList.account_id == actor.account_id).label("is_own")
    found = select(SavedList.id, SavedList.name, SavedList.wanted, own)
    return read_rows(found.where(SavedList.id == list_id, visible_to(actor))).one_or_none()


def get_list_or_404(actor: Actor, list_id: int) -> SavedList:
    """A list the actor may open; another person's own one is as if it were not."""
    found: SavedList | None = db.session.scalar(select(SavedList).where(SavedList.id == list_id, visible_to(actor)))
    return found if found is not None else abort(404)


def get_list_to_change(actor: Actor, list_id: int) -> SavedList:
    """One's own, or a shared one for who may share; 403 for another shared one."""
    found = get_list_or_404(actor, list_id)
    return found if may_change(actor, found) else abort(403)


def may_change(actor: Actor, saved: Any) -> bool:
    return bool(saved.account_id == actor.account_id or actor.can(Permission.SHARE_LISTS))


def lists_of(actor: Actor) -> Sequence[AnyRow]:
    """The lists an actor may open, by name, with whose they are: `owner`."""
    found = select(
        SavedList.id,
        SavedList.name,
        SavedList.wanted,
        SavedList.is_shared,
        SavedList.account_id,
        shown_name().label("owner"),
    ).join(Account, Account.id == SavedList.account_id)
    return read_rows(found.where(visible_to(actor)).order_by(SavedList.name, SavedList.id)).all()


def names_of_others(account_id: int, *, beside: int | None = None) -> list[str]:
    """The names of a person's lists, but for one."""
    found = select(SavedList.name).where(SavedList.account_id == account_id, SavedList.id != (beside or 0))
    return list(db.session.scalars(found))
