"""The columns of the member's own file: names, person, identity document, admission, parcours and coach."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from app.imports import words
from app.imports.columns import read_id, read_past_day, split
from app.imports.dates import read_day
from app.imports.errors import DayRefused, RowRefused
from app.imports.registry import CellContext, ImportField, ImportPart
from app.kernel import identity
from app.kernel.fields import read_email
from app.kernel.figures import parse_whole
from app.kernel.i18n import LazyText, _l
from app.kernel.phones import parse_phone
from app.kernel.text import clean_line, scripts_of
from app.members.models import Civility, IdentityKind, Member, Settlement, Sex
from app.members.rules import OLDEST

_WRONG_LETTERS = {
    "LATIN": _l("Arabic letters stand in a column of Latin letters."),
    "ARABIC": _l("Latin letters stand in a column of Arabic letters."),
}
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d{1,3}")  # 1,09877E+17
TUNISIAN_FIGURES = 8
YOUNGEST_YEARS = 15  # a year of birth in two figures is not of a child


def line(name: str) -> Callable[[str, CellContext], str]:
    """One line of text, as long as the column of the member's table."""
    length = Member.__mapper__.columns[name].type.length
    return lambda cell, _context: clean_line(cell, length)


def name_in(script: str, name: str) -> Callable[[str, CellContext], str]:
    """The same for a name in one script: letters of the other one belong in another column."""
    other = {"LATIN": "ARABIC", "ARABIC": "LATIN"}[script]
    plain = line(name)

    def read(cell: str, context: CellContext) -> str:
        text = plain(cell, context)
        if other in scripts_of(text):
            raise RowRefused(_WRONG_LETTERS[script])
        return text

    return read


def read_phone(cell: str, context: CellContext) -> str:
    return parse_phone(cell, context.here.country)


def read_number(cell: str, _context: CellContext) -> int:
    return parse_whole(cell)


def read_document_number(cell: str, context: CellContext) -> str:
    if _ROUNDED.fullmatch(cell):
        raise RowRefused(
            _l("The spreadsheet has rounded this number: give its column the format “text”, then type it.")
        )
    return identity.normalise("", context.here.country, cell)


def read_card_number(cell: str, context: CellContext) -> str:
    """Of a Tunisian card, kept as a number, a spreadsheet has dropped the zeros at its beginning: there are eight figures."""
    number = read_document_number(cell, context)
    lost_zeros = context.here.country == "TN" and number.isdigit() and 5 <= len(number) < TUNISIAN_FIGURES
    return number.zfill(TUNISIAN_FIGURES) if lost_zeros else number


def read_any_day(cell: str, context: CellContext) -> date:
    return read_day(cell, order=context.order, today=context.here.today, ahead=True)


def read_birth_date(cell: str, context: CellContext) -> date:
    today = context.here.today
    long_ago = today.replace(year=today.year - YOUNGEST_YEARS, day=1)
    day = read_day(cell, order=context.order, today=long_ago)
    if not today - OLDEST <= day <= today:
        raise DayRefused(_l("This cannot be a birth date: it lies too far back, or ahead."))
    return day


def read_full_name(cell: str, _context: CellContext) -> tuple[str, str]:
    """Family and given name of a Latin name whose family name alone stands in capitals; any other is refused."""
    spoken = clean_line(cell, 160).split()
    capitals = [word for word in spoken if word.isupper() and len(word) > 1]
    others = [word for word in spoken if word not in capitals]
    in_one_piece = spoken in (capitals + others, others + capitals)
    if not capitals or not others or not in_one_piece:
        raise RowRefused(
            _l(
                "We cannot tell the family name from the given name. Use two columns, or write the family name in capitals."
            )
        )
    return " ".join(capitals), " ".join(others)


def as_it_is(cell: str, _context: CellContext) -> str:
    return cell


def _text(code: str, label: LazyText, synonyms: str, *, example: str = "") -> ImportField:
    script = code.rpartition("_")[2].upper()
    read = name_in(script, code) if script in _WRONG_LETTERS else line(code)
    return ImportField(code=code, label=label, synonyms=split(synonyms), read=read, example=example)


NAMES = (
    _text(
        "family_name_latin",
        _l("Family name, Latin letters"),
        "nom, nom de famille, nom latin, nom français, nom fr, nom en français, family name, last name, surname, lastname, nom usuel, الاسم العائلي بالفرنسية, "
        "اللقب بالفرنسية, الاسم العائلي latin, nom famille français, الاسم العائلي بالحروف اللاتينية, اللقب بالحروف اللاتينية",
        example="El Idrissi",
    ),
    _text(
        "given_name_latin",
        _l("Given name, Latin letters"),
        "prénom, prénoms, prénom latin, prénom français, prénom fr, given name, first name, firstname, الاسم الشخصي بالفرنسية, الاسم بالفرنسية, "
        "الاسم الشخصي بالحروف اللاتينية, الاسم بالحروف اللاتينية",
        example="Salma",
    ),
    _text(
        "family_name_arabic",
        _l("Family name, Arabic letters"),
        "الاسم العائلي, اسم العائلة, اللقب, النسب, nom arabe, nom ar, nom en arabe, nom de famille arabe, family name arabic, الاسم العائلي بالعربية, "
        "اللقب بالعربية, الاسم العائلي بالحروف العربية, اللقب بالحروف العربية, nom العربية",
        example="الإدريسي",
    ),
    _text(
        "given_name_arabic",
        _l("Given name, Arabic letters"),
        "الاسم الشخصي, الاسم, prénom arabe, prénom ar, prénom en arabe, given name arabic, الاسم الشخصي بالعربية, الاسم بالعربية, "
        "الاسم الشخصي بالحروف العربية, الاسم بالحروف العربية",
        example="سلمى",
    ),
    ImportField(
        code="full_name",
        label=_l("Family and given name in one cell"),
        synonyms=split(
            "nom et prénom, nom & prénom, nom prénom, prénom et nom, nom complet, nom et prénoms, full name, name, bénéficiaire"
        ),
        read=read_full_name,
    ),
    _text(
        "birth_name_latin",
        _l("Birth name, Latin letters"),
        "nom de jeune fille, nom de naissance, birth name, maiden name",
    ),
    _text(
        "birth_name_arabic",
        _l("Birth name, Arabic letters"),
        "الاسم قبل الزواج, اسم الولادة, nom de jeune fille arabe, nom de naissance arabe",
    ),
)
PERSON = (
    ImportField(
        code="number",
        label=_l("Member number"),
        synonyms=split(
            "numéro de membre, n° de membre, n° membre, num membre, numéro d'adhérent, n° adhérent, n° d'adhésion, member number, رقم العضو, رقم العضوية, "
            "رقم الانخراط, عدد العضو, عدد الانخراط"
        ),
        read=read_number,
    ),
    ImportField(
        code="sex",
        label=_l("Sex"),
        synonyms=split("sexe, genre, sex, gender, الجنس, النوع, h/f, f/h, m/f"),
        read=lambda cell, _context: Sex(cell),
        choices=words.sexes,
        example="F",
    ),
    ImportField(
        code="civility",
        label=_l("Form of address"),
        synonyms=split(
            "civilité, civ, titre de civilité, mme/m, m/mme, title, form of address, صفة المخاطبة, اللقب المدني"
        ),
        read=lambda cell, _context: Civility(cell),
        choices=words.civilities,
    ),
    ImportField(
        code="birth_date",
        label=_l("Birth date"),
        synonyms=split(
            "date de naissance, né le, née le, né(e) le, naissance, date naiss, ddn, birth date, date of birth, dob, birthday, تاريخ الازدياد, تاريخ الولادة, "
            "تاريخ الميلاد, الازدياد"
        ),
        read=read_birth_date,
        is_day=True,
        example="31/12/1990",
    ),
    _text(
        "birth_place",
        _l("Birth place"),
        "lieu de naissance, né à, née à, né(e) à, birth place, place of birth, مكان الازدياد, مكان الولادة, مكان الميلاد, محل الولادة",
        example="Azemmour",
    ),
    ImportField(
        code="nationality",
        label=_l("Nationality"),
        synonyms=split("nationalité, nationality, الجنسية"),
        read=as_it_is,
        choices=words.countries,
    ),
    ImportField(
        code="phone",
        label=_l("Phone"),
        synonyms=split(
            "téléphone, tél, tel, tél mobile, mobile, portable, gsm, téléphone portable, téléphone mobile, numéro de téléphone, n° tél, n° téléphone, n° de téléphone, n° gsm, "
            "phone, الهاتف, رقم الهاتف, الهاتف المحمول, الهاتف النقال, الجوال, هاتف"
        ),
        read=read_phone,
        example="06 12 34 56 78",
    ),
    ImportField(
        code="second_phone",
        label=_l("Another phone"),
        synonyms=split(
            "téléphone 2, tél 2, tél fixe, téléphone fixe, fixe, autre téléphone, whatsapp, second phone, الهاتف الثابت, هاتف آخر, الهاتف 2"
        ),
        read=read_phone,
    ),
    ImportField(
        code="email",
        label=_l("E-mail"),
        synonyms=split(
            "email, e-mail, mail, e-mail 1, courriel, adresse mail, adresse email, adresse électronique, البريد الإلكتروني, البريد, الإيميل"
        ),
        read=lambda cell, _context: read_email(clean_line(cell, 120)),
    ),
    ImportField(
        code="territory_code",
        label=_l("Province"),
        synonyms=split(
            "province, préfecture, province ou préfecture, province/préfecture, gouvernorat, wilaya, الإقليم, العمالة, العمالة أو الإقليم, الولاية, الاقليم"
        ),
        read=as_it_is,
        choices=words.places,
    ),
    _text(
        "commune",
        _l("Commune"),
        "commune, ville, localité, délégation, city, town, الجماعة, المدينة, البلدية, المعتمدية",
        example="El Jadida",
    ),
    _text("address", _l("Address"), "adresse, adresse postale, domicile, address, العنوان, عنوان السكن, السكن"),
    ImportField(
        code="settlement",
        label=_l("Lives"),
        synonyms=split(
            "milieu, milieu de résidence, zone, urbain/rural, qualification de la zone d'habitation, الوسط, وسط العيش, وسط السكن"
        ),
        read=lambda cell, _context: Settlement(cell),
        choices=words.settlements,
    ),
    ImportField(
        code="trade_id",
        label=_l("Trade"),
        synonyms=split(
            "métier, activité, profession, secteur, secteur d'activité, domaine d'activité, trade, المهنة, الحرفة, النشاط, مجال النشاط"
        ),
        read=read_id,
        choices=words.trades,
    ),
    _text(
        "emergency_name",
        _l("Person to call in an emergency"),
        "personne à prévenir, contact urgent : nom, contact d'urgence, en cas d'urgence, شخص للاتصال",
    ),
    ImportField(
        code="emergency_phone",
        label=_l("Their phone"),
        synonyms=split("contact urgent : téléphone, téléphone d'urgence, tél d'urgence, هاتف الطوارئ"),
        read=read_phone,
    ),
)
DOCUMENT = (
    ImportField(
        code="card_number",
        label=_l("Number of the national card"),
        synonyms=split(
            "cin, n° cin, cnie, n° cnie, cni, n° cni, numéro cin, numéro de cin, carte nationale, n° carte nationale, carte d'identité, n° carte d'identité, nin, "
            "رقم البطاقة الوطنية, البطاقة الوطنية, رقم البطاقة الوطنية للتعريف, رقم بطاقة التعريف, بطاقة التعريف الوطنية, رقم بطاقة التعريف الوطنية, "
            "عدد بطاقة التعريف, عدد بطاقة التعريف الوطنية, ب.ت.و, رقم التعريف الوطني, identity card"
        ),
        read=read_card_number,
        example="AB123456",
    ),
    ImportField(
        code="identity_kind",
        label=_l("Identity document"),
        synonyms=split(
            "pièce d'identité, type de pièce, nature de la pièce, type de document, نوع الوثيقة, وثيقة الهوية"
        ),
        read=lambda cell, _context: IdentityKind(cell),
        choices=words.identity_kinds,
    ),
    ImportField(
        code="identity_number",
        label=_l("Document number, its kind in another column"),
        synonyms=split(
            "n° de pièce, numéro de pièce, n° pièce d'identité, numéro de la pièce d'identité, رقم الوثيقة, document number"
        ),
        read=read_document_number,
    ),
    ImportField(
        code="identity_country",
        label=_l("Issued by"),
        synonyms=split("pays de délivrance, délivré par, issued by, بلد الإصدار"),
        read=as_it_is,
        choices=words.issuers,
    ),
    ImportField(
        code="identity_issued_on",
        label=_l("Document issued on"),
        synonyms=split("délivrée le, date de délivrance, délivré le, issued on, تاريخ الإصدار, تاريخ التسليم"),
        read=read_past_day,
        is_day=True,
    ),
    _text(
        "identity_issued_at",
        _l("Document issued in"),
        "lieu de délivrance, délivrée à, délivré à, مكان الإصدار, مكان التسليم",
    ),
    ImportField(
        code="identity_expires_on",
        label=_l("Document expires on"),
        synonyms=split(
            "date d'expiration, expire le, valable jusqu'au, date de validité, carte de séjour (fin de validité), تاريخ انتهاء الصلاحية, صالحة إلى"
        ),
        read=read_any_day,
        is_day=True,
    ),
)
BELONGING = (
    ImportField(
        code="admitted_on",
        label=_l("Admission date"),
        synonyms=split(
            "date d'admission, date d'adhésion, date d'entrée, admis le, admission, adhésion, admitted on, admission date, تاريخ الانخراط, تاريخ القبول, تاريخ الانضمام, تاريخ الالتحاق"
        ),
        read=read_past_day,
        is_day=True,
        example="15/03/2025",
    ),
    ImportField(
        code="stage_id",
        label=_l("Stage of the parcours"),
        synonyms=split(
            "étape, étape du parcours, statut, situation, situation dans la cae, situation actuelle, stage, المرحلة, مرحلة المسار, الوضعية"
        ),
        read=read_id,
        choices=words.stages,
        only_new=True,
    ),
    ImportField(
        code="stage_date",
        label=_l("Date of this stage"),
        synonyms=split("date de l'étape, date étape, depuis le, date du statut, تاريخ المرحلة"),
        read=read_any_day,
        is_day=True,
        only_new=True,
    ),
    ImportField(
        code="coach_id",
        label=_l("Support coach"),
        synonyms=split(
            "accompagnateur, accompagnatrice, accompagné par, conseiller, conseillère, référent, coach, support coach, المواكب, المواكبة, المرافق, المرافقة"
        ),
        read=read_id,
        choices=words.coaches,
        only_new=True,
    ),
)
FILE = ImportPart(code="file", label=_l("Member's file"), fields=(*NAMES, *PERSON, *DOCUMENT, *BELONGING))
