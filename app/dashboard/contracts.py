"""What contracts ask of who lands here: each sentence leads to exactly the rows it counts."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import url_for

from app.kernel.access import Actor
from app.kernel.i18n import N_n, _, _n
from app.work_relations import list_queries, queries
from app.work_relations.list_queries import View

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


def what_waits(actor: Actor, today: date) -> list[dict[str, Any]]:
    """A line for each list that is not empty, of the members this actor sees."""
    decided = queries.decided_rules()
    counts = list_queries.count_views(actor, decided, on=today)
    time = _n("%(num)s day", "%(num)s days", decided.warning_days)
    return [
        {
            "label": _n(*sentence, counts[view], time=time),
            "url": url_for("contracts.list_contracts", view=view.value),
            "action": _("See"),
        }
        for view, sentence in SENTENCES.items()
        if counts[view]
    ]
