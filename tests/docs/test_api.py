"""docs/api.md: it lists the public names, and its examples run."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from pathlib import Path

import pytest

import simulator

PAGE = Path(__file__).resolve().parents[2] / "docs" / "api.md"
TEXT = PAGE.read_text("utf-8")
EXAMPLES = "\n".join(re.findall(r"^```python\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL))


@pytest.mark.slow
def test_the_examples_run(tmp_path: Path) -> None:
    """They run in the order of the page and print what it says; `folder` is a scratch folder."""
    parser, runner = doctest.DocTestParser(), doctest.DocTestRunner()
    test = parser.get_doctest(EXAMPLES, {"folder": str(tmp_path)}, PAGE.name, str(PAGE), 0)
    assert len(test.examples) > 30
    printed: list[str] = []
    assert runner.run(test, out=printed.append).failed == 0, "".join(printed)


@pytest.mark.parametrize("name", simulator.__all__)
def test_every_public_name_exists_and_has_an_example(name: str) -> None:
    """A name that cannot be imported, or that the page forgot, is not public."""
    assert callable(getattr(simulator, name))
    assert re.search(rf"\b{name}\b", EXAMPLES)


def test_the_page_names_nothing_private() -> None:
    """Every import of an example is of a public name."""
    imported = re.findall(r"from (simulator\S*) import (.+)", EXAMPLES)
    assert {module for module, _ in imported} == {"simulator"}
    names = {name.strip() for _, listed in imported for name in listed.split(",")}
    assert names == set(simulator.__all__)


def test_a_name_that_does_not_exist() -> None:
    """It is an AttributeError, as of any module."""
    with pytest.raises(AttributeError, match="no_such_name"):
        simulator.no_such_name  # noqa: B018 - the access is the test


def test_the_package_alone_imports_nothing_heavy() -> None:
    """Public names are imported when they are used, so that the command line starts at once."""
    code = "import sys, simulator; print({'numpy', 'pandas', 'scipy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
