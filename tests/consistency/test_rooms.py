"""Who may import whom: arrows point down the floors only (docs/adr, the plan of the house)."""

from __future__ import annotations

from tests.consistency.code import imported, modules

FLOORS = (
    {"kernel"},
    {"pdf"},
    {"network"},
    {"accounts"},
    {"own_fields"},
    {"members"},
    {"social", "work_relations", "shares", "papers"},
    {"imports", "duplicates", "transfers"},
    {"activity", "coaching", "workshops"},
    {"statements"},
    {"attestations", "past_records"},
    {"reports"},
    {"dashboard"},
)
LEVEL = {room: level for level, floor in enumerate(FLOORS) for room in floor}
BESIDE = {"operations", "style_guide"}  # stand on the kernel alone
READS_EVERYTHING = {"reports", "dashboard"}
HIDDEN = {"forms", "views"}  # of another room


def room_of(module: str) -> str | None:
    parts = module.split(".") if "/" not in module else module.removesuffix(".py").split("/")
    return parts[1] if len(parts) > 2 or (len(parts) == 2 and parts[1] in LEVEL) else None


def test_arrows_point_down() -> None:
    wrong = []
    for path, tree in modules().items():
        here = room_of(path)
        if here not in LEVEL:
            continue
        for module, line in imported(tree):
            there = room_of(module) if module.startswith("app.") else None
            if there in LEVEL and there != here and LEVEL[there] >= LEVEL[here]:
                wrong.append(f"{path}:{line} imports {module}: {here} stands below or beside {there}")
    assert not wrong, "\n".join(wrong)


def test_rooms_beside_stand_on_the_kernel() -> None:
    wrong = [
        f"{path}:{line} {module}"
        for path, tree in modules().items()
        if room_of(path) in BESIDE
        for module, line in imported(tree)
        if module.startswith("app.") and room_of(module) in LEVEL.keys() - {"kernel"}
    ]
    assert not wrong, "\n".join(wrong)


def test_a_room_calls_anothers_queries_and_services_not_its_pages() -> None:
    wrong = []
    for path, tree in modules().items():
        here = room_of(path)
        for module, line in imported(tree):
            there = room_of(module) if module.startswith("app.") else None
            is_page = (
                there in LEVEL and there not in (here, "kernel", "pdf") and bool(HIDDEN & set(module.split(".")[2:3]))
            )
            if is_page and here is not None:
                wrong.append(f"{path}:{line} imports {module}: call its queries or services")
    assert not wrong, "\n".join(wrong)


def test_rules_know_neither_flask_nor_the_database() -> None:
    wrong = [
        f"{path}:{line} {module}"
        for path, tree in modules().items()
        if path.endswith("/rules.py")
        for module, line in imported(tree)
        if module.split(".")[0] in ("flask", "sqlalchemy")
    ]
    assert not wrong, "values in, decision out: move this to queries.py or services.py\n" + "\n".join(wrong)


NEVER = {  # file of a room: what it never imports, and where that belongs
    "models.py": (
        {"flask", "flask_login", "wtforms", "werkzeug"},
        "tables know no request: move it to pages.py or views.py",
    ),
    "services.py": ({"flask", "flask_login", "wtforms", "werkzeug"}, "verbs know no request: pass values as arguments"),
    "policy.py": ({"sqlalchemy", "flask_sqlalchemy", "app.kernel.database", "app.extensions"}, "ask queries.py"),
    "forms.py": ({"sqlalchemy", "app.kernel.database", "app.extensions"}, "choices come in as arguments"),
    "labels.py": ({"sqlalchemy", "flask", "app.kernel.database", "app.extensions"}, "words only"),
    "errors.py": ({"sqlalchemy", "flask", "app.kernel.database", "app.extensions"}, "sentences only"),
    "queries.py": ({"wtforms", "flask_login"}, "reads know no form"),
}


def test_each_file_of_a_room_keeps_to_its_work() -> None:
    wrong = []
    for path, tree in modules().items():
        room, _slash, name = path.removeprefix("app/").partition("/")
        never, advice = NEVER.get(name, (set(), "")) if room != "kernel" else (set(), "")
        for module, line in imported(tree):
            if module in never or module.partition(".")[0] in never:
                wrong.append(f"{path}:{line} imports {module}: {advice}")
    assert not wrong, "\n".join(wrong)


def test_only_the_papers_room_knows_weasyprint() -> None:
    wrong = [
        f"{path}:{line}"
        for path, tree in modules().items()
        if not path.startswith("app/pdf/")
        for module, line in imported(tree)
        if module.split(".")[0] == "weasyprint"
    ]
    assert not wrong, "call app.pdf instead"
