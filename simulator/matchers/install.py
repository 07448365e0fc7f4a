"""Bringing the matcher to an environment of plain pip, without a compiler.

face_recognition asks for ``dlib``, which compiles for many minutes, and for models that current
setuptools cannot load. Other packages stand in for both (the extra ``matcher`` of this package);
uv is told so in the checkout, pip is told here: wheels only, and face_recognition by itself.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence

from packaging.requirements import Requirement

from simulator.errors import MatcherNotInstalled

EXTRA = "matcher"
ALONE = "face-recognition"
"""The package whose own list of requirements is not followed."""

Run = Callable[[Sequence[str]], "subprocess.CompletedProcess[str]"]


def requirements() -> list[str]:
    """Return what the extra needs on this platform, as the installed package's metadata say it."""
    found = []
    for text in importlib.metadata.requires("falsematch") or ():
        one = Requirement(text)
        if one.marker is not None and one.marker.evaluate({"extra": EXTRA}):
            outside = one.marker.evaluate({"extra": ""})
            found += [] if outside else [f"{one.name}{one.specifier}"]
    return found


def commands() -> list[list[str]]:
    """Return the commands that install the matcher, in their order.

    Raises:
        MatcherNotInstalled: neither pip nor uv is there to run them.
    """
    needed = requirements()
    alone = [one for one in needed if one.startswith(ALONE) and "models" not in one]
    others = [one for one in needed if one not in alone]
    wheels = "--only-binary=:all:"
    installer = _installer()
    return [[*installer, wheels, *others], [*installer, wheels, "--no-deps", *alone]]


def _installer() -> list[str]:
    if importlib.util.find_spec("pip") is not None:
        return [sys.executable, "-m", "pip", "install", "--disable-pip-version-check"]
    uv = shutil.which("uv")
    if uv is None:
        raise MatcherNotInstalled(
            "expected pip in this environment or uv on the path, found neither. Run "
            f"`{sys.executable} -m ensurepip`, then this command again."
        )
    return [uv, "pip", "install", "--python", sys.executable]


def install(run: Run | None = None) -> None:
    """Install the matcher's packages beside this one.

    Args:
        run: runs a command and returns how it ended.

    Raises:
        MatcherNotInstalled: a package has no wheel for this platform, or cannot be fetched.
    """
    for command in commands():
        done = (run or _run)(command)
        if done.returncode:
            lines = [line.strip() for line in done.stderr.splitlines() if line.strip()]
            errors = [line for line in lines if line.lower().startswith("error")] or lines
            last = errors[-1] if errors else f"exit code {done.returncode}"
            raise MatcherNotInstalled(
                f"expected wheels of the matcher's packages for Python {sys.version_info[0]}."
                f"{sys.version_info[1]} on {sys.platform}, found: {last[:300]} Check the network; "
                "wheels exist for CPython 3.10 to 3.14 on Linux, Windows, and macOS."
            )


def _run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own command
        list(command), stdout=sys.stderr, stderr=subprocess.PIPE, text=True, check=False
    )
