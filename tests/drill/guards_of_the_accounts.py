"""Guards of contributions and accounts."""

from __future__ import annotations

from tests.drill.guards import WALK, Guard

RULES, SERVICES, RULE_SERVICES = (f"app/statements/{name}.py" for name in ("rules", "services", "rule_services"))
RULE_TESTS, ACCOUNT_TESTS, PAGE_TESTS = (f"tests/statements/test_{name}.py" for name in ("rules", "accounts", "pages"))
MERGING_TESTS = "tests/statements/test_merging.py"

GUARDS_OF_THE_ACCOUNTS = [
    *(
        Guard(
            name=f"contributions: {refusal}",
            file=RULES,
            old=f"        raise {refusal}\n",
            new="        pass\n",
            tests=RULE_TESTS,
        )
        for refusal in ("NotAFirstDay", "NothingAsked", "FirstTierFromZero", "TierTwice")
    ),
    *(
        Guard(
            name=f"accounts: {refusal}",
            file=SERVICES,
            old=f"        raise {refusal}\n",
            new="        pass\n",
            tests=ACCOUNT_TESTS,
        )
        for refusal in (
            "AlreadyCancelled",
            "BeforeAdmission",
            "BeforeOpening",
            "EntriesBeforeOpening",
            "OpeningNotAFirstDay",
            "OpeningTwice",
        )
    ),
    *(
        Guard(
            name=f"contributions: {refusal}",
            file=RULE_SERVICES,
            old=f"        raise {refusal}\n",
            new="        pass\n",
            tests=ACCOUNT_TESTS,
        )
        for refusal in ("AlreadyWithdrawn", "EndsBeforeItBegins", "KindNotOffered")
    ),
    Guard(
        name="a closed month takes no entry",
        file=SERVICES,
        old="    if is_closed(entry.day):\n        raise MonthClosed\n",
        new="",
        tests=ACCOUNT_TESTS,
    ),
    Guard(
        name="nothing changes what a closed month counts",
        file=SERVICES,
        old="    if any(first <= month and (last is None or month <= last) for month in closed_months()):\n        raise MonthClosed\n",
        new="",
        tests=ACCOUNT_TESTS,
    ),
    Guard(
        name="an entry of a closed month is taken back today",
        file=SERVICES,
        old="today if is_closed(entry.day) else entry.day",
        new="entry.day",
        tests=ACCOUNT_TESTS,
    ),
    Guard(
        name="a contribution is never below zero",
        file=RULES,
        old="counted = max(base + carried, 0)",
        new="counted = base + carried",
        tests=RULE_TESTS,
    ),
    Guard(
        name="nothing is carried into a new year",
        file=RULES,
        old="            before = carried = 0\n",
        new="            before = 0\n",
        tests=RULE_TESTS,
    ),
    Guard(
        name="what was withdrawn counts for no month",
        file="app/statements/queries.py",
        old="    .where(_STANDS)\n    .order_by(ContributionRule.first_month.desc(), ContributionRule.id)",
        new="    .order_by(ContributionRule.first_month.desc(), ContributionRule.id)",
        tests=ACCOUNT_TESTS,
    ),
    Guard(
        name="two opening balances are not merged",
        file="app/statements/merging.py",
        old="    if len(openings) == 2:\n",
        new="    if False:\n",
        tests=MERGING_TESTS,
    ),
    Guard(
        name="the contributions of all are taken by who keeps the accounts",
        file="app/reports/statement_views.py",
        old="    if not current_actor().can(Permission.KEEP_ACCOUNTS):\n        abort(403)\n",
        new="",
        tests="tests/statements/test_pages.py",
    ),
    Guard(
        name="a statement is read by who sees the member",
        file="app/statements/views.py",
        old="    return member_queries.get_file_or_404(current_actor(), member_id, on=g.organisation.today)\n",
        new="    from app.members.models import Member as Anybody\n    from app.kernel.database import db\n    return db.session.query(Anybody).filter_by(id=member_id).one()\n",
        tests=WALK,
    ),
]
