"""The house: packages by layer, files of one idea, and a test file beside every module."""

from __future__ import annotations

import re
from collections import Counter
from graphlib import TopologicalSorter
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "simulator"
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py")
LONGEST, SHORTEST, ENTRIES = 400, 15, 12


def rows_below(heading: str) -> list[tuple[str, str]]:
    """Return (first cell, second cell) of each row of the table below a heading."""
    section = CONTRIBUTING.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("|")]
    return [(row[0].strip(), row[1].strip()) for row in rows[2:]]


def name_of(path: Path) -> str:
    """Return a module's path below simulator/."""
    return path.relative_to(PACKAGE).as_posix()


EXCEPTIONS = {name.strip("`"): reason for name, reason in rows_below("Files that are exceptions")}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_module_has_a_test_file_or_a_reason(path: Path) -> None:
    """tests/ mirrors simulator/: a/b.py is tested by tests/a/test_b.py."""
    test = ROOT / "tests" / path.relative_to(PACKAGE).with_name(f"test_{path.name}")
    assert test.is_file() != (name_of(path) in EXCEPTIONS)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_file_holds_one_idea(path: Path) -> None:
    """A file of more than 400 lines holds two ideas, one of fewer than 15 holds none."""
    lines = len(path.read_text("utf-8").splitlines())
    assert lines <= LONGEST
    assert lines >= SHORTEST or name_of(path) in EXCEPTIONS


def test_exceptions_are_modules() -> None:
    """No exception outlives its file."""
    assert set(EXCEPTIONS) <= {name_of(path) for path in MODULES}


def test_folders_are_small() -> None:
    """A folder has at most twelve entries on average."""
    entries = [
        path
        for path in PACKAGE.rglob("*")
        if "__pycache__" not in path.parts and path.name not in ("__init__.py", "bundle")
    ]
    folders = Counter(path.parent for path in entries)
    assert sum(folders.values()) / len(folders) <= ENTRIES


def test_the_table_of_layers_is_the_contract() -> None:
    """CONTRIBUTING names every package, in the order that `make lint` enforces."""
    contract = (ROOT / "pyproject.toml").read_text("utf-8").split("layers = [", 1)[1]
    enforced = re.findall(r'"(\w+)"', contract.split("]", 1)[0])
    described = [name.strip("`/") for name, _ in rows_below("Packages, lowest layer first")]
    assert ["errors.py", *described] == ["errors.py", *reversed(enforced[:-1])]


@pytest.mark.parametrize(("idea", "place"), rows_below("Where to find it"))
def test_ideas_are_found_by_name(idea: str, place: str) -> None:
    """Each place is there, and what it names is in it."""
    links = re.findall(r"`([^`]+)`", place)
    assert links, idea
    path, _, name = links[0].partition("::")
    assert (ROOT / path).exists()
    assert not name or re.search(rf"\b{re.escape(name)}\b", (ROOT / path).read_text("utf-8"))


def test_no_module_needs_itself() -> None:
    """No circle of imports, of modules or of a package and what is in it."""
    graph = grimp.build_graph("simulator", cache_dir=None)
    TopologicalSorter(
        {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    ).prepare()
