"""Facts of the social file: recorded, corrected, taken back, each checked together with the others of its kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import select

from app.kernel import audit, identity
from app.kernel.database import db
from app.kernel.errors import ChangedMeanwhile
from app.kernel.i18n import _l
from app.members.models import Member
from app.network.defaults import NO_COVER
from app.social import queries, rules
from app.social.models import MemberTrade, Occupation, OtherJob, Protection, SocialFact
from app.social.rules import Details, JobDetails, OccupationDetails, ProtectionDetails, TradeDetails
from app.social.services import refuse_words_not_offered

FACT_RECORDED = audit.action("social.fact_recorded", _l("Fact of the social file recorded"))
FACT_CHANGED = audit.action("social.fact_changed", _l("Fact of the social file changed"))
FACT_DELETED = audit.action("social.fact_deleted", _l("Fact of the social file deleted"))
NUMBER_REVEALED = audit.action("social.number_revealed", _l("Social protection number shown in full"))
MODEL_OF: Mapping[type[Details], Any] = {
    OccupationDetails: Occupation,
    TradeDetails: MemberTrade,
    JobDetails: OtherJob,
    ProtectionDetails: Protection,
}
DETAILS_OF: Mapping[Any, Any] = {model: details for details, model in MODEL_OF.items()}


def record_fact(member: Member, details: Details, *, by_account_id: int | None) -> Any:
    """Add a fact, whenever it began. Raises WordNotOffered, and what the rules of its kind refuse."""
    kept = _locked(member, MODEL_OF[type(details)])
    refuse_words_not_offered(details, None)
    fact = MODEL_OF[type(details)](member_id=member.id, recorded_by_account_id=by_account_id)
    _settle(member, {**kept, fact: details}, said=details)
    audit.record(FACT_RECORDED, subject_type="member", subject_id=member.id, after=_told(details))
    return fact


def change_fact(member: Member, fact: Any, details: Details, *, version: int) -> None:
    """Correct a fact that was shown at `version`. Raises as `record_fact`, and ChangedMeanwhile."""
    kept = _locked(member, type(fact))
    if fact not in kept or fact.version != version:
        raise ChangedMeanwhile
    refuse_words_not_offered(details, fact)
    before, after = audit.only_changed(asdict(kept[fact]), asdict(details))
    if not after:
        return
    _settle(member, {**kept, fact: details}, said=details)
    after.pop("number", None)
    before.pop("number", None)
    which = _told(kept[fact]), _told(details)
    audit.record(
        FACT_CHANGED, subject_type="member", subject_id=member.id, before=which[0] | before, after=which[1] | after
    )


def delete_fact(member: Member, fact: Any) -> None:
    """Take back what was recorded by mistake; the log keeps what it said, but no number. Raises ChangedMeanwhile."""
    kept = _locked(member, type(fact))
    if fact not in kept:
        raise ChangedMeanwhile
    told = _told(kept.pop(fact))
    db.session.delete(fact)
    db.session.flush()
    write_as_they_are(kept)  # one fact less makes none of the others impossible
    audit.record(FACT_DELETED, subject_type="member", subject_id=member.id, before=told)


def reveal_number(member: Member, fact: Protection) -> str | None:
    """The number in full; who asked is written down in the same transaction."""
    audit.record(NUMBER_REVEALED, subject_type="member", subject_id=member.id)
    return fact.body_number


def _told(details: Details) -> dict[str, object]:
    return {name: value for name, value in asdict(details).items() if value not in (None, "") and name != "number"}


def _locked(member: Member, model: type[SocialFact]) -> dict[Any, Details]:
    """What each fact of a kind says; nobody else changes one until the transaction ends."""
    db.session.refresh(member, with_for_update=True)
    found: Any = select(model).where(model.member_id == member.id).order_by(model.id)
    facts = db.session.scalars(found, execution_options=_AFRESH)
    return {fact: details_of(fact) for fact in facts}


def details_of(fact: Any) -> Details:
    """What a fact says, but for its number, which stays closed."""
    kind = DETAILS_OF[type(fact)]
    details: Details = kind(**{name: getattr(fact, name) for name in kind.__dataclass_fields__ if name != "number"})
    return details


_AFRESH = {"populate_existing": True}  # what was read before the lock may have changed


Wanted = Mapping[Any, Details]


def _settle(member: Member, wanted: Wanted, *, said: Details) -> None:
    """Refuse what cannot be, before anything is changed; then write.

    The others may stand before a birth date that was corrected since: they are then corrected or deleted one by one.
    """
    refuse_impossible([said], born_on=member.birth_date)
    refuse_impossible(list(wanted.values()), born_on=date.min)
    write_as_they_are(wanted)


def write_as_they_are(wanted: Wanted) -> None:
    """Facts of one member and kind that go together, and until when each holds."""
    for fact, details in wanted.items():
        if isinstance(details, ProtectionDetails) and (details.number != "" or details.body_id != fact.body_id):
            fact.body_number, fact.number_last_three = details.number or None, identity.last_three(details.number or "")
        for name in asdict(details).keys() - {"number"}:
            setattr(fact, name, getattr(details, name))
        db.session.add(fact)
    occupations = {fact: details for fact, details in wanted.items() if isinstance(details, OccupationDetails)}
    in_order = sorted(occupations, key=lambda fact: occupations[fact].started_on)
    for fact, holds_until in zip(in_order, rules.last_days([occupations[one] for one in in_order]), strict=True):
        fact.holds_until = holds_until
    db.session.flush()


_RULES: Mapping[type[Details], Callable[..., None]] = {
    OccupationDetails: rules.refuse_impossible_occupations,
    TradeDetails: rules.refuse_impossible_trades,
    JobDetails: rules.refuse_impossible_jobs,
}


def refuse_impossible(told: Sequence[Any], *, born_on: date) -> None:
    """All facts of one kind together. Raises what the rules of that kind refuse."""
    kind = type(told[0])
    if kind is ProtectionDetails:
        none_ids = queries.ids_coded(NO_COVER, [details.body_id for details in told])
        rules.refuse_impossible_protection(told, born_on=born_on, none_ids=none_ids)
    else:
        _RULES[kind](told, born_on=born_on)
