"""How a shared trade is shared out. Pure: amounts and parts in, amounts out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WHOLE = 100_00
"""All parts together, in hundredths of a percent."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """What a member gets, in hundredths of a percent."""

    member_id: int
    part: int


@dataclass(frozen=True, kw_only=True)
class Split:
    """Who gets what from a day until the next split; `parts` in their fixed order, and `WHOLE` together."""

    id: int = 0
    starts_on: date
    parts: Sequence[Part]

    def members(self) -> frozenset[int]:
        return frozenset(part.member_id for part in self.parts)

    def part_of(self, member_id: int) -> int:
        """Hundredths of a percent; 0 for who has none."""
        return sum(part.part for part in self.parts if part.member_id == member_id)

    def shares(self, amount_minor: int) -> dict[int, int]:
        """What each member gets of an amount, by member id."""
        found: dict[int, int] = {}
        for part, share in zip(self.parts, share_out(amount_minor, [one.part for one in self.parts]), strict=True):
            found[part.member_id] = found.get(part.member_id, 0) + share
        return found


def share_out(amount_minor: int, parts: Sequence[int]) -> list[int]:
    """An amount in minor units cut by parts that make `WHOLE`; the pieces add up to it.

    Each piece is the exact one rounded down; the units left over go to the largest remainders, and among equals to the
    first. What is below zero is cut as its opposite, so that a counter-entry takes back what each was given.
    """
    if amount_minor < 0:
        return [-share for share in share_out(-amount_minor, parts)]
    exact = [divmod(amount_minor * part, WHOLE) for part in parts]
    shares = [whole for whole, _rest in exact]
    if left_over := amount_minor - sum(shares):
        for place in sorted(range(len(parts)), key=lambda place: -exact[place][1])[:left_over]:
            shares[place] += 1
    return shares


def split_on(splits: Sequence[Split], day: date) -> Split:
    """The split of a day: the last to start until then, of the same day the last written down. Before all: the first."""
    begun = [split for split in splits if split.starts_on <= day]
    return max(begun, key=lambda split: (split.starts_on, split.id)) if begun else min(splits, key=lambda one: one.id)
