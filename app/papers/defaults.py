"""The papers an organisation asks for at first; each one then changes its own list."""

from __future__ import annotations

from dataclasses import dataclass

from app.network.models import Country

JOINED = ("test", "salaried", "cooperator", "associate")
INSIDE = ("agreement", *JOINED)
FROM_DIAGNOSIS = ("diagnosis", *INSIDE)


@dataclass(frozen=True, kw_only=True)
class UsualKind:
    """A kind, the codes of the stages that ask for it, and what is said of it."""

    code: str
    french: str
    arabic: str
    stages: tuple[str, ...] = ()
    months_valid: int | None = None
    is_identity: bool = False
    is_confidential: bool = False


USUAL = (
    UsualKind(code="application", french="Demande d’adhésion", arabic="طلب الانخراط", stages=FROM_DIAGNOSIS),
    UsualKind(
        code="identity", french="Pièce d’identité vue", arabic="الاطلاع على وثيقة الهوية",
        stages=FROM_DIAGNOSIS, is_identity=True,
    ),
    UsualKind(code="cv", french="Curriculum vitae", arabic="السيرة الذاتية", stages=("diagnosis", "agreement", "test")),
    UsualKind(code="diagnosis", french="Fiche de diagnostic", arabic="بطاقة التشخيص", stages=INSIDE),
    UsualKind(code="agreement", french="Convention signée", arabic="الاتفاقية الموقعة", stages=("agreement", "test")),
    UsualKind(
        code="liability_insurance", french="Assurance responsabilité civile professionnelle",
        arabic="تأمين المسؤولية المدنية المهنية", stages=JOINED, months_valid=12,
    ),
    UsualKind(
        code="bank_details", french="Relevé d’identité bancaire (RIB)", arabic="بيان التعريف البنكي",
        stages=JOINED, is_confidential=True,
    ),
    UsualKind(
        code="social_security", french="Affiliation à la CNSS", arabic="شهادة الانخراط في الصندوق الوطني للضمان الاجتماعي",
        stages=("salaried", "associate"),
    ),
    UsualKind(code="craft_card", french="Carte d’artisan", arabic="بطاقة الصانع التقليدي"),
    UsualKind(code="photo", french="Photo d’identité", arabic="صورة شمسية", is_identity=True),
)  # fmt: skip
OTHERWISE = {  # French and Arabic, where a country says them otherwise than Morocco
    Country.TUNISIA: {
        "agreement": ("Convention signée", "الاتفاقية الممضاة"),
        "bank_details": ("Relevé d’identité bancaire (RIB)", "كشف الهوية البنكية"),
        "craft_card": ("Carte professionnelle d’artisan", "البطاقة المهنية للحرفي"),
    },
    Country.ALGERIA: {
        "agreement": ("Convention signée", "الاتفاقية الممضاة"),
        "bank_details": ("Relevé d’identité bancaire ou postale", "كشف التعريف البنكي أو البريدي"),
        "social_security": ("Affiliation à la CNAS ou à la CASNOS", "شهادة الانتساب إلى الضمان الاجتماعي"),
        "craft_card": ("Carte d’artisan", "بطاقة الحرفي"),
    },
}


def labels_of(kind: UsualKind, country: Country) -> tuple[str, str]:
    """The French and the Arabic name of a usual kind in a country."""
    return OTHERWISE.get(country, {}).get(kind.code, (kind.french, kind.arabic))
