"""What the pages of shares show: a holding, entries in words, warnings that do not refuse."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, g, url_for

from app.kernel.access import Permission, current_actor
from app.kernel.i18n import _, _n, format_money, format_percent, language
from app.kernel.paging import AnyRow
from app.members.models import Member
from app.shares import labels, queries, rules
from app.shares.models import ShareMovement, ShareRule
from app.shares.rules import Holding, MovementKind


def section(member: AnyRow) -> dict[str, Any]:
    """A member's shares: what they hold today, and every entry of the ledger that touches them."""
    today = g.organisation.today
    holding, values = queries.holding_of(member.id, today), queries.values()
    due = rules.due_on(holding.owed_since, queries.asked_here(g.organisation))
    return {
        "member": member,
        "holding": holding,
        "value_minor": rules.value_on(values, today),
        "due": due,
        "is_late": due is not None and due < today,
        "entries": [_in_words(row, member.id) for row in queries.entries_of(member.id)],
        "may_record": current_actor().can(Permission.MANAGE_SHARES),
        "kinds": _possible(holding, has_left=member.left_on is not None),
        "labels": labels,
    }


def _possible(holding: Holding, *, has_left: bool) -> list[MovementKind]:
    """The kinds of entry that this holding allows today."""
    kinds = [] if has_left else [MovementKind.SUBSCRIPTION]
    kinds += [MovementKind.PAYMENT] if holding.owed_minor else []
    return kinds + ([MovementKind.TRANSFER, MovementKind.REFUND] if holding.shares else [])


def _in_words(row: AnyRow, member_id: int) -> dict[str, Any]:
    movement: ShareMovement = row.ShareMovement
    receives = movement.to_member_id == member_id
    gains = receives or movement.kind is MovementKind.SUBSCRIPTION
    return {
        "id": movement.id,
        "number": movement.number,
        "day": movement.happened_on,
        "what": _what(row, receives=receives),
        "shares": movement.shares if gains else -movement.shares,
        "paid_minor": movement.paid_minor,
        "refunded_minor": movement.refunded_minor,
        "is_refund": movement.kind is MovementKind.REFUND,
        "reference": movement.reference,
        "cancelled_at": movement.cancelled_at,
        "cancellation_reason": movement.cancellation_reason,
    }


def _what(row: AnyRow, *, receives: bool) -> str:
    """The kind of entry, and from whom or to whom: by name for who keeps the ledger, else by number only."""
    kind: MovementKind = row.ShareMovement.kind
    if kind is not MovementKind.TRANSFER:
        return str(labels.MOVEMENT[kind])
    number = row.from_number if receives else row.to_number
    name = name_of(row, "from" if receives else "to") if current_actor().can(Permission.MANAGE_SHARES) else ""
    said = {"name": name, "number": number}
    if receives:
        return (
            _("Transfer from %(name)s (no. %(number)s)", **said) if name else _("Transfer from no. %(number)s", **said)
        )
    return _("Transfer to %(name)s (no. %(number)s)", **said) if name else _("Transfer to no. %(number)s", **said)


def name_of(row: AnyRow, side: str) -> str:
    """The name of giver (`from`) or receiver (`to`) of an entry, in the reader's script where it is known."""
    scripts = ("arabic", "latin") if language() == "ar" else ("latin", "arabic")
    for script in scripts:
        parts = (getattr(row, f"{side}_given_name_{script}"), getattr(row, f"{side}_family_name_{script}"))
        if any(parts):
            return " ".join(part for part in parts if part)
    return ""


def flash_warnings(member: Member, kind: MovementKind, day: date) -> None:
    """What the statutes ask and this entry leaves open: said, not refused."""
    asked = queries.asked_here(g.organisation)
    holding = queries.holding_of(member.id, day)
    missing = rules.first_part_missing(holding, asked)
    if kind is MovementKind.SUBSCRIPTION and missing:
        part, amount = format_percent(asked.first_part_percent / 100), format_money(missing, g.organisation.currency)
        flash(
            _("%(part)s are paid at subscription: %(amount)s are missing.", part=part, amount=amount),
            "warn",
        )
    if 0 < holding.shares < asked.least_shares:
        flash(
            _n(
                "An associate holds %(num)s share at least.",
                "An associate holds %(num)s shares at least.",
                asked.least_shares,
            ),
            "warn",
        )


def settings() -> dict[str, Any]:
    return {
        "values": queries.recorded_values(),
        "asked": queries.asked_here(g.organisation),
        "rule": queries.recorded_rule(),
        "labels": labels,
    }


def rule_as_typed(rule: ShareRule | None) -> dict[str, int]:
    """What the form of the rules begins with."""
    asked = queries.asked_here(g.organisation)
    names = ("least_shares", "first_part_percent", "months_to_pay")
    return {**{name: getattr(asked, name) for name in names}, "version": rule.version if rule is not None else 0}


def address_of(member: Member) -> str:
    return url_for("shares.show_shares", member_id=member.id)
