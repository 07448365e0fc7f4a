"""Read thousands of files that were changed, and count what must not happen: `make attack`.

python tests/attack/long_run.py --mutations 12000 --seed 1
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[2])]

from attack.mutations import mutate  # noqa: E402
from attack.targets import TARGETS, Target, make  # noqa: E402

from simulator.errors import FalseMatchError  # noqa: E402

SECONDS = 10
GIGABYTE = 1_000_000


class Hang(BaseException):
    """A reader took longer than it may."""


def _too_long(*_: object) -> None:
    raise Hang


def attack(count: int, seed: int, folder: Path, targets: list[Target] = TARGETS) -> Counter[str]:
    """Return how often each target read, refused, or failed on a changed file."""
    whole = folder / "whole"
    make(whole)
    inner = folder / "room" / "inner"
    inner.mkdir(parents=True)
    found: Counter[str] = Counter()
    signal.signal(signal.SIGALRM, _too_long)
    before = _memory()
    for number in range(count):
        target = targets[number % len(targets)]
        chance = random.Random(f"{seed} {number}")
        top = target.file.partition("/")[0]
        room = inner / top
        if (whole / top).is_dir():
            shutil.copytree(whole / top, room)
        path = inner / target.file
        path.write_bytes(mutate((whole / target.file).read_bytes(), target.change, chance))
        signal.alarm(SECONDS)
        try:
            target.read(path)
            found["read"] += 1
        except FalseMatchError:
            found["refused"] += 1
        except Hang:
            found["hangs"] += 1
            print(f"HANG {target.file} seed {seed} number {number}")
        except BaseException as error:  # noqa: BLE001 - this is what is counted
            found["tracebacks"] += 1
            where = traceback.extract_tb(error.__traceback__)
            ours = [f"{f.filename.rpartition('simulator/')[2]}:{f.lineno}" for f in where]
            print(
                f"TRACEBACK {target.file} seed {seed} number {number}: {error!r:.150} {ours[-3:]}"
            )
        finally:
            signal.alarm(0)
        if (grown := _memory() - before) > GIGABYTE:
            found["over 1 GB"] += 1
            print(f"MEMORY {target.file} seed {seed} number {number}: {grown} kB")
            before = _memory()
        if {*folder.iterdir()} != {whole, inner.parent} or [*inner.parent.iterdir()] != [inner]:
            found["written outside"] += 1
            print(f"OUTSIDE {target.file} seed {seed} number {number}")
        shutil.rmtree(inner)
        inner.mkdir()
    return found


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main() -> None:
    """Attack, print the counts, and fail if anything happened that must not."""
    given = argparse.ArgumentParser()
    given.add_argument("--mutations", type=int, default=12_000)
    given.add_argument("--seed", type=int, default=1)
    asked = given.parse_args()
    started = time.time()
    with tempfile.TemporaryDirectory() as name:
        for variable in ("DATA", "CACHE"):
            os.environ[f"FALSEMATCH_{variable}"] = str(Path(tempfile.gettempdir()) / f"{name}-own")
        found = attack(asked.mutations, asked.seed, Path(name))
    print(f"{asked.mutations:,} mutations in {time.time() - started:.0f} s: {dict(found)}")
    sys.exit(any(found[kind] for kind in found if kind not in ("read", "refused")))


if __name__ == "__main__":
    main()
