"""What every page may show around its content: who, where, in which language, and the way to the other rooms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, request, url_for

from app.kernel.access import Actor, Permission, actor_or_none
from app.kernel.i18n import LazyText, _l
from app.kernel.notices import unread_count
from app.kernel.submissions import form_key
from app.kernel.tenancy import is_scope_open


@dataclass(frozen=True, kw_only=True)
class NavigationItem:
    """One link of the main navigation."""

    label: LazyText
    endpoint: str
    permission: Permission
    icon: str

    @property
    def is_current(self) -> bool:
        here = (request.endpoint or "").partition(".")[0]
        return ROOM_OF.get(here, here) == self.endpoint.partition(".")[0]

    @property
    def url(self) -> str:
        return url_for(self.endpoint)


ROOM_OF = {"people": "settings", "network": "network_dashboard", "network_people": "network_dashboard"}
INSIDE = (
    NavigationItem(
        label=_l("Home"), endpoint="dashboard.show_dashboard", permission=Permission.SEE_ORGANISATION, icon="home"
    ),
    NavigationItem(
        label=_l("Members"), endpoint="members.list_members", permission=Permission.SEE_MEMBERS, icon="people"
    ),
    NavigationItem(
        label=_l("Activity"), endpoint="activity.show_activity", permission=Permission.SEE_ACTIVITY, icon="journal"
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
    return [item for item in offered if item.permission in actor.permissions]


def add_page_context(app: Flask) -> None:
    app.jinja_env.globals["form_key"] = form_key

    @app.context_processor
    def context() -> dict[str, Any]:
        actor = actor_or_none()
        return {
            **_account_links(actor),
            "actor": actor,
            "organisation": g.get("organisation"),
            "navigation": navigation_of(actor),
            "notice_count": unread_count(actor.account_id) if actor and is_scope_open() else 0,
            "is_demo": current_app.config["IS_DEMO"],
        }


def _account_links(actor: Actor | None) -> dict[str, Any]:
    """The person's own menu."""
    if actor is None:
        return {}
    inside = actor.organisation_id is not None
    return {
        "logout_url": url_for("accounts.sign_out"),
        "notices_url": url_for("accounts.list_notices") if inside else None,
        "account_links": [
            {"label": _l("My account"), "url": url_for("accounts.show_account"), "icon": "person"},
            {"label": _l("My organisations"), "url": url_for("accounts.show_home"), "icon": "swap"},
        ],
    }
