"""The command line: fixed names, one line per error, the same numbers as the API."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image
from support.replay import default_replay
from support.small_datasets import Made

from simulator.cli.main import cli, main

Done = subprocess.CompletedProcess[str]


def falsematch(*words: str) -> Done:
    return subprocess.run(
        [sys.executable, "-m", "simulator.cli.main", *words],
        capture_output=True,
        text=True,
        check=False,
    )


def commands(group: click.Group, name: str = "falsematch") -> Iterator[tuple[str, click.Command]]:
    for word, command in group.commands.items():
        yield f"{name} {word}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{name} {word}")


@pytest.mark.parametrize(("name", "command"), list(commands(cli)), ids=lambda v: str(v)[:40])
def test_every_command_has_an_imperative_line_and_an_example(
    name: str, command: click.Command
) -> None:
    """Help that a newcomer can copy from."""
    text = command.help or ""
    assert text.partition("\n")[0].endswith(".")
    assert f"Example: {name}" in text


def test_json_is_the_api() -> None:
    """`run --json` prints what Result.at().to_dict() gives, with the fixed keys."""
    done = falsematch("run", "--json", "--distance", "0.47", "--group-by", "gender*party")
    assert done.returncode == 0, done.stderr
    made = json.loads(done.stdout)
    assert set(made) >= {
        "experiment",
        "probes",
        "gallery",
        "matcher",
        "threshold",
        "false_matches",
        "fpir",
        "groups",
        "not_searched",
        "candidates",
        "published",
        "provenance",
    }
    view = default_replay().at(distance=0.47)
    assert made["false_matches"] == view.fpir.events
    assert list(made["groups"]) == ["gender*party"]
    own = view.by("gender*party").iloc[0]
    assert made["groups"]["gender*party"][0] == own.to_dict()
    assert set(made["candidates"][0]) >= {
        "probe",
        "probe_name",
        "gallery_key",
        "distance",
        "confidence",
    }
    assert made["gallery"]["mates_excluded"] > 0
    assert made["threshold"]["distance"] == 0.47


def test_the_same_command_twice_gives_the_same_bytes() -> None:
    """Apart from the date."""
    one, other = (falsematch("run", "--json").stdout.splitlines() for _ in range(2))
    assert len(one) > 100
    assert [line for line in one if '"date"' not in line] == [
        line for line in other if '"date"' not in line
    ]


@pytest.fixture
def here(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Done]:
    """The command in this process, which has its libraries loaded, up to its exit code."""

    def run_here(*words: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["falsematch", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return Done(words, int(ended.value.code or 0), printed.out, printed.err)

    return run_here


def one_line(done: Done, status: int) -> str:
    assert done.returncode == status, done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("falsematch: ")
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    return done.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["run", "--distance", "-1"], "0 or more"),
        (["run", "--distance", "nan"], "0 or more"),
        (["run", "--confidence", "120"], "below 100"),
        (["run", "--false-matches", "0"], "x>=1"),
        (["run", "--mix", "F"], "GROUP=N"),
        (["run", "--distance", "0.4", "--confidence", "99"], "one threshold"),
        (["run", "--no-such-flag"], "No such option"),
        (["fly"], "No such command"),
        (["encode"], "Missing argument"),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(
    words: list[str], message: str, here: Callable[..., Done]
) -> None:
    """A bad option value included."""
    assert message in one_line(here(*words), 2)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["run", "--probes", "nobody"], "congress-115"),
        (["run", "--group-by", "shoe_size"], "race_ethnicity"),
        (["run", "--false-matches", "9999"], "from 1 to 459"),
        (["run", "--gallery-size", "999999"], "from 2 to 13194"),
        (["run", "--mix", "Q=3"], "groups among F, M, Men, Women, no label, found 'Q'"),
        (["run", "nothing.toml"], "nothing.toml"),
        (["datasets", "info", "nobody"], "congress-115"),
        (["datasets", "build", "lfw"], "--photos DIR"),
        (["encode", "nowhere"], "folder of photos"),
    ],
)
def test_expected_errors_are_one_line_and_status_1(
    words: list[str], message: str, here: Callable[..., Done], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was expected, what was found, what to do next."""
    monkeypatch.delenv("FALSEMATCH_PHOTOS", raising=False)
    assert message in one_line(here(*words), 1)


def test_a_process_of_its_own_ends_so_too() -> None:
    """As a user runs it."""
    assert "No such command" in one_line(falsematch("fly"), 2)
    assert "congress-115" in one_line(falsematch("run", "--probes", "nobody"), 1)


def test_bad_data_sets_are_one_line(
    line_up: tuple[Path, Path], make_dataset: Made, here: Callable[..., Done]
) -> None:
    """A truncated npz, a missing column, a double key, an empty probe set."""
    probes, gallery = (str(folder) for folder in line_up)
    good = (line_up[0] / "manifest.csv").read_text()
    (line_up[0] / "manifest.csv").write_text(good + "ada,ada,a.jpg,F,north\n")
    assert "'ada' more than once" in one_line(here("run", "--probes", probes), 1)
    (line_up[0] / "manifest.csv").write_text(good.replace("subject_id", "who"))
    assert "'subject_id'" in one_line(here("run", "--probes", probes), 1)
    (line_up[0] / "manifest.csv").write_text(good)
    npz = line_up[1] / "encodings.npz"
    npz.write_bytes(npz.read_bytes()[:-100])
    words = ("run", "--probes", probes, "--gallery", gallery)
    assert "altered or cut off" in one_line(here(*words), 1)
    empty = str(make_dataset("empty", [("n", "nia", "F", "north", None)]))
    assert "at least one" in one_line(here("run", "--probes", empty, "--gallery", empty), 1)
    foreign = here("run", "--probes", probes, "--gallery", "lfw")
    assert "one matcher" in one_line(foreign, 1)


def test_photos_without_a_face_are_one_line(tmp_path: Path) -> None:
    """A blank picture, a text that is called a picture, and a file that is not there."""
    pytest.importorskip("face_recognition", reason="needs the matcher extra")
    Image.fromarray(np.zeros((100, 100, 3), np.uint8)).save(tmp_path / "blank.png")
    blank = falsematch("encode", str(tmp_path / "blank.png"), "--out", str(tmp_path / "e.npz"))
    assert "no face found" in blank.stderr
    assert blank.returncode == 1
    assert not (tmp_path / "e.npz").exists()
    (tmp_path / "blank.png").write_text("a text")
    assert "not a whole picture" in falsematch("encode", str(tmp_path / "blank.png")).stderr


def test_the_photo_folder_comes_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """FALSEMATCH_PHOTOS is what --photos is without being said."""
    monkeypatch.setenv("FALSEMATCH_PHOTOS", str(tmp_path / "my-photos"))
    for words in (("datasets", "build", "lfw"), ("encode", "lfw")):
        assert str(tmp_path / "my-photos") in one_line(falsematch(*words), 1)


def test_a_listed_photo_that_is_not_there_is_counted(make_dataset: Made) -> None:
    """Nobody is dropped in silence."""
    pytest.importorskip("face_recognition", reason="needs the matcher extra")
    data = pytest.importorskip("skimage.data", reason="needs scikit-image for its photograph")
    folder = make_dataset("two", [(key, key, "F", "north", None) for key in ("a", "b")])
    Image.fromarray(data.astronaut()).save(folder / "a.jpg")
    done = falsematch("encode", str(folder))
    counted = "1 enrolled, 0 failed to enroll, 1 listed without a photo."
    assert done.stdout.strip() == counted, done.stderr


def test_a_files_name_cannot_steer_the_terminal(tmp_path: Path) -> None:
    """An escape sequence in a name is shown, not obeyed, also where nothing is wrong."""
    (tmp_path / "p").mkdir()
    Image.new("RGB", (60, 60)).save(tmp_path / "p" / "a.png")
    Image.new("RGB", (60, 60)).save(tmp_path / "p" / "\x1b[31mred.png")
    (tmp_path / "l.csv").write_text("file,who\na.png,ann\n")
    words = ["datasets", "add", "x", "--photos", str(tmp_path / "p")]
    words += ["--labels", str(tmp_path / "l.csv"), "--subject", "who", "--dry-run"]
    done = CliRunner().invoke(cli, words, color=True)
    assert done.exit_code == 0, done.output
    assert r"On disk, not listed: 1 (\x1b[31mred.png)" in done.output


def test_demo_prints_the_replay() -> None:
    """The README's command, without the web app."""
    done = falsematch("demo", "--no-serve")
    assert done.returncode == 0
    assert "28 of 459 falsely matched" in done.stdout


def test_out_writes_a_folder(tmp_path: Path) -> None:
    """JSON and CSV beside the table; a folder that cannot be written is one line."""
    assert falsematch("run", "--json", "--out", str(tmp_path / "run")).returncode == 0
    assert (tmp_path / "run" / "result.json").is_file()
    (tmp_path / "file").write_text("")
    failed = falsematch("run", "--json", "--out", str(tmp_path / "file" / "run"))
    assert "could not write" in one_line(failed, 1)


def test_info_and_list() -> None:
    """The card, with who labelled the people."""
    assert "signed consent" in " ".join(falsematch("datasets", "info", "london").stdout.split())
    assert "congress-115" in falsematch("datasets", "list").stdout
