"""The words of organisations, by code."""

from __future__ import annotations

from app.kernel.i18n import _l
from app.network.models import Country, OrganisationKind, Vocabulary

KIND = {
    OrganisationKind.COOPERATIVE: _l("Cooperative"),
    OrganisationKind.PROJECT: _l("Cooperative being created"),
    OrganisationKind.PARTNER: _l("Partner association"),
}
COUNTRY = {Country.MOROCCO: _l("Morocco"), Country.TUNISIA: _l("Tunisia"), Country.ALGERIA: _l("Algeria")}
VOCABULARY = {
    Vocabulary.TRADE: _l("Trades"),
    Vocabulary.WORK_KIND: _l("Kinds of work"),
    Vocabulary.EXPENSE_CATEGORY: _l("Kinds of expense"),
}
SEX = {"F": _l("Woman"), "M": _l("Man")}
