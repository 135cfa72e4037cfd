"""Guards of the share ledger."""

from __future__ import annotations

from tests.drill.guards import WALK, Guard

RULES, SERVICES = "app/shares/rules.py", "app/shares/services.py"
RULE_TESTS, LEDGER_TESTS, PAGE_TESTS = (
    "tests/shares/test_rules.py",
    "tests/shares/test_ledger.py",
    "tests/shares/test_pages.py",
)

GUARDS_OF_THE_SHARES = [
    *(
        Guard(name=f"shares: {refusal}", file=RULES, old=f"        return {refusal}()\n", new="        pass\n", tests=RULE_TESTS)
        for refusal in ("NoValueYet", "MorePaidThanWorth", "MoreThanHeld", "MorePaidThanThere")
    ),
    Guard(
        name="nothing is paid beyond what is subscribed",
        file=RULES,
        old="        return MoreThanOwed() if step.kind is MovementKind.PAYMENT else TooLittlePaidLeaves()\n",
        new="        pass\n",
        tests=RULE_TESTS,
    ),
    *(
        Guard(name=f"shares: {refusal}", file=SERVICES, old=f"        raise {refusal}\n", new="        pass\n", tests=LEDGER_TESTS)
        for refusal in (
            "AlreadyCancelled",
            "ReceiverIsGiver",
            "HoldsBeforeAdmission",
            "HasLeft",
            "MoreBackThanPaid",
            "ValueUnchanged",
        )
    ),
    *(
        Guard(name=name, file=SERVICES, old=f"{asked}        raise ChangedMeanwhile\n", new="", tests=LEDGER_TESTS)
        for name, asked in (
            ("rules of subscription changed meanwhile are not overwritten", "    if (row.version if row is not None else 0) != version:\n"),
            ("a value is taken back once", "    if len(left) == len(queries.values()):\n"),
        )
    ),
    Guard(
        name="a transfer names its receiver",
        file=SERVICES,
        old="        raise ConfirmReceiver\n",
        new="        pass\n",
        tests=f"{LEDGER_TESTS} {PAGE_TESTS}",
    ),
    Guard(
        name="later entries stay possible when one is recorded",
        file=SERVICES,
        old="    _refuse_later(rules.first_impossible(movements, values))\n",
        new="",
        tests=LEDGER_TESTS,
    ),
    Guard(
        name="later entries stay possible when one is cancelled",
        file=SERVICES,
        old="    _refuse_later(rules.first_impossible(left, queries.values()))\n",
        new="",
        tests=LEDGER_TESTS,
    ),
    Guard(
        name="a new value leaves every entry possible",
        file=SERVICES,
        old="        raise ValueForbidsEntries(number=found[0].number, day=found[0].day)\n",
        new="        pass\n",
        tests=LEDGER_TESTS,
    ),
    Guard(
        name="a value that entries need stays",
        file=SERVICES,
        old="    _refuse_later(rules.first_impossible(queries.movements(), left))\n",
        new="",
        tests=LEDGER_TESTS,
    ),
    Guard(
        name="what a receiver owes follows from what the giver did",
        file="app/shares/queries.py",
        old="    while not reached.issuperset(met := _people_in(found)):\n",
        new="    while met := set[int]():\n",
        tests=LEDGER_TESTS,
    ),
    Guard(
        name="an entry is of the member in the address",
        file="app/shares/queries.py",
        old="select(ShareMovement).where(ShareMovement.id == movement_id, _touches([member.id]))",
        new="select(ShareMovement).where(ShareMovement.id == movement_id)",
        tests=f"{PAGE_TESTS} {WALK}",
    ),
    Guard(
        name="names of other associates are for who keeps the ledger",
        file="app/shares/pages.py",
        old=" if current_actor().can(Permission.MANAGE_SHARES) else \"\"",
        new="",
        tests=PAGE_TESTS,
    ),
]  # fmt: skip
