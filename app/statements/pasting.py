"""A pasted table of entries: one line each, read whole or not at all. Pure; amounts in minor units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.kernel.errors import Refusal
from app.kernel.figures import FigureRefused, parse_day, parse_whole
from app.kernel.i18n import _, _l
from app.kernel.money import parse_amount
from app.kernel.text import clean_line

MOST_LINES, MOST_SAID = 500, 5


class NothingPasted(Refusal):
    message = _l("Paste at least one line.")
    field = "table"


class TooManyLines(Refusal):
    message = _l("These are too many lines at once: 500 at most.")
    field = "table"


class WrongLines(Refusal):
    """`wrong`: the numbers of lines, from 1, and what is wrong with each; the first few are said."""

    field = "table"

    def __init__(self, wrong: list[tuple[int, object]]) -> None:
        said = [_("Line %(number)s: %(why)s", number=number, why=str(why)) for number, why in wrong[:MOST_SAID]]
        super().__init__(" ".join([*said, "…"] if len(wrong) > MOST_SAID else said))
        self.wrong = wrong


@dataclass(frozen=True, kw_only=True)
class PastedLine:
    """Whose, when, how much, what for; `line` counts from 1."""

    line: int
    number: int
    day: date
    amount_minor: int
    purpose: str
    reference: str


def read_table(text: str, *, currency: str, today: date) -> list[PastedLine]:
    """Member's number, day, amount, and if any what for and reference, between semicolons.

    Raises NothingPasted, TooManyLines, WrongLines.
    """
    lines = [(place, line) for place, line in enumerate(text.splitlines(), 1) if line.strip(" ;")]
    if not lines:
        raise NothingPasted
    if len(lines) > MOST_LINES:
        raise TooManyLines
    found: list[PastedLine] = []
    wrong: list[tuple[int, object]] = []
    for place, line in lines:
        try:
            found.append(_read(place, line, currency=currency, today=today))
        except (Refusal, FigureRefused) as refusal:
            wrong.append((place, refusal.message))
    if wrong:
        raise WrongLines(wrong)
    return found


def _read(place: int, line: str, *, currency: str, today: date) -> PastedLine:
    cells = [cell.strip() for cell in line.split(";")]
    if not 3 <= len(cells) <= 5:
        raise FigureRefused(_l("Write number, day and amount, then if any what for and reference."))
    number, day, amount, purpose, reference = [*cells, "", ""][:5]
    read_day, minor = parse_day(day), parse_amount(amount, currency)
    if read_day > today:
        raise FigureRefused(_l("This day has not come yet."))
    if minor <= 0:
        raise FigureRefused(_l("Write an amount above 0."))
    return PastedLine(
        line=place,
        number=parse_whole(number),
        day=read_day,
        amount_minor=minor,
        purpose=clean_line(purpose, 120) if purpose else "",
        reference=clean_line(reference, 60) if reference else "",
    )
