"""Forty fictional members an enterprise, most of them ordinary, some with names that try the pages' patience."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from app.accounts.demo import DemoPeople, demo_password_hash
from app.accounts.models import Account, Membership
from app.accounts.services import choose_password
from app.kernel.access import Role
from app.kernel.database import db
from app.members import access_services, demo_photos, lists_services, services
from app.members.models import Civility, IdentityKind, Member, Settlement, Sex
from app.members.parcours_services import StepDetails, record_step
from app.members.services import IdentityDocument, MemberDetails
from app.network import queries as network_queries
from app.network.models import Vocabulary
from app.network.queries import OpenOrganisation

MEMBERS_EACH = 40
OBJECTIVES = "Dix clientes régulières\nUn prix de revient par produit"

WOMEN = (
    ("Fatima-Zahra", "فاطمة الزهراء"), ("Khadija", "خديجة"), ("Amina", "أمينة"), ("Nadia", "نادية"), ("Leïla", "ليلى"),
    ("Houda", "هدى"), ("Sanae", "سناء"), ("Ikram", "إكرام"), ("Zineb", "زينب"), ("Meryem", "مريم"), ("Asma", "أسماء"),
    ("Rachida", "رشيدة"), ("Chaïma", "شيماء"), ("Wafa", "وفاء"), ("Emna", "آمنة"), ("Souad", "سعاد"),
)  # fmt: skip
MEN = (
    ("Mohamed", "محمد"), ("Youssef", "يوسف"), ("Omar", "عمر"), ("Abdellah", "عبد الله"), ("Hamza", "حمزة"),
    ("Anis", "أنيس"), ("Mustapha", "مصطفى"), ("Ayoub", "أيوب"), ("Bilel", "بلال"), ("Saïd", "سعيد"),
)  # fmt: skip
FAMILIES = {
    "MA": (
        ("Benali", "بنعلي"), ("El Idrissi", "الإدريسي"), ("Aït Lahcen", "آيت لحسن"), ("Chraïbi", "الشرايبي"),
        ("Tazi", "التازي"), ("Ouhaddou", "أوحدو"), ("Bennis", "بنيس"), ("Lamrani", "العمراني"), ("Naciri", "الناصري"),
        ("Zerouali", "الزروالي"), ("Haddad", "حداد"), ("Skalli", "الصقلي"), ("Amghar", "أمغار"),
    ),
    "TN": (
        ("Ben Salah", "بن صالح"), ("Trabelsi", "الطرابلسي"), ("Mejri", "الماجري"), ("Gharsalli", "الغرسلي"),
        ("Hamdi", "الحمدي"), ("Jaziri", "الجزيري"), ("Bouazizi", "البوعزيزي"), ("Chebbi", "الشابي"),
        ("Khelifi", "الخليفي"), ("Dridi", "الدريدي"), ("Ayari", "العياري"), ("Zouari", "الزواري"), ("Nasri", "النصري"),
    ),
}  # fmt: skip
_UNUSUAL = (
    ("Bint Abderrahmane Ould Cheikh El Mokhtar El Alaoui", "بنت عبد الرحمان ولد الشيخ المختار العلوي",
     "Lalla Fatima-Zohra Oum Keltoum", "لالة فاطمة الزهرة أم كلثوم", Sex.FEMALE),
    ("O’Brien-N’Diaye", "", "Anne-Élise", "", Sex.FEMALE),
    ("", "بوشعيب", "", "الزهرة", Sex.FEMALE),
    ("<script>alert('nom')</script>", "", "=HYPERLINK(\"x\")", "", Sex.MALE),
    ("Ø", "ء", "Ŷ", "ي", Sex.MALE),
    ("Nguyễn", "نغوين", "Thị Ánh", "تي آنه", Sex.FEMALE),
)  # fmt: skip
CIVILITY_OF = {Sex.FEMALE: Civility.MADAME, Sex.MALE: Civility.MONSIEUR}  # of most, in the demonstration
PLACES = {
    "el-jadida": (("MA-JDI", ("El Jadida", "Azemmour", "Moulay Abdallah", "El Haouzia", "Sidi Bouzid")),),
    "casablanca": (("MA-CAS", ("Sidi Moumen", "Hay Mohammadi", "Aïn Sebaâ", "Ben M’Sick")),),
    "ras-jebel": (("TN-23", ("Ras Jebel", "Rafraf", "Metline", "Ghar El Melh")),),
    "kasserine": (("TN-42", ("Kasserine", "Sbeïtla", "Foussana", "Thala", "Haïdra")),),
}


def load(organisation: OpenOrganisation, people: DemoPeople, *, today: date, chance: Random) -> list[Member]:
    """Admit forty members, assign most of them, let some leave; two of them sign in."""
    trades = [term.id for term in network_queries.active_terms(Vocabulary.TRADE)]
    coaches = [_coach_role(account) for account in people.coaches]
    words = _Words.of_the_organisation()
    members = []
    for rank in range(MEMBERS_EACH):
        member = _admit(organisation, rank, trades, today=today, chance=chance)
        members.append(member)
        _assign(member, rank, coaches, today=today, chance=chance)
        _go_on(member, rank, words, today=today, chance=chance)
    for member, name in zip(members, ("member", "member2"), strict=False):
        _open_account(member, f"{name}@{organisation.slug}.example")
    demo_photos.load(members)
    _save_lists(people, words)
    return members


def _save_lists(people: DemoPeople, words: _Words) -> None:
    """Two that the manager shares, one that a coach keeps for themself."""
    youth = {
        "age": ["18-24", "25-29", "30-34"],
        "column": ["number", "sex", "age", "commune", "trade", "stage", "coach"],
    }
    testing = {"stage": [str(words.stages["test"])], "column": ["number", "phone", "trade", "since", "coach"]}
    for name, wanted, account in (
        ("Jeunes de moins de 35 ans", youth, people.manager),
        ("في طور تجربة النشاط", testing, people.manager),
        ("À rappeler : sans téléphone", {"phone": ["no"]}, people.coaches[0]),
    ):
        is_shared = account is people.manager
        details = lists_services.ListDetails(name=name, is_shared=is_shared, wanted=wanted)
        lists_services.save_list(details, by_account_id=account.id, may_share=is_shared)


def _admit(organisation: OpenOrganisation, rank: int, trades: list[int], *, today: date, chance: Random) -> Member:
    family, family_arabic, given, given_arabic, sex = _name(organisation, rank, chance)
    territory, communes = chance.choice(PLACES[organisation.slug])
    details = MemberDetails(
        family_name_latin=family,
        given_name_latin=given,
        family_name_arabic=family_arabic,
        given_name_arabic=given_arabic,
        sex=sex,
        civility=CIVILITY_OF[sex] if rank % 5 else None,
        birth_date=today - timedelta(days=chance.randint(19 * 365, 58 * 365)),
        birth_place=chance.choice(communes),
        phone=_phone(organisation, rank),
        email="",
        territory_code=territory,
        commune=chance.choice(communes),
        trade_id=trades[rank % len(trades)],
        nationality=organisation.country if rank % 12 else "SN",
        settlement=tuple(Settlement)[rank % 3],
        **(_known_later(organisation, rank, today=today) if rank % 4 == 1 else {}),
    )
    document = None if rank % 9 == 8 else _document(organisation, rank)
    admitted_on = today - timedelta(days=chance.randint(190, 380))
    return services.admit_member(details, document, admitted_on=admitted_on, is_another_person=True)


def _known_later(organisation: OpenOrganisation, rank: int, *, today: date) -> dict[str, Any]:
    """What a coach asks for at the first meetings."""
    issued_on = today - timedelta(days=200 * (rank % 20))
    return {
        "address": f"{rank}, rue du Phare",
        "emergency_name": "Sa sœur",
        "emergency_phone": _phone(organisation, rank + 500),
        "identity_issued_on": issued_on,
        "identity_issued_at": PLACES[organisation.slug][0][1][0],
        "identity_expires_on": issued_on + timedelta(days=10 * 365),
    }


@dataclass(frozen=True, kw_only=True)
class _Words:
    """Ids of stages and of reasons for an exit, by code."""

    stages: dict[str, int]
    reasons: dict[str, int]

    @classmethod
    def of_the_organisation(cls) -> _Words:
        lists = (network_queries.active_terms(name) for name in (Vocabulary.STAGE, Vocabulary.EXIT_REASON))
        stages, reasons = ({term.code: term.id for term in terms} for terms in lists)
        return cls(stages=stages, reasons=reasons)


def _go_on(member: Member, rank: int, words: _Words, *, today: date, chance: Random) -> None:
    """Most begin with a meeting and an agreement of three months; then each goes their own way, and a few leave."""
    for code, started_on, told in (
        *_before(member, rank, chance),
        *_after(member, rank, words, today=today, chance=chance),
    ):
        details = StepDetails(stage_id=words.stages[code], started_on=started_on, **told)
        record_step(member, details, today=today, by_account_id=None)


Told = tuple[str, date, dict[str, Any]]  # stage, first day, what else is said of the step


def _before(member: Member, rank: int, chance: Random) -> Iterator[Told]:
    admitted = member.admitted_on
    if rank % 4:
        yield "information", admitted - timedelta(days=chance.randint(20, 40)), {"reason": "Réunion du premier mardi"}
        decided = {"decided_by": "Comité d’admission", "decided_on": admitted}
        yield "diagnosis", admitted - timedelta(days=chance.randint(3, 15)), decided


def _after(member: Member, rank: int, words: _Words, *, today: date, chance: Random) -> Iterator[Told]:
    admitted = member.admitted_on
    if rank % 3:
        agreed = today + timedelta(days=-12 if rank % 12 == 4 else chance.randint(5, 90))
        yield "test", admitted + timedelta(days=90), {"ended_on": agreed, "objectives": OBJECTIVES}
    for stage, share, months, who in (
        ("salaried", 5, 5, "Conseil d’administration"),
        ("associate", 10, 6, "Assemblée générale"),
    ):
        if rank % share == 1:
            started_on = admitted + timedelta(days=30 * months)
            yield stage, started_on, {"decided_by": who, "decided_on": started_on - timedelta(days=7)}
    if rank % 13 == 12:
        reason = chance.choice(list(words.reasons.values()))
        left_on = today - timedelta(days=chance.randint(3, 60))
        yield "exit", left_on, {"exit_reason_id": reason, "reason": "Entretien de départ tenu"}
    elif rank == 17:
        until = today + timedelta(days=80)
        yield "suspended", today - timedelta(days=9), {"ended_on": until, "reason": "Congé de maternité"}


def _name(organisation: OpenOrganisation, rank: int, chance: Random) -> tuple[str, str, str, str, Sex]:
    if rank >= MEMBERS_EACH - len(_UNUSUAL):
        family, family_arabic, given, given_arabic, sex = _UNUSUAL[rank - MEMBERS_EACH]
        return family, family_arabic, given, given_arabic, sex
    sex = Sex.FEMALE if rank % 3 else Sex.MALE
    given, given_arabic = chance.choice(WOMEN if rank % 3 else MEN)
    families = FAMILIES[organisation.country]
    family, family_arabic = families[(rank * 5 + len(organisation.slug)) % len(families)]
    return family, family_arabic, given, given_arabic, sex


def _phone(organisation: OpenOrganisation, rank: int) -> str:
    """Numbers of no one: in ranges that keep their country's form."""
    order = sum(map(ord, organisation.slug)) % 90 + 10
    return f"+2126000{order:02d}{rank:03d}" if organisation.country == "MA" else f"+216200{order:02d}{rank:03d}"


def _document(organisation: OpenOrganisation, rank: int) -> IdentityDocument:
    number = f"MX{100000 + rank * 37}" if organisation.country == "MA" else f"{rank * 37 + 1000000:08d}"
    return IdentityDocument(kind=IdentityKind.CIN, country=organisation.country, number=number)


def _coach_role(account: Account) -> Membership:
    return next(role for role in account.memberships if role.role is Role.COACH)


def _assign(member: Member, rank: int, coaches: list[Membership], *, today: date, chance: Random) -> None:
    """Most have a coach, some were handed over, a few wait for one."""
    if rank % 10 == 9:
        return
    first = coaches[rank % 2]
    services.assign_coach(member, first, started_on=member.admitted_on)
    if rank % 7 == 3:
        handed_over = today - timedelta(days=chance.randint(20, 120))
        services.assign_coach(member, coaches[1 - rank % 2], started_on=handed_over, note="Changement d’accompagnateur")


def _open_account(member: Member, email: str) -> None:
    member.email = email
    access_services.give_access(member, by_account_id=None)
    db.session.flush()
    choose_password(db.session.get_one(Account, member.account_id), demo_password_hash())
