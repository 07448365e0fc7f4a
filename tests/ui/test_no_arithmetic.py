"""Pages are a skin: they import no numbers and compute nothing."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.MatMult)


def imported(path):
    """Return the top-level packages that a file imports anywhere, functions included."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


MECHANICS = {
    "cached.py",  # the caches
    "components.py",  # the pictures' files
    "jobs.py",  # how far long work is
    "listening.py",  # names and ports of the server
    "memory_limit.py",  # megabytes that the server takes
    "page_root.py",  # bytes of the page that is served
    "threshold_setting.py",  # revisions of the control
}
"""Files of the app that show nothing."""
SHOWING = sorted(
    path for path in (ROOT / "simulator/ui").rglob("*.py") if path.name not in MECHANICS
)
REDUCING = {"sum", "abs", "round", "pow", "divmod"}
METHODS = {"sum", "mean", "median", "std", "var", "round", "cumsum", "cumprod", "quantile", "dot"}


def is_text(node):
    """Return whether an operand is written as text."""
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def computing(tree):
    """Return the lines on which a file computes; joining texts and counting up do not count."""
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ARITHMETIC):
            counts_on = isinstance(node.right, ast.Constant) and node.right.value == 1
            if not (is_text(node.left) or is_text(node.right) or counts_on):
                yield node.lineno
        elif isinstance(node, ast.AugAssign) and not is_text(node.value):
            yield node.lineno
        elif isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Name) and called.id in REDUCING:
                yield node.lineno
            if isinstance(called, ast.Attribute) and called.attr in METHODS:
                yield node.lineno


@pytest.mark.parametrize("path", SHOWING, ids=lambda path: path.name)
def test_pages_do_no_arithmetic(path):
    """A page and its parts show what other modules calculate; they only join text."""
    assert list(computing(ast.parse(path.read_text("utf-8")))) == []


@pytest.mark.parametrize(
    "line",
    ["a + b", "100 * rate", "k / n", "x -= 1", "sum(rates)", "table.mean()", "2**n", "k // 2"],
)
def test_arithmetic_is_recognized(line):
    """Every form of arithmetic is recognized, and joining texts is not one."""
    assert list(computing(ast.parse(line))) == [1]
    assert list(computing(ast.parse('f"{a}" + "b"'))) == []


def test_pages_import_no_numbers():
    """NumPy, pandas and SciPy belong in lower layers than the pages."""
    for path in (ROOT / "simulator/ui").rglob("*.py"):
        assert not {"numpy", "scipy", "sklearn"} & {n.split(".")[0] for n in imported(path)}, path


def test_the_entry_only_navigates():
    """streamlit_app.py defines no function and computes nothing."""
    tree = ast.parse((ROOT / "streamlit_app.py").read_text("utf-8"))
    assert not [n for n in ast.walk(tree) if isinstance(n, (ast.FunctionDef, ast.BinOp, ast.For))]
