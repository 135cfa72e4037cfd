"""Whom no e-mail reminds: a list to call or write to, with a ready text to copy. Links carry the number only."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from flask import g, url_for
from sqlalchemy import ColumnElement, func, select

from app.accounts.models import Account
from app.activity import pages, queries, reminders
from app.kernel.access import Actor, Permission
from app.kernel.database import db
from app.kernel.i18n import _, language, speaking
from app.kernel.paging import AnySelect, PageAsked, fetch_page
from app.members import queries as member_queries
from app.members.models import Member

WHATSAPP = "https://wa.me/"  # and a number: nothing else is said of the person


def to_remind(actor: Actor, asked: PageAsked) -> dict[str, Any]:
    """One page of the silent people whom no e-mail reaches, the longest silence first."""
    today: date = g.organisation.today
    days, _version = reminders.rule()
    listed = _unreached(
        member_queries.visible_to(actor, on=today), actor.account_id, today, days=days or reminders.USUAL_DAYS
    )
    page = fetch_page(listed, asked, sort_key=reminders.LAST_SIGN, row_id=Member.id, key_of_row=_last_sign_of)
    here = url_for("activity.list_to_remind")
    return {
        "page": page,
        "tabs": pages.tabs(actor, "reminders"),
        "days": days,
        "count": db.session.scalar(listed.with_only_columns(func.count(), maintain_column_froms=True)) or 0,
        "reminded": reminders.last_reminders([row.id for row in page.rows]),
        "whatsapp": WHATSAPP,
        "texts": ready_texts(),
        "today": today,
        "may_set": actor.can(Permission.CHANGE_SETTINGS),
        "links": {
            "first": here,
            "previous": f"{here}?before={page.before_id}" if page.before_id else None,
            "next": f"{here}?after={page.after_id}" if page.after_id else None,
            "last": f"{here}?page=last",
        },
    }


def _last_sign_of(member_id: int) -> date | None:
    return db.session.scalar(select(reminders.LAST_SIGN).where(Member.id == member_id))


@lru_cache(maxsize=200)
def _unreached(visible: ColumnElement[bool], account_id: int, today: date, *, days: int) -> AnySelect:
    by_mail = (
        select(Member.id)
        .join(Account, Account.id == Member.account_id)
        .where(reminders.silent_since(today, days), reminders.reached_by_mail())
    )
    return select(
        Member.id,
        Member.number,
        Member.family_name_latin,
        Member.given_name_latin,
        Member.family_name_arabic,
        Member.given_name_arabic,
        Member.phone,
        Member.last_activity_on,
    ).where(reminders.silent_since(today, days), visible, queries.not_of(account_id), Member.id.not_in(by_mail))


def ready_texts() -> list[tuple[str, str]]:
    """The text to copy, in each language, the reader's own first; it names nobody."""
    name = {"fr": g.organisation.name_fr, "ar": g.organisation.name_ar}
    found = []
    for code in sorted(("fr", "ar"), key=lambda code: code != language()):
        with speaking(code, country=g.organisation.country):
            text = _(
                "Hello, here is %(organisation)s. You have not logged your activity for some days. Can you do it, or do you"
                " need help? Answer or call me.",
                organisation=name[code],
            )
        found.append((code, str(text)))
    return found
