"""What the network refuses, one sentence each."""

from __future__ import annotations

from app.kernel.errors import Refusal
from app.kernel.i18n import _l


class SlugTaken(Refusal):
    message = _l("Another organisation already has this address.")
    field = "slug"


class CodeTaken(Refusal):
    message = _l("Another organisation already has this code.")
    field = "code"


class NotAProject(Refusal):
    message = _l("Only a project becomes a cooperative.")


class TermExists(Refusal):
    message = _l("This list already has this word.")
    field = "label_fr"


class LastStageOfItsKind(Refusal):
    message = _l("The parcours keeps at least one stage of each kind.")


class LastTerm(Refusal):
    message = _l("A list keeps at least one word.")
