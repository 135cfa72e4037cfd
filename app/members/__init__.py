"""The member's file: who the person is, and who supports them from when to when."""

from __future__ import annotations

from flask import Flask

from app.kernel.reach import answer_for


def open_room(app: Flask) -> None:
    from app.accounts.queries import name_of
    from app.members import names_shown, pages, parcours_pages, privacy, queries, slips
    from app.members.parcours_views import blueprint as parcours
    from app.members.photo_views import blueprint as photos
    from app.members.reach import files_within_reach
    from app.members.sections import sections_of
    from app.members.views import blueprint
    from app.network.labels import NATURE_TONE

    app.register_blueprint(blueprint)
    app.register_blueprint(parcours)
    app.register_blueprint(photos)
    answer_for("members.show_member", "member_id", files_within_reach)
    app.jinja_env.filters["full_name"] = names_shown.full_name_here
    app.jinja_env.filters["addressed"] = names_shown.addressed
    app.jinja_env.filters["other_name"] = names_shown.other_name_here
    app.jinja_env.filters["account_name"] = name_of
    app.jinja_env.filters["nature_tone"] = NATURE_TONE.get
    app.jinja_env.filters["in_words_for"] = parcours_pages.steps_in_words
    app.jinja_env.filters["when_supported"] = pages.when_supported
    app.jinja_env.globals["file_sections"] = sections_of
    app.jinja_env.globals["privacy_notice_texts"] = privacy.notice_texts
    app.jinja_env.globals["most_alike"] = queries.MOST_ALIKE
    app.jinja_env.globals["slip_texts"] = slips.slip_texts
    _open_lists(app)


def _open_lists(app: Flask) -> None:
    from app.members import list_columns, list_filters
    from app.members.lists_views import blueprint as lists
    from app.members.own_columns import OWN_COLUMNS
    from app.members.own_filters import OWN_FILTERS
    from app.members.together_views import blueprint as together

    app.register_blueprint(lists)
    app.register_blueprint(together)
    list_filters.use_own_filters(OWN_FILTERS)
    list_columns.use_own_columns(OWN_COLUMNS)
