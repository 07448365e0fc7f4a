"""What others published about the 2018 test. Never mixed with what is measured here."""

from __future__ import annotations

from typing import Any

ACLU_2018: dict[str, Any] = {
    "label": "published, not measured here",
    "source": "ACLU of Northern California, Jacob Snow, July 26, 2018",
    "system": "Amazon Rekognition",
    "threshold": "confidence 80%, the system's default",
    "threshold_confidence": 0.8,
    "gallery": "25,000 arrest photos, not published",
    "gallery_size": 25000,
    "searches": 535,
    "false_matches": 28,
    "false_matches_people_of_color": 11,
    "share_of_searches_people_of_color": "about 20%",
    "share_of_false_matches_people_of_color": "nearly 40% (11 of 28)",
}

SHARE_BY_OUR_LABELS = (
    "The 28 names printed in the press give 12 of 28 by the labels used here; the ACLU published "
    "no label per person, so nobody can say which one it left out."
)

DLIB_LFW_ACCURACY = 0.9938
DLIB_LFW_SOURCE = "Davis King, dlib's face recognition example: 0.993833, standard deviation 0.0027"

COMPUTED_FROM_PUBLISHED = "computed from published numbers"

AMAZON_ZERO: dict[str, Any] = {
    "label": "published, not measured here",
    "source": "Matt Wood, AWS blog, July 27, 2018",
    "claim": (
        'at a confidence of 99% and on a collection "30x larger", Amazon\'s own repeat found zero '
        "false matches; data and scores unpublished"
    ),
    "false_matches": 0,
}
