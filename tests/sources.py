"""The project's own source files, for the tests that read code instead of running it."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "scheduler", "storage", "locales")


def modules() -> Iterator[tuple[str, Path]]:
    """Each module's dotted name and its file."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield ".".join(path.relative_to(ROOT).with_suffix("").parts), path


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def imports(path: Path) -> Iterator[tuple[str, int, bool]]:
    """(module imported, line, whether at the top of the file) for each import of a file."""
    top = set(map(id, tree_body := tree(path).body))
    for node in ast.walk(ast.Module(tree_body, [])):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = ["." * node.level + (node.module or "")]
        for name in names:
            yield name, getattr(node, "lineno", 0), id(node) in top
