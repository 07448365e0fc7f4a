"""Matchers that other packages bring: the example, installed; and broken ones, refused."""

from __future__ import annotations

import importlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from simulator.errors import FalseMatchError
from simulator.matchers.base import Face, FailureToEnrol, Matcher
from simulator.matchers.plugins import CheckedMatcher, PluginError, load_plugin, plugin_names
from simulator.matchers.registry import load_matcher, matcher_info
from simulator.storage.paths import bundled

EXAMPLE = bundled("docs") / "example-matcher"


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    load_plugin.cache_clear()
    yield
    load_plugin.cache_clear()


def installed_by_hand(folder: Path, code: str, entry: str = "mine = brought:Made") -> Path:
    """Write an installer's files: a module and a dist-info folder with entry points."""
    folder.mkdir(exist_ok=True)
    (folder / "brought.py").write_text(code)
    info = folder / "brought-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: brought\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[falsematch.matchers]\n{entry}\n")
    return folder


@pytest.fixture
def on_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder from which packages are imported during one test."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.delitem(sys.modules, "brought", raising=False)
    importlib.invalidate_caches()
    return folder


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """docs/example-matcher, built and installed into a folder of its own by uv."""
    beside = Path(sys.executable).with_name("uv")
    uv = os.environ.get("UV") or shutil.which("uv") or (str(beside) if beside.is_file() else None)
    if uv is None:
        pytest.skip("needs uv to build and install the example: run `make test`")
    target = tmp_path_factory.mktemp("installed")
    command = [uv, "pip", "install", "-q", "--no-deps", "--python", sys.executable]
    source = tmp_path_factory.mktemp("source") / "example"
    shutil.copytree(EXAMPLE, source)
    subprocess.run([*command, "--target", str(target), str(source)], check=True)
    return target


STEPS = """
from simulator.cli.main import main
import sys
sys.argv = ["falsematch", *sys.argv[1:]]
main()
"""


def falsematch(example: Path, home: Path, *arguments: str) -> str:
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(example), *sys.path]),
        "FALSEMATCH_DATA": str(home / "data"),
        "FALSEMATCH_CACHE": str(home / "cache"),
    }
    done = subprocess.run(
        [sys.executable, "-c", STEPS, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_the_example_as_an_installed_package(example: Path, tmp_path: Path) -> None:
    """Two folders are added with it and one is searched in the other: a whole run, no dlib."""
    random = np.random.default_rng(0)
    for name, people in (("probes", 4), ("gallery", 6)):
        for person in range(people):
            folder = tmp_path / name / f"{name}-{person}"
            folder.mkdir(parents=True)
            small = Image.fromarray(random.integers(0, 255, (9, 9, 3), np.uint8))
            small.resize((90, 90), Image.Resampling.BICUBIC).save(folder / "one.png")
        base = ["datasets", "add", name, "--photos", str(tmp_path / name)]
        falsematch(example, tmp_path, *base, "--layout", "folders", "--matcher", "tiny-grey")
    run = ["run", "--probes", "probes", "--gallery", "gallery", "--matcher", "tiny-grey", "--json"]
    made = json.loads(falsematch(example, tmp_path, *run, "--distance", "1.9"))
    assert made["matcher"] == {"name": "tiny-grey", "version": "0.1.0"}
    assert (made["probes"]["searched"], made["gallery"]["photos"]) == (4, 6)
    assert made["false_matches"] == 4
    assert made["threshold"]["confidence"] is None


def test_the_example_keeps_the_protocol(example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its entry point's name, with the types that the protocol states."""
    monkeypatch.syspath_prepend(str(example))
    assert "tiny-grey" in plugin_names()
    matcher = load_matcher("tiny-grey")
    assert isinstance(matcher, Matcher)
    assert matcher.info == matcher_info("tiny-grey")
    picture = np.random.default_rng(1).integers(0, 255, (80, 60, 3), np.uint8)
    face = matcher.encode(picture)
    assert isinstance(face, Face)
    assert face.vector.shape == (256,)
    assert isinstance(matcher.encode(picture[:9]), FailureToEnrol)
    assert isinstance(matcher.encode(np.zeros((80, 60, 3), np.uint8)), FailureToEnrol)


HEAD = (
    "import numpy as np\nfrom simulator.matchers.base import *\n"
    "class Made:\n    info = MatcherInfo('mine', '1', 2, {})\n    def encode(self, pixels):\n"
)
FACE = "Face((0, 1, 1, 0), np.zeros((68, 2), 'i4'), {vector}, 0, (9, 9))"
ANSWERS = {
    "nothing": "None",
    "a list": "[1.0, 2.0]",
    "too long": FACE.format(vector="np.zeros(3, 'f4')"),
    "double": FACE.format(vector="np.zeros(2)"),
    "not a number": FACE.format(vector="np.full(2, np.nan, 'f4')"),
    "an error": "1 / 0",
}


@pytest.mark.parametrize("name", list(ANSWERS))
def test_a_wrong_answer_is_refused(on_path: Path, name: str) -> None:
    """Before it can be kept: encodings are compared for a long time."""
    installed_by_hand(on_path, HEAD + f"        return {ANSWERS[name]}\n")
    matcher = load_matcher("mine")
    with pytest.raises(PluginError, match="'mine'"):
        matcher.encode(np.zeros((9, 9, 3), np.uint8))


def test_a_right_answer_passes(on_path: Path) -> None:
    """The matcher works with a proper vector, and with several photos in a row."""
    face = FACE.format(vector="np.zeros(2, 'f4')")
    installed_by_hand(on_path, HEAD + f"        return {face}\n")
    matcher = load_matcher("mine")
    assert isinstance(matcher, CheckedMatcher)
    picture = np.zeros((9, 9, 3), np.uint8)
    assert all(isinstance(found, Face) for found in matcher.encode_all([picture, picture]))


BROKEN = {
    "no module": ("", "mine = nowhere:Made"),
    "no such name": ("", "mine = brought:Made"),
    "does not import": ("1 / 0", "mine = brought:Made"),
    "needs arguments": ("class Made:\n    def __init__(self, x): pass\n", "mine = brought:Made"),
    "no matcher": ("Made = dict", "mine = brought:Made"),
    "another name": (HEAD + "        return None\n", "other = brought:Made"),
}


@pytest.mark.parametrize("name", list(BROKEN))
def test_a_broken_plugin_is_one_sentence(on_path: Path, name: str) -> None:
    """Whatever is wrong with it, the other matchers still work."""
    code, entry = BROKEN[name]
    installed_by_hand(on_path, code, entry)
    with pytest.raises(PluginError, match="expected a matcher"):
        load_matcher(entry.split()[0])
    assert matcher_info("dlib").name == "dlib"


def test_a_plugin_cannot_take_a_built_in_name(on_path: Path) -> None:
    """dlib stays dlib."""
    installed_by_hand(on_path, HEAD + "        return None\n", "dlib = brought:Made")
    assert matcher_info("dlib").dimension == 128


def test_an_unknown_matcher_lists_the_known_ones(on_path: Path) -> None:
    """The names include those of plugins."""
    installed_by_hand(on_path, HEAD + "        return None\n")
    with pytest.raises(FalseMatchError, match=r"dlib.*mine.*'psychic'"):
        load_matcher("psychic")
