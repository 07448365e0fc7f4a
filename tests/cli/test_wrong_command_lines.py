"""More than 100 wrong command lines: one line each, with what was expected, found, and to do.

``wrong_command_lines.tsv`` has what was typed, the exit code, and the line; ``…`` there stands for
any text, such as a list of all data sets. The files that the lines name are made below.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest
from PIL import Image
from support.command_line import Run

from simulator.cli.main import cli

TABLE = Path(__file__).with_name("wrong_command_lines.tsv")
LINES = [tuple(line.split("\t")) for line in TABLE.read_text("utf-8").splitlines()[1:]]
ADVICE = re.compile(
    r"(Add|Call|Change|Check|Choose|Connect|Correct|Delete|Did you mean|Divide|Download|Encode|"
    r"Export|Fill|Give|Known|Leave|Look|Move|Name|Or write|Place|Put|Remove|Rename|Restore|Run|"
    r"Save|See|Split|Start|Try|Use|Write|[Cc]hoose|fewer|\bgive|add) ?.*[.?`]$"
)

FILES = {
    "notes.txt": "mine\n",
    "class.csv": "photo,id,team,age\ns1/1.png,ann,red,30\n",
    "empty.csv": "",
    "words.csv": "probe,gallery,distance\nA000055,Aaron_Eckhart_0001,near\n",
    "other.csv": "name,score\nann,3\n",
    "lists.csv": "probe,gallery,distance\nA000055,Aaron_Eckhart_0001,0.3\n",
    "mixed.csv": "probe;gallery;distance\nA000055;a;0,05\nA000055;b;0.2\n",
    "percent.csv": "probe,gallery,similarity\nA000055,a,85%\n",
    "twice.csv": "probe,gallery,distance,distance\nA000055,a,1,1\n",
    "minors.csv": "photo,id,age\ns1/1.png,ann,17\n",
    "half.csv": "photo;id\n;ann\n",
    "outside.csv": "photo,id\n../1.png,ann\n",
    "twice-column.csv": "photo,id,id\ns1/1.png,ann,bo\n",
    "broken.json": '{"a": [',
    "twice.json": '{"A000055": {"FaceMatches": []}, "A000055": []}',
    "no-faces.json": '{"A000055": {"Faces": []}}',
    "grid.toml": "false_matches = [10, 28]\n",
    "typo.toml": "galery_size = 500\n",
    "comma.toml": "distance = 0,47\n",
    "type.toml": 'seed = "3"\n',
    "empty-list.toml": "confidence = []\n",
    "nobody.toml": 'gallery = ["lfw", "nobody"]\n',
    "unheard.toml": "zzz = 500\n",
    "same-twice.toml": "seed = [3, 3]\n",
    "audit-typo.toml": "[audit]\nabstan = 50\n",
    "audit-outside.toml": "abstain = 50\n[audit]\n",
    "audit.toml": "[audit]\nabstain = [50, 90]\n",
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the folder in which the lines are typed."""
    folder = tmp_path_factory.mktemp("desk")
    for name, text in FILES.items():
        (folder / name).write_text(text, "utf-8")
    (folder / "workbook.csv").write_bytes(b"PK\x03\x04\0\0\0")
    (folder / "photos" / "s1").mkdir(parents=True)
    Image.new("RGB", (40, 40)).save(folder / "photos" / "s1" / "1.png")
    return folder


@pytest.mark.parametrize(("typed", "status", "line"), LINES, ids=[line[0] for line in LINES])
def test_a_wrong_line(
    typed: str, status: str, line: str, desk: Path, here: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither silent nor a traceback, and nothing is printed beside the line."""
    monkeypatch.chdir(desk)
    monkeypatch.delenv("FALSEMATCH_PHOTOS", raising=False)
    done = here(*shlex.split(typed))
    assert (done.returncode, done.stdout) == (int(status), "")
    pattern = ".*".join(map(re.escape, f"falsematch: {line}\n".split("…")))
    assert re.fullmatch(pattern, done.stderr), done.stderr
    assert "expected " in done.stderr
    assert "found" in done.stderr
    assert ADVICE.search(done.stderr.rstrip("\n"))


def test_every_command_is_among_them() -> None:
    """And there are at least 100."""
    typed = {line[0] for line in LINES}
    assert len(typed) == len(LINES) >= 100
    assert {line[1] for line in LINES} == {"1", "2"}
    assert [name for name in _names(cli) if not any(t.startswith(name) for t in typed)] == []


def _names(group: click.Group, before: str = "") -> list[str]:
    names: list[str] = []
    for name, command in group.commands.items():
        inner = isinstance(command, click.Group)
        names += _names(command, f"{before}{name} ") if inner else [before + name]
    return names
