"""Papers recorded, corrected, dispensed with, sent, checked and taken back."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from app.extensions import db
from app.kernel import audit_words, clock, files
from app.kernel.audit import AuditEvent
from app.kernel.errors import ChangedMeanwhile, Refusal
from app.kernel.files import StoredFile
from app.kernel.notices import Notice
from app.kernel.speech import speaking
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members import parcours_services
from app.members.models import ParcoursStep
from app.operations.upkeep import remove_files_nobody_names
from app.papers import errors, kind_services, services
from app.papers.models import Paper, PaperKind, PaperState
from app.papers.services import PaperDetails
from tests.papers.conftest import BY, UPLOAD, at_work, kind, papers
from tests.support.parcours import record
from tests.support.world import TODAY, World

pytestmark = pytest.mark.usefixtures("context")
HERE = PaperDetails(received_on=TODAY, number="A-1")


def brought(world: World, code: str = "cv", details: PaperDetails = HERE, **options: Any) -> int:
    with at_work(world) as member:
        return services.record_paper(member, kind(code), details, **options, **BY).id


def sent(world: World) -> int:
    with at_work(world) as member:
        return services.send_paper(member, kind("cv"), UPLOAD, note="Voici", **BY).id


def stored() -> int:
    return db.session.scalar(select(func.count()).select_from(StoredFile)) or 0


def told(world: World, action: str) -> list[AuditEvent]:
    with organisation_scope(world.home.id):
        return list(db.session.scalars(select(AuditEvent).where(AuditEvent.action == action)))


def test_a_newer_paper_makes_the_earlier_one_history(world: World) -> None:
    first, second = brought(world, upload=UPLOAD), brought(world, upload=UPLOAD)
    found = {paper.id: paper for paper in papers(world)}
    assert found[first].state is PaperState.REPLACED
    assert found[second].state is PaperState.RECEIVED
    assert found[first].file_id not in (None, found[second].file_id)


def test_the_validity_of_the_kind_gives_the_last_day(world: World) -> None:
    issued_on = TODAY - timedelta(days=10)
    brought(world, "liability_insurance", PaperDetails(received_on=TODAY, issued_on=issued_on))
    assert papers(world)[0].expires_on == issued_on.replace(year=issued_on.year + 1) - timedelta(days=1)


def test_a_last_day_that_was_typed_stays(world: World) -> None:
    brought(world, "liability_insurance", PaperDetails(received_on=TODAY, expires_on=TODAY + timedelta(days=9)))
    assert papers(world)[0].expires_on == TODAY + timedelta(days=9)


def test_a_dispensation_takes_the_place_of_a_paper_and_a_paper_that_of_a_dispensation(world: World) -> None:
    brought(world)
    with at_work(world) as member:
        services.waive_paper(member, kind("cv"), reason="Ne sait pas écrire", **BY)
    brought(world)
    assert [paper.state for paper in papers(world)] == [
        PaperState.REPLACED,
        PaperState.NOT_WAIVED_ANY_MORE,
        PaperState.RECEIVED,
    ]


def test_the_log_says_why_somebody_need_not_bring_a_paper_under_that_name(world: World) -> None:
    with at_work(world) as member:
        services.waive_paper(member, kind("cv"), reason="Ne sait pas écrire", **BY)
    (event,) = told(world, services.WAIVED)
    assert event.after == {"paper": "Curriculum vitae", "reason": "Ne sait pas écrire"}
    assert audit_words.has_words(services.WAIVED, "reason")


def test_the_log_says_that_a_file_or_note_changed_and_calls_neither_a_number() -> None:
    with speaking("ar"):
        said = audit_words.in_words(services.CHANGED, {"file": "changed", "note": "changed"}, {})
    assert [value for _name, value in said] == ["تم التغيير"] * 2


def refused(world: World, refusal: type[Refusal], code: str = "cv", **options: Any) -> None:
    details = PaperDetails(**{"received_on": TODAY, **options.pop("details", {})})
    with pytest.raises(refusal), at_work(world) as member:
        services.record_paper(member, kind(code), details, **options, **BY)
    assert papers(world) == []


def test_no_scan_of_an_identity_document_by_default(world: World) -> None:
    refused(world, errors.ScansNotKept, "identity", upload=UPLOAD)
    with pytest.raises(errors.ScansNotKept), at_work(world) as member:
        services.send_paper(member, kind("identity"), UPLOAD, note="", **BY)


def test_nothing_is_recorded_of_a_kind_that_is_no_longer_asked_for(world: World) -> None:
    with at_work(world):
        kind_services.retire_kind(kind("cv"))
    refused(world, errors.KindNotAsked)


@pytest.mark.parametrize("meanwhile", [{"retired_at": clock.now()}, {"keeps_files": False}])
def test_what_was_decided_of_the_kind_in_the_same_moment_holds(world: World, meanwhile: dict[str, Any]) -> None:
    paper_id = brought(world)
    for act in ("record", "send", "correct"):
        with pytest.raises((errors.KindNotAsked, errors.ScansNotKept)), at_work(world) as member:
            cv, paper = kind("cv"), db.session.get_one(Paper, (world.home.id, paper_id))
            by_another = update(PaperKind).where(PaperKind.id == cv.id).values(**meanwhile)
            db.session.execute(by_another, execution_options={"synchronize_session": False})
            if act == "record":
                services.record_paper(member, cv, HERE, upload=UPLOAD, **BY)
            elif act == "send":
                services.send_paper(member, cv, UPLOAD, note="", **BY)
            elif "keeps_files" in meanwhile:
                services.change_paper(member, paper, HERE, version=paper.version, today=TODAY, upload=UPLOAD)
            else:
                services.waive_paper(member, cv, reason="Non", **BY)


def test_a_paper_belongs_to_a_step_of_its_own_member(world: World) -> None:
    with at_work(world, "member2") as other:
        theirs = record(other, "test", TODAY).id
    refused(world, errors.StepOfAnother, details={"step_id": theirs})


def test_a_day_to_come_is_refused(world: World) -> None:
    refused(world, errors.ReceivedLater, details={"received_on": TODAY + timedelta(days=1)})


def test_a_step_that_is_taken_back_lets_its_papers_go(world: World) -> None:
    with at_work(world) as member:
        step = record(member, "test", TODAY)
        paper = services.record_paper(member, kind("cv"), PaperDetails(received_on=TODAY, step_id=step.id), **BY)
        assert services.step_of(paper) == step.id
    with at_work(world) as member:
        last = db.session.query(ParcoursStep).filter_by(member_id=member.id, started_on=TODAY).one()
        parcours_services.delete_step(member, last, today=TODAY)
    with at_work(world):
        assert services.step_of(db.session.scalars(select(Paper)).one()) is None


def test_a_correction_says_what_stood_and_what_stands(world: World) -> None:
    paper_id = brought(world)
    with at_work(world) as member:
        paper = db.session.get_one(Paper, (world.home.id, paper_id))
        details = PaperDetails(received_on=TODAY - timedelta(days=1), number="B-2")
        services.change_paper(member, paper, details, upload=UPLOAD, version=paper.version, today=TODAY)
    event = told(world, services.CHANGED)[0]
    assert event.before["received_on"] == TODAY.isoformat()
    assert event.after["number"] == event.after["file"] == "changed", "many read the log: not the number itself"
    assert "B-2" not in str(event.after)


def test_another_file_takes_the_place_of_a_wrong_one_which_goes(world: World) -> None:
    paper_id = brought(world, upload=UPLOAD)
    with at_work(world) as member:
        paper = db.session.get_one(Paper, (world.home.id, paper_id))
        services.change_paper(member, paper, HERE, upload=UPLOAD, version=paper.version, today=TODAY)
    with at_work(world):
        assert stored() == 1
        assert files.read(papers(world)[0].file_id or 0) == UPLOAD.content


def test_what_was_shown_before_another_saved_is_not_saved(world: World) -> None:
    paper_id = brought(world)
    with pytest.raises(ChangedMeanwhile), at_work(world) as member:
        paper = db.session.get_one(Paper, (world.home.id, paper_id))
        services.change_paper(member, paper, HERE, version=paper.version + 1, today=TODAY)


def test_history_is_not_corrected(world: World) -> None:
    first = brought(world)
    brought(world)
    with pytest.raises(errors.NotAPaperThatCounts), at_work(world) as member:
        paper = db.session.get_one(Paper, (world.home.id, first))
        services.change_paper(member, paper, HERE, version=paper.version, today=TODAY)


def test_what_is_deleted_goes_with_its_file_and_the_log_keeps_that_it_was_there(world: World) -> None:
    paper_id = brought(world, upload=UPLOAD)
    with at_work(world) as member:
        services.delete_paper(member, db.session.get_one(Paper, (world.home.id, paper_id)))
    with at_work(world):
        assert stored() == 0
        assert papers(world) == []
    assert told(world, services.DELETED)[0].before["paper"] == "Curriculum vitae"


def test_what_a_member_sends_counts_once_it_is_accepted(world: World) -> None:
    earlier, paper_id = brought(world), sent(world)
    assert [paper.state for paper in papers(world)] == [PaperState.RECEIVED, PaperState.TO_CHECK]
    with at_work(world) as member:
        paper = db.session.get_one(Paper, (world.home.id, paper_id))
        services.accept_paper(member, paper, HERE, version=paper.version, today=TODAY)
    states = {paper.id: paper.state for paper in papers(world)}
    assert states == {earlier: PaperState.REPLACED, paper_id: PaperState.RECEIVED}


@pytest.mark.parametrize("act", ["record", "waive"])
def test_what_a_member_sent_is_looked_at_before_anything_takes_its_place(world: World, act: str) -> None:
    paper_id = sent(world)
    with pytest.raises(errors.SentOneWaits), at_work(world) as member:
        if act == "record":
            services.record_paper(member, kind("cv"), HERE, **BY)
        else:
            services.waive_paper(member, kind("cv"), reason="Non", **BY)
    assert [(paper.id, paper.state) for paper in papers(world)] == [(paper_id, PaperState.TO_CHECK)]


def test_what_is_sent_back_says_why_and_the_next_one_takes_its_place(world: World) -> None:
    paper_id = sent(world)
    with at_work(world) as member:
        paper = db.session.get_one(Paper, (world.home.id, paper_id))
        services.send_back(member, paper, remark="Illisible", version=paper.version)
        account_id = member.account_id
    assert papers(world)[0].remark == "Illisible"
    with organisation_scope(world.home.id):
        assert list(db.session.scalars(select(Notice.account_id).where(Notice.endpoint == "papers.show_papers"))) == [
            account_id
        ]
        db.session.rollback()
    sent(world)
    assert [paper.state for paper in papers(world)] == [PaperState.TO_CHECK]
    with at_work(world):
        assert stored() == 1, "the one that was never accepted is not kept"


def test_what_was_looked_at_is_not_looked_at_again(world: World) -> None:
    paper_id = brought(world)
    for verb in ("accept_paper", "send_back"):
        with pytest.raises(errors.NothingToCheck), at_work(world) as member:
            paper = db.session.get_one(Paper, (world.home.id, paper_id))
            options: dict[str, Any] = {"remark": "Non"} if verb == "send_back" else {"details": HERE, "today": TODAY}
            getattr(services, verb)(member, paper, version=paper.version, **options)


def test_what_rolls_back_leaves_no_row_and_a_file_that_the_night_sweeps_away(app: Flask, world: World) -> None:
    before = {path for path in files.files_directory().rglob("*") if path.is_file()}
    with pytest.raises(ZeroDivisionError), at_work(world) as member:
        services.record_paper(member, kind("cv"), HERE, upload=UPLOAD, **BY)
        raise ZeroDivisionError
    assert papers(world) == []
    db.session.rollback()
    (orphan,) = {path for path in files.files_directory().rglob("*") if path.is_file()} - before
    os.utime(orphan, (time.time() - 2 * 24 * 3600,) * 2)
    with write_transaction():
        remove_files_nobody_names()
    assert not orphan.exists()
