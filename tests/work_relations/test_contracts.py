"""Contracts as they are recorded, amended, ended and taken back: what the house says of any day is what a slow reference says."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, select
from werkzeug.exceptions import NotFound

from app.extensions import db
from app.kernel.audit import AuditEvent
from app.kernel.errors import ChangedMeanwhile, Refusal
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members.models import Member
from app.network import services as network_services
from app.network.models import ContractNature, Vocabulary
from app.work_relations import errors, queries, rules, services
from app.work_relations.models import Contract, ContractAmendment
from app.work_relations.services import AmendmentDetails, ContractDetails, EndDetails
from tests.support.contracts import amendment, contract, end, terms
from tests.support.world import TODAY, World

FIRST = TODAY - timedelta(days=150)
EXCLUSIVE = ("agreement", "open_ended", "fixed_term", "placement")


def day(offset: int) -> date:
    return FIRST + timedelta(days=offset)


@contextmanager
def at_work(world: World, name: str = "member") -> Iterator[Member]:
    """In a write transaction, with a member of El Jadida."""
    with organisation_scope(world.home.id), write_transaction():
        yield db.session.get_one(Member, (world.home.id, world.home.members[name]))


Kept = dict[int, dict[str, Any]]  # what a contract says, its amendments and its end, by id


def test_any_sequence_of_acts(context: Flask, world: World) -> None:
    kept: Kept = {}
    done = 0
    for _turn in range(60):
        with suppress(Refusal), at_work(world) as member:
            act = _act_on(member, kept)
            db.session.flush()
            act()
            done += 1
        with organisation_scope(world.home.id):
            _compare(world, kept)
            db.session.remove()
    assert done >= 3


def _act_on(member: Member, kept: Kept) -> Any:
    """One act, by the seed that the run prints; what is given back brings `kept` up to date."""
    act = random.choice(
        ("record", "record", "amend", "amend", "correct", "end", "reopen", "delete", "delete_amendment")
    )
    if act == "record" or not kept:
        return _record(member, kept)
    contract_id = random.choice(list(kept))
    row, said = db.session.scalars(select(Contract).filter_by(id=contract_id)).one(), kept[contract_id]
    rows = list(db.session.scalars(select(ContractAmendment).filter_by(contract_id=contract_id)))
    if act == "amend":
        details = AmendmentDetails(effective_on=_some_day(), **_some_terms())
        services.amend(member, row, details, by_account_id=None)
        return lambda: said["amendments"].append(details)
    if act == "correct" and rows:
        chosen, details = random.choice(rows), AmendmentDetails(effective_on=_some_day(), **_some_terms())
        services.correct_amendment(member, chosen, details, version=chosen.version)
        return lambda: said["amendments"].__setitem__(chosen.number - 1, details)
    if act == "correct":
        details = ContractDetails(kind_id=row.kind_id, started_on=_some_day(), **_some_terms())
        services.correct_contract(member, row, details, version=row.version)
        return lambda: said.update(details=details)
    if act == "end":
        details = EndDetails(closed_on=_some_day())
        services.end_contract(member, row, details)
        return lambda: said.update(closed_on=details.closed_on)
    if act == "reopen":
        services.reopen_contract(member, row)
        return lambda: said.update(closed_on=None)
    if act == "delete_amendment" and rows:
        services.delete_amendment(member, random.choice(rows))
        return lambda: said["amendments"].pop()
    services.delete_contract(member, row)
    return lambda: kept.pop(contract_id)


def _record(member: Member, kept: Kept) -> Any:
    code = random.choice((*EXCLUSIVE, "cooperator"))
    details = ContractDetails(kind_id=terms(Vocabulary.CONTRACT_KIND)[code].id, started_on=_some_day(), **_some_terms())
    row = services.record_contract(member, details, by_account_id=None)
    said = {"code": code, "details": details, "amendments": [], "closed_on": None}
    return lambda: kept.update({row.id: said})


def _some_day() -> date:
    return day(random.randint(0, 200))


def _some_terms() -> dict[str, Any]:
    some = {"ends_on": _some_day(), "weekly_minutes": random.randint(1, 3), "objectives": random.choice("abc")}
    return {name: value for name, value in some.items() if random.random() < 0.6}


def _compare(world: World, kept: Kept) -> None:
    """The rows hold what was said, numbered without gaps, and no two that exclude each other share a day."""
    known = {one.row.id: one for one in queries.contracts_of(world.home.members["member"])}
    assert known.keys() == kept.keys()
    for contract_id, said in kept.items():
        one = known[contract_id]
        assert [row.number for row in one.amendments] == list(range(1, len(said["amendments"]) + 1))
        for asked in (day(offset) for offset in range(-5, 210, 7)):
            expected = _terms_of(said, asked)
            assert rules.terms_on(one.rule, asked) == expected, asked
        last = said["closed_on"] or _terms_of(said, date.max).ends_on
        assert one.row.last_day == one.rule.last_day == last
    for offset in range(210):
        holding = [said["code"] for contract_id, said in kept.items() if known[contract_id].rule.holds_on(day(offset))]
        assert sum(code in EXCLUSIVE for code in holding) <= 1, (day(offset), holding)


def _terms_of(said: dict[str, Any], asked: date) -> rules.Terms:
    told = {name: getattr(said["details"], name) for name in rules.TERM_NAMES}
    for details in said["amendments"]:
        if details.effective_on <= asked:
            told |= {name: getattr(details, name) for name in rules.TERM_NAMES if getattr(details, name)}
    return rules.Terms(**told)


def test_amendments_are_numbered_and_only_the_last_goes(context: Flask, world: World) -> None:
    with at_work(world) as member:
        bound = contract(member, "fixed_term", FIRST, day(90))
        first, second = (
            amendment(member, bound, day(91), ends_on=day(180)),
            amendment(member, bound, day(100), weekly_minutes=60),
        )
        assert (first.number, second.number, bound.last_day) == (1, 2, day(180))
        with pytest.raises(errors.OnlyTheLastAmendmentGoes):
            services.delete_amendment(member, first)
        with pytest.raises(errors.AmendmentsFirst):
            services.delete_contract(member, bound)
        services.delete_amendment(member, second)
        services.delete_amendment(member, first)
        assert bound.last_day == day(90)
        assert amendment(member, bound, day(91), ends_on=day(120)).number == 1


def test_correcting_an_early_amendment_cannot_make_a_later_one_impossible(context: Flask, world: World) -> None:
    with at_work(world) as member:
        bound = contract(member, "fixed_term", FIRST, day(90))
        first = amendment(member, bound, day(91), ends_on=day(180))
        amendment(member, bound, day(150), weekly_minutes=60)
        with pytest.raises(errors.AmendmentAfterEnd) as refused:
            services.correct_amendment(
                member, first, AmendmentDetails(effective_on=day(91), ends_on=day(120)), version=first.version
            )
        assert refused.value.number == 2


def test_what_excludes_another_waits_for_its_end(context: Flask, world: World) -> None:
    with at_work(world) as member:
        agreement = contract(member, "agreement", FIRST, day(90))
        contract(member, "cooperator", FIRST)
        with pytest.raises(errors.ContractsOverlap):
            contract(member, "open_ended", day(50))
        end(member, agreement, day(49), "next_contract")
        employment = contract(member, "open_ended", day(50))
        with pytest.raises(errors.ContractsOverlap):
            services.reopen_contract(member, agreement)
        end(member, employment, day(60))
        with pytest.raises(errors.EndedAlready):
            end(member, employment, day(61))
        services.reopen_contract(member, employment)
        assert (employment.closed_on, employment.last_day, employment.end_reason_id) == (None, None, None)
        with pytest.raises(errors.NotEnded):
            services.reopen_contract(member, employment)
        with pytest.raises(errors.ContractsOverlap):
            amendment(member, agreement, day(40), ends_on=day(100)) and services.reopen_contract(member, agreement)


def test_only_words_that_are_offered(context: Flask, world: World) -> None:
    with at_work(world) as member:
        kinds, ends = terms(Vocabulary.CONTRACT_KIND), terms(Vocabulary.CONTRACT_END)
        bound = contract(member, "fixed_term", FIRST, day(90))
        network_services.retire_term(kinds["fixed_term"])
        network_services.retire_term(ends["mutual"])
        kept = ContractDetails(kind_id=bound.kind_id, started_on=FIRST, ends_on=day(91))
        services.correct_contract(member, bound, kept, version=bound.version)
        for kind_id in (kinds["fixed_term"].id, ends["mutual"].id, terms(Vocabulary.STAGE)["test"].id):
            with pytest.raises(errors.KindNotOffered):
                services.record_contract(
                    member, ContractDetails(kind_id=kind_id, started_on=day(95), ends_on=day(99)), by_account_id=None
                )
        with pytest.raises(errors.EndReasonNotOffered):
            services.end_contract(member, bound, EndDetails(closed_on=day(9), end_reason_id=ends["mutual"].id))


def test_what_was_changed_meanwhile_is_not_overwritten(context: Flask, world: World) -> None:
    with at_work(world) as member:
        bound = contract(member, "fixed_term", FIRST, day(90))
        changed = amendment(member, bound, day(20), weekly_minutes=60)
        details = ContractDetails(kind_id=bound.kind_id, started_on=FIRST, ends_on=day(95))
        with pytest.raises(ChangedMeanwhile):
            services.correct_contract(member, bound, details, version=bound.version - 1)
        with pytest.raises(ChangedMeanwhile):
            services.correct_amendment(
                member, changed, AmendmentDetails(effective_on=day(20), weekly_minutes=90), version=changed.version + 1
            )


def test_a_contract_of_somebody_else_is_not_touched(context: Flask, world: World) -> None:
    with at_work(world, "member2") as other:
        bound = contract(other, "fixed_term", FIRST, day(90))
        changed = amendment(other, bound, day(20), weekly_minutes=60)
        member = db.session.get_one(Member, (world.home.id, world.home.members["member"]))
        details = AmendmentDetails(effective_on=day(30), weekly_minutes=90)
        acts = (
            lambda: services.amend(member, bound, details, by_account_id=None),
            lambda: services.correct_amendment(member, changed, details, version=1),
            lambda: services.delete_amendment(member, changed),
            lambda: services.end_contract(member, bound, EndDetails(closed_on=day(30))),
            lambda: services.reopen_contract(member, bound),
            lambda: services.delete_contract(member, bound),
        )
        for act in acts:
            with pytest.raises(ChangedMeanwhile):
                act()
        for found in (
            lambda: queries.get_contract_or_404(member, bound.id),
            lambda: queries.get_amendment_or_404(contract(member, "cooperator", FIRST), changed.id),
        ):
            with pytest.raises(NotFound):
                found()


def test_the_log_keeps_what_was_deleted(context: Flask, world: World) -> None:
    with at_work(world) as member:
        bound = contract(member, "fixed_term", FIRST, day(90), reference="CV 12", pay_terms="Une part fixe")
        services.delete_contract(member, bound)
        told = db.session.scalars(select(AuditEvent).filter_by(action="contract.deleted")).one().before
        assert told is not None
        assert (told["reference"], told["ends_on"]) == ("CV 12", day(90).isoformat())


def test_twenty_at_once_make_one_contract(app: Flask, world: World) -> None:
    """Each is of a kind that excludes the others, on the same days: the lock lets one of them through."""
    refused: list[type[Exception]] = []

    def record() -> None:
        with app.app_context():
            try:
                with at_work(world) as member:
                    contract(member, "fixed_term", FIRST, day(90))
            except errors.ContractsOverlap as refusal:
                refused.append(type(refusal))
            finally:
                db.session.remove()

    threads = [threading.Thread(target=record) for _one in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context(), organisation_scope(world.home.id):
        assert db.session.scalar(select(func.count()).select_from(Contract)) == 1
        db.session.remove()
    assert len(refused) == 19


def test_who_acts_on_an_amendment_that_somebody_deleted_is_told(context: Flask, world: World) -> None:
    with at_work(world) as member:
        row = contract(member, "open_ended", day(0))
        gone = amendment(member, row, day(10), weekly_minutes=60)
        db.session.execute(delete(ContractAmendment), execution_options={"synchronize_session": False})
        details = AmendmentDetails(effective_on=day(11), weekly_minutes=70)
        with pytest.raises(ChangedMeanwhile):
            services.correct_amendment(member, gone, details, version=1)
        with pytest.raises(ChangedMeanwhile):
            services.delete_amendment(member, gone)


def test_the_facts_of_an_employment(context: Flask, world: World) -> None:
    posts = {"post_fr": "Couturière", "post_ar": "خياطة"}
    with at_work(world) as member:
        contract(member, "agreement", FIRST, day(29))
        contract(member, "fixed_term", day(30), day(89), **posts)
        bound = contract(member, "open_ended", day(90), **posts)
        amendment(member, bound, day(120), post_fr="Cheffe d’atelier", post_ar="رئيسة ورشة")
        end(member, bound, day(140), "resignation")
    with organisation_scope(world.home.id):
        member_id = world.home.members["member"]
        assert queries.employment_on(member_id, day(10)) is None
        facts = {offset: queries.employment_on(member_id, day(offset)) for offset in (50, 100, 130, 145)}
        db.session.remove()
    told = [
        (one.kind_fr, one.post_fr, one.post_ar, one.since, one.started_on, one.last_day, one.is_employed)
        for one in facts.values()
        if one is not None
    ]
    fixed, without = "Contrat de travail à durée déterminée", "Contrat de travail à durée indéterminée"
    chief = ("Cheffe d’atelier", "رئيسة ورشة")
    assert told == [
        (fixed, "Couturière", "خياطة", day(30), day(30), day(89), True),
        (without, "Couturière", "خياطة", day(30), day(90), day(140), True),
        (without, *chief, day(30), day(90), day(140), True),
        (without, *chief, day(30), day(90), day(140), False),
    ]


def test_a_new_kind_of_contract_has_a_nature(context: Flask, world: World) -> None:
    with at_work(world) as member:
        words = {"code": "season", "label_fr": "Contrat de saison", "label_ar": "عقد موسمي"}
        network_services.add_term(Vocabulary.CONTRACT_KIND, nature=ContractNature.FIXED_TERM, **words)
        with pytest.raises(errors.EndMissing):
            contract(member, "season", FIRST)
