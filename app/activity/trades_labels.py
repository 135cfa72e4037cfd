"""The words of trades, how they are shared, and of clients and suppliers, for the log."""

from __future__ import annotations

from app.activity import trades_queries
from app.activity.trades_pages import in_percent
from app.kernel import audit_words
from app.kernel.i18n import _, _l, format_number


def say_parts(told: list[str]) -> str:
    """`no. 12: 60 %; no. 15: 40 %` for numbers of members with hundredths of a percent."""
    said = (one.split(":") for one in told)
    return " ; ".join(
        _("no. %(number)s: %(part)s", number=format_number(int(number)), part=in_percent(int(part)))
        for number, part in said
    )


audit_words.say_values("activity", {"shared_trade_id": (_l("Shared trade"), trades_queries.name_of_shared)})
audit_words.say_values(
    "trades",
    {
        "name": (_l("Name of the shared trade"), audit_words.as_it_is),
        "trade_id": (_l("Trade"), audit_words.a_word),
        "started_on": (_l("From"), audit_words.day),
        "ended_on": (_l("Last day"), audit_words.day),
        "signed_on": (_l("Agreement signed on"), audit_words.day),
        "agreement": (_l("About the agreement"), audit_words.as_it_is),
        "parts": (_l("Parts"), say_parts),
    },
)
audit_words.say_values(
    "contacts",
    {
        "name": (_l("Name"), audit_words.as_it_is),
        "phone": (_l("Phone"), audit_words.phone),
        "into": (_l("Merged into"), audit_words.as_it_is),
    },
)
