"""A sweep gives run()'s numbers with any number of workers, and resumes where it stopped."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest
from support.two_portraits import GALLERY, install

from simulator.errors import FalseMatchError
from simulator.experiment.run import run
from simulator.sweep.forecast import check
from simulator.sweep.grid import parse_grid
from simulator.sweep.searches import parts_of, sweep
from simulator.sweep.sweep_folder import PARTS, RESULTS, read_sweep, read_table

ROOT = Path(__file__).resolve().parents[2]
SIZES = """
gallery_size = [40, 1500, "all"]
confidence = [99, 99.9]
group_by = ["gender", "race_ethnicity"]
repeat = 9
"""


def swept(text: str, folder: Path, **more: object) -> pd.DataFrame:
    sweep(parse_grid(text), folder, workers=1, **more)  # type: ignore[arg-type]
    return read_sweep(folder)[1]


def test_every_cell_is_what_run_gives(tmp_path: Path) -> None:
    """Drawn galleries, small ones with their own search too, equal run() in every number."""
    grid = parse_grid(SIZES)
    frame = swept(SIZES, tmp_path / "a")
    assert sorted(frame["cell"].unique()) == list(range(grid.cells))
    for number in (0, 2 * 9 + 1, 9 * 2 * 2 + 3, grid.cells - 1):
        rows = frame[frame["cell"] == number]
        one = rows.iloc[0]
        draw = grid.draws[number // grid.cells_per_draw]
        result = run(draw.within(grid.searches[0]))
        expected = result.at(confidence=one.threshold_given / 100).by(one.group_by)
        assert rows["group"].tolist() == expected["group"].tolist()
        for column in ("searches", "false_matches", "fpir", "low", "high"):
            assert rows[column].tolist() == expected[column].tolist()
        assert one.gallery_photos == len(result.gallery_rows)


def test_a_mix_is_what_run_gives(tmp_path: Path) -> None:
    """The counts of a mix and of one photo per person equal run()'s."""
    text = 'mix = [{F = 30, M = 0}, {F = 5, M = 900}]\ndistance = 0.55\ngroup_by = "party"'
    grid, frame = parse_grid(text), swept(text, tmp_path / "a")
    for number, draw in enumerate(grid.draws):
        expected = run(draw.within(grid.searches[0])).at(distance=0.55).by("party")
        rows = frame[frame["cell"] == number]
        assert rows["false_matches"].tolist() == expected["false_matches"].tolist()


def test_portraits_are_what_run_gives(tmp_path: Path) -> None:
    """First, second, either, both: whole galleries and drawn ones equal run() with that seed."""
    text = """
portrait = ["first", "second", "either", "both"]
gallery_size = [60, 2000, "all"]
distance = [0.48, 0.55]
group_by = "gender"
repeat = 2
"""
    grid, frame = parse_grid(text), swept(text, tmp_path / "a")
    assert set(frame["portrait"]) == {"first", "second", "either", "both"}
    per_search = len(grid.draws) * grid.cells_per_draw
    for s, spec in enumerate(grid.searches):
        for d, draw in enumerate(grid.draws):
            result = run(draw.within(spec))
            for t, threshold in enumerate(grid.thresholds):
                cell = s * per_search + d * grid.cells_per_draw + t
                rows = frame[frame["cell"] == cell]
                expected = result.at(distance=threshold.value).by("gender")
                assert set(rows["portrait"]) == {spec.portrait}
                for column in ("group", "searches", "false_matches", "fpir"):
                    assert rows[column].tolist() == expected[column].tolist()


def test_portraits_by_hand(tmp_path: Path, fresh_datasets: None) -> None:
    """At 0.5: six of eight with the first, five of eight; five and two of six with two.

    No first portrait is a painting: that cell is refused, with the reason.
    """
    first = install()
    text = f"""
probes = "{first.probes}"
gallery = "{GALLERY}"
portrait = ["first", "second", "either", "both"]
paintings = [false, true]
distance = 0.5
"""
    frame = swept(text, tmp_path / "out").set_index(["portrait", "paintings"])
    refused = frame.index[frame["failed"].notna()].tolist()
    assert refused == [("first", True)]
    found = frame.drop(refused)[["false_matches", "searches"]].apply(tuple, axis=1).to_dict()
    assert found == {
        ("first", False): (6, 8),
        ("second", False): (5, 8),
        ("second", True): (6, 9),
        ("either", False): (5, 6),
        ("either", True): (6, 7),
        ("both", False): (2, 6),
        ("both", True): (3, 7),
    }


def test_relatives_by_hand(line_up: tuple[Path, Path], tmp_path: Path) -> None:
    """At 0.55 three of four; without Ada's mother at 0.1 and Bea's uncle at 0.4, two.

    Drawn galleries give what a run without relatives gives, however short the lists.
    """
    rows = "uma,ada,mother,this test\nwim,bea,uncle,this test\n"
    (line_up[1] / "kin.csv").write_text(f"bioguide_id,member,relation,source\n{rows}")
    text = f"""
probes = "{line_up[0]}"
gallery = "{line_up[1]}"
without_kin = [false, true]
gallery_size = ["all", 4, 3, 2]
repeat = 4
distance = 0.55
"""
    grid = parse_grid(text)
    frame = swept(text, tmp_path / "out")
    whole = frame[frame["gallery_size"].isna()].groupby("without_kin")["false_matches"].unique()
    assert {name: one.tolist() for name, one in whole.items()} == {False: [3], True: [2]}
    for spec in grid.searches:
        for number, draw in enumerate(grid.draws):
            view = run(draw.within(spec)).at(distance=0.55)
            first = grid.searches.index(spec) * len(grid.draws)
            row = frame[frame["cell"] == first + number].iloc[0]
            assert bool(row["without_kin"]) == spec.without_kin
            assert row["false_matches"] == view.fpir.events


def test_probes_without_another_portrait_fail_cell_by_cell(
    line_up: tuple[Path, Path], tmp_path: Path
) -> None:
    """Nothing is searched where the card names no other portraits."""
    text = f'probes = "{line_up[0]}"\ngallery = "{line_up[1]}"\nportrait = "second"\ndistance = 0.5'
    with pytest.raises(FalseMatchError, match="its card names no data set"):
        check(parse_grid(text))


def test_a_made_gallery_by_hand(line_up: tuple[Path, Path], tmp_path: Path) -> None:
    """Nearest strangers 0.1, 0.3, 0.5, 0.7: at 0.5 three of four are flagged."""
    probes, gallery = line_up
    text = f'probes = "{probes}"\ngallery = "{gallery}"\ndistance = 0.55\ngroup_by = "gender"'
    frame = swept(text, tmp_path / "out").set_index("group")
    assert frame.loc["F", ["false_matches", "searches"]].tolist() == [2, 2]
    assert frame.loc["M", ["false_matches", "searches"]].tolist() == [1, 2]


@pytest.mark.slow
def test_workers_do_not_change_a_byte(tmp_path: Path) -> None:
    """One process and two write the same file."""
    text = SIZES.replace("1500", "200")
    grid = parse_grid(text)
    sweep(grid, tmp_path / "one", workers=1)
    sweep(grid, tmp_path / "two", workers=2)
    assert (tmp_path / "one" / RESULTS).read_bytes() == (tmp_path / "two" / RESULTS).read_bytes()


@pytest.mark.slow
def test_a_second_start_only_does_what_is_missing(tmp_path: Path, monkeypatch) -> None:
    """A run stopped after its first part resumes; a broken part is calculated again."""
    import simulator.sweep.searches as module

    grid = parse_grid(SIZES)
    whole = tmp_path / "whole"
    sweep(grid, whole, workers=1)
    asked: list[int] = []
    real = module.run_part

    def stopping(base, grid, part):
        if len(asked) == 2:
            raise KeyboardInterrupt
        asked.append(part.first)
        return real(base, grid, part)

    folder = tmp_path / "stopped"
    monkeypatch.setattr(module, "run_part", stopping)
    with pytest.raises(KeyboardInterrupt):
        sweep(grid, folder, workers=1)
    kept = sorted((folder / PARTS).glob("*.parquet"))
    assert len(kept) == 2
    with pytest.raises(FalseMatchError, match="not finished"):
        read_sweep(folder)
    kept[0].write_bytes(b"half a part")
    monkeypatch.setattr(module, "run_part", real)
    done = sweep(grid, folder, workers=1)
    assert 0 < done.resumed < grid.cells
    assert (folder / RESULTS).read_bytes() == (whole / RESULTS).read_bytes()
    assert not (folder / PARTS).exists()


@pytest.mark.slow
def test_kill_9_loses_no_finished_part(tmp_path: Path) -> None:
    """A run that is killed and started again produces the same file."""
    text = "gallery_size = [3000, 6000]\nrepeat = 200\nconfidence = [99]\n"
    (tmp_path / "g.toml").write_text(text)
    folder = tmp_path / "out"
    command = [sys.executable, "-m", "simulator.cli.main", "sweep", str(tmp_path / "g.toml")]
    command += ["--out", str(folder), "--workers", "1"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as running:
        until = time.monotonic() + 60
        while not list(folder.glob(f"{PARTS}/*.parquet")) and time.monotonic() < until:
            time.sleep(0.02)
        os.kill(running.pid, signal.SIGKILL)
    assert running.returncode == -signal.SIGKILL
    assert list(folder.glob(f"{PARTS}/*.parquet"))
    assert not (folder / RESULTS).exists()
    done = sweep(parse_grid(text), folder, workers=1)
    assert 0 < done.resumed < done.cells
    sweep(parse_grid(text), tmp_path / "whole", workers=1)
    assert (folder / RESULTS).read_bytes() == (tmp_path / "whole" / RESULTS).read_bytes()


def test_a_cell_that_fails_does_not_stop_the_rest(tmp_path: Path) -> None:
    """A cell that asks for more false matches than searches fails; the other cell succeeds."""
    text = "false_matches = [28, 100000]"
    done = sweep(parse_grid(text), tmp_path / "a", workers=1)
    card, frame = read_sweep(tmp_path / "a")
    assert done.failed == 1
    assert "found 100000" in card["failures"][0]["reason"]
    assert frame["false_matches"].tolist()[0] == 28
    assert frame["failed"].notna().tolist() == [False, True]


def test_shuffled_labels_keep_counts_and_lose_the_link(tmp_path: Path) -> None:
    """Shuffled labels keep group sizes and the total, with other people in the groups."""
    text = 'shuffle_labels = [false, true]\ngroup_by = "gender"\nrepeat = 30'
    frame = swept(text, tmp_path / "a")
    sums = frame.groupby("cell")["false_matches"].sum()
    assert (sums == 28).all()
    women = frame[frame["group"] == "F"]
    assert women["searches"].nunique() == 1
    dealt = women[women["labels_shuffled"]]["false_matches"]
    assert dealt.nunique() > 3
    expected = 28 * women["searches"].iloc[0] / frame["all_searches"].iloc[0]
    assert abs(dealt.mean() - expected) < 1.5


def test_thresholds_per_group_are_fitted_on_the_other_half(tmp_path: Path) -> None:
    """The rates come from the half that was not used for fitting."""
    text = (
        'threshold_per = ["everyone", "group"]\ngroup_by = "gender"\nconfidence = 99\nrepeat = 20'
    )
    frame = swept(text, tmp_path / "a")
    halves = frame.groupby("cell")["searches"].sum()
    assert set(halves) == {268}
    gap = frame.pivot_table(index=["threshold_per", "seed"], columns="group", values="fpir")
    mean = (gap["F"] - gap["M"]).groupby("threshold_per").mean().abs()
    assert mean["group"] < mean["everyone"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('probes = "nobody"', "nobody"),
        ("gallery_size = 10000000", "expected a gallery size from 2"),
        ('group_by = "shoe_size"', "shoe_size"),
        ('condition = "fog"', "fog"),
        ("mix = {X = 3}", "'X' in the mix"),
    ],
)
def test_what_the_data_cannot_give_is_said_before_anything_runs(text: str, says: str) -> None:
    """An impossible grid is an error in one sentence, before any search."""
    with pytest.raises(FalseMatchError) as error:
        check(parse_grid(text))
    assert says in str(error.value)


def test_the_forecast_counts_the_rows(tmp_path: Path) -> None:
    """The forecast has the same numbers of cells and rows as the run."""
    cost = check(parse_grid(SIZES))
    frame = swept(SIZES, tmp_path / "a")
    assert cost.cells == frame["cell"].nunique()
    assert cost.rows == len(frame)
    assert cost.draws == 18


def test_folders_that_are_not_this_run(tmp_path: Path) -> None:
    """A run of another grid or version, other files, and broken or altered files are refused."""
    grid = parse_grid("distance = 0.5")
    folder = tmp_path / "a"
    sweep(grid, folder, workers=1)
    assert sweep(grid, folder, workers=1).resumed == 1
    with pytest.raises(FalseMatchError, match="a run of another"):
        sweep(parse_grid("distance = 0.4"), folder, workers=1)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").write_text("mine")
    with pytest.raises(FalseMatchError, match="found other files"):
        sweep(grid, tmp_path / "full", workers=1)
    good = (folder / RESULTS).read_bytes()
    (folder / RESULTS).write_bytes(good[: len(good) // 2])
    with pytest.raises(FalseMatchError, match="expected Parquet"):
        read_sweep(folder)
    frame = pd.DataFrame({"a": [1]})
    frame.to_parquet(folder / RESULTS)
    with pytest.raises(FalseMatchError, match="format none"):
        read_table(folder / RESULTS)
    card = json.loads((folder / "card.json").read_text())
    (folder / "card.json").write_text(json.dumps(card | {"format": 99}))
    with pytest.raises(FalseMatchError, match="found format 99"):
        read_sweep(folder)
    (folder / "card.json").write_text("[]")
    with pytest.raises(FalseMatchError, match="run card"):
        read_sweep(folder)


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """A file in place of the folder is an error."""
    (tmp_path / "out").write_text("")
    with pytest.raises(FalseMatchError, match="Choose another --out"):
        sweep(parse_grid("distance = 0.5"), tmp_path / "out", workers=1)


def test_parts_cover_every_cell_once() -> None:
    """The parts cover the cells in order, without gap or overlap."""
    grid = parse_grid(SIZES)
    parts = parts_of(grid, "x")
    covered = [c for p in parts for c in range(p.first, p.first + p.cells)]
    assert covered == list(range(grid.cells))
    assert len({p.name for p in parts}) == len(parts)
