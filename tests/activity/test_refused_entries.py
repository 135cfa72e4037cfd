"""What the page of a new record refuses, beside the field, with what was typed still there."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.activity import errors
from app.activity.rules import RecordKind
from app.kernel.i18n import speaking
from app.kernel.transaction import write_transaction
from tests.activity.conftest import Journal, days_ago, work
from tests.activity.reading import (
    SALE,
    WORK,
    InJournal,
    all_records,
    error_of,
    said,
)
from tests.support.client import HouseClient
from tests.support.parcours import record
from tests.support.world import TODAY


class TestRefusedBesideTheField:
    def refused(self, member: HouseClient, here: str, kind: str, answers: dict[str, object]) -> TestResponse:
        response = member.submit(f"{here}/new?kind={kind}", answers)
        assert response.status_code == 422
        return response

    def test_a_day_to_come(self, app: Flask, member: HouseClient, here: str, in_journal: InJournal) -> None:
        page = self.refused(member, here, "sale", {**SALE, "day": "2026-11-19"})
        assert error_of(page, "day") == said(app, errors.FutureDay.message)
        assert 'value="2026-11-19"' in page.text
        assert in_journal(all_records) == []

    def test_a_day_before_the_admission(self, app: Flask, member: HouseClient, here: str) -> None:
        page = self.refused(member, here, "sale", {**SALE, "day": "2026-01-02"})
        with app.app_context(), speaking("fr", country="MA"):
            assert error_of(page, "day") == str(errors.BeforeAdmission(days_ago(200)).message)

    def test_a_day_after_the_exit(self, app: Flask, member: HouseClient, here: str, in_journal: InJournal) -> None:
        def leave(journal: Journal) -> None:
            with write_transaction():
                record(journal.member(), "exit", days_ago(2))

        in_journal(leave)
        page = self.refused(member, here, "sale", SALE)
        with app.app_context(), speaking("fr", country="MA"):
            assert error_of(page, "day") == str(errors.LeftBefore(days_ago(2)).message)
        assert f'value="{days_ago(2)}"' in member.get(f"{here}/new?kind=sale").text

    @pytest.mark.parametrize("amount", ["0", "-5", "0,00"])
    def test_no_amount(self, app: Flask, member: HouseClient, here: str, amount: str) -> None:
        page = self.refused(member, here, "sale", {**SALE, "amount_minor": amount})
        assert error_of(page, "amount_minor") == said(app, errors.AmountNotPositive.message)

    def test_an_absurd_amount(self, member: HouseClient, here: str) -> None:
        page = self.refused(member, here, "sale", {**SALE, "amount_minor": "2000000,01"})
        assert "2\u202f000\u202f000,00\u00a0MAD" in error_of(page, "amount_minor")

    def test_an_amount_that_could_be_two(self, member: HouseClient, here: str) -> None:
        page = self.refused(member, here, "sale", {**SALE, "amount_minor": "12.500"})
        assert "12500" in error_of(page, "amount_minor")
        assert 'value="12.500"' in page.text

    @pytest.mark.parametrize("minutes", ["0", "0:00", "-1", "25h", "abc", ""])
    def test_a_duration_that_is_none(self, member: HouseClient, here: str, minutes: str, words: dict[str, int]) -> None:
        answers = {**WORK, "work_kind_id": words["production"], "minutes": minutes}
        assert error_of(self.refused(member, here, "work", answers), "minutes")

    def test_a_day_that_is_full(
        self, app: Flask, member: HouseClient, here: str, words: dict[str, int], in_journal: InJournal
    ) -> None:
        in_journal(lambda journal: journal.log(work(minutes=23 * 60)))
        page = self.refused(member, here, "work", {**WORK, "work_kind_id": words["production"], "minutes": "2h"})
        with app.app_context(), speaking("fr", country="MA"):
            assert error_of(page, "minutes") == str(errors.DayFuller(TODAY, already=23 * 60).message)

    @pytest.mark.parametrize("word", ["", "1", "9" * 25, "production"])
    def test_a_word_that_is_not_offered(self, member: HouseClient, here: str, word: str) -> None:
        assert error_of(self.refused(member, here, "work", {**WORK, "work_kind_id": word}), "work_kind_id")

    def test_a_word_of_another_organisation(self, foreign_work_kind: int, member: HouseClient, here: str) -> None:
        page = self.refused(member, here, "work", {**WORK, "work_kind_id": foreign_work_kind})
        assert error_of(page, "work_kind_id")

    @pytest.mark.parametrize("field", ["party", "description"])
    def test_words_that_are_missing_too_long_or_disguised(self, member: HouseClient, here: str, field: str) -> None:
        for typed in ("", "x" * 500, "Ana \u202egro.live"):
            assert error_of(self.refused(member, here, "sale", {**SALE, field: typed}), field)

    NASTY = (
        "\x00", "\ud800", "NaN", "1e308", "9" * 5000, str(2**63), str(-(2**63)), "０", "٩٩٩٩٩٩٩٩٩٩٩٩٩٩", "' OR 1=1 --",
        "${7*7}", "\u202e", "<img src=x onerror=alert(1)>", "2026-02-30", "0001-01-01", "9999-12-31",
    )  # fmt: skip

    @pytest.mark.parametrize("kind", list(RecordKind))
    def test_nothing_typed_breaks_it(self, member: HouseClient, here: str, kind: str) -> None:
        figures = ("minutes", "amount_minor", "day", "work_kind_id", "expense_category_id", "version", "form_key")
        texts = ("party", "description", "note")
        for nasty in self.NASTY:
            for fields in (figures, texts):
                try:
                    answer = member.submit(f"{here}/new?kind={kind}", {**WORK, **SALE, **dict.fromkeys(fields, nasty)})
                except UnicodeEncodeError:
                    continue  # no browser can send it
                assert answer.status_code in (302, 400, 422), (fields, nasty[:20])
