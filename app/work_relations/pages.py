"""What the contracts of a file show: terms in force, history, warnings, choices offered."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from flask import abort, flash, url_for

from app.kernel import audit, audit_words
from app.kernel.access import Actor, Permission, current_actor
from app.kernel.errors import ChangedMeanwhile, Refusal
from app.kernel.forms import BaseForm
from app.kernel.i18n import _, format_day, format_hours, language
from app.kernel.paging import AnyRow
from app.members.models import Member
from app.network import queries as network_queries
from app.network.models import ContractNature, Vocabulary
from app.work_relations import associates, labels, queries, rules
from app.work_relations.errors import AmendmentRefusal
from app.work_relations.forms import AmendmentForm, ContractForm, EndForm
from app.work_relations.models import Contract, ContractAmendment
from app.work_relations.queries import DecidedRules, KnownContract
from app.work_relations.rules import Terms
from app.work_relations.services import AmendmentDetails, ContractDetails


@dataclass(frozen=True, kw_only=True)
class Reader:
    """What the history depends on besides its contracts."""

    here: str  # the address of the section
    manages: bool
    sees_pay: bool


def reader_of(actor: Actor, member: Any) -> Reader:
    """Pay terms are for who manages contracts and for the person; a support coach does without them."""
    manages = actor.can(Permission.MANAGE_CONTRACTS)
    is_own = member.account_id is not None and member.account_id == actor.account_id
    here = url_for("work_relations.show_contracts", member_id=member.id)
    return Reader(here=here, manages=manages, sees_pay=manages or is_own)


def contracts_page(member: AnyRow, *, today: date) -> dict[str, Any]:
    """The contracts in force or to come with their terms of the day, the history, and what needs attention."""
    actor, decided = current_actor(), queries.decided_rules()
    reader, known = reader_of(actor, member), queries.contracts_of(member.id)
    open_ones = [one for one in known if one.rule.last_day is None or one.rule.last_day >= today]
    return {
        "member": member,
        "reader": reader,
        "current": [_current(one, member, decided, today=today) for one in reversed(open_ones)],
        "history": [event for one in known for event in _events(one, reader, today)],
        "deadline": _deadline(member, decided, today=today),
        "today": today,
    }


def _current(known: KnownContract, member: AnyRow, decided: DecidedRules, *, today: date) -> dict[str, Any]:
    rule = known.rule
    terms = rules.terms_on(rule, max(today, rule.started_on))
    soon = today + timedelta(days=decided.warning_days)
    trial_end = rule.final_terms.trial_ends_on
    return {
        "row": known.row,
        "kind": kind_of(known.row),
        "terms": terms,
        "last_day": rule.last_day,
        "renewals": rules.count_renewals(rule),
        "amendments": len(known.amendments),
        "is_planned": rule.started_on > today,
        "ends_soon": rule.last_day is not None and rule.last_day <= soon,
        "trial_runs": trial_end is not None and trial_end >= today,
        "trial_end": trial_end,
        "signed_late": known.row.signed_on is not None and known.row.signed_on > rule.started_on,
        "before_admission": rule.started_on < member.admitted_on and rule.nature is not ContractNature.AGREEMENT,
        "outlives_exit": member.left_on is not None and (rule.last_day is None or rule.last_day > member.left_on),
    }


def _deadline(member: AnyRow, decided: DecidedRules, *, today: date) -> date | None:
    """By when the person is to be an associate; None for who is one, or need not be."""
    if decided.associate_rule is None:
        return None
    return associates.associate_deadline_of(member.id, decided.associate_rule, on=today)


def kind_of(row: Any) -> str:
    """The words of a row's kind of contract in the language spoken."""
    return (row.kind_ar if language() == "ar" else row.kind_fr) or ""


def _events(known: KnownContract, reader: Reader, today: date) -> list[dict[str, Any]]:
    """A contract and its amendments for the timeline, the latest first."""
    address = f"{reader.here}/{known.row.id}"
    amendments = [_amendment_event(one, known, reader, address=address) for one in reversed(known.amendments)]
    return [*amendments, _contract_event(known, reader, address=address, today=today)]


def _contract_event(known: KnownContract, reader: Reader, *, address: str, today: date) -> dict[str, Any]:
    row, rule = known.row, known.rule
    reference = _("%(what)s: %(value)s", what=labels.REFERENCE, value=row.reference) if row.reference else ""
    return {
        "when": from_to(rule.started_on, rule.last_day),
        "datetime": rule.started_on.isoformat(),
        "name": kind_of(row),
        "lines": [*_signed_lines(row, reference), *terms_in_words(rule.terms, reader), *_end_lines(row)],
        "tone": "ok" if rule.holds_on(today) else "muted",
        "url": address if reader.manages else None,
        "action": _("Correct"),
    }


def _amendment_event(amendment: AnyRow, known: KnownContract, reader: Reader, *, address: str) -> dict[str, Any]:
    return {
        "when": format_day(amendment.effective_on),
        "datetime": amendment.effective_on.isoformat(),
        "title": _("Amendment no. %(number)s", number=amendment.number),
        "by": kind_of(known.row),
        "lines": [*_signed_lines(amendment, amendment.reason), *terms_in_words(queries.terms_of(amendment), reader)],
        "tone": "muted",
        "url": f"{address}/amendments/{amendment.id}" if reader.manages else None,
        "action": _("Correct"),
    }


def from_to(first: date, last: date | None) -> str:
    if last is None:
        return _("from %(start)s", start=format_day(first))
    return _("%(start)s to %(end)s", start=format_day(first), end=format_day(last))


def _signed_lines(row: AnyRow, told: str) -> list[str]:
    signed = _("Signed on %(day)s", day=format_day(row.signed_on)) if row.signed_on else ""
    return [line for line in (told, signed) if line]


def _end_lines(row: AnyRow) -> list[str]:
    if row.closed_on is None:
        return []
    reason = (row.end_reason_ar if language() == "ar" else row.end_reason_fr) or ""
    ended = _("Ended on %(day)s", day=format_day(row.closed_on))
    return [line for line in (f"{ended} – {reason}" if reason else ended, row.end_note) if line]


def terms_in_words(terms: Terms, reader: Reader) -> list[str]:
    """What the terms say, a line each; pay only to who may read it."""
    post = terms.post_ar if language() == "ar" else terms.post_fr
    said = {
        "ends_on": format_day(terms.ends_on),
        "trial_ends_on": format_day(terms.trial_ends_on),
        "weekly_minutes": format_hours(terms.weekly_minutes) if terms.weekly_minutes else "",
        "pay_terms": terms.pay_terms if reader.sees_pay else "",
        "objectives": terms.objectives,
    }
    lines = [_("%(what)s: %(value)s", what=labels.TERM[name], value=value) for name, value in said.items() if value]
    return [post or terms.post_fr or terms.post_ar, *lines] if terms.post_fr or terms.post_ar else lines


def with_kinds(form: ContractForm, kept: Contract | None = None) -> ContractForm:
    """The kinds that are offered; a contract keeps a kind that was withdrawn."""
    form.offer(_offered(Vocabulary.CONTRACT_KIND, kept.kind_id if kept is not None else None))
    return form


def with_reasons(form: EndForm) -> EndForm:
    form.end_reason_id.choices = _offered(Vocabulary.CONTRACT_END)
    return form


def _offered(vocabulary: Vocabulary, kept_id: int | None = None) -> dict[int, str]:
    offered = {term.id: term.label(language()) for term in network_queries.active_terms(vocabulary)}
    if kept_id is None or kept_id in offered:
        return offered
    return {kept_id: network_queries.term_labels(vocabulary, language())[kept_id]} | offered


def about(
    member: Member, contract: Contract, form: BaseForm, *, amendment: ContractAmendment | None = None
) -> dict[str, Any]:
    """For a page about a contract or one of its amendments: whose it is, and what it says today."""
    known = next((one for one in queries.contracts_of(member.id) if one.row.id == contract.id), None) or abort(404)
    return {
        "member": member,
        "contract": contract,
        "amendment": amendment,
        "form": form,
        "kind": kind_of(known.row),
        "number": amendment.number if amendment is not None else len(known.amendments) + 1,
        "is_last": amendment is not None and amendment.number == len(known.amendments),
        "last_day": known.rule.last_day,
        "in_force": terms_in_words(known.rule.final_terms, reader_of(current_actor(), member)),
        "last_amendment_id": known.amendments[-1].id if known.amendments else None,
        "meanwhile": getattr(form, "meanwhile", ()),  # of forms that correct
    }


def explain(refusal: Refusal, form: BaseForm, number: int | None = None) -> None:
    """Beside its field, unless another amendment than the one on the page is meant: then its number is said."""
    if isinstance(refusal, AmendmentRefusal) and refusal.number != number:
        refusal = Refusal(_("Amendment no. %(number)s: %(why)s", number=refusal.number, why=str(refusal)))
    form.add_refusal(refusal)


def offer_newest(form: ContractForm | AmendmentForm, row: Contract | ContractAmendment, refusal: Refusal) -> None:
    """After somebody else's save: what stands now where it differs, and the next submission is compared with it."""
    if not isinstance(refusal, ChangedMeanwhile):
        return
    form.version.typed, form.version.data = None, row.version
    typed, kind = asdict(form.details()), ContractDetails if isinstance(row, Contract) else AmendmentDetails
    _mine, theirs = audit.only_changed(typed, audit.values_of(row, *kind.__dataclass_fields__))
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in theirs.items()}
    kinds = network_queries.term_labels(Vocabulary.CONTRACT_KIND, language())
    form.meanwhile = audit_words.in_words("contract", plain, kinds)


def flash_unusual(details: ContractDetails, member: Member) -> None:
    """What is unusual about dates and is kept all the same."""
    if details.signed_on is not None and details.signed_on > details.started_on:
        flash(_("The contract was signed after its first day."), "warn")
    if details.started_on < member.admitted_on:
        day = format_day(member.admitted_on)
        flash(_("The contract begins before the admission on %(day)s.", day=day), "warn")
