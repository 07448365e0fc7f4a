"""docs/batch.md: the instructor's five recipes, run from the page's own files and commands.

They run in a small form: the ends of every list and two draws. Ready-made grids are only checked
here, because ``tests/sweep/test_ready_made.py`` runs each.
"""

from __future__ import annotations

import html
import json
import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from support.command_line import Run, one_line

from simulator.datasets.dataset import load_dataset
from simulator.matchers.plugins import load_plugin
from simulator.storage.formats.toml_files import parse_toml, read_toml
from simulator.storage.paths import bundled
from simulator.sweep.ready_made import all_grids
from simulator.sweep.sweep_folder import read_sweep

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "batch.md").read_text("utf-8")
SECTION = TEXT.split("## Five questions of an instructor\n")[1].split("\n## ")[0]
RECIPES = SECTION.split("\n### ")[1:]
FILE = re.compile(r"^`([\w-]+\.\w+)`.*?:\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def commands(recipe: str) -> list[str]:
    """Return the lines that a recipe asks to type."""
    return [line for kind, text in BLOCK.findall(recipe) if not kind for line in text.splitlines()]


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f'"{k}" = {_toml(v)}' for k, v in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(value)


def small(text: str, more: str = "") -> str:
    """Return a grid with the ends of every list and two draws."""
    grid = parse_toml(text, "a recipe")
    for key, value in grid.items():
        if isinstance(value, list) and len(value) > 2:
            grid[key] = [value[0], value[-1]]
    if "repeat" in grid:
        grid["repeat"] = 2
    return "".join(f"{key} = {_toml(value)}\n" for key, value in grid.items()) + more


def follow(number: int, here: Run, folder: Path, words: str = "", more: str = "") -> list[str]:
    """Save a recipe's files and type its commands; return what each printed.

    Args:
        number: the recipe's, from 1.
        here: runs a command.
        folder: where the files are saved.
        words: added to commands that encode or search.
        more: added to grids.
    """
    recipe = RECIPES[number - 1]
    for name, text in FILE.findall(recipe):
        content = small(text, more) if name.endswith(".toml") else text
        if not (folder / name).exists():
            (folder / name).write_text(content, "utf-8")
    printed = []
    for line in commands(recipe):
        program, *typed = shlex.split(line)
        assert program == "falsematch"
        if typed[0] == "sweep" and typed[1] in all_grids():
            typed = [*typed[:2], "--dry-run"]
        elif typed[0] == "sweep":
            typed += ["--workers", "1"]
        elif typed[0] in ("run", "datasets"):
            typed += shlex.split(words)
        done = here(*typed)
        assert (done.returncode, done.stderr.count("Traceback")) == (0, 0), done.stderr
        printed.append(done.stdout)
    return printed


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the recipes' files are saved."""
    folder = tmp_path / "desk"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def tiny_grey(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """docs/example-matcher as if it were installed: it takes any picture for a face."""
    example, site = bundled("docs") / "example-matcher", tmp_path / "site"
    info = site / "example-1.0.dist-info"
    info.mkdir(parents=True)
    shutil.copy(example / "example_matcher.py", site)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: example\nVersion: 1.0\n")
    points = read_toml(example / "pyproject.toml")["project"]["entry-points"]
    lines = [f"{name} = {where}\n" for name, where in points["falsematch.matchers"].items()]
    (info / "entry_points.txt").write_text("[falsematch.matchers]\n" + "".join(lines))
    monkeypatch.syspath_prepend(str(site))
    load_plugin.cache_clear()
    yield "tiny-grey"
    load_plugin.cache_clear()
    sys.modules.pop("example_matcher", None)


def test_there_are_five_with_short_commands() -> None:
    """Every question has commands, and nobody has to type more than a line of a page."""
    assert [int(recipe[0]) for recipe in RECIPES] == [1, 2, 3, 4, 5]
    assert all(recipe.split("\n")[0].endswith("?") for recipe in RECIPES)
    assert all(0 < len(commands(recipe)) < 5 for recipe in RECIPES)
    assert max(len(line) for recipe in RECIPES for line in commands(recipe)) < 105


@pytest.mark.slow
def test_people_of_color_by_gallery_size_and_threshold(here: Run, desk: Path) -> None:
    """Two sizes, two thresholds; the report has the columns that the recipe names."""
    printed = follow(1, here, desk)
    card, frame = read_sweep(desk / "of-color")
    assert card["failures"] == []
    assert len(frame.groupby(["gallery_photos", "threshold_given"])) == 4
    whole = frame[frame["gallery_size"].isna()].drop_duplicates(["threshold_given", "group"])
    assert whole.groupby("threshold_given")["share_of_searches"].sum().round(9).eq(1).all()
    assert whole["share_of_false_matches"].notna().all()
    report = (desk / "of-color" / "report.html").read_text("utf-8")
    assert f'<p class="answer">{html.escape(printed[0].splitlines()[-1])}' in report
    assert report.index("share of searches") < report.index("share of false matches")


@pytest.mark.slow
def test_mixes_of_the_gallery_labeled_by_race(here: Run, desk: Path) -> None:
    """From one group to the other, at a distance that the finished search reaches for each draw."""
    printed = follow(2, here, desk)
    card, frame = read_sweep(desk / "mixes")
    assert card["failures"] == []
    assert set(frame["gallery_photos"]) == {1500}
    assert [json.loads(mix) for mix in frame["mix"].unique()] == [
        {"White": 1500, "Black": 0},
        {"White": 0, "Black": 1500},
    ]
    assert "Expected in 1,500 photos" in printed[-1]
    loosest = frame[frame["threshold_given"] == frame["threshold_given"].max()]
    rates = loosest.groupby(["label", "mix"], sort=False)["fpir"].mean()
    # As the page says: one falls, the other rises, and the ends are not alike.
    white, black = rates["White or not listed"], rates["Black"]
    assert white.iloc[0] > white.iloc[1]
    assert black.iloc[0] < black.iloc[1]
    assert black.iloc[1] > 2 * white.iloc[0]


def test_two_matchers_and_image_conditions(here: Run, desk: Path) -> None:
    """The two grids can run, and what the page calls refused is refused."""
    printed = follow(3, here, desk)
    assert all("cells" in text for text in printed)
    refused = re.search(r"`falsematch (run .*?)` is refused", " ".join(RECIPES[2].split()))
    assert refused is not None
    line = one_line(here(*shlex.split(refused[1])), 1)
    assert "for a condition, found a finished search only" in line


@pytest.mark.slow
def test_an_own_folder_with_own_labels(here: Run, desk: Path, tiny_grey: str) -> None:
    """Pictures of nobody: noise in gray, one for each row of the page's table."""
    random = np.random.default_rng(17)
    for name in re.findall(r"^(\w+/\d\.jpg)", RECIPES[3], re.MULTILINE):
        path = desk / "photos" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(random.integers(0, 255, (80, 80), np.uint8)).save(path)
    more = f'matcher = "{tiny_grey}"\n'
    printed = follow(4, here, desk, words=f"--matcher {tiny_grey}", more=more)
    assert "1 person under 18 (1 photo)" in printed[0]
    assert "team: red 3, blue 2" in printed[0]
    assert "Nothing was added" in printed[0]
    assert "Added to" in printed[1]
    assert "red" in printed[2]
    card, frame = read_sweep(desk / "teams")
    assert card["failures"] == []
    assert set(frame["all_people"]) == {4}
    assert {*frame["group"]} == {"blue", "red"}


@pytest.mark.slow
def test_another_systems_scores(here: Run, desk: Path) -> None:
    """The page's rows, and made-up similarities of everybody else."""
    random = np.random.default_rng(5)
    page = dict(FILE.findall(RECIPES[4]))["lists.csv"]
    keys = load_dataset("congress-115").manifest["key"]
    named = load_dataset("lfw").encodings.keys
    rows = [
        f"{key},{random.choice(named)},{random.uniform(60, 99):.6f}\n"
        for key in keys
        if f"\n{key}," not in page
    ]
    (desk / "lists.csv").write_text(page + "".join(rows), "utf-8")
    printed = follow(5, here, desk)
    assert "Of all" in printed[0]
    card, frame = read_sweep(desk / "theirs")
    assert card["failures"] == []
    everyone = frame.drop_duplicates("cell").set_index("matcher")
    assert set(everyone.index) == {"dlib", "theirs"}
    assert set(everyone["all_false_matches"]) == {28}
    assert set(everyone["all_searches"]) == {len(keys)}
