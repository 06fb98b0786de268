"""Who may import whom: bot → scheduler → storage, everyone → locales."""

import ast

from tests.sources import PACKAGES, imports, modules, tree

MAY_IMPORT = {
    "bot": {"bot", "scheduler", "storage", "locales"},
    "scheduler": {"scheduler", "storage", "locales"},
    "storage": {"storage", "locales"},
    "locales": {"locales"},
}
ONLY_IN: dict[str, str | tuple[str, ...]] = {
    "telegram": "bot.channels.telegram",
    "apscheduler": "scheduler.tick",
    "prometheus_client": "bot.monitoring.",
    "uvicorn": ("bot.demo", "bot.monitoring."),
}


def test_layers_are_imported_downwards_only() -> None:
    faults = [
        f"{module}:{line} imports {name}"
        for module, path in modules()
        for name, line, _ in imports(path)
        if name.split(".")[0] in PACKAGES and name.split(".")[0] not in MAY_IMPORT[module.split(".")[0]]
    ]
    assert faults == []


def test_a_platforms_library_is_named_in_one_place() -> None:
    faults = [
        f"{module}:{line} imports {name}"
        for module, path in modules()
        for name, line, _ in imports(path)
        if (place := ONLY_IN.get(name.split(".")[0])) and not module.startswith(place)
    ]
    assert faults == []


def test_imports_are_absolute_and_at_the_top() -> None:
    faults = [
        f"{module}:{line} imports {name}"
        for module, path in modules()
        for name, line, top in imports(path)
        if name.startswith(".") or not top
    ]
    assert faults == []


def test_queries_are_written_in_storage() -> None:
    faults = [
        f"{module}:{node.lineno}"
        for module, path in modules()
        if not module.startswith("storage.")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "select"
    ]
    assert faults == []


def test_what_reads_files_and_messages_needs_no_database() -> None:
    faults = [
        f"{module}:{line} imports {name}"
        for module, path in modules()
        if module.startswith(("scheduler.plans", "scheduler.rosters", "scheduler.checklists", "bot.intents"))
        for name, line, _ in imports(path)
        if name.split(".")[0] in {"storage", "sqlmodel", "sqlalchemy"}
    ]
    assert faults == []
