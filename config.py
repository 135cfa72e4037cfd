"""Every setting of the house, read from the environment once, when the application is created.

`APP_ENV` is one of `development`, `testing`, `demo`, `production`. Production refuses to start on values
that are missing or unsafe, and says which.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

ENVIRONMENTS = ("development", "testing", "demo", "production")
SHORTEST_SECRET = 32


class UnsafeSettings(SystemExit):
    """The process stops: a setting is missing or unsafe. The message says what to set."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    environment: str
    secret_key: str
    public_base_url: str  # the only address that links, mails and QR codes are made from
    database_url: str
    data_dir: Path  # database, files, outbox, jobs
    identity_key_file: Path  # the key of encrypted identity numbers: keep it apart from the database
    host: str
    port: int
    trusted_proxy_count: int  # 0: forwarded headers are ignored
    default_country: str  # formats of pages outside any organisation
    demo_today: str | None  # fixes the demonstration's date, ISO
    smtp_url: str | None  # smtp://user:password@host:587; without it mails are written to DATA_DIR/outbox
    mail_from: str
    jobs_url: str | None  # None: SQLite in DATA_DIR; redis://… where there are several machines

    @property
    def is_production(self) -> bool:
        return self.environment == "production"

    @property
    def trusted_hosts(self) -> list[str]:
        public = self.public_base_url.split("://", 1)[-1].split("/", 1)[0].rsplit(":", 1)[0]
        if self.is_production:
            return [public]
        return sorted({"localhost", "127.0.0.1", self.host, public})

    def as_flask_config(self) -> dict[str, object]:
        secure = self.public_base_url.startswith("https://")
        return {
            "SETTINGS": self,
            "APP_ENV": self.environment,
            "SECRET_KEY": self.secret_key,
            "TESTING": self.environment == "testing",
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "DATA_DIR": self.data_dir,
            "PUBLIC_BASE_URL": self.public_base_url.rstrip("/"),
            "TRUSTED_HOSTS": self.trusted_hosts,
            "TRUSTED_PROXY_COUNT": self.trusted_proxy_count,
            "DEFAULT_COUNTRY": self.default_country,
            "DEMO_TODAY": self.demo_today,
            "IS_DEMO": self.environment == "demo",
            "MAX_CONTENT_LENGTH": 8 * 1024 * 1024,
            "MAX_FORM_MEMORY_SIZE": 512 * 1024,
            "MAX_FORM_PARTS": 500,
            "SESSION_COOKIE_NAME": "__Host-moucharaka" if secure else "moucharaka",
            "SESSION_COOKIE_SECURE": secure,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "PERMANENT_SESSION_LIFETIME": timedelta(days=30),
            "SESSION_REFRESH_EACH_REQUEST": False,
            "WTF_CSRF_TIME_LIMIT": None,  # a token lives as long as its session
            "WTF_CSRF_SSL_STRICT": secure,
            "COMPRESS_ALGORITHM": ["br", "gzip"],
            "COMPRESS_MIN_SIZE": 1024,
            "SEND_FILE_MAX_AGE_DEFAULT": timedelta(hours=1),
        }


def load_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; `UnsafeSettings` names the first one that cannot be accepted."""
    environment = environ.get("APP_ENV", "development")
    if environment not in ENVIRONMENTS:
        raise UnsafeSettings(f"APP_ENV is {environment!r}; it must be one of {', '.join(ENVIRONMENTS)}.")
    root = Path(__file__).resolve().parent
    data_dir = Path(environ.get("DATA_DIR", root / "instance")).resolve()
    host, port = environ.get("HOST", "127.0.0.1"), int(environ.get("PORT", "5000"))
    settings = Settings(
        environment=environment,
        secret_key=_secret_key(environ, environment, data_dir),
        public_base_url=environ.get("PUBLIC_BASE_URL") or _local_address(environment, host, port),
        database_url=_database_url(environ, data_dir),
        data_dir=data_dir,
        identity_key_file=Path(environ.get("IDENTITY_KEY_FILE", data_dir / "keys" / "identity.key")),
        host=host,
        port=port,
        trusted_proxy_count=int(environ.get("TRUSTED_PROXY_COUNT", "0")),
        default_country=environ.get("DEFAULT_COUNTRY", "MA"),
        demo_today=environ.get("DEMO_TODAY") if environment != "production" else None,
        smtp_url=environ.get("SMTP_URL"),
        mail_from=environ.get("MAIL_FROM", "Moucharaka <no-reply@moucharaka.example>"),
        jobs_url=environ.get("JOBS_URL"),
    )
    _refuse_unsafe(settings, environ)
    return settings


def _secret_key(environ: Mapping[str, str], environment: str, data_dir: Path) -> str:
    """The key of signed cookies; outside production one is made and kept in DATA_DIR."""
    if given := environ.get("SECRET_KEY"):
        return given
    if environment == "production":
        raise UnsafeSettings("SECRET_KEY is missing: set it to 32 random characters or more.")
    if environment == "testing":
        return "testing-only-" + "k" * SHORTEST_SECRET
    kept = data_dir / "keys" / "secret.key"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(48))
    return kept.read_text().strip()


def _local_address(environment: str, host: str, port: int) -> str:
    if environment == "production":
        raise UnsafeSettings("PUBLIC_BASE_URL is missing: the address printed on papers, such as https://example.org")
    shown = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::1", "::") else host
    return f"http://{shown}:{port}"


def _database_url(environ: Mapping[str, str], data_dir: Path) -> str:
    url = environ.get("DATABASE_URL") or f"sqlite:///{data_dir / 'moucharaka.sqlite'}"
    return url.replace("postgres://", "postgresql+psycopg://", 1).replace("postgresql://", "postgresql+psycopg://", 1)


def _refuse_unsafe(settings: Settings, environ: Mapping[str, str]) -> None:
    if not settings.is_production:
        return
    if len(settings.secret_key) < SHORTEST_SECRET:
        raise UnsafeSettings(f"SECRET_KEY is shorter than {SHORTEST_SECRET} characters.")
    if not settings.public_base_url.startswith("https://") and settings.trusted_hosts[0] not in (
        "localhost",
        "127.0.0.1",
    ):
        raise UnsafeSettings("PUBLIC_BASE_URL must start with https:// in production.")
    if environ.get("FLASK_DEBUG") not in (None, "", "0"):
        raise UnsafeSettings("FLASK_DEBUG must not be set in production.")
