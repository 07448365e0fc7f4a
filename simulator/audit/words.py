"""Wording for page, report and terminal that says what the audit's numbers can and cannot show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.i18n.language import marked, ngettext, number

QUESTION = marked("Who gets the wrong answer from a gender classifier?")

CRITIQUE = (
    (
        marked("Two answers, and no third."),
        marked(
            "The classifier can only say “woman” or “man”. Non-binary people get a wrong answer "
            "every time, by construction, and no column of the table shows it. Trans people are "
            "among those whom such systems misread most: a study of 2019 found commercial "
            "services right about 98% of women’s and men’s photos, wrong about up to 38% of "
            "trans men’s, and wrong about everybody who is neither."
        ),
    ),
    (
        marked("The label has an author, and it is not the face."),
        marked(
            "In LFW people were labeled by a program and by looking at the photo; for Congress "
            "a public record says M or F and has no other value; in London people answered for "
            "themselves, on a form with its own choices. An “error” is a difference from that "
            "label, nothing more."
        ),
    ),
    (
        marked("A face does not say what gender somebody is."),
        marked(
            "A classifier learns how people who carry a label tend to look in some photos: hair, "
            "make-up, age, pose. Amazon’s own documentation of Rekognition says that such answers "
            "should not be used to tell anybody’s gender identity, nor to decide on a person’s "
            "rights or access to services. In 2021 rights groups asked the European Union to ban "
            "the practice; in 2022 Microsoft took its gender classifier off the market, better "
            "error rates or not."
        ),
    ),
    (
        marked("Even with no error at all."),
        marked(
            "Equal errors between groups would say nothing about whether anybody should be sorted "
            "this way. The audits of 2018 and 2019 used the task because companies sold it, and "
            "because its errors can be counted."
        ),
    ),
)
CRITIQUE_SOURCES = marked(
    "M. K. Scheuerman, J. M. Paul and J. R. Brubaker, How Computers See Gender, 2019 (figures as "
    "the press printed them in October 2019); O. Keyes, The Misgendering Machines, 2018; Amazon "
    "Rekognition’s documentation of its gender answers; the campaign of All Out and Access Now, "
    "April 2021; Microsoft’s Responsible AI Standard, June 2022."
)

DIFFERENCE_HEAD = ("", marked("The search"), marked("The audit"))
DIFFERENCES = (
    (
        marked("Question"),
        marked("Who of these thousands is this?"),
        marked("Which of two labels does this face get?"),
    ),
    (
        marked("Compared with"),
        marked("every photo of a gallery (1:N)"),
        marked("nobody: one face, one answer"),
    ),
    (
        marked("An error"),
        marked("a stranger comes back as a match"),
        marked("the answer is not what the label says"),
    ),
    (
        marked("What makes it worse"),
        marked("a larger gallery, a looser threshold"),
        marked("whom the classifier was trained on"),
    ),
    (
        marked("Who carries the harm"),
        marked("the person falsely matched, who may be taken for somebody else"),
        marked("the person misread, who may be refused, outed or miscounted"),
    ),
    (
        marked("The threshold"),
        marked("decides how alike is alike enough"),
        marked("decides whom the system refuses to answer"),
    ),
)
NOT_THE_SAME = marked(
    "A low error here says nothing about false matches in a search, and the other way round. In "
    "2019 Amazon answered the audit of its classifier with figures of its search: another test."
)
SKIN_TYPE = marked(
    "These studies grouped people by skin type, ours by publicly reported race and by people’s own "
    "answers. They are different things: nobody’s skin type is known here, and no axis is shared."
)
NOT_SOURCED = marked(
    "A dash: no source for that figure was at hand. The studies printed rates, not counts by "
    "group, so no interval is drawn."
)
AS_IN_DATA = marked("as in the data")


def count_people(people: int) -> str:
    """Return a number of people as words."""
    return ngettext("{count} person", "{count} people", people).format(count=number(people))


def count_women(women: int) -> str:
    """Return a number of women as words."""
    return ngettext("{count} woman", "{count} women", women).format(count=number(women))


def count_men(men: int) -> str:
    """Return a number of men as words."""
    return ngettext("{count} man", "{count} men", men).format(count=number(men))


def left_out_words(left_out: Mapping[str, Any]) -> list[str]:
    """Return whom the numbers leave out, one clause for each reason.

    Reports and the terminal are English, so the clauses are not marked for translation.

    Args:
        left_out: the counts of :func:`simulator.audit.result.left_out`.
    """
    clauses = []
    if left_out.get("without_encoding"):
        clauses.append(f"{left_out['without_encoding']:,} without an encoding here")
    if left_out.get("without_label"):
        clauses.append(f"{left_out['without_label']:,} without a label")
    if left_out.get("labels_disagree"):
        clauses.append(f"{left_out['labels_disagree']:,} whose labels disagree")
    neither = left_out.get("neither_label")
    if neither:
        labeled = ", ".join(f"{count:,} labeled {value!r}" for value, count in neither.items())
        clauses.append(f"{labeled}, whom neither answer fits")
    return clauses
