"""What an organisation asks about money in the journal."""

from __future__ import annotations

from sqlalchemy import select

from app.activity.models import ActivityMoneyRule
from app.kernel import audit
from app.kernel.database import db
from app.kernel.errors import ChangedMeanwhile
from app.kernel.i18n import _l
from app.kernel.reading import once_a_reading
from app.kernel.sql import read_rows

CHANGED = audit.action("money_rule.changed", _l("What the journal asks about money changed"))
_ASKS_TAX = select(ActivityMoneyRule.asks_tax)


@once_a_reading
def asks_tax() -> bool:
    """Whether sales and expenses ask for their tax; many are exempt, so not until somebody says so."""
    return bool(read_rows(_ASKS_TAX).scalar())


def recorded() -> ActivityMoneyRule | None:
    found: ActivityMoneyRule | None = db.session.scalar(select(ActivityMoneyRule))
    return found


def change(*, asks_tax: bool, version: int) -> None:
    """What is asked from now on; `version` 0 when nothing was decided yet. Raises ChangedMeanwhile."""
    rule = recorded()
    if (rule.version if rule is not None else 0) != version:
        raise ChangedMeanwhile
    before = rule.asks_tax if rule is not None else False
    if rule is None:
        rule = ActivityMoneyRule()
        db.session.add(rule)
    rule.asks_tax = asks_tax
    db.session.flush()
    if before != asks_tax:
        audit.record(CHANGED, before={"asks_tax": before}, after={"asks_tax": asks_tax})


def say_kilometre(amount: object) -> object:
    return _l("%(amount)s a kilometre; the amount is worked out.", amount=amount)
