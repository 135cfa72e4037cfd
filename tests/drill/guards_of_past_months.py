"""Guards of the way from a spreadsheet to past months of the journal."""

from __future__ import annotations

from tests.drill.guards import Guard

ROOM, TESTS = "app/past_records", "tests/past_records/test_past_records.py"

GUARDS_OF_PAST_MONTHS = [
    Guard(
        name="a number beside another person's name",
        file=f"{ROOM}/people.py",
        old="            if words and not any(words & name for name in _names(person)):\n",
        new="            if False:\n",
        tests=f"{TESTS} -k stands_beside",
    ),
    Guard(
        name="nobody validates their own by an import",
        file=f"{ROOM}/judging.py",
        old="        if person.account_id is not None and person.account_id == self.by_account_id:\n",
        new="        if False:\n",
        tests=f"{TESTS} -k their_own",
    ),
    Guard(
        name="what the journal has is not written twice",
        file=f"{ROOM}/record_sheet.py",
        old="    if seen[key] <= kept[key]:\n",
        new="    if False:\n",
        tests=f"{TESTS} -k the_same_file",
    ),
    Guard(
        name="a month that has records is not summed again",
        file=f"{ROOM}/month_sheet.py",
        old="    if key in months.kept:\n",
        new="    if False:\n",
        tests=f"{TESTS} -k not_summed_again",
    ),
    Guard(
        name="no more collected than sold",
        file=f"{ROOM}/month_sheet.py",
        old="    if left > sum(sale.owed for sale in sales):\n",
        new="    if False:\n",
        tests=f"{TESTS} -k cannot_be",
    ),
    Guard(
        name="only what the check has shown is written to the journal",
        file=f"{ROOM}/services.py",
        old="    if {found.row.row_id for found in accepted} != queries.rows_in(moved.id, RowState.NEW):\n",
        new="    if False:\n",
        tests=f"{TESTS} -k after_the_check",
    ),
    Guard(
        name="each step of past months at its time",
        file=f"{ROOM}/services.py",
        old="    if locked is None or locked.state not in states:\n",
        new="    if False:\n",
        tests=f"{TESTS} -k before_it_is_agreed",
    ),
    Guard(
        name="what was changed since is not taken back",
        file=f"{ROOM}/writing.py",
        old="    if not is_whole or any(record.version != 1 for record in records) or queries.are_corrected(moved.id):\n",
        new="    if False:\n",
        tests=f"{TESTS} -k touched",
    ),
    Guard(
        name="closed months are not taken back",
        file=f"{ROOM}/writing.py",
        old="    refuse_closed([*days, *(one.paid_on for some in paid.values() for one in some)], months.closed_months())\n",
        new="",
        tests=f"{TESTS} -k touched",
    ),
]
