"""The search itself: these probes in these rows of a gallery, before any threshold."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.datasets.dataset import Dataset
from simulator.errors import ExperimentError
from simulator.experiment.experiment import Experiment
from simulator.experiment.kin import check_kin, kin_in, left_out, relatives_of
from simulator.experiment.outcome import SearchOutcome
from simulator.search.gallery import tally_groups_of
from simulator.search.search import search
from simulator.storage.progress import Progress


def search_probes(
    experiment: Experiment,
    probes: Dataset,
    gallery: Dataset,
    chosen: NDArray[np.intp],
    progress: Progress | None = None,
) -> SearchOutcome:
    """Search the probes in the chosen rows of the gallery's encodings.

    Args:
        experiment: what was asked for.
        probes: the people searched for.
        gallery: the people searched in.
        chosen: (n,) rows of the gallery's encodings.
        progress: called with the comparisons done and all of them.

    Raises:
        ExperimentError: nobody in the gallery is a stranger to any probe, or relatives are to be
            left out and the gallery lists none.
    """
    groups, tally_group_names = tally_groups_of(gallery, gallery.encodings.keys[chosen])
    # By group, because that is faster to tally; by key within, so that ties between equal distances
    # do not depend on the photos' order.
    order = np.lexsort((gallery.encodings.keys[chosen], groups))
    chosen, groups = chosen[order], groups[order]
    keys = gallery.encodings.keys[chosen]
    vectors = gallery.encodings.vectors[chosen]
    theirs = gallery.identities.loc[keys.tolist()].to_numpy()
    mine = probes.identities.loc[probes.encodings.keys.tolist()].to_numpy()
    by_identity = pd.Series(np.arange(len(keys))).groupby(theirs).indices
    nobody = np.empty(0, np.intp)
    mates = [np.asarray(by_identity.get(identity, nobody), np.intp) for identity in mine]
    same_photo = [nobody] * len(mine)
    if probes.folder == gallery.folder:
        row_of = {key: row for row, key in enumerate(keys.tolist())}
        for i, key in enumerate(probes.encodings.keys.tolist()):
            if key in row_of:
                same_photo[i] = np.array([row_of[key]], np.intp)
                mates[i] = np.setdiff1d(mates[i], same_photo[i])
    relatives = relatives_of(probes, gallery, keys)
    excluded = same_photo
    if experiment.without_kin:
        check_kin(probes, gallery, relatives)
        excluded = [
            np.union1d(*two) for two in zip(same_photo, left_out(relatives or ()), strict=True)
        ]
    search_result = search(
        probes.encodings.vectors,
        vectors,
        mates=mates,
        excluded=excluded,
        tally_groups=groups,
        progress=progress,
    )
    if (search_result.non_mates == 0).all():
        raise ExperimentError(
            f"expected strangers in the gallery, found only the probes' own people among its "
            f"{len(keys)} photos. Choose another gallery or a larger one."
        )
    kin = None
    if relatives is not None:
        kin = kin_in(
            search_result,
            relatives,
            (probes.encodings.vectors, vectors),
            (mine.tolist(), theirs.tolist()),
            [np.union1d(*two) for two in zip(mates, same_photo, strict=True)],
            without=experiment.without_kin,
        )
    return SearchOutcome(
        experiment=experiment,
        probes=probes,
        gallery=gallery,
        gallery_rows=chosen,
        tally_group_names=tally_group_names,
        mates_excluded=len(set(np.concatenate([*mates, nobody]).tolist())),
        search=search_result,
        kin=kin,
    )
