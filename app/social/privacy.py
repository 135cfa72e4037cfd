"""Why the social file asks what it asks, and who reads it: said in both languages where it is filled in.

Laws 09-08 (Morocco), 2004-63 (Tunisia) and 18-07 (Algeria): disability is sensitive data, family situation nearly so; both are
asked for a purpose, with consent, and never leave the file.
"""

from __future__ import annotations

from app.kernel.i18n import _l
from app.members.privacy import notice_texts

FILE_NOTICE = _l(
    "The social file helps to support the person and to count, without names, whom the organisation reaches: funders ask "
    "for education, situation at entry and social protection. Every answer is optional. Managers and the person's support "
    "coach read it, and so does the person, who can have it corrected or object to its use."
)
SENSITIVE_NOTICE = _l(
    "A disability is recorded only if the person wishes it, to arrange support and workplaces. It is kept encrypted. "
    "Managers and the person alone can show it, each time is recorded, and it stands in no list, file or report. The "
    "person can take their consent back at any time: it is then erased."
)


def file_notice() -> dict[str, str]:
    return notice_texts(FILE_NOTICE)


def sensitive_notice() -> dict[str, str]:
    return notice_texts(SENSITIVE_NOTICE)
