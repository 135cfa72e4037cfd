"""The application as servers and the `flask` command find it."""

from app import create_app

app = create_app()
