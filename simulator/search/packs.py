"""Search packs: the result of one search without vectors, in one file.

A pack holds everything that tables and charts need (candidate lists, tallies, mates' distances) and
nothing that would let anybody compare or reconstruct a face. ``run`` reads it where the encodings
cannot be bundled, and where a user saved the lists of another system.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.errors import PackError
from simulator.faces.encodings import Encodings
from simulator.matchers.base import MatcherInfo
from simulator.search.search import BINS, Search
from simulator.storage.checksums import CHECKSUMS, read_checksums, write_checksums
from simulator.storage.npz import FileKind, open_npz, write_npz
from simulator.storage.paths import bundled, user_packs

FORMAT = 1
PACKS_FOLDER = "datasets/packs"
REPAIR = "Restore the file (git checkout)."


@dataclass(frozen=True)
class Pack:
    """One finished search, without vectors.

    Attributes:
        matcher: the matcher that calculated the distances.
        probes, gallery: names of the data sets.
        what: a description of what was searched in what.
        tally_group_names: (groups,) the names of the tally groups.
        mates_excluded: gallery photos that show one of the probes.
        probe_keys: (p,) of the manifest, in the search's order.
        gallery_keys: (n,) of the gallery photos, in the order of the candidates' row numbers.
        search: candidate lists, tallies, mate distances.
        failures: probe key → reason, of the probes that failed to enroll.
        extras: named arrays beside the search, e.g. ``mated_distances``.
        notes: JSON values beside it: provenance, groups of the extras.
    """

    matcher: MatcherInfo
    probes: str
    gallery: str
    what: str
    tally_group_names: list[str]
    mates_excluded: int
    probe_keys: NDArray[np.str_]
    gallery_keys: NDArray[np.str_]
    search: Search
    failures: dict[str, str] = field(default_factory=dict)
    extras: dict[str, NDArray[Any]] = field(default_factory=dict)
    notes: dict[str, Any] = field(default_factory=dict)

    def probe_encodings(self) -> Encodings:
        """Return the probes' keys and failures as encodings without vectors."""
        return without_vectors(self.matcher, self.probe_keys, self.failures)

    def gallery_encodings(self) -> Encodings:
        """Return the gallery's keys as encodings without vectors."""
        return without_vectors(self.matcher, self.gallery_keys, {})

    def save(self, path: Path) -> None:
        """Write an ``.npz`` file; the same pack always gives the same bytes."""
        header = {
            "format": FORMAT,
            "matcher": dataclasses.asdict(self.matcher),
            "probes": self.probes,
            "gallery": self.gallery,
            "what": self.what,
            "cell_labels": self.tally_group_names,
            "mates_excluded": self.mates_excluded,
            "failures": self.failures,
            "extras": sorted(self.extras),
            "notes": self.notes,
        }
        arrays: dict[str, NDArray[Any]] = {
            "probe_keys": self.probe_keys,
            "gallery_keys": self.gallery_keys,
            "candidates": self.search.candidates,
            "distances": np.round(self.search.distances, 6),
            "tallies": self.search.tallies,
            "non_mates": self.search.non_mates,
            "mate_distances": np.round(self.search.mate_distances, 6),
        }
        arrays |= {f"extra_{name}": self.extras[name] for name in sorted(self.extras)}
        write_npz(path, header, arrays)


def without_vectors(
    matcher: MatcherInfo, keys: NDArray[np.str_], failures: dict[str, str]
) -> Encodings:
    """Return encodings that name the photos and the matcher, without vectors."""
    n = len(keys)
    return Encodings(
        matcher=matcher,
        keys=keys,
        vectors=np.empty((n, 0), np.float32),
        landmarks=np.zeros((n, 68, 2), np.int16),
        boxes=np.zeros((n, 4), np.int16),
        sizes=np.zeros((n, 2), np.int16),
        others=np.zeros(n, np.int16),
        digests=np.zeros((n, 32), np.uint8),
        failures=failures,
    )


def pack_path(probes: str, gallery: str, matcher: str) -> Path:
    """Return the path of a search's pack, existing or not; the user's own pack comes first."""
    name = f"{probes}--{gallery}--{matcher}.npz"
    own = user_packs() / name
    return own if own.is_file() else bundled(PACKS_FOLDER) / name


def remove_packs(dataset: str) -> int:
    """Delete the user's own packs of searches for or in a data set; return how many."""
    packs = [path for path in user_packs().glob("*.npz") if dataset in path.stem.split("--")[:2]]
    for path in packs:
        path.unlink(missing_ok=True)
    return len(packs)


def save_pack(pack: Pack, folder: Path) -> Path:
    """Write a pack under its name, with the checksums of all packs in the folder."""
    path = folder / f"{pack.probes}--{pack.gallery}--{pack.matcher.name}.npz"
    pack.save(path)
    write_checksums(folder / CHECKSUMS, sorted(folder.glob("*.npz")))
    return path


def find_pack(probes: str, gallery: str, matcher: str) -> Pack | None:
    """Return the pack of a search, the user's own or a bundled one; None where there is none.

    Raises:
        PackError: it exists and does not match its checksum.
    """
    path = pack_path(probes, gallery, matcher)
    if not path.is_file():
        return None
    digests = read_checksums(path.parent / CHECKSUMS, PackError)
    return load_pack(path, digests.get(path.name))


def pack_names() -> list[str]:
    """Return the packs, bundled and the user's own, as ``probes--gallery--matcher``."""
    folders = (bundled(PACKS_FOLDER), user_packs())
    return sorted({path.stem for folder in folders for path in folder.glob("*.npz")})


def finished_by(probes: str, gallery: str) -> list[str]:
    """Return the matchers that have searched these probes in this gallery, in packs."""
    prefix = f"{probes}--{gallery}--"
    return [name.removeprefix(prefix) for name in pack_names() if name.startswith(prefix)]


def load_pack(path: Path, digest: str | None = None) -> Pack:
    """Read a pack. Nothing in it is executed: pickled arrays are refused.

    Raises:
        PackError: the file is missing, truncated, altered, or in another format.
    """
    with open_npz(path, _KIND, digest) as content:
        header = content.header
        content.sizes["groups"] = len(header["cell_labels"])
        arrays = {name: content.array(name, *shape) for name, shape in _SHAPES.items()}
        extras = {str(name): content.any_array(f"extra_{name}") for name in header["extras"]}
        _check(arrays)
        return _pack(header, arrays, extras)


_KIND = FileKind("search pack", FORMAT, PackError, REPAIR)
_SHAPES: dict[str, tuple[Any, ...]] = {
    "probe_keys": ("U", "probes"),
    "gallery_keys": ("U", "gallery"),
    "candidates": ("i", "probes", "candidates"),
    "distances": ("f", "probes", "candidates"),
    "tallies": ("u", "probes", "groups", BINS),
    "non_mates": ("i", "probes"),
    "mate_distances": ("f", "probes"),
}
"""Array → kind of its type, and the length or the name of each axis."""


def _check(arrays: dict[str, NDArray[Any]]) -> None:
    """Raise ValueError where the arrays contradict one another."""
    rows = arrays["candidates"]
    gallery = len(arrays["gallery_keys"])
    if len(rows) == 0 or rows.max(initial=-1) >= gallery or rows.min(initial=0) < -1:
        raise ValueError("its candidates are not rows of its gallery")
    if (arrays["tallies"].sum(axis=(1, 2), dtype=np.int64) != arrays["non_mates"]).any():
        raise ValueError("its tallies do not add up to its numbers of strangers")


def _pack(
    header: dict[str, Any], arrays: dict[str, NDArray[Any]], extras: dict[str, NDArray[Any]]
) -> Pack:
    matcher = header["matcher"]
    return Pack(
        matcher=MatcherInfo(
            name=str(matcher["name"]),
            version=str(matcher["version"]),
            dimension=int(matcher["dimension"]),
            settings=dict(matcher["settings"]),
        ),
        probes=str(header["probes"]),
        gallery=str(header["gallery"]),
        what=str(header["what"]),
        tally_group_names=[str(label) for label in header["cell_labels"]],
        mates_excluded=int(header["mates_excluded"]),
        probe_keys=arrays["probe_keys"],
        gallery_keys=arrays["gallery_keys"],
        search=Search(
            candidates=arrays["candidates"],
            distances=arrays["distances"],
            tallies=arrays["tallies"],
            non_mates=arrays["non_mates"],
            mate_distances=arrays["mate_distances"],
        ),
        failures={str(key): str(reason) for key, reason in header["failures"].items()},
        extras=extras,
        notes=dict(header["notes"]),
    )
