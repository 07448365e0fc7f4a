"""The names of the figures in the lesson on the audit, and whom each is about."""

from __future__ import annotations

TRAININGS = {"own": None, "half": 0.5, "few": 0.05, "most": 0.95}
"""A training in a figure's name → the share of women among the people trained on."""
CURVE = (0.02, 0.05, 0.1, None, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.98)
"""The shares of women on the curve; None is the data's own share."""
REFUSING = 0.9
CONGRESS, LONDON = "congress-115", "london"

HELD_OUT = {"women": "F", "men": "M"}
"""A group of the held-out people in a figure's name → its label."""
GROUPS = {
    "black_women": (CONGRESS, "race_ethnicity*gender", "Black*F"),
    "white_women": (CONGRESS, "race_ethnicity*gender", "White*F"),
    "black_men": (CONGRESS, "race_ethnicity*gender", "Black*M"),
    "white_men": (CONGRESS, "race_ethnicity*gender", "White*M"),
    "hispanic_women": (CONGRESS, "race_ethnicity*gender", "Hispanic*F"),
    "london_women": (LONDON, "gender", "female"),
    "london_men": (LONDON, "gender", "male"),
}
"""A group in a figure's name → its test, grouping and label."""


def figures() -> dict[str, str]:
    """Return the name and kind of every figure of the audit."""
    kinds = dict.fromkeys(
        (
            "gender_data_people",
            "gender_data_women",
            "gender_data_men",
            "gender_trained",
            "gender_trained_women",
            "gender_trained_men",
            "gender_apart",
        ),
        "count",
    )
    kinds |= {"gender_data_share": "share", "gender_refusing": "share"}
    for training in TRAININGS:
        names = ("everybody", *HELD_OUT, *GROUPS)
        kinds |= {f"gender_{training}_{name}": "rate" for name in names}
    for name in ("everybody", *GROUPS):
        kinds |= {f"gender_refused_{name}": "rate", f"gender_careful_{name}": "rate"}
    return kinds
