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
PRODUCTION_COSTS = ("supplies", "services")  # what the gross margin takes off what is sold
STAGES = (
    ("information", "Réunion d’information", "لقاء إخباري", StageNature.CANDIDATE),
    ("diagnosis", "Diagnostic", "تشخيص", StageNature.CANDIDATE),
    ("agreement", "Convention d’accompagnement", "اتفاقية مواكبة", StageNature.INSIDE),
    ("test", "Test d’activité", "اختبار النشاط", StageNature.INSIDE),
    ("salaried", "Entrepreneuriat salarié", "مقاول أجير", StageNature.INSIDE),
    ("cooperator", "Coopérateur, coopératrice", "متعاون", StageNature.INSIDE),
    ("associate", "Associé, associée", "شريك", StageNature.INSIDE),
    ("suspended", "Suspension", "توقف مؤقت", StageNature.PAUSED),
    ("exit", "Sortie", "مغادرة", StageNature.LEFT),
    ("refused", "Admission refusée", "عدم القبول", StageNature.REFUSED),
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
    ("transfer", "Transfert à une autre organisation", "الانتقال إلى هيئة أخرى"),
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
OCCUPATIONS = (
    ("unemployed", "Sans emploi", "بدون عمل"),
    ("employee", "Salariat déclaré", "عمل مأجور مصرح به"),
    ("informal", "Travail non déclaré", "عمل غير مهيكل"),
    ("self_employed", "Travail indépendant déclaré", "عمل مستقل مصرح به"),
    ("seasonal", "Travail saisonnier ou occasionnel", "عمل موسمي أو عرضي"),
    ("student", "Études ou formation", "دراسة أو تكوين"),
    ("at_home", "Au foyer", "ربة أو رب بيت"),
    ("retired", "Retraite", "تقاعد"),
    ("unable", "Arrêt ou incapacité de travail", "توقف أو عجز عن العمل"),
    ("other", "Autre situation", "وضعية أخرى"),
)
PRESCRIBERS = (
    ("employment_service", "Service public de l’emploi", "مصلحة التشغيل العمومية"),
    ("social_service", "Service social", "مصلحة اجتماعية"),
    ("training_centre", "Centre de formation", "مركز تكوين"),
    ("association", "Association", "جمعية"),
    ("local_authority", "Commune ou collectivité", "جماعة ترابية"),
    ("microcredit", "Microcrédit ou banque", "قروض صغرى أو بنك"),
    ("member", "Membre de l’organisation", "عضو في الهيئة"),
    ("nobody", "Démarche personnelle", "مبادرة شخصية"),
    ("other", "Autre", "جهة أخرى"),
)
CHANNELS = (
    ("word_of_mouth", "Bouche à oreille", "عن طريق المعارف"),
    ("workshop", "Atelier ou réunion d’information", "ورشة أو لقاء إخباري"),
    ("social_network", "Réseaux sociaux", "شبكات التواصل الاجتماعي"),
    ("press", "Presse, radio ou télévision", "صحافة أو إذاعة أو تلفزة"),
    ("fair", "Salon ou marché", "معرض أو سوق"),
    ("poster", "Affiche ou dépliant", "ملصق أو مطوية"),
    ("other", "Autre", "طريقة أخرى"),
)
ANTENNAS = (("main", "Siège", "المقر"),)
SECTORS = (
    ("agriculture", "Agriculture et pêche", "الفلاحة والصيد"),
    ("food", "Agroalimentaire", "الصناعات الغذائية"),
    ("textile", "Textile et cuir", "النسيج والجلد"),
    ("crafts", "Artisanat", "الصناعة التقليدية"),
    ("building", "Bâtiment", "البناء"),
    ("trade", "Commerce", "التجارة"),
    ("tourism", "Tourisme et restauration", "السياحة والمطاعم"),
    ("transport", "Transport et logistique", "النقل واللوجستيك"),
    ("digital", "Numérique", "الرقمنة"),
    ("culture", "Culture et communication", "الثقافة والتواصل"),
    ("education", "Éducation et formation", "التربية والتكوين"),
    ("care", "Santé et services à la personne", "الصحة وخدمات القرب"),
    ("environment", "Environnement et recyclage", "البيئة وإعادة التدوير"),
    ("other", "Autre secteur", "قطاع آخر"),
)
NO_COVER = "none"  # of all bodies of social protection, the word that says there is none
PROTECTION_BODIES = {
    Country.MOROCCO: (
        ("cnss", "CNSS", "الصندوق الوطني للضمان الاجتماعي"),
        ("amo_tns", "AMO des travailleurs non salariés", "التأمين الصحي للعمال غير الأجراء"),
        ("amo_tadamon", "AMO Tadamon", "أمو تضامن"),
        ("cnops", "CNOPS", "الصندوق الوطني لمنظمات الاحتياط الاجتماعي"),
        ("cimr", "CIMR", "الصندوق المهني المغربي للتقاعد"),
        ("mutual", "Mutuelle ou assurance privée", "تعاضدية أو تأمين خاص"),
        ("dependent", "Ayant droit d’un proche", "استفادة عن طريق قريب"),
        (NO_COVER, "Aucune", "لا شيء"),
    ),
    Country.TUNISIA: (
        ("cnss", "CNSS", "الصندوق الوطني للضمان الاجتماعي"),
        ("cnrps", "CNRPS", "الصندوق الوطني للتقاعد والحيطة الاجتماعية"),
        ("cnam", "CNAM", "الصندوق الوطني للتأمين على المرض"),
        ("amen_social", "Amen Social", "برنامج الأمان الاجتماعي"),
        ("mutual", "Mutuelle ou assurance privée", "تعاونية أو تأمين خاص"),
        ("dependent", "Ayant droit d’un proche", "انتفاع عن طريق قريب"),
        (NO_COVER, "Aucune", "لا شيء"),
    ),
    Country.ALGERIA: (
        ("cnas", "CNAS", "الصندوق الوطني للتأمينات الاجتماعية للعمال الأجراء"),
        ("casnos", "CASNOS", "الصندوق الوطني للضمان الاجتماعي لغير الأجراء"),
        ("cnr", "CNR", "الصندوق الوطني للتقاعد"),
        ("mutual", "Mutuelle ou assurance privée", "تعاضدية أو تأمين خاص"),
        ("dependent", "Ayant droit d’un proche", "استفادة عن طريق قريب"),
        (NO_COVER, "Aucune", "لا شيء"),
    ),
}
WORDS = {
    Vocabulary.TRADE: TRADES,
    Vocabulary.WORK_KIND: WORK_KINDS,
    Vocabulary.EXPENSE_CATEGORY: EXPENSE_CATEGORIES,
    Vocabulary.STAGE: tuple(stage[:3] for stage in STAGES),
    Vocabulary.EXIT_REASON: EXIT_REASONS,
    Vocabulary.CONTRACT_KIND: tuple(kind[:3] for kind in CONTRACT_KINDS),
    Vocabulary.CONTRACT_END: CONTRACT_ENDS,
    Vocabulary.OCCUPATION: OCCUPATIONS,
    Vocabulary.PRESCRIBER: PRESCRIBERS,
    Vocabulary.CHANNEL: CHANNELS,
    Vocabulary.ANTENNA: ANTENNAS,
    Vocabulary.SECTOR: SECTORS,
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
        (Vocabulary.STAGE, "salaried"): "مبادر أجير",
        (Vocabulary.STAGE, "cooperator"): "متعاضد",
        (Vocabulary.EXIT_REASON, "own_business"): "بعث مؤسسة خاصة",
        (Vocabulary.EXIT_REASON, "moved"): "تغيير مقر السكنى",
        (Vocabulary.CONTRACT_KIND, "agreement"): "اتفاقية مرافقة",
        (Vocabulary.CONTRACT_KIND, "auto_entrepreneur"): "اتفاقية مبادر ذاتي",
        (Vocabulary.CONTRACT_KIND, "craft"): "اتفاقية حرفي",
        (Vocabulary.CONTRACT_KIND, "placement"): "اتفاقية تربص",
        (Vocabulary.CONTRACT_END, "trial"): "إنهاء خلال فترة التجربة",
        (Vocabulary.CONTRACT_END, "own_business"): "بعث مؤسسة خاصة",
        (Vocabulary.OCCUPATION, "informal"): "عمل غير منظم",
        (Vocabulary.PRESCRIBER, "local_authority"): "بلدية أو جماعة محلية",
        (Vocabulary.PRESCRIBER, "microcredit"): "قروض صغرى أو بنك أو جمعية تمويل",
        (Vocabulary.CHANNEL, "workshop"): "ورشة أو اجتماع إعلامي",
        (Vocabulary.SECTOR, "crafts"): "الصناعات التقليدية",
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
        (Vocabulary.OCCUPATION, "unemployed"): "بطالة",
        (Vocabulary.OCCUPATION, "informal"): "عمل غير رسمي",
        (Vocabulary.PRESCRIBER, "local_authority"): "بلدية أو جماعة محلية",
        (Vocabulary.CHANNEL, "workshop"): "ورشة أو لقاء إعلامي",
    },
}


def words_of(country: Country) -> Iterator[tuple[Vocabulary, int, tuple[str, str, str]]]:
    """List, position, and code with French and Arabic label of each word an organisation of this country starts with."""
    otherwise = IN_ARABIC.get(country, {})
    for vocabulary, words in (*WORDS.items(), (Vocabulary.PROTECTION_BODY, PROTECTION_BODIES[country])):
        for position, (code, french, arabic) in enumerate(words):
            yield vocabulary, position, (code, french, otherwise.get((vocabulary, code), arabic))
