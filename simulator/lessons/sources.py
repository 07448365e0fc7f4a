"""Sources of a step's numbers: measured here, published elsewhere, or computed from those."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from simulator.i18n.language import _, marked
from simulator.lessons import figures, story
from simulator.lessons.steps import ANSWER, Step, placeholders, step_texts

KINDS = {
    figures.MEASURED: marked("Measured here"),
    figures.PUBLISHED: marked("Published elsewhere"),
    figures.COMPUTED: marked("Computed from published numbers"),
}
REPLAY = marked(
    "Members of the 115th Congress searched in Labeled Faces in the Wild, matcher dlib "
    "(falsematch run)"
)
FAMILIES = {
    "missed_portraits": marked("Members of Congress, each with another portrait in the gallery"),
    "missed_lfw": marked("People with several photos in Labeled Faces in the Wild"),
    "missed_london": marked("The London set: the same adults, smiling and neutral"),
    "missed_own": marked("Members of Congress who are also in Labeled Faces in the Wild"),
    "other_portrait": marked(
        "The same members searched with another portrait of each (falsematch run --portrait second)"
    ),
    "politicians_": marked(
        "Members of the 115th Congress searched among other members of Congress since 1973, "
        "matcher dlib"
    ),
    "same_": marked("The London set: the same adults, smiling and neutral"),
    "other_distance": marked("The London set: different adults, smiling and neutral"),
    "london": marked("The London set: consenting adults, each photographed twice"),
    "mix_": marked("Members of Congress searched in UTKFace's adults, matcher dlib"),
    "eigen_": marked(
        "The same members searched by another matcher, eigenfaces, in half of the gallery"
    ),
    "half_": marked(
        "The same members searched by dlib in the half of the gallery that eigenfaces searches "
        "(falsematch run --same-gallery-as eigenfaces)"
    ),
    "dim_": marked("The portraits, made worse by this program; the gallery is unchanged"),
    "blur_": marked("The portraits, made worse by this program; the gallery is unchanged"),
    "tiny_": marked("The portraits, made worse by this program; the gallery is unchanged"),
    "gender_": marked(
        "A classifier trained on Labeled Faces in the Wild and tested on people it has never seen "
        "(falsematch audit)"
    ),
    "right_": marked(
        "From these rates and the missed matches of members with another portrait in the gallery"
    ),
}
"""The beginning of a measured figure's name → what was searched; REPLAY for the others."""
PICTURES = {
    "table:costs": ("flagged_p99", "missed_lfw_p99"),
    "table:mixes": ("mix_size",),
    "table:conditions": ("dim_flagged", "missed_own_aclu"),
    "table:matchers": ("eigen_flagged", "half_flagged"),
    "table:base_rate": ("flagged_aclu", "right_rare_aclu"),
    "table:audit_groups": ("gender_own_black_women",),
    "table:audit_published": ("shades_worst", "audit_worst"),
    "table:audit_difference": (),
    "curve:audit_shares": ("gender_own_everybody",),
    "curve:costs": ("flagged_p99", "missed_lfw_p99"),
    "board:eigenfaces": ("eigen_flagged",),
    "board:politicians": ("politicians_aclu",),
    "reviewer": ("london_people",),
}
"""A picture → figures with the same origin; pictures not listed here come from the replay."""


def sources(step: Step) -> list[dict[str, str]]:
    """List the sources below a step, by kind, in the current language."""
    by_kind: dict[str, dict[str, None]] = {kind: {} for kind in KINDS}
    for name in _figures(step):
        figure = figures.FIGURES[name.partition(".")[0]]
        if figure.origin == figures.MEASURED:
            by_kind[figures.MEASURED][_(_family(figure.name))] = None
        else:
            by_kind[figure.origin][_(story.facts()[figure.fact].source)] = None
    shown = step.show.options.get("facts", ())
    for fact in step.sources:
        if fact not in shown:
            by_kind[figures.PUBLISHED][_(story.facts()[fact].source)] = None
    return [
        {"kind": kind, "label": _(KINDS[kind]), "text": "; ".join(texts)}
        for kind, texts in by_kind.items()
        if texts
    ]


def _family(name: str) -> str:
    return next((text for start, text in FAMILIES.items() if name.startswith(start)), REPLAY)


def _figures(step: Step) -> Iterator[str]:
    """Yield the names of every figure that a step shows, in its texts or in its picture."""
    for text in step_texts(step):
        yield from (name for name in placeholders(text) if not ANSWER.fullmatch(name))
    options = step.do.options
    for key in ("truth", "high", "low"):
        if isinstance(options.get(key), str) and options[key]:
            yield options[key]
    yield from (row["figure"] for row in step.show.options.get("rows", ()))
    yield from _of_picture(step)


def _of_picture(step: Step) -> Iterable[str]:
    what = step.show.what
    if what in ("table", "curve", "board", "pairs"):
        name = step.show.options["board" if what == "pairs" else what]
        kind = "board" if what == "pairs" else what
        return PICTURES.get(f"{kind}:{name}", ("flagged_aclu",))
    return PICTURES.get(what, ())
