"""Reading another system's candidate lists as a search, so that everything after it works.

Such lists are cut off: at a score, and at a number of faces. A threshold looser than the cut is
"not measured", and people who are not on a list are beyond it, not at a known distance. Missed
matches (FNMR, FNIR) are undefined.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.datasets.dataset import DATASET_NAME, PHOTOGRAPH, Dataset
from simulator.datasets.table import read_table
from simulator.errors import FalseMatchError
from simulator.matchers.base import MatcherInfo
from simulator.matchers.plugins import plugin_names
from simulator.search.gallery import tally_groups_of
from simulator.search.packs import Pack
from simulator.search.search import BIN_WIDTH, BINS, CANDIDATES, Search, bin_of
from simulator.storage.files import sha256_of_file
from simulator.storage.paths import user_packs

GALLERY_COLUMNS = ("gallery", "gallery_key", "identity", "key", "candidate")
RESERVED_NAMES = ("dlib", "eigenfaces")
_FAR = BIN_WIDTH * (BINS - 1)


class ScoresError(FalseMatchError):
    """A file of scores cannot be understood or does not fit the two manifests."""


@dataclass(frozen=True)
class Scores:
    """Candidate lists as a table.

    Attributes:
        probes: (m,) who was searched for.
        candidates: (m,) who was returned; empty text where nobody was.
        distances: (m,) lower is more alike, 0 to 2; nan where nobody was returned.
        cut: the loosest distance that would still have been listed, if the file says so.
        system: name and version of the system that produced them, as far as the file says.
        scale: how distances were calculated from the file's scores, in words.
    """

    probes: list[str]
    candidates: list[str]
    distances: NDArray[np.float64]
    cut: float | None
    system: str
    scale: str


def load_scores(path: Path, scores_are: str | None = None) -> Scores:
    """Read candidate lists.

    Args:
        path: a CSV or Parquet table with the columns ``probe``, ``gallery`` and ``distance`` or
            ``similarity`` (``score`` with ``scores_are``), DeepFace's ``find`` table with a column
            ``probe``, or JSON: Rekognition's ``SearchFacesByImage`` answers by probe key. A probe
            for whom nobody was returned has one row without a gallery key, or an answer without
            faces. A folder of such files, each called after its probe, will do as well.
        scores_are: ``distance`` or ``similarity``, what a column ``score`` holds.

    Raises:
        ScoresError: the file cannot be understood.
    """
    if path.is_dir():
        files = sorted(p for p in path.iterdir() if p.suffix.lower() in (".json", ".csv"))
        if not files:
            raise ScoresError(f"expected PROBE.json or PROBE.csv files in {path}, found none.")
        if files[0].suffix.lower() == ".json":
            return _rekognition({file.stem: _json(file) for file in files}, path)
        frames = [_frame(file).assign(probe=file.stem) for file in files]
        return _table(pd.concat(frames, ignore_index=True), path, scores_are)
    if path.suffix.lower() == ".json":
        content = _json(path)
        if not isinstance(content, dict) or "FaceMatches" in content:
            raise ScoresError(
                f"expected an object of probe key → SearchFacesByImage answer in {path}, found one "
                'answer without a probe. Write {"PROBE": answer, …}.'
            )
        return _rekognition(content, path)
    return _table(_frame(path), path, scores_are)


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise ScoresError(f"expected JSON in {path}, found: {error}. Export it again.") from error


def _frame(path: Path) -> pd.DataFrame:
    if path.suffix.lower() != ".parquet":
        table = read_table(path)
        if table.incomplete:
            raise ScoresError(
                f"expected {len(table.frame.columns)} fields in every line of {path}, found more "
                f"or fewer in line {table.incomplete[0]}. Correct that line."
            )
        return table.frame
    try:
        return pd.read_parquet(path)
    except (OSError, ValueError, ImportError) as error:  # pyarrow's errors are ValueErrors
        raise ScoresError(
            f"expected a Parquet table at {path}, found: {error}. Export it again."
        ) from error


def _table(frame: pd.DataFrame, path: Path, scores_are: str | None) -> Scores:
    gallery = next((name for name in GALLERY_COLUMNS if name in frame.columns), None)
    kind = next((name for name in ("distance", "similarity") if name in frame.columns), None)
    column = kind
    if kind is None and "score" in frame.columns:
        if scores_are is None:
            raise ScoresError(
                f"expected to know whether the column 'score' in {path} holds distances or "
                "similarities, found no flag. Add --scores-are distance or --scores-are similarity."
            )
        kind, column = scores_are, "score"
    if "probe" not in frame.columns or gallery is None or kind is None or column is None:
        raise ScoresError(
            f"expected the columns probe, gallery and distance or similarity in {path}, found "
            f"{', '.join(map(str, frame.columns))}. Rename them."
        )
    candidates = frame[gallery].fillna("").astype(str).str.strip().tolist()
    listed = np.array([candidate != "" for candidate in candidates], dtype=bool)
    numbers = np.full(len(frame), np.nan)
    numbers[listed] = _numbers(frame[column][listed], path)
    distances, scale = _as_distances(numbers, kind, path)
    cut: float | None = None
    if "threshold" in frame.columns and kind == "distance" and listed.any():
        # DeepFace states in each row the distance at which it cut the list.
        cut = float(_numbers(frame["threshold"][listed], path).min())
    system = "DeepFace" if gallery == "identity" else "another system"
    return Scores(frame["probe"].astype(str).tolist(), candidates, distances, cut, system, scale)


def _numbers(column: pd.Series, path: Path) -> NDArray[np.float64]:
    numbers = pd.to_numeric(column, errors="coerce").to_numpy(np.float64)
    if not np.isfinite(numbers).all():
        row = int(np.flatnonzero(~np.isfinite(numbers))[0])
        raise ScoresError(
            f"expected a number in every row of {column.name!r} in {path}, found "
            f"{column.iloc[row]!r}. Correct it; a probe without candidates has no gallery key."
        )
    return np.asarray(numbers)


def _rekognition(answers: Mapping[str, Any], path: Path) -> Scores:
    probes: list[str] = []
    candidates: list[str] = []
    similarities: list[float] = []
    versions: set[str] = set()
    try:
        for probe, answer in answers.items():
            versions.add(str(answer.get("FaceModelVersion", "")))
            matches = answer["FaceMatches"]
            for match in matches:
                face = match["Face"]
                candidates.append(str(face.get("ExternalImageId") or face["FaceId"]))
                similarities.append(float(match["Similarity"]))
            if not matches:
                candidates.append("")
                similarities.append(float("nan"))
            probes += [str(probe)] * max(1, len(matches))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ScoresError(
            f"expected SearchFacesByImage answers (FaceMatches, Similarity, Face) in {path}, found "
            f"something else ({error!r}). Save the answers exactly as the service returned them."
        ) from error
    distances, scale = _as_distances(np.array(similarities, float), "percent", path)
    version = " ".join(sorted(versions - {""}))
    return Scores(probes, candidates, distances, None, f"Rekognition {version}".strip(), scale)


def _as_distances(
    numbers: NDArray[np.float64], kind: str, path: Path
) -> tuple[NDArray[np.float64], str]:
    known = numbers[~np.isnan(numbers)]
    if kind == "similarity" and (known > 1).any():
        kind = "percent"
    scales = {
        "distance": (numbers, "the file's own distance"),
        "similarity": (1 - numbers, "1 − similarity"),
        "percent": (1 - numbers / 100, "1 − similarity / 100"),
    }
    distances, words = scales[kind]
    outside = distances[~np.isnan(distances) & ((distances < 0) | (distances > _FAR))]
    if len(outside):
        raise ScoresError(
            f"expected distances from 0 to 2, or similarities up to 1 or 100, in {path}, found "
            f"one that gives the distance {outside[0]:g}. Divide the scores by their largest value."
        )
    return distances, words


def pack_from_scores(
    scores: Scores,
    probes: Dataset,
    gallery: Dataset,
    path: Path,
    *,
    cut: float | None = None,
    max_faces: int | None = None,
) -> Pack:
    """Turn candidate lists into the pack that :func:`simulator.experiment.run.from_pack` replays.

    Args:
        scores: candidate lists.
        probes: whose manifest names who is searched for; encodings are not needed.
        gallery: whose manifest names who is searched in; its rows are the gallery's size.
        path: where the scores come from, for provenance.
        cut: the loosest distance that the system would have listed; by default the one the file
            states, or else the loosest distance in it.
        max_faces: the longest list that the system returns. Where a list has that length, people
            further away may be missing, so nothing beyond its last distance is measured.

    Raises:
        ScoresError: a key is in neither manifest, or a pair is repeated.
    """
    keys = gallery.manifest["key"].to_numpy(dtype=str)
    row_of = _known_names(gallery)
    probe_row = {key: i for i, key in enumerate(probes.manifest["key"])}
    # Where a data set marks paintings, lists for them are left out as their encodings are.
    kinds = {} if probes.searches_paintings else probes.kinds
    taking_part = {key for key in probe_row if kinds.get(key, PHOTOGRAPH) == PHOTOGRAPH}
    named = set(scores.probes)
    searched = [key for key in probe_row if key in named and key in taking_part]
    unknown = sorted(named - set(probe_row))
    if unknown:
        raise ScoresError(
            f"expected probes that are in the manifest of {probes.name!r}, found {unknown[0]!r} "
            f"and {len(unknown) - 1:,} more. Use that manifest's keys."
        )
    if not searched:
        raise ScoresError(
            f"expected lists for photographs of {probes.name!r} in {path}, found only lists for "
            f"paintings such as {min(named)!r}, which are left out. Add --paintings to count them."
        )
    lists: dict[str, dict[int, float]] = {key: {} for key in searched}
    triples = zip(scores.probes, scores.candidates, scores.distances.tolist(), strict=True)
    for probe, candidate, distance in triples:
        if not candidate or probe not in lists:
            continue
        name = _name(candidate)
        row = row_of.get(name, row_of.get(PurePosixPath(name).name))
        if row is None:
            raise ScoresError(
                f"expected candidates that are in the manifest of {gallery.name!r}, found "
                f"{candidate!r}. Use that manifest's keys or photo paths."
            )
        if row in lists[probe]:
            raise ScoresError(
                f"expected each pair only once in {path}, found {probe!r} with {candidate!r} "
                "twice. Delete one of the rows."
            )
        lists[probe][row] = distance
    measured_to = _measured_to(scores, lists.values(), cut, max_faces)
    groups, names = tally_groups_of(gallery, keys)
    search, mates = _as_search(lists, searched, probes, gallery, groups, len(names))
    return Pack(
        probes=probes.name,
        gallery=gallery.name,
        matcher=MatcherInfo(scores.system, f"scores from {path.name}", 0, {"scale": scores.scale}),
        what=f"lists of {scores.system} from {path.name}",
        probe_keys=np.array(searched, np.str_),
        gallery_keys=keys,
        tally_group_names=names,
        mates_excluded=mates,
        search=search,
        notes={
            "measured_to": measured_to,
            "scores": path.name,
            "sha256": sha256_of_file(path) if path.is_file() else None,
            "scale": scores.scale,
        },
    )


def keep_as_pack(pack: Pack, name: str) -> Path:
    """Save lists in the user's data folder, so that sweeps, reports, and the app can use them too.

    Args:
        pack: from :func:`pack_from_scores`.
        name: the matcher's name that selects them: ``run --matcher NAME``.

    Raises:
        ScoresError: the name cannot be used.
        FalseMatchError: the file cannot be written.
    """
    taken = name in RESERVED_NAMES or name in plugin_names()
    if not DATASET_NAME.fullmatch(name) or "--" in name or taken:
        raise ScoresError(
            "expected a name of letters, digits, '-', '_' and '.' that no matcher has, found "
            f"{name!r}. Choose another, such as rekognition-2018."
        )
    info = replace(pack.matcher, name=name, version=f"{pack.matcher.name}, {pack.matcher.version}")
    path = user_packs() / f"{pack.probes}--{pack.gallery}--{name}.npz"
    replace(pack, matcher=info).save(path)
    return path


def _measured_to(
    scores: Scores,
    lists: Iterable[Mapping[int, float]],
    cut: float | None,
    max_faces: int | None,
) -> float:
    known = scores.distances[~np.isnan(scores.distances)]
    given_cut = cut if cut is not None else scores.cut
    measured = given_cut if given_cut is not None else float(known.max(initial=0.0))
    full = [max(one.values()) for one in lists if max_faces and len(one) >= max_faces]
    return min([measured, *full])


def _known_names(gallery: Dataset) -> dict[str, int]:
    """Map key, photo path, and photo name to row; leave out names that two photos share."""
    rows: dict[str, int] = {}
    for column in ("photo", "key"):
        for row, value in enumerate(gallery.manifest[column]):
            for name in {_name(value), PurePosixPath(_name(value)).name} - {""}:
                rows[name] = -1 if rows.get(name, row) != row else row
    keys = {key: row for row, key in enumerate(gallery.manifest["key"])}
    return {name: row for name, row in (rows | keys).items() if row >= 0}


def _name(candidate: str) -> str:
    """Return a path as it is looked up: DeepFace writes the path on its own machine."""
    return candidate.replace("\\", "/").removeprefix("./")


def _as_search(
    lists: Mapping[str, Mapping[int, float]],
    searched: list[str],
    probes: Dataset,
    gallery: Dataset,
    groups: NDArray[np.intp],
    group_count: int,
) -> tuple[Search, int]:
    """Return the lists as a search, and the number of gallery photos that show a probe."""
    p, n = len(searched), len(groups)
    width = max([1, *(min(len(one), CANDIDATES) for one in lists.values())])
    rows = np.full((p, width), -1, np.int32)
    distances = np.full((p, width), np.nan)
    tallies = np.zeros((p, group_count, BINS), np.uint32)
    non_mates = np.full(p, n, np.int64)
    mate_distances = np.full(p, np.nan)
    theirs = gallery.identities.to_numpy()
    photos_of = pd.Series(np.arange(n)).groupby(theirs).indices
    per_group = np.bincount(groups, minlength=group_count)
    excluded: set[int] = set()
    for i, key in enumerate(searched):
        mates = set(photos_of.get(probes.identities[key], np.empty(0, np.intp)).tolist())
        excluded |= mates
        non_mates[i] -= len(mates)
        closest = sorted((d, row) for row, d in lists[key].items() if row not in mates)
        known = [d for row, d in lists[key].items() if row in mates]
        mate_distances[i] = min(known, default=np.nan)
        for place, (d, row) in enumerate(closest[:width]):
            rows[i, place], distances[i, place] = row, d
        # People who are not listed are somewhere beyond the cut: counted in the last bin.
        unlisted = per_group - np.bincount(groups[sorted(mates)], minlength=group_count)
        for d, row in closest:
            tallies[i, groups[row], int(bin_of(np.array([d]))[0])] += 1
            unlisted[groups[row]] -= 1
        tallies[i, :, -1] += unlisted.astype(np.uint32)
    return Search(rows, distances, tallies, non_mates, mate_distances), len(excluded)
