"""What the pages of months show: the months of a year with their state, and one with what is still to do before it closes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort, g, request, url_for

from app.activity import closing, closing_queries, labels, months, queries
from app.activity.follow_up_forms import ClosingForm, ReopeningForm
from app.activity.totals import NOTHING, Figures
from app.kernel.calendar import add_months, months_between
from app.kernel.i18n import language
from app.kernel.paging import AnyRow

PEOPLE_A_PAGE = 50
LAST_PAGE = 10_000


@dataclass(frozen=True, kw_only=True)
class MonthShown:
    """A month: `state` is `running`, `open`, `closed` or `reopened`."""

    month: date
    state: str
    figures: Figures
    closings: Sequence[AnyRow]

    @property
    def url(self) -> str:
        return url_for("activity.show_month", on=self.month.isoformat())


def month_asked() -> date:
    """The month of the day in the address, else the one before this; 404 for what is no day, or still to come."""
    today: date = g.organisation.today
    if "on" not in request.args:
        return add_months(today.replace(day=1), -1)
    try:
        asked = date.fromisoformat(request.args["on"]).replace(day=1)
    except ValueError:
        abort(404)
    return asked if asked <= today else abort(404)


def year_of_months() -> dict[str, Any]:
    """The months of the year in the address, the latest first, and the ways to the years beside it."""
    this_month: date = g.organisation.today.replace(day=1)
    first = min(closing_queries.first_month() or this_month, this_month)
    asked = request.args.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else this_month.year
    year = min(max(year, first.year), this_month.year)
    start, end = max(first, date(year, 1, 1)), min(this_month, date(year, 12, 1))
    here = url_for("activity.list_months")
    return {
        "months": shown(start, end)[::-1],
        "year": year,
        "earlier": f"{here}?year={year - 1}" if year > first.year else None,
        "later": f"{here}?year={year + 1}" if year < this_month.year else None,
        "next_to_close": next(iter(closing.open_before(this_month)), None),
        "states": labels.MONTH_STATE,
    }


def shown(first: date, last: date) -> list[MonthShown]:
    """The months between two, oldest first."""
    today, closed = g.organisation.today, months.closed_months()
    history = closing_queries.history(first, last)
    figures = queries.organisation_months(last, count=len(months_between(first, last)))
    return [
        MonthShown(
            month=month,
            state=_state(month, closed=month in closed, reopened=month in history, today=today),
            figures=figures.get(month, NOTHING),
            closings=history.get(month, ()),
        )
        for month in months_between(first, last)
    ]


def _state(month: date, *, closed: bool, reopened: bool, today: date) -> str:
    if closed:
        return "closed"
    if reopened:
        return "reopened"
    return "open" if closing.is_over(month, today) else "running"


def one_month(month: date, form: ClosingForm | ReopeningForm | None = None) -> dict[str, Any]:
    """A month with the checklist of its closing: earlier months, and whose records or payments are not validated."""
    (month_shown,) = shown(month, month)
    earlier = closing.open_before(month) if month_shown.state != "closed" else []
    left = closing_queries.left_in([*earlier, month])
    number = sum(one.number for one in left.values())
    people, page = closing_queries.people(left), _page_asked()
    here = f"{month_shown.url}&page="
    return {
        "shown": month_shown,
        "earlier": [(one, url_for("activity.show_month", on=one.isoformat())) for one in earlier],
        "left": left,
        "number_left": number,
        "people": people[(page - 1) * PEOPLE_A_PAGE : page * PEOPLE_A_PAGE],
        "previous": f"{here}{page - 1}" if page > 1 else None,
        "next": f"{here}{page + 1}" if len(people) > page * PEOPLE_A_PAGE else None,
        "form": _form_of(month_shown, number, form),
        "refused": form,
        "states": labels.MONTH_STATE,
        "closer": lambda row: _name(row.closed_by_latin, row.closed_by_arabic),
        "opener": lambda row: _name(row.reopened_by_latin, row.reopened_by_arabic),
        "previous_month": _neighbour(month, -1),
        "next_month": _neighbour(month, 1),
    }


def show_afresh(form: ClosingForm, month: date) -> dict[str, Any]:
    """The month as it stands now, after a refusal: what is left is counted anew and has to be seen before it is accepted."""
    page = one_month(month, form)
    form.left.typed, form.left.data = None, page["number_left"]
    return page


def _form_of(
    month_shown: MonthShown, number_left: int, sent: ClosingForm | ReopeningForm | None
) -> ClosingForm | ReopeningForm | None:
    """What can be done with the month as it stands now: the form that was sent, where it still is that."""
    if month_shown.state == "closed":
        return sent if isinstance(sent, ReopeningForm) else ReopeningForm(formdata=None)
    if month_shown.state == "running":
        return None
    return sent if isinstance(sent, ClosingForm) else ClosingForm(formdata=None, left=number_left)


def _neighbour(month: date, step: int) -> str | None:
    other = add_months(month, step)
    return url_for("activity.show_month", on=other.isoformat()) if other <= g.organisation.today else None


def _page_asked() -> int:
    asked = request.args.get("page", "")
    return min(max(int(asked), 1), LAST_PAGE) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1


def _name(latin: str | None, arabic: str | None) -> str:
    return (arabic if language() == "ar" and arabic else latin) or ""
