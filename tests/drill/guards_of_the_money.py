"""Guards of what amounts are come to from, and of the photos of receipts."""

from __future__ import annotations

from tests.drill.guards import Guard

FORMS, PAGES, TESTS = "app/activity/money_forms.py", "app/activity/money_pages.py", "tests/activity/test_"
GUARDS_OF_THE_MONEY = [
    Guard(
        name="the photo of a receipt is for who sees its owner's file",
        file=PAGES,
        old="    member_queries.get_file_or_404(current_actor(), record.member_id, on=g.organisation.today)\n",
        new="",
        tests=f"{TESTS}receipts.py",
    ),
    Guard(
        name="a photo of a receipt is light",
        file="app/kernel/upload_child.py",
        old='            if len(light := _written(picture, "JPEG", quality=quality, optimize=True)) <= LARGEST_RECEIPT:\n',
        new='            if light := _written(picture, "JPEG", quality=quality, optimize=True):\n',
        tests=f"{TESTS}receipts.py",
    ),
    Guard(
        name="an unusual rate of exchange is asked about",
        file=FORMS,
        old="        if self.asks_rate_again and not self.rate_is_right.data:\n",
        new="        if False:\n",
        tests=f"{TESTS}money_forms.py",
    ),
    Guard(
        name="an amount that does not follow from its parts is refused",
        file=FORMS,
        old="        if self.amount_minor.data not in (None, worked_out):\n",
        new="        if False:\n",
        tests=f"{TESTS}money_forms.py",
    ),
    Guard(
        name="an expense keeps the rate of its kilometres",
        file=FORMS,
        old="        if self.rate_kept and self.rate_kept[0] == day:\n",
        new="        if False:\n",
        tests=f"{TESTS}money_forms.py",
    ),
    Guard(
        name="a rate of a kilometre that was used stays",
        file="app/activity/kilometres.py",
        old='    if db.session.scalar(_IS_USED, {"rate_id": rate.id}):\n        raise RateUsed\n',
        new="",
        tests=f"{TESTS}money_forms.py",
    ),
]
