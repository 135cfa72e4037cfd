"""Writing what a row says of the social file, part by part and fact by fact, by the services of that room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from app.imports.columns import beside, refuse_gaps
from app.imports.errors import DisabilityOnFile
from app.imports.registry import Changes, Here, ImportPart
from app.imports.social_fields import PROTECTION, SOCIAL
from app.kernel import audit
from app.kernel.i18n import _l
from app.members.models import Member
from app.social import fact_services, queries, rules, services
from app.social.models import Protection
from app.social.rules import Background, Family, OccupationDetails, Part, Project, ProtectionDetails, TradeDetails

PREFIX = "social_"
Told = Mapping[str, Any]


def write_social_file(member: Member, told: Told, here: Here) -> Changes:
    """Empty cells erase nothing; a fact that is on file already is not recorded twice."""
    changes: Changes = ({}, {})
    values = {code.removeprefix(PREFIX): value for code, value in told.items()}
    for part in (Background, Family, Project):
        _change_part(member, part, values, changes=changes)
    if "occupation_at_entry" in values:
        at_entry = values["occupation_at_entry"]
        _occupy(member, at_entry, "occupation_at_entry", on=member.admitted_on, here=here, changes=changes)
    if "occupation_since" in values:
        refuse_gaps(told, "social_occupation_now")
    if "occupation_now" in values:
        since = values.get("occupation_since", here.today)
        _occupy(member, values["occupation_now"], "occupation_now", on=since, here=here, changes=changes)
    _learn_trades(member, values.get("other_trades", ()), here=here, changes=changes)
    if "disability" in values or "disability_consented_on" in values:
        refuse_gaps(told, "social_disability", "social_disability_consented_on")
        _record_disability(member, values, here=here, changes=changes)
    return changes


def _change_part(member: Member, kind: type[Part], values: Told, *, changes: Changes) -> None:
    told = {name: values[name] for name in kind.__dataclass_fields__ if name in values}
    if not told:
        return
    kept = queries.find_file(member.id)
    now: Any = kind(
        **{name: getattr(kept, name) for name in kind.__dataclass_fields__ if name != "languages"} if kept else {}
    )
    if kind is Background:
        now = replace(now, languages=tuple(sorted(row.language for row in queries.languages_of(member.id))))
        told |= {"languages": tuple(sorted(told["languages"]))} if "languages" in told else {}
    wanted = replace(now, **told)
    before, after = audit.only_changed(asdict(now), asdict(wanted))
    with beside(PREFIX + next(iter(told)), **{name: PREFIX + name for name in told}):
        services.change_part(member, wanted, version=kept.version if kept else 0)
    _add(changes, before, after)


def _add(changes: Changes, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    for kept, said in zip(changes, (before, after), strict=True):
        kept.update({PREFIX + name: value for name, value in said.items()})


def _occupy(member: Member, term_id: int, name: str, *, on: date, here: Here, changes: Changes) -> None:
    """From a day on, unless the person's situation on that day is known to be this one."""
    facts = [
        OccupationDetails(occupation_id=row.occupation_id, started_on=row.started_on)
        for row in queries.occupations_of(member.id)
    ]
    held = rules.occupation_on(facts, on)
    if held is not None and held.occupation_id == term_id:
        return
    with beside(PREFIX + name):
        details = OccupationDetails(occupation_id=term_id, started_on=on)
        fact_services.record_fact(member, details, by_account_id=here.account_id)
    _add(changes, {name: held.occupation_id if held else None}, {name: term_id})


def _learn_trades(member: Member, trades: tuple[int, ...], *, here: Here, changes: Changes) -> None:
    known = {row.trade_id for row in queries.trades_of(member.id)} | {member.trade_id}
    new = [trade_id for trade_id in trades if trade_id not in known]
    with beside(PREFIX + "other_trades"):
        for trade_id in new:
            fact_services.record_fact(member, TradeDetails(trade_id=trade_id), by_account_id=here.account_id)
    if new:
        _add(changes, {"other_trades": None}, {"other_trades": new})


def _record_disability(member: Member, values: Told, *, here: Here, changes: Changes) -> None:
    """Once: what the person said before is not replaced by a spreadsheet."""
    kept, said, agreed_on = queries.find_disability(member.id), values["disability"], values["disability_consented_on"]
    if kept is not None:
        if (kept.said, kept.consented_on) != (said, agreed_on):
            raise DisabilityOnFile
        return
    with beside("social_disability"):
        services.record_disability(member, said, consented_on=agreed_on, version=0, by_account_id=here.account_id)
    _add(changes, {"disability_consented_on": None}, {"disability_consented_on": agreed_on})


def write_protection(member: Member, told: Told, here: Here) -> Changes:
    """A cover from a day on, unless the file says the same already."""
    refuse_gaps(told, "protection_body_id", "protection_started_on")
    body_id, started_on = told["protection_body_id"], told["protection_started_on"]
    number = told.get("protection_number", "")
    for row in queries.protection_of(member.id):
        if (row.body_id, row.started_on) == (body_id, started_on) and _same_number(member, row.id, number):
            return {}, {}
    columns = {"body_id": "protection_body_id", "number": "protection_number"}
    with beside("protection_started_on", **columns):
        details = ProtectionDetails(body_id=body_id, started_on=started_on, number=number)
        fact_services.record_fact(member, details, by_account_id=here.account_id)
    shown = {"protection_body_id": body_id, "protection_started_on": started_on}
    return dict.fromkeys(shown), shown


def _same_number(member: Member, fact_id: int, number: str) -> bool:
    return not number or queries.get_fact_or_404(Protection, member.id, fact_id).body_number == number


SOCIAL_FILE = ImportPart(code="social", label=_l("Social file"), fields=SOCIAL, write=write_social_file)
SOCIAL_PROTECTION = ImportPart(
    code="protection", label=_l("Social protection"), fields=PROTECTION, write=write_protection
)
