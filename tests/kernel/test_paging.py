"""Pages by keyset: going through them forwards or backwards shows every row once, in order, whatever is asked."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select
from werkzeug.datastructures import MultiDict

from app.extensions import db
from app.kernel.ids import LARGEST_ID, read_id
from app.kernel.paging import Page, PageAsked, fetch_page, page_asked
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.network.models import VocabularyTerm
from tests.support.world import World

LABELS = sorted(["à", "a", "b", "b", "b", "c", "d", "e", "e", "f", "g"])  # some are equal


@pytest.fixture
def words(context: Flask, world: World) -> Iterator[list[int]]:
    """The ids of eleven words, by label."""
    with organisation_scope(world.home.id):
        with write_transaction():
            added = [
                VocabularyTerm(vocabulary="trade", code=f"w{rank}", label_fr=label, label_ar="x", position=900)
                for rank, label in enumerate(LABELS)
            ]
            db.session.add_all(added)
            db.session.flush()
            ids = [word.id for word in added]
        yield ids


def page(asked: PageAsked, *, size: int = 3, descending: bool = False) -> Page:
    return fetch_page(
        select(VocabularyTerm.id, VocabularyTerm.label_fr).where(VocabularyTerm.position == 900),
        asked,
        sort_key=VocabularyTerm.label_fr,
        row_id=VocabularyTerm.id,
        key_of_row=lambda row: db.session.scalar(select(VocabularyTerm.label_fr).where(VocabularyTerm.id == row)),
        size=size,
        descending=descending,
    )


def walked(first: PageAsked, step: str, **options: Any) -> list[list[int]]:
    """The ids of page after page, following `after` or `before`."""
    pages, asked = [], first
    while True:
        shown = page(asked, **options)
        pages.append([row.id for row in shown.rows])
        further = shown.after_id if step == "after" else shown.before_id
        if further is None:
            return pages
        asked = PageAsked(**{step: further})


@pytest.mark.parametrize("size", [1, 2, 3, 4, 10, 11, 12])
@pytest.mark.parametrize("descending", [False, True])
def test_every_row_is_on_one_page_in_order(words: list[int], size: int, descending: bool) -> None:
    forwards = walked(PageAsked(), "after", size=size, descending=descending)
    backwards = walked(PageAsked(last=True), "before", size=size, descending=descending)
    in_order = _by_label(words, descending)
    assert list(chain(*forwards)) == in_order
    assert list(chain(*reversed(backwards))) == in_order
    assert all(len(rows) == size for rows in forwards[:-1])
    assert all(len(rows) == size for rows in backwards[:-1])


def _by_label(words: list[int], descending: bool) -> list[int]:
    in_order = list(
        db.session.scalars(
            select(VocabularyTerm.id)
            .where(VocabularyTerm.id.in_(words))
            .order_by(VocabularyTerm.label_fr, VocabularyTerm.id)
        )
    )
    return in_order[::-1] if descending else in_order


def test_the_first_and_the_last_page_say_so(words: list[int]) -> None:
    first, last = page(PageAsked()), page(PageAsked(last=True))
    assert first.before_id is None
    assert last.after_id is None
    assert first.after_id is not None
    assert not first.is_only_page
    assert page(PageAsked(), size=20).is_only_page


def test_there_and_back_is_the_same_page(words: list[int]) -> None:
    second = page(PageAsked(after=page(PageAsked()).after_id))
    third = page(PageAsked(after=second.after_id))
    back = page(PageAsked(before=third.before_id))
    assert [row.id for row in back.rows] == [row.id for row in second.rows]
    assert (back.before_id, back.after_id) == (second.before_id, second.after_id)


def test_a_row_that_is_gone_leads_to_the_first_page(words: list[int]) -> None:
    gone = page(PageAsked(after=LARGEST_ID))
    assert [row.id for row in gone.rows] == [row.id for row in page(PageAsked()).rows]
    assert [row.id for row in page(PageAsked(before=1)).rows] == [row.id for row in gone.rows]


def test_an_empty_list_is_one_page(words: list[int]) -> None:
    with write_transaction():
        for word in db.session.scalars(select(VocabularyTerm).where(VocabularyTerm.position == 900)):
            db.session.delete(word)
    for asked in (PageAsked(), PageAsked(last=True), PageAsked(after=1)):
        assert page(asked).is_only_page
        assert not page(asked).rows


def test_a_deep_page_asks_no_more_of_the_database_than_the_first(words: list[int]) -> None:
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda _c, _u, statement, *_r: asked.append(statement))
    page(PageAsked(last=True))
    assert len([statement for statement in asked if statement.startswith("SELECT")]) == 1
    assert "OFFSET" not in asked[-1].replace("LIMIT ? OFFSET ?", "")


@pytest.mark.parametrize(
    "value",
    ["", "0", "-1", "x", "1.5", "²", "٣", "9" * 19, "9" * 20, "0" * 5000 + "1", "1e3", " 1", "1\x00", str(2**63)],
)
def test_what_cannot_be_an_id_asks_for_the_first_page(value: str) -> None:
    assert read_id(value) is None
    assert page_asked(MultiDict({"after": value, "before": value})) == PageAsked()


@given(st.integers(min_value=1, max_value=LARGEST_ID))
def test_ids_are_read_as_they_are_written(number: int) -> None:
    assert read_id(str(number)) == number


@given(st.text(max_size=30))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_no_text_is_an_id_that_no_database_could_hold(text: str) -> None:
    number = read_id(text)
    assert number is None or 0 < number <= LARGEST_ID


def test_none_is_no_id() -> None:
    assert read_id(None) is None
