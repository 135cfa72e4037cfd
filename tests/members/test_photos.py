"""The picture on a file: square, light, with nothing else in it; put there with the person's agreement, gone when deleted."""

from __future__ import annotations

import io
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from werkzeug.datastructures import FileStorage

from app.extensions import db
from app.kernel import upload_child
from app.kernel.audit import AuditEvent
from app.kernel.files import StoredFile
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.kernel.uploads import JPEG, NotAPicture, examine_portrait
from app.members import photo_pages, photo_services
from app.members.demo_photos import figure
from app.members.errors import NoPhoto, PhotoNotAgreed
from app.members.models import Member
from tests.conftest import SignIn
from tests.papers.hostile import pdf, photo, written
from tests.support.world import World

MANAGER, COACH, MEMBER = (f"{name}@el-jadida.example" for name in ("manager", "coach", "member"))
AGREED = {"agreed": "y", "agreed-shown": "1"}


def path(world: World, name: str = "member", more: str = "") -> str:
    return world.home.url(f"members/{world.home.members[name]}/photo{more}")


def send(client: Any, where: str, content: bytes, **values: str) -> Any:
    file = FileStorage(io.BytesIO(content), filename="Amina Benali.jpg")
    return client.submit(where, {"form_key": "k" * 24, "photo": file, **values})


def on_file(app: Flask, world: World) -> int | None:
    with app.app_context(), organisation_scope(world.home.id):
        member = db.session.get_one(Member, (world.home.id, world.home.members["member"]))
        photo_id, _ended = member.photo_file_id, db.session.rollback()
        return photo_id


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_small_upright_square_is_left_of_a_photo(orientation: int) -> None:
    kept = examine_portrait(photo(orientation=orientation))
    picture = Image.open(io.BytesIO(kept.content))
    assert (kept.media_type, picture.size) == (JPEG, (160, 160))
    assert not picture.getexif()
    assert not any(trace in kept.content for trace in (b"Cam", b"GPS", b"Exif", b"a word behind"))


@pytest.mark.parametrize("size", [(1600, 1200), (40, 900), (1, 1)])
def test_even_noise_is_light(size: tuple[int, int]) -> None:
    noise = written(Image.effect_noise(size, 90).convert("RGB"), "PNG")
    light = upload_child.portrait(noise)
    assert Image.open(io.BytesIO(light)).size == (160, 160)
    assert len(light) <= upload_child.LARGEST_PORTRAIT


def test_a_pdf_is_no_picture_of_somebody() -> None:
    with pytest.raises(NotAPicture):
        examine_portrait(pdf())


def test_the_person_agrees_first(sign_in: SignIn, world: World, app: Flask) -> None:
    coach = sign_in(COACH)
    refused = send(coach, path(world), photo())
    assert refused.status_code == 422
    assert 'id="agreed-error"' in refused.text
    assert on_file(app, world) is None
    assert send(coach, path(world), photo(), **AGREED).status_code == 302
    shown = path(world, more=f"/{on_file(app, world)}")
    page = coach.get(world.home.url(f"members/{world.home.members['member']}")).text
    assert f'src="{shown}"' in page
    assert 'loading="lazy"' in page
    answer = coach.get(shown)
    assert (answer.content_type, answer.headers["Cache-Control"]) == (JPEG, "private, no-store")
    assert "Amina" not in answer.headers["Content-Disposition"]


def test_one_chooses_ones_own_picture_and_deletes_it(sign_in: SignIn, world: World, app: Flask) -> None:
    member = sign_in(MEMBER)
    assert send(member, path(world), photo()).status_code == 302
    first = on_file(app, world)
    assert send(member, path(world), photo(), form_key="l" * 24).status_code == 302
    second = on_file(app, world)
    assert member.get(path(world, more=f"/{first}")).status_code == 404
    assert member.get(path(world, more=f"/{second}")).status_code == 200
    assert member.submit(path(world, more="/delete"), {}).status_code == 302
    with app.app_context(), organisation_scope(world.home.id):
        kept = db.session.query(StoredFile).filter(StoredFile.id.in_([first, second])).all()
        actions = [event.action for event in AuditEvent.query.order_by(AuditEvent.id) if "photo" in event.action]
        db.session.rollback()
    assert kept == []
    assert actions == ["member.photo_kept", "member.photo_kept", "member.photo_deleted"]
    assert member.submit(path(world, more="/delete"), {}).status_code == 422


def test_others_do_not_reach_it(sign_in: SignIn, world: World, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    send(sign_in(MANAGER), path(world), photo(), **AGREED)
    monkeypatch.setattr(photo_pages, "examine_posted", lambda *_asked, **_by: pytest.fail("examined for a stranger"))
    shown = path(world, more=f"/{on_file(app, world)}")
    for name in ("coach2", "member2"):
        other = sign_in(f"{name}@el-jadida.example")
        assert other.get(shown).status_code == 404
        assert send(other, path(world), photo(), **AGREED).status_code == 404


def test_what_the_service_refuses_and_leaves_alone(world: World, app: Flask) -> None:
    with app.app_context(), organisation_scope(world.home.id), write_transaction():
        member = db.session.get_one(Member, (world.home.id, world.home.members["member"]))
        version = member.version
        with pytest.raises(PhotoNotAgreed):
            photo_services.keep_photo(member, figure(1), is_agreed=False)
        with pytest.raises(NoPhoto):
            photo_services.delete_photo(member)
        photo_services.keep_photo(member, figure(1), is_agreed=True)
        assert member.version == version
