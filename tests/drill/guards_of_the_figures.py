"""Guards of the journal's views: whose figures and records one sees, and that files taken away are written down."""

from __future__ import annotations

from tests.drill.guards import Guard

FIGURES, LIST, OVERVIEWS = (f"tests/activity/test_{name}.py" for name in ("figures", "records_list", "overviews"))

GUARDS_OF_THE_FIGURES = [
    Guard(
        name="a list of records holds those of people one sees",
        file="app/activity/records_queries.py",
        old="    return (*conditions, visible_to(actor, on=on))\n",
        new="    return tuple(conditions)\n",
        tests=LIST,
    ),
    Guard(
        name="one asks for the records of a member whom one sees",
        file="app/activity/records_pages.py",
        old="    return member_queries.get_member_or_404(actor, filters.member_id, on=g.organisation.today)\n",
        new="    return member_queries.own_member(actor)\n",
        tests=FIGURES,
    ),
    Guard(
        name="figures are taken away of a member whom one sees",
        file="app/activity/overview_views.py",
        old="    member = member_queries.get_member_or_404(actor, member_id, on=g.organisation.today)\n",
        new="    member = member_queries.own_member(actor) or abort(403)\n",
        tests=FIGURES,
    ),
    Guard(
        name="those followed are people one sees",
        file="app/activity/overview_queries.py",
        old="    return (*conditions, visible_to(actor, on=on))\n",
        new="    return tuple(conditions)\n",
        tests=OVERVIEWS,
    ),
    Guard(
        name="a coach does not follow another's people by an address",
        file="app/activity/overview_pages.py",
        old='        coach=coach if Role.MANAGER in actor.roles else "",\n',
        new="        coach=coach,\n",
        tests=OVERVIEWS,
    ),
    Guard(
        name="records taken away are written down",
        file="app/activity/files.py",
        old="    if not is_own and actor.can(Permission.VALIDATE_ACTIVITY):\n",
        new="    if False:\n",
        tests=LIST,
    ),
    Guard(
        name="validated payments are those that count",
        file="app/activity/records_queries.py",
        old="        conditions.append(_COUNTS)\n",
        new="        pass\n",
        tests=LIST,
    ),
    Guard(
        name="what is searched for is words, not a pattern",
        file="app/activity/records_queries.py",
        old="        typed = typed.replace(sign, ESCAPE + sign)\n",
        new="        typed = str(typed)\n",
        tests=LIST,
    ),
]
