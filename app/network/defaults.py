"""The words an organisation starts with; each one then changes its own (code, French, Arabic)."""

from __future__ import annotations

from collections.abc import Iterator

from app.network.models import ContractNature, Country, StageNature, Vocabulary

TRADES = (
    ("sewing", "Couture et broderie", "الخياطة والطرز"),
    ("catering", "Restauration et traiteur", "الإطعام وتموين الحفلات"),
    ("pastry", "Pâtisserie et boulangerie", "الحلويات والخبز"),
    ("hairdressing", "Coiffure et soins", "الحلاقة والتجميل"),
    ("crafts", "Artisanat d’art", "الصناعة التقليدية"),
    ("pottery", "Poterie et céramique", "الفخار والخزف"),
    ("carpentry", "Menuiserie", "النجارة"),
    ("repair", "Réparation et dépannage", "الإصلاح والصيانة"),
    ("computing", "Services informatiques", "الخدمات المعلوماتية"),
    ("design", "Graphisme et communication", "التصميم والتواصل"),
    ("training", "Formation et cours de soutien", "التكوين ودروس الدعم"),
    ("care", "Aide à domicile", "المساعدة المنزلية"),
    ("food_processing", "Transformation de produits du terroir", "تحويل المنتوجات المحلية"),
    ("market_gardening", "Maraîchage et apiculture", "زراعة الخضر وتربية النحل"),
    ("other", "Autre métier", "مهنة أخرى"),
)
WORK_KINDS = (
    ("production", "Production", "إنتاج"),
    ("prospecting", "Prospection", "البحث عن الزبائن"),
    ("administration", "Administration", "أعمال إدارية"),
    ("training", "Formation", "تكوين"),
    ("meeting", "Réunion", "اجتماع"),
)
EXPENSE_CATEGORIES = (
    ("supplies", "Matières et fournitures", "مواد ولوازم"),
    ("transport", "Transport", "نقل"),
    ("rent", "Loyer et charges", "كراء وتكاليف"),
    ("equipment", "Matériel et outils", "معدات وأدوات"),
    ("communication", "Téléphone et internet", "الهاتف والإنترنت"),
    ("services", "Services et sous-traitance", "خدمات ومناولة"),
    ("other", "Autre dépense", "مصاريف أخرى"),
)
STAGES = (
    ("information", "Réunion d’information", "لقاء إخباري", StageNature.CANDIDATE),
    ("diagnosis", "Diagnostic", "تشخيص", StageNature.CANDIDATE),
    ("agreement", "Convention d’accompagnement", "اتفاقية مواكبة", StageNature.INSIDE),
    ("test", "Test d’activité", "اختبار النشاط", StageNature.INSIDE),
    ("salaried", "Entrepreneur(e) salarié(e)", "مقاول(ة) أجير(ة)", StageNature.INSIDE),
    ("cooperator", "Coopérateur, coopératrice", "متعاون(ة)", StageNature.INSIDE),
    ("associate", "Associé(e)", "شريك(ة)", StageNature.INSIDE),
    ("suspended", "Suspension", "توقف مؤقت", StageNature.PAUSED),
    ("exit", "Sortie", "مغادرة", StageNature.LEFT),
    ("refused", "Non admis(e)", "عدم القبول", StageNature.REFUSED),
)
EXIT_REASONS = (
    ("own_business", "Création de sa propre entreprise", "إحداث مقاولة خاصة"),
    ("employment", "Emploi salarié", "عمل مأجور"),
    ("training", "Formation ou études", "تكوين أو دراسة"),
    ("income", "Activité insuffisante", "نشاط غير كاف"),
    ("unready", "Projet pas encore mûr", "مشروع لم ينضج بعد"),
    ("elsewhere", "Projet hors du champ de l’organisation", "مشروع خارج مجال الهيئة"),
    ("personal", "Raison personnelle ou familiale", "سبب شخصي أو عائلي"),
    ("moved", "Déménagement", "تغيير محل السكنى"),
    ("exclusion", "Exclusion", "إقصاء"),
    ("death", "Décès", "وفاة"),
    ("other", "Autre raison", "سبب آخر"),
)
CONTRACT_KINDS = (
    ("agreement", "Convention d’accompagnement", "اتفاقية مواكبة", ContractNature.AGREEMENT),
    ("open_ended", "Contrat de travail à durée indéterminée", "عقد شغل غير محدد المدة", ContractNature.OPEN_ENDED),
    ("fixed_term", "Contrat de travail à durée déterminée", "عقد شغل محدد المدة", ContractNature.FIXED_TERM),
    ("cooperator", "Coopération rémunérée à l’activité", "عضوية بأجر حسب النشاط", ContractNature.INDEPENDENT),
    ("auto_entrepreneur", "Convention d’auto-entrepreneur", "اتفاقية مقاول ذاتي", ContractNature.INDEPENDENT),
    ("craft", "Convention d’artisan", "اتفاقية صانع تقليدي", ContractNature.INDEPENDENT),
    ("placement", "Convention de stage", "اتفاقية تدريب", ContractNature.PLACEMENT),
)
CONTRACT_ENDS = (
    ("next_contract", "Remplacement par un autre contrat", "تعويض بعقد آخر"),
    ("trial", "Rupture pendant l’essai", "إنهاء خلال فترة الاختبار"),
    ("resignation", "Démission", "استقالة"),
    ("mutual", "Accord des deux parties", "اتفاق الطرفين"),
    ("dismissal", "Licenciement", "فصل من الشغل"),
    ("activity", "Arrêt de l’activité", "توقف النشاط"),
    ("own_business", "Création de sa propre entreprise", "إحداث مقاولة خاصة"),
    ("death", "Décès", "وفاة"),
    ("other", "Autre raison", "سبب آخر"),
)
WORDS = {
    Vocabulary.TRADE: TRADES,
    Vocabulary.WORK_KIND: WORK_KINDS,
    Vocabulary.EXPENSE_CATEGORY: EXPENSE_CATEGORIES,
    Vocabulary.STAGE: tuple(stage[:3] for stage in STAGES),
    Vocabulary.EXIT_REASON: EXIT_REASONS,
    Vocabulary.CONTRACT_KIND: tuple(kind[:3] for kind in CONTRACT_KINDS),
    Vocabulary.CONTRACT_END: CONTRACT_ENDS,
}
NATURES = {code: nature for code, _french, _arabic, nature in STAGES}
CONTRACT_NATURES = {code: nature for code, _french, _arabic, nature in CONTRACT_KINDS}
IN_ARABIC = {  # what a country says otherwise than Morocco, by list and code
    Country.TUNISIA: {
        (Vocabulary.TRADE, "sewing"): "الخياطة والتطريز",
        (Vocabulary.TRADE, "catering"): "المطاعم وإعداد الولائم",
        (Vocabulary.TRADE, "crafts"): "الصناعات التقليدية",
        (Vocabulary.TRADE, "computing"): "الخدمات الإعلامية",
        (Vocabulary.TRADE, "training"): "التكوين ودروس التدارك",
        (Vocabulary.TRADE, "food_processing"): "تحويل المنتجات المحلية",
        (Vocabulary.WORK_KIND, "prospecting"): "البحث عن الحرفاء",
        (Vocabulary.EXPENSE_CATEGORY, "rent"): "كراء وأعباء",
        (Vocabulary.STAGE, "information"): "اجتماع إعلامي",
        (Vocabulary.STAGE, "agreement"): "اتفاقية مرافقة",
        (Vocabulary.STAGE, "salaried"): "مبادر(ة) أجير(ة)",
        (Vocabulary.STAGE, "cooperator"): "متعاضد(ة)",
        (Vocabulary.EXIT_REASON, "own_business"): "بعث مؤسسة خاصة",
        (Vocabulary.EXIT_REASON, "moved"): "تغيير مقر السكنى",
        (Vocabulary.CONTRACT_KIND, "agreement"): "اتفاقية مرافقة",
        (Vocabulary.CONTRACT_KIND, "auto_entrepreneur"): "اتفاقية مبادر ذاتي",
        (Vocabulary.CONTRACT_KIND, "craft"): "اتفاقية حرفي",
        (Vocabulary.CONTRACT_KIND, "placement"): "اتفاقية تربص",
        (Vocabulary.CONTRACT_END, "trial"): "إنهاء خلال فترة التجربة",
        (Vocabulary.CONTRACT_END, "own_business"): "بعث مؤسسة خاصة",
    },
    Country.ALGERIA: {
        (Vocabulary.TRADE, "catering"): "الإطعام وتحضير الولائم",
        (Vocabulary.TRADE, "computing"): "خدمات الإعلام الآلي",
        (Vocabulary.TRADE, "repair"): "التصليح والصيانة",
        (Vocabulary.TRADE, "food_processing"): "تحويل المنتجات المحلية",
        (Vocabulary.EXPENSE_CATEGORY, "rent"): "إيجار وأعباء",
        (Vocabulary.STAGE, "information"): "لقاء إعلامي",
        (Vocabulary.STAGE, "agreement"): "اتفاقية مرافقة",
        (Vocabulary.EXIT_REASON, "own_business"): "إنشاء مؤسسة خاصة",
        (Vocabulary.EXIT_REASON, "moved"): "تغيير مكان الإقامة",
        (Vocabulary.CONTRACT_KIND, "agreement"): "اتفاقية مرافقة",
        (Vocabulary.CONTRACT_KIND, "open_ended"): "عقد عمل غير محدد المدة",
        (Vocabulary.CONTRACT_KIND, "fixed_term"): "عقد عمل محدد المدة",
        (Vocabulary.CONTRACT_KIND, "craft"): "اتفاقية حرفي",
        (Vocabulary.CONTRACT_KIND, "placement"): "اتفاقية تربص",
        (Vocabulary.CONTRACT_END, "next_contract"): "استبدال بعقد آخر",
        (Vocabulary.CONTRACT_END, "trial"): "إنهاء خلال فترة التجربة",
        (Vocabulary.CONTRACT_END, "dismissal"): "تسريح من العمل",
        (Vocabulary.CONTRACT_END, "own_business"): "إنشاء مؤسسة خاصة",
    },
}


def words_of(country: Country) -> Iterator[tuple[Vocabulary, int, tuple[str, str, str]]]:
    """List, position, and code with French and Arabic label of each word an organisation of this country starts with."""
    otherwise = IN_ARABIC.get(country, {})
    for vocabulary, words in WORDS.items():
        for position, (code, french, arabic) in enumerate(words):
            yield vocabulary, position, (code, french, otherwise.get((vocabulary, code), arabic))
