"""What becomes of the rows of imports when two files of one person are merged."""

from __future__ import annotations

from collections.abc import Sequence

from app.imports.models import ImportRow
from app.kernel.i18n import _l
from app.members.merging import Answers, Door, Pair, Values, count_rows_of, move_rows


def move(pair: Pair, _answers: Answers) -> Sequence[Values]:
    """A row that is about the person is about the file that stays."""
    move_rows(ImportRow, pair)
    return ()


DOOR = Door(
    code="imports",
    label=_l("Rows of an import"),
    tables=frozenset({"member_import_row"}),
    count=count_rows_of(ImportRow),
    move=move,
)
