"""The social file of a member: education, occupation, family, trades, social protection, each asked for a reason."""

from __future__ import annotations

from flask import Flask


def open_room(app: Flask) -> None:
    from app.social import pages
    from app.social.fact_views import blueprint as facts
    from app.social.views import blueprint

    app.register_blueprint(blueprint)
    app.register_blueprint(facts)
    app.jinja_env.filters["period"] = pages.period_in_words
    app.jinja_env.filters["occupations_for"] = pages.occupations_in_words
