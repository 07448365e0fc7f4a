"""Nine people with two portraits each, made by hand so that every distance can be read off."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from support.small_datasets import CARD, encodings_of

from simulator.experiment.experiment import Experiment
from simulator.storage.files import sha256_of_file
from simulator.storage.paths import user_datasets

FIRST, SECOND, GALLERY = "made-first", "made-second", "made-gallery"

PEOPLE = {
    # name: gender, nearest stranger with the first and the second portrait, verdict
    "ada": ("F", 0.1, 0.2, "different"),
    "bea": ("F", 0.3, 0.7, "different"),
    "cem": ("M", 0.6, 0.4, "different"),
    "dov": ("M", 0.45, 0.45, ""),  # the same file in both
    "eve": ("F", 0.2, 0.3, "same"),
    "fay": ("M", 0.35, 0.1, "different"),  # the second is a painting
    "gus": ("M", None, 0.4, ""),  # no first portrait
    "hal": ("M", 0.9, 0.8, "different"),
    "ivy": ("F", 0.25, 0.6, "unsure"),
}


def install() -> Experiment:
    """Install the two data sets and the gallery, and return the experiment with the first."""
    place = {name: 5.0 * row for row, name in enumerate(PEOPLE)}
    first = {n: place[n] for n, (_, near, _, _) in PEOPLE.items() if near is not None}
    second = {n: place[n] + 100 for n in PEOPLE}
    strangers = {f"{n}-1": x + PEOPLE[n][1] for n, x in first.items()}
    strangers |= {f"{n}-2": x + PEOPLE[n][2] for n, x in second.items()}
    write(FIRST, first, other=SECOND)
    folder = write(SECOND, second, other=FIRST, kinds={"fay": "painting"})
    write(GALLERY, strangers)
    verdicts = [f"{n},{verdict}" for n, (_, _, _, verdict) in PEOPLE.items() if verdict]
    (folder / "one_shot.csv").write_text("\n".join(["bioguide_id,verdict", *verdicts]) + "\n")
    return Experiment(FIRST, GALLERY, distance=0.5)


def write(
    name: str,
    places: dict[str, float],
    *,
    other: str = "",
    kinds: dict[str, str] | None = None,
    persons: dict[str, str] | None = None,
    listed: list[str] | None = None,
) -> Path:
    """Write a data set of people on a line.

    Args:
        name: of the data set.
        places: photo → place on the line.
        other: the data set with the other portraits.
        kinds: photo → kind of picture, where it is no photograph; the column is left out if None.
        persons: photo → person, where that is another name.
        listed: the people in the manifest; PEOPLE, or the photos if they are others, by default.
    """
    folder = user_datasets() / name
    folder.mkdir(parents=True)
    photos = f'\n[photos]\nfolders = ["{name}"]\n'
    photos += f'other_portraits = "{other}"\n' if other else ""
    photos += 'kind_column = "kind"\n' if kinds is not None else ""
    (folder / "card.toml").write_text(CARD.format(space="made") + photos)
    keys = listed or [*dict.fromkeys([*(PEOPLE if other else ()), *places])]
    lines = ["key,subject_id,photo,gender,origin,kind"]
    for key in keys:
        gender = PEOPLE[key][0] if key in PEOPLE else "F"
        kind = (kinds or {}).get(key, "photograph")
        lines.append(f"{key},{(persons or {}).get(key, key)},{key}.jpg,{gender},north,{kind}")
    (folder / "manifest.csv").write_text("\n".join(lines) + "\n")
    encodings = encodings_of({key: (place, 0, 0, 0) for key, place in places.items()})
    for row, key in enumerate(places):
        encodings.digests[row] = np.frombuffer(
            (key if key == "dov" else key + name).ljust(32).encode(), np.uint8
        )[:32]
    encodings.save(folder / "encodings.npz")
    digest = sha256_of_file(folder / "encodings.npz")
    (folder / "SHA256SUMS").write_text(f"{digest}  encodings.npz\n")
    return folder
