"""The words of lists that a file may use: those of the house in French and Arabic, and what people write for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.accounts import queries as account_queries
from app.imports.columns import words_of
from app.imports.registry import Choice, Here
from app.kernel import identity
from app.kernel.i18n import language
from app.kernel.names import fold
from app.members import labels
from app.members.models import Civility, IdentityKind, Settlement, Sex
from app.members.nationalities import ANOTHER, country_names
from app.network import territories
from app.network.models import Vocabulary
from app.network.territory_rules import HOMES

_SEX = {
    Sex.FEMALE: "F femme féminin feminin fille mme madame mlle mademoiselle female woman w أنثى امرأة إمرأة سيدة آنسة السيدة الآنسة أ",
    Sex.MALE: "H M homme masculin garçon mr monsieur male man ذكر رجل سيد السيد ذ",
}
_CIVILITIES = {
    Civility.MADAME: "mme,madame,mlle,melle,mademoiselle,f,femme,السيدة,سيدة,الآنسة,آنسة",
    Civility.MONSIEUR: "m,mr,monsieur,h,homme,السيد,سيد",
}
_KINDS = {
    IdentityKind.CIN: "CIN,CNIE,CNI,carte nationale,carte d'identité,carte nationale d'identité,carte d'identité nationale,ب.ت.و,بطاقة وطنية,"
    "البطاقة الوطنية,البطاقة الوطنية للتعريف,بطاقة التعريف,بطاقة التعريف الوطنية",
    IdentityKind.NIN: "NIN,numéro d'identification national,رقم التعريف الوطني",
    IdentityKind.PASSPORT: "passeport,passport,جواز السفر,جواز",
    IdentityKind.RESIDENCE_PERMIT: "carte de séjour,titre de séjour,carte de résident,residence permit,بطاقة الإقامة,رخصة الإقامة",
}
_SETTLEMENTS = {
    Settlement.URBAN: "urbain,urbaine,ville,en ville,zone urbaine,urban,حضري,حضرية,مدينة,وسط حضري",
    Settlement.PERI_URBAN: "périurbain,péri-urbain,périurbaine,péri-urbaine,périphérie,banlieue,peri-urban,شبه حضري,ضاحية",
    Settlement.RURAL: "rural,rurale,campagne,douar,zone rurale,village,قروي,قروية,ريفي,ريف,وسط قروي",
}
YES_OR_NO = {"yes": "oui,yes,vrai,true,1,x,o,نعم", "no": "non,no,faux,false,0,n,لا"}
_PEOPLES = {
    "MA": "marocain,marocaine,moroccan,مغربي,مغربية",
    "TN": "tunisien,tunisienne,tunisian,تونسي,تونسية",
    "DZ": "algérien,algérienne,algerian,جزائري,جزائرية",
    "LY": "libyen,libyenne,ليبي,ليبية",
    "MR": "mauritanien,mauritanienne,موريتاني,موريتانية",
    "SN": "sénégalais,sénégalaise,سنغالي,سنغالية",
    "ML": "malien,malienne,مالي,مالية",
    "CI": "ivoirien,ivoirienne,إيفواري",
    "CM": "camerounais,camerounaise,كاميروني",
    "SY": "syrien,syrienne,سوري,سورية",
    "FR": "français,française,french,فرنسي,فرنسية",
}


def meanings(choices: Sequence[Choice]) -> dict[str, str]:
    """Value by folded word; a word that two of them have means neither."""
    found: dict[str, str | None] = {}
    for choice in choices:
        for word in {fold(name) for name in (choice.label, *choice.names)} - {""}:
            found[word] = None if found.get(word, choice.value) != choice.value else choice.value
    return {word: value for word, value in found.items() if value is not None}


def sexes(_here: Here) -> list[Choice]:
    return [Choice(value=sex, label=str(labels.SEX[sex]), names=tuple(words.split())) for sex, words in _SEX.items()]


def civilities(_here: Here) -> list[Choice]:
    """Mademoiselle is Madame: it would say whether a woman is married, which is asked elsewhere if at all."""
    return listed(Civility, labels.CIVILITY, _CIVILITIES)


def identity_kinds(here: Here) -> list[Choice]:
    offered = (IdentityKind(kind) for kind in identity.KINDS_OF_COUNTRY[here.country])
    return listed(offered, labels.IDENTITY_KIND, _KINDS)


def settlements(_here: Here) -> list[Choice]:
    return listed(Settlement, labels.SETTLEMENT, _SETTLEMENTS)


def listed(codes: Iterable[Any], names: Mapping[Any, object], words: Mapping[Any, str]) -> list[Choice]:
    """Words by code: what the house calls them, and (between commas) what else they may be called."""
    return [Choice(value=code.value, label=str(names[code]), names=tuple(words[code].split(","))) for code in codes]


def countries(here: Here) -> list[Choice]:
    """The nationalities a file offers, by the country's name, its code, and what its people are called."""
    french, arabic = country_names("fr", here.country), country_names("ar", here.country)
    shown = arabic if language() == "ar" else french
    known = [
        Choice(
            value=code, label=shown[code], names=(code, french[code], arabic[code], *_PEOPLES.get(code, "").split(","))
        )
        for code in french
    ]
    return [*known, Choice(value=ANOTHER, label=str(labels.COUNTRY[ANOTHER]), names=("autre", "أخرى", "other"))]


def issuers(_here: Here) -> list[Choice]:
    """The countries whose documents are known."""
    french, arabic = country_names("fr", ""), country_names("ar", "")
    names = {code: (code, french.get(code, ""), arabic.get(code, "")) for code in labels.COUNTRY}
    return [Choice(value=code, label=str(label), names=names[code]) for code, label in labels.COUNTRY.items()]


trades, stages = words_of(Vocabulary.TRADE), words_of(Vocabulary.STAGE)


def coaches(_here: Here) -> list[Choice]:
    """By the name of their account, in either script and either order."""
    return [
        Choice(
            value=str(row.id),
            label=account_queries.name_of(row),
            names=(
                row.display_name,
                row.display_name_arabic or "",
                _turned(row.display_name),
                _turned(row.display_name_arabic or ""),
            ),
        )
        for row in account_queries.every_coach()
        if row.ended_at is None
    ]


def _turned(name: str) -> str:
    return " ".join(reversed(name.split(" ", 1)))


def places(here: Here) -> list[Choice]:
    """Provinces, governorates or wilayas of the country that stand, by all the names they have had."""
    return [
        Choice(value=each.code, label=each.name(language(), here.today), names=(each.code, *each.every_name))
        for each in territories.territories(here.country, here.today)
        if each.kind in HOMES
    ]
