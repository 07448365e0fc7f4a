"""No arrow runs backwards: who may import what."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FILES = sorted((ROOT / "simulator").rglob("*.py"))


def imported(path: Path) -> set[str]:
    """Every module that a file names in an import, inside functions too."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_streamlit_and_face_recognition_stay_where_they_belong(path: Path) -> None:
    """Streamlit only in the app; face_recognition and dlib only behind the matcher."""
    roots = {name.partition(".")[0] for name in imported(path)}
    inside_ui = (ROOT / "simulator" / "ui") in path.parents
    assert inside_ui or "streamlit" not in roots
    assert (ROOT / "simulator" / "matchers") in path.parents or not roots & {
        "face_recognition",
        "dlib",
    }
    assert not roots & {"pickle", "shelve", "marshal"}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork to be quick")
def test_every_module_can_be_the_first_that_is_imported() -> None:
    """No module needs another to have been imported before it: no circle."""
    outside_ui = [path for path in FILES if "ui" not in path.parts]
    names = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in outside_ui
    ]
    script = f"""
import contextlib, importlib, os, sys
def load_all():
    for name in {names!r}:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
read, write = os.pipe()
if os.fork() == 0:
    load_all()
    os.write(write, " ".join(n for n in sys.modules if not n.startswith("simulator")).encode())
    os._exit(0)
os.close(write)
for name in open(read).read().split():  # what others made is imported once
    with contextlib.suppress(Exception):
        importlib.import_module(name)
assert not any(name.startswith("simulator") for name in sys.modules)
for name in {names!r}:
    child = os.fork()
    if child == 0:
        try:
            importlib.import_module(name)
        except ImportError as error:
            # A package that is not installed here is no circle.
            os._exit("circular" in str(error) or "partially initialized" in str(error))
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        print(name)
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert (done.stdout, done.returncode) == ("", 0)
