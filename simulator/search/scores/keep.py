"""Saving another system's lists as a matcher that sweeps, reports and the app can use."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from simulator.datasets.dataset import DATASET_NAME
from simulator.matchers.plugins import plugin_names
from simulator.search.packs import Pack
from simulator.search.scores.candidate_lists import ScoresError
from simulator.storage.paths import user_packs

RESERVED_NAMES = ("dlib", "eigenfaces")


def check_matcher_name(name: str) -> None:
    """Raise unless lists can be saved under a name.

    Raises:
        ScoresError: it is no name, or a matcher has it.
    """
    taken = name in RESERVED_NAMES or name in plugin_names()
    if not DATASET_NAME.fullmatch(name) or "--" in name or taken:
        raise ScoresError(
            "expected a name of letters, digits, '-', '_' and '.' that no matcher has, found "
            f"{name!r}. Choose another, such as rekognition-2018."
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
    check_matcher_name(name)
    info = replace(pack.matcher, name=name, version=f"{pack.matcher.name}, {pack.matcher.version}")
    path = user_packs() / f"{pack.probes}--{pack.gallery}--{name}.npz"
    replace(pack, matcher=info).save(path)
    return path
