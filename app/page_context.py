"""What every page may show around its content: who, where, in which language, and the way to the other rooms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, request, url_for
from markupsafe import Markup

from app.kernel.access import Actor, Permission, actor_or_none
from app.kernel.i18n import LazyText, _l, locale
from app.kernel.notices import unread_count
from app.kernel.remembered import remembered, remembered_lines
from app.kernel.submissions import csrf_token, form_key
from app.kernel.tenancy import is_scope_open


@dataclass(frozen=True, kw_only=True)
class NavigationItem:
    """One link of the main navigation."""

    label: LazyText
    endpoint: str
    permission: Permission
    icon: str
    unless: Permission | None = None  # with it the same room has another place

    def is_offered_to(self, actor: Actor) -> bool:
        return self.permission in actor.permissions and self.unless not in actor.permissions

    @property
    def is_current(self) -> bool:
        return room_here() == self.endpoint.partition(".")[0]

    @property
    def url(self) -> str:
        return url_for(self.endpoint)


ROOM_OF = {
    "people": "settings",
    "half_day": "settings",
    "contract_settings": "settings",
    "work_relations": "members",
    "amendments": "members",
    "contracts": "members",
    "receipts": "activity",
    "activity_settings": "settings",
    "paper_kinds": "settings",
    "papers": "members",
    "chase": "members",
    "own_fields": "settings",
    "social": "members",
    "social_facts": "members",
    "shares": "members",
    "trades": "members",
    "contacts": "activity",
    "contribution_rules": "settings",
    "account_reports": "contributions",
    "share_reports": "reports",
    "parcours": "members",
    "photos": "members",
    "sync": "activity",
    "imports": "members",
    "duplicates": "members",
    "past_records": "activity",
    "transfers": "members",
    "incoming_transfers": "members",
    "lists": "members",
    "together": "members",
    "prints": "reports",
    "network": "network_dashboard",
    "territories": "network_dashboard",
    "network_people": "network_dashboard",
}
SETTINGS_OF_SHARES = ("show_settings", "set_value", "show_rule", "change_rule", "show_removal", "remove_value")


def room_here() -> str:
    """The room of the navigation that this page belongs to."""
    here, _dot, view = (request.endpoint or "").partition(".")
    if here == "shares" and view in SETTINGS_OF_SHARES:
        return "settings"
    if here == "statements":
        return _room_of_statements()
    return ROOM_OF.get(here, here)


def _room_of_statements() -> str:
    """A page of somebody's file, or a room of its own for who has only theirs."""
    actor = actor_or_none()
    return "members" if actor is not None and actor.can(Permission.SEE_MEMBERS) else "statements"


INSIDE = (
    NavigationItem(
        label=_l("Home"), endpoint="dashboard.show_dashboard", permission=Permission.SEE_ORGANISATION, icon="home"
    ),
    NavigationItem(
        label=_l("Members"), endpoint="members.list_members", permission=Permission.SEE_MEMBERS, icon="people"
    ),
    NavigationItem(
        label=_l("My file"),
        endpoint="members.show_own_file",
        permission=Permission.SEE_OWN_FILE,
        icon="person",
        unless=Permission.SEE_MEMBERS,
    ),
    NavigationItem(
        label=_l("Activity"), endpoint="activity.show_activity", permission=Permission.SEE_ACTIVITY, icon="journal"
    ),
    NavigationItem(
        label=_l("My statement"),
        endpoint="statements.show_own_statement",
        permission=Permission.SEE_OWN_FILE,
        icon="money",
        unless=Permission.SEE_MEMBERS,
    ),
    NavigationItem(
        label=_l("Coaching"), endpoint="coaching.show_coaching", permission=Permission.SEE_COACHING, icon="hands"
    ),
    NavigationItem(
        label=_l("Workshops"), endpoint="workshops.show_workshops", permission=Permission.SEE_WORKSHOPS, icon="calendar"
    ),
    NavigationItem(
        label=_l("Attestations"),
        endpoint="attestations.list_attestations",
        permission=Permission.SEE_ATTESTATIONS,
        icon="document",
    ),
    NavigationItem(
        label=_l("Contributions"),
        endpoint="contributions.list_contributions",
        permission=Permission.KEEP_ACCOUNTS,
        icon="money",
    ),
    NavigationItem(
        label=_l("Reports"), endpoint="reports.list_reports", permission=Permission.SEE_REPORTS, icon="chart"
    ),
    NavigationItem(
        label=_l("Settings"), endpoint="settings.show_settings", permission=Permission.CHANGE_SETTINGS, icon="gear"
    ),
)
NETWORK = (
    NavigationItem(
        label=_l("Network"),
        endpoint="network_dashboard.show_network",
        permission=Permission.SEE_NETWORK,
        icon="network",
    ),
)


def navigation_of(actor: Actor | None) -> list[NavigationItem]:
    """The rooms this actor may enter, in their order."""
    if actor is None:
        return []
    offered = INSIDE if actor.organisation_id is not None else NETWORK
    return [item for item in offered if item.is_offered_to(actor)]


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What surrounds a page and is the same for everybody with these rights, in this room and language."""

    navigation: Markup
    home_url: str
    logout_url: str
    notices_url: str | None
    outbox: Markup  # the script that sends what waits on the phone, for those who log their own activity
    account_links: tuple[tuple[str, str, str], ...]  # icon, label, address


_frames: dict[tuple[object, ...], Frame] = {}
MOST_FRAMES = 2000


def _frame_of(actor: Actor) -> Frame:
    """The frame, made once for each kind of reader: its links and icons cost more than many a page."""
    organisation = g.get("organisation")
    key = (
        organisation.slug if organisation else "",
        actor.permissions,
        locale(),
        bool(current_app.config.get("PSEUDO_LOCALE")),
        room_here(),
    )
    frame = _frames.get(key)
    if frame is None:
        if len(_frames) > MOST_FRAMES:
            _frames.clear()
        frame = _frames[key] = _make_frame(actor)
    return frame


def _make_frame(actor: Actor) -> Frame:
    items = navigation_of(actor)
    macros = current_app.jinja_env.get_template("_macros/frame.html").module
    return Frame(
        navigation=macros.navigation_bar(items) if items else Markup(),  # type: ignore[attr-defined]
        home_url=items[0].url if items else url_for("accounts.show_home"),
        logout_url=url_for("accounts.sign_out"),
        notices_url=url_for("accounts.list_notices") if actor.organisation_id is not None else None,
        outbox=macros.outbox_script() if Permission.LOG_OWN_ACTIVITY in actor.permissions else Markup(),  # type: ignore[attr-defined]  # a macro
        account_links=(
            ("person", str(_l("My account")), url_for("accounts.show_account")),
            ("swap", str(_l("My organisations")), url_for("accounts.show_home")),
        ),
    )


def add_page_context(app: Flask) -> None:
    app.jinja_env.globals.update(form_key=form_key, remembered=remembered, remembered_lines=remembered_lines)

    @app.context_processor
    def context() -> dict[str, Any]:
        actor = actor_or_none()
        return {
            "csrf_token": csrf_token,  # instead of Flask-WTF's own
            "actor": actor,
            "frame": _frame_of(actor) if actor else None,
            "organisation": g.get("organisation"),
            "notice_count": unread_count(actor.account_id) if actor and is_scope_open() else 0,
            "is_demo": current_app.config["IS_DEMO"],
        }
