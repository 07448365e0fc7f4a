"""Reading candidate lists: tables, DeepFace's tables, Rekognition's answers, folders of them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.search.scores.candidate_lists import Scores, ScoresError
from simulator.search.scores.scale import DISTANCE, PERCENT, SIMILARITY, as_distances
from simulator.storage.formats.json_files import read_json
from simulator.storage.formats.parquet_files import read_parquet
from simulator.storage.formats.table import read_table
from simulator.storage.passed_over import why_passed_over
from simulator.storage.reading import BROKEN

GALLERY_COLUMNS = ("gallery", "gallery_key", "identity", "key", "candidate")
DEEPFACE = ("hash", "target_x", "target_y", "target_w", "target_h", "source_x", "source_y")
DEEPFACE_COLUMNS = frozenset((*DEEPFACE, "source_w", "source_h", "confidence"))
"""Columns of DeepFace's table that are not needed here; nobody has to be told of them."""
ENDINGS = (".json", ".csv", ".parquet")


def load_scores(path: Path, scores_are: str | None = None, scale: str | None = None) -> Scores:
    """Read candidate lists.

    Args:
        path: a CSV or Parquet table with the columns ``probe``, ``gallery`` and ``distance`` or
            ``similarity`` (``score`` with ``scores_are``), DeepFace's ``find`` table with a column
            ``probe``, or JSON: Rekognition's ``SearchFacesByImage`` answers by probe key. A probe
            for whom nobody was returned has one row without a gallery key, or an answer without
            faces. A folder of such files, each called after its probe, will do as well; there, a
            table with a header alone is a probe for whom nobody was returned.
        scores_are: ``distance`` or ``similarity``, what a column ``score`` holds.
        scale: ``fraction`` or ``percent``, the scale of similarities; by default the whole column
            decides (:mod:`simulator.search.scores.scale`).

    Raises:
        ScoresError: a file cannot be understood.
    """
    if path.is_dir():
        return _folder(path, scores_are, scale)
    if path.suffix.lower() == ".json":
        content = read_json(path, ScoresError)
        if not isinstance(content, dict) or "FaceMatches" in content:
            raise ScoresError(
                f"expected an object of probe key → SearchFacesByImage answer in {path}, found one "
                'answer without a probe. Write {"PROBE": answer, …}.'
            )
        return _rekognition(content, path, scale)
    return _table([(None, _frame(path))], path, scores_are, scale)


def _folder(path: Path, scores_are: str | None, scale: str | None) -> Scores:
    files: list[Path] = []
    passed_over: list[str] = []
    for file in sorted(path.iterdir()):
        reason = why_passed_over(file.name)
        if reason is None and not file.is_file():
            reason = "not a file"
        if reason is None and file.suffix.lower() not in ENDINGS:
            reason = "neither JSON, CSV, nor Parquet"
        if reason is None:
            files.append(file)
        else:
            passed_over.append(f"{file.name} ({reason})")
    kinds = sorted({file.suffix.lower() == ".json" for file in files})
    if not files:
        raise ScoresError(f"expected PROBE.json or PROBE.csv files in {path}, found none.")
    if len(kinds) > 1:
        raise ScoresError(
            f"expected answers in JSON or tables in {path}, found both. Put each kind in a folder "
            "of its own."
        )
    twice = sorted({file.stem for file in files if sum(f.stem == file.stem for f in files) > 1})
    if twice:
        raise ScoresError(
            f"expected one file for each probe in {path}, found two for {twice[0]!r}. Delete one."
        )
    if kinds == [True]:
        found = _rekognition(
            {file.stem: read_json(file, ScoresError) for file in files}, path, scale
        )
    else:
        found = _table([(file.stem, _frame(file)) for file in files], path, scores_are, scale)
    return Scores(**{**found.__dict__, "passed_over": tuple(passed_over)})


def _frame(path: Path) -> pd.DataFrame:
    if path.suffix.lower() != ".parquet":
        table = read_table(path)
        table.check_complete(path, ScoresError)
        return table.frame
    try:
        frame = read_parquet(path, ScoresError, "Export it again.").to_pandas()
    except BROKEN as error:  # what pandas cannot hold: dates before its calendar, odd extensions
        raise ScoresError(
            f"expected a Parquet table at {path}, found: {error}. Export it again."
        ) from error
    if frame.columns.duplicated().any():
        raise ScoresError(f"expected each column once in {path}, found one twice. Delete one.")
    return frame


def _table(
    frames: Sequence[tuple[str | None, pd.DataFrame]],
    path: Path,
    scores_are: str | None,
    scale: str | None,
) -> Scores:
    """Read tables: one with a column ``probe``, or one for each probe."""
    probes: list[str] = []
    candidates: list[str] = []
    scores: list[NDArray[np.float64]] = []
    cuts: list[float] = []
    unused: dict[str, None] = {}
    kinds: set[str] = set()
    gallery = ""
    for probe, frame in frames:
        gallery, kind, column = _columns(frame, path, scores_are, needs_probe=probe is None)
        kinds.add(kind)
        theirs = text_keys(frame[gallery])
        if probe is None:
            whose = text_keys(frame["probe"])
        elif theirs:
            whose = [probe] * len(theirs)
        else:
            # A table with a header alone: somebody was searched for, and nobody returned.
            whose, theirs = [probe], [""]
        if "" in whose:
            raise ScoresError(
                f"expected a probe in every row of {path}, found none in row "
                f"{whose.index('') + 1}. Write whom the row was searched with."
            )
        listed = np.array([name != "" for name in theirs], dtype=bool)
        numbers = np.full(len(theirs), np.nan)
        if listed.any():
            numbers[listed] = _numbers(frame[column][listed], path)
            if "threshold" in frame.columns and kind == DISTANCE:
                # DeepFace states in each row the distance at which it cut the list.
                cuts.append(float(_numbers(frame["threshold"][listed], path).min()))
        probes += whose
        candidates += theirs
        scores.append(numbers)
        read = {"probe", gallery, column, "threshold"}
        known = DEEPFACE_COLUMNS if gallery == "identity" else frozenset()
        unused |= dict.fromkeys(str(n) for n in frame.columns if n not in read | known)
    if len(kinds) > 1:
        raise ScoresError(
            f"expected distances or similarities in every table in {path}, found both. Put each "
            "kind in a folder of its own."
        )
    distances, words = as_distances(np.concatenate(scores), kinds.pop(), path, scale)
    system = "DeepFace" if gallery == "identity" else "another system"
    cut = min(cuts, default=None)
    return Scores(probes, candidates, distances, cut, system, words, unused=tuple(unused))


def _columns(
    frame: pd.DataFrame, path: Path, scores_are: str | None, *, needs_probe: bool
) -> tuple[str, str, str]:
    """Return the column of the candidates, the kind of score, and its column."""
    gallery = next((name for name in GALLERY_COLUMNS if name in frame.columns), None)
    kinds = [name for name in (DISTANCE, SIMILARITY) if name in frame.columns]
    if len(kinds) > 1:
        raise ScoresError(
            f"expected one column of scores in {path}, found distance and similarity. Delete one."
        )
    kind = kinds[0] if kinds else None
    column = kind
    if kind is None and "score" in frame.columns:
        if scores_are is None:
            raise ScoresError(
                f"expected to know whether the column 'score' in {path} holds distances or "
                "similarities, found no flag. Add --scores-are distance or --scores-are similarity."
            )
        kind, column = scores_are, "score"
    elif kind is not None and scores_are not in (None, kind):
        raise ScoresError(
            f"expected a column 'score' in {path} with --scores-are {scores_are}, found a column "
            f"{kind!r}. Leave --scores-are out, or rename the column."
        )
    no_probe = needs_probe and "probe" not in frame.columns
    if no_probe or gallery is None or kind is None or column is None:
        raise ScoresError(
            f"expected the columns probe, gallery and distance or similarity in {path}, found "
            f"{', '.join(map(str, frame.columns))}. Rename them."
        )
    return gallery, kind, column


def text_keys(column: pd.Series) -> list[str]:
    """Return keys as text, however the table stores them; what is missing becomes "".

    A number that is whole is written without a fraction: a column of integers with one gap is read
    as floats, and 17 is not called "17.0" in the manifest.
    """
    texts = []
    for value in column.astype(object):
        if value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value)):
            texts.append("")
        elif isinstance(value, (float, np.floating)) and float(value).is_integer():
            texts.append(str(int(value)))
        else:
            texts.append(str(value).strip())
    return texts


def _numbers(column: pd.Series, path: Path) -> NDArray[np.float64]:
    """Return finite numbers; a yes, a time span, or a date is none, although pandas counts it."""
    objects = column.astype(object)
    other = (bool, np.bool_, datetime.date, datetime.timedelta, np.datetime64, np.timedelta64)
    plain = objects.where([not isinstance(value, other) for value in objects], None)
    plain = _with_points(plain, path)
    numbers = pd.to_numeric(plain, errors="coerce").to_numpy(np.float64, na_value=np.nan)
    if not np.isfinite(numbers).all():
        row = int(np.flatnonzero(~np.isfinite(numbers))[0])
        found = objects.iloc[row]
        if isinstance(found, str) and found.strip().endswith("%"):
            raise ScoresError(
                f"expected plain numbers in {column.name!r} in {path}, found {found!r} with a "
                "percent sign. Remove the signs and add --scale percent."
            )
        raise ScoresError(
            f"expected a number in every row of {column.name!r} in {path}, found "
            f"{found!r}. Correct it; a probe without candidates has no gallery key."
        )
    return np.asarray(numbers)


def _with_points(column: pd.Series, path: Path) -> pd.Series:
    """Return a column whose decimal commas are points; many languages write 0,42 for 0.42."""
    texts = [value.strip() for value in column if isinstance(value, str)]
    commas = [text for text in texts if "," in text]
    points = [text for text in texts if "." in text]
    if not commas:
        return column
    thousands = next((text for text in commas if "." in text or text.count(",") > 1), None)
    if thousands is not None or points:
        raise ScoresError(
            f"expected either decimal commas or decimal points in {column.name!r} in {path}, found "
            f"{thousands or f'{commas[0]} and {points[0]}'}. Write 0.42, without signs for "
            "thousands."
        )
    return column.map(lambda value: value.replace(",", ".") if isinstance(value, str) else value)


def _rekognition(answers: Mapping[str, Any], path: Path, scale: str | None) -> Scores:
    probes: list[str] = []
    candidates: list[str] = []
    similarities: list[float] = []
    versions: set[str] = set()
    try:
        for probe, answer in answers.items():
            matches = answer if answer == [] else answer["FaceMatches"]
            versions.add(str(answer.get("FaceModelVersion", "")) if answer else "")
            for match in matches:
                face = match["Face"]
                candidates.append(str(face.get("ExternalImageId") or face["FaceId"]))
                similarities.append(_similarity(match["Similarity"]))
            if not matches:
                candidates.append("")
                similarities.append(float("nan"))
            probes += [str(probe)] * max(1, len(matches))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ScoresError(
            f"expected SearchFacesByImage answers (FaceMatches, Similarity, Face) in {path}, found "
            f"something else ({error!r}). Save the answers exactly as the service returned them."
        ) from error
    # The service's documentation gives similarities in percent.
    distances, words = as_distances(
        np.array(similarities, float), SIMILARITY, path, scale or PERCENT
    )
    version = " ".join(sorted(versions - {""}))
    return Scores(probes, candidates, distances, None, f"Rekognition {version}".strip(), words)


def _similarity(value: Any) -> float:
    if isinstance(value, bool) or not np.isfinite(float(value)):
        raise ValueError(f"expected a similarity in percent, found {value!r}")
    return float(value)
