"""What contracts ask of who lands here: each sentence leads to exactly the rows it counts."""

from __future__ import annotations

from datetime import date

from flask import url_for

from app.dashboard.items import Item
from app.kernel.access import Actor
from app.kernel.i18n import N_n, _, _n
from app.kernel.reading import Number
from app.work_relations import list_queries
from app.work_relations.list_queries import View
from app.work_relations.queries import DecidedRules

SENTENCES = {
    View.ENDING: N_n("%(num)s contract ends within %(time)s", "%(num)s contracts end within %(time)s"),
    View.TRIAL: N_n("%(num)s trial period ends within %(time)s", "%(num)s trial periods end within %(time)s"),
    View.WITHOUT: N_n(
        "The contract of %(num)s person has ended and nothing follows",
        "The contracts of %(num)s people have ended and nothing follows",
    ),
    View.LEFT: N_n(
        "%(num)s contract still runs although the person has left",
        "%(num)s contracts still run although the person has left",
    ),
    View.ASSOCIATE: N_n(
        "%(num)s employee is to become an associate within %(time)s, or is late",
        "%(num)s employees are to become associates within %(time)s, or are late",
    ),
}


def asked(actor: Actor, decided: DecidedRules, today: date) -> dict[str, Number]:
    """What is counted of the contracts of the members this actor sees."""
    numbers = list_queries.numbers_of_views(actor, decided, on=today)
    return {name_of(view): numbers[view] for view in SENTENCES if view in numbers}


def name_of(view: View) -> str:
    """Of the count of a view, among all that a page counts."""
    return f"contracts_{view.value}"


def what_waits(counts: dict[str, int], decided: DecidedRules) -> list[Item]:
    """A line for each list that is not empty."""
    time = _n("%(num)s day", "%(num)s days", decided.warning_days)
    return [
        Item(
            label=_n(*sentence, counts[name_of(view)], time=time),
            url=url_for("contracts.list_contracts", view=view.value),
            action=_("See"),
        )
        for view, sentence in SENTENCES.items()
        if counts[name_of(view)]
    ]
