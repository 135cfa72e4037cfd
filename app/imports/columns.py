"""What the parts of an import share: their words, days, and where a refusal of their room belongs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta

from app.imports.dates import read_day
from app.imports.errors import BesideMissing, DayRefused, RowRefused
from app.imports.registry import CellContext, Choice, Here
from app.kernel.errors import Refusal
from app.kernel.i18n import LazyText, _l, language
from app.network import queries as network_queries
from app.network.models import Vocabulary

YEARS_AHEAD = 10


def split(synonyms: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in synonyms.split(","))


def read_id(cell: str, _context: CellContext) -> int:
    return int(cell)


def within(figure: int, smallest: int, largest: int, *, say: Callable[[int], str] = str) -> int:
    """The figure of a cell, refused as a form refuses it. Raises RowRefused."""
    if figure < smallest:
        raise RowRefused(_l("This cannot be less than %(bound)s.", bound=LazyText(lambda: say(smallest), (), {})))
    if figure > largest:
        raise RowRefused(_l("This cannot be more than %(bound)s.", bound=LazyText(lambda: say(largest), (), {})))
    return figure


def read_past_day(cell: str, context: CellContext) -> date:
    day = read_day(cell, order=context.order, today=context.here.today)
    if day > context.here.today:
        raise DayRefused(_l("This day has not come yet."))
    return day


def read_coming_day(cell: str, context: CellContext) -> date:
    """A day that may lie ahead, such as the end of a contract."""
    today = context.here.today
    day = read_day(cell, order=context.order, today=today, ahead=True)
    if day > today + timedelta(days=366 * YEARS_AHEAD):
        raise DayRefused(_l("This day lies too far ahead."))
    return day


def words_of(vocabulary: Vocabulary) -> Callable[[Here], Sequence[Choice]]:
    """The words of a list of the organisation that are offered now."""
    return lambda _here: [
        Choice(value=str(term.id), label=term.label(language()), names=(term.label_fr, term.label_ar, term.code))
        for term in network_queries.active_terms(vocabulary)
    ]


@contextmanager
def beside(otherwise: str, **columns: str) -> Iterator[None]:
    """What is refused in the block belongs to the column of its field; else to this one."""
    try:
        yield
    except Refusal as refusal:
        refusal.field = columns.get(refusal.field or "", otherwise)
        raise


def refuse_gaps(told: Collection[str], *needed: str) -> None:
    """Cells of a row that make sense only together. Raises BesideMissing."""
    for code in needed:
        if code not in told:
            raise BesideMissing(field=code)
