"""What others measured about people who compare two faces; nothing of it is measured here.

Only what could be read is here, with the very task. A value is a stop of the Lab's slider only if
the source counts strangers who were accepted apart from right people who were rejected.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from simulator.i18n.language import _, marked, percent
from simulator.stats.published import PUBLISHED


@dataclass(frozen=True)
class Reviewers:
    """A published measurement of reviewers.

    Attributes:
        name: a short name without spaces.
        who: who compared the faces.
        task: what they compared.
        rejects: share of strangers they rejected, a fraction of 1.
        accepts: share of right people they accepted, a fraction of 1.
        source: the paper.
        read: which text the numbers were read in.
    """

    name: str
    who: str
    task: str
    rejects: float
    accepts: float
    source: str
    read: str


_KEMP = "Kemp, Towell & Pike (1997), Applied Cognitive Psychology 11, 211–222"
_KEMP_READ = "reported by The Independent from the British Psychological Society; not the paper"
CASHIERS_ALIKE = Reviewers(
    "cashiers-alike",
    marked("supermarket cashiers, photo of a look-alike"),
    marked(
        "A shopper at the checkout against the photo on a credit card. Six cashiers had been "
        "warned. The false photos were chosen to look like the shopper."
    ),
    0.36,
    0.86,
    _KEMP,
    _KEMP_READ,
)
CASHIERS_UNLIKE = Reviewers(
    "cashiers-unlike",
    marked("supermarket cashiers, photo of somebody who looks different"),
    marked(
        "The same cashiers and shoppers. The false photos showed somebody who looked different."
    ),
    0.65,
    0.86,
    _KEMP,
    _KEMP_READ,
)
PASSPORT_OFFICERS = Reviewers(
    "passport-officers",
    marked("passport officers"),
    marked(
        "A person at the desk against one photo on the screen. The false photos were chosen to "
        "look like that person. Students did as well as officers in a second test, with two photos."
    ),
    0.86,
    0.94,
    "White, Kemp, Jenkins, Matheson & Burton (2014), PLOS ONE 9(8), e103510",
    "14% accepted: the paper's abstract; 6% rejected: Wikinews, August 21, 2014",
)
REVIEWERS = (CASHIERS_ALIKE, CASHIERS_UNLIKE, PASSPORT_OFFICERS)
"""Published reviewers whose two kinds of error are known, from the lowest r to the highest."""
ASSUMED = 0.99
"""An r that nobody published, as a kind assumption: of a hundred strangers, one is accepted."""


@dataclass(frozen=True)
class Finding:
    """A published finding that gives no r.

    Attributes:
        says: the finding in one or two sentences.
        source: the paper.
    """

    says: str
    source: str


FINDINGS = (
    Finding(
        marked(
            "With candidate lists that a face recognition program made from passport photos, "
            "people made errors in more than half of the searches for adults. Passport officers "
            "were no better than students; trained examiners were better by 20 percentage points."
        ),
        "White et al. (2015), PLOS ONE 10, e0139827 (abstract read; it does not count wrong picks "
        "apart from misses)",
    ),
    Finding(
        marked(
            "Lists of 100 candidates led to more false alarms and fewer hits, for people with and "
            "without experience."
        ),
        "Heyer, Semmler & Hendrickson (2018), J. Appl. Res. Mem. Cogn. 7, 597–609 (abstract read)",
    ),
    Finding(
        marked(
            "Forensic examiners and reviewers were more accurate than fingerprint examiners and "
            "students on pairs of photos. Individuals varied widely."
        ),
        "Phillips et al. (2018), PNAS, doi 10.1073/pnas.1721355115 (abstract read)",
    ),
    Finding(
        marked(
            "Courses of an hour or half a day did not make people better, yet 93% of those who "
            "took them believed so."
        ),
        "Towler et al. (2019), PLOS ONE 14(2), e0211037 (abstract read)",
    ),
    Finding(
        marked(
            "People who saw somebody else’s decision beside a pair moved their own rating toward "
            "it by a full step of the scale, whether a person or a computer had decided."
        ),
        "Howard, Rabbitt & Sirotin (2020), PLOS ONE 15(8), e0237855 (abstract read)",
    ),
    Finding(
        marked("People and face recognition programs tend to find the same pairs difficult."),
        "Hancock, Somai & Mileva (2020), R. Soc. Open Sci. 7, 200595 (abstract read)",
    ),
    Finding(
        marked(
            "On faces of another race, forensic professionals were no more accurate than students."
        ),
        "Yates et al. (2023), PsyArXiv, doi 10.31234/osf.io/s87na (abstract read)",
    ),
)


def published_reviewers() -> dict[str, Any]:
    """Return the published reviewers and findings as JSON values, labeled as published."""
    return {
        "label": PUBLISHED,
        "reviewers": [dataclasses.asdict(each) for each in REVIEWERS],
        "findings": [dataclasses.asdict(each) for each in FINDINGS],
    }


def reviewer_name(rejects: float) -> str:
    """Return what a stop of the slider is called, such as "86%: passport officers"."""
    found = next((each for each in REVIEWERS if each.rejects == rejects), None)
    who = _("assumed") if found is None else _("published: {who}").format(who=_(found.who))
    return f"{percent(rejects, 0)} ({who})"
