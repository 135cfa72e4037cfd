"""The ten organisations of the demonstration. Fictional addresses and numbers; the places are real."""

from __future__ import annotations

from datetime import date, timedelta

from app.kernel.tenancy import organisation_scope
from app.network import services
from app.network.models import Country, Organisation, OrganisationKind

ENTERPRISES = ("el-jadida", "ras-jebel", "casablanca", "kasserine")

_ROWS = (
    ("el-jadida", "ELJ", "cooperative", "MA", "Coopérative des Entrepreneurs Solidaires d’El Jadida",
     "تعاونية المقاولين المتضامنين بالجديدة", "El Jadida", "الجديدة", "12, rue des Tisserands", "12، زنقة النساجين"),
    ("ras-jebel", "RJB", "cooperative", "TN", "Société Coopérative des Entrepreneurs Solidaires de Ras Jebel",
     "الشركة التعاضدية للمبادرين المتضامنين برأس الجبل", "Ras Jebel", "رأس الجبل",
     "4, avenue de l’Olivier", "4، شارع الزيتونة"),
    ("casablanca", "CAS", "project", "MA", "Entreprise partagée de Casablanca", "المقاولة المشتركة للدار البيضاء",
     "Casablanca", "الدار البيضاء", "88, rue du Phare", "88، زنقة المنارة"),
    ("kasserine", "KAS", "project", "TN", "Entreprise partagée de Kasserine", "المؤسسة المشتركة بالقصرين",
     "Kasserine", "القصرين", "3, rue de l’Alfa", "3، نهج الحلفاء"),
    ("initiative-urbaine", "INU", "partner", "MA", "Initiative Urbaine", "المبادرة الحضرية", "Casablanca",
     "الدار البيضاء", "", ""),
    ("ccde", "CCDE", "partner", "TN", "Création et Créativité pour le Développement et l’Embauche",
     "الإنشاء والإبداع من أجل التنمية والتشغيل", "Ras Jebel", "رأس الجبل", "", ""),
    ("adfr", "ADFR", "partner", "TN", "Association pour le Développement de la Femme Rurale",
     "جمعية تنمية المرأة الريفية", "Kasserine", "القصرين", "", ""),
    ("jeunesse-plus", "JPL", "partner", "DZ", "Jeunesse Plus", "شباب بلوس", "Alger", "الجزائر", "", ""),
    ("afve", "AFVE", "partner", "DZ", "Association Flambeau Vert de l’Environnement",
     "جمعية الشعلة الخضراء للبيئة", "Constantine", "قسنطينة", "", ""),
    ("green-tea", "GRT", "partner", "DZ", "Green Tea", "الشاي الأخضر", "Alger", "الجزائر", "", ""),
)  # fmt: skip
_LEGAL = {
    "MA": ("Société coopérative, loi 112-12", "شركة تعاونية، القانون 112-12", "ODCO 12/2016-0417", "001529874000061"),
    "TN": ("Société coopérative", "شركة تعاضدية", "RNE 1498276K", "1498276K/A/M/000"),
    "DZ": ("Association", "جمعية", "31/2014", ""),
}
_SIGNATORIES = {
    "MA": ("Naïma Belkacemi", "نعيمة بلقاسمي", "présidente du conseil d’administration", "رئيسة مجلس الإدارة", "F"),
    "TN": ("Hédi Trabelsi", "الهادي الطرابلسي", "président-directeur général", "الرئيس المدير العام", "M"),
    "DZ": ("Samira Hadjadj", "سميرة حجاج", "présidente", "رئيسة", "F"),
}


def load_organisations(*, today: date) -> list[Organisation]:
    """Create them all; the enterprises have a letterhead and a signatory."""
    return [_load(row, today=today) for row in _ROWS]


def _load(row: tuple[str, ...], *, today: date) -> Organisation:
    slug, code, kind, country, *_said = row
    organisation = services.create_organisation(
        slug=slug,
        code=code,
        kind=OrganisationKind(kind),
        country=Country(country),
        created_on=today - timedelta(days=400),
        identity=_identity(row),
    )
    name_latin, name_arabic, quality_fr, quality_ar, sex = _SIGNATORIES[country]
    with organisation_scope(organisation.id):
        services.add_signatory(
            name_latin=name_latin, name_arabic=name_arabic, quality_fr=quality_fr, quality_ar=quality_ar, sex=sex
        )
    return organisation


def _identity(row: tuple[str, ...]) -> dict[str, str]:
    slug, _code, kind, country, name_fr, name_ar, city_fr, city_ar, address_fr, address_ar = row
    form_fr, form_ar, registration, tax = _LEGAL[country] if kind != "project" else ("", "", "", "")
    return {
        "name_fr": name_fr,
        "name_ar": name_ar,
        "legal_form_fr": form_fr or "Entreprise partagée en création",
        "legal_form_ar": form_ar or "مؤسسة مشتركة في طور الإنشاء",
        "registration_number": registration,
        "tax_number": tax,
        "address_fr": address_fr and f"{address_fr}, {city_fr}",
        "address_ar": address_ar and f"{address_ar}، {city_ar}",
        "city_fr": city_fr,
        "city_ar": city_ar,
        "phone": {"MA": "+212523000012", "TN": "+21672000034", "DZ": "+21321000056"}[country],
        "email": f"contact@{slug}.example",
    }
