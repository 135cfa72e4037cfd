"""Facts and papers of two files: said once, and nothing that somebody has yet to read is destroyed."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.kernel.uploads import PDF, Upload
from app.members.models import Member
from app.network import queries as network_queries
from app.network.models import Vocabulary
from app.papers import queries as paper_queries
from app.papers import services as paper_services
from app.papers.models import Paper, PaperState
from app.papers.services import PaperDetails
from app.social import fact_services
from app.social.models import OtherJob, Protection
from app.social.rules import JobDetails, ProtectionDetails
from tests.conftest import SignIn
from tests.support.merging import merge, pair, second_file
from tests.support.parcours import record
from tests.support.world import TODAY, World

BY: dict[str, Any] = {"today": TODAY, "by_account_id": None}
NUMBER = "123456789"


def _kind() -> Any:
    return next(kind for kind in paper_queries.every_kind() if kind.code == "craft_card")


def _sent(member: Member) -> Paper:
    upload = Upload(content=b"%PDF-1.4 " + str(member.id).encode(), media_type=PDF)
    return paper_services.send_paper(member, _kind(), upload, note="", **BY)


def _covered(member: Member, number: str, *, days_ago: int = 300) -> None:
    body = network_queries.active_terms(Vocabulary.PROTECTION_BODY)[0]
    details = ProtectionDetails(body_id=body.id, started_on=TODAY - timedelta(days=days_ago), number=number)
    fact_services.record_fact(member, details, by_account_id=None)


def _states(member: Member) -> list[PaperState]:
    return sorted(db.session.scalars(select(Paper.state).where(Paper.member_id == member.id)))


def test_what_nobody_looked_at_does_not_give_way_to_what_was_sent_back(context: Flask, world: World) -> None:
    with organisation_scope(world.home.id), write_transaction():
        second_file(world.home)
        two = pair(world.home, gone="double")
        waits = _sent(two.kept)
        back = _sent(two.gone)
        paper_services.send_back(two.gone, back, remark="Illisible", version=back.version)
        merge(two)
        assert db.session.scalars(select(Paper.id).where(Paper.member_id == two.kept.id)).all() == [waits.id]


def test_a_dispensation_beside_a_paper_is_history_as_a_dispensation(context: Flask, world: World) -> None:
    with organisation_scope(world.home.id), write_transaction():
        second_file(world.home)
        two = pair(world.home, gone="double")
        paper_services.record_paper(two.kept, _kind(), PaperDetails(received_on=TODAY), **BY)
        paper_services.waive_paper(two.gone, _kind(), reason="Déjà connue", **BY)
        merge(two)
        assert _states(two.kept) == sorted([PaperState.RECEIVED, PaperState.NOT_WAIVED_ANY_MORE])


def test_a_paper_of_a_step_that_both_have_belongs_to_the_one_that_stays(context: Flask, world: World) -> None:
    with organisation_scope(world.home.id), write_transaction():
        second_file(world.home)
        two = pair(world.home, gone="double")
        own, other = (record(member, "agreement", TODAY - timedelta(days=9)) for member in (two.kept, two.gone))
        paper = paper_services.record_paper(two.gone, _kind(), PaperDetails(received_on=TODAY, step_id=other.id), **BY)
        merge(two)
        assert (paper.member_id, paper_services.step_of(paper)) == (two.kept.id, own.id)


def test_the_same_job_in_both_files_is_one_job(context: Flask, world: World) -> None:
    with organisation_scope(world.home.id), write_transaction():
        second_file(world.home)
        two = pair(world.home, gone="double")
        for member in (two.kept, two.gone):
            fact_services.record_fact(member, JobDetails(employer="Café", weekly_hours=20), by_account_id=None)
        assert [one for one in json.loads(str(merge(two).stayed)) if one["door"] == "social"] == []
        assert len(db.session.scalars(select(OtherJob)).all()) == 1


def test_a_number_that_only_the_other_file_knows_is_kept(context: Flask, world: World) -> None:
    with organisation_scope(world.home.id), write_transaction():
        second_file(world.home)
        two = pair(world.home, gone="double")
        _covered(two.kept, "")
        _covered(two.gone, NUMBER, days_ago=250)
        merge(two)
        kept = db.session.scalars(select(Protection)).one()
        assert (kept.member_id, kept.body_number, kept.number_last_three) == (two.kept.id, NUMBER, "789")


def test_another_number_of_the_same_body_stays_with_the_merged_file(world: World, sign_in: SignIn) -> None:
    """Closed in the database, and masked on the page."""
    manager = sign_in("manager@el-jadida.example")
    with manager.application.app_context():
        with organisation_scope(world.home.id), write_transaction():
            gone_id = second_file(world.home).id
            two = pair(world.home, gone="double")
            _covered(two.kept, "987654321")
            _covered(two.gone, NUMBER)
            assert NUMBER in str(merge(two).stayed)
        db.session.remove()
    page = manager.get(world.home.url(f"members/{gone_id}")).get_data(as_text=True)
    assert "789" in page
    assert NUMBER not in page
