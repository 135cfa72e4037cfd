"""What a paper says in Arabic, in the words of each country. Two variants for every sentence that agrees with a person.

| | Morocco | Tunisia | Algeria |
|---|---|---|---|
| the undersigned | الموقع أسفله | الممضي أسفله | الموقعين أدناه |
| born | المزداد | المولود | المولود |
| number | رقم | عدد | رقم |
| holder of | الحامل لـ | صاحب | الحامل لـ |
| closing | للإدلاء بها عند الحاجة | للإدلاء بها عند الحاجة | في حدود ما يسمح به القانون |

Patterns: domain facts 3.3. To be read by one user of each country before the first print.
"""

from __future__ import annotations

from datetime import date

from app.attestations.facts import ActivityFacts, Country, Holder, IdentityKind, Issuer, OrganisationKind, Sex
from app.kernel import formats
from app.pdf.documents import Fact, Paragraph, Run, address, in_line, name, number, plain

SPACE = "\u00a0"
TITLES = {"MA": "شهادة مزاولة نشاط", "TN": "شهادة تعاطي نشاط", "DZ": "شهادة ممارسة نشاط"}
NUMBER = {"MA": "رقم", "TN": "عدد", "DZ": "رقم"}
THE_NUMBER = {"MA": "الرقم", "TN": "العدد", "DZ": "الرقم"}
UNDERSIGNED = {
    ("MA", "F"): "تشهد الموقعة أسفله",
    ("MA", "M"): "يشهد الموقع أسفله",
    ("TN", "F"): "نحن الممضية أسفله",
    ("TN", "M"): "نحن الممضي أسفله",
    ("DZ", "F"): "نحن الموقعين أدناه",
    ("DZ", "M"): "نحن الموقعين أدناه",
}
IN_QUALITY = {
    ("MA", "F"): "بصفتها",
    ("MA", "M"): "بصفته",
    ("TN", "F"): "بصفتنا",
    ("TN", "M"): "بصفتنا",
    ("DZ", "F"): "بصفتنا",
    ("DZ", "M"): "بصفتنا",
}
THAT = {"MA": "أن", "TN": "نشهد أن", "DZ": "نشهد أن"}
BORN = {
    ("MA", "F"): "المزدادة بتاريخ",
    ("MA", "M"): "المزداد بتاريخ",
    ("TN", "F"): "المولودة في",
    ("TN", "M"): "المولود في",
    ("DZ", "F"): "المولودة بتاريخ",
    ("DZ", "M"): "المولود بتاريخ",
}
BIRTH_LABELS = {  # with the place; without
    "MA": ("تاريخ ومكان الازدياد", "تاريخ الازدياد"),
    "TN": ("تاريخ الولادة ومكانها", "تاريخ الولادة"),
    "DZ": ("تاريخ الميلاد ومكانه", "تاريخ الميلاد"),
}
HOLDS = {
    ("MA", "F"): "الحاملة ل",
    ("MA", "M"): "الحامل ل",
    ("TN", "F"): "صاحبة ",
    ("TN", "M"): "صاحب ",
    ("DZ", "F"): "الحاملة ل",
    ("DZ", "M"): "الحامل ل",
}
CARD = {"MA": "البطاقة الوطنية للتعريف", "TN": "بطاقة التعريف الوطنية", "DZ": "بطاقة التعريف الوطنية"}
PAPERS: dict[IdentityKind, str] = {
    "passport": "جواز السفر",
    "residence_permit": "بطاقة الإقامة",
    "nin": "رقم التعريف الوطني",
}
EXERCISES = {
    ("MA", "F"): "تزاول",
    ("MA", "M"): "يزاول",
    ("TN", "F"): "تتعاطى",
    ("TN", "M"): "يتعاطى",
    ("DZ", "F"): "تمارس",
    ("DZ", "M"): "يمارس",
}
TAX = {"MA": "ICE", "TN": "المعرف الجبائي", "DZ": "رقم التعريف الجبائي"}
SOCIAL_SECURITY = {"MA": "الضمان الاجتماعي رقم", "TN": "الضمان الاجتماعي عدد", "DZ": "الضمان الاجتماعي رقم"}
SIGNATURE = {"MA": "التوقيع والخاتم", "TN": "الإمضاء والختم", "DZ": "الإمضاء والختم"}
FIRST_WORDS = frozenset("تعاونية تعاضدية جمعية شركة مؤسسة مقاولة مبادرة مشروع اتحاد مركز شبكة مجموعة".split())
KIND_NOUNS: dict[tuple[Country, OrganisationKind], str] = {
    ("MA", "cooperative"): "التعاونية",
    ("TN", "cooperative"): "التعاضدية",
    ("DZ", "cooperative"): "التعاونية",
    ("MA", "project"): "المشروع",
    ("TN", "project"): "المشروع",
    ("DZ", "project"): "المشروع",
    ("MA", "partner"): "الجمعية",
    ("TN", "partner"): "الجمعية",
    ("DZ", "partner"): "الجمعية",
}
ARTICLE = "ال"


def day(value: date, country: Country) -> str:
    """A date that is not broken over two lines."""
    return formats.day(value, f"ar_{country}").replace(" ", SPACE)


def title(sex: Sex) -> str:
    return "السيدة" if sex == "F" else "السيد"


def _begins_in_arabic(text: str) -> bool:
    return "\u0621" <= text[:1] <= "\u064a"


def for_(text: str) -> str:
    """The text after the preposition ل, which the article's alif gives way to: للتعاونية, لتعاونية, لـ CES."""
    if not _begins_in_arabic(text):
        return f"لـ {text}"
    if text.startswith("الل"):
        return text[1:]
    return f"لل{text[2:]}" if text.startswith(ARTICLE) else f"ل{text}"


def in_(text: str) -> str:
    """The text after the preposition ب: بالجديدة, بـ Aix."""
    return f"ب{text}" if _begins_in_arabic(text) else f"بـ {text}"


def in_office(quality: str, organisation: str) -> str:
    """`رئيسة تعاونية كذا`; a quality of several words takes a preposition: `رئيس مجلس الإدارة لتعاونية كذا`."""
    if " " in quality.strip() or quality.startswith(ARTICLE) or not _begins_in_arabic(organisation):
        return f"{quality} {for_(organisation)}"
    return f"{quality} {organisation}"


def noun_of(issuer: Issuer) -> str:
    """What kind of body the organisation is, with the article, from its name when the name begins with it."""
    first = issuer.name_ar.split(maxsplit=1)[0] if issuer.name_ar else ""
    if first.removeprefix(ARTICLE) in FIRST_WORDS:
        return ARTICLE + first.removeprefix(ARTICLE)
    return KIND_NOUNS[issuer.country, issuer.kind]


def _labelled(label: str, value: str) -> list[Paragraph]:
    if label.isascii():
        return [(number(label + value),)] if value else []
    return [(plain(label), number(value))] if value else []


def letterhead_lines(issuer: Issuer) -> tuple[Paragraph, ...]:
    country = issuer.country
    lines: list[Paragraph] = []
    if issuer.legal_form_ar:
        lines.append((plain(issuer.legal_form_ar),))
    registration = _labelled(f"التسجيل {NUMBER[country]} ", issuer.registration_number)
    lines.append(in_line([*registration, *_labelled(f"{TAX[country]} ", issuer.tax_number)]))
    lines += _labelled(f"{SOCIAL_SECURITY[country]} ", issuer.social_security_number)
    if issuer.address_ar:
        lines.append((plain(issuer.address_ar),))
    lines += _labelled("الهاتف ", issuer.phone)
    if issuer.email:
        lines.append((address(issuer.email),))
    return tuple(filter(None, lines))


def born(holder: Holder, place: str, country: Country) -> list[Run]:
    if not holder.birth_date:
        return []
    at = f" {in_(place)}" if place else ""
    return [plain(f"، {BORN[country, holder.sex]} {day(holder.birth_date, country)}{at}")]


def identified(holder: Holder, country: Country) -> list[Run]:
    if not (holder.identity_kind and holder.identity_number):
        return []
    paper = CARD[country] if holder.identity_kind == "cin" else PAPERS[holder.identity_kind]
    holds = HOLDS[country, holder.sex]
    held = f"{holds}{paper}" if holds.endswith(" ") else f"{holds.removesuffix('ل')}{for_(paper)}"
    word = "" if holder.identity_kind == "nin" else f" {NUMBER[country]}"
    return [plain(f"، {held}{word} "), number(holder.identity_number)]


def paragraphs(facts: ActivityFacts, place: str) -> tuple[Paragraph, ...]:
    country, holder, signatory = facts.issuer.country, facts.holder, facts.signatory
    statement = [
        plain(f"{UNDERSIGNED[country, signatory.sex]}، {title(signatory.sex)} "),
        Run(text=signatory.name_ar, direction="rtl"),
        plain(f"، {IN_QUALITY[country, signatory.sex]} {in_office(signatory.quality_ar, facts.issuer.name_ar)}، "),
        plain(f"{THAT[country]} {title(holder.sex)} "),
        name(holder.name_ar, "rtl"),
        *born(holder, place, country),
        *identified(holder, country),
        plain(f"، {EXERCISES[country, holder.sex]} إلى غاية تاريخه، في إطار {noun_of(facts.issuer)}، "),
        plain(f"نشاط «{facts.trade_ar}»، وذلك منذ {day(facts.since, country)}."),
    ]
    return (tuple(statement), (plain(delivered(facts)),))


def delivered(facts: ActivityFacts) -> str:
    """The closing clause, with the purpose when it is known."""
    female, country = facts.holder.sex == "F", facts.issuer.country
    if country == "TN":
        given = f"سلمت هذه الشهادة بطلب من {'المعنية' if female else 'المعني'} بالأمر"
    else:
        given = f"سلمت هذه الشهادة {'للمعنية بالأمر بطلب منها' if female else 'للمعني بالأمر بطلب منه'}"
    law = "في حدود ما يسمح به القانون"
    if facts.purpose_ar:
        return f"{given} للغرض التالي: {facts.purpose_ar}{f'، {law}' if country == 'DZ' else ''}."
    return f"{given} {f'لاستعمالها {law}' if country == 'DZ' else 'للإدلاء بها عند الحاجة'}."


def fact_table(facts: ActivityFacts, place: str) -> tuple[Fact, ...]:
    country, holder = facts.issuer.country, facts.holder
    rows = [Fact(label="صاحبة الشهادة" if holder.sex == "F" else "صاحب الشهادة", value=(name(holder.name_ar, "rtl"),))]
    if holder.birth_date:
        text = day(holder.birth_date, country) + (f"، {place}" if place else "")
        rows.append(Fact(label=BIRTH_LABELS[country][0 if place else 1], value=(plain(text),)))
    if holder.identity_kind and holder.identity_number:
        label = CARD[country] if holder.identity_kind == "cin" else PAPERS[holder.identity_kind]
        rows.append(Fact(label=label, value=(number(holder.identity_number),)))
    rows.append(Fact(label="النشاط", value=(plain(facts.trade_ar),)))
    rows.append(Fact(label="تاريخ بداية النشاط", value=(plain(day(facts.since, country)),)))
    return tuple(rows)


def place_and_date(facts: ActivityFacts) -> Paragraph:
    country, city = facts.issuer.country, facts.issuer.city_ar
    on = day(facts.issued_on, country)
    if not city:
        return (plain(f"حرر في {on}"),)
    return (plain(f"{city} في {on}" if country == "TN" else f"حرر {in_(city)} في {on}"),)


def how_to_check(facts: ActivityFacts) -> tuple[Paragraph, ...]:
    """No full stop after an address or a telephone: people copy it."""
    the_number = THE_NUMBER[facts.issuer.country]
    scan = f"للتحقق من هذه الوثيقة: امسحوا رمز الاستجابة السريعة، أو أدخلوا {the_number} والرمز في الموقع "
    by_phone = (plain("وإن تعذر ذلك فاتصلوا بالهاتف "), number(facts.issuer.phone))
    return ((plain(scan), address(facts.check_address)), *([by_phone] if facts.issuer.phone else []))


def valid_until(facts: ActivityFacts) -> Paragraph | None:
    if not facts.valid_until:
        return None
    return (plain(f"صالحة إلى غاية {day(facts.valid_until, facts.issuer.country)}"),)


def note(facts: ActivityFacts) -> str:
    """What a sheet in both languages says about them."""
    same = "النسختان متطابقتان في المضمون"
    prevails = {"fr": "، ويعتد بالنسخة الفرنسية.", "ar": "، ويعتد بالنسخة العربية.", None: "."}
    return same + prevails[facts.prevailing]


def words(country: Country) -> dict[str, str]:
    return {
        "number_label": NUMBER[country],
        "number_pending": f"يسند {THE_NUMBER[country]} عند التسليم",
        "signature_label": SIGNATURE[country],
        "code_label": "الرمز",
        "preview_word": "معاينة",
    }
