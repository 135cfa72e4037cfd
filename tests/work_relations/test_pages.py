"""Contracts in the file, in their list, on the landing page, in the report and in the settings: who reads what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.kernel.audit import AuditEvent
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members import parcours_services
from app.members.models import Member
from app.members.parcours_services import StepDetails
from app.network.models import Vocabulary
from app.work_relations import associates, list_queries, queries, rule_services
from app.work_relations.list_queries import View
from app.work_relations.models import Contract, ContractAmendment
from app.work_relations.queries import DecidedRules
from tests.conftest import SignIn
from tests.support.contracts import amendment, contract, end, terms
from tests.support.parcours import record, stages
from tests.support.world import TODAY, World

MANAGER, COACH, MEMBER = "manager@el-jadida.example", "coach@el-jadida.example", "member@el-jadida.example"
KEY = {"form_key": "k" * 24}
PAY = "Une part fixe de 1500"


@contextmanager
def at_home(app: Flask, world: World) -> Iterator[None]:
    """In a write transaction of El Jadida, with a context that no request shares."""
    with app.app_context(), organisation_scope(world.home.id), write_transaction():
        yield


def soon(days: int) -> date:
    return TODAY + timedelta(days=days)


@pytest.fixture
def bound(app: Flask, world: World) -> dict[str, int]:
    """Amina's employment ends in 40 days, Youssef's agreement ended; Leïla has none."""
    with at_home(app, world):
        amina, youssef = (
            db.session.get_one(Member, (world.home.id, world.home.members[name])) for name in ("member", "member2")
        )
        hers = contract(
            amina, "fixed_term", soon(-100), soon(10), pay_terms=PAY, trial_ends_on=soon(5), weekly_minutes=2640
        )
        amended = amendment(amina, hers, soon(-5), ends_on=soon(40), weekly_minutes=1200)
        his = contract(youssef, "agreement", soon(-150), soon(-20))
        return {"hers": hers.id, "his": his.id, "amended": amended.id}


def sent(app: Flask, world: World, **changes: str) -> dict[str, str]:
    """A contract as a form sends it."""
    with at_home(app, world):
        kind_id = str(terms(Vocabulary.CONTRACT_KIND)["fixed_term"].id)
    return {"kind_id": kind_id, "started_on": TODAY.isoformat(), "ends_on": soon(30).isoformat(), **KEY, **changes}


def section(world: World, name: str = "member", more: str = "") -> str:
    return world.home.url(f"members/{world.home.members[name]}/contracts{more}")


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_pay_is_for_managers_and_the_person(bound: dict[str, int], sign_in: SignIn, world: World) -> None:
    for email, reads in ((MANAGER, True), (MEMBER, True), (COACH, False)):
        page = sign_in(email).get(section(world)).get_data(as_text=True)
        assert (PAY in page) is reads, email
        assert "Contrat de travail à durée déterminée" in page
        assert ("/end" in page) is (email == MANAGER)
    assert sign_in("coach2@el-jadida.example").get(section(world)).status_code == 404


def test_the_terms_of_today_stand_first(bound: dict[str, int], sign_in: SignIn, world: World) -> None:
    page = text_of(sign_in(MANAGER).get(section(world)).get_data(as_text=True))
    assert "(renouvelé 1 fois)" in page
    assert "Se termine bientôt" in page
    assert "Avenant n° 1" in page


def test_an_exit_ends_no_contract_and_the_page_says_so(
    app: Flask, bound: dict[str, int], sign_in: SignIn, world: World
) -> None:
    with at_home(app, world):
        member = db.session.get_one(Member, (world.home.id, world.home.members["member"]))
        leaving = StepDetails(stage_id=stages()["exit"].id, started_on=soon(-1))
        parcours_services.record_exit(member, leaving, today=TODAY, by_account_id=None)
    manager = sign_in(MANAGER)
    assert "ce contrat court toujours" in text_of(manager.get(section(world)).get_data(as_text=True))
    assert listed(world, sign_in, "left") == {world.home.members["member"]}


def test_one_contract_from_twenty_submits(app: Flask, sign_in: SignIn, world: World) -> None:
    manager, data = sign_in(MANAGER), sent(app, world)
    for _one in range(20):
        assert manager.submit(section(world, more="/new"), data).status_code == 302
    with at_home(app, world):
        assert db.session.scalar(select(func.count()).select_from(Contract)) == 1


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"ends_on": ""}, "ends_on", "a une fin"),
        ({"ends_on": "2026-01-01"}, "ends_on", "précéder le début"),
        ({"started_on": "1950-01-01"}, "started_on", "avant la naissance"),
        ({"trial_ends_on": "2027-06-01"}, "trial_ends_on", "plus longue que le contrat"),
        ({"started_on": "31/02/2026"}, "started_on", "n’existe pas"),
        ({"weekly_minutes": "200"}, "weekly_minutes", "84"),
        ({"kind_id": "77"}, "kind_id", "liste"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    app: Flask, sign_in: SignIn, world: World, changes: dict[str, str], field: str, said: str
) -> None:
    data = sent(app, world, objectives="Dix ventes", **changes)
    answer = sign_in(MANAGER).submit(section(world, more="/new"), data)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    message = re.search(rf'id="{field}-error">([^<]+)<', page)
    assert message, page
    assert said in message[1]
    assert "Dix ventes" in page


def test_an_overlap_is_refused_and_nothing_is_lost(
    app: Flask, bound: dict[str, int], sign_in: SignIn, world: World
) -> None:
    answer = sign_in(MANAGER).submit(section(world, more="/new"), sent(app, world, reference="CT 77"))
    assert answer.status_code == 422
    assert "CT 77" in answer.get_data(as_text=True)


def test_unusual_dates_are_kept_and_said(app: Flask, sign_in: SignIn, world: World) -> None:
    manager = sign_in(MANAGER)
    start = soon(-250).isoformat()
    answer = manager.submit(
        section(world, more="/new"), sent(app, world, started_on=start, signed_on=soon(-240).isoformat())
    )
    assert answer.status_code == 302
    page = text_of(manager.get(section(world)).get_data(as_text=True))
    assert "signé après son premier jour" in page
    assert "avant l’admission" in page


def test_the_second_person_is_told_what_changed(
    app: Flask, bound: dict[str, int], sign_in: SignIn, world: World
) -> None:
    manager, address = sign_in(MANAGER), section(world, more=f"/{bound['hers']}")
    page = manager.get(address).get_data(as_text=True)
    version = re.search(r'name="version"[^>]*value="(\d+)"', page)
    assert version
    data = sent(app, world, started_on=soon(-100).isoformat(), ends_on=soon(10).isoformat(), version=version[1])
    assert manager.submit(address, {**data, "reference": "CT 1", "post_fr": "Brodeuse"}).status_code == 302
    answer = manager.submit(address, {**data, "reference": "CT 2", "objectives": "Vingt ventes", "form_key": "j" * 24})
    told = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Vingt ventes" in told
    assert 'value="CT 2"' in told
    assert "CT 1" in told
    assert "Brodeuse" in told
    newest = re.search(r'name="version"[^>]*value="(\d+)"', told)
    assert newest
    assert (
        manager.submit(address, {**data, "reference": "CT 2", "version": newest[1], "form_key": "i" * 24}).status_code
        == 302
    )


def test_the_second_person_is_told_of_an_amendment_too(bound: dict[str, int], sign_in: SignIn, world: World) -> None:
    manager, address = sign_in(MANAGER), section(world, more=f"/{bound['hers']}/amendments/{bound['amended']}")
    data = {"effective_on": soon(-5).isoformat(), "ends_on": soon(50).isoformat(), "version": "1"}
    assert manager.submit(address, data).status_code == 302
    answer = manager.submit(address, {**data, "ends_on": soon(60).isoformat()})
    assert answer.status_code == 422
    assert "Ce que quelqu’un d’autre a enregistré" in answer.get_data(as_text=True)


def test_from_an_amendment_to_the_end_and_back(
    app: Flask, bound: dict[str, int], sign_in: SignIn, world: World
) -> None:
    manager, here = sign_in(MANAGER), section(world, more=f"/{bound['hers']}")
    amended = {"effective_on": TODAY.isoformat(), "objectives": "Une boutique", **KEY}
    assert manager.submit(f"{here}/amendments/new", amended).status_code == 302
    assert "Avenant n° 2" in text_of(manager.get(section(world)).get_data(as_text=True))
    early = manager.submit(f"{here}/end", {"closed_on": soon(-2).isoformat(), "form_key": "e" * 24})
    assert early.status_code == 422
    assert manager.submit(f"{here}/end", {"closed_on": TODAY.isoformat(), "form_key": "f" * 24}).status_code == 302
    assert manager.submit(f"{here}/reopen", {"form_key": "g" * 24}).status_code == 302
    with at_home(app, world):
        second = db.session.scalars(select(ContractAmendment.id).filter_by(number=2)).one()
    assert "Supprimer le dernier avenant" in manager.get(f"{here}/delete").get_data(as_text=True)
    assert manager.submit(f"{here}/delete", {"form_key": "h" * 24}).status_code == 422
    assert manager.submit(f"{here}/amendments/{bound['amended']}/delete", {"form_key": "l" * 24}).status_code == 422
    for amendment_id in (second, bound["amended"]):
        gone = manager.submit(f"{here}/amendments/{amendment_id}/delete", {"form_key": f"m{amendment_id}" * 2})
        assert gone.status_code == 302
    assert manager.submit(f"{here}/delete", {"form_key": "n" * 24}).status_code == 302
    assert "Aucun contrat" in manager.get(section(world)).get_data(as_text=True)


def test_another_amendment_that_becomes_impossible_is_named(
    bound: dict[str, int], sign_in: SignIn, world: World
) -> None:
    manager, here = sign_in(MANAGER), section(world, more=f"/{bound['hers']}/amendments")
    later = {"effective_on": soon(30).isoformat(), "weekly_minutes": "10", **KEY}
    assert manager.submit(f"{here}/new", later).status_code == 302
    data = {"effective_on": soon(-5).isoformat(), "ends_on": soon(20).isoformat(), "version": "1"}
    answer = manager.submit(f"{here}/{bound['amended']}", data)
    assert answer.status_code == 422
    assert "Avenant n° 2 :" in text_of(answer.get_data(as_text=True)).replace("\u00a0", " ")
    assert "effective_on-error" not in answer.get_data(as_text=True)


def test_a_recorded_end_that_is_in_the_way_is_taken_back_first(
    bound: dict[str, int], sign_in: SignIn, world: World
) -> None:
    manager, here = sign_in(MANAGER), section(world, more=f"/{bound['hers']}")
    assert manager.submit(f"{here}/end", {"closed_on": soon(20).isoformat(), **KEY}).status_code == 302
    later = {"effective_on": soon(25).isoformat(), "weekly_minutes": "10", "form_key": "l" * 24}
    for path, data in ((f"{here}/amendments/new", later), (f"{here}/amendments/{bound['amended']}/delete", {})):
        answer = manager.submit(path, {"form_key": "m" * 24, **data})
        assert answer.status_code == 422
        assert "La fin enregistrée de ce contrat" in answer.get_data(as_text=True)


def test_a_contract_and_an_amendment_are_of_the_file_in_the_address(
    bound: dict[str, int], sign_in: SignIn, world: World
) -> None:
    manager = sign_in(MANAGER)
    assert manager.get(section(world, "member2", f"/{bound['hers']}")).status_code == 404
    assert manager.get(section(world, "member2", f"/{bound['his']}/amendments/{bound['amended']}")).status_code == 404


def listed(world: World, sign_in: SignIn, view: str, email: str = MANAGER, more: str = "") -> set[int]:
    """The members a list leads to; the count says as many."""
    page = sign_in(email).get(world.home.url(f"contracts?view={view}{more}")).get_data(as_text=True)
    found = [int(found) for found in re.findall(r'scope="row"><a href="[^"]*/members/(\d+)/contracts"', page)]
    said = re.search(r"data-count>(\d+)", page)
    assert (int(said[1]) if said else 0) == len(found)
    return set(found)


def test_each_list_holds_its_rows(app: Flask, bound: dict[str, int], sign_in: SignIn, world: World) -> None:
    amina, youssef = world.home.members["member"], world.home.members["member2"]
    expected: dict[str, set[int]] = {
        "ending": {amina},
        "trial": {amina},
        "without": {youssef},
        "left": set(),
        "all": {amina},
    }
    assert {view: listed(world, sign_in, view) for view in expected} == expected
    assert listed(world, sign_in, "ending", more="&days=39") == set()
    assert listed(world, sign_in, "ending", more="&days=40") == {amina}
    assert listed(world, sign_in, "ending", more="&q=yous") == set()
    assert listed(world, sign_in, "ending", more="&coach=none") == set()
    assert listed(world, sign_in, "all", more=f"&coach={world.home.memberships['coach']}") == {amina}
    assert listed(world, sign_in, "without", COACH) == set()
    assert listed(world, sign_in, "without", "coach2@el-jadida.example") == {youssef}
    with at_home(app, world):
        kinds = {code: term.id for code, term in terms(Vocabulary.CONTRACT_KIND).items()}
    assert listed(world, sign_in, "all", more=f"&kind={kinds['agreement']}") == set()
    assert listed(world, sign_in, "all", more=f"&kind={kinds['fixed_term']}") == {amina}


def test_no_trial_ends_after_its_contract(app: Flask, bound: dict[str, int], sign_in: SignIn, world: World) -> None:
    assert listed(world, sign_in, "trial") == {world.home.members["member"]}
    here = section(world, more=f"/{bound['hers']}")
    assert sign_in(MANAGER).submit(f"{here}/end", {"closed_on": soon(3).isoformat(), **KEY}).status_code == 302
    assert listed(world, sign_in, "trial") == set()
    assert "contracts?view=trial" not in sign_in(MANAGER).get(world.home.url()).get_data(as_text=True)


def test_who_has_another_contract_is_not_without(
    app: Flask, bound: dict[str, int], sign_in: SignIn, world: World
) -> None:
    with at_home(app, world):
        youssef = db.session.get_one(Member, (world.home.id, world.home.members["member2"]))
        contract(youssef, "agreement", soon(-300), soon(-200))
    assert listed(world, sign_in, "without") == {world.home.members["member2"]}  # once, by the last one
    with at_home(app, world):
        youssef = db.session.get_one(Member, (world.home.id, world.home.members["member2"]))
        contract(youssef, "auto_entrepreneur", TODAY)
    assert listed(world, sign_in, "without") == set()


def test_who_has_signed_the_next_contract_is_not_without(
    app: Flask, bound: dict[str, int], sign_in: SignIn, world: World
) -> None:
    with at_home(app, world):
        youssef = db.session.get_one(Member, (world.home.id, world.home.members["member2"]))
        contract(youssef, "fixed_term", soon(1), soon(90))
    assert listed(world, sign_in, "without") == set()
    assert "contracts?view=without" not in sign_in(MANAGER).get(world.home.url()).get_data(as_text=True)


def test_the_landing_page_leads_to_exactly_these_rows(bound: dict[str, int], sign_in: SignIn, world: World) -> None:
    page = sign_in(MANAGER).get(world.home.url()).get_data(as_text=True)
    assert "1 contrat se termine d’ici 60 jours" in page
    assert "contracts?view=ending" in page
    assert "contracts?view=without" in page
    assert "contracts?view=left" not in page
    assert "contracts?view=associate" not in page
    assert "contracts?view=ending" in sign_in(COACH).get(world.home.url()).get_data(as_text=True)
    others = sign_in("coach2@el-jadida.example").get(world.home.url()).get_data(as_text=True)
    assert re.findall(r"contracts\?view=(\w+)", others) == ["without"]


def test_pages_of_a_long_list(app: Flask, sign_in: SignIn, world: World) -> None:
    """More than one page of one person's contracts, forwards and backwards, each row once."""
    with at_home(app, world):
        member = db.session.get_one(Member, (world.home.id, world.home.members["member"]))
        ids = [contract(member, "cooperator", soon(-9), soon(index // 2)).id for index in range(60)]
    assert len(ids) == 60
    manager, seen, address = sign_in(MANAGER), 0, world.home.url("contracts?view=ending")
    for _turn in range(4):
        page = manager.get(address).get_data(as_text=True)
        seen += page.count('<th scope="row">')
        following = re.search(r'href="([^"]*after=\d+)"', page)
        if not following:
            break
        address = following[1].replace("&amp;", "&")
    assert seen == 60
    previous = re.search(r'href="([^"]*before=\d+)"', page)
    assert previous
    assert manager.get(previous[1].replace("&amp;", "&")).get_data(as_text=True).count('<th scope="row">') == 25


def decide(app: Flask, world: World, **decided: object) -> None:
    with at_home(app, world):
        version = queries.decided_rules().version
        rule_services.change_rules(DecidedRules(**decided), version=version)  # type: ignore[arg-type]


def test_who_is_to_be_an_associate(app: Flask, bound: dict[str, int], sign_in: SignIn, world: World) -> None:
    amina = world.home.members["member"]
    assert listed(world, sign_in, "associate") == set()
    decide(app, world, expects_associates=True, associate_months=36)
    assert listed(world, sign_in, "associate") == set()
    decide(app, world, expects_associates=True, associate_months=3)
    assert listed(world, sign_in, "associate") == {amina}
    assert listed(world, sign_in, "associate", "coach2@el-jadida.example") == set()
    page = sign_in(MANAGER).get(world.home.url("contracts?view=associate")).get_data(as_text=True)
    assert "Dépassé" in page
    assert "À associer au plus tard le" in sign_in(MANAGER).get(section(world)).get_data(as_text=True)
    assert "contracts?view=associate" in sign_in(MANAGER).get(world.home.url()).get_data(as_text=True)
    with at_home(app, world):
        record(db.session.get_one(Member, (world.home.id, amina)), "associate", TODAY)
    assert listed(world, sign_in, "associate") == set()


def test_another_room_can_say_who_is_an_associate(
    app: Flask, bound: dict[str, int], sign_in: SignIn, world: World
) -> None:
    decide(app, world, expects_associates=True, associate_months=3)
    amina = world.home.members["member"]
    known = list(associates._evidence)
    try:
        associates.use_evidence([*known, lambda _day: select(Member.id).where(Member.id == amina)])
        assert listed(world, sign_in, "associate") == set()
    finally:
        associates.use_evidence(known)
    assert listed(world, sign_in, "associate") == {amina}


def test_deadlines_page_like_other_lists(app: Flask, world: World) -> None:
    from app.kernel.paging import PageAsked
    from tests.members.test_parcours import manager_of

    with at_home(app, world):
        for rank, name in enumerate(("leila", "member2", "member")):
            member = db.session.get_one(Member, (world.home.id, world.home.members[name]))
            contract(member, "open_ended", soon(-400 + rank))
    with at_home(app, world):
        filters = list_queries.ContractFilters(view=View.ASSOCIATE, days=0)
        rule = DecidedRules(expects_associates=True, associate_months=12).associate_rule
        found = list_queries.fetch_contracts_page(manager_of(world), filters, PageAsked(), on=TODAY, rule=rule)
        assert [row.member_id for row in found.page.rows] == [
            world.home.members[name] for name in ("leila", "member2", "member")
        ]
        assert len(found.deadlines) == found.count == 3


def test_the_file_of_the_list_is_written_down(app: Flask, bound: dict[str, int], sign_in: SignIn, world: World) -> None:
    answer = sign_in(MANAGER).get(world.home.url("contracts.csv?view=all"))
    lines = answer.get_data(as_text=True).splitlines()
    assert len(lines) == 2
    assert soon(40).isoformat() in lines[1]
    assert "1500" not in lines[1]
    with at_home(app, world):
        taken = db.session.scalars(select(AuditEvent).filter_by(action="contract.list_taken")).one()
        assert taken.after == {"list": "all", "rows": 1}


def test_the_report_of_a_day(bound: dict[str, int], sign_in: SignIn, world: World) -> None:
    manager = sign_in(MANAGER)
    now = manager.get(world.home.url("reports/contracts.csv")).get_data(as_text=True).splitlines()
    assert len(now) == 2
    assert soon(40).isoformat() in now[1]
    assert now[1].endswith(";1")
    earlier = manager.get(world.home.url(f"reports/contracts.csv?on={soon(-30)}")).get_data(as_text=True).splitlines()
    amina, youssef = sorted(earlier[1:], key=lambda line: "Youssef" in line)
    assert soon(10).isoformat() in amina  # nobody knew of the amendment yet
    assert ";44,00;" in amina
    assert amina.endswith(";0")
    assert soon(-20).isoformat() in youssef
    coached = sign_in(COACH).get(world.home.url(f"reports/contracts?on={soon(-30)}")).get_data(as_text=True)
    assert "Amina" in coached
    assert "Youssef" not in coached


def test_days_of_warning_are_the_organisations(
    app: Flask, bound: dict[str, int], sign_in: SignIn, world: World
) -> None:
    manager = sign_in(MANAGER)
    address = world.home.url("settings/contracts")
    wanted = {"warning_days": "30", "associate_months": "36", "version": "0"}
    assert manager.submit(address, wanted).status_code == 302
    assert listed(world, sign_in, "ending") == set()
    assert manager.submit(address, {**wanted, "warning_days": "90"}).status_code == 422  # somebody was there before
    assert manager.submit(address, {**wanted, "warning_days": "0", "version": "1"}).status_code == 422
    assert manager.submit(address, {**wanted, "expects_associates": "y", "version": "1"}).status_code == 302
    with at_home(app, world):
        decided = queries.decided_rules()
        assert (decided.warning_days, decided.expects_associates, decided.version) == (30, True, 2)


def test_an_end_in_the_past_is_history(app: Flask, bound: dict[str, int], sign_in: SignIn, world: World) -> None:
    with at_home(app, world):
        member = db.session.get_one(Member, (world.home.id, world.home.members["member"]))
        ended = db.session.get_one(Contract, (world.home.id, bound["hers"]))
        end(member, ended, soon(-1), "resignation", "Lettre remise en main propre")
    page = text_of(sign_in(MANAGER).get(section(world)).get_data(as_text=True))
    assert "Aucun contrat n’est en vigueur" in page
    assert "Démission" in page
    assert "Lettre remise en main propre" in page
