"""What the pages of shares show: a holding, entries in words, warnings that do not refuse."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from flask import flash, g, url_for

from app.kernel.access import Permission, current_actor
from app.kernel.i18n import _, _n, format_money, format_percent, language
from app.kernel.paging import AnyRow
from app.members.models import Member
from app.shares import labels, queries, rules, services
from app.shares.forms import EntryForm, TransferForm
from app.shares.models import ShareMovement, ShareRule
from app.shares.rules import Asked, Holding, MovementKind


def section(member: AnyRow) -> dict[str, Any]:
    """A member's shares: what they hold today, and every entry of the ledger that touches them."""
    today = g.organisation.today
    holding, values = queries.holding_of(member.id, today), queries.values()
    asked = queries.asked_here(g.organisation)
    return {
        "member": member,
        "holding": holding,
        "value_minor": rules.value_on(values, today),
        "due": rules.due_on(holding.owed_since, asked),
        "overdue_minor": rules.overdue_minor(holding, asked, today),
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
    movement = row
    receives = movement.to_member_id == member_id
    gains = receives or movement.kind is MovementKind.SUBSCRIPTION
    return {
        "id": movement.id,
        "number": movement.number,
        "day": movement.happened_on,
        "what": _what(row, receives=receives),
        "shares": movement.shares if gains else -movement.shares,
        "paid_minor": movement.paid_minor if gains or movement.kind is MovementKind.PAYMENT else -movement.paid_minor,
        "refunded_minor": movement.refunded_minor,
        "is_refund": movement.kind is MovementKind.REFUND,
        "reference": movement.reference,
        "cancelled_at": movement.cancelled_at,
        "cancellation_reason": movement.cancellation_reason,
    }


def _what(row: AnyRow, *, receives: bool) -> str:
    """The kind of entry, and from whom or to whom: by name for who keeps the ledger, else by number only."""
    kind: MovementKind = row.kind
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


def name_receiver(form: EntryForm) -> None:
    """A transfer that comes back says whose number was typed."""
    if isinstance(form, TransferForm):
        form.show_receiver(queries.find_by_number(form.to_number.data) if form.to_number.data else None)


def flash_warnings(movement: ShareMovement) -> None:
    """What the statutes ask and this entry leaves open: said, not refused."""
    asked, day = queries.asked_here(g.organisation), movement.happened_on
    if movement.kind is MovementKind.SUBSCRIPTION:
        worth = rules.value_on(queries.values(), day) or 0
        _flash_first_part(rules.first_part_missing(services.as_rules_see(movement), worth, asked), asked)
    for member_id in (movement.member_id, movement.to_member_id):
        if member_id is not None and 0 < queries.holding_of(member_id, day).shares < asked.least_shares:
            least = asked.least_shares
            said = _n(
                "An associate holds %(num)s share at least.", "An associate holds %(num)s shares at least.", least
            )
            flash(said, "warn")


def _flash_first_part(missing: int, asked: Asked) -> None:
    if missing:
        part, amount = format_percent(asked.first_part_percent / 100), format_money(missing, g.organisation.currency)
        flash(_("%(part)s are paid at subscription: %(amount)s are missing.", part=part, amount=amount), "warn")


def settings() -> dict[str, Any]:
    values = queries.recorded_values()
    return {
        "values": values,
        "rises": [value.value_minor > before.value_minor for value, before in pairwise(values)],
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
