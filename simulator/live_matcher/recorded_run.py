"""The live matcher's recorded answers at a grid of settings, for use where it is not installed.

``python -m simulator.live_matcher.recorded_run`` records them again (about a minute). The
recording holds what the matcher found, not the photograph.
"""

from __future__ import annotations

import datetime
import functools
import importlib.metadata
import itertools
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.errors import FalseMatchError
from simulator.live_matcher.answer import Answer, answer_from_json
from simulator.live_matcher.dials import FULL_SIZE, Dials, DialSteps
from simulator.storage.files import write_bytes
from simulator.storage.formats.json_files import parse_json
from simulator.storage.paths import bundled
from simulator.storage.reading import read_regular

FORMAT = 1
FILE = "datasets/portrait/recorded.json"

GRID = DialSteps(
    light=(0, 3, 5, 7, 8, 9),
    blur=(0, 5, 10, 15, 20, 30),
    size=(FULL_SIZE, 48, 32, 24, 16, 8),
)


@dataclass(frozen=True)
class Recording:
    """A recorded run.

    Attributes:
        recorded_on: the day, as YYYY-MM-DD.
        matcher: name and version of the matcher.
        version: version of this package.
        gallery_digest: digest of the data set that was searched.
        steps: the settings that were recorded.
        answers: setting → answer.
    """

    recorded_on: str
    matcher: str
    version: str
    gallery_digest: str
    steps: DialSteps
    answers: dict[Dials, Answer]

    def answer(self, dials: Dials) -> Answer:
        """Return the answer recorded at the closest setting."""
        return self.answers[self.steps.nearest(dials.light, dials.blur, dials.size)]


def settings(steps: DialSteps) -> Iterator[Dials]:
    """Yield every setting, the unchanged photo first."""
    for light, blur, size in itertools.product(steps.light, steps.blur, steps.size):
        yield Dials(light, blur, size)


@functools.cache
def load_recording(path: Path | None = None) -> Recording:
    """Read the recording that comes with the package, or another one.

    Raises:
        FalseMatchError: the file is missing or is not a recording.
    """
    path = path or bundled(FILE)
    try:
        raw = parse_json(read_regular(path).decode("utf-8"))
        if raw["format"] != FORMAT:
            raise ValueError(f"it has format {raw['format']}")
        steps = DialSteps(
            *(tuple(int(step) for step in raw[name]) for name in ("light", "blur", "size"))
        )
        answers = [answer_from_json(one) for one in raw["answers"]]
        return Recording(
            recorded_on=datetime.date.fromisoformat(raw["made"]).isoformat(),
            matcher=str(raw["matcher"]),
            version=str(raw["falsematch"]),
            gallery_digest=str(raw["gallery"]["digest"]),
            steps=steps,
            answers=dict(zip(settings(steps), answers, strict=True)),
        )
    except (OSError, ValueError, LookupError, TypeError, FalseMatchError) as error:
        raise FalseMatchError(
            f"expected a recorded run of the matcher at {path}, found none that can be read "
            f"({error}). Restore the file (git checkout), or record it: "
            "`python -m simulator.live_matcher.recorded_run`."
        ) from error


def record(steps: DialSteps = GRID) -> dict[str, Any]:
    """Ask the matcher at every setting, in this process.

    Raises:
        FalseMatchError: the matcher, the portrait or the gallery is not installed.
    """
    from simulator.faces.portrait import SHA256
    from simulator.live_matcher import gallery_search
    from simulator.live_matcher.portrait_worker import PortraitSearch

    portrait_search = PortraitSearch(gallery_search.load())
    gallery = portrait_search.search.gallery
    return {
        "format": FORMAT,
        "made": datetime.datetime.now(datetime.timezone.utc).date().isoformat(),
        "falsematch": importlib.metadata.version("falsematch"),
        "matcher": portrait_search.search.matcher.info.version,
        "gallery": {
            "name": gallery.name,
            "photos": len(gallery.encodings),
            "digest": gallery.digest,
        },
        "portrait_sha256": SHA256,
        "light": steps.light,
        "blur": steps.blur,
        "size": steps.size,
        "answers": [portrait_search.answer(dials).to_json() for dials in settings(steps)],
    }


def to_text(recorded: dict[str, Any]) -> str:
    """Return a recording as JSON, one answer per line."""
    head = {name: value for name, value in recorded.items() if name != "answers"}
    lines = ",\n".join(json.dumps(one, separators=(",", ":")) for one in recorded["answers"])
    return json.dumps(head, indent=1)[:-2] + f',\n "answers": [\n{lines}\n ]\n}}\n'


def main() -> None:
    """Record a run and replace the bundled one."""
    write_bytes(bundled(FILE), to_text(record()).encode())
    sys.stderr.write(f"falsematch: recorded {len(list(settings(GRID)))} settings.\n")


if __name__ == "__main__":
    main()
