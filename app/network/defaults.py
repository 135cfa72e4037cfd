"""The words an organisation starts with; each one then changes its own (code, French, Arabic)."""

from __future__ import annotations

from app.network.models import Vocabulary

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
WORDS = {
    Vocabulary.TRADE: TRADES,
    Vocabulary.WORK_KIND: WORK_KINDS,
    Vocabulary.EXPENSE_CATEGORY: EXPENSE_CATEGORIES,
}
