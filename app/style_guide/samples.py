"""Invented content for the style guide, in both languages; long and awkward on purpose. Not translated through the catalogue:
it stands for what people type, not for what the application says."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    Form,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

TEXTS: dict[str, dict[str, Any]] = {
    "fr": {
        "title": "Guide de style",
        "intro": "Chaque macro des pages, avec des noms longs, des erreurs et des listes vides.",
        "light": "Clair",
        "dark": "Sombre",
        "name": "Fatima-Zahra Aït Ouhammou-Benabdelkader",
        "other_name": "فاطمة الزهراء آيت أوحمو بنعبد القادر",
        "members": "Membres",
        "admit": "Admettre un membre",
        "file": "Fiche",
        "week": "Semaine",
        "papers": "Papiers",
        "history": "Historique",
        "kind": "Nature",
        "kinds": {"work": "Travail", "sale": "Vente", "expense": "Dépense"},
        "day": "Jour",
        "client": "Client",
        "amount": "Montant encaissé",
        "amount_hint": "Par exemple 1 500,00",
        "wrong_amount": "Écrivez un montant, par exemple 1 500,00",
        "phone": "Téléphone",
        "commune": "Commune",
        "communes": {"1": "El Jadida", "2": "Azemmour", "3": "Sidi Ali Ben Hamdouche et environs"},
        "languages": "Langues parlées",
        "language_choices": {"ar": "Arabe", "fr": "Français", "zgh": "Amazighe"},
        "note": "Remarque",
        "keep": "Rester connecté sur cet appareil, qui est le mien",
        "password": "Phrase de passe",
        "save": "Enregistrer",
        "draft": "Garder en brouillon",
        "who": "La personne",
        "what": "Ce qui a été fait",
        "search": "Nom, en lettres latines ou arabes",
        "search_hint": "Le début d’un mot suffit.",
        "count": "40 membres, dont 12 à relancer",
        "columns": ("Nom", "État", "Métier", "Chiffre d’affaires du mois", "Dernière activité"),
        "states": (
            ("À jour", "ok"),
            ("À relancer", "warn"),
            ("Pièce manquante", "bad"),
            ("En attente", "info"),
            ("Sorti", ""),
        ),
        "trades": (
            "Couture sur mesure",
            "Réparation de téléphones et d’ordinateurs portables",
            "Traiteur",
            "Menuiserie",
            "",
        ),
        "nothing": "Aucun membre ne correspond",
        "nothing_text": "Vérifiez l’orthographe, essayez l’autre alphabet ou retirez un filtre.",
        "tiles": ("Membres suivis", "Chiffre d’affaires de novembre", "Semaines à valider", "Contrats à renouveler"),
        "tile_notes": (
            "2 entrées ce mois",
            "+12 % sur octobre",
            "la plus ancienne date du 2 novembre",
            "avant le 31 décembre",
        ),
        "chart": "Chiffre d’affaires, six mois",
        "chart_summary": "Il monte de 98 000 en juin à 184 320 en novembre.",
        "months": ("juin", "juil.", "août", "sept.", "oct.", "nov."),
        "month": "Mois",
        "todos": ("Valider 4 notes de frais", "Entretien avec Y. Alaoui, 14 h", "Signer 2 contrats"),
        "open": "Ouvrir",
        "events": (
            "Semaine validée",
            "Semaine renvoyée avec une remarque",
            "Accompagnatrice affectée",
            "Membre admise",
        ),
        "event_text": "Il manque le justificatif de l’achat de tissu du 3 novembre.",
        "by": "Nadia El Mansouri",
        "privacy": {
            "fr": "Ces données servent à établir vos attestations. Vous pouvez les lire et les faire corriger.",
            "ar": "تستعمل هذه المعطيات لإعداد شهاداتكم. يمكنكم الاطلاع عليها وطلب تصحيحها.",
        },
        "consequences": (
            "L’attestation ELJ-2026-00042 ne sera plus valable.",
            "Qui la vérifie lira qu’elle est révoquée, et depuis quand.",
            "Cela ne se défait pas.",
        ),
        "reason": "Motif",
        "revoke": "Révoquer l’attestation",
        "notes": {
            "info": "La période de novembre ferme dans trois jours.",
            "ok": "La semaine est enregistrée.",
            "warn": "3 entrepreneurs n’ont rien noté depuis 30 jours.",
            "bad": "Le document n’a pas pu être fabriqué.",
        },
        "task": "Fabrication de 40 attestations",
        "print": "À l’impression, navigation, boutons, filtres et pages disparaissent ; les tableaux répètent leur en-tête.",
    },
    "ar": {
        "title": "دليل المظهر",
        "intro": "كل عناصر الصفحات، مع أسماء طويلة وأخطاء ولوائح فارغة.",
        "light": "فاتح",
        "dark": "داكن",
        "name": "فاطمة الزهراء آيت أوحمو بنعبد القادر",
        "other_name": "Fatima-Zahra Aït Ouhammou-Benabdelkader",
        "members": "الأعضاء",
        "admit": "قبول عضو",
        "file": "الملف",
        "week": "الأسبوع",
        "papers": "الوثائق",
        "history": "السجل",
        "kind": "النوع",
        "kinds": {"work": "عمل", "sale": "بيع", "expense": "مصاريف"},
        "day": "اليوم",
        "client": "الزبون",
        "amount": "المبلغ المقبوض",
        "amount_hint": "مثلا 1.500,00",
        "wrong_amount": "اكتب مبلغا، مثلا 1.500,00",
        "phone": "الهاتف",
        "commune": "الجماعة",
        "communes": {"1": "الجديدة", "2": "أزمور", "3": "سيدي علي بن حمدوش والنواحي"},
        "languages": "اللغات",
        "language_choices": {"ar": "العربية", "fr": "الفرنسية", "zgh": "الأمازيغية"},
        "note": "ملاحظة",
        "keep": "البقاء متصلا على هذا الجهاز، وهو جهازي",
        "password": "عبارة السر",
        "save": "تسجيل",
        "draft": "الاحتفاظ كمسودة",
        "who": "الشخص",
        "what": "ما تم القيام به",
        "search": "الاسم، بالحروف اللاتينية أو العربية",
        "search_hint": "بداية كلمة تكفي.",
        "count": "40 عضوا، منهم 12 يحتاجون تذكيرا",
        "columns": ("الاسم", "الحالة", "المهنة", "رقم معاملات الشهر", "آخر نشاط"),
        "states": (
            ("محيّن", "ok"),
            ("يحتاج تذكيرا", "warn"),
            ("وثيقة ناقصة", "bad"),
            ("في الانتظار", "info"),
            ("غادر", ""),
        ),
        "trades": ("خياطة حسب الطلب", "إصلاح الهواتف والحواسيب المحمولة", "إعداد الولائم", "نجارة", ""),
        "nothing": "لا يوجد عضو مطابق",
        "nothing_text": "تحقق من الكتابة، جرّب الحروف الأخرى أو احذف مرشحا.",
        "tiles": ("الأعضاء المتابَعون", "رقم معاملات نونبر", "أسابيع للمصادقة", "عقود للتجديد"),
        "tile_notes": ("التحق 2 هذا الشهر", "\u200e+12% مقارنة بأكتوبر", "أقدمها يوم 2 نونبر", "قبل 31 دجنبر"),
        "chart": "رقم المعاملات، ستة أشهر",
        "chart_summary": "ارتفع من 98.000 في يونيو إلى 184.320 في نونبر.",
        "months": ("يونيو", "يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر"),
        "month": "الشهر",
        "todos": ("المصادقة على 4 مصاريف", "لقاء مع ي. العلوي، 14:00", "توقيع عقدين"),
        "open": "فتح",
        "events": ("تمت المصادقة على الأسبوع", "أعيد الأسبوع مع ملاحظة", "تعيين مواكبة", "قبول عضوة"),
        "event_text": "ينقص وصل شراء الثوب ليوم 3 نونبر.",
        "by": "نادية المنصوري",
        "privacy": {
            "fr": "Ces données servent à établir vos attestations. Vous pouvez les lire et les faire corriger.",
            "ar": "تستعمل هذه المعطيات لإعداد شهاداتكم. يمكنكم الاطلاع عليها وطلب تصحيحها.",
        },
        "consequences": (
            "لن تبقى الشهادة \u2068ELJ-2026-00042\u2069 صالحة.",
            "من يتحقق منها سيقرأ أنها ملغاة ومنذ متى.",
            "لا يمكن التراجع عن ذلك.",
        ),
        "reason": "السبب",
        "revoke": "إلغاء الشهادة",
        "notes": {
            "info": "تُغلق فترة نونبر بعد ثلاثة أيام.",
            "ok": "تم تسجيل الأسبوع.",
            "warn": "3 مقاولين لم يسجلوا شيئا منذ 30 يوما.",
            "bad": "تعذر إعداد الوثيقة.",
        },
        "task": "إعداد 40 شهادة",
        "print": "عند الطباعة تختفي القوائم والأزرار والمرشحات، وتعيد الجداول عناوينها في كل صفحة.",
    },
}

NAMES = (
    ("Amina Benali", "أمينة بنعلي"),
    ("Fatima-Zahra Aït Ouhammou-Benabdelkader", "فاطمة الزهراء آيت أوحمو بنعبد القادر"),
    ("", "يوسف العلوي"),
    ("Mohamed Ould Cheikh", ""),
    ("D’Artagnan <b>O’Brien</b>", "محمد ولد الشيخ"),
)
AMOUNTS = (1_245_000, 32_000_000, 2_190_000, 0, None)
DAYS = (date(2026, 11, 19), date(2026, 10, 21), date(2026, 11, 20), date(2026, 10, 1), None)
TURNOVER = (98_000, 112_500, 64_200, 148_900, 171_300, 184_320)
TURNOVER_SHOWN = 18_432_000
COUNTS = (24, 7, 0)


def sample_form(texts: dict[str, Any], prefix: str = "") -> Form:
    """A form with every kind of field, one of them wrong."""

    class SampleForm(Form):
        kind = RadioField(texts["kind"], choices=texts["kinds"], validators=[InputRequired()])
        day = DateField(texts["day"], validators=[InputRequired()])
        amount = StringField(
            texts["amount"],
            description=texts["amount_hint"],
            validators=[InputRequired()],
            render_kw={"inputmode": "decimal", "dir": "ltr"},
        )
        client = StringField(texts["client"])
        phone = TelField(texts["phone"], render_kw={"dir": "ltr"}, validators=[InputRequired()])
        commune = SelectField(texts["commune"], choices=texts["communes"], validators=[InputRequired()])
        languages = SelectMultipleField(
            texts["languages"],
            choices=texts["language_choices"],
            widget=ListWidget(prefix_label=False),
            option_widget=CheckboxInput(),
        )
        note = TextAreaField(texts["note"])
        keep = BooleanField(texts["keep"])
        password = PasswordField(texts["password"], validators=[InputRequired()])
        reason = TextAreaField(texts["reason"], validators=[InputRequired()])

    form = SampleForm(
        prefix=prefix,
        data={
            "kind": "sale",
            "day": date(2026, 11, 20),
            "amount": "1 500,0O",
            "phone": "+212 6 12 34 56 78",
            "languages": ["ar"],
        },
    )
    form.amount.errors = [texts["wrong_amount"]]
    return form
