"""A transfer from the consent to the answer: what both sides keep, and what is refused."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.accounts.models import Account, Membership
from app.extensions import db
from app.kernel import clock
from app.kernel.audit import AuditEvent
from app.kernel.errors import Refusal
from app.kernel.jobs import _nightly
from app.kernel.notices import Notice
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.kernel.uploads import PDF, Upload
from app.members import parcours_services
from app.members.errors import IdentityAlreadyRegistered, PossibleDuplicate
from app.members.models import Member
from app.members.parcours_services import StepDetails
from app.network import queries as network_queries
from app.network.models import Vocabulary, VocabularyTerm
from app.papers import kind_services
from app.papers import queries as paper_queries
from app.papers import services as paper_services
from app.papers.kind_services import KindDetails
from app.papers.services import PaperDetails
from app.social import fact_services
from app.social import queries as social_queries
from app.social import services as social_services
from app.social.rules import Background, OccupationDetails, ProtectionDetails
from app.transfers import errors, services, upkeep
from app.transfers.coding import from_json
from app.transfers.models import IncomingTransfer
from app.transfers.rules import WAITS_DAYS, Part, TransferState
from tests.support.merging import merge, pair, second_file
from tests.support.world import TODAY, Place, World
from tests.transfers.journey import accept, incoming, newest, outgoing, send, wanted


@pytest.fixture
def house(context: Flask) -> Iterator[Flask]:
    yield context


def _in(place: Place, act: Callable[[], Any]) -> Any:
    with organisation_scope(place.id), write_transaction():
        return act()


def _member(place: Place, name: str = "leila") -> Member:
    return db.session.get_one(Member, (place.id, place.members[name]))


def _left_out(place: Place, transfer_id: int) -> list[tuple[str, str]]:
    with organisation_scope(place.id):
        told = from_json(incoming(place, transfer_id).brought)
    return [(item["what"], item["why"]) for item in told["left_out"]]


def _actions(place: Place) -> list[tuple[str, int | None]]:
    with organisation_scope(place.id):
        events = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id))
        return [(event.action, event.account_id) for event in events if event.action.startswith("transfer.")]


def _notices(place: Place, email: str, world: World) -> list[str]:
    with organisation_scope(place.id):
        found = select(Notice.message).where(Notice.account_id == world.accounts[email]).order_by(Notice.id)
        return list(db.session.scalars(found))


# --- Accepted ---------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("house")
def test_the_person_becomes_a_member_there_and_stays_counted_here(world: World) -> None:
    home, partner = world.home, world.partner
    sent = send(home, "member", wanted(partner, Part.IDENTITY_NUMBER, Part.SIGN_IN))
    new_id = accept(partner, sent, admitted_on=TODAY - timedelta(days=3))
    with organisation_scope(partner.id):
        arrived, row = newest(partner), incoming(partner, sent)
        assert (arrived.id, arrived.number, arrived.admitted_on) == (new_id, 1, TODAY - timedelta(days=3))
        assert (arrived.family_name_latin, arrived.phone) == ("Benali", "+212661000000")
        assert arrived.identity_number == "MX100200"
        assert arrived.account_id == world.accounts["member@el-jadida.example"]
        assert (row.state, row.member_id, row.package) == (TransferState.ACCEPTED, new_id, None)
    with organisation_scope(home.id):
        left, kept = outgoing(home, sent), _member(home, "member")
        assert (left.state, left.admitted_on, left.parts) == (
            TransferState.ACCEPTED, TODAY - timedelta(days=3), ["sign_in", "identity_number"],
        )  # fmt: skip
        assert kept.left_on is None, "the manager records the exit"
        assert kept.identity_number == "MX100200"


@pytest.mark.usefixtures("house")
def test_an_account_opens_both_files(world: World) -> None:
    sent = send(world.home, "member", wanted(world.partner, Part.SIGN_IN))
    accept(world.partner, sent)
    account_id = world.accounts["member@el-jadida.example"]
    held = select(Membership.organisation_id).where(Membership.account_id == account_id, Membership.ended_at.is_(None))
    assert set(db.session.scalars(held)) == {world.home.id, world.partner.id}


@pytest.mark.usefixtures("house")
def test_without_that_tick_nobody_signs_in(world: World) -> None:
    accept(world.partner, send(world.home, "member", wanted(world.partner)))
    with organisation_scope(world.partner.id):
        assert newest(world.partner).account_id is None


@pytest.mark.usefixtures("house")
def test_an_account_that_opens_another_file_there_is_left_alone(world: World) -> None:
    home, abroad = world.home, world.abroad
    theirs = world.accounts["member@ras-jebel.example"]
    _in(home, lambda: setattr(_member(home), "account_id", theirs))
    sent = send(home, "leila", wanted(abroad, Part.SIGN_IN))
    accept(abroad, sent, is_another_person=True)
    assert ("sign_in", "sign_in") in _left_out(abroad, sent)
    closed = world.accounts["member@el-jadida.example"]
    again = send(home, "member", wanted(world.partner, Part.SIGN_IN))
    with write_transaction():
        db.session.get_one(Account, closed).deactivated_at = clock.now()
    accept(world.partner, again)
    assert _left_out(world.partner, again) == [("sign_in", "closed")]


@pytest.mark.usefixtures("house")
def test_both_sides_are_traced_and_told(world: World) -> None:
    """In each log those of that organisation are named, and nobody of the other."""
    home, partner = world.home, world.partner
    sent = send(home, "member", wanted(partner))
    accept(partner, sent)
    assert [action for action, _who in _actions(home)] == ["transfer.sent", "transfer.accepted"]
    assert [action for action, _who in _actions(partner)] == ["transfer.received", "transfer.accepted"]
    assert _notices(partner, "manager@ccde.example", world) == [
        "Another organisation asks you to take over a member's file: read it and answer."
    ]
    assert _notices(home, "manager@el-jadida.example", world)[-1].endswith("was accepted: record the exit.")
    assert len(_notices(home, "member@el-jadida.example", world)) == 2


@pytest.mark.usefixtures("house")
def test_who_comes_back_is_found_by_the_number(world: World) -> None:
    """From A to B and back: the old file of A goes on, and no second one is opened beside it."""
    home, partner = world.home, world.partner
    accept(partner, send(home, "leila", wanted(partner, Part.IDENTITY_NUMBER)))
    with organisation_scope(partner.id):
        partner.members["back"] = newest(partner).id
    back = send(partner, "back", wanted(home, Part.IDENTITY_NUMBER))
    with pytest.raises(PossibleDuplicate):
        accept(home, back)
    with pytest.raises(IdentityAlreadyRegistered):
        accept(home, back, is_another_person=True)
    leila = home.members["leila"]
    _in(home, lambda: services.close_as_here(incoming(home, back), leila, [leila], by_account_id=None))
    with organisation_scope(home.id):
        assert (incoming(home, back).state, incoming(home, back).member_id) == (TransferState.HERE_ALREADY, leila)
        assert newest(home).number == 3
    del partner.members["back"]


def test_the_file_it_is_closed_with_may_be_merged_at_this_very_moment(app: Flask, world: World) -> None:
    """Then the transfer stands with the file that stayed: nothing may be left with the other."""
    home, partner = world.home, world.partner
    with app.app_context():
        partner.members["came"] = accept(partner, send(home, "leila", wanted(partner)))
        back = send(partner, "came", wanted(home))
        gone_id = _in(home, lambda: second_file(home).id)
    read, merged = threading.Event(), threading.Event()

    def close() -> None:
        with app.app_context():
            with organisation_scope(home.id), write_transaction():
                transfer = incoming(home, back)
                read.set()
                merged.wait(0.5)
                services.close_as_here(transfer, gone_id, [gone_id], by_account_id=None)
            db.session.remove()

    closing = threading.Thread(target=close)
    closing.start()
    assert read.wait(10)
    with app.app_context(), organisation_scope(home.id):
        with write_transaction():
            merge(pair(home, gone="double"))
            db.session.flush()
            merged.set()
            time.sleep(0.3)
        closing.join()
        assert incoming(home, back).member_id == home.members["member"]
        db.session.remove()


@pytest.mark.usefixtures("house")
def test_only_one_of_those_shown_is_here_already(world: World) -> None:
    home, abroad = world.home, world.abroad
    sent = send(home, "leila", wanted(abroad))
    with pytest.raises(errors.NotOneOfThese):
        _in(
            abroad,
            lambda: services.close_as_here(incoming(abroad, sent), home.members["leila"], [], by_account_id=None),
        )


# --- What finds no place ----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("house")
def test_words_the_other_does_not_have_are_listed(world: World) -> None:
    home, partner = world.home, world.partner

    def prepare() -> None:
        word = VocabularyTerm(vocabulary=Vocabulary.TRADE, code="jewels", label_fr="Bijoux", label_ar="حلي")
        db.session.add(word)
        db.session.flush()
        leila = _member(home)
        leila.trade_id = word.id
        first = {one: network_queries.active_terms(one)[0].id for one in Vocabulary}
        background = Background(prescriber_id=first[Vocabulary.PRESCRIBER], prescriber_name="Mme Sabah")
        social_services.change_part(leila, background, version=0)
        occupied = OccupationDetails(occupation_id=first[Vocabulary.OCCUPATION], started_on=date(2026, 1, 5))
        fact_services.record_fact(leila, occupied, by_account_id=None)
        covered = ProtectionDetails(body_id=first[Vocabulary.PROTECTION_BODY], started_on=date(2026, 1, 5))
        fact_services.record_fact(leila, covered, by_account_id=None)

    _in(home, prepare)
    gone = (
        update(VocabularyTerm).where(VocabularyTerm.vocabulary == Vocabulary.PRESCRIBER).values(retired_at=clock.now())
    )
    _in(partner, lambda: db.session.execute(gone))
    sent = send(home, "leila", wanted(partner, Part.SOCIAL))
    new_id = accept(partner, sent)
    assert _left_out(partner, sent) == [
        ("trade", "word"), ("prescriber", "word"), ("prescriber_name", "word"), ("protection", "country"),
    ]  # fmt: skip
    with organisation_scope(partner.id):
        (occupation,) = social_queries.occupations_of(new_id)
        assert social_queries.code_of_term(occupation.occupation_id) == "unemployed"
        assert not social_queries.protection_of(new_id)


def _bring(place: Place, kind_code: str, content: bytes) -> int:
    kind = next(kind for kind in paper_queries.every_kind() if kind.code == kind_code)
    upload = Upload(content=content, media_type=PDF)
    details = PaperDetails(received_on=TODAY)
    by: dict[str, Any] = {"today": TODAY, "by_account_id": None}
    return paper_services.record_paper(_member(place), kind, details, upload=upload, **by).id


@pytest.mark.usefixtures("house")
def test_a_scan_that_is_gone_is_not_handed_over(world: World) -> None:
    """Nothing of the file left its organisation before: what is deleted there meanwhile stays deleted."""
    home, partner = world.home, world.partner
    paper_id = _in(home, lambda: _bring(home, "cv", b"%PDF-1.4 the first"))
    sent = send(home, "leila", wanted(partner, Part.PAPERS))
    gone = lambda: paper_services.delete_paper(  # noqa: E731
        _member(home), paper_queries.get_paper_or_404(home.members["leila"], paper_id)
    )
    _in(home, gone)
    accept(partner, sent)
    assert _left_out(partner, sent) == [("paper", "file")]


@pytest.mark.usefixtures("house")
def test_papers_follow_the_rules_of_who_receives(world: World) -> None:
    home, partner = world.home, world.partner

    def prepare() -> None:
        kind_services.add_kind(KindDetails(label_fr="Lettre", label_ar="رسالة"), [])
        _bring(home, "lettre", b"%PDF-1.4 a letter")
        _bring(home, "cv", b"%PDF-1.4 a cv")

    def keep_no_copies() -> None:
        next(kind for kind in paper_queries.every_kind() if kind.code == "cv").keeps_files = False

    _in(home, prepare)
    _in(partner, keep_no_copies)
    sent = send(home, "leila", wanted(partner, Part.PAPERS))
    new_id = accept(partner, sent)
    assert sorted(_left_out(partner, sent)) == [("paper", "kind"), ("paper", "scan")]
    with organisation_scope(partner.id):
        (paper,) = paper_queries.papers_of(new_id)
        assert paper.file_id is None


# --- Not accepted -----------------------------------------------------------------------------------------------------

ENDINGS = {
    TransferState.DECLINED: lambda world, sent: _in(
        world.partner, lambda: services.decline(incoming(world.partner, sent), reason="Complet", by_account_id=None)
    ),
    TransferState.WITHDRAWN: lambda world, sent: _in(
        world.home, lambda: services.withdraw(outgoing(world.home, sent), reason="")
    ),
    TransferState.OBJECTED: lambda world, sent: _in(world.home, lambda: services.object_to(outgoing(world.home, sent))),
}


def _wait(world: World, sent: int, days: int) -> None:
    """So many days go by without an answer."""
    for place, row in ((world.home, outgoing), (world.partner, incoming)):
        _in(place, lambda place=place, row=row: setattr(row(place, sent), "sent_at", clock.ago(days=days)))


def _expire(world: World, sent: int) -> None:
    assert upkeep.end_transfers_without_an_answer in _nightly
    _wait(world, sent, WAITS_DAYS)
    with write_transaction():
        upkeep.end_transfers_without_an_answer()


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize("state", [*ENDINGS, TransferState.EXPIRED])
def test_whatever_the_answer_the_package_is_gone(world: World, state: TransferState) -> None:
    home, partner, end = world.home, world.partner, ENDINGS.get(state, _expire)
    sent = send(home, "leila", wanted(partner, Part.IDENTITY_NUMBER))
    end(world, sent)
    with organisation_scope(partner.id):
        assert (incoming(partner, sent).state, incoming(partner, sent).package) == (state, None)
        assert db.session.scalar(select(Member.id)) is None
    with organisation_scope(home.id):
        assert outgoing(home, sent).state is state
    assert _actions(home)[-1][0] == _actions(partner)[-1][0] == f"transfer.{state}"
    for ending in ENDINGS.values():
        with pytest.raises(errors.AnsweredAlready):
            ending(world, sent)
    with pytest.raises(errors.AnsweredAlready):
        accept(partner, sent)
    assert send(home, "leila", wanted(partner)), "another one may follow"


@pytest.mark.usefixtures("house")
def test_a_transfer_that_is_over_is_not_accepted_before_the_night_either(world: World) -> None:
    sent = send(world.home, "leila", wanted(world.partner))
    _wait(world, sent, WAITS_DAYS)
    with pytest.raises(errors.AnsweredAlready):
        accept(world.partner, sent)


@pytest.mark.usefixtures("house")
def test_one_that_still_has_a_day_is_left_alone(world: World) -> None:
    sent = send(world.home, "leila", wanted(world.partner))
    _wait(world, sent, WAITS_DAYS - 1)
    with write_transaction():
        upkeep.end_transfers_without_an_answer()
    with organisation_scope(world.home.id):
        assert outgoing(world.home, sent).state is TransferState.WAITING


@pytest.mark.usefixtures("house")
def test_the_package_of_another_version_is_refused(world: World) -> None:
    partner = world.partner
    sent = send(world.home, "leila", wanted(partner))
    _in(partner, lambda: setattr(incoming(partner, sent), "package", '{"version":0}'))
    with pytest.raises(errors.PackageUnreadable):
        accept(partner, sent)
    ENDINGS[TransferState.DECLINED](world, sent)


# --- Refused ----------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"has_consented": False}, errors.NoConsent),
        ({"consented_on": TODAY + timedelta(days=1)}, errors.ConsentLater),
        ({"parts": (Part.DISABILITY,)}, errors.NotOnFile),
        ({"to_organisation_id": 7}, errors.NoSuchReceiver),
    ],
    ids=["no consent", "a day to come", "not on file", "unknown"],
)
def test_nothing_leaves(world: World, changed: dict[str, Any], refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        send(world.home, "leila", wanted(world.partner, **changed))
    with organisation_scope(world.partner.id):
        assert db.session.scalar(select(IncomingTransfer.id)) is None


@pytest.mark.usefixtures("house")
def test_nothing_goes_to_oneself_or_where_nobody_answers(world: World) -> None:
    """An organisation without a manager is not in service."""
    with pytest.raises(errors.NoSuchReceiver):
        send(world.home, "leila", wanted(world.home))
    with write_transaction():
        db.session.get_one(Membership, world.partner.memberships["manager"]).ended_at = clock.now()
    with pytest.raises(errors.NoSuchReceiver):
        send(world.home, "leila", wanted(world.partner))


@pytest.mark.usefixtures("house")
def test_one_transfer_at_a_time(world: World) -> None:
    send(world.home, "leila", wanted(world.partner))
    with pytest.raises(errors.UnderWay):
        send(world.home, "leila", wanted(world.abroad))


@pytest.mark.usefixtures("house")
def test_who_left_meanwhile_may_still_arrive(world: World) -> None:
    home, partner = world.home, world.partner
    sent = send(home, "leila", wanted(partner))

    def leave() -> None:
        stages = {term.code: term.id for term in network_queries.active_terms(Vocabulary.STAGE)}
        exit_ = StepDetails(stage_id=stages["exit"], started_on=TODAY)
        parcours_services.record_exit(_member(home), exit_, today=TODAY, by_account_id=None)

    _in(home, leave)
    assert accept(partner, sent)


@pytest.mark.usefixtures("house")
def test_hostile_names_arrive_as_they_are(world: World) -> None:
    home, partner = world.home, world.partner
    name = '<b>"\\\u200f%(name)s{{7*7}}'
    _in(home, lambda: setattr(_member(home), "family_name_latin", name))
    accept(partner, send(home, "leila", wanted(partner)))
    with organisation_scope(partner.id):
        assert newest(partner).family_name_latin == name
