"""Guards of closed months, counter-entries, later payments and reminders."""

from __future__ import annotations

from tests.drill.guards import WALK, Guard

CLOSING, MONTHS, COUNTERS = "app/activity/closing.py", "app/activity/months.py", "app/activity/counter_entries.py"
PAYMENTS, DECISIONS, REMINDERS = (
    "app/activity/later_payments.py",
    "app/activity/decisions.py",
    "app/activity/reminders.py",
)
MONTH_TESTS, COUNTER_TESTS, PAYMENT_TESTS, REMINDER_TESTS, PAGE_TESTS = (
    f"tests/activity/test_{name}.py"
    for name in ("months", "counter_entries", "later_payments", "reminders", "months_pages")
)

GUARDS_OF_THE_MONTHS = [
    *(
        Guard(
            name=f"closing: {refusal}",
            file=CLOSING,
            old=f"        raise {refusal}\n",
            new="        pass\n",
            tests=MONTH_TESTS,
        )
        for refusal in (
            "MonthNotOver(month)",
            "MonthClosedAlready",
            "EarlierMonthsOpen(len(earlier))",
            "ChangedMeanwhile",
            "StillUndecided(left)",
            "ReasonMissing",
        )
    ),
    Guard(
        name="only managers close months",
        file="app/kernel/access.py",
        old="        | {P.SEE_MEMBERS, P.EDIT_MEMBERS, P.GIVE_MEMBERS_ACCESS,",
        new="        | {P.CLOSE_MONTHS, P.SEE_MEMBERS, P.EDIT_MEMBERS, P.GIVE_MEMBERS_ACCESS,",
        tests=f"{WALK} -k writing_answers",
    ),
    Guard(
        name="nothing is logged in a closed month",
        file="app/activity/rules.py",
        old="        refuse_closed([entry.day], circumstances.closed_months)\n",
        new="        pass\n",
        tests=MONTH_TESTS,
    ),
    Guard(
        name="no payment is logged in a closed month with its sale",
        file="app/activity/rules.py",
        old="    refuse_closed((paid.paid_on for paid in payments), circumstances.closed_months)\n",
        new="",
        tests=f"{MONTH_TESTS} -k nothing_is_logged",
    ),
    Guard(
        name="what would count in a closed month is left",
        file=MONTHS,
        old="    left = [record for record in records if locked[record.id] is None]\n",
        new="    left = list(records)\n",
        tests=MONTH_TESTS,
    ),
    Guard(
        name="a payment in a closed month keeps its sale from being validated",
        file=MONTHS,
        old="return payments if record.status is RecordStatus.VALIDATED else [record.day, *payments]",
        new="return [] if record.status is RecordStatus.VALIDATED else [record.day]",
        tests=MONTH_TESTS,
    ),
    Guard(
        name="what was paid in a closed month keeps its sale from being returned",
        file=MONTHS,
        old="return [record.day, *(one.paid_on for one in paid if one.is_counted)]",
        new="return [record.day]",
        tests=f"{MONTH_TESTS} -k not_returned",
    ),
    *(
        Guard(
            name=f"counter-entries: {refusal}",
            file=COUNTERS,
            old=f"        raise {refusal}\n",
            new="        pass\n",
            tests=COUNTER_TESTS,
        )
        for refusal in (
            "NotCorrectedSo",
            "NeverCounted",
            "PaymentUndecided",
            "MonthStillOpen",
            "CounterInFuture",
            "CounterTooEarly(record.day)",
            "MonthClosed(asked.day)",
        )
    ),
    Guard(
        name="a record is taken back once",
        file=COUNTERS,
        old="    if of_records([record.id]):\n        raise HasCounterEntry\n",
        new="",
        tests=f"{COUNTER_TESTS} -k only_once",
    ),
    Guard(
        name="one's own counter-entry waits",
        file=COUNTERS,
        old="is_decided, now = member.account_id != asked.by_account_id, clock.now()",
        new="is_decided, now = True, clock.now()",
        tests=f"{COUNTER_TESTS} -k waits",
    ),
    Guard(
        name="what is taken back is not returned",
        file=DECISIONS,
        old="    records = counter_entries.without(records)\n",
        new="",
        tests=f"{COUNTER_TESTS} -k not_returned",
    ),
    Guard(
        name="a counter-entry is not changed",
        file="app/activity/services.py",
        old="        raise CounterEntryStays\n",
        new="        pass\n",
        tests=f"{COUNTER_TESTS} -k neither",
    ),
    *(
        Guard(
            name=f"payments: {refusal}",
            file=PAYMENTS,
            old=f"        raise {refusal}\n",
            new="        pass\n",
            tests=tests,
        )
        for refusal, tests in (
            ("NoSale", PAYMENT_TESTS),
            ("HasCounterEntry", COUNTER_TESTS),
            ("PaymentMonthClosed(new.paid_on)", MONTH_TESTS),
            ("PaymentCounts", PAYMENT_TESTS),
            ("PaymentNotWaiting", PAYMENT_TESTS),
            ("OwnRecords", PAYMENT_TESTS),
            ("RemarkMissing", PAYMENT_TESTS),
        )
    ),
    Guard(
        name="one's own payment waits",
        file=PAYMENTS,
        old="is_counted=is_validated and member.account_id != by_account_id",
        new="is_counted=is_validated",
        tests=PAYMENT_TESTS,
    ),
    Guard(
        name="a refused payment does not come to count with another",
        file=DECISIONS,
        old="one.is_counted = status is RecordStatus.VALIDATED and not one.remark",
        new="one.is_counted, one.remark = status is RecordStatus.VALIDATED, ''",
        tests=f"{PAYMENT_TESTS} -k next_one",
    ),
    Guard(
        name="nobody comments their own",
        file=DECISIONS,
        old="    _refuse_own(member, by_account_id)\n    record = held(",
        new="    record = held(",
        tests=f"{PAYMENT_TESTS} -k comments_their_own",
    ),
    Guard(
        name="who refused reminders gets none",
        file=REMINDERS,
        old="    return and_(_HAS_MAIL, logs, ~_WANTS_NONE)\n",
        new="    return and_(_HAS_MAIL, logs)\n",
        tests=REMINDER_TESTS,
    ),
    Guard(
        name="at most one reminder in as many days",
        file=REMINDERS,
        old="reached_by_mail(), ~lately)",
        new="reached_by_mail())",
        tests=REMINDER_TESTS,
    ),
    Guard(
        name="what is still to receive is of those one sees",
        file="app/activity/receivables.py",
        old="        return member_queries.visible_to(actor, on=on)\n",
        new="        return Member.id != 0\n",
        tests=f"{PAGE_TESTS} -k whom_one_sees",
    ),
    Guard(
        name="a record's page is for who may see it",
        file="app/activity/record_pages.py",
        old="    member = pages.visible_member(record.member_id)\n",
        new="    from app.kernel.database import db\n    member = db.session.query(Member).filter_by(id=record.member_id).one()\n",
        tests=WALK,
    ),
]
