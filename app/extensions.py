"""Extension objects only; `create_app` binds them to the application."""

from flask import Flask
from flask_compress import Compress
from flask_login import LoginManager
from flask_wtf import CSRFProtect

from app.kernel.database import db

compress = Compress()
csrf = CSRFProtect()
login_manager = LoginManager()


def prepare_migrations(app: Flask) -> None:
    """Give the application `flask db`. Its library takes 11 MB, so servers do without it."""
    from flask_migrate import Migrate

    Migrate(app, db, render_as_batch=True, compare_type=True)


__all__ = ["compress", "csrf", "db", "login_manager", "prepare_migrations"]
