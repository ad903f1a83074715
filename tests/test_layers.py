"""The layering, held by reading every import of the package, those inside functions included."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "backchannel"
STAGES = {"articles", "coding", "grounding", "ledger", "prediction", "publish"}
BELOW = {"records", "errors", "rules", "ontology"}
JOINED = {"pipeline", "ledger", "prediction", "publish"}

# part of the package: the parts that it may import beside itself
ALLOWED = {
    "__init__": set(),
    "records": set(),
    "errors": set(),
    "rules": {"errors"},
    "models": {"errors"},
    "ontology": {"records", "errors", "rules"},
    **{stage: BELOW | {"models"} for stage in STAGES},
    "pipeline": BELOW | STAGES,
    "runners": BELOW | JOINED,
    "serve": BELOW | JOINED,
    "watch": BELOW | JOINED,
    "demo": BELOW,
    "commands": BELOW | STAGES | {"pipeline", "runners", "serve", "watch", "demo"},
    "cli": BELOW | {"commands"},
}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(tree: ast.AST) -> set[str]:
    """Every dotted name of ours that the code imports, wherever the import stands."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in names if name.split(".")[0] == "backchannel"}


def part_imports(tree: ast.AST) -> set[str]:
    return {name.split(".")[1] for name in imported(tree) if "." in name} - {"__version__"}


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_each_module_imports_only_what_its_part_may(path: Path) -> None:
    part = part_of(path)
    assert part in ALLOWED, f"{part} has no place in the layering: give it one here and in the design"
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert part_imports(tree) - {part} <= ALLOWED[part]


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_command_line_prints(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    if part_of(path) not in {"cli", "commands"}:
        assert not [call.lineno for call in calls if call.func.id in {"print", "exit", "quit"}]


def test_an_import_inside_a_function_is_seen() -> None:
    tree = ast.parse("def f():\n    from backchannel.cli import main\n    import backchannel.ledger.store\n")
    assert part_imports(tree) == {"cli", "ledger"}


def test_an_import_of_the_package_itself_is_seen() -> None:
    assert part_imports(ast.parse("from backchannel import pipeline")) == {"pipeline"}


@pytest.mark.parametrize("heavy", ["spacy", "trafilatura", "sqlalchemy", "fastapi", "rich", "numpy"])
def test_help_loads_nothing_heavy(heavy: str) -> None:
    """What ``backchannel --help`` imports at module level, followed through our own modules."""
    seen: set[str] = set()
    waiting = ["cli"]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        path = PACKAGE / Path(*name.split("."))
        path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Import):
                assert heavy not in {alias.name.split(".")[0] for alias in node.names}, name
            elif isinstance(node, ast.ImportFrom) and node.module:
                assert node.module.split(".")[0] != heavy, name
                if node.module.startswith("backchannel."):
                    waiting.append(node.module.removeprefix("backchannel."))
