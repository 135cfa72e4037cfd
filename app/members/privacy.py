"""Why an identity number is asked: said in both languages wherever one is first typed.

Laws 09-08 (Morocco), 2004-63 (Tunisia) and 18-07 (Algeria); article 13 of the GDPR.
"""

from __future__ import annotations

from app.kernel.i18n import LazyText, _l, speaking
from app.kernel.speech import LANGUAGES

NOTICE = _l(
    "The identity number is needed for attestations and to avoid registering somebody twice. It is kept encrypted; only "
    "managers can show it in full, and each time is recorded. The person can read their data, have it corrected, or "
    "object to its use, by turning to the organisation."
)


def notice_texts(notice: LazyText = NOTICE) -> dict[str, str]:
    """A notice by language, in the words of the organisation's country."""
    return {spoken: _said_in(spoken, notice) for spoken in LANGUAGES}


def _said_in(spoken: str, notice: LazyText) -> str:
    with speaking(spoken):
        return str(notice)
