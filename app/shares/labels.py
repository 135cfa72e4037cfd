"""The words of the share ledger, by code."""

from __future__ import annotations

from app.kernel import audit_words
from app.kernel.i18n import _l
from app.shares.rules import MovementKind

MOVEMENT = {
    MovementKind.SUBSCRIPTION: _l("Subscription"),
    MovementKind.PAYMENT: _l("Payment on shares"),
    MovementKind.TRANSFER: _l("Transfer"),
    MovementKind.REFUND: _l("Refund"),
}
DO = {  # as a button says it
    MovementKind.SUBSCRIPTION: _l("Subscribe shares"),
    MovementKind.PAYMENT: _l("Record a payment"),
    MovementKind.TRANSFER: _l("Transfer shares"),
    MovementKind.REFUND: _l("Refund shares"),
}
LEAD = {
    MovementKind.SUBSCRIPTION: _l("New shares for this person, at their value of the day."),
    MovementKind.PAYMENT: _l("What the person pays of what they still owe for their shares."),
    MovementKind.TRANSFER: _l("Shares of this person that become another member's."),
    MovementKind.REFUND: _l("Shares that end, and what the person is given back for them."),
}
BROUGHT_BY = {False: _l("by the holders, who owe it"), True: _l("by the reserves")}

audit_words.say_values(
    "share",
    {
        "number": (_l("Entry no."), audit_words.number),
        "kind": (_l("Movement"), audit_words.by_code(MOVEMENT)),
        "happened_on": (_l("Day"), audit_words.day),
        "to_number": (_l("Number of the member who receives them"), audit_words.number),
        "shares": (_l("Shares"), audit_words.number),
        "paid_minor": (_l("Paid"), audit_words.money),
        "refunded_minor": (_l("Given back"), audit_words.money),
        "reference": (_l("Reference"), audit_words.as_it_is),
        "reason": (_l("Reason"), audit_words.as_it_is),
        "from_day": (_l("From"), audit_words.day),
        "value_minor": (_l("Value of a share"), audit_words.money),
        "from_reserves": (_l("Difference brought"), audit_words.by_code(BROUGHT_BY)),
        "decision": (_l("Decided by"), audit_words.as_it_is),
        "least_shares": (_l("Fewest shares of an associate"), audit_words.number),
        "first_part_percent": (_l("Part paid at subscription, in percent"), audit_words.number),
        "months_to_pay": (_l("Months to pay the rest"), audit_words.number),
    },
)
