"""Blocks of docs/methods.md."""

from __future__ import annotations

from doc_blocks.common import block, replay, table
from simulator.comparison.validation import validate_lfw_pairs
from simulator.datasets.dataset import PHOTOGRAPH
from simulator.datasets.one_shot import one_shot_verdicts
from simulator.experiment.reproduction import reproduce
from simulator.experiment.reproduction_text import to_markdown
from simulator.matchers.registry import DEFAULT_DISTANCES
from simulator.stats.published import DLIB_LFW_ACCURACY


@block
def lfw_pairs() -> str:
    """Return the accuracy on LFW's official pairs as a table."""
    found = validate_lfw_pairs()
    return table(
        ["", "pairs", "accuracy", "standard error"],
        [
            (
                "measured here, pairs that could be encoded",
                f"{found.encoded_pairs:,}",
                f"{100 * found.accuracy:.2f}%",
                f"{100 * found.standard_error:.2f}%",
            ),
            (
                "measured here, failures to enroll counted as errors",
                f"{found.pairs:,}",
                f"{100 * found.accuracy_with_failures:.2f}%",
                f"{100 * found.standard_error_with_failures:.2f}%",
            ),
            (
                "published for dlib",
                f"{found.pairs:,}",
                f"{100 * DLIB_LFW_ACCURACY:.2f}%",
                "(standard deviation 0.27%)",
            ),
        ],
    )


@block
def confidence() -> str:
    """Return the distance of each confidence and how many it flags as a table."""
    result, rows = replay(), []
    calibration = result.calibration
    assert calibration is not None
    for percent in (50.0, None, 80, 90, 95, 99, 99.9, 99.99):
        if percent is None:
            default = DEFAULT_DISTANCES["dlib"]
            sure = 100 * calibration.confidence(default)
            flagged = result.at(distance=default).fpir.events
            rows.append((f"matcher's default, {sure:.0f}%", f"{default:.3f}", flagged))
            continue
        low, high = calibration.interval(percent / 100)
        distance = f"{calibration.distance(percent / 100):.3f} ({low:.3f}–{high:.3f})"
        flagged = result.at(confidence=percent / 100).fpir.events
        rows.append((f"{percent:g}%", distance, flagged))
    return table(
        [
            "confidence per comparison",
            "distance (95% interval)",
            f"falsely matched, of {result.at().fpir.trials}",
        ],
        rows,
    )


@block
def reproduction() -> str:
    """Return what ``falsematch reproduce`` prints."""
    return to_markdown(reproduce())


@block
def another_portrait() -> str:
    """Return who is falsely matched with the first and with the second portraits as a table."""
    first, second = replay(), replay(portrait="second")
    one, other = (set(r.probes.encodings.keys[r.at().flagged].tolist()) for r in (first, second))
    kinds, verdicts = second.probes.kinds, one_shot_verdicts(second.probes)
    of_color = first.probes.manifest.set_index("key")["person_of_color"] == "true"

    def kind_of_pair(key: str) -> str:
        if kinds[key] != PHOTOGRAPH:
            return "other portrait a painting"
        return {"different": "another photograph"}.get(
            verdicts.get(key, ""), "same photograph twice" if key in verdicts else "one portrait"
        )

    kinds_of_pairs = (
        "one portrait",
        "same photograph twice",
        "other portrait a painting",
        "another photograph",
    )
    rows = []
    for title, keys in (
        ("first portrait", one),
        ("second portrait", other),
        ("both", one & other),
        ("first only", one - other),
        ("second only", other - one),
    ):
        color = sum(bool(of_color[key]) for key in keys)
        found = [kind_of_pair(key) for key in keys]
        rows.append((title, len(keys), color, *(found.count(kind) for kind in kinds_of_pairs)))
    return table(["falsely matched with", "members", "people of color", *kinds_of_pairs], rows)
