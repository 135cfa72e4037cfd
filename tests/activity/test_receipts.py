"""The photo of a receipt: light, without a trace of the phone, seen by few, replaced and deleted for good."""

from __future__ import annotations

import io
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse

from app.activity import money_pages
from app.extensions import db
from app.kernel import upload_child
from app.kernel.files import StoredFile
from app.kernel.transaction import write_transaction
from app.kernel.uploads import JPEG, LARGEST, NotAPicture, Upload, examine_receipt
from tests.activity.conftest import Journal, expense
from tests.activity.reading import InJournal, all_records, error_of, only_record, read, version_in
from tests.conftest import SignIn
from tests.papers.hostile import pdf, photo, png_bomb, written
from tests.support.client import HouseClient
from tests.support.world import TODAY, World


def sent(content: bytes, name: str = "IMG_0001.jpg") -> FileStorage:
    return FileStorage(io.BytesIO(content), filename=name)


def post_large(client: HouseClient, path: str, values: dict[str, Any], content: bytes) -> TestResponse:
    """As `client.submit` with a photo, but written whole in memory: Werkzeug's own client leaves a file open."""
    parts = [
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in {**values, "csrf_token": client.csrf_token()}.items()
    ]
    head = '--b\r\nContent-Disposition: form-data; name="receipt"; filename="IMG.jpg"\r\n\r\n'
    body = "".join([*parts, head]).encode() + content + b"\r\n--b--\r\n"
    return client.post(path, data=body, content_type="multipart/form-data; boundary=b")


@pytest.fixture
def spent(words: dict[str, int]) -> dict[str, Any]:
    day = TODAY.isoformat()
    return {"expense_category_id": words["supplies"], "description": "Fil doré", "day": day, "amount_minor": "30"}


@pytest.fixture
def with_photo(member: HouseClient, here: str, spent: dict[str, Any], in_journal: InJournal) -> int:
    answer = member.submit(f"{here}/new?kind=expense", {**spent, "receipt": sent(photo())})
    assert answer.status_code == 302
    return in_journal(lambda journal: only_record(journal).id)  # type: ignore[no-any-return]


def address(here: str, record_id: int, more: str = "") -> str:
    return f"{here}/expenses/{record_id}/receipt{more}"


def files_kept(in_journal: InJournal) -> int:
    return in_journal(lambda _journal: db.session.scalar(select(func.count()).select_from(StoredFile)))  # type: ignore[no-any-return]


class TestExamined:
    @pytest.mark.parametrize("orientation", [1, 6])
    def test_nothing_is_left_of_the_phone(self, orientation: int) -> None:
        kept = examine_receipt(photo(size=(2000, 1500), orientation=orientation))
        picture = Image.open(io.BytesIO(kept.content))
        assert kept.media_type == JPEG
        assert picture.size == ((1600, 1200) if orientation == 1 else (1200, 1600))
        for content in (kept.content, kept.small):
            assert not any(trace in content for trace in (b"Cam", b"GPS", b"Exif", b"a word behind"))
        assert len(kept.small) <= upload_child.LARGEST_PORTRAIT

    @pytest.mark.parametrize("size", [(2400, 2400), (3000, 40), (1, 1)])
    def test_even_noise_is_light(self, size: tuple[int, int]) -> None:
        noise = written(Image.effect_noise(size, 90).convert("RGB"), "PNG")
        light = upload_child.receipt(noise)
        assert Image.open(io.BytesIO(light)).format == "JPEG"
        assert len(light) <= upload_child.LARGEST_RECEIPT

    def test_a_pdf_is_no_photo(self) -> None:
        with pytest.raises(NotAPicture):
            examine_receipt(pdf())


class TestKept:
    def test_it_is_shown_with_its_expense(self, member: HouseClient, here: str, with_photo: int) -> None:
        assert f'href="{address(here, with_photo)}"' in member.get(here).text
        whole, small = member.get(address(here, with_photo)), member.get(address(here, with_photo, "/small"))
        assert len(small.data) < len(whole.data)
        for answer in (whole, small):
            assert answer.status_code == 200
            assert answer.content_type == "image/jpeg"
            assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Cache-Control"] == "private, no-store"

    def test_without_a_photo_there_is_none(self, member: HouseClient, here: str, in_journal: InJournal) -> None:
        record_id = in_journal(lambda journal: journal.log(expense()).id)
        assert "/receipt" not in member.get(here).text
        assert member.get(address(here, record_id)).status_code == 404

    def test_it_is_for_its_owner_their_coach_and_the_manager(self, sign_in: SignIn, here: str, with_photo: int) -> None:
        seen = {
            name: sign_in(f"{name}@el-jadida.example").get(address(here, with_photo)).status_code
            for name in ("member", "coach", "manager", "coach2", "member2")
        }
        assert seen == {"member": 200, "coach": 200, "manager": 200, "coach2": 404, "member2": 404}

    def test_another_organisation_does_not_know_of_it(self, sign_in: SignIn, world: World, with_photo: int) -> None:
        stranger = sign_in(f"manager@{world.abroad.slug}.example")
        assert stranger.get(address(world.abroad.url("activity"), with_photo)).status_code == 404

    def test_the_same_form_twice_keeps_one(
        self, member: HouseClient, here: str, spent: dict[str, Any], in_journal: InJournal
    ) -> None:
        for _press in range(3):
            told = {**spent, "form_key": "r" * 24, "receipt": sent(photo())}
            assert member.submit(f"{here}/new?kind=expense", told).status_code == 302
        assert len(in_journal(all_records)) == 1


class TestChanged:
    def test_another_takes_its_place_and_the_first_is_gone(
        self, member: HouseClient, here: str, spent: dict[str, Any], with_photo: int, in_journal: InJournal
    ) -> None:
        path, before, first = (
            f"{here}/records/{with_photo}",
            files_kept(in_journal),
            member.get(address(here, with_photo)),
        )
        told = {**spent, "version": version_in(member.get(path)), "receipt": sent(photo(size=(300, 500)))}
        assert member.submit(path, told).status_code == 302
        assert files_kept(in_journal) == before
        assert member.get(address(here, with_photo)).data != first.data

    def test_it_stays_through_a_correction_and_goes_when_asked(
        self, member: HouseClient, here: str, spent: dict[str, Any], with_photo: int, in_journal: InJournal
    ) -> None:
        path, before = f"{here}/records/{with_photo}", files_kept(in_journal)
        told = {**spent, "amount_minor": "31", "drops_receipt-shown": "1"}
        assert member.submit(path, {**told, "version": version_in(member.get(path))}).status_code == 302
        assert member.get(address(here, with_photo)).status_code == 200
        told |= {"drops_receipt": "y", "version": version_in(member.get(path))}
        assert member.submit(path, told).status_code == 302
        assert member.get(address(here, with_photo)).status_code == 404
        assert files_kept(in_journal) == before - 2
        assert "drops_receipt" not in member.get(path).text

    def test_it_goes_with_its_expense(
        self, member: HouseClient, here: str, with_photo: int, in_journal: InJournal
    ) -> None:
        before = files_kept(in_journal)
        path = f"{here}/records/{with_photo}"
        assert member.submit(f"{path}/delete", {"version": version_in(member.get(path))}).status_code == 302
        assert files_kept(in_journal) == before - 2

    def test_a_decision_about_a_photo_unseen_is_asked_again(
        self, member: HouseClient, here: str, spent: dict[str, Any], with_photo: int, in_journal: InJournal
    ) -> None:
        path = f"{here}/records/{with_photo}"
        shown = version_in(member.get(path))
        assert member.submit(path, {**spent, "version": shown, "receipt": sent(photo(mode="L"))}).status_code == 302
        assert version_in(member.get(path)) != shown

    def test_what_was_validated_keeps_its_photo(
        self, member: HouseClient, here: str, spent: dict[str, Any], with_photo: int, in_journal: InJournal
    ) -> None:
        def decide(journal: Journal) -> int:
            from app.activity import services

            with write_transaction():
                record = only_record(journal)
                services.submit_records(journal.member(), {record.id: record.version})
            journal.validate(journal.record(with_photo))
            return journal.record(with_photo).version

        first = member.get(address(here, with_photo)).data
        told = {**spent, "version": str(in_journal(decide)), "drops_receipt": "y", "receipt": sent(photo(mode="L"))}
        assert member.submit(f"{here}/records/{with_photo}", told).status_code == 422
        assert member.get(address(here, with_photo)).data == first


class TestRefused:
    @pytest.mark.parametrize(
        "content",
        [b"not a picture at all", pdf(), photo()[:900], png_bomb(), b"GIF89a" + bytes(200), bytes(LARGEST + 1)],
        ids=["text", "pdf", "cut", "bomb", "gif", "large"],
    )
    def test_beside_its_field_and_nothing_typed_is_lost(
        self, member: HouseClient, here: str, spent: dict[str, Any], in_journal: InJournal, content: bytes
    ) -> None:
        answer = post_large(member, f"{here}/new?kind=expense", spent, content)
        assert answer.status_code == 422
        assert error_of(answer, "receipt")
        assert "Fil doré" in read(answer)
        assert 'value="30"' in answer.text
        assert in_journal(all_records) == []

    def test_thirty_megabytes_too(self, member: HouseClient, here: str, spent: dict[str, Any]) -> None:
        content = b"\xff\xd8\xff" + bytes(30_000_000)
        answer = post_large(member, f"{here}/new?kind=expense", spent, content)
        assert answer.status_code == 422
        assert "7 Mo" in error_of(answer, "receipt")
        assert "Fil doré" in read(answer)

    def test_other_forms_stay_as_small_as_they_were(self, app: Flask, member: HouseClient, world: World) -> None:
        too_much = bytes(app.config["MAX_CONTENT_LENGTH"] + 1)
        path = world.home.url(f"members/{world.home.members['member']}/photo")
        answer = member.post(path, data=too_much, content_type="multipart/form-data; boundary=b")
        assert answer.status_code == 413

    def test_an_empty_field_is_no_photo(
        self, member: HouseClient, here: str, spent: dict[str, Any], in_journal: InJournal
    ) -> None:
        answer = member.submit(f"{here}/new?kind=expense", {**spent, "receipt": sent(b"", name="")})
        assert answer.status_code == 302
        assert in_journal(lambda journal: only_record(journal).receipt_file_id) is None

    def test_a_photo_with_something_else_than_an_expense_is_ignored(
        self, member: HouseClient, here: str, words: dict[str, int], in_journal: InJournal
    ) -> None:
        told = {
            "minutes": "1h",
            "work_kind_id": words["production"],
            "day": TODAY.isoformat(),
            "receipt": sent(photo()),
        }
        assert member.submit(f"{here}/new?kind=work", told).status_code == 302
        assert in_journal(lambda journal: only_record(journal).receipt_file_id) is None

    def test_it_is_examined_before_anything_is_locked_and_for_members_only(
        self,
        member: HouseClient,
        manager: HouseClient,
        here: str,
        spent: dict[str, Any],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        from app.kernel.database import writing

        asked: list[bool] = []

        def examine(content: bytes) -> Upload:
            asked.append(writing.get())
            return Upload(content=content, media_type=JPEG, small=content)

        monkeypatch.setattr(money_pages, "examine_receipt", examine)
        manager.submit(f"{here}/new?kind=expense", {**spent, "receipt": sent(photo())})
        assert asked == []
        assert member.submit(f"{here}/new?kind=expense", {**spent, "receipt": sent(photo())}).status_code == 302
        assert asked == [False]
