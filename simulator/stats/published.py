"""Figures that others published about the 2018 test, each once and with its source.

Published figures are never mixed with what is measured here.
"""

from __future__ import annotations

from typing import Any, Final

PUBLISHED = "published, not measured here"

ACLU_SOURCE = "ACLU of Northern California, Jacob Snow, July 26, 2018"
ACLU_SEARCHES: Final = 535
"""Members of Congress whom the ACLU searched for: both chambers (ACLU_SOURCE)."""
ACLU_FALSE_MATCHES: Final = 28
"""Members who were falsely matched (ACLU_SOURCE)."""
ACLU_PEOPLE_OF_COLOR: Final = 11
"""People of color among them, as the ACLU counted: "nearly 40%" (ACLU_SOURCE). The names
printed in the press give 12 by the labels used here (SHARE_BY_OUR_LABELS)."""
ACLU_GALLERY_PHOTOS: Final = 25_000
"""Arrest photos that were searched; they were not published (ACLU_SOURCE)."""
ACLU_CONFIDENCE: Final = 0.8
"""The threshold: the system's default at the time, a fraction of 1 (ACLU_SOURCE)."""

ACLU_2018: dict[str, Any] = {
    "label": PUBLISHED,
    "source": ACLU_SOURCE,
    "system": "Amazon Rekognition",
    "threshold": f"confidence {ACLU_CONFIDENCE:.0%}, the system's default",
    "threshold_confidence": ACLU_CONFIDENCE,
    "gallery": f"{ACLU_GALLERY_PHOTOS:,} arrest photos, not published",
    "gallery_size": ACLU_GALLERY_PHOTOS,
    "searches": ACLU_SEARCHES,
    "false_matches": ACLU_FALSE_MATCHES,
    "false_matches_people_of_color": ACLU_PEOPLE_OF_COLOR,
    "share_of_searches_people_of_color": "about 20%",
    "share_of_false_matches_people_of_color": (
        f"nearly 40% ({ACLU_PEOPLE_OF_COLOR} of {ACLU_FALSE_MATCHES})"
    ),
}

SHARE_BY_OUR_LABELS = (
    f"By the labels used here, 12 of the {ACLU_FALSE_MATCHES} people named in the press are people "
    "of color; the ACLU published no label per person, so nobody can say which one it left out."
)


def aclu_rate_count(searches: int) -> int:
    """Return how many false matches among so many searches give the ACLU's rate, 28 of 535."""
    return round(ACLU_FALSE_MATCHES / ACLU_SEARCHES * searches)


DLIB_LFW_ACCURACY = 0.9938
DLIB_LFW_SOURCE = "Davis King, dlib's face recognition example: 0.993833, standard deviation 0.0027"

COMPUTED_FROM_PUBLISHED = "computed from published numbers"

AMAZON_ZERO: dict[str, Any] = {
    "label": PUBLISHED,
    "source": "Matt Wood, AWS blog, July 27, 2018",
    "claim": (
        'at a confidence of 99% and on a collection "30x larger", Amazon\'s own repeat found zero '
        "false matches; data and scores unpublished"
    ),
    "false_matches": 0,
}
