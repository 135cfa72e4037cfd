"""The papers asked for, as settings: added, changed, withdrawn, moved."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from app.extensions import db
from app.kernel.audit import AuditEvent
from app.kernel.files import StoredFile
from app.papers import kind_services, queries, services
from app.papers.errors import KindExists
from app.papers.models import PaperState
from app.papers.services import PaperDetails
from tests.conftest import SignIn
from tests.papers.conftest import BY, MANAGER, UPLOAD, at_work, inside, kind, papers
from tests.support.world import TODAY, World


def kind_data(**changed: Any) -> dict[str, Any]:
    told = {"label_fr": "Permis de conduire", "label_ar": "رخصة السياقة", "keeps_files-shown": "1", "keeps_files": "y"}
    return {**told, **changed}


def test_scans_of_identity_documents_need_a_reason_and_stand_in_the_log(world: World, sign_in: SignIn) -> None:
    manager = sign_in(MANAGER)
    with inside(world):
        identity = kind("identity")
        here, version = world.home.url(f"settings/papers/{identity.id}"), identity.version
        labels = {"label_fr": identity.label_fr, "label_ar": identity.label_ar}
    data = kind_data(**labels, is_identity="y", version=str(version))
    assert "demande une raison" in manager.submit(here, data).text
    assert manager.submit(here, {**data, "scan_reason": "Dossier de la CNSS"}).status_code == 302
    with inside(world):
        event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == kind_services.KIND_CHANGED)).one()
        assert (event.before["keeps_files"], event.after["keeps_files"]) == (False, True)
        assert event.after["scan_reason"] == "Dossier de la CNSS"


def test_a_kind_is_added_moved_withdrawn_and_asked_for_again(world: World, sign_in: SignIn) -> None:
    manager = sign_in(MANAGER)
    assert manager.submit(world.home.url("settings/papers/new"), kind_data()).status_code == 302
    assert "déjà dans la liste" in manager.submit(world.home.url("settings/papers/new"), kind_data()).text

    def order() -> list[str]:
        with inside(world):
            return [row.code for row in queries.every_kind()]

    before = order()
    with inside(world):
        new_id = kind("permis_de_conduire").id
    for act in ("up", "withdraw", "offer"):
        assert manager.submit(world.home.url(f"settings/papers/{new_id}/{act}")).status_code == 302
    assert order() == [*before[:-2], before[-1], before[-2]]


def test_two_kinds_may_begin_alike_and_a_name_that_was_given_up_is_free(world: World) -> None:
    begins = "Attestation de régularité fiscale délivrée par"
    with at_work(world):
        cv = kind("cv")
        cv.label_fr = "Parcours professionnel"
        db.session.flush()
        labels = (f"{begins} la DGI", f"{begins} la commune", "السيرة", "الشهادة", "CV", cv.code)
        details = [kind_services.KindDetails(label_fr=label, label_ar=label) for label in labels]
        codes = [kind_services.add_kind(said, []).code for said in details[:5]]
        assert len(set(codes)) == 5
        with pytest.raises(KindExists):  # the same letters
            kind_services.add_kind(details[5], [])


def test_a_kind_is_not_given_the_name_of_another(world: World, sign_in: SignIn) -> None:
    with inside(world):
        cv, photo = kind("cv"), kind("photo")
        here, version, taken = world.home.url(f"settings/papers/{cv.id}"), str(cv.version), photo.label_fr
    manager = sign_in(MANAGER)
    answer = manager.submit(here, kind_data(label_fr=taken.upper(), version=version))
    assert answer.status_code == 422
    assert "déjà dans la liste" in answer.text
    assert manager.submit(here, kind_data(label_fr="Curriculum Vitae", version=version)).status_code == 302


def test_one_press_moves_a_kind_before_the_one_that_is_shown_before_it(world: World) -> None:
    with at_work(world):
        first, second, withdrawn, moved = queries.every_kind()[:4]
        kind_services.retire_kind(withdrawn)
        db.session.flush()
        kind_services.move_kind_up(moved)
        db.session.flush()
        assert queries.every_kind()[:3] == [first, moved, second]


def test_a_kind_that_another_saved_meanwhile_is_not_overwritten(world: World, sign_in: SignIn) -> None:
    with inside(world):
        known = kind("cv")
        here, version = world.home.url(f"settings/papers/{known.id}"), known.version
    manager = sign_in(MANAGER)
    for expected in (302, 422):
        answer = manager.submit(here, kind_data(label_fr=f"CV {expected}", version=str(version)))
        assert answer.status_code == expected
    assert "CV 422" in answer.text


def test_scans_from_before_are_told_of_and_deleted_once_none_is_kept(world: World, sign_in: SignIn) -> None:
    manager = sign_in(MANAGER)
    with at_work(world) as member:
        cv = kind("cv")
        here = world.home.url(f"settings/papers/{cv.id}")
    assert "Aucune copie de cette pièce" in manager.get(f"{here}/scans").text
    with at_work(world) as member:
        cv = kind("cv")
        services.record_paper(member, cv, PaperDetails(received_on=TODAY), upload=UPLOAD, **BY)
        services.send_paper(member, cv, UPLOAD, note="Plus récent", **BY)
    assert "désactivez" in manager.submit(f"{here}/scans").text
    assert "encore conservée" not in manager.get(here).text
    with at_work(world):
        kind("cv").keeps_files = False
    assert "2 copies d’avant sont encore conservées" in manager.get(here).text
    assert "2 fichiers disparaissent" in manager.get(f"{here}/scans").text
    assert manager.submit(f"{here}/scans").status_code == 302
    assert [(paper.state, paper.file_id) for paper in papers(world)] == [(PaperState.RECEIVED, None)]
    with inside(world):
        assert db.session.query(StoredFile).count() == 0
        event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == kind_services.SCANS_DELETED)).one()
        assert event.before == {"label_fr": "Curriculum vitae", "scans": 2}
