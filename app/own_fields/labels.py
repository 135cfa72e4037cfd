"""The words of own fields, by code."""

from __future__ import annotations

from app.kernel import audit_words
from app.kernel.figures import thousandths_as_typed
from app.kernel.i18n import _l
from app.own_fields.models import Audience, FieldKind
from app.own_fields.rules import Operator

KIND = {
    FieldKind.TEXT: _l("Text"),
    FieldKind.NUMBER: _l("Number in figures"),
    FieldKind.DAY: _l("Date"),
    FieldKind.YES_NO: _l("Yes or no"),
    FieldKind.CHOICE: _l("One of a list"),
}
AUDIENCE = {
    Audience.MANAGERS: _l("Managers only"),
    Audience.COACHES: _l("Managers and the support coach"),
    Audience.PERSON: _l("Managers, the support coach and the person"),
}
SENSITIVE_AUDIENCE = {Audience.MANAGERS: _l("Managers only"), Audience.PERSON: _l("Managers and the person")}
OPERATOR = {
    Operator.IS: _l("is exactly"),
    Operator.AT_LEAST: _l("is at least"),
    Operator.AT_MOST: _l("is at most"),
    Operator.BETWEEN: _l("is between"),
    Operator.CONTAINS: _l("contains the word"),
    Operator.EMPTY: _l("is empty"),
    Operator.FILLED: _l("is filled in"),
}
YES_NO = {"yes": _l("Yes"), "no": _l("No")}

audit_words.say_values(
    "own_field",
    {
        "label_fr": (_l("In French"), audit_words.as_it_is),
        "label_ar": (_l("In Arabic"), audit_words.as_it_is),
        "help_fr": (_l("Help in French"), audit_words.as_it_is),
        "help_ar": (_l("Help in Arabic"), audit_words.as_it_is),
        "is_required": (_l("Must be filled in"), audit_words.by_code({True: YES_NO["yes"], False: YES_NO["no"]})),
        "audience": (_l("Who reads it"), audit_words.by_code(AUDIENCE)),
        "field": (_l("Field"), audit_words.as_it_is),
        "value": (_l("Answer"), audit_words.as_it_is),
        "number": (_l("Answer"), thousandths_as_typed),
        "day": (_l("Answer"), audit_words.day),
        "answer": (_l("Answer"), audit_words.by_code(YES_NO)),
    },
)
