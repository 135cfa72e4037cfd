"""The columns that spreadsheets of past months have, as people call them in French and Arabic."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.activity import labels
from app.activity.models import LONGEST_DESCRIPTION, LONGEST_NOTE, LONGEST_NUMBER, LONGEST_PARTY
from app.activity.rules import Means, RecordKind
from app.imports.columns import read_id, read_past_day, split, words_of
from app.imports.dates import MONTH_OF, plain
from app.imports.errors import DayRefused, RowRefused
from app.imports.registry import CellContext, Choice, Here, ImportField
from app.imports.words import listed
from app.kernel.figures import parse_hours, parse_whole
from app.kernel.i18n import _l
from app.kernel.money import parse_amount
from app.kernel.names import fold
from app.kernel.text import clean_line
from app.network.models import Vocabulary
from app.past_records.errors import MonthRefused

_BETWEEN = re.compile(r"[;؛]")
_MONTH = re.compile(r"(?:(?P<year>\d{4})[-/. ](?P<month>\d{1,2})|(?P<first>\d{1,2})[-/. ](?P<last>\d{4}))")
_IN_WORDS = re.compile(r"([^\W\d_]+)\.? *[-/. ]? *(\d{4})")


@dataclass(frozen=True, kw_only=True)
class SeveralField(ImportField):
    """What a cell says of several payments, in their order, between semicolons; the value is a tuple."""

    def value_of(self, cell: str, context: CellContext) -> Any:
        parts = [part.strip() for part in _BETWEEN.split(cell) if part.strip()]
        return tuple(ImportField.value_of(self, part, context) for part in parts)


def read_month(cell: str, context: CellContext) -> date:
    """The first day of a month: `03/2026`, `2026-03`, `mars 2026`, or any day of it."""
    text = plain(cell)
    if found := _MONTH.fullmatch(text):
        return _month(int(found["year"] or found["last"]), int(found["month"] or found["first"]))
    if (found := _IN_WORDS.fullmatch(text)) and (month := MONTH_OF.get(fold(found[1]))):
        return _month(int(found[2]), month)
    try:
        return read_past_day(cell, context).replace(day=1)
    except DayRefused:
        raise MonthRefused from None


def _month(year: int, month: int) -> date:
    try:
        return date(year, month, 1)
    except ValueError:
        raise MonthRefused from None


def read_amount(cell: str, context: CellContext) -> int:
    """Minor units of the organisation's currency. Below zero, nothing is bought or sold."""
    amount = parse_amount(cell, context.here.currency)
    if amount < 0:
        raise RowRefused(_l("An amount below zero cannot be imported."))
    return amount


def _read_hours(cell: str, _context: CellContext) -> int:
    return parse_hours(cell)


def _read_number(cell: str, _context: CellContext) -> int:
    return parse_whole(cell)


def _read_kind(cell: str, _context: CellContext) -> RecordKind:
    return RecordKind(cell)


def _read_means(cell: str, _context: CellContext) -> Means:
    return Means(cell)


def _line(longest: int) -> Callable[[str, CellContext], str]:
    return lambda cell, _context: clean_line(cell, longest)


_KINDS = {
    RecordKind.WORK: "travail,heures,temps,work,عمل,ساعات",
    RecordKind.SALE: "vente,ventes,recette,facture,sale,بيع,مبيعات,فاتورة",
    RecordKind.EXPENSE: "dépense,dépenses,achat,achats,charge,frais,expense,مصروف,مصاريف,شراء,نفقة",
}
_MEANS = {
    Means.CASH: "espèces,espece,liquide,cash,نقدا,نقدًا,نقد",
    Means.TRANSFER: "virement,virement bancaire,transfer,تحويل,تحويل بنكي",
    Means.CHEQUE: "chèque,cheque,check,شيك",
    Means.CARD: "carte,carte bancaire,cb,card,بطاقة,بطاقة بنكية",
    Means.MOBILE: "mobile,paiement mobile,téléphone,هاتف,الدفع بالهاتف",
    Means.OTHER: "autre,autres,other,أخرى,آخر",
}


def kinds(_here: Here) -> Sequence[Choice]:
    return listed(_KINDS, labels.KIND, _KINDS)


def means(_here: Here) -> Sequence[Choice]:
    return listed(Means, labels.MEANS, _MEANS)


WHO = (
    ImportField(
        code="number",
        label=_l("Member number"),
        synonyms=split("n° membre,numéro de membre,numéro,n°,matricule,code,رقم العضو,رقم المنخرط,الرقم"),
        read=_read_number,
        example="1",
    ),
    ImportField(
        code="person",
        label=_l("Name"),
        synonyms=split(
            "nom et prénom,nom prénom,nom complet,nom,membre,entrepreneur,entrepreneure,porteur,الاسم الكامل,الاسم,العضو,المقاول"
        ),
        read=_line(LONGEST_PARTY),
        example="Amina Bennani",
    ),
)
CATEGORY = ImportField(
    code="expense_category_id",
    label=_l("Category"),
    synonyms=split("catégorie,catégorie de dépense,type de dépense,rubrique,الصنف,صنف المصروف,باب"),
    read=read_id,
    choices=words_of(Vocabulary.EXPENSE_CATEGORY),
)
HOURS = ImportField(
    code="minutes",
    label=_l("Hours"),
    synonyms=split("heures,durée,temps,nombre d'heures,temps de travail,heures travaillées,الساعات,المدة,عدد الساعات"),
    read=_read_hours,
    example="3:30",
)
TAX = ImportField(
    code="tax_minor",
    label=_l("Tax"),
    synonyms=split("tva,taxe,montant tva,dont tva,الضريبة,الضريبة على القيمة المضافة,ض ق م"),
    read=read_amount,
)
RECORD_FIELDS = (
    *WHO,
    ImportField(
        code="day",
        label=_l("Day"),
        synonyms=split("date,jour,date de vente,date de facture,date d'opération,التاريخ,اليوم"),
        read=read_past_day,
        is_day=True,
        example="15/03/2026",
    ),
    ImportField(
        code="kind",
        label=_l("Kind"),
        synonyms=split("type,nature,type d'opération,genre,النوع,نوع العملية"),
        read=_read_kind,
        choices=kinds,
        example="vente",
    ),
    HOURS,
    ImportField(
        code="work_kind_id",
        label=_l("Kind of work"),
        synonyms=split("type de travail,nature du travail,type d'heures,activité,نوع العمل"),
        read=read_id,
        choices=words_of(Vocabulary.WORK_KIND),
    ),
    ImportField(
        code="amount_minor",
        label=_l("Amount with tax"),
        synonyms=split("montant,montant ttc,ttc,somme,total ttc,prix,المبلغ,المبلغ الإجمالي,الثمن,القيمة"),
        read=read_amount,
        example="1200",
    ),
    TAX,
    ImportField(
        code="party",
        label=_l("Client or supplier"),
        synonyms=split("client,fournisseur,client ou fournisseur,tiers,client/fournisseur,الزبون,المورد,الحريف,العميل"),
        read=_line(LONGEST_PARTY),
        example="Hôtel du Port",
    ),
    CATEGORY,
    ImportField(
        code="description",
        label=_l("What"),
        synonyms=split("désignation,libellé,objet,description,intitulé,البيان,الموضوع,الوصف"),
        read=_line(LONGEST_DESCRIPTION),
        example="Six nappes",
    ),
    ImportField(
        code="document_number",
        label=_l("Receipt number"),
        synonyms=split("n° de reçu,n° reçu,n° de facture,numéro de facture,n° facture,pièce,رقم الوصل,رقم الفاتورة"),
        read=_line(LONGEST_NUMBER),
    ),
    ImportField(
        code="trade_id",
        label=_l("Trade"),
        synonyms=split("métier,activité principale,المهنة,الحرفة"),
        read=read_id,
        choices=words_of(Vocabulary.TRADE),
    ),
    SeveralField(
        code="paid_on",
        label=_l("Paid on"),
        synonyms=split("payé le,date de paiement,date d'encaissement,réglé le,encaissé le,تاريخ الأداء,تاريخ الدفع"),
        read=read_past_day,
        is_day=True,
        example="20/03/2026",
    ),
    SeveralField(
        code="paid_minor",
        label=_l("Amount paid"),
        synonyms=split("montant payé,montant encaissé,payé,encaissé,réglé,المبلغ المؤدى,المبلغ المدفوع,المدفوع"),
        read=read_amount,
        example="1200",
    ),
    SeveralField(
        code="means",
        label=_l("Paid how"),
        synonyms=split("mode de paiement,moyen de paiement,mode de règlement,règlement,طريقة الأداء,طريقة الدفع"),
        read=_read_means,
        choices=means,
        example="espèces",
    ),
    ImportField(
        code="note",
        label=_l("Note"),
        synonyms=split("remarque,observation,observations,commentaire,ملاحظة,ملاحظات"),
        read=_line(LONGEST_NOTE),
    ),
)
MONTH_FIELDS = (
    *WHO,
    ImportField(
        code="month",
        label=_l("Month"),
        synonyms=split("mois,période,mois de,الشهر,الفترة"),
        read=read_month,
        example="03/2026",
    ),
    HOURS,
    ImportField(
        code="sold_minor",
        label=_l("Sold, with tax"),
        synonyms=split("vendu,ventes,chiffre d'affaires,ca,ca ttc,total ventes,facturé,المبيعات,رقم المعاملات"),
        read=read_amount,
        example="5200",
    ),
    TAX,
    ImportField(
        code="collected_minor",
        label=_l("Collected, with tax"),
        synonyms=split("encaissé,encaissements,recettes,montant encaissé,total encaissé,المقبوضات,المحصل,المداخيل"),
        read=read_amount,
        example="4000",
    ),
    ImportField(
        code="spent_minor",
        label=_l("Spent, with tax"),
        synonyms=split("dépensé,dépenses,achats,charges,frais,total dépenses,المصاريف,المصروفات,النفقات"),
        read=read_amount,
        example="900",
    ),
    CATEGORY,
)
