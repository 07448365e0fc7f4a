"""Pages are a skin: they import no numbers and compute nothing."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.MatMult)


def imported(path):
    """The top-level packages that a file imports anywhere, functions included."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("path", sorted((ROOT / "simulator/ui").glob("page_*.py")))
def test_pages_do_no_arithmetic(path):
    """A page shows what other modules work out; it only joins text."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ARITHMETIC):
            operands = (node.left, node.right)
            assert any(
                isinstance(o, ast.JoinedStr)
                or (isinstance(o, ast.Constant) and isinstance(o.value, str))
                for o in operands
            ), f"{path.name}:{node.lineno} computes"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"sum", "abs", "round", "pow", "divmod"}, node.lineno


def test_pages_import_no_numbers():
    """NumPy, pandas and SciPy belong left of the pages."""
    for path in (ROOT / "simulator/ui").glob("*.py"):
        assert not {"numpy", "scipy", "sklearn"} & {n.split(".")[0] for n in imported(path)}, path


def test_the_entry_only_navigates():
    """streamlit_app.py defines no function and computes nothing."""
    tree = ast.parse((ROOT / "streamlit_app.py").read_text("utf-8"))
    assert not [n for n in ast.walk(tree) if isinstance(n, (ast.FunctionDef, ast.BinOp, ast.For))]
