"""Six months of fictional activity for the present members of an enterprise, in every state, made through the services."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from sqlalchemy import select

from app.accounts import queries as account_queries
from app.activity import decisions, services
from app.activity.models import ActivityRecord
from app.activity.rules import Entry, Means, Paid, ProspectStage, RecordKind
from app.kernel import notices
from app.kernel.database import db
from app.members.models import Member
from app.network import queries as network_queries
from app.network.models import Vocabulary
from app.network.queries import OpenOrganisation

DAYS = 180
LONGEST_DAY = 600  # minutes
SETTLED_DAYS = 12  # what is older was decided, but for a few
MEANS = (Means.CASH, Means.CASH, Means.CASH, Means.TRANSFER, Means.CHEQUE, Means.MOBILE)
UNITS = {"MAD": 1_00, "TND": 300, "DZD": 13_00}
"""Roughly one dirham in minor units: figures are drawn in dirhams."""

SALES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "sewing": (("Six nappes brodées", "ست مفارش مطرزة"), ("Retouches de la semaine", "إصلاح ملابس الأسبوع")),
    "catering": (("Repas de mariage, 40 personnes", "وليمة زفاف لأربعين شخصا"), ("Plateaux-repas", "وجبات جاهزة")),
    "pastry": (("Gâteaux de fête", "حلويات العيد"), ("Cinquante pains au marché", "خمسون خبزة في السوق")),
    "hairdressing": (("Coiffure de mariée", "تسريحة عروس"), ("Soins à domicile", "عناية بالبيت")),
    "crafts": (("Deux tapis tissés", "زربيتان"), ("Paniers en alfa", "سلال من الحلفاء")),
    "pottery": (("Service de douze assiettes", "طقم من اثني عشر صحنا"), ("Jarres émaillées", "جرار مطلية")),
    "carpentry": (("Porte en cèdre", "باب من خشب الأرز"), ("Réparation d’une table", "إصلاح طاولة")),
    "repair": (("Réparation d’un réfrigérateur", "إصلاح ثلاجة"), ("Installation d’un chauffe-eau", "تركيب سخان ماء")),
    "computing": (("Site d’une association", "موقع جمعية"), ("Dépannage de trois postes", "إصلاح ثلاثة حواسيب")),
    "design": (("Affiche du festival", "ملصق المهرجان"), ("Logo d’un atelier", "شعار ورشة")),
    "training": (("Cours de soutien, groupe de six", "دروس دعم لستة تلاميذ"), ("Atelier de français", "ورشة لغة فرنسية")),
    "care": (("Garde de nuit", "مرافقة ليلية"), ("Aide à une personne âgée", "مساعدة شخص مسن")),
    "food_processing": (("Huile d’olive, dix litres", "زيت زيتون، عشرة لترات"), ("Confitures de figues", "مربى التين")),
    "market_gardening": (("Paniers de légumes", "سلال خضر"), ("Miel de thym, huit kilos", "عسل الزعتر، ثمانية كيلوغرامات")),
    "other": (("Service rendu", "خدمة"), ("Commande livrée", "طلبية مسلّمة")),
}  # fmt: skip
CLIENTS = (
    "Hôtel de la Corniche", "Madame Sabah", "جمعية الأمل", "Épicerie du Port", "السيد عبد القادر", "Marché du dimanche",
    "مدرسة الياسمين", "Café Andalous", "Association des parents d’élèves", "السيدة نزهة", "Pharmacie centrale",
)  # fmt: skip
WORK = {
    "production": ("Atelier", "في الورشة", "Commande en cours", "تحضير الطلبية"),
    "prospecting": ("Visite de deux boutiques", "زيارة زبونين جديدين", "Appels aux hôtels", ""),
    "administration": ("Factures et classement", "ترتيب الفواتير", "", ""),
    "training": ("Formation à la gestion", "تكوين في التسيير", "Tutoriels", ""),
    "meeting": ("Réunion avec mon accompagnateur", "اجتماع مع المواكب", "Réunion d’équipe", ""),
}
EXPENSES = {
    "supplies": ("Tissu, fil et boutons", "مواد أولية", "Farine, sucre et beurre"),
    "transport": ("Taxi jusqu’au client", "نقل البضاعة", "Carburant"),
    "rent": ("Part du loyer de l’atelier", "كراء المحل"),
    "equipment": ("Petit outillage", "شراء أدوات", "Réparation de la machine"),
    "communication": ("Recharge téléphone", "تعبئة الهاتف"),
    "services": ("Sous-traitance d’une couturière", "أجرة مساعدة"),
    "other": ("Droits de place au marché", "مصاريف مختلفة"),
}
NEXT_STEPS = ("Rappeler jeudi", "إرسال عرض الثمن", "Passer avec des échantillons", "انتظار الجواب")
REMARKS = (
    "Le montant ne correspond pas au reçu : vérifiez, puis renvoyez.",
    "لم أجد وصل هذا المبلغ. أضف رقم الوصل في الملاحظة من فضلك.",
    "C’est une dépense personnelle, à retirer ou à expliquer.",
    "عدد الساعات كبير ليوم واحد: هل تقصد يومين؟",
)
UNUSUAL = (
    ("<b>Nappe</b> & <script>alert('vente')</script>", "\"O’Brien\" <o@example.org>", "${7*7} <%= 7*7 %> '; DROP TABLE activity_record; --"),
    ("=HYPERLINK(\"http://example.org\";\"cliquez\")", "@SOMME(A1:A9)", "+212 dit-il, puis -1 et =1+1"),
    ("Rideaux " + "très " * 36 + "longs", "Société Anonyme de Confection, Broderie et Décoration d’Intérieur de la Province", ""),
    ("خياطة ستائر طويلة جدا " * 8, "شركة النسيج والتطريز والديكور الداخلي بالإقليم", "سطر أول\nسطر ثان\n\nسطر رابع بعد فراغ"),
    ("🧵🪡 12 pièces – commande n° 2026/04", "Ø", "…"),
    ("A" * 190, "B" * 110, "Sans espace, exprès."),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class _Words:
    """The organisation's own words, by code; trades by id."""

    work_kinds: Mapping[str, int]
    categories: Mapping[str, int]
    trades: Mapping[int, str]


def load(organisation: OpenOrganisation, *, today: date, chance: Random) -> None:
    """Log, then decide, member by member; three members in forty stay silent, one never logged anything."""
    words = _words()
    coaches = account_queries.coaches()
    members = list(db.session.scalars(select(Member).where(Member.left_on.is_(None)).order_by(Member.number)))
    for rank, member in enumerate(members):
        if rank % 17 == 16:
            continue
        entries = _livable(_entries(member, rank, words=words, organisation=organisation, chance=chance))
        log = services.Log(organisation=organisation, by_account_id=member.account_id, is_handed_in=True)
        handed_in = [entry for entry in entries if member.account_id is None or entry.day < today - timedelta(days=1)]
        records = services.log_records(member, handed_in, log)
        services.log_records(
            member, [entry for entry in entries if entry not in handed_in], replace(log, is_handed_in=False)
        )
        coach_id = coaches[rank % len(coaches)].account_id
        _decide(member, records, coach_id, today=today, chance=chance)


def _livable(entries: Iterator[Entry]) -> list[Entry]:
    """In order of days, without the work that would make a day of more than ten hours."""
    worked: Counter[date] = Counter()
    kept = []
    for entry in sorted(entries, key=lambda entry: entry.day):
        worked[entry.day] += entry.minutes
        if not entry.minutes or worked[entry.day] <= LONGEST_DAY:
            kept.append(entry)
    return kept


def _words() -> _Words:
    def by_code(vocabulary: Vocabulary) -> dict[str, int]:
        return {term.code: term.id for term in network_queries.active_terms(vocabulary)}

    return _Words(
        work_kinds=by_code(Vocabulary.WORK_KIND),
        categories=by_code(Vocabulary.EXPENSE_CATEGORY),
        trades={term_id: code for code, term_id in by_code(Vocabulary.TRADE).items()},
    )


def _entries(
    member: Member, rank: int, *, words: _Words, organisation: OpenOrganisation, chance: Random
) -> Iterator[Entry]:
    """A member's six months: work, sales and expenses, more for those who sign in, the hostile ones for the second."""
    today = organisation.today
    latest = today - timedelta(days=chance.randint(35, 90) if rank % 13 == 11 else 0)
    first = max(member.admitted_on, today - timedelta(days=DAYS))
    span = max((latest - first).days, 1)
    signs_in = member.account_id is not None
    trade = words.trades.get(member.trade_id or 0, "other")
    for turn in range(40 if signs_in else chance.randint(9, 18)):
        back = chance.randint(0, span) if turn > 6 or not signs_in else turn % 5
        day = latest - timedelta(days=min(int(back * chance.random()), span) if turn % 3 else back)
        yield _entry(day, trade, words=words, organisation=organisation, chance=chance)
    if signs_in:
        yield from _prospects(latest, organisation=organisation, chance=chance)
    if rank in (1, 4, 5):
        for turn, (description, client, note) in enumerate(UNUSUAL):
            day = latest - timedelta(days=turn * 4 % span)
            yield _sale(day, f"{description[:200]}", client, organisation=organisation, note=note, chance=chance)


def _prospects(day: date, *, organisation: OpenOrganisation, chance: Random) -> Iterator[Entry]:
    for turn, stage in enumerate(ProspectStage):
        expected = chance.randint(10, 90) * 20 * UNITS[organisation.currency] if turn else 0
        yield Entry(
            kind=RecordKind.PROSPECT,
            day=day - timedelta(days=turn),
            party=chance.choice(CLIENTS),
            stage=stage,
            amount_minor=expected,
            next_step=chance.choice(NEXT_STEPS),
            next_step_on=day + timedelta(days=chance.randint(1, 15)),
        )


def _entry(day: date, trade: str, *, words: _Words, organisation: OpenOrganisation, chance: Random) -> Entry:
    drawn = chance.random()
    if drawn < 0.5:
        return _work(day, words, chance=chance)
    if drawn < 0.8:
        sales = SALES.get(trade, SALES["other"])
        return _sale(
            day, chance.choice(chance.choice(sales)), chance.choice(CLIENTS), organisation=organisation, chance=chance
        )
    code = chance.choices(list(words.categories), weights=[9, 5, *[1] * (len(words.categories) - 2)])[0]
    return Entry(
        kind=RecordKind.EXPENSE,
        day=day,
        amount_minor=chance.randint(2, 60) * 10 * UNITS[organisation.currency],
        expense_category_id=words.categories[code],
        description=chance.choice(EXPENSES.get(code, EXPENSES["other"])),
    )


def _work(day: date, words: _Words, *, chance: Random) -> Entry:
    code = chance.choices(list(words.work_kinds), weights=[8, *[1] * (len(words.work_kinds) - 1)])[0]
    return Entry(
        kind=RecordKind.WORK,
        day=day,
        minutes=chance.choice((60, 90, 120, 150, 180, 195, 210)),
        work_kind_id=words.work_kinds[code],
        description=chance.choice(WORK.get(code, ("",))),
    )


def _sale(
    day: date, description: str, client: str, *, organisation: OpenOrganisation, note: str = "", chance: Random
) -> Entry:
    return Entry(
        kind=RecordKind.SALE,
        day=day,
        amount_minor=(amount := chance.randint(3, 90) * 20 * UNITS[organisation.currency]),
        payments=()
        if chance.random() < 0.15
        else (Paid(paid_on=day, amount_minor=amount, means=chance.choice(MEANS)),),
        party=client,
        description=description.strip(),
        note=note,
    )


def _decide(member: Member, records: Sequence[ActivityRecord], coach_id: int, *, today: date, chance: Random) -> None:
    """Validate what is older, in a few goes as a coach does; return one of the last; leave the recent weeks waiting."""
    settled = [record for record in records if (today - record.day).days > SETTLED_DAYS]
    for start in range(0, len(settled), 8):
        part = {record.id: record.version for record in settled[start : start + 8]}
        decisions.validate_records(member, part, by_account_id=coach_id)
    if member.account_id is not None:
        notices.mark_all_read(member.account_id)
    recent = [record for record in records if (today - record.day).days <= SETTLED_DAYS]
    if recent and (member.account_id is not None or chance.random() < 0.3):
        oldest = recent[0]
        decisions.return_records(member, {oldest.id: oldest.version}, chance.choice(REMARKS), by_account_id=coach_id)
    if len(recent) > 4:
        part = {record.id: record.version for record in recent[1:3]}
        decisions.validate_records(member, part, by_account_id=coach_id)
