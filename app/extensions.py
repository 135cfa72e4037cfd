"""Extension objects only; `create_app` binds them to the application."""

from flask_compress import Compress
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf import CSRFProtect

from app.kernel.database import db

compress = Compress()
csrf = CSRFProtect()
login_manager = LoginManager()
migrate = Migrate()

__all__ = ["compress", "csrf", "db", "login_manager", "migrate"]
