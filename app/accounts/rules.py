"""What a login means, which device this is, who may hand out a slip. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from app.kernel.access import Role
from app.kernel.phones import phone_candidates

LONGEST_LOGIN = 254
_BROWSERS = (  # the first that is named: each also names the ones it descends from
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, kw_only=True)
class Login:
    """What somebody typed to say who they are: an e-mail in small letters, or the phone numbers it may mean (E.164)."""

    email: str = ""
    phones: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """What attempts are counted under; never empty, so that nonsense is counted too."""
        return (self.email,) if self.email else self.phones or ("",)


def meaning_of(typed: str) -> Login:
    """Read a login. It depends on what was typed alone, so nothing follows from how long it takes."""
    plain = typed.strip().lower()[:LONGEST_LOGIN]
    if "@" in plain:
        return Login(email=plain)
    phones = phone_candidates(plain)
    return Login(phones=phones) if phones else Login(email=plain)


def device_of(user_agent: str) -> str:
    """`Firefox, Android`: enough to know one's own phone again; "" when the browser does not say."""
    named = [next((name for mark, name in known if mark in user_agent[:500]), "") for known in (_BROWSERS, _SYSTEMS)]
    return ", ".join(name for name in named if name)


def may_stay_signed_in(*, network_role: Role | None, roles: Collection[Role]) -> bool:
    """Only somebody who is an entrepreneur and nothing else may keep their phone signed in for a month."""
    return network_role is None and set(roles) == {Role.ENTREPRENEUR}


def may_hand_slip(giver: Collection[Role], receiver: Collection[Role], *, elsewhere: bool, is_unused: bool) -> bool:
    """A slip opens the whole account: it is handed out only by someone who may do all that the account may.

    `giver`: roles in the organisation, and across the network. `receiver`: roles in the organisation; `elsewhere` says
    whether the account also has one in another, or across the network. A coach hands slips to entrepreneurs only; a network
    administrator, who has no way into an organisation's files, only to an account that never had a password.
    """
    if elsewhere:
        return False
    if Role.MANAGER in giver or (Role.COACH in giver and set(receiver) <= {Role.ENTREPRENEUR}):
        return True
    return Role.NETWORK_ADMINISTRATOR in giver and is_unused
