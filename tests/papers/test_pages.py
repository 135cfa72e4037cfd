"""The pages of papers: who reads what, what is said when something is refused, and files handed out."""

from __future__ import annotations

import io
import pathlib
import re
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.accounts.models import Membership
from app.extensions import db
from app.kernel import clock, uploads
from app.kernel.audit import AuditEvent
from app.kernel.database import writing
from app.kernel.uploads import PDF, Upload
from app.members import services as member_services
from app.members.models import Member
from app.papers import kind_services, services
from app.papers.models import Paper, PaperState
from app.papers.services import PaperDetails
from tests.conftest import SignIn
from tests.papers import hostile
from tests.papers.conftest import (
    BY,
    COACH,
    COACH2,
    MANAGER,
    MEMBER,
    MEMBER2,
    UPLOAD,
    Path,
    at_work,
    inside,
    kind,
    papers,
)
from tests.support.world import TODAY, World

DAY = TODAY.isoformat()


def attached(content: bytes, name: str = "scan.pdf") -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def record(world: World, code: str = "cv", upload: Upload | None = None) -> int:
    with at_work(world) as member:
        details = PaperDetails(received_on=TODAY, number="RC-77")
        return services.record_paper(member, kind(code), details, upload=upload, **BY).id


def test_a_paper_is_recorded_with_its_file(world: World, sign_in: SignIn, path: Path) -> None:
    coach = sign_in(COACH)
    data = {"received_on": DAY, "file": attached(hostile.photo(), "../../<b>Amina</b>\u202ex.php")}
    answer = coach.submit(path("cv", "record"), data)
    assert answer.headers["Location"] == path()
    paper = papers(world)[0]
    page = coach.get(path()).text
    assert path(paper.id, "file") in page
    assert "Amina</b>" not in page
    assert "php" not in page
    opened = coach.get(path(paper.id, "file"))
    assert opened.mimetype == "image/jpeg"
    assert opened.headers["Content-Disposition"] == f'inline; filename="ELJ-cv-{DAY}.jpg"'
    assert opened.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert opened.headers["Cache-Control"] == "private, no-store"


def test_a_pdf_is_saved_and_never_shown_on_our_pages(world: World, sign_in: SignIn, path: Path) -> None:
    paper_id = record(world, upload=Upload(content=hostile.pdf(), media_type=PDF))
    answer = sign_in(MANAGER).get(path(paper_id, "file"))
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert answer.data == hostile.pdf()


def test_who_opened_a_file_is_written_down(world: World, sign_in: SignIn, path: Path) -> None:
    paper_id = record(world, upload=UPLOAD)
    sign_in(COACH).get(path(paper_id, "file"))
    with inside(world):
        event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == services.OPENED)).one()
        assert (event.account_id, event.after) == (world.accounts[COACH], {"paper": "Curriculum vitae"})


def test_a_refused_file_leaves_the_rest_as_typed_and_says_to_choose_again(
    world: World, sign_in: SignIn, path: Path
) -> None:
    data = {"received_on": DAY, "number": "REF-55", "file": attached(hostile.pdf_with_script())}
    answer = sign_in(MANAGER).submit(path("cv", "record"), data)
    assert answer.status_code == 422
    assert "REF-55" in answer.text
    assert "Imprimez-le vers un nouveau PDF" in answer.text
    assert "Choisissez de nouveau le fichier" in answer.text
    assert papers(world) == []


def test_a_good_file_beside_something_refused_is_asked_for_again(sign_in: SignIn, path: Path) -> None:
    answer = sign_in(MANAGER).submit(path("cv", "record"), {"received_on": "", "file": attached(hostile.photo())})
    assert answer.status_code == 422
    assert "Choisissez de nouveau le fichier" in answer.text


def test_too_much_is_said_kindly(app: Flask, sign_in: SignIn, path: Path) -> None:
    content = bytes(app.config["MAX_CONTENT_LENGTH"] + 1)
    answer = sign_in(MANAGER).post(path("cv", "record"), data=content, content_type="multipart/form-data; boundary=b")
    assert answer.status_code == 413
    assert "Choisissez un fichier plus petit" in answer.text


def test_a_file_is_examined_before_anything_is_locked_and_for_who_may_enter(
    world: World, sign_in: SignIn, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []

    def examine(_content: bytes) -> Upload:
        asked.append(writing.get())
        return UPLOAD

    monkeypatch.setattr(uploads, "examine", examine)
    for who, code, act, expected in (
        (COACH2, "cv", "record", 404),
        (MEMBER2, "cv", "send", 404),
        (MEMBER, "cv", "record", 403),
        (MEMBER, "identity", "send", 404),
    ):
        answer = sign_in(who).submit(path(code, act), {"received_on": DAY, "file": attached(b"x")})
        assert answer.status_code == expected
    assert asked == []
    assert sign_in(COACH).submit(path("cv", "record"), {"received_on": DAY, "file": attached(b"x")}).status_code == 302
    assert asked == [False]


def test_a_text_in_the_place_of_the_file_is_no_file(world: World, sign_in: SignIn, path: Path) -> None:
    assert sign_in(MANAGER).submit(path("cv", "record"), {"received_on": DAY, "file": "x"}).status_code == 302
    assert papers(world)[0].file_id is None


def test_identical_submissions_make_one_paper(world: World, sign_in: SignIn, path: Path) -> None:
    manager = sign_in(MANAGER)
    key = re.search(r'name="form_key" value="([^"]+)"', manager.get(path("cv", "record")).text)
    assert key
    content, places = hostile.drawing(), set()
    for _time in range(4):
        data = {"received_on": DAY, "form_key": key[1], "file": attached(content)}
        places.add(manager.submit(path("cv", "record"), data).headers["Location"])
    assert places == {path()}
    assert len(papers(world)) == 1


def test_the_same_form_with_another_photo_is_not_the_same_submission(sign_in: SignIn, path: Path) -> None:
    """Phones name all photos alike: the second would be lost without a word."""
    manager = sign_in(MANAGER)
    answers = [
        manager.submit(
            path("cv", "record"), {"received_on": DAY, "form_key": "k" * 24, "file": attached(content, "image.jpg")}
        )
        for content in (hostile.photo(), hostile.photo(size=(200, 100)))
    ]
    assert [answer.status_code for answer in answers] == [302, 409]


def test_a_member_sends_and_a_coach_accepts(world: World, sign_in: SignIn, path: Path) -> None:
    member, coach = sign_in(MEMBER), sign_in(COACH)
    assert path("cv", "send") in member.get(path()).text
    assert member.submit(path("cv", "send"), {"file": attached(hostile.photo()), "note": "Le bon"}).status_code == 302
    (paper,) = papers(world)
    assert paper.state is PaperState.TO_CHECK
    assert path(paper.id, "check") in coach.get(path()).text
    data = {"received_on": DAY, "version": str(paper.version)}
    assert coach.submit(path(paper.id, "check"), data).status_code == 302
    assert papers(world)[0].state is PaperState.RECEIVED


def test_a_coach_sends_back_and_the_member_reads_why(world: World, sign_in: SignIn, path: Path) -> None:
    with at_work(world) as member:
        paper = services.send_paper(member, kind("cv"), UPLOAD, note="", **BY)
        paper_id, version = paper.id, paper.version
    data = {"remark": "<b>Illisible</b>", "version": str(version)}
    assert sign_in(COACH).submit(path(paper_id, "return"), data).status_code == 302
    assert "&lt;b&gt;Illisible&lt;/b&gt;" in sign_in(MEMBER).get(path()).text


def test_nobody_sends_a_file_of_what_is_only_looked_at(sign_in: SignIn, path: Path) -> None:
    member = sign_in(MEMBER)
    assert path("identity", "send") not in member.get(path()).text
    assert member.get(path("identity", "send")).status_code == 404
    assert 'type="file"' not in sign_in(MANAGER).get(path("identity", "record")).text


@pytest.mark.parametrize("meanwhile", [{"retired_at": clock.now()}, {"keeps_files": False}])
def test_what_came_back_is_not_sent_again_where_it_is_no_longer_taken(
    world: World, sign_in: SignIn, path: Path, meanwhile: dict[str, Any]
) -> None:
    with at_work(world) as member:
        paper = services.send_paper(member, kind("cv"), UPLOAD, note="", **BY)
        services.send_back(member, paper, remark="Illisible", version=paper.version)
        for name, value in meanwhile.items():
            setattr(kind("cv"), name, value)
    page = sign_in(MEMBER).get(path()).text
    assert "Illisible" in page
    assert path("cv", "send") not in page


def test_a_dispensation_that_a_paper_replaced_is_told_as_one(world: World, sign_in: SignIn, path: Path) -> None:
    coach = sign_in(COACH)
    coach.submit(path("cv", "waive"), {"reason": "Ne sait pas écrire"})
    coach.submit(path("cv", "record"), {"received_on": TODAY.isoformat()})
    earlier = coach.get(path()).text.partition("Pièces précédentes")[2]
    assert "dispense depuis le" in earlier
    assert "Ne sait pas écrire" in earlier
    assert "reçue le" not in earlier


def test_a_coach_is_led_to_record_only_what_is_still_asked_for(world: World, sign_in: SignIn, path: Path) -> None:
    record(world, "bank_details")
    assert path("bank_details", "record") in sign_in(COACH).get(path()).text
    with at_work(world) as member:
        sent_id = services.send_paper(member, kind("bank_details"), UPLOAD, note="", **BY).id
    assert path("bank_details", "record") not in sign_in(COACH).get(path()).text  # it would go, and they cannot read it
    with at_work(world) as member:
        services.delete_paper(member, db.session.get_one(Paper, (world.home.id, sent_id)))
    assert path("bank_details", "record") in sign_in(COACH).get(path()).text
    with at_work(world):
        kind_services.retire_kind(kind("bank_details"))
    assert path("bank_details", "record") not in sign_in(COACH).get(path()).text


def test_a_coach_whose_assignment_ended_reads_nothing_more(world: World, sign_in: SignIn, path: Path) -> None:
    paper_id, coach = record(world, upload=UPLOAD), sign_in(COACH)
    assert coach.get(path(paper_id, "file")).status_code == 200
    with at_work(world) as member:
        other = db.session.query(Membership).filter_by(id=world.home.memberships["coach2"]).one()
        member_services.assign_coach(member, other, started_on=TODAY)
    assert coach.get(path(paper_id, "file")).status_code == 404
    assert coach.get(path()).status_code == 404


def test_anothers_paper_is_as_if_it_were_not(world: World, sign_in: SignIn, path: Path) -> None:
    paper_id = record(world, upload=UPLOAD)
    for who in (COACH2, MEMBER2, "manager@ras-jebel.example"):
        assert sign_in(who).get(path(paper_id, "file")).status_code == 404
    # through a file one may see
    assert sign_in(COACH2).get(path(paper_id, "file", member="member2")).status_code == 404
    abroad = world.abroad.url(f"members/{world.abroad.members['member']}/papers/{paper_id}/file")
    assert sign_in("manager@ras-jebel.example").get(abroad).status_code == 404


def test_a_confidential_paper_is_read_by_managers_and_its_owner(world: World, sign_in: SignIn, path: Path) -> None:
    paper_id = record(world, "bank_details", UPLOAD)
    for who, status in ((MANAGER, 200), (MEMBER, 200), (COACH, 403)):
        client = sign_in(who)
        assert client.get(path(paper_id, "file")).status_code == status
        assert ("RC-77" in client.get(path()).text) is (status == 200)
    for page in ("", "delete", "check", "return"):
        assert sign_in(COACH).get(path(paper_id, page)).status_code == 403


def test_why_a_confidential_paper_came_back_is_read_by_managers_and_its_owner(
    world: World, sign_in: SignIn, path: Path
) -> None:
    with at_work(world) as member:
        paper = services.send_paper(member, kind("bank_details"), UPLOAD, note="", **BY)
        services.send_back(member, paper, remark="Compte 0112 fermé", version=paper.version)
    for who, reads in ((MANAGER, True), (MEMBER, True), (COACH, False)):
        assert ("0112" in sign_in(who).get(path()).text) is reads


def test_a_coach_who_is_a_member_leaves_their_own_papers_to_others(world: World, sign_in: SignIn, path: Path) -> None:
    with at_work(world, "leila") as member:
        member.account_id = world.accounts[COACH]
        role = db.session.query(Membership).filter_by(id=world.home.memberships["coach"]).one()
        member_services.assign_coach(member, role, started_on=TODAY)
    coach = sign_in(COACH)
    assert coach.get(path(member="leila")).status_code == 200
    for action in ("record", "waive"):
        assert coach.get(path("cv", action, member="leila")).status_code == 403


def test_a_damaged_file_is_not_handed_out(world: World, sign_in: SignIn, path: Path, data_folder: pathlib.Path) -> None:
    paper_id = record(world, upload=UPLOAD)
    for stored in data_folder.joinpath("files").rglob("*"):
        if stored.is_file() and stored.read_bytes() == UPLOAD.content:
            stored.write_bytes(b"other")
    answer = sign_in(MANAGER).get(path(paper_id, "file"))
    assert answer.status_code == 500
    assert "sauvegarde" in answer.text


def test_the_page_of_a_member_says_what_is_wanted_first(world: World, sign_in: SignIn, path: Path) -> None:
    record(world)
    page = sign_in(MANAGER).get(path()).text
    assert page.index(path("application", "record")) < page.index("Reçues")
    assert "1 sur 5" in page


@pytest.mark.parametrize("last_day", [TODAY - timedelta(days=3), TODAY + timedelta(days=3)])
@pytest.mark.parametrize("sent_another", [False, True])
def test_a_paper_that_is_wanted_anew_is_opened_and_corrected_all_the_same(
    world: World, sign_in: SignIn, path: Path, *, last_day: date, sent_another: bool
) -> None:
    with at_work(world) as member:
        details = PaperDetails(received_on=TODAY, expires_on=last_day)
        paper_id = services.record_paper(member, kind("cv"), details, upload=UPLOAD, **BY).id
        if sent_another:
            services.send_paper(member, kind("cv"), UPLOAD, note="", **BY)
    page = sign_in(COACH).get(path()).text
    assert f'href="{path(paper_id)}"' in page
    assert f'href="{path(paper_id, "file")}"' in page


def test_a_member_reads_at_home_how_many_papers_are_wanted(sign_in: SignIn, world: World, path: Path) -> None:
    page = sign_in(MEMBER).get(world.home.url()).text
    assert "5 pièces vous sont demandées" in page
    assert f'href="{path()}"' in page


def test_only_what_counts_is_said_to_be_missing_once_it_is_deleted(world: World, sign_in: SignIn, path: Path) -> None:
    replaced, counted = record(world), record(world)
    for paper_id, is_said in ((replaced, False), (counted, True)):
        assert ("compte de nouveau comme manquante" in sign_in(MANAGER).get(path(paper_id, "delete")).text) is is_said


def test_what_another_saves_in_the_same_moment_is_not_deleted_unread(
    world: World, sign_in: SignIn, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper_id = record(world)

    def saved_by_another(member: Member) -> None:
        db.session.execute(update(Paper).values(version=Paper.version + 1).execution_options(synchronize_session=False))
        db.session.refresh(member)

    monkeypatch.setattr(services, "_hold", saved_by_another)
    answer = sign_in(MANAGER).submit(path(paper_id, "delete"))
    assert answer.status_code == 422
    assert len(papers(world)) == 1
