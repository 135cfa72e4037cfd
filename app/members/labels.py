"""The words of the member's file, by code."""

from __future__ import annotations

from app.kernel.i18n import _l
from app.members.models import IdentityKind, Sex

SEX = {Sex.FEMALE: _l("Woman"), Sex.MALE: _l("Man")}
IDENTITY_KIND = {
    IdentityKind.CIN: _l("National identity card"),
    IdentityKind.NIN: _l("National identification number"),
    IdentityKind.PASSPORT: _l("Passport"),
    IdentityKind.RESIDENCE_PERMIT: _l("Residence permit"),
}
COUNTRY = {"MA": _l("Morocco"), "TN": _l("Tunisia"), "DZ": _l("Algeria"), "XX": _l("Another country")}
SITUATION = {"present": _l("Present"), "left": _l("Left"), "all": _l("Present and left")}

# Shown in both languages wherever an identity number is first typed (laws 09-08, 2004-63, 18-07; GDPR article 13).
PRIVACY_NOTICE = {
    "fr": "Le numéro d’identité sert à établir les attestations et à éviter les doubles inscriptions. Il est conservé "
    "chiffré ; seuls les gestionnaires peuvent l’afficher en entier, et chaque affichage est enregistré. La personne peut "
    "consulter ses données, les faire corriger ou s’opposer à leur usage en s’adressant à la coopérative.",
    "ar": "يُستعمل رقم وثيقة الهوية لتحرير الشهادات ولتفادي التسجيل المكرر. يُحفظ مشفّرا، ولا يطّلع عليه كاملا إلا المسيّرون، "
    "ويُسجَّل كل اطلاع. يمكن للشخص المعني الاطلاع على معطياته وطلب تصحيحها أو الاعتراض على استعمالها لدى التعاونية.",
}
