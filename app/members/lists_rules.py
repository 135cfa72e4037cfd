"""What may be saved, and how many people one act may take."""

from __future__ import annotations

from collections.abc import Collection

from app.members.errors import ListNameTaken, SharingNotAllowed, TooManyLists

MOST_LISTS = 100  # of one person
MOST_TOGETHER = 500  # people in one act


def refuse_saving(name: str, others: Collection[str], *, is_shared: bool, may_share: bool) -> None:
    """Of a list that is to be called so beside the others of its owner. Raises TooManyLists, ListNameTaken, SharingNotAllowed."""
    if len(others) >= MOST_LISTS:
        raise TooManyLists
    if name.casefold() in {other.casefold() for other in others}:
        raise ListNameTaken
    if is_shared and not may_share:
        raise SharingNotAllowed
