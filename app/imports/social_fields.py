"""The columns of the social file and of social protection."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from app.imports.columns import read_id, read_past_day, split, within, words_of
from app.imports.registry import CellContext, Choice, Here, ImportField
from app.imports.words import listed
from app.kernel.access import Permission
from app.kernel.figures import parse_whole
from app.kernel.i18n import LazyText, _l
from app.kernel.text import clean_line, clean_paragraph
from app.network.models import Vocabulary
from app.social import labels
from app.social.models import MOST_PEOPLE_AT_HOME, Education, FamilyStatus, Language
from app.social.rules import normalised_number

_EDUCATION = {
    Education.NONE: "aucun,sans,sans instruction,non scolarisé,non scolarisée,analphabète,بدون,بدون مستوى,غير متمدرس,غير متمدرسة,أمي,أمية",
    Education.PRIMARY: "primaire,école primaire,ابتدائي,التعليم الابتدائي,المستوى الابتدائي",
    Education.LOWER_SECONDARY: "collège,collégial,secondaire collégial,إعدادي,التعليم الإعدادي,الثانوي الإعدادي",
    Education.UPPER_SECONDARY: "lycée,secondaire,bac,baccalauréat,niveau bac,ثانوي,تأهيلي,الثانوي التأهيلي,باكالوريا,بكالوريا",
    Education.VOCATIONAL: "formation professionnelle,cap,btp,bts,technicien,technicienne,diplôme de technicien,تكوين مهني,التكوين المهني",
    Education.HIGHER: "supérieur,université,universitaire,licence,master,doctorat,bac+2,bac+3,bac+5,عالي,جامعي,التعليم العالي,إجازة,ماستر",
}
_FAMILY = {
    FamilyStatus.SINGLE: "célibataire,عازب,عازبة,أعزب,عزباء",
    FamilyStatus.MARRIED: "marié,mariée,marié(e),متزوج,متزوجة",
    FamilyStatus.DIVORCED: "divorcé,divorcée,divorcé(e),séparé,séparée,مطلق,مطلقة,منفصل,منفصلة",
    FamilyStatus.WIDOWED: "veuf,veuve,veuf(ve),أرمل,أرملة",
}
_LANGUAGES = {
    Language.ARABIC: "arabe,arabe classique,العربية,عربية,العربية الفصحى",
    Language.DARIJA: "darija,arabe dialectal,dialecte,الدارجة,الدارجة المغربية,العامية",
    Language.TASHELHIT: "tachelhit,chleuh,tachelhite,تشلحيت,الشلحة",
    Language.TAMAZIGHT: "tamazight,amazigh,الأمازيغية,أمازيغية,تمازيغت",
    Language.TARIFIT: "tarifit,rifain,تاريفيت,الريفية",
    Language.KABYLE: "kabyle,taqbaylit,القبائلية",
    Language.CHAOUI: "chaoui,الشاوية",
    Language.HASSANIYA: "hassaniya,hassani,الحسانية",
    Language.FRENCH: "français,fr,الفرنسية,فرنسية",
    Language.ENGLISH: "anglais,en,الإنجليزية,إنجليزية",
    Language.SPANISH: "espagnol,es,الإسبانية,إسبانية",
    Language.ITALIAN: "italien,it,الإيطالية,إيطالية",
    Language.SIGNS: "langue des signes,لغة الإشارة",
    Language.OTHER: "autre,autre langue,أخرى,لغة أخرى",
}


def _educations(_here: Here) -> Sequence[Choice]:
    return listed(Education, labels.EDUCATION, _EDUCATION)


def _families(_here: Here) -> Sequence[Choice]:
    return listed(FamilyStatus, labels.FAMILY_STATUS, _FAMILY)


def _languages(_here: Here) -> Sequence[Choice]:
    return listed(Language, labels.LANGUAGE, _LANGUAGES)


def _read_people(cell: str, _context: CellContext) -> int:
    return within(parse_whole(cell), 0, MOST_PEOPLE_AT_HOME)


def _paragraph(longest: int) -> Callable[[str, CellContext], str]:
    return lambda cell, _context: clean_paragraph(cell, longest)


def _word(code: str, label: LazyText, synonyms: str, *, of: Vocabulary, **more: Any) -> ImportField:
    """A column of words of a list of the organisation."""
    choices = words_of(of)
    return ImportField(code=code, label=label, synonyms=split(synonyms), read=read_id, choices=choices, **more)


SOCIAL = (
    ImportField(
        code="social_education",
        label=_l("Education"),
        synonyms=split(
            "niveau d'études, niveau d'étude, niveau scolaire, niveau d'instruction, niveau de formation, diplôme, المستوى الدراسي, المستوى التعليمي, مستوى التعليم"
        ),
        read=lambda cell, _context: Education(cell),
        choices=_educations,
    ),
    ImportField(
        code="social_languages",
        label=_l("Languages spoken"),
        synonyms=split("langues, langue, langues parlées, langue parlée, اللغات, اللغات المتكلم بها, اللغة"),
        read=lambda cell, _context: Language(cell),
        choices=_languages,
        is_several=True,
    ),
    _word(
        "social_antenna_id",
        _l("Antenna"),
        "antenne, antenne de rattachement, site, bureau, الفرع, الملحقة, فرع",
        of=Vocabulary.ANTENNA,
    ),
    _word(
        "social_prescriber_id",
        _l("Sent by"),
        "prescripteur, orienté par, orientée par, orientation, structure d'orientation, الجهة الموجهة, موجه من طرف, جهة التوجيه",
        of=Vocabulary.PRESCRIBER,
    ),
    ImportField(
        code="social_prescriber_name",
        label=_l("Who exactly sent them"),
        synonyms=split("nom du prescripteur, prescripteur (nom), اسم الجهة الموجهة"),
        read=lambda cell, _context: clean_line(cell, 120),
    ),
    _word(
        "social_channel_id",
        _l("Heard of us by"),
        "comment nous a connu, comment avez-vous connu, canal, source, كيف تعرف علينا, طريقة التعرف",
        of=Vocabulary.CHANNEL,
    ),
    _word(
        "social_occupation_at_entry",
        _l("Situation at entry"),
        "statut social à l'entrée, situation professionnelle à l'entrée, situation avant l'entrée, situation à l'entrée, الوضعية عند الدخول, الوضعية المهنية عند الالتحاق",
        of=Vocabulary.OCCUPATION,
    ),
    _word(
        "social_occupation_now",
        _l("Situation now"),
        "statut social actuel, situation professionnelle, situation professionnelle actuelle, statut professionnel, الوضعية المهنية, الوضعية المهنية الحالية",
        of=Vocabulary.OCCUPATION,
    ),
    ImportField(
        code="social_occupation_since",
        label=_l("Situation now, since"),
        synonyms=split("date de la situation professionnelle, situation professionnelle depuis, تاريخ الوضعية المهنية"),
        read=read_past_day,
        is_day=True,
        only_beside=("social_occupation_now",),
    ),
    ImportField(
        code="social_family_status",
        label=_l("Family situation"),
        synonyms=split(
            "situation familiale, situation de famille, état civil, situation matrimoniale, الحالة العائلية, الحالة المدنية, الوضعية العائلية"
        ),
        read=lambda cell, _context: FamilyStatus(cell),
        choices=_families,
    ),
    ImportField(
        code="social_children",
        label=_l("Children"),
        synonyms=split("nombre d'enfants, nb enfants, nbre d'enfants, enfants à charge, عدد الأطفال, عدد الأبناء"),
        read=_read_people,
    ),
    ImportField(
        code="social_dependants",
        label=_l("People who live on this income"),
        synonyms=split("personnes à charge, nombre de personnes à charge, عدد الأشخاص المعالين, الأشخاص تحت الكفالة"),
        read=_read_people,
    ),
    _word(
        "social_other_trades",
        _l("Other trades"),
        "autres métiers, autre métier, métiers secondaires, compétences, مهن أخرى, حرف أخرى",
        of=Vocabulary.TRADE,
        is_several=True,
    ),
    ImportField(
        code="social_objectives",
        label=_l("Objectives of the person"),
        synonyms=split("objectifs, objectif, projet, description du projet, الأهداف, المشروع"),
        read=_paragraph(2000),
    ),
    ImportField(
        code="social_disability",
        label=_l("Disability, as the person wishes it known"),
        synonyms=split("handicap, situation de handicap, الإعاقة, وضعية الإعاقة"),
        read=_paragraph(1000),
        needs=Permission.SEE_SENSITIVE,
        only_beside=("social_disability_consented_on",),
    ),
    ImportField(
        code="social_disability_consented_on",
        label=_l("Consent to record the disability, given on"),
        synonyms=split("date du consentement, consentement handicap, تاريخ الموافقة"),
        read=read_past_day,
        is_day=True,
        needs=Permission.SEE_SENSITIVE,
        only_beside=("social_disability",),
    ),
)
PROTECTION = (
    _word(
        "protection_body_id",
        _l("Social protection"),
        "organisme de protection sociale, couverture sociale, couverture médicale, protection sociale, caisse, الحماية الاجتماعية, التغطية الاجتماعية, التغطية الصحية, الصندوق",
        of=Vocabulary.PROTECTION_BODY,
        only_beside=("protection_started_on",),
    ),
    ImportField(
        code="protection_number",
        label=_l("Social protection number"),
        synonyms=split(
            "n° cnss, numéro cnss, n° d'immatriculation cnss, immatriculation cnss, n° cnas, n° casnos, n° amo, numéro de sécurité sociale, n° sécurité sociale, "
            "matricule cnss, رقم الضمان الاجتماعي, رقم التسجيل في الصندوق, رقم الانخراط في الضمان الاجتماعي, عدد الضمان الاجتماعي"
        ),
        only_beside=("protection_body_id", "protection_started_on"),
        read=lambda cell, _context: normalised_number(cell),
    ),
    ImportField(
        code="protection_started_on",
        label=_l("Protected since"),
        synonyms=split(
            "date d'affiliation, affilié depuis, affiliée depuis, date d'immatriculation, couvert depuis, تاريخ الانخراط في الصندوق, تاريخ التسجيل في الصندوق"
        ),
        only_beside=("protection_body_id",),
        read=read_past_day,
        is_day=True,
    ),
)
