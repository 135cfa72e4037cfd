"""A contract in the row of a member: recorded once, and never changed by an import."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.imports.columns import beside, read_coming_day, read_id, refuse_gaps, split, within, words_of
from app.imports.errors import ContractOnFile
from app.imports.registry import CellContext, Changes, Here, ImportField, ImportPart
from app.kernel.access import Permission
from app.kernel.figures import parse_hours
from app.kernel.i18n import _l, format_hours
from app.kernel.text import clean_line
from app.members.models import Member
from app.network.models import Vocabulary
from app.work_relations import queries, services
from app.work_relations.services import ContractDetails

PREFIX = "contract_"
BASIS = ("contract_kind_id", "contract_started_on")
LONGEST_WEEK = 84 * 60  # minutes


def _read_week(cell: str, _context: CellContext) -> int:
    return within(parse_hours(cell), 1, LONGEST_WEEK, say=format_hours)


FIELDS = (
    ImportField(
        code="contract_kind_id",
        label=_l("Kind of contract"),
        synonyms=split("type de contrat, contrat, nature du contrat, nature de contrat, نوع العقد, العقد, طبيعة العقد"),
        read=read_id,
        choices=words_of(Vocabulary.CONTRACT_KIND),
        only_beside=("contract_started_on",),
    ),
    ImportField(
        code="contract_started_on",
        label=_l("First day of the contract"),
        synonyms=split(
            "début du contrat, date de début du contrat, date début contrat, date de contrat, date du contrat, date d'embauche, بداية العقد, تاريخ بداية العقد, تاريخ العقد"
        ),
        only_beside=("contract_kind_id",),
        read=read_coming_day,
        is_day=True,
    ),
    ImportField(
        code="contract_ends_on",
        label=_l("Last day of the contract"),
        synonyms=split(
            "fin du contrat, date de fin du contrat, date fin contrat, échéance du contrat, نهاية العقد, تاريخ نهاية العقد, تاريخ انتهاء العقد"
        ),
        only_beside=BASIS,
        read=read_coming_day,
        is_day=True,
    ),
    ImportField(
        code="contract_weekly_minutes",
        label=_l("Hours a week of the contract"),
        synonyms=split(
            "heures par semaine, heures hebdomadaires, durée hebdomadaire, nb heures, ساعات العمل في الأسبوع, عدد الساعات"
        ),
        read=_read_week,
        say=format_hours,
        only_beside=BASIS,
    ),
    ImportField(
        code="contract_reference",
        label=_l("Reference of the contract"),
        synonyms=split("n° de contrat, numéro de contrat, n° contrat, référence du contrat, رقم العقد, مرجع العقد"),
        read=lambda cell, _context: clean_line(cell, 60),
        only_beside=BASIS,
    ),
)


def write(member: Member, told: Mapping[str, Any], here: Here) -> Changes:
    """Raises ContractOnFile, and what that room refuses, such as contracts that overlap."""
    refuse_gaps(told, *BASIS)
    values = {code.removeprefix(PREFIX): value for code, value in told.items()}
    if _is_on_file(member, values):
        return {}, {}
    with beside("contract_started_on", **{name: PREFIX + name for name in ContractDetails.__dataclass_fields__}):
        services.record_contract(member, ContractDetails(**values), by_account_id=here.account_id)
    return dict.fromkeys(told), dict(told)


def _is_on_file(member: Member, values: Mapping[str, Any]) -> bool:
    """Whether a contract of this kind began on this day and said the same of what the row says."""
    for known in queries.contracts_of(member.id):
        if (known.row.kind_id, known.row.started_on) == (values["kind_id"], values["started_on"]):
            if any(getattr(known.row, name) != value for name, value in values.items()):
                raise ContractOnFile
            return True
    return False


CONTRACTS = ImportPart(
    code="contracts", label=_l("Contracts"), fields=FIELDS, write=write, needs=Permission.MANAGE_CONTRACTS
)
