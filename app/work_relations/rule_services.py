"""What an organisation decides about its contracts: when to be warned, and by when employees become associates."""

from __future__ import annotations

from dataclasses import asdict

from app.kernel import audit
from app.kernel.database import db
from app.kernel.errors import ChangedMeanwhile
from app.kernel.i18n import _l
from app.network import queries as network_queries
from app.work_relations import queries
from app.work_relations.models import ContractRules
from app.work_relations.queries import DecidedRules

RULES_CHANGED = audit.action("contract.rules_changed", _l("Rules for contracts changed"))


def change_rules(wanted: DecidedRules, *, version: int) -> None:
    """From now on warnings and deadlines follow these. Raises ChangedMeanwhile."""
    db.session.refresh(network_queries.current_organisation(), with_for_update=True)
    decided = queries.decided_rules()
    if decided.version != version:
        raise ChangedMeanwhile
    before, after = audit.only_changed(_values(decided), _values(wanted))
    if not after:
        return
    kept = db.session.scalar(queries.OWN_RULES)
    if kept is None:
        db.session.add(ContractRules(**_values(wanted)))
    else:
        for name, value in after.items():
            setattr(kept, name, value)
    db.session.flush()
    audit.record(RULES_CHANGED, before=before, after=after)


def _values(decided: DecidedRules) -> dict[str, object]:
    return {name: value for name, value in asdict(decided).items() if name != "version"}
