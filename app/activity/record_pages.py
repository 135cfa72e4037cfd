"""The page of one record: its payments, what the coach said, and the counter-entry that takes it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, g, request, url_for

from app.accounts import queries as account_queries
from app.activity import counter_entries, labels, pages, payments, policy, queries
from app.activity.entry_forms import EntryForm
from app.activity.follow_up_forms import CommentForm, CounterForm, PaymentForm
from app.activity.models import ActivityPayment, ActivityRecord
from app.activity.money_forms import PAID, SaleForm
from app.activity.rules import RecordKind, RecordStatus
from app.kernel.access import Actor, Permission, current_actor
from app.kernel.errors import ChangedMeanwhile, Refusal
from app.kernel.forms import BaseForm
from app.kernel.i18n import currency_symbol
from app.kernel.uploads import examine_posted, examine_receipt
from app.members import queries as member_queries
from app.members.models import Member


@dataclass(frozen=True, kw_only=True)
class Concerned:
    """A record that the actor may read, and what they are to it."""

    record: ActivityRecord
    member: Member
    is_own: bool
    may_decide: bool

    @property
    def week_url(self) -> str:
        """The week it stands in, as its owner or as the one who decides sees it."""
        day = self.record.day.isoformat()
        if self.is_own:
            return url_for("activity.show_activity", **pages.own_view(), week=day)
        return url_for("activity.show_member_week", member_id=self.member.id, week=day)


def concerned_or_404(actor: Actor, record_id: int) -> Concerned:
    """One's own record, or one of a member whose activity the actor reads; any other does not exist."""
    record = queries.find_record(record_id) or abort(404)
    own = member_queries.own_member(actor)
    if own is not None and own.id == record.member_id and actor.can(Permission.LOG_OWN_ACTIVITY):
        return Concerned(record=record, member=own, is_own=True, may_decide=False)
    if not actor.can(Permission.VALIDATE_ACTIVITY):
        abort(404)
    member = pages.visible_member(record.member_id)
    return Concerned(record=record, member=member, is_own=False, may_decide=policy.may_decide(actor, member))


def changeable_or_403(record_id: int) -> Concerned:
    """A record that the actor may add to: its owner, or who decides about it."""
    concerned = concerned_or_404(current_actor(), record_id)
    return concerned if concerned.is_own or concerned.may_decide else abort(403)


def decidable_or_403(record_id: int) -> Concerned:
    """A record that the actor decides about; nobody about their own."""
    concerned = concerned_or_404(current_actor(), record_id)
    return concerned if concerned.may_decide else abort(403)


def find_payment(record_id: int, payment_id: int) -> ActivityPayment:
    """A payment of this record; any other is 404."""
    return next((paid for paid in payments.of_record(record_id) if paid.id == payment_id), None) or abort(404)


def one_record(
    concerned: Concerned, *, form: BaseForm | None = None, comment_form: CommentForm | None = None
) -> dict[str, Any]:
    """All that is told of a record; `form` is the payment form that was sent, if one was."""
    record, paid = concerned.record, payments.of_record(concerned.record.id)
    received = sum(one.amount_minor for one in paid)
    counter_id = counter_entries.of_records([record.id]).get(record.id)
    owed = record.amount_minor - received if record.kind is RecordKind.SALE else 0
    is_paid_later = owed > 0 and counter_id is None and record.corrects_id is None
    return {
        **_shown(concerned),
        "paid": [(one, payment_state(record, one)) for one in paid],
        "received": received,
        "owed": owed,
        "counter_id": counter_id,
        "may_counter": _may_counter(concerned, paid),
        "form": form or (_payment_form(concerned, owed) if is_paid_later and _may_add(concerned) else None),
        "comment_form": comment_form
        or (CommentForm(comment=record.comment, version=record.version) if concerned.may_decide else None),
    }


def _shown(concerned: Concerned) -> dict[str, Any]:
    row = queries.find_shown_record(concerned.record.id) or abort(404)
    return {
        "concerned": concerned,
        "member": concerned.member,
        "record": row,
        "what": pages.in_words(row),
        "labels": labels,
        "term": pages.term_label,
        "who": account_queries.name_of,
    }


def _may_add(concerned: Concerned) -> bool:
    return concerned.is_own or concerned.may_decide


def _payment_form(concerned: Concerned, owed: int) -> PaymentForm:
    return PaymentForm(paid_on=g.organisation.today, paid_minor=owed, version=concerned.record.version)


def _may_counter(concerned: Concerned, paid: Sequence[ActivityPayment]) -> bool:
    try:
        counter_entries.refuse(concerned.record, paid)
    except Refusal:
        return False
    return _may_add(concerned)


def payment_state(record: ActivityRecord, paid: ActivityPayment) -> str:
    """`counts`, `refused`, `waits` for the coach, or `with_sale`: it is decided about with the sale."""
    if paid.is_counted:
        return "counts"
    if paid.remark:
        return "refused"
    return "waits" if record.status is RecordStatus.VALIDATED else "with_sale"


def counter(concerned: Concerned, form: BaseForm | None = None) -> dict[str, Any]:
    """The record about to be taken back, and why it can or cannot be."""
    form = form or CounterForm(day=g.organisation.today, version=concerned.record.version)
    return {**_shown(concerned), "form": form, "paid": payments.of_record(concerned.record.id)}


def examine_right(record_id: int) -> None:
    """Look at the photo that comes with the right record before anything is locked, for those who may log it."""
    changeable_or_403(record_id)
    if "receipt" in request.files:
        examine_posted("receipt", by=examine_receipt)


def replacement_form(concerned: Concerned) -> EntryForm:
    """The form of the right record, filled in as the wrong one but for its day."""
    form = pages.entry_form(concerned.member, concerned.record.kind, concerned.record)
    if isinstance(form, SaleForm):
        _pay_anew(form, concerned.record)
    if not form.is_submitted():
        form.day.typed, form.day.data = None, g.organisation.today
    return form


def _pay_anew(form: SaleForm, record: ActivityRecord) -> None:
    """The payments were taken back with the sale: they are logged again, as one of the right sale's own day."""
    paid = payments.of_record(record.id)
    received = sum(one.amount_minor for one in paid)
    form.kept, form.paid.choices = (), PAID
    if form.is_submitted():
        return
    form.paid.data = "full" if received == record.amount_minor else "part" if received else "later"
    form.means.data = paid[-1].means if paid else form.means.data
    form.paid_minor.typed, form.paid_minor.data = None, received or None


def replacement(concerned: Concerned, form: EntryForm) -> dict[str, Any]:
    return {**_shown(concerned), "form": form, "currency": currency_symbol(g.organisation.currency)}


def say_refusal(form: Any, refusal: Refusal, record: ActivityRecord) -> None:
    """Show a refusal; after somebody else's change the next submission is compared with what stands now."""
    form.add_refusal(refusal)
    if isinstance(refusal, ChangedMeanwhile):
        form.version.typed, form.version.data = None, record.version
