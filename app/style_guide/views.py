"""`/style-guide`, registered in development and in tests only."""

from __future__ import annotations

from flask import render_template, request

from app.kernel import i18n
from app.kernel.access import Permission
from app.kernel.blueprint import FeatureBlueprint
from app.style_guide import samples

style_guide = FeatureBlueprint("style_guide", __name__, scoped=False)


@style_guide.get("/style-guide", access=Permission.PUBLIC)
def page() -> str:
    """Every macro, in the reader's language; `?theme=light` or `dark` shows one scheme whatever the device prefers."""
    theme = request.args.get("theme")
    texts = samples.TEXTS[i18n.language()]
    return render_template(
        "style_guide/page.html",
        texts=texts,
        samples=samples,
        form=samples.sample_form(texts),
        filters=samples.sample_form(texts, prefix="filter-"),
        theme=theme if theme in ("light", "dark") else None,
    )
