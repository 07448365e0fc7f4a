"""Time the encoding of photos, as ratios to the ``face_recognition`` command, in one run.

    python benchmarks/encode.py --photos FOLDER [--each 500] [--cpus 2] [--deepface PYTHON]

The competitors take turns on the same photos, half LFW and half Congress, so that a slow moment
affects them all; each turn includes its startup. Loops on one core get a quarter of the photos. The
pieces are timed in this process, on one core. Absolute times depend on the machine, ratios less so.
DeepFace downloads dlib's weights when it is first used; to measure it offline, give the interpreter
of an environment where it is installed, and the weights are linked for it from the installed
package.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import joblib
from pieces import pieces
from rich.console import Console
from rich.table import Table

from simulator.faces.encode import PhotoFile, encode_photos

ROUNDS = 2
SHARE_OF_LOOPS = 4
"""A loop on one core gets only every fourth photo: the comparison is between rates."""

Competitor = tuple[int, int, Callable[[list[Path]], None]]
"""The cores it uses, n for every n-th photo that it gets, and the function that encodes them."""

API_LOOP = """
import sys, face_recognition
for path in sys.stdin.read().split("\\n"):
    face_recognition.face_encodings(face_recognition.load_image_file(path))
"""
DEEPFACE_LOOP = """
import sys
from deepface import DeepFace
for path in sys.stdin.read().split("\\n"):
    DeepFace.represent(path, model_name="Dlib", detector_backend="dlib", enforce_detection=False)
"""
DEEPFACE_FILES = ("dlib_face_recognition_resnet_model_v1", "shape_predictor_5_face_landmarks")


def main() -> None:
    """Time all competitors in turn on a share of the photos each round, and print totals."""
    options = arguments()
    pairs = chosen(options.photos, options.each)
    with tempfile.TemporaryDirectory() as scratch:
        works = competitors(Path(scratch), options.cpus, options.deepface)
        ours([photo for pair in pairs[:32] for photo in pair], "fast", options.cpus)
        kibibytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        rates: dict[str, list[float]] = {name: [] for name in works}
        for number in range(ROUNDS):
            for name, (_, every, work) in works.items():
                share = [photo for pair in pairs[number::ROUNDS][::every] for photo in pair]
                start = time.perf_counter()
                work(share)
                rates[name].append(len(share) / (time.perf_counter() - start))
                print(f"round {number + 1}, {name}: {rates[name][-1]:.1f}/s", flush=True)
    console = Console(width=100)
    console.print(table_of_totals(2 * len(pairs), works, rates))
    if options.deepface is None:
        print("DeepFace: not measured, no --deepface interpreter was given.")
    print(f"Largest worker of the fast encoder: {kibibytes / 1024:.0f} MiB.")
    for label, some in zip(
        ("LFW", "Congress"), zip(*pairs[: options.pieces], strict=True), strict=True
    ):
        console.print(table_of_pieces(label, list(some)))


def arguments() -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--photos", type=Path, default=os.environ.get("FALSEMATCH_PHOTOS"))
    parser.add_argument("--each", type=int, default=500, help="photos of each data set")
    parser.add_argument("--cpus", type=int, default=joblib.cpu_count())
    parser.add_argument("--pieces", type=int, default=200, help="photos of each for the pieces")
    parser.add_argument("--deepface", type=Path, help="python of an environment with DeepFace")
    options = parser.parse_args()
    if options.photos is None:
        parser.error("expected a folder of photos: give --photos or set FALSEMATCH_PHOTOS.")
    return options


def chosen(folder: Path, each: int) -> list[tuple[Path, Path]]:
    """Pair photos of LFW with photos of Congress, evenly spread over each data set."""
    lfw = sorted((folder / "lfw_home" / "lfw_funneled").glob("*/*.jpg"))
    congress = sorted((folder / "congress" / "225x275").glob("*.jpg"))
    return [(lfw[i * len(lfw) // each], congress[i * len(congress) // each]) for i in range(each)]


def competitors(scratch: Path, cpus: int, deepface: Path | None) -> dict[str, Competitor]:
    """Return everything to time, by name; the command comes first."""
    works: dict[str, Competitor] = {
        f"face_recognition --cpus {cpus}": (cpus, 1, lambda some: command(some, cpus)),
        "face_recognition's API in a loop": (
            1,
            SHARE_OF_LOOPS,
            lambda some: loop(sys.executable, API_LOOP, some),
        ),
        "falsematch, dlib encoder": (cpus, 1, lambda some: ours(some, "dlib", cpus)),
        "falsematch, fast encoder": (cpus, 1, lambda some: ours(some, "fast", cpus)),
        "falsematch, fast encoder, 1 worker": (1, 1, lambda some: ours(some, "fast", 1)),
    }
    if deepface is not None:
        link_deepface_weights(scratch)
        works["DeepFace, Dlib model, in a loop"] = (
            1,
            SHARE_OF_LOOPS,
            lambda some: loop(str(deepface), DEEPFACE_LOOP, some, DEEPFACE_HOME=str(scratch)),
        )
    return works


def link_deepface_weights(home: Path) -> None:
    """Link the weights that DeepFace would download, from the installed package."""
    import face_recognition_models

    models = Path(face_recognition_models.face_recognition_model_location()).parent
    target = home / ".deepface" / "weights"
    target.mkdir(parents=True)
    for name in DEEPFACE_FILES:
        (target / f"{name}.dat").symlink_to(models / f"{name}.dat")


def command(some: list[Path], cpus: int) -> None:
    """Run the command that face_recognition installs on a flat folder, with one known person."""
    with tempfile.TemporaryDirectory() as folder:
        known, unknown = Path(folder) / "known", Path(folder) / "unknown"
        known.mkdir()
        unknown.mkdir()
        (known / "somebody.jpg").symlink_to(some[1])
        for path in some:
            (unknown / path.name).symlink_to(path)
        subprocess.run(
            [
                Path(sys.executable).with_name("face_recognition"),
                known,
                unknown,
                "--cpus",
                str(cpus),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
        )


def loop(python: str, code: str, some: list[Path], **settings: str) -> None:
    """Run a loop over the photos in a separate process, on one core where that is possible."""
    pin = (lambda: os.sched_setaffinity(0, {0})) if hasattr(os, "sched_setaffinity") else None
    subprocess.run(
        [python, "-W", "ignore", "-c", code],
        input="\n".join(map(str, some)),
        text=True,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **settings},
        preexec_fn=pin,
    )


def ours(some: list[Path], encoder: str, workers: int) -> None:
    """Encode with this project, starting with an empty cache."""
    with tempfile.TemporaryDirectory() as folder:
        encode_photos(
            [PhotoFile(path.name, path) for path in some],
            workers=workers,
            cache=Path(folder) / "cache.sqlite",
            encoder=encoder,
        )


def table_of_totals(
    count: int, works: dict[str, Competitor], rates: dict[str, list[float]]
) -> Table:
    """Return photos per second, the mean over rounds, and each round's ratio to the command."""
    table = Table(
        "", "cores", "photos/s", "per core", "× the command", "by round", title=f"{count:,} photos"
    )
    base = next(iter(works))
    for name, (cores, _, _) in works.items():
        rate = statistics.harmonic_mean(rates[name])
        ratios = [rate / other for rate, other in zip(rates[name], rates[base], strict=True)]
        table.add_row(
            name,
            str(cores),
            f"{rate:.1f}",
            f"{rate / cores:.1f}",
            f"{rate / statistics.harmonic_mean(rates[base]):.2f}",
            ", ".join(f"{ratio:.2f}" for ratio in ratios),
        )
    return table


def table_of_pieces(label: str, photos: list[Path]) -> Table:
    """Return each step's mean milliseconds per photo, on one core."""
    table = Table(f"{label}, {len(photos)} photos", "dlib encoder, ms", "fast encoder, ms")
    for piece, reference, fast in pieces(photos):
        table.add_row(piece, reference, fast)
    return table


if __name__ == "__main__":
    main()
