"""What a phone is answered, and the pages around it: each delivery is judged by the form that the entry page shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, g, request, url_for
from werkzeug.datastructures import MultiDict
from wtforms.widgets import HiddenInput

from app.activity import labels, pages, queries, sync_services, totals
from app.activity.forms import EntryForm
from app.activity.models import ActivityRecord
from app.activity.rules import RecordKind
from app.activity.services import Log
from app.activity.sync_models import ActivityAside
from app.activity.sync_rules import LARGEST_BATCH, Batch, Delivery, NoBatch, Pairs, Unreadable, read_batch
from app.activity.sync_services import Answer, Earlier, Kept
from app.kernel import clock
from app.kernel.access import current_actor
from app.kernel.errors import Refusal
from app.kernel.forms import filled_in_with
from app.kernel.i18n import _, format_instant
from app.kernel.reading import kept_meanwhile
from app.kernel.submissions import Accepted
from app.members.models import Member


def batch_sent() -> Batch:
    """The batch in this request, as JSON. Raises NoBatch; 413 where it is too large."""
    if (request.content_length or 0) > LARGEST_BATCH or len(request.get_data()) > LARGEST_BATCH:
        abort(413)
    try:
        return read_batch(request.get_json(silent=True), now=clock.now())
    except RecursionError:
        raise NoBatch("lists in lists in lists") from None


def said_of(member: Member, batch: Batch) -> dict[str, Any]:
    """The answer to a batch: one for each record, and what is wrong with the phone's clock."""
    totals.hold(member.id)
    said: dict[str, Any] = {
        "answers": [one for part in _rounds(batch.deliveries) for one in _answers(member, part, batch)]
    }
    ahead = batch.wrong_clock
    if ahead is not None:
        said["ahead"] = int(ahead.total_seconds())
        said["clock"] = _(
            "The clock of this phone says %(phone)s; here it is %(here)s. Each record has the day you typed: look whether it is right.",
            phone=format_instant(clock.now() + ahead),
            here=format_instant(clock.now()),
        )
    return said


def _rounds(deliveries: Sequence[Delivery]) -> Iterator[Sequence[Delivery]]:
    """Deliveries in parts in which no mark comes twice."""
    rest = list(deliveries)
    while rest:
        first = {delivery.uid: delivery for delivery in reversed(rest)}
        part = [delivery for delivery in rest if first[delivery.uid] is delivery]
        rest = [delivery for delivery in rest if first[delivery.uid] is not delivery]
        yield part


def _answers(member: Member, deliveries: Sequence[Delivery], batch: Batch) -> list[Answer]:
    account_id = current_actor().account_id
    earlier = sync_services.earlier_ones(account_id, deliveries, form_path=url_for("activity.new_record"))
    known = [_answer_again(member, one, earlier[one.uid]) for one in deliveries if one.uid in earlier]
    fresh = [one for one in deliveries if one.uid not in earlier]
    with kept_meanwhile():
        forms = {one.uid: judged_form(member, one.kind, one.fields) for one in fresh}
    kept = _keep(member, {one: forms[one.uid] for one in fresh})
    sync_services.write_down(member, kept, account_id=account_id, clock_ahead=batch.wrong_clock)
    told = {one.delivery.uid for one in kept}
    refused = [_refused(one.uid, forms[one.uid]) for one in fresh if one.uid not in told]
    return [*known, *(one.answer for one in kept), *refused]


def _keep(member: Member, judged: Mapping[Delivery, EntryForm | None]) -> list[Kept]:
    """Those that nothing is wrong with; what the services refuse is said by its form."""
    valid = [(one, form) for one, form in judged.items() if form is not None and not form.errors]
    log = Log(organisation=g.organisation, by_account_id=current_actor().account_id)
    outcomes = sync_services.keep_each(member, [form.entry() for _one, form in valid], log)
    kept = []
    for (delivery, form), outcome in zip(valid, outcomes, strict=True):
        if isinstance(outcome, Refusal):
            form.add_refusal(outcome)
        else:
            kept.append(_kept(delivery, outcome))
    return kept


def judged_form(member: Member, kind: RecordKind | None, fields: Pairs) -> EntryForm | None:
    """The entry page's form as if these fields had been typed there; None where no form could have sent them."""
    if kind is None or not fields:
        return None
    with filled_in_with(MultiDict(fields)):
        form = pages.entry_form(member, kind)
    form.validate()
    return form


def _kept(delivery: Delivery, record: ActivityRecord) -> Kept:
    leads_to = pages.after_saving(record)
    digest = sync_services.digest_as_form(delivery, url_for("activity.new_record"))
    row = queries.find_shown_record(record.id)
    answer = {
        "uid": delivery.uid,
        "state": "kept",
        "id": str(record.id),
        "said": pages.in_words(row) if row is not None else "",
    }
    return Kept(delivery=delivery, answer=answer, accepted=Accepted(digest=digest, location=leads_to))


def _answer_again(member: Member, delivery: Delivery, earlier: Earlier) -> Answer:
    """The first answer, word for word; other content under the same mark is set aside."""
    if earlier.answer is None:
        return {"uid": delivery.uid, "state": "foreign"}
    if earlier.is_same:
        return earlier.answer
    sync_services.set_aside(member, delivery, account_id=current_actor().account_id)
    return {"uid": delivery.uid, "state": "aside", "id": earlier.answer["id"]}


def _refused(uid: str, form: EntryForm | None) -> Answer:
    if form is None:
        return {"uid": uid, "state": "refused", "errors": {"": [str(Unreadable.message)]}}
    errors = {name or "": list(map(str, messages)) for name, messages in form.errors.items()}
    return {"uid": uid, "state": "refused", "errors": errors}


# --- Set aside ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class AsideShown:
    """Second content of a record: in words, what was typed, and the first record in words ("" where it is gone)."""

    aside: ActivityAside
    kind: object
    typed: Sequence[tuple[str, str]]
    first: str
    first_id: int | None


def asides(member: Member) -> dict[str, Any]:
    """What the member has to settle."""
    shown = [_aside_shown(member, one) for one in sync_services.open_asides(member.id)]
    return {"asides": shown, "back": url_for("activity.show_activity", **pages.own_view())}


def _aside_shown(member: Member, aside: ActivityAside) -> AsideShown:
    first = sync_services.first_record(aside)
    row = queries.find_shown_record(first.id) if first else None
    kind = _kind_of(aside)
    form = judged_form(member, kind, _fields_of(aside))
    return AsideShown(
        aside=aside,
        kind=labels.KIND[kind] if kind else "",
        typed=list(_typed(form)) if form else [],
        first=pages.in_words(row) if row is not None else "",
        first_id=first.id if first else None,
    )


def _typed(form: EntryForm) -> Iterator[tuple[str, str]]:
    """Names of fields and what was typed or chosen, as the page of the form would show it."""
    for field in form:
        if isinstance(field.widget, HiddenInput):
            continue
        chosen = [str(option.label.text) for option in field if option.checked] if hasattr(field, "choices") else []
        value = ", ".join(chosen) if hasattr(field, "choices") else str(field._value() or "")
        if value:
            yield str(field.label.text), value


def _kind_of(aside: ActivityAside) -> RecordKind | None:
    return RecordKind(aside.kind) if aside.kind in list(RecordKind) else None


def _fields_of(aside: ActivityAside) -> Pairs:
    return tuple((name, value) for name, value in aside.fields)


def settle(member: Member, aside: ActivityAside, choice: str) -> list[str]:
    """Do as the person chose; what is wrong with it, when it is refused."""
    try:
        if choice == "leave":
            sync_services.leave_out(aside)
            return []
        form = judged_form(member, _kind_of(aside), _fields_of(aside))
        if form is None or form.errors:
            return _sentences(form)
        act = sync_services.put_in_place if choice == "replace" else sync_services.keep_both
        act(member, aside, form.entry(), organisation=g.organisation)
    except Refusal as refusal:
        return [str(refusal)]
    return []


def _sentences(form: EntryForm | None) -> list[str]:
    return [sentence for sentences in _refused("", form)["errors"].values() for sentence in sentences]
